"""The workbook in which an office writes what becomes what, with its units and their codes beside it."""

from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _

from hocvien.common.batched import batched
from hocvien.exchange.constants import MAPPING_COLUMNS, SHEET_GUIDE, SHEET_MAPPING, SHEET_UNITS
from hocvien.exchange.operations.outgoing_books import head_style, open_book, text_style, write_guide, write_list
from hocvien.org import api as org

_ORDER = ("old", "old_code", "new", "new_code", "on", "resolution", "parent")
_WIDTHS = {"old": 44, "new": 44, "resolution": 30, "parent": 40}
# of a larger installation only codes that people look up themselves
_MOST_UNITS = 50_000


def make_mapping_template(unit: org.Unit, on: date) -> bytes:
    """The workbook for this unit and all below it, as XLSX. Headers are Vietnamese in any language. A few queries for every 500 units."""
    buffer = BytesIO()
    with open_book(buffer) as book:
        head = head_style(book)
        as_text = text_style(book)
        sheet = book.add_worksheet(SHEET_MAPPING)
        for column, field in enumerate(_ORDER):
            sheet.set_column(column, column, _WIDTHS.get(field, 16), as_text)
            sheet.write_string(0, column, MAPPING_COLUMNS[field][0], head)
        sheet.freeze_panes(1, 0)

        write_list(book.add_worksheet(SHEET_UNITS), ["Tên", "Mã", "Cấp trên trực tiếp"], units_below(unit, on), head)
        lines = _guide(org.label_as_of(unit.pk, on).name, on)
        write_guide(book, book.add_worksheet(SHEET_GUIDE), _("Bảng sắp xếp tổ chức"), lines)
    return buffer.getvalue()


def units_below(unit: org.Unit, on: date) -> list[tuple[str, str, str]]:
    """(name, code, name of the unit right above) of the unit and all below, in the order of names."""
    ids = list(org.descendant_ids_as_of(unit.pk, on)[:_MOST_UNITS])
    labels: dict[int, org.UnitLabel] = {}
    parents: dict[int, int] = {}
    for part in batched(ids, 500):
        labels |= org.labels_as_of(part, on)
        parents |= org.parent_ids_as_of(part, on)
    return sorted(
        (label.name, label.code, labels[parents[pk]].name if parents.get(pk) in labels else "")
        for pk, label in labels.items()
    )


def _guide(name: str, on: date) -> list[str]:
    return [
        _("Mẫu dùng cho {unit}, danh mục đơn vị ngày {on}.").format(unit=name, on=on.strftime("%d/%m/%Y")),
        _("Mỗi hàng nói một đơn vị cũ nay thuộc đơn vị mới nào, ở trang “Sắp xếp”. Nhiều đơn vị cũ cùng một đơn vị mới là nhập lại."),
        _("Một đơn vị cũ chia cho nhiều đơn vị mới: mỗi đơn vị mới một hàng, hàng sau để trống cột Đơn vị cũ."),
        _("Ghi tên hoặc mã. Trùng tên thì ghi “tên, đơn vị cấp trên”, hoặc ghi mã lấy ở trang “Đơn vị”."),
        _("Đơn vị mới chưa có thì ghi tên; cột Cấp trên cho biết nó trực thuộc đơn vị nào, bỏ trống là cấp trên của đơn vị cũ."),
        _("Đơn vị giữ nguyên thì ghi chính nó ở cột Đơn vị mới, hoặc không ghi hàng nào."),
        _("Ngày viết dd/mm/yyyy, cả tệp một ngày; Nghị quyết ghi số của văn bản. Hai cột này ghi ở hàng đầu là đủ."),
        _("Tải lên chưa thay đổi gì: chương trình chỉ ra từng ô cần sửa, cho xem trước rồi mới thực hiện, và hoàn tác được."),
    ]  # fmt: skip
