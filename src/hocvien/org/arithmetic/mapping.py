"""An office's table of reorganisation, line by line, as steps. Pure: who is meant by a name was looked up before."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from hocvien.common.text import fold
from hocvien.common.wording import gettext_noop
from hocvien.org.arithmetic.places import day_of
from hocvien.org.data import FileProblem, Found, MappingPlan, MappingRow, Merge, Split, SplitPart, Step, UnitNamed

_NO_DAY = gettext_noop("thiếu ngày có hiệu lực. Điền cột “Ngày” hoặc chọn ngày khi thực hiện")
_BAD_DAY = gettext_noop("“{value}” không phải ngày. Ghi 01/07/2025")
_OTHER_DAY = gettext_noop("ngày {value} khác ngày {on} của lần sắp xếp. Mỗi lần chỉ một ngày: tách thành tệp khác")
_NO_OLD = gettext_noop("thiếu đơn vị cũ. Ghi tên hoặc mã đơn vị")
_NO_NEW = gettext_noop("thiếu đơn vị mới. Ghi tên hoặc mã đơn vị nhận")
_NOT_FOUND = gettext_noop("không có đơn vị “{value}” vào ngày đó. Kiểm tra tên, hoặc ghi mã đơn vị")
_SEVERAL = gettext_noop("“{value}” có thể là {count} đơn vị: {candidates}. Ghi mã, hoặc ghi “tên, đơn vị cấp trên”")
_ENDS = gettext_noop("“{value}” cũng kết thúc trong tệp này nên không nhận được đơn vị khác. Ghi đơn vị mới sau cùng")
_NO_NAME = gettext_noop("mã “{value}” chưa có và thiếu tên đơn vị mới. Điền cột “Đơn vị mới”")
_CIRCLE = gettext_noop("“{value}” và đơn vị cấp trên của nó thuộc lẫn nhau. Sửa cột “Cấp trên”")

_SAID = 5
# what a code made of a name leaves out
_SIGNS = re.compile(r"[^a-z0-9]+")
Candidates = Mapping[str, Sequence[UnitNamed]]


def steps_of_mapping(
    rows: Sequence[MappingRow], *, on: date | None, named: Candidates, taken: set[str]
) -> tuple[MappingPlan | None, list[FileProblem]]:
    """`named`: every text of the table → the units it may mean (a code: that one); `taken`: codes that cannot be given to new units."""
    day, problems = _day(rows, on)
    reading = _Reading(rows, named, taken)
    problems += reading.problems
    if problems or day is None:
        return None, sorted(problems, key=lambda one: one.line)
    resolutions = list(dict.fromkeys(row.resolution for row in rows if row.resolution))
    return MappingPlan(tuple(reading.steps), day, "; ".join(resolutions)[:300], tuple(reading.unsure)), []


def _day(rows: Sequence[MappingRow], on: date | None) -> tuple[date | None, list[FileProblem]]:
    problems = []
    for row in rows:
        day = day_of(row.on) if row.on else on
        if row.on and day is None:
            problems.append(FileProblem(row.line, _BAD_DAY, {"value": row.on}, "on"))
        elif day is None:
            problems.append(FileProblem(row.line, _NO_DAY, {}, "on"))
        elif on is None:
            on = day
        elif day != on:
            problems.append(FileProblem(row.line, _OTHER_DAY, {"value": day, "on": on}, "on"))
    return on, problems


class _Reading:
    """Who is who, then who becomes what."""

    def __init__(self, rows: Sequence[MappingRow], named: Candidates, taken: set[str]) -> None:
        self.named, self.taken = named, set(taken)
        self.problems: list[FileProblem] = []
        self.units: dict[str, UnitNamed] = {}
        # a new unit by what names it (its code, else its folded name) → what is to be founded
        self.new: dict[str, Found] = {}
        self.parent_of_new: dict[str, tuple[MappingRow, str]] = {}
        self.became: dict[str, dict[str, MappingRow]] = defaultdict(dict)
        self.steps: list[Step] = []
        self.unsure: list[str] = []
        olds = {row.line: self._old(row) for row in rows}
        for row in rows:
            old = olds[row.line]
            new = self._new(row, old)
            if old is not None and new:
                self.became[old.code].setdefault(new, row)
        if not self.problems:
            self._refuse_chains()
        if not self.problems:
            self._plan()

    def _old(self, row: MappingRow) -> UnitNamed | None:
        if not row.old:
            self.problems.append(FileProblem(row.line, _NO_OLD, {}, "old"))
            return None
        found = self._one(row, row.old, "old")
        if found is None and not self.named.get(row.old):
            self.problems.append(FileProblem(row.line, _NOT_FOUND, {"value": row.old}, "old"))
        return found

    def _one(self, row: MappingRow, text: str, column: str) -> UnitNamed | None:
        """The unit meant; None where there is none, or (a problem) several."""
        candidates = self.named.get(text, ())
        if len(candidates) > 1:
            said = ", ".join(f"{one.name} ({one.code})" for one in candidates[:_SAID])
            values: dict[str, object] = {"value": text, "count": len(candidates), "candidates": said}
            self.problems.append(FileProblem(row.line, _SEVERAL, values, column))
            return None
        for one in candidates:
            self.units[one.code] = one
            return one
        return None

    def _new(self, row: MappingRow, old: UnitNamed | None) -> str:
        """The code of the unit that receives, standing or to be founded; "" with a problem."""
        if not row.new:
            self.problems.append(FileProblem(row.line, _NO_NEW, {}, "new"))
            return ""
        found = self._one(row, row.new, "new")
        if found is not None:
            return found.code
        if self.named.get(row.new):
            return ""
        has_code = bool(row.new_name) and row.new != row.new_name
        name = row.new_name or row.new
        if row.new.isdigit() and not has_code:
            self.problems.append(FileProblem(row.line, _NO_NAME, {"value": row.new}, "new"))
            return ""
        key = row.new if has_code else fold(name)
        if key not in self.new and old is not None:
            code = self._free_code(row.new if has_code else name)
            self.new[key] = Found(code, name, old.kind, is_sample_name=old.is_sample_name)
            self.parent_of_new[code] = (row, old.parent)
        return self.new[key].code if key in self.new else ""

    def _free_code(self, text: str) -> str:
        base = _SIGNS.sub("-", fold(text)).strip("-")[:50] or "don-vi"
        code, number = base, 1
        while code in self.taken:
            number += 1
            code = f"{base}-{number}"
        self.taken.add(code)
        return code

    def _ends(self, code: str) -> bool:
        return code in self.became and code not in self.became[code]

    def _refuse_chains(self) -> None:
        for news in self.became.values():
            for new, row in news.items():
                if self._ends(new):
                    self.problems.append(FileProblem(row.line, _ENDS, {"value": row.new}, "new"))

    def _plan(self) -> None:
        self.steps += self._foundings()
        merges: dict[str, list[str]] = defaultdict(list)
        for old, news in self.became.items():
            codes = list(news)
            if codes == [old]:
                continue
            if len(codes) == 1:
                merges[codes[0]].append(old)
                continue
            rest = old if old in news else codes[0]
            if rest != old:
                self.unsure.append(old)
            self.steps.append(Split(old, tuple(SplitPart(code) for code in codes if code != rest), rest=rest))
        divisions = [step for step in self.steps if isinstance(step, Split)]
        others = [step for step in self.steps if not isinstance(step, Split)]
        joined = [Merge(tuple(olds), new) for new, olds in merges.items()]
        self.steps = [*others, *joined, *divisions]

    def _foundings(self) -> list[Step]:
        """New units, those above first."""
        by_code = {one.code: one for one in self.new.values()}
        above = {code: self._above(row, parent) for code, (row, parent) in self.parent_of_new.items()}
        made: dict[str, Step] = {}
        for code in by_code:
            line: list[str] = []
            one = code
            while one in by_code and one not in made:
                if one in line:
                    row = self.parent_of_new[one][0]
                    self.problems.append(FileProblem(row.line, _CIRCLE, {"value": by_code[one].name}, "parent"))
                    return []
                line.append(one)
                one = above[one]
            for each in reversed(line):
                new = by_code[each]
                made[each] = Found(new.code, new.name, new.kind, above[each], is_sample_name=new.is_sample_name)
        return list(made.values())

    def _above(self, row: MappingRow, parent: str) -> str:
        """The unit above a new one: the one told, else where the first old one stood, or what that became."""
        if row.parent:
            for key in (row.parent, fold(row.parent)):
                if key in self.new:
                    return self.new[key].code
            found = self._one(row, row.parent, "parent")
            if found is None and not self.named.get(row.parent):
                self.problems.append(FileProblem(row.line, _NOT_FOUND, {"value": row.parent}, "parent"))
            parent = found.code if found is not None else ""
        while self._ends(parent):
            parent = next(iter(self.became[parent]))
        return parent
