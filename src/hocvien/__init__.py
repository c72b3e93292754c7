"""Hocvien: the training year of a large organisation, from roster to report."""
