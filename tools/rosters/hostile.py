"""Files that must end in a sentence: bombs, lies, locks and things that are no workbook at all.

Made when they are needed and never kept: some are worth hundreds of megabytes once unpacked.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from random import Random
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import msoffcrypto
import xlsxwriter
from PIL import Image
from xlwt.CompoundDoc import XlsDoc

from tools.rosters import kinds as k
from tools.rosters.crowd import crowd
from tools.rosters.pages import Book, Cell, Page, Section, letter
from tools.rosters.writers import ods_file, write, xls_book

# how a file may end: refused in words, or read without harm where that is honest
REFUSED, EITHER = "refused", "either"


@dataclass(frozen=True, slots=True)
class Hostile:
    file: str
    why: str
    make: Callable[[], bytes]
    ends: str = REFUSED
    code: str = ""  # the refusal must be this one, where another would mislead


HOSTILE: list[Hostile] = []


def hostile(
    file: str, why: str, ends: str = REFUSED, code: str = ""
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        HOSTILE.append(Hostile(file, why, make, ends, code))
        return make

    return keep


def _page(number: int = 20) -> Page:
    page = Page("Sheet1")
    rng = Random("hostile")
    columns = [k.number(), k.name(), k.birth(), k.sex(), k.unit("Chi bộ")]
    page.table(rng, columns, [Section(crowd(rng, number))], top=0)
    return page


def _good() -> bytes:
    return write(Book([_page()], "xlsx"))


def _repacked(change: Callable[[str, bytes], bytes], content: bytes | None = None) -> bytes:
    """A good workbook with some of its parts changed."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content or _good())) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return buffer.getvalue()


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">' % (n, (b"&lol%s;" % (b"%d" % (n - 1) if n > 1 else b"")) * 10) for n in range(1, 10)
    )
    + b"]>"
)


# -- cells far away


@hostile("o-xa.xlsx", "16 KB with one cell in the last row and column")
def far_xlsx() -> bytes:
    page = _page()
    page.cells[1_048_575, 16_383] = Cell("x")
    return write(Book([page], "xlsx"))


@hostile("o-xa.xls", "one cell in the last row and column of an old .xls", EITHER)
def far_xls() -> bytes:
    page = _page()
    page.cells[65_535, 255] = Cell("x")
    return write(Book([page], "xls"))


@hostile("lap-o.ods", "one row said to be repeated a million times, with values in every column")
def repeated_ods() -> bytes:
    return ods_file(
        '<table:table table:name="Sheet1"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )


@hostile("sai-kich-thuoc.xlsx", "a sheet that lies about its dimension: A1:XFD1048576", EITHER)
def wrong_dimension() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        return (
            data.replace(b'<dimension ref="A1:E21"/>', b'<dimension ref="A1:XFD1048576"/>') if name == SHEET else data
        )

    return _repacked(change)


@hostile("500-cot.xlsx", "500 filled columns")
def wide() -> bytes:
    page = _page()
    for column in range(5, 500):
        for row in range(21):
            page.cells[row, column] = Cell(f"{letter(column)}{row}")
    return write(Book([page], "xlsx"))


@hostile("trieu-hang.csv", "a million lines of text")
def long_csv() -> bytes:
    return "STT,Họ và tên,Ngày sinh,Giới tính\r\n".encode() + "1,Nguyễn Văn An,01/01/1990,Nam\r\n".encode() * 1_000_000


@hostile("mot-dong.csv", "one line of 15 MB without an end, its quotation mark open")
def one_line_csv() -> bytes:
    return 'STT,Họ và tên,Ngày sinh\r\n1,"'.encode() + b"a" * 15_000_000


@hostile("o-dai.xlsx", "a cell of 30,000 letters where a name should be", EITHER)
def long_cell() -> bytes:
    page = _page()
    page.cells[3, 1] = Cell("Nguyễn " * 4_600)
    return write(Book([page], "xlsx"))


# -- bombs


@hostile("bom-zip.xlsx", "a sheet of 400 MB of spaces in 400 KB")
def zip_bomb() -> bytes:
    return _bomb(declared=None)


@hostile("bom-zip-noi-doi.xlsx", "the same, its directory saying 1,000 bytes")
def lying_bomb() -> bytes:
    return _bomb(declared=1_000)


def _bomb(declared: int | None) -> bytes:
    """Deflated by hand: one megabyte of spaces again and again, never in memory as a whole."""
    million, times = b" " * 1_000_000, 400
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    head = _HEAD + b"<worksheet " + _MAIN + b"><sheetData>"
    tail = b"</sheetData></worksheet>"
    crc = zlib.crc32(head)
    packed = bytearray(packer.compress(head))
    for _ in range(times):
        packed += packer.compress(million)
        crc = zlib.crc32(million, crc)
    packed += packer.compress(tail) + packer.flush()
    crc = zlib.crc32(tail, crc)
    size = declared or len(head) + len(million) * times + len(tail)
    return _with_raw(SHEET, bytes(packed), size, crc)


def _with_raw(name: str, packed: bytes, size: int, crc: int) -> bytes:
    """A good workbook in which the part `name` is this deflated stream under these claims."""
    parts: list[tuple[str, bytes, int, int]] = []
    with ZipFile(BytesIO(_good())) as old:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == name:
                parts.append((name, packed, size, crc))
            else:
                packer = zlib.compressobj(6, zlib.DEFLATED, -15)
                parts.append((info.filename, packer.compress(data) + packer.flush(), len(data), zlib.crc32(data)))
    body, directory = bytearray(), bytearray()
    for filename, data, length, check in parts:
        label = filename.encode()
        common = pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, check, len(data), length, len(label), 0)
        directory += b"PK\x01\x02" + pack("<H", 20) + common + pack("<HHHII", 0, 0, 0, 0, len(body)) + label
        body += b"PK\x03\x04" + common + label + data
    end = b"PK\x05\x06" + pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return bytes(body + directory + end)


