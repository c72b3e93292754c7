"""The shipped files, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hocvien.eligibility.errors import RulesUnreadable

# the one in C where the library was built with it
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FILES = Path(__file__).resolve().parents[1] / "data_files"


@cache
def read_file(name: str) -> Any:
    """A file of `data_files`. Raises RulesUnreadable."""
    try:
        return yaml.load((_FILES / name).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader either way
    except (OSError, yaml.YAMLError) as trouble:
        raise RulesUnreadable(name, str(trouble)) from trouble
