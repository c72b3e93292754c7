"""People counted of whom nothing says that they were trained: guests, those who only are something, those told before."""

import re
from collections.abc import Sequence

from .groups import Group
from .letters import Letters
from .measured import Kind, Measure, Unit
from .patterns import TRAINED
from .periods import Period

_TAUGHT = re.compile(r"(?<!\w)(?:lop|boi duong|dao tao|tap huan|hoc|chuyen de|khoa)(?!\w)")
_TAKES_PART = re.compile(
    r"(?<!\w)(?:tham gia|theo|du|duoc)(?: cu)?(?: di)? (?:hoc|lop|khoa|boi duong|dao tao|tap huan)(?!\w)"
)
# with its marks: tặng is not tăng
_GIVEN = re.compile(r"(?<!\w)(?:trao|tặng|hỗ trợ|thăm|khen|cấp|phát|vận động|quà)(?!\w)")
_FOR = re.compile(r"(?<!\w)cho(?: (?:gan|tren|hon|khoang))?\s*$")
# `Về lý luận chính trị, trung cấp 401 người`: levels people hold
_BY_LEVEL = re.compile(
    r"(?:^|[.;\n])\s*ve (?:trinh do |mat )?(?:chuyen mon|ly luan chinh tri|llct|chinh tri|van hoa|hoc van)(?!\w)"
)


class Strangers:
    """Asked of each group in turn. `admitted`: where people were told who were admitted to the Party."""

    def __init__(self, letters: Letters, periods: Sequence[Period], admitted: Sequence[int]) -> None:
        self.letters, self.periods, self.admitted = letters, periods, admitted

    def why(self, one: Group, kept: list[Group]) -> str:
        """Why the people of this group are no learners; "" for learners. `kept`: the groups before it that are."""
        people = one.people
        if people is None or one.classes is not None:
            return ""
        if self._is_of_the_admitted(people):
            return "not_learners"
        if not one.programmes and any(
            other.people is not None and other.people.value == people.value for other in kept
        ):
            return "told_again"
        if self._is_only_who_they_are(one, people):
            return "programme"
        told_of = one.beside or any(named.strong for named in one.programmes)
        if told_of or any(other.kind is not Kind.EXTRA for other in one.others) or self._goes_with(one, kept):
            return ""
        if not one.programmes and one.programme is None and self._is_beside_the_told(people, kept):
            return "programme"
        return "" if self._is_taught(one, people) else "programme"

    def _goes_on(self, one: Group, last: Group) -> bool:
        """`tập huấn kiểm tra, giám sát cho 312 ủy viên; công tác dân vận cho 204 cán bộ`: what others were taught, told as before the semicolon."""
        if one.people is None or one.programme is None or last.classes is not None or last.people is None:
            return False
        if _GIVEN.search(self.letters.low, last.people.end, max(last.people.end, one.people.start)):
            return False
        return all(
            bool(_FOR.search(self.letters.bare[max(0, each.start - 30) : each.start]))
            for each in (one.people, last.people)
        )

    def _goes_with(self, one: Group, kept: list[Group]) -> bool:
        """A part of those told before it in its sentence, or others who went to the same."""
        if not kept:
            return False
        if kept[-1].sentence == one.sentence and (one.section or self._goes_on(one, kept[-1])):
            return True
        return one.programme is not None and (one.coupled or not one.programmes) and kept[-1].people is not None

    def _is_taught(self, one: Group, people: Measure) -> bool:
        """Called learners, or a word of training stands near."""
        told = re.split(r"[.;\n](?!\d)", self.letters.bare[max(0, people.start - 200) : people.start])[-1]
        near = told[-40:] + self.letters.bare[people.start : people.end + 12]
        if people.unit is Unit.HOC_VIEN or re.search(r"hoc vien|lop hoc|khoa hoc", near):
            return True
        after = re.split(r"[.;\n](?!\d)", self.letters.bare[people.end : people.end + 100])[0]
        if (one.programmes or "tong so" in near) and _TAUGHT.search(told + after):
            return True
        return bool(_TAKES_PART.search(after))

    def _is_beside_the_told(self, people: Measure, kept: list[Group]) -> bool:
        """`mở 14 lớp cho 1.050 học viên, hỗ trợ 300 học viên ở xa`: the classes told before have their learners; of which these are is not told."""
        last = kept[-1] if kept else None
        if last is None or last.classes is None or last.people is None:
            return False
        return not any(last.start < period.start <= people.start for period in self.periods)

    def _is_only_who_they_are(self, one: Group, people: Measure) -> bool:
        """`trên 15.000 cấp ủy viên`, `12 đồng chí cao cấp`, `Về trình độ: trung cấp 312 đồng chí`: no word of training in the sentence.

        A name before its number (`Đảng viên mới: 119 đồng chí`) is a programme's, unless the sentence speaks of levels.
        """
        named = [each for each in one.programmes if each.strong]
        if not named or any(other.kind is not Kind.EXTRA for other in one.others):
            return False
        first = re.split(r"[.\n](?!\d)", self.letters.bare[max(0, people.start - 300) : people.start])[-1]
        after = re.split(r"[.;\n](?!\d)", self.letters.bare[people.start : people.end + 300])[0]
        if TRAINED.search(first + after):
            return False
        follows = all(each.start >= people.start for each in named)
        return follows or "trinh do" in first or bool(_BY_LEVEL.search(first))

    def _is_of_the_admitted(self, people: Measure) -> bool:
        """`Trong số đảng viên mới có 6 đồng chí là trưởng thôn`: after people were admitted, in a sentence without a word of training."""
        if not any(end < people.start for end in self.admitted):
            return False
        before = re.split(r"[.;\n](?!\d)", self.letters.bare[max(0, people.start - 200) : people.start])[-1]
        after = re.split(r"[.;\n](?!\d)", self.letters.bare[people.end : people.end + 120])[0]
        return not TRAINED.search(before + after)
