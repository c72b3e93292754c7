"""What official papers are made of, and who may see which."""
