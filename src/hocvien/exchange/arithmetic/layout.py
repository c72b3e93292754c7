"""How a sheet made by hand is laid out: where its header stands, which rows are people, which name a group, which are the foot. Pure.

A row is never dropped in silence: what is neither a person nor blank is told with its reason.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from hocvien.common.text import clean_name, fold
from hocvien.exchange.arithmetic import columns as heads
from hocvien.exchange.arithmetic.columns import letter
from hocvien.exchange.arithmetic.encodings import (
    DECOMPOSED,
    MOJIBAKE,
    TCVN3,
    UNICODE,
    VNI,
    decode,
    detect,
    is_beyond_old_fonts,
)
from hocvien.exchange.constants import ENOUGH_FIELDS, EXAMPLE, HEADER_SEARCH_ROWS

Cell = object
_MOST_HEADER_ROWS = 3
_SAMPLE_ROWS = 3000
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


@dataclass(slots=True)
class Column:
    letter: str
    header: str
    role: str
    encoding: str = UNICODE
    # what the cells of a column tell together. Days: "months" (only the month was entered), "swapped" (real days whose day and month
    # may be), "month_first" (typed so). Words in an old encoding: "mixed" (others among them are Unicode)
    note: str = ""


@dataclass(slots=True)
class Skipped:
    row: int
    text: str
    why: str


@dataclass(slots=True)
class Table:
    """One table of people: the first row of its header (from 1), its columns, its rows as [row number, cells, group]."""

    header_row: int
    columns: list[Column]
    rows: list[tuple[int, Sequence[Cell], str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def plain(cell: Cell) -> str:
    """A cell as one line of text: "" for nothing, whole numbers without ".0", days as dd/mm/yyyy."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    # a million cells are asked: the plain kinds first, as whether something is a mapping is dear to ask
    if cell is None:
        return ""
    if isinstance(cell, date):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, Mapping):
        year, month, day = str(cell["d"]).split("-")
        return f"{day}/{month}/{year}"
    return str(cell)


Merge = tuple[tuple[int, int], tuple[int, int]]


def find_tables(
    rows: Sequence[Sequence[Cell]], chosen: Mapping[str, str] | None = None, merges: Sequence[Merge] = ()
) -> list[Table]:
    """The tables of people in a sheet, in order; none when no header is found. `chosen`: letter → role, said by a person.

    `merges`: cells merged into one, as ((row, column), (row, column)) from 0: a unit written once beside several people is theirs.

    Linear in the cells.
    """
    old = detect(cell for row in rows[:_SAMPLE_ROWS] for cell in row if isinstance(cell, str))
    found = _find_header(rows, 0, min(len(rows), HEADER_SEARCH_ROWS))
    tables: list[Table] = []
    while found is not None:
        first, height, headers, roles = found
        table = Table(first + 1, _columns(headers, roles, chosen))
        following = _read_rows(rows, first + height, table, old)
        tables.append(table)
        found = following
    for table in tables:
        _fill_merged_units(table, rows, merges)
        _settle_roles(table)
    return tables


def _columns(headers: list[tuple[str, ...]], roles: list[str], chosen: Mapping[str, str] | None) -> list[Column]:
    chosen = chosen or {}
    roles = heads.settle(headers, roles)
    return [
        Column(
            letter(index),
            " / ".join(part.replace("\n", " ") for part in parts),
            chosen.get(letter(index), roles[index]),
        )
        for index, parts in enumerate(headers)
    ]


def _fill_merged_units(table: Table, rows: Sequence[Sequence[Cell]], merges: Sequence[Merge]) -> None:
    """Give each row the unit that stands in the merged cell beside it."""
    units = {index for index, column in enumerate(table.columns) if column.role == "unit_name"}
    above: dict[tuple[int, int], Cell] = {}
    for (top, left), (bottom, right) in merges:
        if left in units and right == left and top < len(rows) and left < len(rows[top]):
            above.update({(row, left): rows[top][left] for row in range(top + 1, bottom + 1)})
    if not above:
        return
    filled: list[tuple[int, Sequence[Cell], str]] = []
    for number, row, group in table.rows:
        whole = list(row)
        for index in units:
            if (number - 1, index) in above and index < len(whole) and not plain(whole[index]):
                whole[index] = above[number - 1, index]
        filled.append((number, whole, group))
    table.rows = filled


