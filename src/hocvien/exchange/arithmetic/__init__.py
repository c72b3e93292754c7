"""What is computed on the way in and out, without the framework."""
