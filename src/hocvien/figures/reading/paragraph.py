"""One paragraph of a report as figures: totals, items, bands, the periods they are of, and what was left unread.

Nothing is computed into a figure and nothing repaired: a figure is a number that stands in the text. Sums and percentages are only checked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from . import checks
from .groups import Group, group
from .letters import Letters, letters_of
from .measures import Doubt, Kind, Measure, Unit, find_measures
from .numbers import Number
from .periods import Period, find_periods
from .programmes import OTHER_REFRESHERS, OTHERS, find_programmes

BAND_ORDER = ("xuat_sac", "gioi", "kha", "trung_binh_kha", "trung_binh", "khong_dat")
_OPEN_ENDED = re.compile(r"…|\.{3}|v\.v|vân vân")
_SLUG_DROPPED = {"cac", "o", "nhung", "cho", "la", "co", "duoc", "cua", "mo", "hoc", "vien", "nguoi", "dong", "chi"}
_NAME_FROM = re.compile(r"(?<!\w)(?:bồi dưỡng|đào tạo|tập huấn|cập nhật|lớp khác|lớp)(?!\w)")
_NAME_TO = re.compile(
    r"[,;:(/\n.]|(?<!\w)(?:cho|với|được|là|gồm|có|do|tại|đặt|và các|và \d|dự kiến|thu hút|trong đó|\d)", re.IGNORECASE
)


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


def read_text(text: str) -> list[Reading]:
    """Every paragraph (a blank line parts them) that has words; spans are places in the whole text. Linear in its length."""
    found = []
    for match in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text):
        if match.group().strip():
            found.append(read_paragraph(match.group(), offset=match.start()))
    return found


def read_paragraph(text: str, *, offset: int = 0) -> Reading:
    """What a careful reader takes from this paragraph alone; `offset` is added to every span."""
    return _Paragraph(letters_of(text), offset).read()


class _Paragraph:
    def __init__(self, letters: Letters, offset: int) -> None:
        self.letters, self.offset = letters, offset
        self.reading = Reading(letters.original)
        self.periods = [one for one in find_periods(letters) if one.leads] or find_periods(letters)[:1]
        found = find_measures(letters)
        self.doubts = found.doubts
        muting = [one for one in found.doubts if one.mutes]
        groups = _joined(group(letters, found.measures, find_programmes(letters), muting), letters.bare)
        self.groups = [one for one in groups if not self._strays(one)]

    def _strays(self, one: Group) -> bool:
        """People of no class and no programme (`150 đại biểu`): nothing says that they were trained."""
        people = one.people
        if people is None or one.classes is not None or one.programmes or people.unit is Unit.HOC_VIEN or one.others:
            return False
        if one.section:
            return False
        if re.search(r"tong so|hoc vien", self.letters.bare[max(0, people.start - 40) : people.end + 12]):
            return False
        self.doubts.append(Doubt(people.start, people.end, "không rõ học chương trình nào"))
        return True

    def read(self) -> Reading:
        figures = self.reading.figures
        main = self.periods[0] if self.periods else None
        figures["period"] = _period(main)
        here, others = self._by_period(main)
        figures["totals"] = None
        figures["items"] = []
        self._section(here, figures, "")
        self._others(others, main)
        self._extras()
        figures["checks"] = checks.check(figures, open_ended=bool(_OPEN_ENDED.search(self.letters.low)))
        self.reading.spots.sort(key=lambda one: one.start)
        self._unread()
        return self.reading

    # which period

    def _by_period(self, main: Period | None) -> tuple[list[Group], list[tuple[Period, list[Group]]]]:
        here: list[Group] = []
        others: dict[int, list[Group]] = {}
        for one in self.groups:
            period = self._period_of(one)
            if period is None or main is None or _same(period, main):
                here.append(one)
            else:
                others.setdefault(self.periods.index(period), []).append(one)
        return here, [(self.periods[at], found) for at, found in others.items()]

    def _period_of(self, one: Group) -> Period | None:
        before = [period for period in self.periods if period.start <= one.start]
        return before[-1] if before else None

    # figures of one period

    def _section(self, found: list[Group], figures: dict[str, Any], path: str) -> None:
        carried = [one for one in found if one.carried and one.programme is None and one.counts]
        found = [one for one in found if one not in carried]
        total = self._total(found)
        parts_of: dict[int, Group] = {}
        items: list[Group] = []
        for one in found:
            if one is total:
                continue
            whole = self._whole(one, total, items)
            if whole is not None:
                whole.parts += self._as_parts(one)
                parts_of[id(one)] = whole
            elif one.counts:
                items.append(one)
            else:
                (items[-1] if items else total or one).others += (
                    one.others if (items or total) and one is not total else []
                )
        merged = _merge(items)
        if total is not None:
            figures["totals"] = self._totals(total, f"{path}totals")
        graded = self._grading(found, figures, path)
        if total is None and graded and len(merged) == 1 and merged[0][0].classes is None:
            figures["totals"] = self._totals(merged[0][0], f"{path}totals")
        elif total is not None and not merged and graded and total.classes is None:
            merged = [(total, None)]
        for at, (one, other) in enumerate(merged):
            figures["items"].append(self._item(one, other, total, merged, f"{path}items[{at}]"))
        for one in carried[:1]:
            figures["carried_over"] = self._counts(one, f"{path}carried_over")

    def _total(self, found: list[Group]) -> Group | None:
        """The first group that names no programme, where what follows may be its parts; a specific one first means no total."""
        counting = [one for one in found if one.counts]
        if not counting:
            return None
        first, rest = counting[0], counting[1:]
        if first.programme is not None or first.sent or (first.classes is not None and first.classes.value is None):
            return None
        if not rest or any(one.kind is Kind.GRADUATED for one in first.others):
            return first
        if any(one.section > first.section or (one.sentence == first.sentence + 1 and one.section) for one in rest):
            return first
        for kind in ("classes", "people"):
            whole = getattr(first, kind)
            parts = [getattr(one, kind) for one in rest if getattr(one, kind) is not None]
            if whole is not None and whole.value is not None and parts:
                return first if _makes(whole.value, [part.value or Decimal(0) for part in parts]) else None
        return None

    def _whole(self, one: Group, total: Group | None, items: list[Group]) -> Group | None:
        """The group whose part this is: `12 lớp trung cấp (gồm 11 lớp đặt tại các huyện …)`."""
        if not one.counts:
            return None
        described = (
            one.classes is None
            and one.people is not None
            and self.letters.bare[one.people.end :].lstrip().startswith("la ")
        )
        if one.programme is not None and one.programme.strong and not described:
            return None
        same = [other for other in items if other.sentence == one.sentence]
        if same and one.section > same[-1].section:
            return same[-1]
        if one.programme is not None and not described:
            return None
        if same and same[-1].parts and one.section == same[-1].section + 1:
            return same[-1]
        if (
            total is not None
            and one.sentence == total.sentence
            and one.classes is None
            and one.section
            and (described or not one.programmes)
        ):
            return total
        if (
            total is not None
            and not items
            and one.section
            and one.sentence == total.sentence
            and _is_part(self.letters.bare, one)
        ):
            return total
        return None

    def _as_parts(self, one: Group) -> list[tuple[str, Measure]]:
        """A group that is a part of another: its numbers under the words that tell it apart, before or after them."""
        found = list(one.parts)
        first = min(measure.start for measure in (one.classes, one.people) if measure is not None)
        label = _slug(self._lead(first))
        for measure in (one.classes, one.people):
            if measure is not None and measure.value is not None:
                name = label or self._slug(measure)
                found.append((name if not found or not label else f"{name}_hoc_vien", measure))
        return found

    def _lead(self, start: int) -> str:
        """The words right before a number that tell what it is of: `hệ tập trung`, `cấp huyện`, `đợt 1`."""
        before = self.letters.bare[max(0, start - 45) : start].rstrip(" :-=")
        words = re.split(r"[,;.:(/\n]|(?<!\w)(?:trong do|gom|bao gom|va|trong)(?!\w)", before)[-1]
        words = re.sub(r"(?<!\w)(?:mo duoc|mo|to chuc duoc|to chuc|da|co|duoc|voi|cho)(?!\w)", " ", words)
        return "" if re.search(r"\d{2}|khoa hoc|ket qua", words) or len(words.split()) > 5 else words

    def _slug(self, measure: Measure) -> str:
        after = self.letters.bare[measure.end : measure.end + 60]
        return _slug(re.split(r"[,;.()=\n]|(?<!\w)(?:va|voi|cho)(?!\w)|\d", after)[0]) or "phan"

    def _totals(self, one: Group, path: str) -> dict[str, Any]:
        figures = self._counts(one, path, unit=True)
        if one.planned:
            figures["status"] = "planned"
        return figures

    def _item(
        self,
        one: Group,
        other: Group | None,
        total: Group | None,
        merged: Sequence[tuple[Group, Group | None]],
        path: str,
    ) -> dict[str, Any]:
        named = one.programme or (other.programme if other else None)
        code = named.code if named else None
        if code is None and total is not None and total is not one:
            code = (
                OTHERS if re.search(r"khac|con lai", self.letters.bare[one.start : one.end + 8]) else OTHER_REFRESHERS
            )
            if not one.programmes and not (other and other.programmes) and code == OTHER_REFRESHERS:
                code = None
        elif code is None and total is None and self._refreshes(one):
            code = OTHER_REFRESHERS
        item: dict[str, Any] = {"programme": code}
        name = self._name(one)
        if name:
            item["name"] = name
        item |= {"classes": None, "participants": None}
        item |= self._counts(one, path, unit=True)
        if other is not None:
            item |= {key: value for key, value in self._counts(other, path, unit=True).items() if item.get(key) is None}
        if one.classes is not None and one.classes.intake and item.get("classes") is not None:
            item["intake"] = True
        if one.sent:
            item["sent"] = True
        if (total is not None and total is not one and one.joint and not total.joint) or (total is None and one.joint):
            item["joint"] = True
        if one.planned and not (total is not None and total.planned):
            item["status"] = "planned"
        if (
            total is not None
            and total is not one
            and (item.get("sent") or item.get("joint"))
            and one.sentence != total.sentence
        ):
            inside = [
                each for each, _other in merged if each.sentence == one.sentence and not (each.sent or each.joint)
            ]
            if not inside or item.get("joint"):
                item["in_totals"] = False
        return item

    def _refreshes(self, one: Group) -> bool:
        """Bồi dưỡng and no word of đào tạo: a refresher, whichever."""
        words = [self.letters.bare[named.start : named.end] for named in one.programmes if named.code is None]
        return any("boi duong" in word for word in words) and not any("dao tao" in word for word in words)

    def _counts(self, one: Group, path: str, *, unit: bool = False) -> dict[str, Any]:
        figures: dict[str, Any] = {}
        hedges = []
        if one.classes is not None and one.classes.value is not None and not (one.classes.name == "bare" and one.sent):
            figures["classes"] = self._put(f"{path}.classes", one.classes)
            if one.classes.number is not None:
                hedges.append(one.classes.number.qualifier)
        if one.people is not None:
            figures["participants"] = self._put(f"{path}.participants", one.people)
            if unit and one.people.unit is not None:
                figures["unit"] = str(one.people.unit)
            if one.people.number is not None:
                hedges.append(one.people.number.qualifier)
        hedged = [hedge for hedge in hedges if hedge]
        if hedged:
            figures["qualifier"] = hedged[-1]
        for measure in one.others:
            if measure.kind in {Kind.PLAN_SHARE, Kind.PLAN_DELTA} or (
                measure.kind is Kind.GRADUATED and "totals" in path
            ):
                if str(measure.kind) in figures:
                    self.doubts.append(Doubt(measure.start, measure.end, "tỷ lệ kế hoạch thứ hai của cùng một mục"))
                else:
                    figures[str(measure.kind)] = self._put(f"{path}.{measure.kind}", measure)
        breakdown: dict[str, Any] = {}
        for named, measure in one.parts:
            name = named or _slug(self._lead(measure.start)) or self._slug(measure)
            if name == "buoi_toi":
                figures["evening_classes"] = self._put(f"{path}.evening_classes", measure)
            else:
                breakdown[name] = self._put(f"{path}.breakdown.{name}", measure)
        if breakdown:
            figures["breakdown"] = breakdown
        return figures

    def _grading(self, found: list[Group], figures: dict[str, Any], path: str) -> bool:
        """Bands at the paragraph's level; whether there were any, or anybody who graduated."""
        bands = [one for group_ in found for one in group_.others if one.kind is Kind.BAND]
        graduated = any(one.kind is Kind.GRADUATED for group_ in found for one in group_.others)
        counts: dict[str, Any] = {}
        shares: dict[str, Any] = {}
        for band in sorted(bands, key=lambda one: BAND_ORDER.index(one.name)):
            if band.name in counts or (band.value is None and band.name in shares):
                if band.number is not None:
                    self.doubts.append(Doubt(band.start, band.end, "xếp loại này đã có một số khác trong đoạn"))
                continue
            if band.value is not None:
                counts[band.name] = self._put(f"{path}grading.{band.name}", band)
            if band.share is not None:
                shares[band.name] = self._put_number(f"{path}grading_pct.{band.name}", band.share, band.certainty)
        if counts:
            figures["grading"] = counts
        if shares:
            figures["grading_pct"] = shares
        return bool(counts or shares or graduated)

    def _others(self, others: list[tuple[Period, list[Group]]], main: Period | None) -> None:
        figures = self.reading.figures
        for period, found in others:
            counting = [one for one in found if one.counts]
            year = _year(period)
            main_year = _year(main)
            simple = len([one for one in counting if not one.carried]) == 1
            carried = [one for one in counting if one.carried and one.programme is None]
            for one in carried[:1]:
                figures["carried_over"] = self._counts(one, "carried_over")
            counting = [one for one in counting if one not in carried[:1]]
            if not counting:
                continue
            if (
                simple
                and year
                and main_year
                and year == main_year - 1
                and counting[0].programme is None
                and "previous_year" not in figures
            ):
                figures["previous_year"] = {"year": year, **self._counts(counting[0], "previous_year")}
                continue
            listed = figures.setdefault("other_periods", [])
            inner: dict[str, Any] = {"period": _period(period), "totals": None, "items": []}
            self._section([one for one in found if one not in carried[:1]], inner, f"other_periods[{len(listed)}].")
            inner["checks"] = checks.check(inner, open_ended=False)
            listed.append(inner)

    def _extras(self) -> None:
        extra: dict[str, Any] = {}
        for one in self.groups:
            for measure in one.others:
                if measure.kind is Kind.EXTRA and measure.name not in extra:
                    extra[measure.name] = self._put(f"extra.{measure.name}", measure)
        if extra:
            self.reading.figures["extra"] = extra

    # figures and places

    def _put(self, path: str, measure: Measure) -> int | float:
        value = _plain(measure.value if measure.value is not None else Decimal(0))
        start, end = self.letters.span(measure.start, measure.end)
        self._spot(path, value, start, end, measure.certainty)
        return value

    def _put_number(self, path: str, number: Number, certainty: float) -> int | float:
        value = _plain(number.value)
        start, end = self.letters.span(number.start, number.end)
        self._spot(path, value, start, end, certainty)
        return value

    def _spot(self, path: str, value: float, start: int, end: int, certainty: float) -> None:
        self.reading.spots.append(
            Spot(
                path,
                value,
                start + self.offset,
                end + self.offset,
                self.letters.original[start:end],
                round(certainty, 2),
            )
        )

    def _name(self, one: Group) -> str:
        named = one.programme or next(iter(one.programmes), None)
        if named is None:
            lead = self._lead(one.start).strip()
            begin = self.letters.bare.rfind(lead, 0, one.start) if lead else -1
            return self.letters.cut(begin, begin + len(lead)) if begin >= 0 else ""
        low = self.letters.low
        start = named.start
        for found in _NAME_FROM.finditer(low, max(0, named.start - 60), named.start):
            between = low[found.start() : named.start]
            if not re.search(r"[;.\d]", between):
                start = found.start()
                break
        stop = _NAME_TO.search(low, named.end)
        end = min(stop.start() if stop else len(low), named.end + 60)
        return self.letters.cut(start, end).strip(" ,.-=")

    def _unread(self) -> None:
        taken = [(one.start - self.offset, one.end - self.offset) for one in self.reading.spots]
        for doubt in sorted(self.doubts, key=lambda one: one.start):
            start, end = self.letters.span(doubt.start, doubt.end)
            if not any(first < end and start < last for first, last in taken):
                self.reading.unread.append(
                    {
                        "text": self.letters.original[start:end],
                        "span": [start + self.offset, end + self.offset],
                        "why": doubt.why,
                    }
                )


