"""Wholes and parts: which group is the total, which is a part of another, which two are one.

A total names no programme and what follows may be its parts: words say so (`trong đó`, `gồm`) or the numbers do.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .groups import Group
from .labels import key_of, slug, words_before
from .letters import Letters
from .measured import Kind, Measure, Unit
from .patterns import POST
from .programme_words import OTHER_REFRESHERS

Pair = tuple[Group, Group | None]


_CALLED_TOTAL = re.compile(
    r"(?:^|[\n;.,]|(?<!\w)(?:voi|cho)(?!\w))\s*[-+*•]?\s*(?:tong|tong cong|tong so|cong)(?: (?:so )?(?:lop|hoc vien)(?: da)?(?: mo)?)?\s*(?:la|co|:|=)?\s*$"
)
_CLASSES_THEN = re.compile(r"[\s.;,:]*(?:va )?(?:tong )?so (?:luong )?lop(?: [^\W\d]+){0,3}\s*[:=]?\s*(?:la)?\s*")
_BESIDE = re.compile(r"\s*(?:ngoai ra|ben canh do|cung voi do|dong thoi)(?!\w)")
_AND_POSTS = re.compile(r"(?: [^\W\d]+){0,6}?\s*(?:,|(?<!\w)va(?!\w)|,\s*va(?!\w))\s*(?:gan |tren |hon )?")
_AMONG = re.compile(r"(?:^|[\n;.])\s*trong (?:so )?$")
_OF_THAT_CLASS = re.compile(
    r"(?:^|[.;\n])\s*(?:tham gia|tham du|du|theo hoc) (?:khoa|lop)[^.;\d]*(?<!\w)(?:co|gom)(?: \w+)?\s*$"
)
# `45 học viên là cán bộ nguồn của tỉnh học lớp trung cấp`: who they are, and what they attended
_ATTENDS = re.compile(r"[^.;,\d]{0,90}?(?<!\w)(?:hoc|theo hoc|tham gia|du) lop(?!\w)")
# `Mở 56 lớp quán triệt nghị quyết; 5.459 người tham gia học`
_ATTEND_THEN = re.compile(r"[^.;\d]*;\s*(?:co |thu hut )?(?:tren |gan |hon )?")
# `khai giảng lớp cập nhật kiến thức …; dự học có hơn 130 cán bộ`
_ATTENDED_BY = re.compile(
    r"[^.;]*;\s*(?:tham gia|tham du|du|du hoc|theo hoc)(?: lop| khoa)?(?: hoc)? (?:co|gom|la) (?:tren |gan |hon |khoang )?"
)
_ATTENDING = re.compile(r"\s*(?:[^\W\d]+ ){0,4}?(?:tham gia|tham du|du|theo hoc)(?!\w)")
# `45 lớp; trong đó mở mới 12 lớp`: of the same classes, by what was done to them
_BY_STATE = re.compile(r"(?<!\w)(?:mo moi|khai giang|be giang|tong ket|tuyen moi)(?: duoc| moi)?\s*$")
# `…, 20 lớp cho các đoàn thể, thu hút 2.205 lượt người`: at the end of a list without learners, of all of it
_DRAWING = re.compile(r",\s*(?:da )?(?:thu hut|voi tong so|tong so)(?: [^\W\d]+){0,4}\s*$")
_LEARNERS_IN_ALL = re.compile(
    r"[;,.]\s*(?:voi )?tong so (?:luot )?(?:hoc vien|nguoi hoc|nguoi)(?: tham gia)?\s*:?\s*(?:la|co)?\s*(?:tren|gan|hon|khoang)?\s*$"
)
_LEARNERS_THEN = re.compile(r"[\s.;,:]*(?:tong )?so (?:luot )?(?:hoc vien|nguoi)(?: \w+){0,3}\s*:?\s*(?:la)?\s*")


def find_total(found: list[Group], bare: str) -> Group | None:
    """The first group that counts, if it names no programme, or a later one called the total; else no total is told."""
    counting = [one for one in found if one.counts]
    told = [one for one in counting if not _is_only_named(one)]
    counting = told or counting
    if not counting:
        return None
    called = _called_total(counting, bare) or (counting[0] if _is_made_by_others(counting) else None)
    if called is not None:
        return called
    # people sent to others' classes are no parts of what was held here
    own = [one for one in counting if not one.sent]
    if counting[0].sent and len(own) == 1 and own[0].classes is not None and own[0].people is not None:
        return own[0] if own[0].programme is None and own[0].classes.value is not None else None
    first, rest = counting[0], [one for one in counting[1:] if not one.sent or one.section > counting[0].section]
    if first.programme is not None or first.sent or (first.classes is not None and first.classes.value is None):
        return None
    if not rest or any(one.kind is Kind.GRADUATED for one in first.others):
        return first
    if any(one.section > first.section or (one.sentence == first.sentence + 1 and one.section) for one in rest):
        return first
    if _is_of_all(first, rest, bare) or _only_beside(first, rest, bare):
        return first
    for kind in ("classes", "people"):
        whole = getattr(first, kind)
        parts = [getattr(one, kind) for one in rest if getattr(one, kind) is not None]
        if whole is not None and whole.value is not None and parts:
            return first if _makes(whole.value, [part.value or Decimal(0) for part in parts]) else None
    return None


def _is_made_by_others(counting: list[Group]) -> bool:
    """The first is of all that follow: by its numbers, by its name, or as the classes that all of them share."""
    if counting[0].of_all and all(one.classes is None for one in counting[1:]):
        return True
    return _is_made_by_all(counting) or _is_named_by_its_parts(counting)


def _is_named_by_its_parts(counting: list[Group]) -> bool:
    """`5 lớp quần chúng ưu tú và đảng viên mới có 412 học viên, gồm 280 học viên nhận thức về Đảng và 132 học viên đảng viên mới`."""
    first, rest = counting[0], counting[1:]
    if first.people is None or first.sent or len(rest) < 2:
        return False
    codes = [one.programme.code if one.programme is not None else None for one in rest]
    if None in codes or len(set(codes)) < len(codes) or first.programme is None or first.programme.code not in codes:
        return False
    if any(one.people is None or one.sentence != first.sentence or one.section <= first.section for one in rest):
        return False
    return sum(one.people.value or 0 for one in rest if one.people is not None) == first.people.value


def _is_made_by_all(counting: list[Group]) -> bool:
    """`45 lớp cho 4.180 hội viên các đoàn thể: Hội Phụ nữ 12 lớp, 1.150 học viên; …`: its classes and its learners are those of all that follow."""
    first, rest = counting[0], counting[1:]
    if first.programme is None or first.programme.strong or first.sent or len(rest) < 2:
        return False
    for kind in ("classes", "people"):
        told = [getattr(one, kind) for one in counting]
        if any(one is None or one.value is None for one in told):
            return False
        if sum(one.value for one in told[1:]) != told[0].value:
            return False
    return all(one.sentence == first.sentence for one in rest)


def _is_only_named(one: Group) -> bool:
    """`bế giảng lớp đảng viên mới`: one class, nobody counted."""
    return one.classes is not None and one.classes.name == "bare" and one.people is None


def _called_total(counting: list[Group], bare: str) -> Group | None:
    """The group the text calls the total: the first, or a later one where the first names a programme."""

    def is_called(one: Group, begins: int) -> bool:
        return one.programme is None and bool(_CALLED_TOTAL.search(bare[max(0, begins - 20) : begins]))

    begins = min(one.start for one in (counting[0].classes, counting[0].people) if one is not None)
    if len(counting) > 1 and is_called(counting[0], begins):
        return counting[0]
    row = next(
        (
            one
            for one in counting
            if (one.people is not None and one.people.name == "total")
            or (one.classes is not None and one.classes.name == "raised" and one.programme is None)
        ),
        None,
    )
    if row is not None:
        return row
    called = next((one for one in counting[1:] if is_called(one, one.start)), None)
    if (
        called is None
        and len(counting) > 1
        and counting[0].people is None
        and _AMONG.search(bare[max(0, begins - 20) : begins])
    ):
        return counting[0] if counting[0].programme is None else None  # `Trong 24 lớp đã mở có 6 lớp …`
    return called if counting[0].programme is not None else None


def _only_beside(first: Group, rest: list[Group], bare: str) -> bool:
    """`mở 16 lớp cho 1.208 học viên. Ngoài ra, phối hợp với Trường Chính trị mở 01 lớp …`: nothing else of its own is told."""
    return (
        first.classes is not None
        and first.people is not None
        and all(one.sentence > first.sentence and _is_beside(one, bare) for one in rest)
    )


def _is_beside(one: Group, bare: str) -> bool:
    sentence = re.split(r"[.;\n](?!\d)", bare[max(0, one.start - 250) : one.start])[-1]
    return one.joint or one.carried or one.sent or bool(_BESIDE.match(sentence))


def _is_of_all(first: Group, rest: list[Group], bare: str) -> bool:
    """`274 lớp đào tạo, bồi dưỡng cho 23.450 lượt`: the whole work by name, and nothing told after it is larger."""
    if first.classes is None or first.people is None or not all(one.classes for one in rest):
        return False
    named = " ".join(bare[one.start : one.end] for one in first.programmes if one.code is None)
    limits = [(first.classes.value, one.classes.value) for one in rest if one.classes is not None]
    return "dao tao" in named and "boi duong" in named and all((part or 0) < (whole or 0) for whole, part in limits)


def _makes(whole: Decimal, parts: list[Decimal]) -> bool:
    """Whether these are its parts though no word says so: exactly, or the first few exactly, or many that stay below it."""
    exactly = any(sum(parts[:many]) == whole for many in range(2, len(parts) + 1))
    return exactly or (len(parts) > 2 and sum(parts) <= whole)


def complete(total: Group, found: list[Group], bare: str) -> list[Group]:
    """`54 lớp, trong đó …; tổng số học viên 4.870 người`: the learners of the total, told after its parts. Those left of `found`."""
    if total.people is not None:
        return found
    inside = [
        one for one in found if one is not total and one.sentence == total.sentence and one.section > total.section
    ]
    last = inside[-1] if len(inside) > 2 else None
    if (
        last is not None
        and last.people is not None
        and last.classes is not None
        and all(one.classes is not None and one.people is None for one in inside[:-1])
        and _DRAWING.search(bare, last.classes.end, last.people.start)
    ):
        total.people = replace(last.people, certainty=min(last.people.certainty, 0.5))
        last.people = None
        return found
    for one in found:
        if one is total or one.people is None or one.classes is not None or one.programme is not None or one.sent:
            continue
        if one.sentence == total.sentence and _LEARNERS_IN_ALL.search(
            bare, max(0, one.people.start - 40), one.people.start
        ):
            total.people = one.people
            total.others += one.others
            return [each for each in found if each is not one]
    return found


def whole_of(letters: Letters, one: Group, total: Group | None, items: list[Group]) -> Group | None:
    """The group whose part this is: `12 lớp trung cấp (gồm 11 lớp đặt tại các huyện …)`; None for one that stands by itself."""
    if not one.counts:
        return None
    described = _describes(letters, one)
    if one.programme is not None and one.programme.strong and not described:
        return None
    before = next((other for other in reversed(items) if other.sentence == one.sentence), None)
    if before is not None and one.section > before.section:
        return before
    if one.programme is not None and not described:
        return None
    if total is None or one.sentence != total.sentence or not one.section:
        return None
    if one.classes is None and (described or not one.programmes):
        return total
    if _BY_STATE.search(letters.bare[max(0, one.start - 30) : one.start]) and not one.programmes:
        return total
    return total if not items and _is_part(letters.bare, one) else None


def _describes(letters: Letters, one: Group) -> bool:
    """`29 đồng chí là giáo viên`: who they are, not what they attended."""
    people = one.people
    if one.classes is not None or people is None or not letters.bare[people.end :].lstrip().startswith("la "):
        return False
    return not _ATTENDS.match(letters.bare, people.end)


def _is_part(bare: str, one: Group) -> bool:
    return bool(re.match(r"\s*(?:nu|buoi|vao|ngoai|tai|do|mo moi|chuyen tiep)", bare[one.end : one.end + 12]))


def are_posts(letters: Letters, groups: Sequence[Group]) -> bool:
    """`trong đó 120 bí thư, 98 phó bí thư`: people told by their posts alone."""
    return bool(groups) and all(
        one.classes is None
        and one.people is not None
        and one.people.number is not None
        and POST.match(letters.bare, one.people.number.end) is not None
        for one in groups
    )


def of_one_class(letters: Letters, groups: list[Group]) -> list[Group]:
    """`2 lớp nghiệp vụ cho 120 bí thư và 98 phó bí thư`: of the same classes; neither number is all of their learners."""
    kept: list[Group] = []
    for one in groups:
        before = kept[-1] if kept else None
        if before is None or not _is_post_beside(letters, before, one):
            kept.append(one)
            continue
        for each in (before, one):
            if each.people is not None:
                before.parts.append((_post_of(letters, each.people), each.people))
        before.people, before.end = None, one.end
        before.classes = before.classes or one.classes
        before.programme = before.programme or one.programme
        before.programmes += one.programmes
        before.others += one.others
        before.parts += one.parts
    return kept


def _is_post_beside(letters: Letters, before: Group, one: Group) -> bool:
    """Posts counted on both sides of a comma or “và”, and classes told once."""
    if one.people is None or not are_posts(letters, [replace(one, classes=None)]) or before.sentence != one.sentence:
        return False
    if (before.classes is None) == (one.classes is None) or before.section != one.section:
        return False
    if one.classes is not None and one.classes.start < one.people.start:
        return False
    told = before.people if before.people is not None else before.parts[-1][1] if before.parts else None
    if told is None or (before.people is not None and not are_posts(letters, [replace(before, classes=None)])):
        return False
    if before.people is None and not POST.match(letters.bare, told.number.end if told.number else told.end):
        return False
    return bool(_AND_POSTS.fullmatch(letters.bare, told.end, one.people.start))


def _post_of(letters: Letters, people: Measure) -> str:
    found = POST.match(letters.bare, people.number.end) if people.number is not None else None
    return "_".join(found["post"].split()) if found else key_of(letters, people)


def as_parts(letters: Letters, one: Group) -> list[tuple[str, Measure]]:
    """The numbers of a group that is a part of another, under the words that tell it apart, before or after them."""
    found = list(one.parts)
    measures = [measure for measure in (one.classes, one.people) if measure is not None and measure.value is not None]
    label = slug(words_before(letters, min(measure.start for measure in measures))) if measures else ""
    for measure in measures:
        name = label or key_of(letters, measure)
        found.append((name if not found or not label else f"{name}_hoc_vien", measure))
    return found


def shared(groups: list[Group], bare: str) -> list[Group]:
    """`4 lớp cho 235 đối tượng kết nạp Đảng và 63 đảng viên mới`: the classes are of both, and stand by themselves."""
    kept: list[Group] = []
    for at, one in enumerate(groups):
        other = groups[at + 1] if at + 1 < len(groups) else None
        if other is not None and _share_classes(one, other, bare):
            kept.append(
                replace(
                    one,
                    people=None,
                    programme=None,
                    programmes=[],
                    end=one.people.start if one.people else one.end,
                    of_all=True,
                )
            )
            kept.append(replace(one, classes=None, start=one.people.start if one.people else one.start))
        else:
            kept.append(one)
    return kept


def _share_classes(one: Group, other: Group, bare: str) -> bool:
    if one.classes is None or (one.classes.value or 0) < 2 or one.people is None or other.people is None:
        return False
    if one.people.start < one.classes.start:
        return False
    named_after = [
        each is not None
        and each.programme is not None
        and each.programme.strong
        and each.people is not None
        and each.programme.start >= each.people.start
        for each in (one, other)
    ]
    between = bare[one.end : other.people.start]
    return (
        all(named_after)
        and other.classes is None
        and re.fullmatch(r"(?: \w+){0,3} va ", between) is not None
        and one.programme != other.programme
    )


def joined(groups: list[Group], bare: str) -> list[Group]:
    """Classes and the learners told right after them, with no more than a sign between, are one group."""
    kept: list[Group] = []
    for one in groups:
        before = kept[-1] if kept else None
        if (
            before is not None
            and len(kept) > 1
            and _is_only_named(before)
            and _is_only_named(kept[-2])
            and one.sentence > before.sentence
        ):
            kept.append(one)  # `bế giảng lớp A và lớp B. Có 93 học viên …`: of both
        elif before is not None and _names_classes_then(before, one, bare):
            before.classes, before.end = one.classes, one.end
            before.others += one.others
            before.parts += one.parts
        elif before is not None and _continues(before, one, bare) and not _tells_of_all(kept, one, bare):
            before.people, before.end = one.people, one.end
            before.sentence, before.section = one.sentence, one.section
            before.others += one.others
            before.parts += one.parts
        else:
            kept = [*kept[:-1], one] if before is not None and not before.tells else [*kept, one]
    return [one for one in kept if one.tells and not _is_merely_said(one)]


def _tells_of_all(kept: list[Group], one: Group, bare: str) -> bool:
    """`27 lớp …, 21 lớp …; tổng số học viên 4.310`: of all the classes of the sentence, not of the last."""
    if one.people is None:
        return False
    said = _LEARNERS_IN_ALL.search(bare, max(0, one.people.start - 40), one.people.start)
    return bool(said) and sum(each.sentence == one.sentence and each.classes is not None for each in kept) > 1


def _is_merely_said(one: Group) -> bool:
    """`khai giảng lớp đợt 4`: no number, no programme, nobody counted."""
    return _is_only_named(one) and not (one.programmes or one.others or one.parts)


def _names_classes_then(before: Group, one: Group, bare: str) -> bool:
    """`Số học viên: 2.031; số lớp: 26`."""
    if before.classes is not None or before.people is None or one.classes is None or one.people or one.programmes:
        return False
    return bool(_CLASSES_THEN.fullmatch(bare, before.people.end, one.classes.start))


def _continues(before: Group, one: Group, bare: str) -> bool:
    """`17 lớp; 1.303 học viên`; `… tổng kết lớp đảng viên mới …. Có 87 học viên …`."""
    if before.classes is None or before.people is not None or one.people is None:
        return False
    if one.classes and not (one.classes.name == "bare" and one.programme is None):
        return False
    code = before.programme.code if before.programme else None
    if any(named.code not in {None, code} for named in one.programmes):
        return False
    if one.programmes:  # `Tham gia lớp bồi dưỡng có 97 học viên`
        return before.classes.value == 1 and bool(
            _OF_THAT_CLASS.search(bare[max(0, one.people.start - 120) : one.people.start])
        )
    if not bare[before.end : one.start].strip(" ;,:") or _LEARNERS_THEN.fullmatch(bare, before.end, one.start):
        return True
    if (
        one.sentence == before.sentence
        and not one.section
        and _ATTEND_THEN.fullmatch(bare, before.end, one.start)
        and _ATTENDING.match(bare, one.people.end)
    ):
        return True
    if (
        one.sentence == before.sentence
        and _is_only_named(before)
        and _ATTENDED_BY.fullmatch(bare, before.end, one.start)
    ):
        return True
    names_them = before.classes.value in {None, Decimal(1)}
    return names_them and one.sentence == before.sentence + 1 and one.people.unit is Unit.HOC_VIEN


def merged(items: list[Group]) -> list[Pair]:
    """`20 lớp bồi dưỡng …` and later `các lớp bồi dưỡng … tuyển sinh 2.850 học viên` are one item, at the later place."""
    kept: list[Pair] = []
    for one in items:
        at = _told_without_people(kept, one)
        if at is None:
            kept.append((one, None))
        else:
            kept.append((kept.pop(at)[0], one))
    return kept


def _told_without_people(kept: list[Pair], one: Group) -> int | None:
    if one.people is None:
        return None
    code = one.programme.code if one.programme else None
    if one.classes is None or one.classes.name == "bare":
        again = (
            at
            for at, (first, second) in enumerate(kept)
            if second is None and code and _is_only_named(first) and first.programme and first.programme.code == code
        )
        return next(again, None)
    if one.classes.value is not None:
        return None
    for at, (first, second) in enumerate(kept):
        told = first.programme.code if first.programme else None
        alike = told == code or {told, code} <= {None, OTHER_REFRESHERS}
        if second is None and first.people is None and not first.parts and alike:
            return at
    return None
