"""Lists: filtered, sorted, counted, paged and exported by the server from one and the same rows.

What a newcomer would undo: cells are computed before the template sees them, so a template cannot ask the database, and
the export walks the very rows and columns the page was drawn from.
"""

from hocvien.web.ui.tables.columns import Cell, Column, Filter, Head, page_column
from hocvien.web.ui.tables.csv_text import CSV, as_csv
from hocvien.web.ui.tables.exports import TASK as EXPORT_TASK
from hocvien.web.ui.tables.exports import ExportNotMade, ExportSink
from hocvien.web.ui.tables.rows import PagedRows
from hocvien.web.ui.tables.table import Row, Table, table_response, workbook_asked

__all__ = [
    "CSV",
    "EXPORT_TASK",
    "Cell",
    "Column",
    "ExportNotMade",
    "ExportSink",
    "Filter",
    "Head",
    "PagedRows",
    "Row",
    "Table",
    "as_csv",
    "page_column",
    "table_response",
    "workbook_asked",
]