def _slug(words: str) -> str:
    """`đặt tại các huyện` → `dat_tai_huyen`."""
    kept = [word for word in re.findall(r"\w+", words) if word not in _SLUG_DROPPED]
    return "_".join(kept[:4])


def _is_part(bare: str, one: Group) -> bool:
    return bool(re.match(r"\s*(?:nu|buoi|vao|ngoai|tai|do|mo moi|chuyen tiep)", bare[one.end : one.end + 12]))


def _joined(groups: list[Group], bare: str) -> list[Group]:
    """`17 lớp; 1.303 học viên` is one group: nothing but a sign stands between."""
    joined: list[Group] = []
    for one in groups:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.classes is not None
            and before.people is None
            and one.people is not None
            and one.classes is None
            and not one.programmes
            and (not bare[before.end : one.start].strip(" ;,:") or _is_its_class(before, one))
        ):
            before.people, before.end = one.people, one.end
            before.sentence, before.section = one.sentence, one.section
            before.others += one.others
            before.parts += one.parts
        else:
            joined.append(one)
    return joined


def _is_its_class(before: Group, one: Group) -> bool:
    """`… tổng kết lớp đảng viên mới …. Có 87 học viên …`: of the one class told just before."""
    return (
        before.classes is not None
        and before.classes.value == 1
        and one.sentence == before.sentence + 1
        and one.people is not None
        and one.people.unit is Unit.HOC_VIEN
    )


