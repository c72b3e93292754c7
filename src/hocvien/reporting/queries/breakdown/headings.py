"""Values as rows and columns are headed, and in which order: choices as their list has them, days as they come, units by name."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.text import collation_key
from hocvien.faculty import api as faculty
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.reporting import wording
from hocvien.reporting.constants import AGE_BANDS, MAJORITY_GROUP, MINORITY_GROUP, PARTS
from hocvien.reporting.data import DIMENSION_OF, NOT_RECORDED, TOTAL, Heading, Question

_UNITS = {
    "sender",
    "sender_branch",
    "sender_level_2",
    "sender_level_3",
    "held",
    "held_branch",
    "opener",
    "opener_branch",
    "host",
    "certifier",
}
_ROMAN = ("", "I", "II", "III", "IV")


def headings_of(dimension: str, values: Iterable[str], question: Question) -> tuple[Heading, ...]:
    """The values that occur, titled and in order, what is not recorded last; no total. One query for programmes, three for units."""
    found = set(values) - {TOTAL}
    if not dimension or not found:
        return ()
    if dimension in _UNITS:
        return _units(found, question)
    titles = titles_of(dimension, found)
    known = [Heading(code, title) for code, title in titles.items() if code in found]
    rest = [Heading(code, code) for code in sorted(found - set(titles) - {NOT_RECORDED})]
    last = [Heading(NOT_RECORDED, _("Chưa ghi"))] if NOT_RECORDED in found and NOT_RECORDED not in titles else []
    return (*known, *rest, *last)


def titles_of(dimension: str, values: Iterable[str]) -> dict[str, str]:
    """Value → title in the order of the list; the values asked where the dimension has no list of its own."""
    if dimension in _LISTS:
        return _LISTS[dimension]()
    return {value: _time_title(dimension, value) for value in sorted(values) if value != NOT_RECORDED}


def values_of(dimension: str) -> dict[str, str]:
    """Every value a form or filter may name, for dimensions that have a list; empty for units and days. At most one query."""
    DIMENSION_OF[dimension]
    return _LISTS[dimension]() if dimension in _LISTS else {}


def every_list(dimensions: Iterable[str]) -> dict[str, dict[str, str]]:
    """The values of those of these dimensions that have a list; a query for programmes and families, one for bands, two for obligations."""
    found: dict[str, dict[str, str]] = {}
    wanted = [code for code in dimensions if code in _LISTS]
    if {"programme", "family"} & set(wanted):
        programmes = list(catalogue.list_programmes())
        found = {
            "programme": {row.code: row.name for row in programmes},
            "family": {row.family: row.family for row in programmes if row.family},
        }
    return {code: found[code] if code in found else _LISTS[code]() for code in wanted}


def _units(found: set[str], question: Question) -> tuple[Heading, ...]:
    on = question.seen_on or question.to
    codes = {pk: code for code, pk in org.ids_by_code(found - {NOT_RECORDED}).items()}
    labels = org.labels_as_of(codes, on)
    living = org.living_among(codes, on)
    above = set(org.ancestor_ids_as_of(question.seen_from_id, on))
    rows = sorted((pk in above, collation_key(labels[pk].name), code, pk) for pk, code in codes.items() if pk in labels)
    headed = [
        Heading(code, labels[pk].name if pk in living else wording.past_unit(labels[pk].name), is_past=pk not in living)
        for _is_above, _name, code, pk in rows
    ]
    last = [Heading(NOT_RECORDED, _("Chưa ghi"))] if NOT_RECORDED in found else []
    return (*headed, *last)


def _time_title(dimension: str, value: str) -> str:
    if dimension == "month":
        day = date.fromisoformat(f"{value}-01")
        return _("Tháng {month}/{year}").format(month=day.month, year=day.year)
    if dimension == "quarter":
        year, quarter = value.split("-q")
        return _("Quý {quarter}/{year}").format(quarter=_ROMAN[int(quarter)], year=year)
    if dimension == "year":
        return _("Năm {year}").format(year=value)
    if dimension == "reporting_year":
        return _("Năm báo cáo {year}").format(year=value)
    if dimension == "school_year":
        return _("Năm học {years}").format(years=value.replace("-", "–"))
    if dimension == "term":
        return _("Nhiệm kỳ {years}").format(years=value)
    return value


def _choices(choices: Any) -> Callable[[], dict[str, str]]:
    return lambda: {str(value): str(label) for value, label in choices.choices}


def _programmes() -> dict[str, str]:
    return {row.code: row.name for row in catalogue.list_programmes()}


def _families() -> dict[str, str]:
    return {row.family: row.family for row in catalogue.list_programmes() if row.family}


def _bands() -> dict[str, str]:
    """Bands of whatever assessment, best first, each code once."""
    return catalogue.band_names()


def _obligations() -> dict[str, str]:
    return {row.code: obligations.title_of(row) for row in obligations.list_obligations()}


def _ages() -> dict[str, str]:
    titles = {}
    for code, highest in AGE_BANDS:
        if code.startswith("-"):
            titles[code] = _("Đến {age} tuổi").format(age=highest)
        elif code.endswith("-"):
            titles[code] = _("Từ {age} tuổi").format(age=code[:-1])
        else:
            titles[code] = _("{ages} tuổi").format(ages=code.replace("-", "–"))
    return titles


_LISTS: dict[str, Callable[[], dict[str, str]]] = {
    "programme": _programmes,
    "family": _families,
    "mode": _choices(catalogue.StudyMode),
    "part": lambda: {part: wording.part_title(part) for part in PARTS},
    "in_plan": lambda: {"in": _("Trong kế hoạch"), "outside": _("Ngoài kế hoạch")},
    "carried_over": lambda: {"new": _("Mở mới"), "carried": _("Chuyển tiếp")},
    "session_form": _choices(catalogue.SessionForm),
    "obligation": _obligations,
    "sex": _choices(people.Sex),
    "ethnicity_group": lambda: {
        MAJORITY_GROUP: pgettext("ethnic group", "Kinh"),
        MINORITY_GROUP: _("Dân tộc thiểu số"),
    },
    "area": _choices(org.Area),
    "age_band": _ages,
    "membership": lambda: {
        "official": _("Đảng viên chính thức"),
        "probationary": _("Đảng viên dự bị"),
        "none": _("Chưa là đảng viên"),
    },
    "post_group": _choices(people.PostKind),
    "field_of_work": _choices(people.WorkField),
    "band": _bands,
    "outcome": _choices(classes.Outcome),
    "lecturer_kind": _choices(faculty.LecturerKind),
}
