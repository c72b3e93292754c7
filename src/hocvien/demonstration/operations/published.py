"""Figures of the past: paragraphs read by the reader, summaries entered line by line, and sample years of a district; each with what it is."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hocvien.accounts import api as accounts
from hocvien.common.periods import parse_period
from hocvien.demonstration.constants import DUC_THO, MINISTRY_OFFICE, PUBLISHED
from hocvien.demonstration.operations.cast import Cast
from hocvien.figures import api as figures
from hocvien.org import api as org


def enter_published(cast: Cast, today: date) -> None:
    """Every statement of the files, by whoever keeps figures at its unit; the ministry's committee, entered before, has its own."""
    told = _load(PUBLISHED / "statements.yaml")
    for raw in told["statements"]:
        code = raw["unit"]
        actor = cast.one_at("committee_office", code) if cast.knows(code) else accounts.find_user(MINISTRY_OFFICE)
        said = _read(raw["text"]) if "text" in raw else _entered(raw)
        figures.take_over(
            actor=actor,
            unit=org.get_unit(code),
            citation=figures.Citation(raw.get("title") or told["summary"], address=raw.get("address", "")),
            text=raw.get("text", ""),
            note=raw.get("note", ""),
            on=today,
            **said,
        )


def enter_history(cast: Cast) -> None:
    """Sample years of the district before it had the program."""
    told = _load(DUC_THO / "history.yaml")
    unit = org.get_unit(told["unit"])
    actor = cast.one_at("committee_office", unit.code)
    for raw in told["rows"]:
        months = raw.get("months")
        period = parse_period(f"{raw['year']}-{months}m" if months else str(raw["year"]))
        label = f"{months} tháng đầu năm {raw['year']}" if months else f"Năm {raw['year']}"
        figures.take_over(
            actor=actor,
            unit=unit,
            label=label,
            first_on=period.from_,
            last_on=period.to,
            citation=figures.Citation(f"Báo cáo {label[:1].lower() + label[1:]} (mẫu)"),
            lines=[
                figures.NewLine(programme=code, classes=classes, participants=people, counted_as="luot")
                for code, (classes, people) in raw["lines"].items()
            ],
            note="Số mẫu do chương trình đặt ra để trình diễn, không do ai công bố.",
            is_generated=True,
            on=told["entered_on"],
        )


def _entered(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": raw["label"],
        "first_on": raw["first_on"],
        "last_on": raw["last_on"],
        "are_days_assumed": raw["are_days_assumed"],
        "lines": [figures.NewLine(**line) for line in raw["lines"]],
    }


def _read(text: str) -> dict[str, Any]:
    """What the reader takes from a paragraph, as somebody would who accepts all of it."""
    found = figures.read_paragraph(text).figures
    period = found["period"]
    lines = [_line(found["totals"], is_total=True)] if found["totals"] else []
    lines += [
        _line(
            item,
            is_sent=bool(item.get("sent")),
            in_totals=not (item.get("sent") or item.get("part_of")),
            is_joint=bool(item.get("joint")),
        )
        for item in found["items"]
    ]
    return {
        "label": period["label"],
        "first_on": date.fromisoformat(period["from"]),
        "last_on": date.fromisoformat(period["to"]),
        "lines": lines,
    }


def _line(told: dict[str, Any], **what: Any) -> figures.NewLine:
    read = {key: told[key] for key in ("classes", "participants", "programme", "unit", "qualifier") if told.get(key)}
    return figures.NewLine(
        programme=told.get("programme") or "",
        name=told.get("name", "")[:200],
        classes=told.get("classes"),
        participants=told.get("participants"),
        counted_as=told.get("unit", ""),
        qualifier=told.get("qualifier", ""),
        is_intakes=bool(told.get("intake")),
        as_read=read,
        **what,
    )


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))
