"""Which programme some words name. The first that fits wins inside a phrase; a general one gives way to any other.

Codes are those of published figures: NTVD nhận thức về Đảng, DVM đảng viên mới, SC/TC/CCLLCT sơ, trung, cao cấp lý luận chính trị,
NVCTD nghiệp vụ công tác đảng, DOAN cán bộ Đoàn, CNKT cập nhật kiến thức, QPAN quốc phòng và an ninh, GV giáo viên, QTNQ học tập nghị
quyết, BDCM other refreshers, KHAC others. Words are matched without marks, so that a slip of one mark does not hide a programme.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from .letters import Letters

OTHER_REFRESHERS, OTHERS = "BDCM", "KHAC"
# schools and academies hold them, not those who tell of people who attend
HELD_ABOVE = frozenset({"CCLLCT", "TCLLCT", OTHERS})

# strong names say the programme; weak ones only where nothing strong stands beside them
_STRONG: tuple[tuple[str, str], ...] = (
    ("QPAN", r"quoc phong|qp\s?-?\s?an\b|qpan|gdqp"),
    (
        "QTNQ",
        r"quan triet|hoc tap,?\s+(?:va\s+)?(?:quan triet\s+)?(?:cac\s+)?(?:chi thi|nghi quyet)|trien khai\s+(?:cac\s+)?(?:chi thi|nghi quyet)",
    ),
    (
        "CCLLCT",
        r"cao cap\s*(?:ly\s+l\w+\s+chinh tri|ly luan|llct|chinh tri|hanh chinh)|(?:lop|khoa|hoc|he|dao tao|bang|chuong trinh)\s+cao cap\b|cao cap(?=\s*(?:la|:|co|\()?\s*\d)|cu nhan (?:ly luan )?chinh tri|cclct|cc\s*llct",
    ),
    (
        "TCLLCT",
        r"trung cap\s*(?:,\s*)?(?:ly\s+l\w+\s+chinh tri|ly luan|llct|chinh tri|hanh chinh)|(?:lop|khoa|hoc|he|dao tao|bang|chuong trinh)\s+trung cap\b|trung cap(?=\s*(?:la|:|co|\()?\s*\d)|tc\s*llct|tclct",
    ),
    (
        "SCLLCT",
        r"so cap\s*(?:ly\s+l\w+\s+chinh tri|ly luan|llct|chinh tri)|(?:lop|khoa|hoc|dao tao|chuong trinh)\s+so cap\b|so cap(?=\s*(?:la|:|co|\()?\s*\d)|sc\s*llct|sclct",
    ),
    (
        "NTVD",
        r"nhan thuc\s+(?:ve\s+)?dang|(?:ket nap|kn)\s+(?:vao\s+)?dang\b|cam tinh\s+dang|(?:phat trien|tim hieu ve|doi tuong)\s+dang\b(?!\s+vien)|doi tuong\s+(?:phat trien|ket nap)|ntvd|kn\s?d\b|dtkn\w*|qcut",
    ),
    ("DVM", r"dang vien\s+(?:du bi|moi|tre moi)|dv moi|dvm\b"),
    ("CNKT", r"cap nhat\s+(?:,?\s*bo sung\s+)?(?:cac\s+)?kien thuc|cap nhat kt"),
    (
        "NVCTD",
        r"(?:nghiep vu|ky nang|kien thuc)?\s*(?:ve\s+)?cong tac\s+(?:xay dung\s+)?dang\b(?!\s+(?:uy|vien|bo))|nghiep vu\s+(?:cong tac\s+)?(?:cap uy|chi uy|bi thu|xay dung dang|dang\b|(?:to chuc|kiem tra|van phong cap uy))|xay dung dang|cap uy vien|bi thu\s+(?:chi|dang)\s*(?:bo|uy)|bi thu,? (?:pho bi thu )?cap uy|boi duong cap uy|bi thu,|chi uy vien|cap uy\s+(?:co so|chi bo|vien)|(?:cho|lop) cap uy\b|cong tac kiem tra,?\s*(?:va\s+)?giam sat|kiem tra,? giam sat|nvctd|nghiep vu ct dang",
    ),
    (
        "DOAN",
        r"can bo\s+doan(?!\s*(?:the|,?\s*hoi))|doan co so|doi tuong doan|cong tac doan\b(?!\s*the)|bi thu (?:chi )?doan|doan thanh nien|can bo,? (?:doan vien )?thanh nien|nghiep vu doan\b(?!\s*the)|doan - hoi - doi|thanh van",
    ),
    (
        "GV",
        r"(?:can bo,?\s*(?:quan ly,?\s*)?(?:va\s+)?)?giao vien|he cho (?:can bo|giao vien)|(?:boi duong|chinh tri)\s+he\b|nganh giao duc",
    ),
)
_WEAK: tuple[tuple[str, str], ...] = (
    ("QTNQ", r"nghi quyet(?=[^.;()]{0,60}:\s)"),
    ("QPAN", r"doi tuong\s+[1-4]\b"),
    ("NTVD", r"(?<=\d )(?:quan chung|doan vien) uu tu"),
    (
        OTHERS,
        r"lop khac|boi duong khac|lop (?:boi duong |tap huan )?(?:cho )?cac doi tuong khac|chuong trinh khac|doi tuong khac|loai hinh khac|noi dung khac|lop con lai|hoc cao hoc|thac s[iy]|dai hoc chinh tri|(?:lop|hoc|dao tao) (?:sau )?(?:dai hoc|dh)(?!\w)",
    ),
    (
        OTHER_REFRESHERS,
        (
            r"(?:lop|boi duong|tap huan|hoc)\s+(?:\w+\s+){0,3}chuyen de|chuyen de khac|nghiep vu,? (?:va )?chuyen de|ky nang|ngach|chuyen vien|bao cao vien|tuyen truyen vien|(?<!ban )dan van|(?<!ban )tuyen giao|tap huan"
            r"|mat tran|doan the|hoi vien|phu nu|nong dan|cuu chien binh|cong doan|to chuc hoi|ccb|mttq|dai bieu (?:hoi dong|hdnd)"
            r"|quan ly nha nuoc|chuc danh|kien thuc (?:dan toc|ton giao)|cong tac (?:dan toc|ton giao)|truong thon|to truong|dan pho|lich su|tu tuong ho chi minh|hoc tap va lam theo"
        ),
    ),
)
# what names no programme of its own: the whole work, or a refresher like the others
_GENERAL = r"(?:dao tao|boi duong|bd)(?:,?\s*(?:va\s+)?(?:dao tao|boi duong|tap huan|cap nhat))*(?:\s+(?:ve\s+)?(?:ly\s+l\w+\s+chinh tri|llct|ly luan|chinh tri))?|ly\s+luan\s+chinh tri|llct"

_COMPILED = tuple(
    (code, strong, re.compile(rf"(?<!\w)(?:{shape})"))
    for strong, group in ((True, _STRONG), (False, _WEAK))
    for code, shape in group
)
# not of the centre that is called so
_GENERAL_SHAPE = re.compile(rf"(?<!\w)(?<!trung tam )(?<!truong )(?:{_GENERAL})")
# people told apart by their work, who attend whatever is taught
_MERE_AUDIENCE = re.compile(
    r"(?:la|gom|thuoc|do|cua|ban)\s+(?:cac\s+|nhung\s+)?(?:dong chi\s+)?(?:can bo,?\s*)?$|(?:nhu|theo|thuc hien)\s+(?:\S+\s+)?$"
)
# `74 học viên là trưởng phòng, bí thư đảng ủy xã được học …`: of who they are, unless nothing else is named
_WHO_THEY_ARE = re.compile(
    r"(?<!\w)(?:hoc vien|dong chi|nguoi) la (?:(?!(?<!\w)(?:duoc|hoc|tham gia|lop|tap huan)(?!\w))[^.;\d])*$"
)


@dataclass(frozen=True)
class Programme:
    """A programme named at letters `start` to `end`; `code` None where the words only say training in general."""

    start: int
    end: int
    code: str | None
    strong: bool


def find_programmes(letters: Letters) -> list[Programme]:
    """Every naming in the order of the text; overlapping ones are settled for the one that begins first, then the longer."""
    found = [
        Programme(
            match.start(),
            match.end(),
            code,
            strong
            and not (
                code == "NVCTD" and _WHO_THEY_ARE.search(letters.bare, max(0, match.start() - 120), match.start())
            ),
        )
        for code, strong, shape in _COMPILED
        for match in shape.finditer(letters.bare)
        if not (code == "NVCTD" and _MERE_AUDIENCE.search(letters.bare[max(0, match.start() - 30) : match.start()]))
    ]
    named = _apart(sorted(found, key=lambda one: (not one.strong, one.start, -one.end)))
    general = [
        Programme(match.start(), match.end(), None, strong=False) for match in _GENERAL_SHAPE.finditer(letters.bare)
    ]
    return sorted([*named, *general], key=lambda one: (one.start, one.end))


def _apart(found: list[Programme]) -> list[Programme]:
    """Those that overlap none before them in the list; in the order of the text."""
    kept: list[Programme] = []
    for one in found:
        at = bisect_left(kept, one.start, key=lambda other: other.start)
        if (at == 0 or kept[at - 1].end <= one.start) and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return kept
