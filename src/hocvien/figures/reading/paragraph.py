"""One paragraph of a report as figures: totals, items, bands, the periods they are of, and what was left unread.

Nothing is computed into a figure and nothing repaired: a figure is a number that stands in the text. Sums and percentages are only checked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from . import beside, checks, parts
from .answer import Answer, Reading
from .groups import Group, group
from .labels import name_of
from .letters import Letters, letters_of
from .listed import find_turns, listed
from .measured import Doubt, Kind
from .measures import find_measures
from .numbers import find_numbers
from .periods import Period, find_periods
from .programme_words import OTHER_REFRESHERS, OTHERS
from .programmes import find_programmes
from .strangers import Strangers

_OPEN_ENDED = re.compile(r"…|\.{3}|v\.v|vân vân")
# a list that says that it is all of it
_IS_WHOLE = re.compile(r"(?<!\w)(?:bao gom|gom|chia ra|bao gom co|gom co)\s*:?\s*\d")
_CLOSES = re.compile(r"(?<!\w)(?:be giang|trao bang|cap bang|tong ket (?:lop|khoa))(?!\w)")
_LONGEST = 40_000
_ALONE = re.compile(r"(?<!\w)rieng(?: trong)?\s*$")
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")


def read_text(text: str) -> list[Reading]:
    """Every paragraph (a blank line parts them) that has words; spans are places in the whole text.

    A sentence of 37,600 letters with 1,500 figures takes a fifth of a second; what is longer than any paragraph is read in pieces, so that
    the time grows with the text.
    """
    return [
        read_paragraph(text[start:end], offset=start)
        for match in _PARAGRAPH.finditer(text)
        for start, end in _pieces(text, *match.span())
        if text[start:end].strip()
    ]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraph as it is, unless it is longer than any: then cut where a line, a sentence or at least a word ends."""
    while end - start > _LONGEST:
        last = start + _LONGEST
        cut = max((text.rfind(sign, start + 1, last) for sign in ("\n", ". ")), default=-1)
        cut = cut if cut > start else text.rfind(" ", start + 1, last)
        cut = cut + 1 if cut > start else last
        yield start, cut
        start = cut
    yield start, end


def read_paragraph(text: str, *, offset: int = 0) -> Reading:
    """What a careful reader takes from this paragraph alone; `offset` is added to every span."""
    return _Paragraph(letters_of(text), offset).read()


