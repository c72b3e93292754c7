"""What counts neither classes nor learners though its noun follows: an average, a plan, a range, guests, the praised; each with why."""

import re
from dataclasses import replace

from . import patterns
from .letters import Letters
from .measured import Doubt, Found, Kind, Measure
from .numbers import Number


class PassedOver:
    """The questions by which a number is passed over. What was passed over last is kept: it takes those told in one breath with it along."""

    def __init__(self, letters: Letters, found: Found) -> None:
        self.letters, self.found = letters, found
        self.bare = letters.bare
        self.passed_end = self.unlearned_end = self.admitted_end = -1
        self.passed_why = ""
        self.has_grades = bool(patterns.GRADED.search(letters.bare))

    def _other_than_count(self, number: Number, end: int, before: str, *, is_class: bool) -> bool:
        """Whether this is a difference, an average, a plan or people who are no learners: told as a doubt, or as what it is."""
        after = self._after(end, 90)
        raised = (patterns.RAISED_TOTAL if is_class else patterns.RAISED_LEARNERS).search(before)
        if (
            patterns.COMPARED.search(before)
            and not raised
            and not patterns.GIVEN.search(self.letters.low, max(0, number.start - 40), number.start)
        ):
            if is_class and patterns.AGAINST_PLAN.match(after) and not re.search(r"^[^.;]*cung ky", after):
                lower = bool(re.search(r"giam|thap hon|it hon", before[-24:]))
                value = -number.value if lower else number.value
                self._add(Measure(Kind.PLAN_DELTA, number.start, end, value, number, certainty=0.85))
            else:
                self._doubt(number, "compared")
            return True
        if (
            patterns.AVERAGE_BEFORE.search(before) and not (self.has_grades and patterns.BAND_BEFORE.search(before))
        ) or self._is_of_each(number, end):
            self._pass_over(number, end, "average")
            return True
        if self._is_of_a_school(number, end):
            self._pass_over(number, end, "not_learners")
            return True
        if is_class and patterns.EXAMINED.search(before):
            self.passed_end, self.passed_why = end, "examined"
            self.found.doubts.append(Doubt(number.start, number.end, "examined", mutes=True))
            return True
        if (
            patterns.PLANNED_NUMBER.search(before)
            or patterns.PLANNED_AFTER.match(self.bare, end)
            or (is_class and self._is_proposed(end, before))
        ):
            self._pass_over(number, end, "planned")
            return True
        if self.passed_end >= 0 and patterns.PLANNED_TOO.fullmatch(self.bare, self.passed_end, number.start):
            self._doubt(number, self.passed_why)
            return True
        if not is_class and self._is_no_learner(number, end, before, after):
            self.unlearned_end = end
            self._doubt(number, "not_learners")
            return True
        why = (self._not_opened(end, before) if is_class else "") or self._not_one_number(number, end, before)
        if why:
            self._pass_over(number, end, why)
        return bool(why)

    def _is_of_a_school(self, number: Number, end: int) -> bool:
        """`tiểu học 20 trường, 310 lớp, 9.150 học sinh`, `mở 35 lớp dạy nghề`: no word of the Party's training in the sentence."""
        before = re.split(r"[.\n](?!\d)", self.bare[max(0, number.start - 160) : number.start])[-1]
        told = before + re.split(r"[.\n](?!\d)", self.bare[number.start : end + 160])[0]
        return bool(patterns.SCHOOLS.search(told)) and not patterns.OF_THE_PARTY.search(told)

    def _is_of_each(self, number: Number, end: int) -> bool:
        """`mỗi tổ 22 học viên`, `70 học viên mỗi phòng`, `60 học viên/lớp`."""
        low = self.letters.low
        return bool(
            patterns.AVERAGE_AFTER.match(self.bare, end)
            or patterns.EACH_AFTER.match(low, end)
            or patterns.EACH_BEFORE.search(low[max(0, number.start - 60) : number.start])
        )

    def _not_opened(self, end: int, before: str) -> str:
        """Why these classes were not opened or have not ended; "" for others."""
        if patterns.NOT_HELD.search(before) or patterns.NOT_HELD_AFTER.match(self.bare, end):
            return "not_held"
        if patterns.CLASS_JOURNEY.match(self.bare, end) or patterns.GRADED_CLASSES.match(self.bare, end):
            return "examined"
        return "examined" if patterns.GOING_ON.match(self.bare, end) else ""

    def _pass_over(self, number: Number, end: int, why: str) -> None:
        """Not taken; nor are the learners told of it in one breath: `từ 25 đến 30 lớp với trên 2.000 lượt`."""
        self.passed_end, self.passed_why = end, why
        self.found.doubts.append(Doubt(number.start, number.end, why, mutes=why == "range"))

    def _is_no_learner(self, number: Number, end: int, before: str, after: str) -> bool:
        """Praised, absent, lecturers; or told in one breath with such."""
        if patterns.NOT_LEARNERS_BEFORE.search(before):
            return True
        if patterns.JOURNEY_AFTER.match(after):
            return True
        if (
            patterns.MEETING_AFTER.match(self.bare, end)
            and not patterns.STUDIED.search(re.split(r"[.\n](?!\d)", self.bare[end:])[0])
            and not patterns.STUDIED.search(self.bare, 0, end)
        ):
            return True
        if patterns.NOT_LEARNERS_AFTER.match(after) and patterns.OF_A_CLASS.search(before):
            return False
        if patterns.NOT_LEARNERS_AFTER.match(after) and not (
            self.has_grades
            and (patterns.BAND_AFTER.match(self.bare, number.end) or patterns.BAND_BEFORE.search(before))
        ):
            return True
        if patterns.INTRODUCED.search(before) and not patterns.TRAINED.search(re.split(r"[.;]", after)[0]):
            return True
        if patterns.INVITED.search(self.letters.low[max(0, number.start - 12) : number.start]):
            return True
        return self.unlearned_end >= 0 and bool(
            patterns.AND_THOSE.fullmatch(self.bare, self.unlearned_end, number.start)
        )

    def _is_proposed(self, end: int, before: str) -> bool:
        """`19 lớp/24 lớp`; `tham mưu mở 24 lớp, đã mở 19 lớp`: asked for, where the same sentence tells how many were opened."""
        if re.search(r"(?:lop|khoa)\s*/\s*$", before):
            return True
        return bool(patterns.PROPOSED_BEFORE.search(before) and patterns.DONE_OF_IT.match(self.letters.low, end))

    def _is_guest(self, number: Number, end: int, before: str) -> bool:
        """`120 đại biểu và 85 học viên`: who came to the opening, beside learners."""
        if not patterns.GUESTS.match(self.bare, number.end):
            return False
        return bool(patterns.GUESTS_BESIDE.match(self.bare, end) or patterns.GUESTS_AFTER.search(before))

    def _not_one_number(self, number: Number, end: int, before: str) -> str:
        """Why it is an end of a range, one side of a rise, or one of several told in turn; "" where it stands by itself."""
        near = self.bare[max(0, number.start - 30) : number.start]
        if patterns.BOUND_BEFORE.search(near):
            return "range"
        in_all = re.search(r"(?<!\w)tong (?:so|cong)(?: (?:la|gan|tren|hon|khoang))*\s*$", near)
        if not in_all and re.search(r"(?<!\w)lan luot(?:\s+(?:la|co|mo))?\s+\d[^;]*$", before):
            return "listed"
        if patterns.RANGE_AFTER.match(self.bare, number.end) or patterns.RANGE_BEFORE.search(near):
            return "range"
        return "compared" if re.search(r"(?<!\w)tu\s*$", before) and patterns.RAISED.match(self.bare, end) else ""

    def _why_none(self, number: Number, end: int, after: str, before: str) -> str:
        """Why these people attended nothing; "" for learners."""
        if patterns.LEVELLED.match(self.bare, end) or patterns.LEVELLED_BEFORE.search(before):
            return "levelled"
        if patterns.GRADUATES_ONLY.search(before):
            return "graduates"
        return "not_learners" if self._of_the_admitted(number, after) else ""

    def _of_the_admitted(self, number: Number, after: str) -> bool:
        """`kết nạp 5 đảng viên, trong đó có 3 đảng viên nông thôn`: those admitted again, no word of training between or after."""
        if self.admitted_end < 0:
            return False
        told = self.bare[self.admitted_end : number.start] + re.split(r"[.;,]", after)[0]
        told = patterns.INTAKE_NUMBER.sub("", told)
        return not re.search(r"[.\n](?!\d)", told) and not patterns.TRAINED.search(told)

    def _before(self, number: Number) -> str:
        """The words before a number, without its qualifier, back to the sentence's beginning."""
        text = self.bare[max(0, number.start - 70) : number.start]
        text = re.split(r"[.;\n](?!\d)", text)[-1]
        return re.sub(r"\b(?:gan|khoang|tren|hon|xap xi|uoc|tong so|tong cong)\s*$", "", text)

    def _after(self, end: int, width: int) -> str:
        return self.bare[end : end + width]

    def _doubt(self, number: Number, why: str) -> None:
        self.found.doubts.append(Doubt(number.start, number.end, why))

    def _add(self, measure: Measure) -> None:
        number = measure.number
        if number is not None and number.spoken:
            measure = replace(measure, certainty=min(measure.certainty, 0.75))
        self.found.measures.append(measure)
