"""The answer while it is written: each figure under its path, with the place of its number in the text."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .groups import Group
from .labels import UNNAMED, key_of
from .letters import Letters
from .measured import Doubt, Kind, Measure
from .numbers import Number

BAND_ORDER = ("xuat_sac", "gioi", "kha", "trung_binh_kha", "trung_binh", "khong_dat")
# `hệ tập trung 3 lớp, 178 học viên`: learners of the classes just told
_WITH_THEM = re.compile(r"(?: [^\W\d]+){0,5}?\s*(?:,|/|voi|cho|co|:|=)\s*(?:voi |cho |co )?")
# as published figures have them
_WITHOUT_UNIT = ("previous_year", "carried_over")
# why a number was passed over, in both languages
WHY = {
    "average": ("số bình quân", "an average"),
    "band_again": ("xếp loại này đã có một số khác trong đoạn", "this band already has another number"),
    "band_other": ("một loại ngoài các loại xếp hạng", "a band that is not among those kept"),
    "compared": ("số tăng, giảm so với kỳ khác", "a difference from another period"),
    "conduct": ("xếp loại rèn luyện, không phải kết quả học tập", "marks for conduct, not for what was learned"),
    "denominator": ("mẫu số: không rõ là số gì", "a denominator, of what is not told"),
    "examined": ("lớp thi hoặc đang học, không phải lớp mở", "classes examined or going on, not opened"),
    "fraction": ("phân số không rõ của số gì", "a fraction, of what is not told"),
    "listed": ("một trong nhiều số kể lần lượt", "one of several numbers told in turn"),
    "gatherings": ("số cuộc, hội nghị: không phải số lớp", "gatherings, not classes"),
    "graduates": ("số tốt nghiệp: không rõ của khóa nào", "graduates, of which learners is not told"),
    "levelled": ("số theo trình độ hoặc điểm, không phải số học", "people by level or mark, not by attendance"),
    "many_bands": ("số chung của nhiều loại", "one number of several bands"),
    "no_noun": ("số không kèm tên gọi: không rõ đếm gì", "a number without a noun: of what is not told"),
    "not_learners": ("không phải số học viên", "not learners"),
    "not_held": ("lớp không mở", "classes that were not held"),
    "over_plan": ("vượt kế hoạch: không phải tỷ lệ đạt", "above the plan: not the share reached"),
    "percent": ("tỷ lệ phần trăm không rõ của số nào", "a percentage, of what is not told"),
    "plan_share_again": ("tỷ lệ kế hoạch thứ hai của cùng một mục", "a second share of the plan for the same figures"),
    "planned": ("số kế hoạch, chỉ tiêu", "a planned number"),
    "programme": ("không rõ học chương trình nào", "no programme is told"),
    "range": ("một khoảng, không phải một số", "a range, not a number"),
    "told_again": ("số đã kể trong đoạn", "told before in the paragraph"),
    "spoilt": ("số viết lẫn chữ cái", "a number written with letters in it"),
}


@dataclass(frozen=True)
class Spot:
    """Where a figure of the answer stands in the text: its path, the characters, how sure the reading is (0 to 1)."""

    path: str
    value: int | float
    start: int
    end: int
    text: str
    confidence: float


@dataclass
class Reading:
    """`figures` has the field names of published figures; `spots` one entry for each number in it; `unread` what was passed over."""

    text: str
    figures: dict[str, Any] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """One paragraph of the command's answer."""
        return {
            "verbatim": self.text,
            **self.figures,
            "figures": [
                {
                    "path": one.path,
                    "value": one.value,
                    "span": [one.start, one.end],
                    "text": one.text,
                    "confidence": one.confidence,
                }
                for one in self.spots
            ],
            "unread": self.unread,
        }


