"""A unit's life in words and drawn: what happened, what is to come, and bands of names, kinds and superiors over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.intervals import OPEN_END
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Moment, Status

_WIDTH, _LEFT, _BAND, _TOP = 960, 104, 26, 22
_LETTER = 6.4
_MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class Band:
    """One period of one row; coordinates as text, whatever the language. `words` is "" where it is too narrow for any."""

    x: str
    y: str
    width: str
    css: str
    words: str
    full: str
    text_x: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Mark:
    x: str
    css: str
    words: str


@dataclass(frozen=True, slots=True)
class LifeDrawing:
    width: int
    height: int
    rows: Sequence[tuple[str, str]]
    bands: Sequence[Band]
    years: Sequence[tuple[str, str]]
    marks: Sequence[Mark]
    day_x: str


def tell_life(
    request: ScreenRequest,
    events: Sequence[org.LifeEvent],
    facts: Sequence[org.FactTold],
    labels: dict[int, org.UnitLabel],
    seen: set[int],
) -> list[Moment]:
    """What happened and what was told of the unit, newest first; what is recorded for after the day looked at says so."""

    def to_come(on: date) -> Status | None:
        return Status("info", _("sắp tới")) if on > request.scope.as_of else None

    planned = [UUID(one.reorganisation) for one in events if one.what == "planned"]
    shown: set[str] = set()
    if planned:
        rows = access.reorganisations_visible_to(request.user, request.scope.on).filter(uuid__in=planned)
        shown = {str(uuid) for uuid in rows.values_list("uuid", flat=True)}

    def url_of(one: org.LifeEvent) -> str:
        if one.what == "planned" and one.reorganisation in shown:
            name = "reorganisations:reorganisation-page"
            return screen_url(request, name, with_day=None, uuid=UUID(one.reorganisation))
        return _url(request, one, labels, seen)

    dated = [(one.on, Moment(one.on, _words(one, labels), one.source, url_of(one), to_come(one.on))) for one in events]
    for fact in facts:
        until = "" if fact.valid_to == OPEN_END else _("đến trước ngày {day}").format(day=f"{fact.valid_to:%d/%m/%Y}")
        text = ". ".join(part for part in (until, fact.source) if part)
        moment = Moment(fact.valid_from, f"{fact.title}: {fact.text}", text, "", to_come(fact.valid_from))
        dated.append((fact.valid_from, moment))
    # of one day in the order in which they were told, turned round with the rest
    dated.reverse()
    return [moment for _on, moment in sorted(dated, key=lambda one: one[0], reverse=True)]


def _words(one: org.LifeEvent, labels: dict[int, org.UnitLabel]) -> str:
    other = labels[one.other_id].name if one.other_id is not None else ""
    if one.what == "kind":
        return _("Là {kind}").format(kind=org.UnitKind(one.words).label)
    if one.what in {"came", "went"}:
        sentences = {
            ("came", "merge"): _("Nhận toàn bộ {other}"),
            ("came", "split"): _("Nhận một phần của {other}"),
            ("came", "dissolve"): _("Tiếp nhận phần việc của {other}"),
            ("went", "merge"): _("Nhập vào {other}"),
            ("went", "split"): _("Chia một phần cho {other}"),
            ("went", "dissolve"): _("Giải thể, {other} tiếp nhận"),
        }
        return sentences[one.what, one.words].format(other=other)
    sentences_of = {
        "founded": _("Thành lập"),
        "named": _("Mang tên {words}"),
        "placed": _("Trực thuộc {other}"),
        "past": _("Lịch sử được ghi tại {other}"),
        "ended": _("Kết thúc hoạt động"),
        "planned": _("Dự kiến: {words}"),
    }
    return sentences_of[one.what].format(words=one.words, other=other)


def _url(request: ScreenRequest, one: org.LifeEvent, labels: dict[int, org.UnitLabel], seen: set[int]) -> str:
    if one.other_id is None or one.other_id not in seen:
        return ""
    code = labels[one.other_id].code
    # a unit before or after is shown on a day it lived
    day = one.on - timedelta(days=1) if one.what == "came" else None
    if day is None:
        return screen_url(request, "units:unit-page", with_unit=code, code=code)
    return screen_url(request, "units:unit-page", with_unit=code, with_day=day.isoformat(), with_period=None, code=code)


def draw_life(
    events: Sequence[org.LifeEvent], labels: dict[int, org.UnitLabel], *, day: date, today: date
) -> LifeDrawing | None:
    """Three rows of bands over the years of the unit; None where there is hardly a day to draw."""
    first = min(one.on for one in events)
    ends = [one.on for one in events if one.what == "ended"]
    last = max([today, day, *(one.on for one in events)])
    if ends:
        last = ends[0]
    else:
        last += timedelta(days=max(60, (last - first).days // 20))
    span = (last - first).days
    if span <= 0:
        return None
    scale = (_WIDTH - _LEFT) / span

    def x_of(when: date) -> float:
        return _LEFT + (min(max(when, first), last) - first).days * scale

    rows = (
        (_("Tên"), [one for one in events if one.what == "named"]),
        (_("Loại"), [one for one in events if one.what == "kind"]),
        (_("Trực thuộc"), [one for one in events if one.what == "placed"]),
    )
    bands: list[Band] = []
    shown = [(words, found) for words, found in rows if found]
    for at, (_words_of_row, found) in enumerate(shown):
        for number, one in enumerate(found):
            start, end = x_of(one.on), x_of(min(one.until or OPEN_END, last))
            words = _band_words(one, labels)
            room = int((end - start - 10) / _LETTER)
            y = _TOP + at * (_BAND + 8)
            bands.append(
                Band(
                    f"{start:.1f}",
                    f"{y:.1f}",
                    f"{max(end - start, 2):.1f}",
                    f"b{number % 2}" + (" to-come" if one.on > today else ""),
                    words if len(words) <= room else f"{words[: room - 1]}…" if room > 5 else "",
                    f"{words}: {one.on:%d/%m/%Y} – "
                    + (_("nay") if one.until in {None, OPEN_END} else f"{one.until:%d/%m/%Y}"),
                    f"{start + 6:.1f}",
                    f"{y + 17:.1f}",
                )
            )
    height = _TOP + len(shown) * (_BAND + 8) + 4
    step = max(1, -(-(last.year - first.year) // _MOST_YEARS))
    years = [
        (f"{x_of(date(year, 1, 1)):.1f}", str(year))
        for year in range(first.year + 1, last.year + 1)
        if (year - first.year) % step == 0
    ]
    marks = [
        Mark(f"{x_of(one.on):.1f}", one.what, _words(one, labels)) for one in events if one.what in {"came", "went"}
    ]
    return LifeDrawing(
        _WIDTH,
        height,
        [(words, f"{_TOP + at * (_BAND + 8) + 17:.1f}") for at, (words, _found) in enumerate(shown)],
        bands,
        years,
        marks,
        f"{x_of(day):.1f}" if first <= day <= last else "",
    )


def _band_words(one: org.LifeEvent, labels: dict[int, org.UnitLabel]) -> str:
    if one.what == "named":
        return one.words
    if one.what == "kind":
        return str(org.UnitKind(one.words).label)
    return labels[one.other_id].short_name if one.other_id is not None else ""
