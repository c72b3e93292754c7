"""Bytes of a workbook: .xlsx, .xls, .ods and the many kinds of .csv."""

import csv
import re
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter
import xlwt

from tools.rosters.encodings import cp1258_bytes, mojibake, question_marks
from tools.rosters.pages import Book, Cell, Page, a1

_DATE = "dd/mm/yyyy"
_MADE = datetime(2026, 5, 12)  # noqa: DTZ001 - files say no zone
_EPOCH = date(1899, 12, 30)


def write(book: Book) -> bytes:
    """The file as it would lie on the office's disk."""
    return _WRITERS[book.write](book)


def xlsx(book: Book) -> bytes:
    """Option `dress`: what is done to the workbook before it is closed (comments, filters, rich text)."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as made:
        made.set_properties({"created": _MADE})
        styles: dict[tuple[str, str], Any] = {}
        shown = False
        for page in book.pages:
            sheet = made.add_worksheet(page.name)
            if page.is_hidden:
                sheet.hide()
            elif not shown:
                # the sheet a workbook opens on cannot be hidden: it is the first that is seen
                sheet.activate()
                sheet.set_first_sheet()
                shown = True
            for (row, column), cell in page.cells.items():
                _xlsx_cell(made, sheet, styles, row, column, cell)
            for top, left, bottom, right in page.merges:
                corner = page.cells.get((top, left))
                sheet.merge_range(top, left, bottom, right, "")
                if corner:
                    _xlsx_cell(made, sheet, styles, top, left, corner)
            for column in page.hidden_columns:
                sheet.set_column(column, column, None, None, {"hidden": True})
        if "dress" in book.options:
            book.options["dress"](made)
    return buffer.getvalue()


def _xlsx_cell(made: Any, sheet: Any, styles: dict, row: int, column: int, cell: Cell) -> None:
    value = cell.value
    show = cell.show or (_DATE if isinstance(value, date) else "")
    key = (cell.font, show)
    if key not in styles:
        looks = ({"font_name": cell.font} if cell.font else {}) | ({"num_format": show} if show else {})
        looks["text_wrap"] = True
        styles[key] = made.add_format(looks)
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, styles[key], value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, styles[key])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), styles[key])
    else:
        sheet.write_number(row, column, value, styles[key])


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def bare_xlsx(book: Book) -> bytes:
    """As other programs write: every name with a prefix, texts inside their cells, absolute paths, no styles, strings or theme."""
    head = '<?xml version="1.0" encoding="utf-8"?>'
    kinds, links, sheets = [], [], []
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for number, page in enumerate(book.pages, start=1):
            path = f"/xl/worksheets/page-{number}.xml"
            main = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
            kinds.append(f'<Override PartName="{path}" ContentType="{main}"/>')
            links.append(f'<Relationship Type="{_LINKS}/worksheet" Target="{path}" Id="R{number}"/>')
            sheets.append(f'<x:sheet name={quoteattr(page.name)} sheetId="{number}" r:id="R{number}"/>')
            rows: dict[int, list[str]] = {}
            for (row, column), cell in sorted(page.cells.items()):
                text = f'<x:is><x:t xml:space="preserve">{escape(str(cell.value))}</x:t></x:is>'
                rows.setdefault(row, []).append(f'<x:c r="{a1(row, column)}" t="inlineStr">{text}</x:c>')
            body = "".join(f'<x:row r="{row + 1}">{"".join(cells)}</x:row>' for row, cells in rows.items())
            made.writestr(
                ZipInfo(path[1:]),
                f'{head}<x:worksheet xmlns:x="{_MAIN}"><x:sheetData>{body}</x:sheetData></x:worksheet>',
                ZIP_DEFLATED,
            )
        made.writestr(
            ZipInfo("xl/workbook.xml"),
            f'{head}<x:workbook xmlns:x="{_MAIN}" xmlns:r="{_LINKS}"><x:sheets>{"".join(sheets)}</x:sheets></x:workbook>',
        )
        made.writestr(
            ZipInfo("xl/_rels/workbook.xml.rels"),
            f'{head}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>',
        )
        made.writestr(
            ZipInfo("_rels/.rels"),
            f'{head}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Type="{_LINKS}/officeDocument" '
            'Target="/xl/workbook.xml" Id="R0"/></Relationships>',
        )
        made.writestr(
            ZipInfo("[Content_Types].xml"),
            f'{head}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{''.join(kinds)}</Types>",
        )
    return buffer.getvalue()


_STRICT = (
    (_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (f"{_LINKS}/extended-properties", "http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties"),
    (_LINKS, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
    ),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"),
)


def strict_xlsx(book: Book) -> bytes:
    """Excel's "Strict Open XML": other namespaces, dates as ISO text in cells of kind d."""
    days = [{a1(*at): c.value for at, c in page.cells.items() if isinstance(c.value, date)} for page in book.pages]
    buffer = BytesIO()
    with ZipFile(BytesIO(xlsx(book))) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info).decode("utf-8")
            for usual, strict in _STRICT:
                text = text.replace(usual, strict)
            found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", info.filename)
            for cell, day in days[int(found[1]) - 1].items() if found else ():
                text = re.sub(
                    rf'<c r="{cell}" s="(\d+)"><v>\d+</v>',
                    rf'<c r="{cell}" s="\1" t="d"><v>{day.isoformat()}</v>',
                    text,
                )
            if info.filename == "xl/workbook.xml":
                text = text.replace("<workbook ", '<workbook conformance="strict" ', 1)
            new.writestr(ZipInfo(info.filename), text, ZIP_DEFLATED)
    return buffer.getvalue()


