"""The HTTP API: figures for other programs of the same organisation. It reads; nothing is written by it, and nobody is named in it."""
