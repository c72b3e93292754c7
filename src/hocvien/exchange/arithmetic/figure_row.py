"""Cells of a table of published figures: a number with its hedge or range, what a line is, what people are counted as. Pure; nothing doubtful is guessed."""

import re
from dataclasses import dataclass
from typing import Any

from hocvien.common.text import fold

_HEDGES = {
    "gan": "about",
    "khoang": "about",
    "xap xi": "about",
    "tren": "over",
    "hon": "over",
    "~": "about",
    ">": "over",
}
_NUMBER = r"([1-9]\d{0,2}(?:\.\d{3})+|\d+)"
_COUNT = re.compile(
    rf"(?P<hedge>{'|'.join(_HEDGES)})?\s*{_NUMBER}(?:\s*-\s*{_NUMBER})?"
    r"(?:\s*(?P<unit>luot(?: (?:nguoi|hoc vien|can bo))?|nguoi|hoc vien|dong chi|lop|khoa))?"
)
_NOTHING = frozenset({"", "-", "--", "x", "…", "...", "khong ro", "khong noi ro"})
_MOST = 100_000_000
COUNTED_AS = {
    "luot": "luot",
    "luot nguoi": "luot",
    "luot hoc vien": "luot",
    "luot can bo": "luot",
    "nguoi": "nguoi",
    "so nguoi": "nguoi",
    "dong chi": "nguoi",
    "hoc vien": "hoc_vien",
    "so hoc vien": "hoc_vien",
    "khong noi ro": "",
    "": "",
}
# as `figures.NewLine` has it
ROLES: dict[str, dict[str, Any]] = {
    "": {},
    "trong tong": {},
    "tong": {"is_total": True},
    "tong cong": {"is_total": True},
    "cu di hoc": {"is_sent": True, "in_totals": False},
    "cu di hoc noi khac": {"is_sent": True, "in_totals": False},
    "phoi hop": {"is_joint": True, "in_totals": False},
    "phoi hop, ngoai tong": {"is_joint": True, "in_totals": False},
    "phoi hop, trong tong": {"is_joint": True},
    "ke hoach": {"is_planned": True, "in_totals": False},
    "moi la ke hoach": {"is_planned": True, "in_totals": False},
}
TOTALS = frozenset({"", "tong", "tong so", "tong cong", "cong", "tat ca", "toan bo", "chung"})


@dataclass(frozen=True, slots=True)
class CountRead:
    """A cell of a count. `problem`: not a whole number as it stands; `counted_as` where the cell itself says what is counted."""

    value: int | None = None
    upper: int | None = None
    qualifier: str = ""
    counted_as: str = ""
    is_intake: bool = False
    problem: str = ""


def read_count(text: str) -> CountRead:
    """`27.010`, `gần 2.000`, `70.000–78.000`, `02 khóa`; a comma, a decimal part or an unknown word is a problem."""
    folded = fold(text).replace("–", "-").replace("—", "-").strip()
    if folded in _NOTHING:
        return CountRead()
    found = _COUNT.fullmatch(folded)
    if found is None:
        return CountRead(problem="figure_not_whole")
    numbers = [int(group.replace(".", "")) for group in (found[2], found[3]) if group]
    if numbers[-1] > _MOST or numbers != sorted(set(numbers)):
        return CountRead(problem="figure_not_whole")
    unit = found["unit"] or ""
    return CountRead(
        value=numbers[0],
        upper=numbers[1] if len(numbers) > 1 else None,
        qualifier=_HEDGES.get(found["hedge"] or "", ""),
        counted_as=COUNTED_AS.get(unit, ""),
        is_intake=unit == "khoa",
    )


def counted_by_header(header: str) -> str:
    """What a column of people counts, where its header says so: `Lượt học viên`, `Số người`."""
    folded = fold(header)
    if "luot" in folded:
        return "luot"
    return "nguoi" if "nguoi" in folded else ""
