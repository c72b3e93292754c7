"""Sentences of pure modules, which may not know Django.

A pure module marks its Vietnamese sentence with `gettext_noop` and has it said by `say`; the translator is handed in when
the program starts. Without one (a script, a test of arithmetic) the Vietnamese itself is said.
"""

import string
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

_translate: Callable[[str], str] = str


def install_translator(translate: Callable[[str], str]) -> None:
    """Have every later `say` translated by this function."""
    global _translate  # noqa: PLW0603 - one translator per process, set once at start
    _translate = translate


def gettext_noop(message: str) -> str:
    """The message itself; the name is what makes the collector of sentences find it."""
    return message


class _Formatter(string.Formatter):
    """Writes dates day first, so that no caller has to remember it."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec:
            if isinstance(value, datetime):
                return f"{value:%H:%M %d/%m/%Y}"
            if isinstance(value, date):
                return f"{value:%d/%m/%Y}"
        return str(super().format_field(value, format_spec))


def say(message: object, **data: object) -> str:
    """The sentence in the reader's language with its {named} places filled; dates as dd/mm/yyyy."""
    return _Formatter().vformat(_translate(str(message)), (), data)


def official_date(day: date) -> str:
    """A date as official papers write it: two digits for the day, and for January and February (15/8/2023, 01/01/2023)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
