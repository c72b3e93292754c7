"""Lists of places as files hold them: read, and what is wrong with them said. Pure."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name, fold
from hocvien.common.wording import gettext_noop
from hocvien.org.constants import CODE_LENGTHS, KIND_WORDS, KINDS_OF_LEVEL, LEVEL_WORDS, SHARES
from hocvien.org.data import FileProblem, PlacePair, PlaceRow

# columns by the names they may have, folded
_PLACE_COLUMNS = {
    "level": "level", "cap": "level",
    "code": "code", "ma": "code",
    "name": "name", "ten": "name",
    "kind": "kind", "loai": "kind",
    "parent": "parent", "ma cap tren": "parent",
    "valid_from": "valid_from", "tu ngay": "valid_from",
    "valid_to": "valid_to", "den truoc ngay": "valid_to",
}  # fmt: skip
_PAIR_COLUMNS = {
    "on": "on", "ngay": "on",
    "old": "old", "ma cu": "old",
    "new": "new", "ma moi": "new",
    "share": "share", "phan": "share",
    "note": "note", "ghi chu": "note",
}  # fmt: skip
_MAY_BE_ABSENT = {"valid_to", "note"}
_LEVELS = {fold(word): level for level, word in LEVEL_WORDS.items()} | {level: level for level in LEVEL_WORDS}
_SHARES = {share: share for share in SHARES} | {"toan bo": "whole", "mot phan": "part", "chua ro": "unknown"}
_NO_TEXT = gettext_noop("tệp không phải văn bản UTF-8. Lưu lại thành CSV UTF-8 rồi nạp lại")
_NO_HEADER = gettext_noop("thiếu cột {columns}. Dòng đầu phải có tên các cột như tệp kèm chương trình")
_EMPTY = gettext_noop("tệp không có dòng dữ liệu nào. Kiểm tra lại tệp đã chọn")
_LEVEL = gettext_noop("cấp “{value}” không có. Ghi province, district hoặc commune")
_CODE = gettext_noop("mã “{value}” phải có {digits} chữ số. Giữ nguyên số 0 ở đầu mã")
_NAME = gettext_noop("thiếu tên. Ghi tên không kèm loại, ví dụ “Hà Tĩnh”")
_KIND = gettext_noop("loại “{value}” không có ở cấp này. Dùng một trong: {kinds}")
_DAY = gettext_noop("“{value}” không phải ngày. Ghi 2025-07-01 hoặc 01/07/2025")
_PERIOD = gettext_noop("ngày kết thúc {valid_to} không sau ngày bắt đầu {valid_from}. Sửa một trong hai ngày")
_TWICE = gettext_noop("mã {code} từ ngày {valid_from} đã có ở dòng {first}. Bỏ một trong hai dòng")
_PARENT_NEEDED = gettext_noop("thiếu mã đơn vị cấp trên. Cấp huyện và cấp xã phải có")
_PARENT_NOT_WANTED = gettext_noop("cấp tỉnh không có đơn vị cấp trên. Bỏ trống cột này")
_SHARE = gettext_noop("phần “{value}” không có. Ghi whole, part hoặc unknown")
_PAIR_CODE = gettext_noop(
    "mã “{value}” không phải mã tỉnh (2 số), huyện (3 số) hay xã (5 số). Giữ nguyên số 0 ở đầu mã"
)
_NEW_NEEDED = gettext_noop("thiếu mã mới. Chỉ để trống khi phần ghi là unknown")
_PAIR_TWICE = gettext_noop("cặp {old} → {new} đã có ở dòng {first}. Bỏ một trong hai dòng")

Problems = list[FileProblem]
R = TypeVar("R")


def full_name(kind: str, name: str) -> str:
    """The name with what the place is: "Xã Đức Minh"."""
    return f"{KIND_WORDS[kind]} {name}"


def level_of_code(code: str) -> str:
    """The level whose codes have so many digits, or ""."""
    return next((level for level, digits in CODE_LENGTHS.items() if len(code) == digits and code.isdigit()), "")


def read_file(content: bytes) -> tuple[list[PlaceRow], list[PlacePair], Problems]:
    """A file of places or of what became what, told by its header; the rows only hold where there are no problems."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeError:
        return [], [], [FileProblem(1, _NO_TEXT, {})]
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    header = [fold(cell) for cell in lines[0]] if lines else []
    is_mapping = bool({"old", "ma cu"} & set(header))
    columns = _PAIR_COLUMNS if is_mapping else _PLACE_COLUMNS
    at = {columns[name]: place for place, name in enumerate(header) if name in columns}
    missing = [name for name in dict.fromkeys(columns.values()) if name not in at and name not in _MAY_BE_ABSENT]
    if missing:
        return [], [], [FileProblem(1, _NO_HEADER, {"columns": ", ".join(missing)})]
    rows = [
        (number, {name: clean_name(line[place]) if place < len(line) else "" for name, place in at.items()})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        return [], [], [FileProblem(1, _EMPTY, {})]
    if is_mapping:
        pairs, problems = _gathered(rows, _pair)
        return [], pairs, problems + list(_repeated_pairs(pairs))
    places, problems = _gathered(rows, _place)
    return places, [], problems + list(_repeated_places(places))


def _gathered(
    rows: Iterable[tuple[int, Mapping[str, str]]], read: Callable[[int, Mapping[str, str]], R | FileProblem]
) -> tuple[list[R], Problems]:
    good: list[R] = []
    problems: Problems = []
    for number, cells in rows:
        one = read(number, cells)
        if isinstance(one, FileProblem):
            problems.append(one)
        else:
            good.append(one)
    return good, problems


def _place(line: int, cells: Mapping[str, str]) -> PlaceRow | FileProblem:
    level = _LEVELS.get(fold(cells["level"]))
    if level is None:
        return FileProblem(line, _LEVEL, {"value": cells["level"]})
    if level_of_code(cells["code"]) != level:
        return FileProblem(line, _CODE, {"value": cells["code"], "digits": CODE_LENGTHS[level]})
    if not cells["name"]:
        return FileProblem(line, _NAME, {})
    kind = _kind_of(level, cells["kind"])
    if kind is None:
        kinds = ", ".join(KINDS_OF_LEVEL[level])
        return FileProblem(line, _KIND, {"value": cells["kind"], "kinds": kinds})
    days = [day_of(cells["valid_from"]), day_of(cells["valid_to"]) if cells.get("valid_to") else OPEN_END]
    for day, text in zip(days, (cells["valid_from"], cells.get("valid_to", "")), strict=True):
        if day is None:
            return FileProblem(line, _DAY, {"value": text})
    valid_from, valid_to = days
    assert valid_from is not None
    assert valid_to is not None
    if valid_to <= valid_from:
        return FileProblem(line, _PERIOD, {"valid_from": valid_from, "valid_to": valid_to})
    if bool(cells["parent"]) == (level == "province"):
        return FileProblem(line, _PARENT_NOT_WANTED if cells["parent"] else _PARENT_NEEDED, {})
    return PlaceRow(level, cells["code"], cells["name"], kind, cells["parent"], valid_from, valid_to, line)


def _kind_of(level: str, text: str) -> str | None:
    return next((kind for kind in KINDS_OF_LEVEL[level] if fold(text) in {kind, fold(KIND_WORDS[kind])}), None)


def _pair(line: int, cells: Mapping[str, str]) -> PlacePair | FileProblem:
    on = day_of(cells["on"])
    if on is None:
        return FileProblem(line, _DAY, {"value": cells["on"]})
    share = _SHARES.get(fold(cells["share"]))
    if share is None:
        return FileProblem(line, _SHARE, {"value": cells["share"]})
    if not cells["new"] and share != "unknown":
        return FileProblem(line, _NEW_NEEDED, {})
    for code in (cells["old"], cells["new"] or cells["old"]):
        if not level_of_code(code):
            return FileProblem(line, _PAIR_CODE, {"value": code})
    return PlacePair(on, cells["old"], cells["new"], share, cells.get("note", ""), line)


def _repeated_places(rows: Sequence[PlaceRow]) -> Iterator[FileProblem]:
    seen: dict[tuple[str, date], int] = {}
    for row in rows:
        first = seen.setdefault((row.code, row.valid_from), row.line)
        if first != row.line:
            yield FileProblem(row.line, _TWICE, {"code": row.code, "valid_from": row.valid_from, "first": first})


def _repeated_pairs(pairs: Sequence[PlacePair]) -> Iterator[FileProblem]:
    seen: dict[tuple[date, str, str], int] = {}
    for pair in pairs:
        first = seen.setdefault((pair.on, pair.old, pair.new), pair.line)
        if first != pair.line:
            yield FileProblem(pair.line, _PAIR_TWICE, {"old": pair.old, "new": pair.new or "?", "first": first})


def day_of(text: str) -> date | None:
    """A day as files write it, or None."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def by_code(rows: Iterable[PlaceRow]) -> dict[str, list[PlaceRow]]:
    """Code → its rows, in order of days; codes of different levels differ in length."""
    found: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.valid_from):
        found[row.code].append(row)
    return found
