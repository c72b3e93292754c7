"""What a group takes from those told before it: others who went to the same, groups of defence education, a resolution named a sentence ago."""

import re
from collections.abc import Sequence

from .groups import Group
from .letters import Letters
from .measured import Unit
from .patterns import PEOPLE
from .periods import Period
from .programmes import Programme

_RESOLUTIONS, _DEFENCE = "QTNQ", "QPAN"
# who is taught of defence by a group's number or by their calling: `2.930 đối tượng 4 và 65 chức sắc`
_OF_DEFENCE = re.compile(
    r"\s*(?:nguoi |can bo |vi |cac )?(?:(?:thuoc )?doi tuong [1-4]|chuc sac|chuc viec|nha tu hanh)(?!\w)"
)
# `Nghị quyết Đại hội XIII được quán triệt nghiêm túc`: what the sentences after it are of
_OF_A_RESOLUTION = re.compile(
    r"(?<!\w)(?:nghi quyet|chi thi)(?: [^.;\n]*)?(?<!\w)(?:quan triet|hoc tap|trien khai|tuyen truyen)(?!\w)"
    r"|(?<!\w)(?:quan triet|hoc tap|trien khai|tuyen truyen)(?!\w)[^.;\n]*(?<!\w)(?:nghi quyet|chi thi)(?!\w)"
)
_STUDY = re.compile(r"(?<!\w)(?:hoc tap|nghien cuu|quan triet|tiep thu)(?!\w)")
_STUDIED = re.compile(rf"{_STUDY.pattern}|(?<!\w)(?:lop hoc|tham gia|tham du|cung du|du hoc)(?!\w)")
# one that is studied, not one that something is done by
_RESOLUTION = re.compile(
    r"(?<!thuc hien )(?<!thuc hien cac )(?<!theo )(?<!can cu )(?<!thong qua )(?<!\w)(?:nghi quyet|chi thi)(?: cua| so|,| dai hoi| trung uong| hoi nghi| \d)"
)
_STUDY_AFTER = re.compile(
    rf"(?:\s*,\s*(?:{PEOPLE})(?!\w))*"
    r"[^.;,\d]{0,60}?(?<!\w)(?:hoc tap|quan triet|nghien cuu|tiep thu)(?!\w)(?! (?:va lam theo|thuc te|chuyen de))"
)
# people without classes, of whom the same clause says that they studied too
_STUDY_TOO = re.compile(
    rf"{_STUDY_AFTER.pattern}|[^.;,\d]{{0,40}}?(?<!\w)(?:cung du|du hoc|tham gia hoc|tham du hoc)(?!\w)"
)
_MODE = re.compile(r"(?<!\w)(?:tap trung|tai chuc|vua lam vua hoc|vua hoc vua lam)(?!\w)")
_BY_MODE = re.compile(
    r"\s*(?:hoc )?(?:he |lop )?(?:khong tap trung|tap trung|tai chuc|vua lam vua hoc|vua hoc vua lam)(?!\w)"
)
_ENDS = re.compile(r"[.\n](?!\d)")
_NEAR = 600  # letters back to the beginning of the sentence before


def settle(
    letters: Letters, groups: list[Group], programmes: Sequence[Programme], periods: Sequence[Period]
) -> list[Group]:
    """The same groups, in place: each with the programme it has from what was told before it, if it names none."""
    for at, one in enumerate(groups):
        before = groups[at - 1] if at else None
        if before is not None and one.programme is None and one.coupled and before.people is not None:
            one.programme = before.programme
        elif before is not None and _is_of_defence(letters, before, one):
            one.programme = before.programme
            one.beside = True
        elif before is not None and _is_of_the_same_course(letters, before, one):
            one.programme, one.sent, one.beside = before.programme, before.sent, True
        elif one.programme is None and one.people is not None and not one.programmes:
            named = _resolution_here(letters, one) or _resolution_before(letters, one, programmes, periods)
            if named is not None:
                one.programme, one.beside = named, one.classes is None
    return groups


def _is_of_defence(letters: Letters, before: Group, one: Group) -> bool:
    """Told after others of defence education in one sentence, by the number of their group or as clergy."""
    if before.programme is None or before.programme.code != _DEFENCE or one.people is None or one.people.number is None:
        return False
    if one.sentence != before.sentence or any(named.strong for named in one.programmes):
        return False
    return bool(_OF_DEFENCE.match(letters.bare, one.people.number.end))


def _is_of_the_same_course(letters: Letters, before: Group, one: Group) -> bool:
    """`12 đồng chí học cao cấp hệ tập trung, 45 đồng chí hệ không tập trung`: the same, by another mode of study."""
    if before.programme is None or before.people is None or one.people is None or one.sentence != before.sentence:
        return False
    if one.programme is not None or one.classes is not None or before.classes is not None:
        return False
    between = letters.bare[before.people.end : one.people.start]
    return bool(_MODE.search(between) and _BY_MODE.match(letters.bare, one.people.end))


def _resolution_here(letters: Letters, one: Group) -> Programme | None:
    """`Nghị quyết … đã được 412 chi bộ với trên 9.800 đảng viên học tập`: named before in the sentence, and that they studied it after."""
    if one.people is None:
        return None
    bare = letters.bare
    start = max(
        (found.end() for found in _ENDS.finditer(bare, max(0, one.people.start - _NEAR), one.people.start)),
        default=max(0, one.people.start - _NEAR),
    )
    named = next((found for found in _RESOLUTION.finditer(bare, start, one.people.start)), None)
    if named is None or not _STUDY_AFTER.match(bare, one.people.end):
        return None
    return Programme(named.start(), named.end(), _RESOLUTIONS, strong=True)


def _resolution_before(
    letters: Letters, one: Group, programmes: Sequence[Programme], periods: Sequence[Period]
) -> Programme | None:
    """The study of a resolution that the sentence before is of, where this one says that people studied and nothing else came between.

    `Nghị quyết được triển khai. Trong quý II, Trung tâm mở 4 lớp với 310 học viên tham gia`: a centre's learners, of another time, are of no resolution.
    """
    bare = letters.bare
    ends = [found.end() for found in _ENDS.finditer(bare, max(0, one.start - _NEAR), one.start)]
    if not ends or (one.people is not None and one.people.unit is Unit.HOC_VIEN):
        return None
    first = ends[-2] if len(ends) > 1 else max(0, one.start - _NEAR)
    following = _ENDS.search(bare, one.end)
    said = bare[ends[-1] : following.start() if following else len(bare)]
    if one.classes is None and (one.people is None or not _STUDY_TOO.match(bare, one.people.end)):
        return None  # `Huyện ủy trao Huy hiệu cho 42 đảng viên`: told next, not of those who studied
    if any(ends[-1] <= period.start < one.start for period in periods):
        return None
    named = _OF_A_RESOLUTION.search(bare, first, ends[-1])
    if named is None or not (_STUDIED if _STUDY.search(named.group()) else _STUDY).search(said):
        return None
    since = [each for each in programmes if first <= each.start < one.end and each.code is not None]
    if any(each.code != _RESOLUTIONS for each in since):
        return None
    return next(iter(since), None) or Programme(first, ends[-1], _RESOLUTIONS, strong=True)
