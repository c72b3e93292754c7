"""A table as CSV: the rows and columns shown, all pages."""

import csv
import io
from typing import TYPE_CHECKING

from hocvien.web.ui.tables.columns import words_of

if TYPE_CHECKING:
    from hocvien.web.ui.tables.table import Table

CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: "Table") -> bytes:
    """As spreadsheets open it: with a mark of its encoding, and nothing that would be computed; totals stand last."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns = [column for column in table.shown_columns if column.export is not False]
    writer.writerow([str(column.label) for column in columns])
    for row in table.all_rows():
        texts = [words_of(column.export_value(row), column.kind) for column in columns]
        writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in texts])
    if table.has_totals:
        writer.writerow([cell.text for cell in table.total_cells if cell.column in columns])
    return out.getvalue().encode("utf-8-sig")
