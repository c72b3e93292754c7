"""The child that opens a workbook nobody has vouched for. Run as a script, alone: `python -I workbook.py`.

What a newcomer would undo: reading in the server's own process. A file of 16 KB whose last cell stands far out makes the
reader ask for 52 GB and abort the process it runs in. Here that ends this child alone, and before it comes to that, the
last cell is looked up in the file itself: what the sheet claims as its dimension may be false.

Standard input brings the limits, a line of JSON, and then the file. Standard output gets lines of JSON: first the layout {"sheets":
[{"name", "header_row", "header", "columns": [{"letter", "header", "field", "role", "encoding"}], "skipped": [[row, text, why]], "rows"}]}
or {"refused": code, …}, then parts of at most PART_ROWS people {"rows": [[sheet index, row number, [cells], group], …]}, a day as
{"d": "2023-05-03"}. With `reading` among the limits ({"on", "choices", "units"}) a part has "reads" too: what each row says, None
where something of it is a problem. With `plain` the first line has the names of the sheets, and parts are every filled row as it
stands. Exit status is 0 when a first line was written.
"""

import csv
import gc
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

_FAR = re.compile(rb'\sr="(?=[A-Z]{3}|[A-Z]*[0-9]{7})([A-Z]*)([0-9]*)')
_ODS_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"')
_CHUNK = 1 << 20
# real sheets pack to a tenth or a twentieth; more than this of much is a bomb
_LARGE, _MOST_RATIO = 50_000_000, 150
_TAIL = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"BM",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
)
# how many times longer than to its layout a list may be read to its end
_ROWS_TIMES = 4
_BOF, _FILEPASS, _FIRST_RECORDS, _LARGEST_RECORD = b"\x09\x08\x10\x00", 0x2F, 12, 8224


def main(limits: Mapping[str, Any]) -> None:
    """Read standard input within the limits: rows, columns, unpacked, memory, seconds; `columns_chosen` are a person's choices by sheet and letter."""
    _limit_resources(limits["memory"], limits["seconds"])
    # lives for seconds and makes millions of cells, none of them in a cycle
    gc.disable()
    content = sys.stdin.buffer.read()
    sheets = _sheets(content, limits)
    if isinstance(sheets, dict):
        _say(sheets)
        return
    del content
    if limits.get("plain"):
        _tell_plain(sheets, limits["part"])
    else:
        _tell(sheets, limits)


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")
    # whoever asked goes on with it while the next is made
    sys.stdout.flush()


def _limits() -> Any:
    """The module that limits a process; None on Windows, where the look into the file is the only guard."""
    try:
        import resource  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return None
    return resource


def _limit_resources(memory: int, seconds: int) -> None:
    if (limits := _limits()) is not None:
        limits.setrlimit(limits.RLIMIT_AS, (memory, memory))
        # of its own time: a busy machine does not make a file slow
        limits.setrlimit(limits.RLIMIT_CPU, (seconds, _ROWS_TIMES * seconds))


def _allow_rows(seconds: int) -> None:
    """More of its own time, once the file turned out to be a list of people: each row is read."""
    if (limits := _limits()) is not None:
        limits.setrlimit(limits.RLIMIT_CPU, (_ROWS_TIMES * seconds, _ROWS_TIMES * seconds))


Sheets = list[tuple[str, list[list[Any]], list[Any]]]


