"""What a number counts: classes, learners, a band of them, a share of the plan; or something that is no training figure.

A number counts classes or people only where their word follows it (`03 lớp`, `2.502 cán bộ`); `đối tượng 4` and `khóa 178` have theirs before them.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from . import words
from .letters import Letters
from .numbers import Number, find_numbers
from .words import any_of


class Kind(StrEnum):
    CLASSES = "classes"
    PEOPLE = "participants"
    BAND = "band"
    GRADUATED = "graduated"
    PLAN_SHARE = "plan_pct"
    PLAN_DELTA = "plan_classes_delta"
    EXTRA = "extra"
    PART = "part"
    """A part of the learners or classes just told: women, evening classes."""


class Unit(StrEnum):
    HOC_VIEN = "hoc_vien"
    LUOT = "luot"
    NGUOI = "nguoi"


@dataclass(frozen=True)
class Measure:
    """A number that counts something, at letters `start` to `end` (its noun included). `value` None: `các lớp`, no number told."""

    kind: Kind
    start: int
    end: int
    value: Decimal | None
    number: Number | None = None
    unit: Unit | None = None
    intake: bool = False
    name: str = ""
    """Of a band, an extra figure or a part: which."""
    share: "Number | None" = None
    certainty: float = 0.95
    words: tuple[int, int] | None = None


@dataclass(frozen=True)
class Doubt:
    """A number that looks like a training figure and was not taken as one. `mutes`: the programme beside it is not said of others."""

    start: int
    end: int
    why: str
    mutes: bool = False


@dataclass
class Found:
    measures: list[Measure] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


_PEOPLE = any_of(words.PEOPLE)
_CLASS_NOUN = re.compile(
    r"\s*(?:luot\s+)?(?:(?P<lop>lop)|(?P<khoa>khoa(?!\s+hoc\s+(?:ky|thuat|xa)|\s+luan|\s+(?:[ivxlc]+|\d+)(?!\w))))(?:\s+hoc\b)?(?!\w)"
)
_PEOPLE_NOUN = re.compile(rf"\s*(?P<luot>luot\b(?!\s+(?:lop|xe|bai))\s*)?(?P<noun>(?:{_PEOPLE})(?!\w))?")
_PERCENT = re.compile(r"\s*(?:%|phan tram)")

_BANDS = tuple((name, any_of(shapes)) for name, shapes in words.BANDS)
_BAND = "|".join(f"(?P<{name}>{shape})" for name, shape in _BANDS)
# 67 học viên (đạt | xếp) loại khá
_BAND_AFTER = re.compile(
    rf"\s*(?:(?:{_PEOPLE})\s*)?(?:(?:co\s+)?(?:ket qua|xep loai|dat loai|loai|xep|dat|duoc xep loai|duoc xep|dat bang|bang|tot nghiep loai|tot nghiep|hoc tap|hoc luc)\s*:?\s*)*(?:(?:{_BAND})(?!\w))(?!\s*(?:,|va|-)\s*(?:xuat sac|gioi|kha|trung binh)(?!\w)(?!\s*:?\s*\d))"
)
# loại khá: 67 (77,01%), khá 67
_BAND_BEFORE = re.compile(rf"(?<!\w)(?:loai\s+)?(?:{_BAND})\s*(?:co|la|:|=|dat|chiem|-)?\s*(?:so luong\s*:?\s*)?$")
_MANY_BANDS = re.compile(
    r"(?<!\w)(?:kha|gioi|xuat sac)\s*(?:,|va|-|tro len|)\s*(?:(?:loai\s+)?(?:xuat sac|gioi|kha)(?!\w)(?!\s*:?\s*\d)|tro len)"
)
_BAND_OF_SHARE = re.compile(r"\s*(?:%|phan tram)")
_EXAMINED = re.compile(rf"(?:{any_of(words.EXAMINED)})\s*$")
_LEVELLED = re.compile(rf"\)?(?:\s*,\s*(?:{_PEOPLE}))*\s*(?:{any_of(words.LEVELLED)})")
_LEVELLED_BEFORE = re.compile(r"trinh do[^.;,\d]{0,40}(?:la|co|:)\s*$")
_GRADED = re.compile(any_of(words.GRADED))
_SHARE = re.compile(
    r"\s*(?:[,;(\[-]|:)?\s*(?:co\s+)?(?:ty le|ti le|dat ty le|dat ti le|chiem ty le|chiem ti le|chiem|dat|bang|=|tuong duong)?\s*(?:la\s*)?:?\s*$"
)

_GRADUATED_AFTER = re.compile(
    r"[^.;,]{0,40}?(?:duoc\s+(?:\w+\s+){0,3}?(?:cap|nhan|trao|cong nhan)\s+(?:bang|chung chi|giay chung nhan|chung nhan|tot nghiep)|du dieu kien (?:\w+\s+){0,4}?(?:cap|tot nghiep)|(?:da\s+)?tot nghiep(?!\s+loai)|duoc cong nhan (?:tot nghiep|hoan thanh)|hoan thanh (?:chuong trinh|khoa hoc)|dat yeu cau)"
)
_GRADUATED_BEFORE = re.compile(
    r"(?:tot nghiep|duoc cap (?:bang|giay chung nhan|chung chi)|hoan thanh (?:chuong trinh|khoa hoc))(?:\s+(?:tot nghiep|cho))?\s*:?\s*(?:la|co|cho)?\s*$"
)
_SPOILT = re.compile(r"(?<![\w.,])\d[\d.,]*[oOlI][\d.,oOlI]*(?!\w)")
_PLAN_AFTER = re.compile(r"\s*%\s*(?:so\s+(?:voi\s+)?)?(?:chi tieu\s+)?(?:ke hoach|kh\b|chi tieu)")
_PLAN_BEFORE = re.compile(r"(?:dat|bang|vuot|hoan thanh)\s+(?:\w+\s+){0,3}$")
_OVER_PLAN = re.compile(r"vuot(?:\s+\w+){0,4}\s*$")
_COMPARED = re.compile(
    r"(?:tang|giam(?! sat| doc| khao)|cao hon|thap hon|nhieu hon|it hon|vuot)\s+(?:\w+\s+){0,3}?(?:\d[\d.,]*\s*\w+\s*(?:va|,)\s*)?$|(?<!\w)(?:len|xuong)\s+(?:con\s+|toi\s+|den\s+)?$"
)
_AGAINST_PLAN = re.compile(
    r"[^.;]{0,60}?so\s+voi\s+(?:chi tieu\s+)?(?:ke hoach|chi tieu)|[^.;]{0,20}?(?:so (?:voi )?)?ke hoach"
)
_AGAINST = re.compile(r"[^.;]{0,80}?(?:so\s+voi|cung ky|nam truoc)")
_AVERAGE_BEFORE = re.compile(rf"(?:{any_of(words.AVERAGES)})\s*(?:\w+\s+){{0,4}}$")
_AVERAGE_AFTER = re.compile(r"\s*/\s*(?:lop|khoa|nam|thang)\b|\s*(?:tren|moi)\s+lop\b")
_PLANNED_NUMBER = re.compile(rf"(?:{any_of(words.PLANNED_NUMBERS)})\s*:?\s*(?:la\s+)?(?:mo\s+)?$")
_ADMITTED = re.compile(
    r"(?<!doi tuong )(?<!nhan thuc )(?:(?:xet|da|duoc|moi|lam le)\s+)+ket nap\s*(?:duoc|moi|vao dang|them)?\s*$|^\s*ket nap\s*(?:duoc)?\s*$|(?<!\w)ket nap (?:duoc|moi|them)\s*$"
)
_ADMITTED_AFTER = re.compile(r"[^.;,\d]{0,50}?duoc (?:xet )?ket nap")
# people newly admitted, unless a class was for them
_NEWLY = re.compile(r"\s*moi (?:duoc )?ket nap")
_OFFICIAL = re.compile(r"(?:chuyen|cong nhan)\s+(?:dang vien\s+|dang\s+)?chinh thuc\s*(?:cho|duoc)?\s*$")
_NOT_LEARNERS_BEFORE = re.compile(rf"(?:{any_of(words.NOT_LEARNERS_BEFORE)})\s*$")
_NOT_LEARNERS_AFTER = re.compile(rf"[^.;,]{{0,30}}?(?:{any_of(words.NOT_LEARNERS_AFTER)})")
_INDEFINITE = re.compile(r"(?<!\w)(?:cac|nhung|nhieu|mot so|so)\s+(?:lop|khoa)\b(?!\s+luan)")
_BARE_CLASS = re.compile(r"(?<!\w)lop(?=\s+(?!hoc vien|truong\b|hoc\b|nay|tren|do\b|minh|khac|co\b|da\b|voi\b|cho\b))")
_BARE_BEFORE = re.compile(rf"(?:{any_of(words.OPENED_BEFORE)})(?:\s+(?:thanh cong|duoc|them|moi|va be giang))?\s*$")
_RANGE_BEFORE = re.compile(
    r"\d[\d.]*\s*(?:lop|khoa|luot|hoc vien|nguoi)?\s*(?:-|den|toi)\s*(?:tren|gan|hon|khoang)?\s*$"
)
_RANGE_AFTER = re.compile(r"\s*(?:lop|khoa|luot|hoc vien|nguoi)?\s*(?:-|den|toi)\s*(?:tren|gan|hon|khoang)?\s*\d")
# `từ 25 lớp năm 2018 lên 30 lớp`: the first is of another time
_RAISED = re.compile(r"[^.;,]{0,40}?(?<!\w)(?:len|xuong)\s+(?:con\s+)?\d")
# `đội ngũ gồm 25 đồng chí cấp tỉnh, 210 đồng chí cấp huyện`
_AND_THOSE = re.compile(
    r"(?!.*(?<!\w)(?:mo|to chuc|lop|boi duong|hoc|cu|cho|voi)(?!\w))[^.;\d]{0,30}?(?:,|(?<!\w)va)\s*"
)
_PLANNED_TOO = re.compile(r"\s*(?:lop|khoa)?\s*(?:voi|cho|,|va|/)?\s*(?:tren|gan|hon|khoang)?\s*$")
# told before their number: `nữ: 812 đồng chí`
_PARTS_BEFORE = tuple(
    (name, re.compile(rf"(?:^|[,(:]|(?<!\w)(?:co|va))\s*(?:so\s+)?(?:{shape})\s*:?\s*(?:la|co|chiem)?\s*:?\s*$"))
    for name, shape in (("nu", r"nu"), ("dan_toc_thieu_so", r"(?:nguoi )?dan toc thieu so|dtts"))
)
_FRACTION = re.compile(r"\s*/\s*$")
_ANY = rf"(?:(?:{_PEOPLE})\s+)?"
_PARTS = tuple(
    (name, re.compile(shape))
    for name, shape in (
        ("trong_ke_hoach", rf"\s*(?:lop\s+)?{_ANY}(?:thuoc\s+|theo\s+)?trong ke hoach"),
        ("ngoai_ke_hoach", rf"\s*(?:lop\s+)?{_ANY}ngoai ke hoach"),
        ("nu", r"\s*(?:(?:hoc vien|dong chi|nguoi|can bo|dang vien)\s+)?(?:la\s+)?nu(?!\w)"),
        (
            "dan_toc_thieu_so",
            r"\s*(?:(?:hoc vien|dong chi|nguoi|can bo|dang vien)\s+)?(?:la\s+)?(?:nguoi\s+)?(?:dan toc(?: thieu so)?|dtts)",
        ),
        ("buoi_toi", r"\s*lop\s+(?:hoc\s+)?(?:buoi toi|ban dem|ngoai gio|vao (?:buoi toi|ngay nghi|thu bay))"),
    )
)


def find_measures(letters: Letters) -> Found:
    """Every number that counts classes, learners, bands, a share of the plan; and the ones passed over, each with why."""
    found = Found()
    numbers = find_numbers(letters)
    reader = _Reader(letters, found, numbers)
    for place, number in enumerate(numbers):
        reader.read(place, number)
    reader.classes_without_number()
    reader.all_graduated()
    for spoilt in _SPOILT.finditer(letters.cut(0, letters.length)):
        if len(letters.original) == letters.length:
            found.doubts.append(Doubt(spoilt.start(), spoilt.end(), "spoilt"))
    found.measures.sort(key=lambda one: (one.start, one.end))
    return found


class _Reader:
    def __init__(self, letters: Letters, found: Found, numbers: list[Number]) -> None:
        self.letters, self.found, self.numbers = letters, found, numbers
        self.bare = letters.bare
        self.used: set[int] = set()
        self.planned_end = self.unlearned_end = -1
        self.has_grades = bool(_GRADED.search(letters.bare))

    def read(self, place: int, number: Number) -> None:
        if place in self.used:
            return
        if _PERCENT.match(self.bare, number.end):
            self._percent(place, number)
        elif number.count is None:
            return
        elif not self._fraction(place, number):
            self._count(place, number)

    # percentages

    def _percent(self, place: int, number: Number) -> None:
        before, bare = self._before(number), self.bare
        if _PLAN_AFTER.match(bare, number.end) or (
            re.search(r"ke hoach[^.;]{0,25}$", before) and re.search(r"dat|bang|vuot", before[-14:])
        ):
            value = number.value
            if _OVER_PLAN.search(before):  # vượt 5% kế hoạch says 105
                self._doubt(number, "over_plan")
                return
            self._add(Measure(Kind.PLAN_SHARE, number.start, self._percent_end(number), value, number))
            return
        band = _BAND_BEFORE.search(before)
        if band and self.has_grades and not _MANY_BANDS.search(before[-30:]):
            self._add(
                Measure(
                    Kind.BAND,
                    number.start,
                    self._percent_end(number),
                    None,
                    None,
                    name=_name(band),
                    share=number,
                    certainty=0.8,
                )
            )
            return
        percent = _BAND_OF_SHARE.match(bare, number.end)
        after = _BAND_AFTER.match(bare, percent.end()) if percent else None
        if after and self.has_grades and not _MANY_BANDS.search(bare[after.start() : after.end() + 12]):
            self._add(
                Measure(
                    Kind.BAND,
                    number.start,
                    self._percent_end(number),
                    None,
                    None,
                    name=_name(after),
                    share=number,
                    certainty=0.8,
                )
            )
            return
        self._doubt(number, "percent")

    def _percent_end(self, number: Number) -> int:
        match = _PERCENT.match(self.bare, number.end)
        return match.end() if match else number.end

    def _share_after(self, place: int, end: int) -> Number | None:
        """The percentage told right after a band's number: `, tỷ lệ 1,15%`, `(77,01%)`."""
        if place + 1 >= len(self.numbers):
            return None
        following = self.numbers[place + 1]
        if _PERCENT.match(self.bare, following.end) and _SHARE.fullmatch(self.bare, end, following.start):
            self.used.add(place + 1)
            return following
        return None

    # counts

    def _fraction(self, place: int, number: Number) -> bool:
        """`87/87 học viên được cấp bằng`: of the second, the first; `8 lớp/310 lượt` is none."""
        if place + 1 >= len(self.numbers):
            return False
        whole = self.numbers[place + 1]
        if not _FRACTION.fullmatch(self.bare, number.end, whole.start) or whole.count is None or number.spoken:
            return False
        people = _PEOPLE_NOUN.match(self.bare, whole.end)
        classes = _CLASS_NOUN.match(self.bare, whole.end)
        self.used.add(place + 1)
        if classes:
            self._add(self._classes(number, number.end))
            if number.value != whole.value or re.search(r"ke hoach", self._after(classes.end(), 40)):
                self._doubt(whole, "planned")
            return True
        if people and people["noun"]:
            unit = _unit(people)
            end = people.end()
            if _LEVELLED.match(self.bare, end):
                self._doubt(number, "levelled")
                return True
            band = _BAND_AFTER.match(self.bare, whole.end) if self.has_grades else None
            if band:
                self._add_band(place + 1, number, band, band.end())
                self._doubt(whole, "denominator")
                return True
            if _GRADUATED_AFTER.match(self.bare, end):
                self._add(Measure(Kind.PEOPLE, whole.start, end, whole.value, whole, unit))
                self._add(Measure(Kind.GRADUATED, number.start, number.end, number.value, number))
            else:
                self._add(Measure(Kind.PEOPLE, number.start, number.end, number.value, number, unit, certainty=0.6))
                self._doubt(whole, "denominator")
            return True
        self._doubt(number, "fraction")
        return True

    def _count(self, place: int, number: Number) -> None:
        bare, before = self.bare, self._before(number)
        for name, shape in _PARTS:
            part = shape.match(bare, number.end)
            if part:
                self._add(Measure(Kind.PART, number.start, part.end(), number.value, number, name=name))
                return
        for name, shape in _PARTS_BEFORE:
            if shape.search(before):
                counted = _PEOPLE_NOUN.match(bare, number.end)
                end = counted.end() if counted else number.end
                self._add(Measure(Kind.PART, number.start, end, number.value, number, name=name))
                return
        classes = _CLASS_NOUN.match(bare, number.end)
        people = _PEOPLE_NOUN.match(bare, number.end)
        is_people = people is not None and bool(people["noun"] or people["luot"])
        if not classes and not is_people:
            self._band(place, number, before)
            return
        end = classes.end() if classes else people.end() if people else number.end
        if self._other_than_count(number, end, before, is_class=classes is not None):
            return
        if classes:
            self._add(self._classes(number, classes.end()))
        elif people:
            self._people(place, number, people, before)

    def _classes(self, number: Number, end: int) -> Measure:
        noun = _CLASS_NOUN.match(self.bare, number.end)
        intake = bool(noun and noun["khoa"])
        certainty = 0.7 if number.spoken or intake else 0.95
        return Measure(Kind.CLASSES, number.start, end, number.value, number, intake=intake, certainty=certainty)

    def _people(self, place: int, number: Number, noun: re.Match[str], before: str) -> None:
        end = noun.end()
        after = self._after(end, 60)
        extra = _extra_of(before, after)
        if extra:
            self._add(Measure(Kind.EXTRA, number.start, end, number.value, number, name=extra, certainty=0.8))
            return
        if _LEVELLED.match(self.bare, end) or _LEVELLED_BEFORE.search(before):
            self._doubt(number, "levelled")
            return
        band = _BAND_AFTER.match(self.bare, number.end)
        if band and re.match(r"[^.;,]{0,20}duoc[^.;,]{0,40}khen", self._after(band.end(), 80)):
            self._doubt(number, "not_learners")
            return
        if band:
            self._add_band(place, number, band, band.end())
            return
        if _MANY_BANDS.search(after[:34]):
            self._doubt(number, "many_bands")
            return
        named = _BAND_BEFORE.search(before)
        if named and self.has_grades:
            self._add_band(place, number, named, end)
            return
        if _GRADUATED_BEFORE.search(before):
            self._add(Measure(Kind.GRADUATED, number.start, end, number.value, number))
            return
        if _GRADUATED_AFTER.match(self.bare, end) and self._already_counted(number):
            self._add(Measure(Kind.GRADUATED, number.start, end, number.value, number))
            return
        unit = _unit(noun)
        certainty = 0.95 if unit is not Unit.NGUOI else 0.9
        self._add(Measure(Kind.PEOPLE, number.start, end, number.value, number, unit, certainty=certainty))
        if _GRADUATED_AFTER.match(self.bare, end):
            self._add(Measure(Kind.GRADUATED, number.start, end, number.value, number))

    def _already_counted(self, number: Number) -> bool:
        """`112 học viên tham gia, có 110 học viên được cấp giấy chứng nhận`: of those told before in the sentence."""
        return any(
            one.kind is Kind.PEOPLE
            and one.value is not None
            and one.value >= number.value
            and not re.search(r"[.;\n](?!\d)", self.bare[one.end : number.start])
            for one in self.found.measures
        )

    def _band(self, place: int, number: Number, before: str) -> None:
        """A number beside a band without a noun: `giỏi: 12`, `67 khá`."""
        if not self.has_grades:
            return
        band = _BAND_AFTER.match(self.bare, number.end)
        named = _BAND_BEFORE.search(before)
        if named:
            self._add_band(place, number, named, number.end)
        elif band:
            self._add_band(place, number, band, band.end())

    def _add_band(self, place: int, number: Number, band: re.Match[str], end: int) -> None:
        share = self._share_after(place, end)
        self._add(Measure(Kind.BAND, number.start, end, number.value, number, name=_name(band), share=share))

    def _other_than_count(self, number: Number, end: int, before: str, *, is_class: bool) -> bool:
        """Whether this is a difference, an average, a plan or people who are no learners: told as a doubt, or as what it is."""
        after = self._after(end, 90)
        if _COMPARED.search(before):
            if is_class and _AGAINST_PLAN.match(after) and not re.search(r"^[^.;]*cung ky", after):
                lower = bool(re.search(r"giam|thap hon|it hon", before[-24:]))
                value = -number.value if lower else number.value
                self._add(Measure(Kind.PLAN_DELTA, number.start, end, value, number, certainty=0.85))
            else:
                self._doubt(number, "compared")
            return True
        if (
            _AVERAGE_BEFORE.search(before) and not (self.has_grades and _BAND_BEFORE.search(before))
        ) or _AVERAGE_AFTER.match(self.bare, end):
            self._doubt(number, "average")
            return True
        if is_class and _EXAMINED.search(before):
            self.found.doubts.append(Doubt(number.start, number.end, "examined", mutes=True))
            return True
        if _PLANNED_NUMBER.search(before) or (is_class and re.search(r"(?:lop|khoa)\s*/\s*$", before)):
            self.planned_end = number.end
            self._doubt(number, "planned")
            return True
        if self.planned_end >= 0 and _PLANNED_TOO.fullmatch(self.bare, self.planned_end, number.start):
            self._doubt(number, "planned")
            return True
        if not is_class and self._is_no_learner(number, end, before, after):
            self.unlearned_end = end
            self._doubt(number, "not_learners")
            return True
        why = self._not_one_number(number, end, before)
        if why:
            self._doubt(number, why)
        return bool(why)

    def _is_no_learner(self, number: Number, end: int, before: str, after: str) -> bool:
        """Praised, absent, lecturers; or told in one breath with such."""
        if _NOT_LEARNERS_BEFORE.search(before) or _NOT_LEARNERS_AFTER.match(after):
            return True
        return self.unlearned_end >= 0 and bool(_AND_THOSE.fullmatch(self.bare, self.unlearned_end, number.start))

    def _not_one_number(self, number: Number, end: int, before: str) -> str:
        """Why it is an end of a range, one side of a rise, or one of several told in turn; "" where it stands by itself."""
        near = self.bare[max(0, number.start - 30) : number.start]
        if re.search(r"(?<!\w)lan luot(?:\s+(?:la|co|mo))?\s+\d[^;]*$", before):
            return "listed"
        if _RANGE_AFTER.match(self.bare, number.end) or _RANGE_BEFORE.search(near):
            return "range"
        return "compared" if re.search(r"(?<!\w)tu\s*$", before) and _RAISED.match(self.bare, end) else ""

    def all_graduated(self) -> None:
        """`công nhận tốt nghiệp cho 124 học viên` and nobody else counted: they were the learners."""
        if not any(one.kind is Kind.PEOPLE for one in self.found.measures):
            for one in [one for one in self.found.measures if one.kind is Kind.GRADUATED][:1]:
                self._add(replace(one, kind=Kind.PEOPLE, unit=Unit.HOC_VIEN, certainty=0.7))

    def classes_without_number(self) -> None:
        """`các lớp …`: a new beginning without a number. `mở lớp …`: one class, where its programme follows."""
        taken = [(one.start, one.end) for one in self.found.measures]
        for found in _INDEFINITE.finditer(self.bare):
            if not any(start <= found.start() < end for start, end in taken):
                self._add(Measure(Kind.CLASSES, found.start(), found.end(), None))
        starts = {one.start for one in self.found.measures}
        for found in _BARE_CLASS.finditer(self.bare):
            before = self.bare[max(0, found.start() - 40) : found.start()]
            if _BARE_BEFORE.search(before) and found.start() not in starts:
                self._add(
                    Measure(Kind.CLASSES, found.start(), found.end(), Decimal(1), None, certainty=0.6, name="bare")
                )

    def _before(self, number: Number) -> str:
        """The words before a number, without its qualifier, back to the sentence's beginning."""
        text = self.bare[max(0, number.start - 70) : number.start]
        text = re.split(r"[.;\n](?!\d)", text)[-1]
        return re.sub(r"\b(?:gan|khoang|tren|hon|xap xi|uoc|tong so|tong cong)\s*$", "", text)

    def _after(self, end: int, width: int) -> str:
        return self.bare[end : end + width]

    def _add(self, measure: Measure) -> None:
        number = measure.number
        if number is not None and number.spoken:
            measure = replace(measure, certainty=min(measure.certainty, 0.75))
        self.found.measures.append(measure)

    def _doubt(self, number: Number, why: str) -> None:
        self.found.doubts.append(Doubt(number.start, number.end, why))


def _extra_of(before: str, after: str) -> str:
    """What those counted are who were admitted or made official members; "" for others."""
    newly = _NEWLY.match(after) and not re.search(r"(?:cho|voi|danh cho)\s*$", before)
    if newly or _ADMITTED.search(before) or _ADMITTED_AFTER.match(after):
        return "admitted"
    return "made_official" if _OFFICIAL.search(before) else ""


def _unit(noun: re.Match[str]) -> Unit:
    if noun["luot"]:
        return Unit.LUOT
    return Unit.HOC_VIEN if noun["noun"] in {"hoc vien", "hv"} else Unit.NGUOI


def _name(found: re.Match[str]) -> str:
    return next(name for name, _shape in _BANDS if found[name])
