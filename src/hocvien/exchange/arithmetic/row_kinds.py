"""What a row of a table is: a person, the name of a group, the foot, the header once more. Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from hocvien.common.text import clean_name, fold
from hocvien.exchange.arithmetic import columns as heads
from hocvien.exchange.arithmetic.tables import Cell, Table
from hocvien.exchange.constants import EXAMPLE

_FOOT = re.compile(
    r"^(tong (so|cong)( danh sach| co\b| la\b|\s*[:=(\d]|\s*$)|tong\s*($|[:=(]|\d)|cong\s*($|[:=(]|\d)|danh sach (nay |tren )?(gom|co)\b|an dinh danh sach|nguoi (lap|tong hop|ky)|noi nhan|"
    r"t/?m\b|tm\.|kt\.|tl\.|bi thu$|pho bi thu$|thu truong|chu tich$|giam doc$|hieu truong$|xac nhan|ky,? (va )?(ghi ro )?ho,? ten|"
    r"\(?ky(,| ten\b| ghi\b| va\b|\))|ghi chu:|luu y\s*:|.*\bngay\b.{0,12}\bthang\b.{0,12}\bnam( \d{4})?$)"
)
_TOTAL = re.compile(
    r"^(tong (so|cong)( danh sach| co\b| la\b|\s*[:=(\d]|\s*$)|tong\s*($|[:=(]|\d)|mang sang|chuyen (sang|trang)|luy ke|cong trang|trang \d|cong\s*($|[:=(]|\d)|danh sach (nay |tren )?(gom|co)\b)"
)
_UNIT_WORDS = re.compile(
    r"\b(chi bo|dang bo|dang uy|to dang|truong|thon|xom|ban|buon|lang|khoi|khu|to dan pho|tdp|ap|phong|tram|cong ty|htx|hop tac xa|"
    r"co quan|quan su|cong an|doan|hoi|mat tran|uy ban|ubnd|hdnd|trung tam|ban quan ly|don vi|benh vien|xi nghiep|nha may)\b"
)
_UNIT_FIRST = re.compile(
    r"(dang vien|quan chung|hoc vien|hoc sinh|chi bo|dang bo|dang uy|to dang|cb|truong (thcs|thpt|tieu hoc|mam non|th|mn)|tram y te|cong an (xa|phuong)|to dan pho|khoi pho)\b"
)
# families of most people; minority names begin otherwise and are told by what stands beside them
_FAMILY = re.compile(
    r"(nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|dao|doan|trinh|mai|truong|cao|luong|luu|ha|"
    r"ta|to|quach|lam|thai|chu|tong|kieu|phung|la|trieu|vuong|thach|chau|kim|son|danh|lo|quang|cam|ca|vi|lu|giang|vang|"
    r"sung|thao|ly|ma|mong|nong|hua|be|dam|tay|tang|hong|han|khuc|nghiem|bach|au|uong|van|ninh|than|tieu|ton|cong|y|h|a|ksor|rcom|siu|"
    r"ro|dieu|k|kpa|nay|rah|hoa|lai|dong|tan|vien|phi|mac|hau|dau|thieu|khong|nghia|luyen|doi|tham|tu|tao|giap|mac|mach|ngu)\b"
)
_NUMERAL = re.compile(r"^(?:[ivxIVX]{1,6}|[A-Ha-h]|\d{1,2}(?:\.\d{1,2})*)\s*[.)\-:/]?$")
_LEADING = re.compile(r"^(?:[IVX]{1,6}|[A-HĐ]|\d{1,2}(?:\.\d{1,2})*|[ivx]{1,6})\s*[.)\-:/]+\s*(?=\S)|^[-+*•]\s*")
_COUNTED = re.compile(
    r"\s*[:\-–,(]*\s*(?:gồm|có|tổng số)?\s*:?\s*\d+\s*(?:đ/c|đc|đồng chí|người|đảng viên|học viên|đv|quần chúng)\s*\)?\.?\s*$",
    re.IGNORECASE,
)
_BOOK_COLUMNS = 2
_SHORT = 6


class RowJudge:
    """What the rows of one table are, told one after the other: once the foot has begun only a whole person ends it."""

    def __init__(self, table: Table) -> None:
        roles = [column.role for column in table.columns]
        self.names = [i for i, role in enumerate(roles) if any(p.startswith("full_name") for p in role.split("+"))]
        self.facts = [i for i, role in enumerate(roles) if heads.field_of(role) and i not in self.names]
        first_name = self.names[0] if self.names else 0
        self.counter = next((i for i in range(first_name) if _is_counter(table.columns[i].header)), None)
        self.words = {fold(column.header.rpartition(" / ")[2]) for column in table.columns if column.header}
        self.is_foot = False
        # a book ruled in lines: several fields under one head, and a person over several rows
        self.is_book = self.counter is not None and sum("+" in role for role in roles) >= _BOOK_COLUMNS
        self.has_begun = False

    def continues_person(self, texts: Sequence[str], kind: str) -> bool:
        """Whether the row goes on with the person above it: in a book, a row without a number that is neither group nor foot."""
        if not self.is_book:
            return False
        if self._is_counted(texts):
            self.has_begun = True
            return False
        stands_at_edge = any(texts[: self.names[0] + 1]) if self.names else True
        if kind in {"group", "total", "foot", "numbering", "header_again", "example"} or (
            kind == "heading" and stands_at_edge
        ):
            self.has_begun = False
        return self.has_begun

    def kind_of(self, texts: Sequence[str], filled: Sequence[int]) -> str:
        """person, name_alone, or why not: example, numbering, header_again, total, foot, group, heading, not_a_person."""
        if texts[filled[0]].casefold() == EXAMPLE.casefold():
            return "example"
        if len(texts[filled[-1]]) <= _SHORT and _is_numbering(texts, filled):
            return "numbering"
        if self._is_plainly_person(texts):
            self.is_foot = False
            return "person"
        if _repeats(texts, filled, self.words):
            return "header_again"
        said = [i for i in self.facts if i < len(texts) and texts[i]]
        has_name = any(texts[i] for i in self.names if i < len(texts))
        counted = self._is_counted(texts)
        if self._is_person(texts, filled, said, has_name=has_name, counted=counted):
            self.is_foot = False
            return "person"
        return self._kind_of_rest(texts, filled, has_name=has_name)

    def _is_plainly_person(self, texts: Sequence[str]) -> bool:
        """The many: a name, a number in front or several facts with digits. Decided without looking further."""
        if not any(any(map(str.isalpha, texts[i])) for i in self.names if i < len(texts)):
            return False
        counted = self._is_counted(texts)
        needed = 1 if counted else 2
        for i in self.facts:
            if i < len(texts) and any(map(str.isdigit, texts[i])):
                needed -= 1
                if not needed:
                    return counted or not self._names_total(texts)
        return False

    def _names_total(self, texts: Sequence[str]) -> bool:
        return any(_TOTAL.match(fold(texts[i])) for i in self.names if i < len(texts))

    def _is_counted(self, texts: Sequence[str]) -> bool:
        at = self.counter
        return at is not None and at < len(texts) and bool(re.fullmatch(r"\d{1,6}\.?", texts[at]))

    def _is_person(
        self, texts: Sequence[str], filled: Sequence[int], said: Sequence[int], *, has_name: bool, counted: bool
    ) -> bool:
        if counted:
            return (has_name and not self._names_group(texts, said)) or len(said) >= 1
        if self._names_total(texts):
            return False
        facts = [i for i in said if not _FOOT.match(fold(texts[i]))]
        if self.is_foot:
            return has_name and len(facts) >= 2
        if any(_FOOT.match(fold(texts[i])) for i in filled if i not in self.facts):
            return False
        # a post is named like those who sign (Bí thư, Hiệu trưởng): beside a name it is a post
        return (has_name and bool(said)) or len(facts) >= 2

    def _names_group(self, texts: Sequence[str], said: Sequence[int]) -> bool:
        """Whether a numbered line names a cell and not a person: "1 | Chi bộ thôn 1"."""
        return not said and any(_UNIT_FIRST.match(fold(texts[i])) for i in self.names if i < len(texts))

    def _kind_of_rest(self, texts: Sequence[str], filled: Sequence[int], *, has_name: bool) -> str:
        folded = [fold(texts[i]) for i in filled]
        if any(map(_TOTAL.match, folded)):
            return "total"
        if any(map(_FOOT.match, folded)):
            self.is_foot = True
            return "foot"
        if self.is_foot:
            return "foot"
        named = group_name([texts[i] for i in filled])
        is_unit = bool(_UNIT_WORDS.search(fold(named)))
        if named and len(filled) <= 3 and (is_unit or _is_numbered(texts, filled)):
            return "group" if is_unit else "heading"
        if len(filled) == 1 and _UNIT_FIRST.match(folded[0]):
            return "heading"
        if has_name and len(filled) == 1 and _FAMILY.match(folded[0]):
            # somebody on the list, or who signs it; settled when the end is known
            return "name_alone"
        return "heading" if len(filled) == 1 else "not_a_person"


def find_signers(people: Sequence[tuple[int, Sequence[Cell], str]], alone: set[int]) -> set[int]:
    """Names alone at the very end, with a gap after the last whole person, are those who sign."""
    last = max((number for number, _row, _group in people if number not in alone), default=0)
    behind = {number for number in alone if number > last}
    return behind if behind and min(behind) > last + 1 else set()


def _is_counter(header: str) -> bool:
    return fold(header).replace(" ", "").strip(".") in {"tt", "stt", "sott", "so", "sothutu", "no"} or "thu tu" in fold(
        header
    )


def _is_numbering(texts: Sequence[str], filled: Sequence[int]) -> bool:
    """A row of column numbers under the header: 1 2 3, (1) (2), A B 1 2."""
    if len(filled) < 3:
        return False
    bare = [texts[i].strip("()[] ") for i in filled]
    numbers = [int(text) for text in bare if text.isdecimal() and len(text) <= 2]
    others = [text for text in bare if not (text.isdecimal() and len(text) <= 2)]
    if not all(re.fullmatch(r"[A-Za-zĐđ]|\d+\s*[=+].*|\d{1,2}[a-e]", text) for text in others):
        return False
    return len(numbers) >= 3 and all(b - a in {1, 2} for a, b in pairwise(numbers))


def _repeats(texts: Sequence[str], filled: Sequence[int], header_words: set[str]) -> bool:
    """The header once more (a page break): most of its cells are heads of this table."""
    if len(filled) < 2:
        return False
    again = sum(1 for i in filled if fold(texts[i]) in header_words or heads.header_text(texts[i]) in header_words)
    if again >= max(2, 0.6 * len(filled)):
        return True
    # the upper row of a header in two rows
    known = sum(1 for i in filled if not any(c.isdigit() for c in texts[i]) and heads.role_of(texts[i]))
    return known >= max(3, 0.8 * len(filled))


def _is_numbered(texts: Sequence[str], filled: Sequence[int]) -> bool:
    first = texts[filled[0]]
    return bool(_NUMERAL.match(first)) if len(filled) > 1 else bool(_LEADING.match(first))


def group_name(texts: Sequence[str]) -> str:
    """The name a group line gives: without its numeral in front and its count behind ("I. Chi bộ thôn 1 (12 đ/c)")."""
    words = list(texts)
    if len(words) > 1 and _NUMERAL.match(words[0]):
        words = words[1:]
    if len(words) > 1 and re.fullmatch(r"\d+(\s*(đ/c|đồng chí|người|đảng viên))?", words[-1]):
        words = words[:-1]
    text = clean_name(" ".join(dict.fromkeys(words)))
    return _COUNTED.sub("", _LEADING.sub("", text)).strip(" :.-–")