def _sheets(content: bytes, limits: Mapping[str, Any]) -> Sheets | dict[str, Any]:
    """(name, rows) of each visible sheet, or what is refused."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content or _is_locked(content):
            return {"refused": "encrypted"}
        return _read(content, limits)
    if content.startswith(b"PK"):
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
            return {"refused": "not_a_workbook"}
        return _look_into(archive, limits) or _read(content, limits)
    if content.startswith(_OTHER_KINDS):
        return {"refused": "not_a_workbook"}
    return _read_text(content, limits)


def _is_locked(content: bytes) -> bool:
    """Whether an old .xls holds a FILEPASS record (0x2F) among the first records of its globals: the reader would not say so."""
    at = content.find(_BOF)
    for _record in range(_FIRST_RECORDS if at >= 0 else 0):
        kind, size = int.from_bytes(content[at : at + 2], "little"), int.from_bytes(content[at + 2 : at + 4], "little")
        if kind == _FILEPASS:
            return True
        if kind == 0 or size > _LARGEST_RECORD:
            return False
        at += 4 + size
    return False


def _look_into(archive: zipfile.ZipFile, limits: Mapping[str, Any]) -> dict[str, Any] | None:
    names = set(archive.namelist())
    is_ods = "content.xml" in names
    if "xl/workbook.xml" not in names and not is_ods:
        return {"refused": "not_a_workbook"}
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        return {"refused": "encrypted"}
    unpacked = limits["unpacked"]
    size = sum(entry.file_size for entry in archive.infolist())
    packed = sum(entry.compress_size for entry in archive.infolist())
    if size > unpacked or size > max(_LARGE, _MOST_RATIO * packed):
        return {"refused": "too_big"}
    try:
        if is_ods:
            return _look_into_ods(archive, limits)
        return _look_into_sheets(archive, sorted(names), limits)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        return {"refused": "not_a_workbook"}


def _look_into_sheets(
    archive: zipfile.ZipFile, names: Sequence[str], limits: Mapping[str, Any]
) -> dict[str, Any] | None:
    left = limits["unpacked"]
    for name in names:
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        row, column, read = find_far_cell(archive, name, left)
        left -= read
        if left <= 0 or row > limits["rows"] or column > limits["columns"]:
            return {"refused": "too_big", "row": row, "column": column}
    return None


def _look_into_ods(archive: zipfile.ZipFile, limits: Mapping[str, Any]) -> dict[str, Any] | None:
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    if b"encryption-data" in manifest:
        return {"refused": "encrypted"}
    # a cell that is filled and repeated is written once and read a million times; empty ones at the edge are harmless
    with archive.open("content.xml") as stream:
        text = stream.read(limits["unpacked"] + 1)
    if len(text) > limits["unpacked"]:
        return {"refused": "too_big"}
    for match in re.finditer(rb"<table:table-(cell|row)\b([^>]*)(/?)>", text):
        repeated = _ODS_REPEATED.search(match[2])
        most = limits["columns"] if match[1] == b"cell" else limits["rows"]
        is_filled = b"office:value" in match[2] and not match[2].endswith(b"/")
        if repeated and int(repeated[1]) > most and is_filled:
            return {"refused": "too_big"}
    return None


def find_far_cell(archive: zipfile.ZipFile, name: str, limit: int) -> tuple[int, int, int]:
    """(row, column, bytes read) of the first cell named far out: past column ZZ or row 999,999; (0, 0, …) when there is none.

    What lies nearer and still past the limits is told by the reader itself, whose memory it cannot exhaust. A sheet that names no
    cell at all counts as many rows as it has.
    """
    count = read = 0
    tail = b""
    with archive.open(name) as stream:
        while read <= limit and (chunk := stream.read(_CHUNK)):
            read += len(chunk)
            text = tail + chunk
            if found := _FAR.search(text):
                return int(found[2][:9] or b"1"), column_number(found[1]), read
            count += chunk.count(b"<row") + chunk.count(b"<c>") if b' r="' not in text else 0
            tail = text[-_TAIL:]
    return count, 0, read


def column_number(letters: bytes) -> int:
    """Column letters to their number: A is 1, AA is 27; no letters are 0."""
    number = 0
    for letter in letters[:6]:
        number = number * 26 + letter - 64
    return number


def _read(content: bytes, limits: Mapping[str, Any]) -> Sheets | dict[str, Any]:
    import python_calamine  # noqa: PLC0415 - only once the memory is limited and the file looked at

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for meta in book.sheets_metadata:
            is_sheet = meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            is_shown = meta.visible == python_calamine.SheetVisibleEnum.Visible or meta.name == limits.get("hidden")
            if not is_sheet or not is_shown:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.total_height > limits["rows"] or (
                sheet.total_width > limits["columns"] and sheet.width > limits["columns"]
            ):
                return {"refused": "too_big", "row": sheet.total_height, "column": sheet.total_width}
            sheets.append((meta.name, sheet.to_python(skip_empty_area=False), _merges(sheet)))
    except python_calamine.PasswordError:
        return {"refused": "encrypted"}
    except (python_calamine.CalamineError, ValueError, OSError):
        return {"refused": "not_a_workbook"}
    return sheets


def _merges(sheet: Any) -> list[Any]:
    """Merged cells of a sheet; none where the format does not tell them."""
    try:
        return list(sheet.merged_cell_ranges or [])
    except Exception:  # noqa: BLE001 - the reader raises its own for formats without merges
        return []


def _read_text(content: bytes, limits: Mapping[str, Any]) -> Sheets | dict[str, Any]:
    """A text file with one person a line."""
    decoded = text_files.decode_text(content)
    if decoded is None:
        return {"refused": "not_a_workbook"}
    text, encoding = decoded
    delimiter = text_files.find_delimiter(text)
    if delimiter is None:
        return {"refused": "not_a_workbook"}
    csv.field_size_limit(1 << 20)
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > limits["rows"] or len(row) > limits["columns"]:
                return {"refused": "too_big", "row": len(rows), "column": len(row)}
    except csv.Error:
        return {"refused": "not_a_workbook"}
    _FILE_ENCODING.append(encoding)
    return [("CSV", rows, [])]


_FILE_ENCODING: list[str] = []


def _tell(sheets: Sheets, limits: Mapping[str, Any]) -> None:
    """The layout of what holds people, then the people by parts."""
    told: list[dict[str, Any]] = []
    tables: list[Table] = []
    seen: list[str] = []
    chosen = limits.get("columns_chosen") or {}
    for name, rows, merges in sheets:
        found = layout.find_tables(rows, chosen.get(name), merges)
        if not found:
            seen += [text for row in rows[:12] for cell in row if (text := plain(cell))]
        for table in found:
            tables.append(table)
            told.append(_told(name, table))
    if not tables:
        _say({"refused": "wrong_columns" if seen else "empty_sheet", "found": ", ".join(seen[:8])})
        return
    people = sum(len(table.rows) for table in tables)
    if not people:
        _say({"refused": "empty_sheet"})
        return
    if people > limits["people"]:
        _say({"refused": "too_big", "row": people})
        return
    _say({"sheets": told})
    _allow_rows(limits["seconds"])
    readers = _readers(told, limits["reading"]) if limits.get("reading") else None
    for part in _parts(tables, limits["part"]):
        _say({"rows": part} if readers is None else {"rows": part, "reads": _reads(part, readers)})


def _readers(told: Sequence[Mapping[str, Any]], reading: Mapping[str, Any]) -> "list[person_row.RowReader]":
    names = units.UnitNames(reading["units"])
    return [
        person_row.RowReader(
            table["columns"],
            on=date.fromisoformat(reading["on"]),
            choices=reading["choices"],
            knows_unit=lambda text: bool(names.find(text)),
        )
        for table in told
    ]


def _reads(part: Sequence[Any], readers: "Sequence[person_row.RowReader]") -> list[list[Any] | None]:
    """What the rows say, in the order of FIELDS behind a place for the unit; None for one that somebody has to look at."""
    reads: list[list[Any] | None] = []
    for sheet, _number, cells, group in part:
        person = readers[sheet].read(cells, group)
        values = person.values.get
        reads.append(None if person.problems else [None, *[values(name, "") for name in FIELDS]])
    return reads


def _tell_plain(sheets: Sheets, size: int) -> None:
    """The names of the sheets, then their rows by parts, [sheet index, row number, [cells]]; empty rows are left out."""
    _say({"sheets": [name for name, _rows, _merges in sheets]})
    for index, (_name, rows, _merged) in enumerate(sheets):
        filled = [
            [index, number, [_plain(cell) for cell in row]]
            for number, row in enumerate(rows, start=1)
            if any(cell not in ("", None) for cell in row)
        ]
        for start in range(0, len(filled), size):
            _say(filled[start : start + size])


def _told(name: str, table: "Table") -> dict[str, Any]:
    return {
        "name": name,
        "header_row": table.header_row,
        "columns": [
            {
                "letter": column.letter,
                "header": column.header,
                "field": columns.field_of(column.role),
                "role": column.role,
                "note": column.note,
                "encoding": _FILE_ENCODING[0] if _FILE_ENCODING and column.encoding == "unicode" else column.encoding,
            }
            for column in table.columns
        ],
        "skipped": [[one.row, one.text[:200], one.why] for one in table.skipped],
        "rows": len(table.rows),
    }


def _parts(tables: Sequence["Table"], size: int) -> Iterator[list[Any]]:
    part: list[Any] = []
    for index, table in enumerate(tables):
        width = len(table.columns)
        for number, row, group in table.rows:
            part.append([index, number, [cell if type(cell) is str else _plain(cell) for cell in row[:width]], group])
            if len(part) >= size:
                yield part
                part = []
    if part:
        yield part


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, bool):
        return "x" if value else ""
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return value
    return str(value)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    try:
        from hocvien.exchange.arithmetic import columns, layout, person_row, text_files, units
        from hocvien.exchange.arithmetic.tables import Table, plain
        from hocvien.exchange.constants import FIELDS

        main(json.loads(sys.stdin.buffer.readline()))
    except MemoryError:
        _say({"refused": "too_big"})
