"""A text beside its reading: the words with each figure lit, the periods it tells of, the lines each gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.figures import api as figures

_SURE = 0.9
BAND_WORDS = {
    "xuat_sac": "Xuất sắc",
    "gioi": "Giỏi",
    "kha": "Khá",
    "trung_binh_kha": "Trung bình khá",
    "trung_binh": "Trung bình",
    "khong_dat": "Không đạt",
}


@dataclass(frozen=True)
class Piece:
    """Some words of the text; lit where they were read (`is_sure`) or passed over (`why`)."""

    text: str
    title: str = ""
    is_lit: bool = False
    is_sure: bool = True
    why: str = ""
    note: str = ""
    """Of a part (`trong đó 25 nữ`): read, and in no line to be taken over."""


@dataclass(frozen=True)
class Part:
    """The figures of one period of the text: the first is what it mainly tells of."""

    label: str
    first_on: date | None
    last_on: date | None
    lines: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Passage:
    pieces: Sequence[Piece]
    parts: Sequence[Part]
    contradictions: Sequence[str]


def look_at(text: str) -> Passage:
    """Read a text and lay it out. No query."""
    readings = figures.read_text(text)
    parts: list[Part] = []
    contradictions: list[str] = []
    language = "en" if get_language() == "en" else "vi"
    for reading in readings:
        told = reading.figures
        parts += _parts(told)
        for checks in (told["checks"], *(other["checks"] for other in told.get("other_periods", []))):
            contradictions += [one[language] for one in checks.get("contradictions", [])]
    return Passage(_pieces(text, readings), _joined(parts), contradictions)


def _pieces(text: str, readings: Iterable[figures.Reading]) -> list[Piece]:
    language = "en" if get_language() == "en" else "vi"
    lit: list[tuple[int, int, Piece]] = []
    for reading in readings:
        lit += [
            (
                spot.start,
                spot.end,
                Piece(
                    text[spot.start : spot.end],
                    _("đọc là {value}, chắc {sure}%").format(value=spot.value, sure=round(spot.confidence * 100)),
                    is_lit=True,
                    is_sure=spot.confidence >= _SURE,
                    note=_("một phần của số ở dòng đó, không thành dòng riêng") if ".breakdown." in spot.path else "",
                ),
            )
            for spot in reading.spots
        ]
        lit += [
            (*one["span"], Piece(text[one["span"][0] : one["span"][1]], why=one["why"][language]))
            for one in reading.unread
        ]
    pieces: list[Piece] = []
    at = 0
    for start, end, piece in sorted(lit, key=lambda one: one[:2]):
        if start < at:  # the same words read for two figures: 97 learners, all of whom graduated
            continue
        pieces += [Piece(text[at:start]), piece]
        at = end
    return [*pieces, Piece(text[at:])]


def _parts(told: dict[str, Any]) -> list[Part]:
    parts = [_part(told)]
    previous = told.get("previous_year")
    if previous:
        year = previous["year"]
        parts.append(
            Part(
                _("Năm {year}").format(year=year), date(year, 1, 1), date(year, 12, 31), [_line(previous, role="total")]
            )
        )
    parts += [_part(other) for other in told.get("other_periods", [])]
    return [part for part in parts if part.lines]


def _part(told: dict[str, Any]) -> Part:
    lines = []
    totals = told.get("totals")
    if totals and (totals.get("classes") is not None or totals.get("participants") is not None):
        lines.append(_line(totals, role="planned" if totals.get("status") == "planned" else "total"))
        lines[0]["grading"] = told.get("grading") or {}
    for item in told["items"]:
        if item.get("classes") is None and item.get("participants") is None:
            continue
        if (
            totals
            and len(told["items"]) == 1
            and item.get("participants") == totals.get("participants")
            and not item.get("classes")
        ):
            lines[0]["programme"], lines[0]["name"] = item.get("programme") or "", item.get("name", "")
            continue
        lines.append(_line(item, role=_role(item)))
    period = told["period"]
    return Part(period["label"] or "", _day(period["from"]), _day(period["to"]), lines)


def _role(item: dict[str, Any]) -> str:
    if item.get("status") == "planned":
        return "planned"
    if item.get("part_of"):
        return "part"
    if item.get("sent"):
        return "sent"
    if item.get("joint"):
        return "joint" if item.get("in_totals") is False else "joint_within"
    return "item"


def _line(told: dict[str, Any], *, role: str) -> dict[str, Any]:
    """What a line's form begins with; `as_read` keeps it beside whatever it is corrected to."""
    read = {
        key: told[key]
        for key in ("classes", "participants", "programme", "unit", "qualifier")
        if told.get(key) is not None
    }
    return {
        "role": role,
        "programme": told.get("programme") or "",
        "name": told.get("name", "")[:200],
        "classes": told.get("classes"),
        "participants": told.get("participants"),
        "graduated": told.get("graduated"),
        "counted_as": told.get("unit", ""),
        "qualifier": told.get("qualifier", ""),
        "is_intakes": bool(told.get("intake")),
        "grading": {},
        "as_read": read,
    }


def _joined(parts: list[Part]) -> list[Part]:
    """Passages of the same days are one part."""
    kept: dict[tuple[str, date | None, date | None], Part] = {}
    for part in parts:
        key = (part.label, part.first_on, part.last_on)
        before = kept.get(key)
        kept[key] = part if before is None else Part(*key, [*before.lines, *part.lines])
    return list(kept.values())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
