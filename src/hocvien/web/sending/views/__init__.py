"""Views of sending out."""
