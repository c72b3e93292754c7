"""A form as text (JSON, YAML, fields of a screen) and back."""

import re
from collections.abc import Mapping
from typing import Any

from hocvien.returns.data import CheckSpec, ColumnSpec, Layout, RowSpec

CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")


def layout_from(kept: Mapping[str, Any]) -> Layout:
    """The form of what is kept; unknown keys are refused by the constructors."""
    return Layout(
        rows=tuple(RowSpec(**row) for row in kept.get("rows", ())),
        columns=tuple(
            ColumnSpec(**{**column, "heads": tuple(column.get("heads", ()))}) for column in kept.get("columns", ())
        ),
        cells=dict(kept.get("cells", {})),
        checks=tuple(CheckSpec(**check) for check in kept.get("checks", ())),
    )


def layout_as_json(layout: Layout) -> dict[str, Any]:
    """As it is kept."""
    return {
        "rows": [
            {"code": r.code, "label": r.label, "kind": r.kind, "text": r.text, "number": r.number, "level": r.level}
            for r in layout.rows
        ],
        "columns": [
            {
                "code": c.code,
                "label": c.label,
                "kind": c.kind,
                "text": c.text,
                "heads": list(c.heads),
                "format": c.format,
                "is_summed": c.is_summed,
            }
            for c in layout.columns
        ],
        "cells": dict(layout.cells),
        "checks": [{"text": check.text, "words": check.words} for check in layout.checks],
    }


def heads_of(layout: Layout) -> list[list[tuple[str, int, int]]]:
    """Rows of the head of the table: (words, columns wide, rows high), without the first two columns. Equal neighbours are one."""
    deep = max((len(column.heads) for column in layout.columns), default=0)
    lines: list[list[tuple[str, int, int]]] = []
    for level in range(deep):
        line: list[tuple[str, int, int]] = []
        before: tuple[str, ...] | None = None
        for column in layout.columns:
            own = column.heads[: level + 1]
            if len(own) <= level:
                # the column's own heading fills what no shared heading takes
                if len(column.heads) == level:
                    line.append((column.label, 1, deep + 1 - level))
                before = None
                continue
            if own == before:
                words, wide, high = line[-1]
                line[-1] = (words, wide + 1, high)
            else:
                line.append((own[-1], 1, 1))
            before = own
        lines.append(line)
    lines.append([(column.label, 1, 1) for column in layout.columns if len(column.heads) == deep])
    return lines