def html(book: Book) -> bytes:
    """A web page with one table, as web programs "export to Excel"."""
    page = book.pages[0]
    width = max(column for _row, column in page.cells) + 1
    spans = {(t, left): (b - t + 1, right - left + 1) for t, left, b, right in page.merges}
    covered = {
        (row, column)
        for t, left, b, right in page.merges
        for row in range(t, b + 1)
        for column in range(left, right + 1)
        if (row, column) != (t, left)
    }
    rows = []
    for row in range(page.end):
        cells = []
        for at in ((row, column) for column in range(width)):
            if at not in covered:
                high, wide = spans.get(at, (1, 1))
                cells.append(f"<td rowspan={high} colspan={wide}>{escape(_csv_text(page.cells.get(at)))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><table border=1>'
        f"{''.join(rows)}</table></body></html>"
    ).encode()


def xml_2003(book: Book) -> bytes:
    """The XML of Excel 2003, which other programs still write and name .xls."""
    sheets = []
    for page in book.pages:
        rows: dict[int, list[str]] = {}
        for (row, column), cell in sorted(page.cells.items()):
            text = escape(_csv_text(cell))
            rows.setdefault(row, []).append(
                f'<Cell ss:Index="{column + 1}"><Data ss:Type="String">{text}</Data></Cell>'
            )
        body = "".join(f'<Row ss:Index="{row + 1}">{"".join(cells)}</Row>' for row, cells in rows.items())
        sheets.append(f"<Worksheet ss:Name={quoteattr(page.name)}><Table>{body}</Table></Worksheet>")
    return (
        '<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{"".join(sheets)}</Workbook>'
    ).encode()


def xlsb(_book: Book) -> bytes:
    """The shell of Excel's binary workbook; the parts inside are records that nothing here can write."""
    buffer = BytesIO()
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        made.writestr(
            ZipInfo("[Content_Types].xml"),
            f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" ContentType="{kind}"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        made.writestr(
            ZipInfo("_rels/.rels"),
            f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_LINKS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        )
        made.writestr(
            ZipInfo("xl/_rels/workbook.bin.rels"),
            f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"/>',
        )
        # BrtBeginBook and BrtEndBook around nothing
        made.writestr(ZipInfo("xl/workbook.bin"), b"\x83\x01\x00\x84\x01\x00")
    return buffer.getvalue()


def xls_book(book: Book) -> xlwt.Workbook:
    made = xlwt.Workbook(encoding="utf-8")
    styles: dict[tuple[str, str], Any] = {}
    for page in book.pages:
        sheet = made.add_sheet(page.name, cell_overwrite_ok=True)
        if page.is_hidden:
            sheet.visibility = 1
        corners = {(top, left): (bottom, right) for top, left, bottom, right in page.merges}
        for (row, column), cell in page.cells.items():
            show = cell.show or (_DATE if isinstance(cell.value, date) else "")
            key = (cell.font, show)
            if key not in styles:
                style = xlwt.XFStyle()
                style.font.name = cell.font or "Times New Roman"
                style.num_format_str = show or "General"
                styles[key] = style
            value = datetime.combine(cell.value, time()) if isinstance(cell.value, date) else cell.value
            if (row, column) in corners:
                bottom, right = corners.pop((row, column))
                sheet.write_merge(row, bottom, column, right, value, styles[key])
            else:
                sheet.write(row, column, value, styles[key])
        for column in page.hidden_columns:
            sheet.col(column).hidden = True
    return made


