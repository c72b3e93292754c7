"""Screens of study sessions: the list, one of them, its points, the numbers of a point."""
