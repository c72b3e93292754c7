"""The Vietnamese of papers: numbers and days of the two layouts, headings, default subjects. Pure; never translated, a paper is Vietnamese."""

import re
from collections.abc import Sequence
from datetime import date

from hocvien.official_papers.constants import (
    CAUSES,
    CLOSING,
    FIGURES,
    FINAL,
    INTERIM,
    LEARNERS,
    LIMITS,
    RECOGNITION,
    REPORT,
    RESULTS,
    SOLUTIONS,
    SYMBOLS,
)

HEADINGS = {
    FIGURES: "KẾT QUẢ THỰC HIỆN",
    RESULTS: "KẾT QUẢ THỰC HIỆN",
    LIMITS: "HẠN CHẾ",
    CAUSES: "NGUYÊN NHÂN",
    SOLUTIONS: "GIẢI PHÁP",
}
LIST_OF_DECISION = "DANH SÁCH HỌC VIÊN ĐƯỢC XÉT CÔNG NHẬN KẾT QUẢ"
FOLLOWED_UP = "VIỆC THỰC HIỆN CÁC GIẢI PHÁP ĐÃ ĐỀ RA"
# T/M, K/T, T/L of the Party, TM., KT., TL., TUQ. of the State
_STEAD = re.compile(r"^\s*(?:T/M|K/T|T/L|TM|KT|TL|TUQ)\b\.?\s*", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_SUBJECTS = {
    REPORT: "kết quả đào tạo, bồi dưỡng lý luận chính trị {about}",
    INTERIM: "sơ kết công tác đào tạo, bồi dưỡng lý luận chính trị {about}",
    FINAL: "tổng kết công tác đào tạo, bồi dưỡng lý luận chính trị {about}",
    CLOSING: "kết thúc {about}",
    LEARNERS: "học viên và kết quả xếp loại {about}",
    RECOGNITION: "về việc công nhận kết quả học tập {about}",
}


def number_words(number: int | None, kind: str, symbol: str, *, is_party: bool) -> str:
    """127-BC/TW of the Party (hyphen after the number), 127/BC-TCT of the State; without its number while a paper has none."""
    shown = f"{number:02d}" if number is not None else ""
    return f"{shown}-{SYMBOLS[kind]}/{symbol}" if is_party else f"{shown}/{SYMBOLS[kind]}-{symbol}"


def number_line(words: str, *, is_party: bool) -> str:
    """`Số 127-QĐ/TW` of the Party without a colon, `Số: 12/BC-TCT` of the State with one; room for what is not given yet."""
    gap = "" if words[:1].isdigit() else "      "
    return f"Số {gap}{words}" if is_party else f"Số: {gap}{words}"


def place_and_day(place: str, day: date) -> str:
    """`Đức Thọ, ngày 05 tháng 6 năm 2026`: two digits for days below ten and for January and February."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{place or '……………'}, ngày {day.day:02d} tháng {month} năm {day.year}"


def subject_proposed(kind: str, about: str) -> str:
    """What a paper of this kind is about, of a period or of a class."""
    return _SUBJECTS[kind].format(about=about)


def class_words(name: str) -> str:
    """A class within a sentence: its name begins with "lớp"."""
    small = name[:1].lower() + name[1:]
    return small if small.startswith("lớp") else f"lớp {name}"


def ground_lines(text: str, *, is_party: bool) -> tuple[str, ...]:
    """Lines a decision rests on as its layout sets them: a hyphen before each of the Party, a full stop after the last of the State."""
    told = [line.strip().lstrip("-–").strip().rstrip(";,.").rstrip() for line in text.splitlines()]
    told = [line for line in told if line]
    if is_party:
        return tuple(f"- {line};" for line in told)
    return tuple(f"{line}{'.' if at == len(told) else ';'}" for at, line in enumerate(told, start=1))


def authority(stead: str, post: str, body: str) -> str:
    """Who decides, in capitals: the one in whose stead is signed, else who signs, and the body where the post does not name it."""
    words = (_STEAD.sub("", stead) or post).upper().split()
    named = body.upper().split()
    if not words:
        return ""
    if _holds(words, named):
        return " ".join(words)
    joined = max((at for at in range(len(named) + 1) if words[len(words) - at :] == named[:at]), default=0)
    return " ".join([*words, *named[joined:]])


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(list(words[at : at + len(part)]) == list(part) for at in range(len(words) - len(part) + 1))


def roman(at: int) -> str:
    """I for the first part."""
    return _ROMAN[at]


def grid_number(value: int) -> str:
    """A figure in a table: 3, 27.010."""
    return f"{value:,}".replace(",", ".")