@hostile("bom-zip.ods", "content.xml of 300 MB of empty rows", EITHER)
def ods_bomb() -> bytes:
    return ods_file(
        '<table:table table:name="Sheet1">'
        + "<table:table-row><table:table-cell/></table:table-row>" * 5_000_000
        + "</table:table>"
    )


@hostile("thuc-the-trang.xlsx", "billion laughs in the sheet")
def laughs_sheet() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name != SHEET:
            return data
        return (
            _HEAD
            + _LAUGHS
            + b"<worksheet "
            + _MAIN
            + b'><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&lol9;</t></is></c></row>'
            b"</sheetData></worksheet>"
        )

    return _repacked(change)


@hostile("thuc-the-chuoi.xlsx", "billion laughs in the shared strings")
def laughs_strings() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        return (
            data.replace(_HEAD, _HEAD + _LAUGHS, 1).replace(b"<t>TT</t>", b"<t>&lol9;</t>") if name == STRINGS else data
        )

    return _repacked(change)


@hostile("thuc-the-ngoai.xlsx", "an entity that names a file of the server")
def external_entity() -> bytes:
    entity = b'<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'

    def change(name: str, data: bytes) -> bytes:
        return (
            data.replace(_HEAD, _HEAD + entity, 1).replace(b"<t>TT</t>", b"<t>&leak;</t>") if name == STRINGS else data
        )

    return _repacked(change)


@hostile("thuc-the.ods", "billion laughs in an .ods")
def laughs_ods() -> bytes:
    row = '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p>&lol9;</text:p></table:table-cell></table:table-row></table:table>'
    content = ods_file(row)
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "content.xml":
                data = data.replace(b"?>", b"?>" + _LAUGHS, 1)
            new.writestr(info.filename, data)
    return buffer.getvalue()


@hostile("lon-tram-mega.xlsx", "200 MB of nothing")
def huge() -> bytes:
    return bytes(200 * 1024 * 1024)


@hostile("lon-tram-mega.csv", "200 MB of text")
def huge_csv() -> bytes:
    return b"a,b\r\n" * (40 * 1024 * 1024)


# -- locks and programs


@hostile("mat-khau.xlsx", "locked with a password", code="encrypted")
def locked_xlsx() -> bytes:
    plain, out = BytesIO(_good()), BytesIO()
    msoffcrypto.OfficeFile(plain).encrypt("mật khẩu", out)
    return out.getvalue()


@hostile("mat-khau.xls", "an old .xls locked with a password", code="encrypted")
def locked_xls() -> bytes:
    """What RC4 leaves: a FILEPASS record after the first BOF, the bodies of all later records unreadable."""
    data = xls_book(Book([_page()], "xls")).get_biff_data()
    first = 4 + int.from_bytes(data[2:4], "little")
    rng = Random("locked")
    out = bytearray(data[:first]) + pack("<HH", 0x2F, 54) + pack("<HHH", 1, 1, 1) + rng.randbytes(48)
    at = first
    while at + 4 <= len(data):
        length = int.from_bytes(data[at + 2 : at + 4], "little")
        kind = int.from_bytes(data[at : at + 2], "little")
        body = data[at + 4 : at + 4 + length]
        # BOF and the place of a sheet stay in the clear
        out += data[at : at + 4] + (body if kind in {0x809, 0x85} else rng.randbytes(length))
        at += 4 + length
    buffer = BytesIO()
    XlsDoc().save(buffer, bytes(out))
    return buffer.getvalue()


