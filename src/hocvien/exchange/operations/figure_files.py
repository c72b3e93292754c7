"""Published figures as a workbook: the template that goes out, the file that comes back, taking it over."""

from datetime import date, datetime
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.common.text import fold
from hocvien.exchange.constants import (
    FIGURE_COLUMNS,
    MAX_FIGURE_ROWS,
    SHEET_FIGURES,
    SHEET_GUIDE,
    SHEET_PROGRAMMES,
    SHEET_UNITS,
)
from hocvien.exchange.errors import FiguresUnreadable
from hocvien.exchange.operations.figure_planning import plan_figures
from hocvien.exchange.operations.mapping_template import units_below
from hocvien.exchange.operations.outgoing_books import head_style, open_book, text_style, write_guide, write_list
from hocvien.exchange.operations.plain_tables import find_table
from hocvien.figures import api as figures
from hocvien.org import api as org

_NAMES = {fold(name): field for field, names in FIGURE_COLUMNS.items() for name in names}
_WIDTHS = {"unit": 36, "period": 24, "programme": 34, "title": 40, "publisher": 26, "address": 30, "note": 30}


def keep_figures(
    *, actor: User | None, content: bytes, filename: str, source: figures.Citation | None, now: datetime
) -> figures.StatementFile:
    """Read a workbook of published figures and keep its rows; no figure is written. A child process of some seconds.

    Raises RosterUnreadable (no workbook, locked, too big, too slow), FiguresUnreadable (no such columns, no rows, too many).
    """
    table = find_table(
        content,
        filename,
        names=_NAMES,
        suits=lambda found: all(
            bool(wanted & set(found))
            for wanted in ({"unit", "code"}, {"period", "first_on"}, {"classes", "participants"})
        ),
    )
    if table is None:
        raise FiguresUnreadable("no_figure_columns", filename)
    rows = [(number, cells) for number, cells in table.rows if any(cells)]
    if not rows:
        raise FiguresUnreadable("empty_figures", filename)
    if len(rows) > MAX_FIGURE_ROWS:
        raise FiguresUnreadable("figures_too_long", filename, most=MAX_FIGURE_ROWS)
    return figures.keep_file(
        actor=actor,
        filename=filename,
        sheet=table.sheet,
        columns=table.columns,
        headers=table.headers,
        rows=rows,
        source=source,
        now=now,
    )


@transaction.atomic
def take_over_figures(*, actor: User | None, file: figures.StatementFile, on: date) -> list[figures.Statement]:
    """Take over all of a kept file with the corrections it has by then, judged anew; all of it or nothing.

    Raises FiguresUnreadable while a cell has a problem, and as `figures.take_over_file`.
    """
    # a correction typed in another window is in what is read here, or comes too late and is refused
    held = figures.lock_file(file)
    plan = plan_figures(actor=actor, file=held, on=on)
    if plan.problems:
        raise FiguresUnreadable("figures_have_problems", held.filename, count=len(plan.problems))
    return figures.take_over_file(actor=actor, file=held, statements=plan.statements, on=on)


def make_figure_template(unit: org.Unit, on: date) -> bytes:
    """The workbook to fill in, with the units of this one, the programmes and a help sheet. Headers are Vietnamese in any language."""
    buffer = BytesIO()
    with open_book(buffer) as book:
        head = head_style(book)
        as_text = text_style(book)
        count = book.add_format({"num_format": "#,##0"})
        sheet = book.add_worksheet(SHEET_FIGURES)
        for column, (field, names) in enumerate(FIGURE_COLUMNS.items()):
            is_count = field in {"classes", "participants", "graduated"}
            sheet.set_column(column, column, _WIDTHS.get(field, 14), count if is_count else as_text)
            sheet.write_string(0, column, names[0], head)
        sheet.freeze_panes(1, 0)
        write_list(book.add_worksheet(SHEET_UNITS), ["Tên", "Mã", "Cấp trên trực tiếp"], units_below(unit, on), head)
        programmes = [(name, code) for code, name in figures.programme_names().items()]
        write_list(book.add_worksheet(SHEET_PROGRAMMES), ["Chương trình", "Mã"], programmes, head)
        lines = _guide(org.label_as_of(unit.pk, on).name, on)
        write_guide(book, book.add_worksheet(SHEET_GUIDE), _("Số liệu các năm trước"), lines)
    return buffer.getvalue()


def _guide(name: str, on: date) -> list[str]:
    return [
        _("Mẫu dùng cho {unit}, danh mục đơn vị ngày {on}.").format(unit=name, on=on.strftime("%d/%m/%Y")),
        _("Mỗi hàng một dòng số liệu của một đơn vị, một kỳ, một nguồn. Các hàng cùng đơn vị, kỳ, nguồn là một số liệu đã công bố."),
        _("Đơn vị ghi tên hoặc mã; tên hiểu theo ngày cuối của kỳ. Ô đơn vị, kỳ, nguồn bỏ trống thì theo hàng trên."),
        _("Kỳ ghi như báo cáo gọi: 2019, 8 tháng năm 2023, quý II/2020, nhiệm kỳ 2015-2020; hoặc ghi Từ ngày và Đến ngày theo dd/mm/yyyy."),
        _("Chương trình ghi mã, tên hoặc tên gọi khác trong danh mục; hàng tổng của kỳ ghi “Tổng”. Không có hàng tổng thì chương trình nói rõ là cộng các mục."),
        _("Số lớp, số học viên ghi như nguồn công bố: 27.010, gần 2.000, trên 15.000, 70.000–78.000; “02 khóa” là tính theo khóa. Không có số thì để trống."),
        _("Cột Đếm theo: lượt, người, học viên. Cột Là: Trong tổng, Tổng, Cử đi học, Phối hợp, Kế hoạch; bỏ trống là trong tổng."),
        _("Nguồn là tên bài, báo cáo; cả tệp một nguồn thì điền khi nạp tệp và để trống cột này."),
        _("Nạp lên chưa ghi gì: chương trình chỉ ra từng ô cần sửa, cho xem trước rồi mới ghi cả tệp, và rút được cả tệp."),
    ]  # fmt: skip