def _makes(whole: Decimal, parts: list[Decimal]) -> bool:
    """Whether these are its parts though no word says so: exactly, or the first few exactly, or many that stay below it."""
    exactly = any(sum(parts[:many]) == whole for many in range(2, len(parts) + 1))
    return exactly or (len(parts) > 2 and sum(parts) <= whole)


def _merge(items: list[Group]) -> list[tuple[Group, Group | None]]:
    """`20 lớp bồi dưỡng …` and later `các lớp bồi dưỡng … tuyển sinh 2.850 học viên` are one item."""
    merged: list[tuple[Group, Group | None]] = []
    for one in items:
        code = one.programme.code if one.programme else None
        if one.people is not None and one.classes is not None and one.classes.value is None:
            for at, (first, second) in enumerate(merged):
                first_code = first.programme.code if first.programme else None
                alike = first_code == code or {first_code, code} <= {None, OTHER_REFRESHERS}
                if second is None and first.people is None and not first.parts and alike:
                    del merged[at]
                    merged.append((first, one))
                    break
            else:
                merged.append((one, None))
        else:
            merged.append((one, None))
    return merged


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _same(one: Period, other: Period) -> bool:
    return one is other or (one.first, one.last) == (other.first, other.last)


def _year(period: Period | None) -> int | None:
    if period is None or period.first is None or period.last is None or period.first.year != period.last.year:
        return None
    return period.first.year


def _period(period: Period | None) -> dict[str, Any]:
    if period is None:
        return {"label": None, "from": None, "to": None}
    return {
        "label": period.label,
        "from": period.first.isoformat() if period.first else None,
        "to": period.last.isoformat() if period.last else None,
    }