Header = tuple[int, int, list[tuple[str, ...]], list[str]]


def _find_header(rows: Sequence[Sequence[Cell]], start: int, end: int) -> Header | None:
    """The first block of one to three rows that names enough fields, and of those that begin with it the one that names the most."""
    best: tuple[tuple[int, int], Header] | None = None
    for first in range(start, end):
        if best is not None and first > best[1][0] + 1:
            break
        if not _may_begin(rows[first]):
            continue
        for height in range(1, _MOST_HEADER_ROWS + 1):
            block = rows[first : first + height]
            if len(block) < height or (height > 1 and not _continues(block)):
                break
            headers = heads.compose(block)
            roles = heads.roles_of(headers)
            rank = (heads.count_fields(roles), sum(1 for role in roles if role))
            if rank[0] >= ENOUGH_FIELDS and _has_name(roles) and (best is None or rank > best[0]):
                best = (rank, (first, height, headers, roles))
    return best[1] if best else None


def _may_begin(row: Sequence[Cell]) -> bool:
    """Whether a row can be the first of a header: two words or more, hardly a number or a day."""
    texts = [plain(cell) for cell in row if plain(cell)]
    numbers = sum(1 for cell in row if plain(cell) and (not isinstance(cell, str) or any(map(str.isdigit, cell))))
    if len(texts) < 2:
        return False
    # days of lessons may stand in the header of a class register
    return (
        numbers <= len(texts) // 4 or sum(1 for cell in row if heads.role_of(heads.header_text(cell))) >= _LEAST_HEADS
    )


def _has_name(roles: Iterable[str]) -> bool:
    return any(part.startswith("full_name") or part == "birth_name" for role in roles for part in role.split("+"))


def _continues(block: Sequence[Sequence[Cell]]) -> bool:
    """Whether the lowest row can belong to the header: words only, no digits, no days, and it stands below other heads."""
    last = block[-1]
    filled = [(index, cell) for index, cell in enumerate(last) if plain(cell)]
    if not filled or any(_is_figure(cell) for _, cell in filled):
        return False
    if any(len(plain(cell)) > 60 for _, cell in filled):
        return False
    above = block[:-1]
    names = [index for index, role in enumerate(heads.roles_of(heads.compose(above))) if role.startswith("full_name")]
    if (
        names
        and names[0] < len(last)
        and plain(last[names[0]])
        and not heads.role_of(heads.header_text(last[names[0]]))
    ):
        return False
    # a line that names a group stands alone; a lower head hardly ever does
    return len(filled) > 1 or heads.is_leaf(heads.header_text(filled[0][1]))


def _is_figure(cell: Cell) -> bool:
    """A cell of data: a day, a number; a year alone or words with a year may stand in a header."""
    text = plain(cell)
    if not isinstance(cell, str):
        return not re.fullmatch(r"(19|20)\d{2}", text)
    return any(map(str.isdigit, text)) and not re.fullmatch(r"(\D*)(19|20)\d{2}\D*", text)