class Answer:
    """Writes figures and their places into a Reading."""

    def __init__(self, letters: Letters, offset: int) -> None:
        self.letters, self.offset = letters, offset
        self.reading = Reading(letters.original)
        self.doubts: list[Doubt] = []

    def put(self, path: str, measure: Measure) -> int | float:
        """The measure's number, noted under its path."""
        return self._note(path, measure.value or Decimal(0), measure.start, measure.end, measure.certainty)

    def put_number(self, path: str, number: Number, certainty: float) -> int | float:
        return self._note(path, number.value, number.start, number.end, certainty)

    def _note(self, path: str, number: Decimal, first: int, last: int, certainty: float) -> int | float:
        value = int(number) if number == number.to_integral_value() else float(number)
        start, end = self.letters.span(first, last)
        words = self.letters.original[start:end]
        self.reading.spots.append(Spot(path, value, start + self.offset, end + self.offset, words, round(certainty, 2)))
        return value

    def counts(self, one: Group, path: str) -> dict[str, Any]:
        """Classes, learners, their unit and hedge, the share of the plan and the parts of a group."""
        figures: dict[str, Any] = {}
        hedges: list[str] = []
        if one.classes is not None and one.classes.value is not None and not (one.classes.name == "bare" and one.sent):
            figures["classes"] = self.put(f"{path}.classes", one.classes)
            hedges += _hedge(one.classes)
        if one.people is not None:
            figures["participants"] = self.put(f"{path}.participants", one.people)
            if one.people.unit is not None and not path.endswith(_WITHOUT_UNIT):
                figures["unit"] = str(one.people.unit)
            hedges += _hedge(one.people)
        if hedges:
            figures["qualifier"] = hedges[-1]
        self._beside(one, path, figures)
        self._parts(one, path, figures)
        return figures

    def _beside(self, one: Group, path: str, figures: dict[str, Any]) -> None:
        of_all = path.endswith("totals")
        for measure in one.others:
            if measure.kind not in {Kind.PLAN_SHARE, Kind.PLAN_DELTA, Kind.GRADUATED}:
                continue
            if measure.kind is Kind.GRADUATED and not of_all and not self._graduated_of(one, measure):
                continue
            if str(measure.kind) in figures:
                why = "told_again" if measure.kind is Kind.GRADUATED else "plan_share_again"
                self.doubts.append(Doubt(measure.start, measure.end, why))
            else:
                figures[str(measure.kind)] = self.put(f"{path}.{measure.kind}", measure)

    def _graduated_of(self, one: Group, measure: Measure) -> bool:
        """Whether these are graduates of this group alone: told in one breath with its learners, no more than they, and not told of all."""
        people = one.people
        begins = self.letters.span(measure.start, measure.end)[0] + self.offset
        if people is None or people.value is None or any(spot.start == begins for spot in self.reading.spots):
            return False
        breath = self.letters.bare[people.end : measure.start]
        if measure.start < people.end or re.search(r"[;\n]|\.(?!\d)", breath) or (measure.value or 0) > people.value:
            self.doubts.append(Doubt(measure.start, measure.end, "graduates"))
            return False
        return True

    def _parts(self, one: Group, path: str, figures: dict[str, Any]) -> None:
        breakdown: dict[str, Any] = {}
        classes: tuple[str, int] | None = None  # the part right before, if it counts classes, and where it ends
        for named, measure in one.parts:
            name = named or key_of(self.letters, measure)
            if name == UNNAMED and classes and _WITH_THEM.fullmatch(self.letters.bare, classes[1], measure.start):
                name = f"{classes[0]}_hoc_vien"
            classes = (name, measure.end) if measure.kind is Kind.CLASSES else None
            if name == "buoi_toi":
                figures["evening_classes"] = self.put(f"{path}.evening_classes", measure)
                continue
            name = name if name not in breakdown else f"{name}_{sum(key.startswith(name) for key in breakdown) + 1}"
            breakdown[name] = self.put(f"{path}.breakdown.{name}", measure)
        if breakdown:
            figures["breakdown"] = breakdown

    def grading(self, bands: list[Measure], figures: dict[str, Any], path: str) -> bool:
        """People and percentages by band; whether there were any."""
        counts: dict[str, Any] = {}
        shares: dict[str, Any] = {}
        for band in sorted(bands, key=lambda one: BAND_ORDER.index(one.name)):
            if band.name in counts or (band.value is None and band.name in shares):
                self.doubts.append(Doubt(band.start, band.end, "band_again"))
                continue
            if band.value is not None:
                counts[band.name] = self.put(f"{path}grading.{band.name}", band)
            if band.share is not None and band.name not in shares:
                shares[band.name] = self.put_number(f"{path}grading_pct.{band.name}", band.share, band.certainty)
        if counts:
            figures["grading"] = counts
        if shares:
            figures["grading_pct"] = shares
        return bool(counts or shares)

    def finish(self) -> Reading:
        """Places in the order of the text, and what was passed over, each once."""
        self.reading.spots.sort(key=lambda one: one.start)
        taken = [(one.start - self.offset, one.end - self.offset) for one in self.reading.spots]
        for doubt in sorted(self.doubts, key=lambda one: one.start):
            start, end = self.letters.span(doubt.start, doubt.end)
            if any(first < end and start < last for first, last in taken):
                continue
            vi, en = WHY[doubt.why]
            self.reading.unread.append(
                {
                    "text": self.letters.original[start:end],
                    "span": [start + self.offset, end + self.offset],
                    "code": doubt.why,
                    "why": {"vi": vi, "en": en},
                }
            )
        return self.reading


def _hedge(measure: Measure) -> list[str]:
    return [measure.number.qualifier] if measure.number is not None and measure.number.qualifier else []
