"""One module a command: each has `run(args)`, says what it did, and leaves the work to the doors."""
