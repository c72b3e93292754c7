"""Official papers on screen: written, compared with the figures, numbered, followed up; the papers of one class."""