class _Paragraph:
    def __init__(self, letters: Letters, offset: int) -> None:
        self.letters = letters
        self.answer = Answer(letters, offset)
        periods = find_periods(letters)
        led = [one for one in periods if one.leads] or periods[:1]
        # `Trong tổng số lớp mở năm 2023 có …`: after another year the text comes back to its own
        self.periods = [one for one in periods if one in led or (_same(one, led[0]) and one.start > led[0].start)]
        numbers = find_numbers(letters)
        turns = find_turns(letters, numbers)
        programmes = find_programmes(letters)
        in_turn = listed(letters, turns, programmes)
        taken = [(turn.start, turn.end) for turn in turns] if in_turn else []
        found = find_measures(
            letters, [one for one in numbers if not any(start <= one.start < end for start, end in taken)]
        )
        self.answer.doubts += found.doubts
        begun = [one.start for one in self.periods if one.leads or one is not self.periods[0]]
        muting = [one for one in found.doubts if one.mutes]
        told = group(letters, found.measures, programmes, muting, begun, found.rows)
        groups = parts.shared(parts.of_one_class(letters, parts.joined(told, letters.bare)), letters.bare)
        groups = beside.settle(letters, groups, programmes, self.periods)
        strangers = Strangers(letters, self.periods, [one.end for one in found.measures if one.name == "admitted"])
        self.groups: list[Group] = []
        for one in groups:
            why = strangers.why(one, self.groups)
            if not why:
                self.groups.append(one)
                continue
            if one.people is not None:
                self.answer.doubts.append(Doubt(one.people.start, one.people.end, why))
            if one.others:
                self.groups.append(replace(one, people=None, parts=[]))
        self.groups = sorted([*self.groups, *in_turn], key=lambda one: one.start) if in_turn else self.groups

    def read(self) -> Reading:
        figures = self.answer.reading.figures
        main = next((one for one in self.periods if not one.compared), self.periods[0] if self.periods else None)
        if main is not None and _ALONE.search(self.letters.bare, max(0, main.start - 20), main.start):
            main = next((one for one in self.periods if self._is_told_of_alone(main, one)), main)
        if main is not None and (self._is_told_after_all(main) or self._is_of_some(main)):
            main = None
        figures |= {"period": _period(main), "totals": None, "items": []}
        here, others = self._by_period(main)
        self._section(here, figures, "")
        for period, found in others:
            self._other_period(period, found, main)
        self._extras()
        figures["checks"] = checks.check(
            figures,
            open_ended=bool(_OPEN_ENDED.search(self.letters.low)),
            is_whole=bool(_IS_WHOLE.search(self.letters.bare)),
            are_bands_whole=not any(one.why in {"many_bands", "band_other"} for one in self.answer.doubts),
        )
        return self.answer.finish()

    # which period

    def _is_of_some(self, period: Period) -> bool:
        """`đã mở 385 lớp với 32.000 lượt. Riêng năm 2014 mở 42 lớp`: of those alone that are told after it."""
        bare = self.letters.bare
        if not _ALONE.search(bare, max(0, period.start - 20), period.start):
            return False
        return any(
            one.counts and one.end <= period.start and re.search(r"[.\n](?!\d)", bare[one.end : period.start])
            for one in self.groups
        )

    def _is_told_of_alone(self, before: Period, one: Period) -> bool:
        """`Riêng năm 2021 mở 96 lớp. 9 tháng đầu năm 2022 mở 61 lớp`: the later is what the text speaks of, if nothing was counted before both."""
        year, this = _year(before), _year(one)
        if year is None or this != year + 1 or not one.leads or one.compared:
            return False
        since = [each for each in self.groups if each.counts and each.start > one.start]
        earlier = any(each.counts and each.end <= before.start for each in self.groups)
        return not earlier and bool(since) and not any(each.planned for each in since)

    def _is_told_after_all(self, period: Period) -> bool:
        """`… lớp có 70 học viên. Năm 2021 kết nạp 118 đảng viên`: every class and learner was told in sentences before it."""
        counting = [one for one in self.groups if one.counts]
        return bool(counting) and all(
            one.end <= period.start and re.search(r"[.\n](?!\d)", self.letters.bare[one.end : period.start])
            for one in counting
        )

    def _by_period(self, main: Period | None) -> tuple[list[Group], list[tuple[Period, list[Group]]]]:
        here: list[Group] = []
        others: dict[int, list[Group]] = {}
        for one in self.groups:
            # `Về đào tạo, năm 2021 mở 96 lớp`: of the period before its numbers
            numbers = [each.start for each in (one.classes, one.people) if each is not None]
            start = min(numbers, default=one.start)
            before = [
                at
                for at, period in enumerate(self.periods)
                if period.start <= start and (period is main or start < self._reaches(period))
            ]
            if not before or not self._is_another(self.periods[before[-1]], main):
                here.append(one)
            else:
                others.setdefault(before[-1], []).append(one)
        return here, [(self.periods[at], found) for at, found in others.items()]

    def _is_another(self, period: Period, main: Period | None) -> bool:
        """Whether what is told of this period is not what the text speaks of."""
        return self._is_of_some(period) if main is None else not _same(period, main)

    def _reaches(self, period: Period) -> int:
        """Where what is told of a period ends: with its bracket `(năm 2019: 52 lớp)`, `cùng kỳ năm 2024 (8 lớp)`, else with the text."""
        bare = self.letters.bare
        opened = bare.rfind("(", 0, period.start)
        if opened < 0 or ")" in bare[opened : period.start]:
            after = re.match(r"\s*\(", bare[period.end :])
            if not after or not period.compared:
                return self.letters.length
        closed = bare.find(")", period.end)
        return closed if closed >= 0 else self.letters.length

    def _other_period(self, period: Period, found: list[Group], main: Period | None) -> None:
        """Figures of another period: last year's total alone has a place of its own, carried over classes another."""
        figures = self.answer.reading.figures
        carried = [one for one in found if _is_carried(one)][:1]
        found = [one for one in found if one not in carried]
        for one in carried:
            figures["carried_over"] = self.answer.counts(one, "carried_over")
        counting = [one for one in found if one.counts]
        for one in counting[1:]:
            if counting[0].programme is None and parts.whole_of(self.letters, one, counting[0], []) is counting[0]:
                counting[0].parts += parts.as_parts(self.letters, one)
                found.remove(one)
        counting = [one for one in found if one.counts]
        year, this = _year(period), _year(main)
        if (
            len(counting) == 1
            and counting[0].programme is None
            and year
            and this == year + 1
            and "previous_year" not in figures
        ):
            figures["previous_year"] = {"year": year, **self.answer.counts(counting[0], "previous_year")}
        elif counting:
            listed = figures.setdefault("other_periods", [])
            inner: dict[str, Any] = {"period": _period(period), "totals": None, "items": []}
            self._section(found, inner, f"other_periods[{len(listed)}].")
            inner["checks"] = checks.check(inner, open_ended=False)
            listed.append(inner)

    # figures of one period

    def _section(self, found: list[Group], figures: dict[str, Any], path: str) -> None:
        carried = [one for one in found if _is_carried(one)]
        found = [one for one in found if one not in carried]
        total = parts.find_total(found, self.letters.bare)
        if total is not None:
            found = parts.complete(total, found, self.letters.bare)
        merged = parts.merged(self._items(found, total))
        if total is not None:
            figures["totals"] = self._totals(total, f"{path}totals")
        bands = [one for each in found for one in each.others if one.kind is Kind.BAND]
        graduated = any(one.kind is Kind.GRADUATED for each in found for one in each.others)
        graded = self.answer.grading(bands, figures, path) or graduated
        one = merged[0][0] if len(merged) == 1 else None
        if total is None and graded and one is not None and (_is_one_class(one) or self._closes(one)):
            figures["totals"] = self._totals(
                replace(one, classes=None if _is_one_class(one) else one.classes), f"{path}totals"
            )
        elif total is not None and not merged and graded and total.classes is None:
            merged = [(total, None)]
        for at, pair in enumerate(merged):
            figures["items"].append(self._item(pair, total, merged, f"{path}items[{at}]"))
        _mark_parts(self.letters, [one for one, _other in merged], figures["items"])
        for one in carried[:1]:
            figures["carried_over"] = self.answer.counts(one, f"{path}carried_over")

    def _closes(self, one: Group) -> bool:
        """`bế giảng và trao bằng tốt nghiệp 3 lớp trung cấp với 168 học viên`: how these classes ended is what is told."""
        return one.people is not None and bool(_CLOSES.search(self.letters.bare, 0, one.people.start))

    def _items(self, found: list[Group], total: Group | None) -> list[Group]:
        """The groups that stand by themselves; parts and what is told beside a group go to it."""
        items: list[Group] = []
        for one in found:
            if one is total:
                continue
            whole = parts.whole_of(self.letters, one, total, items)
            if whole is not None:
                whole.parts += parts.as_parts(self.letters, one)
            elif one.counts:
                items.append(one)
            else:
                # parts of what is not told are no figures by themselves
                self.answer.doubts += [Doubt(part.start, part.end, "programme") for _name, part in one.parts]
                if items or total is not None:
                    (items[-1] if items else total or one).others += one.others
        return items

    def _totals(self, one: Group, path: str) -> dict[str, Any]:
        figures = self.answer.counts(one, path)
        if one.planned:
            figures["status"] = "planned"
        return figures

    def _item(self, pair: parts.Pair, total: Group | None, merged: Sequence[parts.Pair], path: str) -> dict[str, Any]:
        one, other = pair
        item: dict[str, Any] = {"programme": self._code(pair, total)}
        name = name_of(self.letters, one)
        if name:
            item["name"] = name
        item |= {"classes": None, "participants": None} | self.answer.counts(one, path)
        if other is not None:
            told = self.answer.counts(other, path)
            item |= {key: value for key, value in told.items() if item.get(key) is None}
        if one.classes is not None and one.classes.intake and item["classes"] is not None:
            item["intake"] = True
        if one.sent:
            item["sent"] = True
        if one.joint and (total is None or (total is not one and not total.joint)):
            item["joint"] = True
        if one.planned and not (total is not None and total.planned):
            item["status"] = "planned"
        if self._stands_outside(one, item, total, merged):
            item["in_totals"] = False
        return item

    @staticmethod
    def _stands_outside(one: Group, item: dict[str, Any], total: Group | None, merged: Sequence[parts.Pair]) -> bool:
        """Sent or joint, in a sentence after that of the total: told beside it, not within."""
        if total is None or total is one:
            return False
        if one.sentence == total.sentence:
            # no list of parts between: `đã mở 162 lớp cho …; cử 35 đồng chí học cao cấp`
            return bool(item.get("sent")) and not total.sent and one.section == total.section
        if item.get("joint"):
            return True
        own = [each for each, _other in merged if each.sentence == one.sentence and not (each.sent or each.joint)]
        return bool(item.get("sent")) and not own

    def _code(self, pair: parts.Pair, total: Group | None) -> str | None:
        """The programme's code; a group within a total that only says bồi dưỡng is another refresher."""
        one, other = pair
        named = one.programme or (other.programme if other else None)
        if named is not None:
            return named.code
        if total is None:
            return OTHER_REFRESHERS if self._refreshes(one) else None
        if total is one:
            return None
        if re.search(r"khac|con lai", self.letters.bare[one.start : one.end + 8]):
            return OTHERS
        words = [self.letters.bare[each.start : each.end] for each in one.programmes]
        if words and all(word == "dao tao" for word in words):
            return None
        return OTHER_REFRESHERS if one.programmes or (other and other.programmes) else None

    def _refreshes(self, one: Group) -> bool:
        """Bồi dưỡng and no word of đào tạo: a refresher, whichever."""
        words = [self.letters.bare[named.start : named.end] for named in one.programmes if named.code is None]
        return any("boi duong" in word for word in words) and not any("dao tao" in word for word in words)

    def _extras(self) -> None:
        extra: dict[str, Any] = {}
        for measure in (one for each in self.groups for one in each.others if one.kind is Kind.EXTRA):
            if measure.name not in extra:
                extra[measure.name] = self.answer.put(f"extra.{measure.name}", measure)
        if extra:
            self.answer.reading.figures["extra"] = extra


