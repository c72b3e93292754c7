"""The child that opens a workbook nobody has vouched for. Run as a script, alone: `python -I workbook.py ROWS COLUMNS …`.

What a newcomer would undo: reading in the server's own process. A file of 16 KB whose last cell stands far out makes the
reader ask for 52 GB and abort the process it runs in. Here that ends this child alone, and before it comes to that, the
last cell is looked up in the file itself: what the sheet claims as its dimension may be false.

The workbook arrives on standard input; standard output gets one JSON object: {"sheets": [{"name", "rows"}]} with a day as
{"d": "2023-05-03"}, or {"refused": code, …}. Exit status is always 0 when an object was written.
"""

import io
import json
import re
import sys
import zipfile
from datetime import date, datetime
from typing import Any

_CELL = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Z]*)(\d+)"')
_CELLS = re.compile(rb"<(?:\w+:)?(?:c|row)[\s>/]")
_CHUNK = 1 << 20
_TAIL = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def main(rows: int, columns: int, unpacked: int, memory: int) -> dict[str, Any]:
    """Read standard input within the limits."""
    _limit_memory(memory)
    content = sys.stdin.buffer.read()
    if content.startswith(_OLE):
        return {"refused": "encrypted" if _ENCRYPTED in content else "old_format"}
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError):
        return {"refused": "not_a_workbook"}
    if refusal := _look_into(archive, rows, columns, unpacked):
        return refusal
    return _read(content)


def _limit_memory(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - absent on Windows, where the look into the file is the only guard
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _look_into(archive: zipfile.ZipFile, rows: int, columns: int, unpacked: int) -> dict[str, Any] | None:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return {"refused": "not_a_workbook"}
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        return {"refused": "encrypted"}
    if sum(entry.file_size for entry in archive.infolist()) > unpacked:
        return {"refused": "too_big"}
    left = unpacked
    for name in sorted(names):
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        last_row, last_column, read = last_cell(archive, name, left)
        left -= read
        if left <= 0 or last_row > rows or last_column > columns:
            return {"refused": "too_big", "row": last_row, "column": last_column}
    return None


def last_cell(archive: zipfile.ZipFile, name: str, limit: int) -> tuple[int, int, int]:
    """(last row, last column, bytes read) that the cells of a sheet really name, or that their number makes possible."""
    row = column = count = read = 0
    tail = b""
    with archive.open(name) as stream:
        while read <= limit and (chunk := stream.read(_CHUNK)):
            read += len(chunk)
            text = tail + chunk
            for letters, number in _CELL.findall(text):
                row = max(row, int(number[:9]))
                column = max(column, column_number(letters))
            count += len(_CELLS.findall(chunk))
            tail = text[-_TAIL:]
    if row == 0:
        row = count
    return row, column, read


def column_number(letters: bytes) -> int:
    """Column letters to their number: A is 1, AA is 27; no letters are 0."""
    number = 0
    for letter in letters[:6]:
        number = number * 26 + letter - 64
    return number


def _read(content: bytes) -> dict[str, Any]:
    import python_calamine  # noqa: PLC0415 - only once the memory is limited and the file looked at

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            rows = sheet.to_python(skip_empty_area=False)
            visible = meta.visible == python_calamine.SheetVisibleEnum.Visible
            sheets.append({"name": meta.name, "visible": visible, "rows": [[_plain(v) for v in row] for row in rows]})
    except python_calamine.PasswordError:
        return {"refused": "encrypted"}
    except (python_calamine.CalamineError, ValueError, OSError):
        return {"refused": "not_a_workbook"}
    return {"sheets": sheets}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, str | int | float):
        return value
    return str(value)


if __name__ == "__main__":
    try:
        answer = main(*(int(argument) for argument in sys.argv[1:5]))
    except MemoryError:
        answer = {"refused": "too_big"}
    json.dump(answer, sys.stdout)