def _read_rows(rows: Sequence[Sequence[Cell]], start: int, table: Table, old: str) -> Header | None:
    """Fill the table from `start`; where another header begins, that header is returned."""
    judge = _Judge(table)
    group = ""
    people: list[tuple[int, Sequence[Cell], str]] = []
    alone: set[int] = set()
    lines: dict[int, list[Sequence[Cell]]] = {}
    other: Header | None = None
    for at in range(start, len(rows)):
        texts = [" ".join(cell.split()) if type(cell) is str else plain(cell) for cell in rows[at]]
        if old != UNICODE:
            texts = [decode(text, old) for text in texts]
        filled = [index for index, text in enumerate(texts) if text]
        if not filled:
            continue
        kind = judge.kind_of(texts, filled)
        if kind != "person" and len(filled) >= _LEAST_HEADS and (other := _another_header(rows, at, table)) is not None:
            break
        if judge.continues_person(texts, kind) and people:
            lines.setdefault(people[-1][0], [people[-1][1]]).append(rows[at])
            continue
        if kind in {"person", "name_alone"}:
            people.append((at + 1, rows[at], group))
            if kind == "name_alone":
                alone.add(at + 1)
            continue
        if kind == "group":
            group = group_name([texts[i] for i in filled])
        table.skipped.append(Skipped(at + 1, " ".join(texts[i] for i in filled), kind))
    people = [(number, _joined(lines[number]) if number in lines else row, its) for number, row, its in people]
    signers = _signers(people, alone)
    table.rows = [one for one in people if one[0] not in signers]
    table.skipped += [
        Skipped(number, " ".join(filter(None, map(plain, row))), "foot")
        for number, row, _ in people
        if number in signers
    ]
    table.skipped.sort(key=lambda one: one.row)
    return other


_LEAST_HEADS = 3
_BOOK_COLUMNS = 2
_SHORT = 6


class _Judge:
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