def xls(book: Book) -> bytes:
    buffer = BytesIO()
    xls_book(book).save(buffer)
    return buffer.getvalue()


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'office:version="1.2"><office:automatic-styles><style:style style:name="ta1" style:family="table">'
    '<style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{}'
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_ODS_ROWS, _ODS_COLUMNS = 1_048_576, 16_384


def ods_file(content: str) -> bytes:
    """An .ods around this body of a spreadsheet."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        made.writestr(ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet", ZIP_STORED)
        made.writestr(ZipInfo("content.xml"), _ODS.format(content), ZIP_DEFLATED)
        made.writestr(ZipInfo("META-INF/manifest.xml"), _MANIFEST, ZIP_DEFLATED)
    return buffer.getvalue()


def ods(book: Book) -> bytes:
    """As LibreOffice saves: runs of empty cells and rows are repeated out to the very edge of the sheet."""
    return ods_file("".join(_ods_page(page) for page in book.pages))


def _ods_page(page: Page) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in page.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    width = max((column for _row, column in page.cells), default=0) + 1
    style = "ta2" if page.is_hidden else "ta1"
    out = [f'<table:table table:name={quoteattr(page.name)} table:style-name="{style}">']
    for column in range(width):
        gone = ' table:visibility="collapse"' if column in page.hidden_columns else ""
        out.append(f"<table:table-column{gone}/>")
    for row in range(page.end):
        out.append("<table:table-row>")
        out += [
            _ods_cell(page.cells.get(at), spans.get(at), at in covered)
            for at in ((row, column) for column in range(width))
        ]
        out.append(f'<table:table-cell table:number-columns-repeated="{_ODS_COLUMNS - width}"/></table:table-row>')
    out.append(
        f'<table:table-row table:number-rows-repeated="{_ODS_ROWS - page.end}">'
        f'<table:table-cell table:number-columns-repeated="{_ODS_COLUMNS}"/></table:table-row></table:table>'
    )
    return "".join(out)


def _ods_cell(cell: Cell | None, span: tuple[int, int] | None, is_covered: bool) -> str:  # noqa: FBT001 - one of three facts
    if is_covered:
        return "<table:covered-table-cell/>"
    attributes = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if cell is None:
        return f"<table:table-cell{attributes}/>"
    value = cell.value
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        text = value.strftime("%d/%m/%Y")
    elif isinstance(value, str):
        kind, text = 'office:value-type="string"', value
    else:
        kind, text = f'office:value-type="float" office:value="{value}"', str(value)
    lines = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell {kind}{attributes}>{lines}</table:table-cell>"


def _ods_text(line: str) -> str:
    """Further spaces in a row are an element of their own."""
    out = escape(line)
    while "  " in out:
        start = out.index("  ")
        run = len(out[start:]) - len(out[start:].lstrip(" "))
        out = f'{out[:start]} <text:s text:c="{run - 1}"/>{out[start + run :]}'
    return out


def csv_file(book: Book) -> bytes:
    """The first page as text. Options: `delimiter`, `encoding` (a name of `_ENCODE`), `lines` (the line end)."""
    page = book.pages[0]
    width = max((column for _row, column in page.cells), default=0) + 1
    buffer = StringIO()
    writer = csv.writer(
        buffer, delimiter=book.options.get("delimiter", ","), lineterminator=book.options.get("lines", "\r\n")
    )
    for row in range(page.end):
        writer.writerow([_csv_text(page.cells.get((row, column))) for column in range(width)])
    return _ENCODE[book.options.get("encoding", "utf-8")](buffer.getvalue())


def _csv_text(cell: Cell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return cell.value.strftime("%d/%m/%Y")
    return str(cell.value)


_ENCODE = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8-bom": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "cp1258": cp1258_bytes,
    "latin-1": lambda text: text.encode("latin-1"),
    "mojibake": lambda text: mojibake(text).encode("utf-8"),
    "ansi": question_marks,
}
_WRITERS = {
    "xlsx": xlsx,
    "bare xlsx": bare_xlsx,
    "strict xlsx": strict_xlsx,
    "xlsb": xlsb,
    "html": html,
    "xml 2003": xml_2003,
    "xls": xls,
    "ods": ods,
    "csv": csv_file,
}


def serial(day: date) -> int:
    """The number Excel keeps for a day."""
    return (day - _EPOCH).days
