"""What a number counts: classes, learners, a band of them, a share of the plan; or something that is no training figure.

A number counts classes or people where their word follows it (`03 lớp`, `2.502 cán bộ`) or heads it (`Số lớp: 26`); `đối tượng 4` and `khóa 178` have theirs before them.
"""

import re
from dataclasses import replace
from decimal import Decimal

from . import patterns
from .letters import Letters
from .measured import Doubt, Found, Kind, Measure, Unit
from .numbers import Number
from .passed_over import PassedOver
from .tables import Row, find_rows


def find_bands(bare: str) -> list[str]:
    """The bands named in these letters, each once, in their order: `loại giỏi/khá/trung bình`."""
    return list(dict.fromkeys(_name(found) for found in patterns.EACH_BAND.finditer(bare)))


def find_measures(letters: Letters, numbers: list[Number]) -> Found:
    """Every number that counts classes, learners, bands, a share of the plan; and the ones passed over, each with why."""
    found = Found()
    reader = _Reader(letters, found, numbers)
    rows = find_rows(letters)
    for place, number in enumerate(numbers):
        if not any(row.start <= number.start < row.end for row in rows):
            reader.read(place, number)
    for row in rows:
        reader.row(row)
    reader.classes_without_number()
    reader.all_graduated()
    for spoilt in patterns.SPOILT.finditer(letters.cut(0, letters.length)):
        if len(letters.original) == letters.length:
            found.doubts.append(Doubt(spoilt.start(), spoilt.end(), "spoilt"))
    found.measures.sort(key=lambda one: (one.start, one.end))
    return found