@hostile("mat-khau.ods", "an .ods locked with a password", code="encrypted")
def locked_ods() -> bytes:
    buffer = BytesIO()
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="1000">'
        '<manifest:encryption-data manifest:checksum-type="SHA256" manifest:checksum="AAAA"/></manifest:file-entry></manifest:manifest>'
    )
    with ZipFile(buffer, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", Random("ods").randbytes(900))
        made.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


@hostile("macro.xlsm", "macros beside people: read without them, or refused", EITHER)
def macros() -> bytes:
    buffer = BytesIO()
    program = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        made.add_vba_project(BytesIO(program), is_stream=True)
        sheet = made.add_worksheet("Sheet1")
        for (row, column), cell in _page().cells.items():
            sheet.write(row, column, cell.value)
    return buffer.getvalue()


@hostile("cong-thuc-trong.xlsx", "names as formulas that nobody has worked out", EITHER)
def uncached() -> bytes:
    page = _page()
    for row in range(1, 21):
        page.cells[row, 1].formula = '=Z1&" "&Z2'

    def change(name: str, data: bytes) -> bytes:
        if name != SHEET:
            return data
        out, rest = b"", data
        while b"</f><v>" in rest:
            before, _, rest = rest.partition(b"</f><v>")
            out += before.replace(b' t="str"', b"") + b"</f>"
            rest = rest.partition(b"</v>")[2]
        return out + rest

    return _repacked(change, write(Book([page], "xlsx")))


# -- no workbooks


@hostile("anh.xlsx", "a PNG renamed")
def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 40), "red").save(buffer, "PNG")
    return buffer.getvalue()


@hostile("anh.csv", "a PNG renamed .csv")
def picture_csv() -> bytes:
    return picture()


@hostile("cat-cut.xlsx", "the first half of a workbook")
def truncated() -> bytes:
    good = _good()
    return good[: len(good) // 2]


@hostile("cat-cut.xls", "the first half of an old workbook")
def truncated_xls() -> bytes:
    data = write(Book([_page(300)], "xls"))
    return data[: len(data) // 2]


@hostile("rong.xlsx", "nothing at all")
def empty() -> bytes:
    return b""


@hostile("rong.csv", "nothing at all")
def empty_csv() -> bytes:
    return b""


@hostile("trang.csv", "a byte order mark and blank lines")
def blank_csv() -> bytes:
    return b"\xef\xbb\xbf\r\n\r\n   \r\n"


@hostile("van-ban.xlsx", "a Word document renamed")
def document() -> bytes:
    made, buffer = docx.Document(), BytesIO()
    made.add_paragraph("DANH SÁCH ĐẢNG VIÊN")
    made.save(buffer)
    return buffer.getvalue()


@hostile("trang-mang.xls", "an HTML table named .xls", EITHER)
def web_page() -> bytes:
    return "<html><body><table><tr><td>Họ và tên</td><td>Ngày sinh</td><td>Giới tính</td></tr></table></body></html>".encode()


@hostile("in.xlsx", "a PDF renamed")
def paper() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + Random("pdf").randbytes(4000) + b"\n%%EOF"


@hostile("hong-trang.xlsx", "a sheet whose XML breaks off in the middle")
def broken_sheet() -> bytes:
    return _repacked(lambda name, data: data[: len(data) // 2] if name == SHEET else data)


@hostile("thieu-chuoi.xlsx", "cells that name strings which are not there")
def missing_strings() -> bytes:
    empty_table = _HEAD + b"<sst " + _MAIN + b' count="0" uniqueCount="0"></sst>'
    return _repacked(lambda name, data: empty_table if name == STRINGS else data)


@hostile("thieu-trang.xlsx", "a workbook whose sheet is missing")
def missing_sheet() -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(_good())) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != SHEET:
                new.writestr(info.filename, old.read(info))
    return buffer.getvalue()


@hostile("byte-khong.csv", "text with NUL in it", EITHER)
def nul_csv() -> bytes:
    return "STT,Họ và tên,Ngày sinh\r\n".encode() + b"1,Nguy\x00\x00n V\x00n A,01/01/1990\r\n" * 20
