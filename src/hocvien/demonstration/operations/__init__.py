"""Entering the demonstration, through the doors that the screens use."""

from hocvien.demonstration.operations.build import build

__all__ = ["build"]
