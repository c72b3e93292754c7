"""A statistics form between the fields of a page and its rows, columns, cells and rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.common.text import clean_name
from hocvien.returns import api as returns

ROW_FIELDS = ("code", "number", "label", "kind", "text", "level")
COLUMN_FIELDS = ("code", "heads", "label", "kind", "text", "format", "summed")
MOST_LINES = 160
_MORE = 4
# lines of a form begun from nothing
_AT_FIRST = 8
ROW_KINDS = {
    returns.COUNTED: _("Tính từ số liệu"),
    returns.FORMULA: _("Tính từ hàng khác"),
    returns.ENTERED: _("Nhập tay"),
    returns.HEADING: _("Tiêu đề"),
}
COLUMN_KINDS = {
    returns.COUNTED: _("Tính từ số liệu"),
    returns.FORMULA: _("Tính từ cột khác"),
    returns.ENTERED: _("Nhập tay"),
}


@dataclass(slots=True)
class Line:
    """A row or column of the page; `errors` stand beside it."""

    at: int
    values: dict[str, str]
    errors: list[str] = field(default_factory=list)


def lines_of(layout: returns.Layout) -> tuple[list[Line], list[Line]]:
    """(rows, columns) as the page shows them, with empty lines to add at the end."""
    rows = [
        {"code": r.code, "number": r.number, "label": r.label, "kind": r.kind, "text": r.text, "level": str(r.level)}
        for r in layout.rows
    ]
    columns = [
        {
            "code": c.code,
            "heads": " > ".join(c.heads),
            "label": c.label,
            "kind": c.kind,
            "text": c.text,
            "format": c.format,
            "summed": "on" if c.is_summed else "",
        }
        for c in layout.columns
    ]
    return _with_more(rows, ROW_FIELDS), _with_more(columns, COLUMN_FIELDS)


def lines_sent(sent: Mapping[str, str]) -> tuple[list[Line], list[Line]]:
    """(rows, columns) as they were typed."""
    return _sent(sent, "row", ROW_FIELDS), _sent(sent, "column", COLUMN_FIELDS)


def layout_of(rows: Sequence[Line], columns: Sequence[Line], cells: str, checks: str) -> returns.Layout:
    """The form that was typed; empty lines are left out, and mistakes are for `returns` to tell."""
    return returns.Layout(
        rows=tuple(
            returns.RowSpec(
                code=one["code"],
                label=one["label"],
                kind=one["kind"] or returns.COUNTED,
                text=one["text"],
                number=one["number"],
                level=int(one["level"]) if one["level"] in {"0", "1", "2", "3"} else 0,
            )
            for one in _told(rows)
        ),
        columns=tuple(
            returns.ColumnSpec(
                code=one["code"],
                label=one["label"],
                kind=one["kind"] or returns.COUNTED,
                text=one["text"],
                heads=tuple(part.strip() for part in one["heads"].split(">") if part.strip())[:3],
                format=one["format"] if one["format"] in {returns.NUMBER, returns.PERCENT} else returns.NUMBER,
                is_summed=bool(one["summed"]),
            )
            for one in _told(columns)
        ),
        cells={
            key.strip(): text.strip()
            for key, sign, text in (line.partition("=") for line in cells.splitlines() if line.strip())
            if sign or key
        },
        checks=tuple(
            returns.CheckSpec(text.strip(), clean_name(words))
            for text, _sign, words in (line.partition(":") for line in checks.splitlines() if line.strip())
        ),
    )


def cells_text(layout: returns.Layout) -> str:
    return "\n".join(f"{key} = {text or 'x'}" for key, text in layout.cells.items())


def checks_text(layout: returns.Layout) -> str:
    return "\n".join(f"{check.text} : {check.words}" if check.words else check.text for check in layout.checks)


def say_problems(problems: Sequence[returns.LayoutProblem], rows: Sequence[Line], columns: Sequence[Line]) -> list[str]:
    """Mistakes beside their lines; those that have none, for above the page."""
    filled = {"rows": [one for one in rows if _is_told(one)], "columns": [one for one in columns if _is_told(one)]}
    rest = []
    for one in problems:
        kind, _dot, place = one.place.partition(".")
        lines = filled.get(kind, [])
        if place.isdecimal() and int(place) < len(lines):
            lines[int(place)].errors.append(one.words)
        else:
            rest.append(f"{place}: {one.words}" if kind == "cells" else one.words)
    return rest


def _told(lines: Sequence[Line]) -> list[dict[str, str]]:
    return [one.values for one in lines if _is_told(one)]


def _is_told(line: Line) -> bool:
    return bool(line.values["code"] or line.values["label"])


def _sent(sent: Mapping[str, str], kind: str, fields: Sequence[str]) -> list[Line]:
    found: list[dict[str, str]] = []
    for at in range(MOST_LINES):
        if f"{kind}-{at}-code" not in sent:
            break
        found.append({name: clean_name(str(sent.get(f"{kind}-{at}-{name}", ""))) for name in fields})
    while found and not any(found[-1][name] for name in ("code", "label")):
        found.pop()
    _give_codes(found, kind[0])
    return _with_more(found, fields)


def _give_codes(found: list[dict[str, str]], letter: str) -> None:
    """Lines with words and no code get the next one free: r1, r2, …"""
    taken = {one["code"] for one in found}
    free = (code for at in count(1) if (code := f"{letter}{at}") not in taken)
    for one in found:
        if one["label"] and not one["code"]:
            one["code"] = next(free)


def _with_more(found: list[dict[str, str]], fields: Sequence[str]) -> list[Line]:
    blank: dict[str, Any] = dict.fromkeys(fields, "") | ({"summed": "on"} if "summed" in fields else {})
    return [
        Line(at, values)
        for at, values in enumerate([*found, *(dict(blank) for _ in range(_MORE if found else _AT_FIRST))])
    ]
