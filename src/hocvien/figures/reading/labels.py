"""The words that tell a group or a part apart: its name as written, and a key made of them."""

import re

from .groups import Group
from .letters import Letters
from .measured import Measure
from .patterns import LABELLED

UNNAMED = "phan"
_DROPPED = {"cac", "o", "nhung", "cho", "la", "co", "duoc", "cua", "mo", "nguoi"}
_COUNTED = re.compile(r"(?<!\w)(?:hoc vien|dong chi)(?!\w)|^vien(?!\w)")
_NAME_FROM = re.compile(r"(?<!\w)(?:bồi dưỡng|đào tạo|tập huấn|cập nhật|lớp khác|lớp)(?!\w)")
_NAME_TO = re.compile(
    r"[,;:()/\n.]|(?<!\w)(?:cho|với|được|là|gồm|có|do|tại|đặt|và các|và \d|dự kiến|thu hút|trong đó|\d)", re.IGNORECASE
)


def name_of(letters: Letters, one: Group) -> str:
    """The words of its programme, `bồi dưỡng nhận thức về Đảng`; without one the words before its number; "" where there are none."""
    named = one.programme or next(iter(one.programmes), None)
    if named is None:
        lead = words_before(letters, one.start).strip()
        begin = letters.bare.rfind(lead, 0, one.start) if lead else -1
        return letters.cut(begin, begin + len(lead)) if begin >= 0 else ""
    low = letters.low
    start = named.start
    for found in _NAME_FROM.finditer(low, max(0, named.start - 60), named.start):
        if not re.search(r"[;.\d\n|]", low[found.start() : named.start]):
            start = found.start()
            break
    stop = _NAME_TO.search(low, named.end)
    end = min(stop.start() if stop else len(low), named.end + 60)
    return letters.cut(start, end).strip(" ,.-=|\t")


def words_before(letters: Letters, start: int) -> str:
    """The words right before a number that tell what it is of: `hệ tập trung`, `cấp huyện`, `đợt 1`; without marks."""
    before = letters.bare[max(0, start - 45) : start].rstrip(" :-=(")
    words = re.split(r"[,;.:(/\n]|(?<!\w)(?:trong do|gom|bao gom|va|trong)(?!\w)", before)[-1]
    words = re.sub(r"(?<!\w)(?:mo duoc|mo|to chuc duoc|to chuc|da|co|duoc|voi|cho)(?!\w)", " ", words)
    return "" if re.search(r"\d{2}|\d (?:lop|hoc vien)|khoa hoc|ket qua", words) or len(words.split()) > 5 else words


def key_of(letters: Letters, measure: Measure) -> str:
    """The key of a part: the words before its number, else those after it; `phan` where there are none."""
    label = LABELLED.search(letters.bare, max(0, measure.start - 60), measure.start)
    if label:
        return "_".join(label["label"].split())
    after = re.split(r"[,;.()=\n]|(?<!\w)(?:va|voi|cho)(?!\w)|\d", letters.bare[measure.end : measure.end + 60])[0]
    return slug(words_before(letters, measure.start)) or slug(after) or UNNAMED


def slug(words: str) -> str:
    """`đặt tại các huyện` → `dat_tai_huyen`."""
    kept = [word for word in re.findall(r"\w+", _COUNTED.sub(" ", words)) if word not in _DROPPED]
    return "_".join(kept[:5])
