"""The nomination list of a class for one sending unit, as a workbook: headers as the field writes them, its people where asked."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.exchange.constants import HEADERS, RECORD_HEADER, RESERVE_HEADER, SHEET_GUIDE, SHEET_PEOPLE
from hocvien.exchange.operations.outgoing_books import head_style, open_book, text_style, write_guide
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

_FIELDS = ("full_name", "birth", "sex", "identity_number", "post", "unit_name")
_WIDTHS = {"full_name": 28, "unit_name": 36, "post": 24, "identity_number": 18}
_HEAD_ROW = 4
_EMPTY_ROWS = 500


def make_nomination_template(
    *, actor: User | None, training_class: classes.TrainingClass, unit: org.Unit, on: date, with_people: bool
) -> bytes:
    """The list to fill in, as XLSX; headers are Vietnamese in any language. `with_people`: the unit's people who may be proposed.

    list.propose at the unit. Journalled. No identity number goes out; a hidden column says whose record it is. About 20 queries.
    """
    access.require(actor, access.Permission.LIST_PROPOSE, unit, on)
    rows = classes.candidate_rows(actor, training_class, unit, on) if with_people else []
    waiting = sorted((row for row in rows if not row.state_label), key=lambda row: row.name_key)
    name = org.label_as_of(unit.pk, on).name
    with transaction.atomic():
        journal.record(
            actor=actor,
            verb="exchange.make_nomination_template",
            subject=training_class,
            unit_code=unit.code,
            after={"class": training_class.code, "people": [str(row.uuid) for row in waiting]},
        )
    buffer = BytesIO()
    with open_book(buffer) as book:
        head = head_style(book)
        as_text = text_style(book)
        bold = book.add_format({"bold": True, "font_size": 13})
        sheet = book.add_worksheet(SHEET_PEOPLE)
        sheet.write_string(0, 1, "DANH SÁCH CỬ ĐI HỌC", bold)
        sheet.write_string(1, 1, training_class.name)
        sheet.write_string(2, 1, name)
        sheet.set_column(0, 0, 6)
        sheet.write_string(_HEAD_ROW, 0, "TT", head)
        for column, field in enumerate(_FIELDS, start=1):
            sheet.set_column(column, column, _WIDTHS.get(field, 13), as_text)
            sheet.write_string(_HEAD_ROW, column, HEADERS[field][0], head)
        after = len(_FIELDS) + 1
        for place, (title, width) in enumerate(((RESERVE_HEADER, 12), ("Ghi chú", 26)), start=after):
            sheet.set_column(place, place, width, as_text)
            sheet.write_string(_HEAD_ROW, place, title, head)
        sheet.write_string(_HEAD_ROW, after + 2, RECORD_HEADER)
        sheet.set_column(after + 2, after + 2, None, None, {"hidden": True})
        for number, row in enumerate(waiting, start=1):
            at = _HEAD_ROW + number
            sheet.write_string(at, 0, str(number))
            for field, text in (("full_name", row.full_name), ("birth", row.birth_text), ("unit_name", row.unit_name)):
                sheet.write_string(at, _FIELDS.index(field) + 1, text, as_text)
            sheet.write_string(at, _FIELDS.index("sex") + 1, _sex(row.sex), as_text)
            sheet.write_string(at, after + 2, str(row.uuid))
        last = _HEAD_ROW + len(waiting) + _EMPTY_ROWS
        column = _FIELDS.index("sex") + 1
        sheet.data_validation(_HEAD_ROW + 1, column, last, column, {"validate": "list", "source": ["Nam", "Nữ"]})
        sheet.data_validation(_HEAD_ROW + 1, after, last, after, {"validate": "list", "source": ["x"]})
        sheet.freeze_panes(_HEAD_ROW + 1, 2)
        write_guide(
            book, book.add_worksheet(SHEET_GUIDE), _("Danh sách cử đi học"), _guide(training_class, name), size=13
        )
    return buffer.getvalue()


def _sex(code: str) -> str:
    with override("vi"):
        return str(people.Sex(code).label) if code else ""


def _guide(training_class: classes.TrainingClass, name: str) -> Sequence[str]:
    return [
        _("Danh sách của {unit} cho lớp “{name}”, khai giảng ngày {on}.").format(
            unit=name, name=training_class.name, on=training_class.opens_on.strftime("%d/%m/%Y")
        ),
        _("Mỗi người một hàng, theo thứ tự ưu tiên của đơn vị. Xóa hàng của người không cử."),
        _("Để biết là ai cần họ và tên cùng ngày sinh, hoặc số định danh. Các cột khác chỉ để đối chiếu, không sửa hồ sơ."),
        _("Cột “Danh sách dự bị”: đánh x cho người dự bị; dự bị không lấy suất của đơn vị."),
        _("Nạp lên chưa gửi ai: chương trình cho xem từng hàng là ai, đủ điều kiện chưa, còn suất không, rồi mới gửi những người bạn chọn."),
    ]  # fmt: skip