class _Reader(PassedOver):
    def __init__(self, letters: Letters, found: Found, numbers: list[Number]) -> None:
        super().__init__(letters, found)
        self.numbers = numbers
        self.used: set[int] = set()
        paired = patterns.PAIR_BEFORE.search(letters.bare)
        self.paired_end = paired.end() if paired else -1

    def read(self, place: int, number: Number) -> None:
        if place in self.used:
            return
        if patterns.CONDUCT.search(self._before(number)):
            self._doubt(number, "conduct")
        elif self.has_grades and patterns.OTHER_BAND.search(self.bare, max(0, number.start - 200), number.start):
            self._doubt(number, "band_other")
        elif patterns.PERCENT.match(self.bare, number.end):
            self._percent(place, number)
        elif number.count is None:
            return
        elif not self._fraction(place, number):
            self._count(place, number)

    def row(self, row: Row) -> None:
        """The cells of a table's row."""
        name = "total" if row.is_total else ""
        unit = {"luot": Unit.LUOT, "hoc": Unit.HOC_VIEN, "hv": Unit.HOC_VIEN}.get(row.unit, Unit.NGUOI)
        for kind, number in ((Kind.CLASSES, row.classes), (Kind.PEOPLE, row.people)):
            if number is not None:
                told = unit if kind is Kind.PEOPLE else None
                self._add(
                    Measure(kind, number.start, number.end, number.value, number, told, name=name, certainty=0.85)
                )
        self.found.rows.append(row.start)

    # percentages

    def _percent(self, place: int, number: Number) -> None:
        before, bare = self._before(number), self.bare
        if patterns.PLAN_AFTER.match(bare, number.end) or (
            re.search(r"ke hoach[^.;]{0,25}$", before) and re.search(r"dat|bang|vuot", before[-14:])
        ):
            value = number.value
            if patterns.OVER_PLAN.search(before):  # vượt 5% kế hoạch says 105
                self._doubt(number, "over_plan")
                return
            if self.admitted_end >= 0 and not re.search(r"[.;\n](?!\d)", self.bare[self.admitted_end : number.start]):
                self._doubt(number, "percent")  # of the plan to admit, not to train
                return
            self._add(Measure(Kind.PLAN_SHARE, number.start, self._percent_end(number), value, number))
            return
        if number.value > 100 and patterns.REACHED.search(before) and self._is_of_the_told(number):
            self._add(
                Measure(
                    Kind.PLAN_SHARE,
                    number.start,
                    self._percent_end(number),
                    number.value,
                    number,
                    certainty=0.6,
                )
            )
            return
        band = patterns.BAND_BEFORE.search(before)
        if band and self.has_grades and not patterns.MANY_BANDS.search(before[max(0, band.start() - 9) :]):
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
        percent = patterns.BAND_OF_SHARE.match(bare, number.end)
        after = patterns.BAND_AFTER.match(bare, percent.end()) if percent else None
        if after and self.has_grades and not patterns.MANY_BANDS.search(bare[after.start() : after.end() + 12]):
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
        also = patterns.OF_WHAT.match(bare, number.end) and patterns.ALSO_OF_PLAN.search(before)
        self._doubt(number, "plan_share_again" if also and "ke hoach" in before else "percent")

    def _is_of_the_told(self, number: Number) -> bool:
        """`mở 22 lớp cho 1.978 học viên, đạt 110%`: of the figures told right before, and not against another time."""
        after = self.bare[self._percent_end(number) :]
        if patterns.AGAINST_TIME.match(after) or not self.found.measures:
            return False
        last = self.found.measures[-1]
        return last.kind in {Kind.CLASSES, Kind.PEOPLE} and not re.search(
            r"[.;\n](?!\d)", self.bare[last.end : number.start]
        )

    def _percent_end(self, number: Number) -> int:
        match = patterns.PERCENT.match(self.bare, number.end)
        return match.end() if match else number.end

    def _share_after(self, place: int, end: int) -> Number | None:
        """The percentage told right after a band's number: `, tỷ lệ 1,15%`, `(77,01%)`."""
        if place + 1 >= len(self.numbers):
            return None
        following = self.numbers[place + 1]
        if (
            patterns.PERCENT.match(self.bare, following.end)
            and patterns.SHARE.fullmatch(self.bare, end, following.start)
            and not patterns.OF_OTHERS.match(self.bare, self._percent_end(following))
        ):
            self.used.add(place + 1)
            return following
        return None

    # counts

    def _fraction(self, place: int, number: Number) -> bool:
        """`87/87 học viên được cấp bằng`: of the second, the first; `8 lớp/310 lượt` is none."""
        if place + 1 >= len(self.numbers):
            return False
        whole = self.numbers[place + 1]
        if not patterns.FRACTION.fullmatch(self.bare, number.end, whole.start) or whole.count is None or number.spoken:
            return False
        people = patterns.PEOPLE_NOUN.match(self.bare, whole.end)
        classes = patterns.CLASS_NOUN.match(self.bare, whole.end)
        self.used.add(place + 1)
        if classes:
            self._fraction_of_classes(number, whole, classes.end())
            return True
        if people and people["noun"]:
            unit = _unit(people)
            end = people.end()
            if self._is_membership(number, end, self._before(number), self._after(end, 60)):
                self._doubt(whole, "denominator")  # `kết nạp 132/130 đảng viên`
                return True
            if patterns.LEVELLED.match(self.bare, end):
                self._doubt(number, "levelled")
                return True
            band = patterns.BAND_AFTER.match(self.bare, whole.end) if self.has_grades else None
            if band:
                self._add_band(place + 1, number, band, band.end())
                self._doubt(whole, "denominator")
                return True
            if patterns.GRADUATED_AFTER.match(self.bare, end):
                if not self._already_counted(whole):
                    self._add(Measure(Kind.PEOPLE, whole.start, end, whole.value, whole, unit))
                self._add(Measure(Kind.GRADUATED, number.start, number.end, number.value, number))
            else:
                self._add(Measure(Kind.PEOPLE, number.start, number.end, number.value, number, unit, certainty=0.6))
                self._doubt(whole, "denominator")
            return True
        self._pair(number, whole)
        return True

    def _fraction_of_classes(self, number: Number, whole: Number, end: int) -> None:
        """`13/14 lớp theo kế hoạch`; `mở 31 lớp, đạt 103,3% kế hoạch (31/30 lớp)`: the same again."""
        if self._is_told_before(number):
            self._doubt(number, "told_again")
            self._doubt(whole, "planned")
            return
        self._add(self._classes(number, number.end))
        if number.value != whole.value or re.search(r"ke hoach", self._after(end, 40)):
            self._doubt(whole, "planned")

    def _is_told_before(self, number: Number) -> bool:
        """The same number of classes, told before in this sentence."""
        return any(
            one.kind is Kind.CLASSES
            and one.value == number.value
            and not re.search(r"[.;\n](?!\d)", self.bare[one.end : number.start])
            for one in self.found.measures
        )

    def _pair(self, number: Number, whole: Number) -> None:
        """`đảng viên mới: 3/188` after a `26 lớp/2.145 học viên`: classes and learners, as that pair said. `số học viên tốt nghiệp 96/98`: of the second, the first. Else a doubt."""
        if patterns.GRADUATES_OF.search(self._before(number)) and number.value <= whole.value:
            self._add(Measure(Kind.PEOPLE, whole.start, whole.end, whole.value, whole, Unit.HOC_VIEN, certainty=0.8))
            self._add(Measure(Kind.GRADUATED, number.start, number.end, number.value, number, certainty=0.8))
            return
        if not 0 <= self.paired_end <= number.start or not self._before(number).rstrip().endswith(":"):
            self._doubt(number, "fraction")
            return
        unit = next((one.unit for one in self.found.measures if one.kind is Kind.PEOPLE), None)
        self._add(Measure(Kind.CLASSES, number.start, number.end, number.value, number, certainty=0.6))
        self._add(Measure(Kind.PEOPLE, whole.start, whole.end, whole.value, whole, unit, certainty=0.6))

    def _count(self, place: int, number: Number) -> None:
        bare, before = self.bare, self._before(number)
        if self._part(number, before):
            return
        classes = patterns.CLASS_NOUN.match(bare, number.end)
        people = patterns.PEOPLE_NOUN.match(bare, number.end)
        is_people = people is not None and bool(people["noun"] or people["luot"])
        if patterns.GATHERINGS.match(bare, number.end):
            self._doubt(number, "gatherings")
            return
        if classes and patterns.BOTH_BEFORE.search(before):
            self._doubt(number, "told_again")
            return
        if not classes and not is_people:
            if not (self._is_level(number, before) or self._headed(number, before)):
                self._band(place, number, before)
            return
        end = classes.end() if classes else people.end() if people else number.end
        if self._is_guest(number, end, before):
            self._doubt(number, "not_learners")
            return
        if self._other_than_count(number, end, before, is_class=classes is not None):
            return
        if classes:
            name = "raised" if patterns.RAISED_TOTAL.search(before) else ""
            self._add(replace(self._classes(number, classes.end()), name=name))
        elif people:
            self._people(place, number, people, before)

    def _part(self, number: Number, before: str) -> bool:
        """`25 nữ`, `nữ: 25 học viên`: a part of those just told."""
        for name, shape in patterns.PARTS:
            part = shape.match(self.bare, number.end)
            if part and self._is_part_of_the_admitted(number):
                self._doubt(number, "not_learners")
                return True
            if part:
                self._add(Measure(Kind.PART, number.start, part.end(), number.value, number, name=name))
                return True
        for name, shape in patterns.PARTS_BEFORE:
            if shape.search(before):
                counted = patterns.PEOPLE_NOUN.match(self.bare, number.end)
                end = counted.end() if counted else number.end
                self._add(Measure(Kind.PART, number.start, end, number.value, number, name=name))
                return True
        men = patterns.MEN.match(self.letters.low, number.end)
        if men:
            self._add(Measure(Kind.PART, number.start, men.end(), number.value, number, name="nam"))
            return True
        who = patterns.IS_WHO.match(self.bare, number.end)
        if who and patterns.IN_A_LIST.search(self.bare, max(0, number.start - 160), number.start):
            name = "_".join(who["who"].split())
            self._add(Measure(Kind.PART, number.start, who.end(), number.value, number, name=name, certainty=0.8))
            return True
        post = patterns.POST_BEFORE.search(before) if patterns.HEADED_END.match(self.bare, number.end) else None
        if not post or not patterns.IN_A_LIST.search(self.bare, max(0, number.start - 160), number.start):
            return False
        name = "_".join(post["post"].split())
        whole = next((one for one in reversed(self.found.measures) if one.kind is Kind.PEOPLE), None)
        if patterns.AUDIENCE.fullmatch(post["post"]) and (whole is None or (whole.value or 0) < number.value):
            return False  # `17 lớp, trong đó: đoàn viên 6`: classes, or whatever it is
        self._add(Measure(Kind.PART, number.start, number.end, number.value, number, name=name, certainty=0.8))
        return True

    def _is_part_of_the_admitted(self, number: Number) -> bool:
        """`kết nạp 640 đảng viên, trong đó 400 người dân tộc thiểu số, 300 nữ`: nobody else was counted since."""
        since = [one for one in self.found.measures if one.start > self.admitted_end]
        told = self.bare[max(0, self.admitted_end) : number.start]
        return self.admitted_end >= 0 and not since and not re.search(r"[.;\n](?!\d)", told)

    def _is_level(self, number: Number, before: str) -> bool:
        """`đào tạo 15 cử nhân chính trị`: so many people; without a word of training a level they hold, whose name is of no other number."""
        if not patterns.BY_LEVEL.match(self.bare, number.end) or number.spoken:
            return False
        if patterns.MADE.search(before):
            self._add(Measure(Kind.PEOPLE, number.start, number.end, number.value, number, Unit.NGUOI, certainty=0.7))
        else:
            self.found.doubts.append(Doubt(number.start, number.end, "levelled", mutes=True))
        return True

    def _headed(self, number: Number, before: str) -> bool:
        """`Số lớp: 26; số học viên: 2.031`: the noun before its number; `mở 24 lớp, đã mở 19`: the noun of the number before."""
        if patterns.HEADED_END.match(self.bare, number.end):
            done = patterns.DONE_BEFORE.search(self.letters.low, max(0, number.start - 90), number.start)
            if done and self.passed_why == "planned" and self.passed_end > done.start():
                self._add(Measure(Kind.CLASSES, number.start, number.end, number.value, number, certainty=0.7))
                return True
            if done or (patterns.LABELLED.search(before) and self.bare[number.end : number.end + 1] == ")"):
                self._doubt(number, "no_noun")
                return True
        if patterns.LEVEL_BEFORE.search(before) and patterns.HEADED_END.match(self.bare, number.end):
            whole = next((one for one in reversed(self.found.measures) if one.kind is Kind.PEOPLE), None)
            if whole is not None and patterns.LIST_OF_THEM.fullmatch(self.bare, whole.end, number.start):
                self._add(
                    Measure(Kind.PEOPLE, number.start, number.end, number.value, number, whole.unit, certainty=0.7)
                )
                return True
        headed = patterns.HEADED.search(before)
        if not headed or not (headed["sign"] or patterns.HEADED_END.match(self.bare, number.end)):
            return False
        kind = Kind.CLASSES if headed["lop"] else Kind.PEOPLE
        unit = None if headed["lop"] else Unit.LUOT if headed["luot"] else Unit.HOC_VIEN if headed["hv"] else Unit.NGUOI
        self._add(Measure(kind, number.start, number.end, number.value, number, unit, certainty=0.8))
        return True

    def _classes(self, number: Number, end: int) -> Measure:
        noun = patterns.CLASS_NOUN.match(self.bare, number.end)
        intake = bool(noun and noun["khoa"])
        certainty = 0.7 if number.spoken or intake else 0.95
        return Measure(Kind.CLASSES, number.start, end, number.value, number, intake=intake, certainty=certainty)

    def _people(self, place: int, number: Number, noun: re.Match[str], before: str) -> None:
        end = noun.end()
        after = self._after(end, 60)
        if self._is_membership(number, end, before, after):
            return
        why = self._why_none(number, end, after, before)
        if why:
            self.unlearned_end = end
            self._doubt(number, why)
            return
        band = patterns.BAND_AFTER.match(self.bare, number.end)
        if band and re.match(
            r"[^.;,]{0,20}duoc[^.;,]{0,40}(?:khen|bieu duong|tuyen duong|tang|thuong)", self._after(band.end(), 80)
        ):
            self._doubt(number, "not_learners")
            return
        if band:
            self._add_band(place, number, band, band.end())
            return
        if patterns.MANY_BANDS.search(re.split(r"[.\n](?!\d)", after[:34])[0]) and not patterns.MANY_LATER.match(after):
            self._doubt(number, "many_bands")
            return
        named = patterns.BAND_BEFORE.search(before)
        if named and self.has_grades:
            self._add_band(place, number, named, end)
            return
        if self._told_of_others(number, end, before):
            return
        unit = _unit(noun)
        certainty = 0.95 if unit is not Unit.NGUOI else 0.9
        name = "raised" if patterns.RAISED_LEARNERS.search(before) else ""
        self._add(Measure(Kind.PEOPLE, number.start, end, number.value, number, unit, name=name, certainty=certainty))
        if patterns.GRADUATED_AFTER.match(self.bare, end):
            self._add(Measure(Kind.GRADUATED, number.start, end, number.value, number))

    def _told_of_others(self, number: Number, end: int, before: str) -> bool:
        """Of those counted before: in a band that is not kept, graduates of them, learners of a part of the classes."""
        last = self.found.measures[-1] if self.found.measures else None
        if (
            last is not None
            and last.kind is Kind.BAND
            and patterns.PASSED_ONLY.match(self.bare, end)
            and not re.search(r"[.\n](?!\d)", self.bare[last.end : number.start])
        ):
            self._doubt(number, "band_other")
            return True
        if self._are_only_graduates(number, end, before):
            self._add(Measure(Kind.GRADUATED, number.start, end, number.value, number))
            return True
        if last is not None and self._is_of_part(last, number):
            self._add(Measure(Kind.PART, number.start, end, number.value, number, name=f"{last.name}_hoc_vien"))
            return True
        return False

    def _is_of_part(self, last: Measure, number: Number) -> bool:
        """`mở 45 lớp, trong đó 28 lớp trong kế hoạch với 2.046 học viên`: learners of that part of the classes."""
        if last.kind is not Kind.PART or not last.name.endswith("ke_hoach"):
            return False
        sentence = self.bare.rfind(". ", 0, last.start)
        is_told = any(one.kind is Kind.CLASSES and one.start > sentence for one in self.found.measures)
        return is_told and bool(patterns.PART_WITH.fullmatch(self.bare, last.end, number.start))

    def _is_membership(self, number: Number, end: int, before: str, after: str) -> bool:
        """Admitted or made official members, of the Party or of the Union: not those who attend a class."""
        if patterns.NEWLY.match(after) and patterns.ATTENDS_AFTER.match(self.bare, end):
            return False
        extra = _extra_of(before, after)
        if extra == "admitted" and patterns.UNION_MEMBERS.match(self.bare, number.end):
            self._doubt(number, "not_learners")
        elif extra == "admitted" and patterns.TO_ADMIT.search(
            self.letters.low, max(0, number.start - 70), number.start
        ):
            self._doubt(number, "planned")
        elif extra:
            self.admitted_end = end
            self._add(Measure(Kind.EXTRA, number.start, end, number.value, number, name=extra, certainty=0.8))
        return bool(extra)

    def _already_counted(self, number: Number) -> bool:
        """`112 học viên tham gia, có 110 học viên được cấp giấy chứng nhận`: of those told before in the sentence, or before the class ended."""
        ended = bool(patterns.ENDED.search(self.bare, max(0, number.start - 160), number.start))
        return any(
            one.kind is Kind.PEOPLE
            and one.value is not None
            and one.value >= number.value
            and (
                ended or one.value == number.value or not re.search(r"[.;\n](?!\d)", self.bare[one.end : number.start])
            )
            for one in self.found.measures
        )

    def _are_only_graduates(self, number: Number, end: int, before: str) -> bool:
        """Those who graduated of learners counted before, or before whose number the word stands."""
        if patterns.GRADUATED_BEFORE.search(before):
            return True
        of_them = patterns.GRADUATED_AFTER.match(self.bare, end) and self._already_counted(number)
        return bool(of_them) or self._is_clause_of_graduates(number, end)

    def _is_clause_of_graduates(self, number: Number, end: int) -> bool:
        """`…; có 180 học viên được cấp giấy chứng nhận`: no learners beside those counted before in the sentence."""
        sentence = re.split(r"[.\n](?!\d)", self.bare[max(0, number.start - 400) : number.start])[-1]
        counted = any(
            one.kind is Kind.PEOPLE and one.start >= number.start - len(sentence) for one in self.found.measures
        )
        return (
            counted
            and bool(patterns.GRADUATES_THEN.match(self.bare, end))
            and bool(patterns.GRADUATES_CLAUSE.search(self.bare, max(0, number.start - 40), number.start))
        )

    def _band(self, place: int, number: Number, before: str) -> None:
        """A number beside a band without a noun: `giỏi: 12`, `67 khá`."""
        if not self.has_grades:
            return
        band = patterns.BAND_AFTER.match(self.bare, number.end)
        named = patterns.BAND_BEFORE.search(before)
        if named:
            self._add_band(place, number, named, number.end)
        elif band:
            self._add_band(place, number, band, band.end())

    def _add_band(self, place: int, number: Number, band: re.Match[str], end: int) -> None:
        share = self._share_after(place, end)
        self._add(Measure(Kind.BAND, number.start, end, number.value, number, name=_name(band), share=share))

    def all_graduated(self) -> None:
        """`công nhận tốt nghiệp cho 124 học viên` and nobody else counted: they were the learners."""
        if not self._counts_people():
            for one in [one for one in self.found.measures if one.kind is Kind.GRADUATED][:1]:
                self._add(replace(one, kind=Kind.PEOPLE, unit=Unit.HOC_VIEN, certainty=0.7))

    def classes_without_number(self) -> None:
        """`các lớp …`: a new beginning without a number. `mở lớp …`: one class, where its programme follows."""
        taken = [(one.start, one.end) for one in self.found.measures]
        for found in patterns.INDEFINITE.finditer(self.bare):
            if not any(start <= found.start() < end for start, end in taken):
                self._add(Measure(Kind.CLASSES, found.start(), found.end(), None))
        starts = {one.start for one in self.found.measures}
        bare_end = -80
        for found in patterns.BARE_CLASS.finditer(self.bare):
            before = self.bare[max(0, found.start() - 40) : found.start()]
            also = (
                patterns.BARE_ALSO.search(before)
                and patterns.NAMED_CLASS.match(self.bare, found.end())
                and bare_end > found.start() - 80
            )
            opened = (
                also
                or patterns.BARE_BEFORE.search(before)
                or (patterns.BARE_SUBJECT.search(before) and self._has_learners(found.end()))
            )
            if opened and found.start() not in starts and not patterns.COUNTED_WITH.search(before):
                bare_end = found.end()
                self._add(
                    Measure(Kind.CLASSES, found.start(), found.end(), Decimal(1), None, certainty=0.6, name="bare")
                )

    def _has_learners(self, start: int) -> bool:
        """Whether learners are told next, in the same breath and before any number of classes: `lớp sơ cấp khóa 15, có 72 học viên`."""
        following = next((one for one in self.found.measures if one.start >= start and one.value is not None), None)
        return (
            following is not None
            and (following.kind is Kind.PEOPLE or (following.kind is Kind.GRADUATED and not self._counts_people()))
            and bool(patterns.NAMED_CLASS.match(self.bare, start))
            and bool(
                not re.search(r"[;:\n]|\.(?=\s|$)", self.bare[start : following.start])
                or patterns.THAT_CLASS.fullmatch(self.bare, start, following.start)
                or (
                    following.unit is Unit.HOC_VIEN
                    and patterns.ITS_LEARNERS.fullmatch(self.bare, start, following.start)
                )
            )
        )

    def _counts_people(self) -> bool:
        return any(one.kind is Kind.PEOPLE for one in self.found.measures)


def _extra_of(before: str, after: str) -> str:
    """What those counted are who were admitted or made official members; "" for others."""
    newly = patterns.NEWLY.match(after) and not re.search(r"(?:cho|voi|danh cho)\s*$", before)
    if newly or patterns.ADMITTED.search(before) or patterns.ADMITTED_AFTER.match(after):
        return "admitted"
    official = patterns.OFFICIAL.search(before) or patterns.OFFICIAL_AFTER.match(after)
    return "made_official" if official else ""


def _unit(noun: re.Match[str]) -> Unit:
    if noun["luot"]:
        return Unit.LUOT
    return Unit.HOC_VIEN if noun["noun"] in {"hoc vien", "hv"} else Unit.NGUOI


def _name(found: re.Match[str]) -> str:
    return next(name for name, _shape in patterns.BANDS if found[name])
