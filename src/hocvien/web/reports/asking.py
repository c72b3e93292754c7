"""A question of measures by dimensions as the address says it, and the form that writes such addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.common.wording import say
from hocvien.reporting import api as reporting

_AT_FIRST = ("classes", "participations", "persons")
_MOST = 8
NOTHING, LAST_YEAR, PLAN = "", "last_year", "plan"
COMPARISONS = (NOTHING, LAST_YEAR, PLAN)
_ONLY = "only-"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: its code, its words, whether it is taken, what it means."""

    code: str
    title: str
    is_taken: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Picker:
    """A list to choose one of; `name` is the parameter of the address. `groups`: (heading, choices)."""

    name: str
    title: str
    groups: list[tuple[str, list[Choice]]]


def read_breakdown(asked: QueryDict) -> reporting.Breakdown:
    """The breakdown of an address; what is not understood is left to the refusal of `break_down`, what is missing is the usual."""
    measures = tuple(dict.fromkeys(code for code in asked.getlist("m") if code))[:_MOST] or _AT_FIRST
    # no rows at all is written as a blank: a parameter without a value is left out of addresses
    rows = asked.get("rows", "programme").strip()
    columns = asked.get("columns", "").strip()
    where = tuple(
        (name.removeprefix(_ONLY), tuple(value for value in values if value))
        for name, values in sorted(asked.lists())
        if name.startswith(_ONLY) and any(values)
    )
    return reporting.Breakdown(measures, rows, columns if columns != rows else "", where)


def measures_left_out(asked: QueryDict) -> list[str]:
    """Titles of the measures asked for beyond those that one table tells."""
    codes = tuple(dict.fromkeys(code for code in asked.getlist("m") if code))[_MOST:]
    return [one.title for one in reporting.MEASURES if one.code in codes]


def write_query(breakdown: reporting.Breakdown, more: Mapping[str, str]) -> dict[str, Any]:
    """The parameters that `read_breakdown` reads, with others beside them."""
    query: dict[str, Any] = {"m": list(breakdown.measures), "rows": breakdown.rows or " ", "columns": breakdown.columns}
    query |= {f"{_ONLY}{code}": list(values) for code, values in breakdown.where}
    return {**query, **more}


def comparison_of(asked: QueryDict) -> str:
    found = asked.get("compare", "")
    return found if found in COMPARISONS else NOTHING


def measure_choices(breakdown: reporting.Breakdown) -> list[Choice]:
    """Every measure, those taken marked."""
    return [Choice(one.code, one.title, one.code in breakdown.measures, one.words) for one in reporting.MEASURES]


def dimension_picker(name: str, title: str, taken: str, *, nothing: str) -> Picker:
    """Every dimension by what it is about."""
    groups: dict[str, list[Choice]] = {}
    for one in reporting.DIMENSIONS:
        groups.setdefault(one.group, []).append(Choice(one.code, one.title, one.code == taken, one.words))
    headed = [(say(reporting.GROUPS[group]), choices) for group, choices in groups.items()]
    return Picker(name, title, [("", [Choice("", nothing, not taken)]), *headed])


def only_pickers(breakdown: reporting.Breakdown) -> list[Picker]:
    """One list for each dimension whose values are known beforehand and by which something asked is known; at most four queries, mostly two."""
    where = dict(breakdown.where)
    told = [
        one for one in reporting.DIMENSIONS if one.code in where or reporting.can_be_told(breakdown.measures, one.code)
    ]
    lists = reporting.every_list(one.code for one in told)
    pickers = []
    for one in told:
        if values := lists.get(one.code, {}):
            taken = where.get(one.code, ())
            choices = [Choice(code, title, code in taken) for code, title in values.items()]
            pickers.append(
                Picker(f"{_ONLY}{one.code}", one.title, [("", [Choice("", _("tất cả"), not taken), *choices])])
            )
    return pickers


def where_words(breakdown: reporting.Breakdown) -> list[str]:
    """What is picked, in words: "Giới tính: Nữ"."""
    said = []
    for code, values in breakdown.where:
        titles = reporting.values_of(code)
        dimension = next(one for one in reporting.DIMENSIONS if one.code == code)
        said.append(f"{dimension.title}: {', '.join(titles.get(value, value) for value in values)}")
    return said


def kept_back_words(answer: reporting.Answer) -> list[str]:
    """Why a table is not shown whole to who may not see people; one sentence, or none."""
    if answer.kept_back is None:
        return []
    return [_("Bạn không xem hồ sơ cá nhân ở đơn vị này. {why}").format(why=_KEPT_BACK[answer.kept_back])]


_KEPT_BACK = {
    reporting.KeptBack.DIVISION: gettext_lazy(
        "Số liệu chia theo đặc điểm cá nhân chỉ hiện mỗi lần một đặc điểm, chia thêm được theo năm; ghép cách chia hoặc chọn riêng nữa thì có thể suy ra từng người."
    ),
    reporting.KeptBack.COUNTING: gettext_lazy(
        "Số liệu chia theo đặc điểm cá nhân chỉ hiện theo ngày khai giảng, theo tổ chức lúc khai giảng, và xem vào hôm nay."
    ),
    reporting.KeptBack.MEASURES: gettext_lazy(
        "Số liệu chia theo đặc điểm cá nhân chỉ hiện lượt học viên; chỉ tiêu khác để trống."
    ),
    reporting.KeptBack.DAYS: gettext_lazy(
        "Số liệu chia theo đặc điểm cá nhân chỉ hiện theo năm, quý, 6, 8, 9 tháng, năm học, hoặc nhiệm kỳ bắt đầu và kết thúc cùng lúc với các kỳ ấy."
    ),
    reporting.KeptBack.PARTS: gettext_lazy(
        "Kỳ này hoặc phần còn lại của năm có ô quá ít người, ở đây hoặc ở đơn vị khác cùng đảng bộ, nên chỉ hiện kỳ dài hơn, hoặc cả năm."
    ),
    reporting.KeptBack.FEW: gettext_lazy(
        "Số liệu chia theo đặc điểm cá nhân không hiện, vì có ô quá ít người hoặc suy ra được ô như thế."
    ),
    reporting.KeptBack.LARGE: gettext_lazy(
        "Số liệu chia theo đặc điểm cá nhân không hiện, vì số liệu quá lớn để xét hết các ô ít người."
    ),
}


def titles_of(codes: Iterable[str]) -> list[str]:
    """Titles of measures in this order."""
    titles = {one.code: one.title for one in reporting.MEASURES}
    return [titles.get(code, code) for code in codes]
