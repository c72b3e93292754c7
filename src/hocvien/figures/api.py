"""The door of the figures of the past."""

from hocvien.figures.reading import Reading, Spot, read_paragraph, read_text

__all__ = ["Reading", "Spot", "read_paragraph", "read_text"]
