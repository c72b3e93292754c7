"""What a person must hold and by when, as their page says it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hocvien.obligations import api as obligations
from hocvien.people import api as people
from hocvien.web.shell.duty_states import duty_status


def duties_of(
    person: people.Person, on: date, *, shows_days: bool, posts: Iterable[people.Post] | None = None
) -> list[dict[str, Any]]:
    """What the person must hold and by when, as of today. Days that tell of admission or leave are for who keeps the record.

    `posts`: all the person ever held, where they are already read.
    """
    return [duty_line(one, shows_days=shows_days) for one in obligations.obligations_of(person, on, posts=posts)]


def duty_line(one: obligations.Told, *, shows_days: bool) -> dict[str, Any]:
    """One obligation as a line; `shows_days`: the reader keeps the record, or it is their own."""
    is_shown = shows_days or not one.is_sensitive
    return {
        "title": one.title,
        "post": one.post,
        "status": duty_status(one.state),
        "due_on": one.due_on if is_shown else None,
        "due_words": one.due_words,
        "held_until": one.held_until if is_shown else None,
        "arithmetic": one.arithmetic if is_shown else (),
        "citation": one.citation,
        "is_default": one.mark == "default",
        "missing": one.missing,
    }