def _mark_parts(letters: Letters, found: Sequence[Group], items: Sequence[dict[str, Any]]) -> None:
    """`bồi dưỡng: 45 lớp, gồm: đảng viên mới 5 lớp; …`: items that make up one before them exactly are told as parts of it.

    `lớp bồi dưỡng cấp ủy cho 250 đồng chí, trong đó 120 bí thư, 98 phó bí thư` need not make the whole: posts of the same learners.
    """
    for at, whole in enumerate(found):
        is_named = whole.programme is not None and whole.programme.strong
        inside = []
        for place in range(at + 1, len(found)):
            one = found[place]
            if one.sentence != whole.sentence or one.section <= whole.section:
                break
            same = items[place].get("programme") == items[at].get("programme")
            if not is_named or same or (one.programme is None and parts.are_posts(letters, [one])):
                inside.append(place)
        sums = [
            (items[at].get(key), [items[place].get(key) for place in inside]) for key in ("classes", "participants")
        ]
        exactly = len(inside) > 1 and any(
            told and None not in many and sum(number or 0 for number in many) == told for told, many in sums
        )
        of_them = is_named and parts.are_posts(letters, [found[place] for place in inside])
        if exactly or (of_them and sum(number or 0 for number in sums[1][1]) <= (sums[1][0] or 0)):
            for place in inside:
                items[place]["part_of"] = f"items[{at}]"
                if items[at].get("sent"):
                    items[place]["sent"] = True
                if is_named:
                    items[place]["programme"] = items[at]["programme"]


def _is_one_class(one: Group) -> bool:
    return one.classes is None or one.classes.name == "bare"


def _is_carried(one: Group) -> bool:
    return one.carried and one.counts


def _same(one: Period, other: Period) -> bool:
    return (one.first, one.last, one.label) == (other.first, other.last, other.label) or (
        one.first is not None and (one.first, one.last) == (other.first, other.last)
    )


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
