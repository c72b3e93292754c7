"""Writing, numbering and following up official papers."""
