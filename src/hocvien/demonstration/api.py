"""The door of the demonstration."""

from hocvien.demonstration.data import DemoSummary, SignIn
from hocvien.demonstration.operations import build

__all__ = ["DemoSummary", "SignIn", "build"]