def _joined(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The rows of one person as one: each cell holds their texts on lines of their own, gaps kept."""
    width = max(len(row) for row in rows)
    whole: list[Cell] = []
    for index in range(width):
        texts = [row[index] if index < len(row) else "" for row in rows]
        if not any(plain(text) for text in texts[1:]):
            whole.append(texts[0])
        else:
            whole.append("\n".join(text if isinstance(text, str) else plain(text) for text in texts).rstrip("\n"))
    return whole


def _signers(people: Sequence[tuple[int, Sequence[Cell], str]], alone: set[int]) -> set[int]:
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


def _another_header(rows: Sequence[Sequence[Cell]], at: int, table: Table) -> Header | None:
    """A header of another table that begins in this row; None when it is none, or this table's own once more."""
    if any(char.isdigit() for cell in rows[at] for char in plain(cell)):
        return None
    roles = [heads.role_of(heads.header_text(cell)) for cell in rows[at] if plain(cell)]
    if heads.count_fields(roles) < 2:
        return None
    found = _find_header(rows, at, at + 1)
    if found is None or [column.role for column in table.columns if column.role] == [role for role in found[3] if role]:
        return None
    return found


def _is_foot_row(texts: Sequence[str], filled: Sequence[int], said: Sequence[int], *, counted: bool) -> bool:
    """Words of the foot that happen to stand under heads ("Người lập biểu | T/M CHI BỘ")."""
    if counted:
        return False
    foot = sum(1 for i in filled if _FOOT.match(fold(texts[i])))
    return foot > 0 and not any(any(c.isdigit() for c in texts[i]) for i in said if not _FOOT.match(fold(texts[i])))


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


def _settle_roles(table: Table) -> None:
    """What only the cells can tell: the encodings, whether Nam | Nữ hold days or ticks, days, and a name in two columns."""
    texts = [_texts(table, index) for index in range(len(table.columns))]
    _settle_encodings(table, texts)
    for index, column in enumerate(table.columns):
        _settle_sexes(column, texts[index])
        if heads.field_of(column.role) in {"birth", "admitted_on", "official_on"}:
            column.note = _note_of_days([row[index] for _number, row, _group in table.rows if index < len(row)])
    _settle_name(table, texts)


def _settle_encodings(table: Table, texts: Sequence[Sequence[str]]) -> None:
    first = [detect(column) for column in texts]
    old = [encoding for encoding in first if encoding in {TCVN3, VNI, MOJIBAKE}]
    hint = max(set(old), key=old.count) if old else ""
    for index, column in enumerate(table.columns):
        column.encoding = detect(texts[index], hint) if hint and first[index] == UNICODE else first[index]
        if column.encoding in {TCVN3, VNI} and any(map(is_beyond_old_fonts, texts[index])):
            column.note = "mixed"
        column.header = clean_name(_decoded_header(column.header, column.encoding, hint))


def _settle_sexes(column: Column, values: Sequence[str]) -> None:
    """Nam | Nữ: births where they hold days or years, ticks where they hold ticks, nothing where they hold something else."""
    if (
        not values
        or not column.role.startswith(("birth:", "sex:"))
        or column.role.partition(":")[2] not in {"male", "female"}
    ):
        return
    part = column.role.partition(":")[2]
    if _share(values, _is_tick) > _MOST:
        column.role = f"sex:{part}"
    elif _share(values, _is_dated) > _MOST:
        column.role = f"birth:{part}"
    elif column.role.startswith("sex:") and _share(values, lambda value: fold(value) in {"nam", "nu"}) < _MOST:
        column.role = ""


def _settle_name(table: Table, texts: Sequence[Sequence[str]]) -> None:
    """A name in two columns: family and middle names, then single words under no head of their own (or under the head Tên)."""
    for index, column in enumerate(table.columns[:-1]):
        following = table.columns[index + 1]
        given = texts[index + 1]
        is_alone = not following.header or following.header == column.header
        if column.role != "full_name" or not is_alone or following.role not in {"", "full_name"} or not given:
            continue
        if _share(given, lambda value: len(value.split()) == 1) > _MOST and len(given) >= len(table.rows) / 2:
            column.role, following.role = "full_name:family", "full_name:given"
    roles = [column.role for column in table.columns]
    if "full_name:given" in roles and "full_name" in roles:
        table.columns[roles.index("full_name")].role = "full_name:family"


_MOST = 0.6


_ENOUGH_DAYS = 4
_PAIR = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")


def _note_of_days(cells: Sequence[Cell]) -> str:
    """What the days of a column tell together. Typed ones past the twelfth only in second place: the month stands first. All on the first: only months were entered. None past the twelfth, while days past
    it stand as text: a spreadsheet that puts the month first took the others for days.
    """
    pairs = [(int(found[1]), int(found[2])) for cell in cells if isinstance(cell, str) and (found := _PAIR.match(cell))]
    if sum(1 for _first, second in pairs if second > _MONTHS) >= 2 and all(
        first <= _MONTHS for first, _second in pairs
    ):
        return "month_first"
    days = [plain(cell) for cell in cells if not isinstance(cell, str | int | float) and cell is not None]
    if len(days) < _ENOUGH_DAYS:
        return ""
    numbers = [_day_number(text) for text in days]
    if set(numbers) == {1}:
        return "months"
    typed = [first for first, _second in pairs]
    is_swapped = max(numbers) <= _MONTHS and len(typed) >= 2 and min(typed) > _MONTHS
    return "swapped" if is_swapped else ""


_MONTHS = 12


def _day_number(text: str) -> int:
    """The day of month of "03/02/1985" or "1985-02-03"."""
    return int(text[8:10]) if text[4:5] == "-" else int(text[:2])


def _texts(table: Table, index: int) -> list[str]:
    """The texts of a column as they stand, raw; numbers and days leave it."""
    found = []
    for _number, row, _group in table.rows:
        cell = row[index] if index < len(row) else ""
        if type(cell) is str:
            if cell:
                found.append(cell)
        elif cell is not None:
            found.append(plain(cell))
    return found


def _decoded_header(header: str, encoding: str, hint: str) -> str:
    if heads.role_of(header) and header.isascii():
        return header
    for one in (encoding, hint):
        if one in {TCVN3, VNI, MOJIBAKE, DECOMPOSED}:
            decoded = decode(header, one)
            if decoded != header:
                return decoded
    return header


def _share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(1 for value in values if holds(value)) / len(values)


def _is_tick(value: str) -> bool:
    return value.strip().casefold() in TICKS


def _is_dated(value: str) -> bool:
    return bool(re.search(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}", value))


TICKS = frozenset({"x", "1", "v", "√", "+", "✓", "✔", "có", "co", "xx", "*", "●"})
