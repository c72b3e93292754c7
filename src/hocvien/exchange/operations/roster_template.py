"""The program's own roster workbook, with this office's units and the choices as drop-downs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.exchange.constants import (
    EXAMPLE,
    HEADERS,
    RECORD_HEADER,
    SHEET_GUIDE,
    SHEET_PEOPLE,
    SHEET_UNITS,
    STAMP_HEADER,
)
from hocvien.exchange.operations.outgoing_books import head_style, open_book, text_style, write_guide, write_list
from hocvien.exchange.operations.roster_matching import last_entries
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

_WIDTHS = {"full_name": 26, "unit_name": 34, "post": 24, "identity_number": 16, "post_kind": 22, "education": 16}
_EMPTY_ROWS = 2000
_BATCH = 1000
_EXAMPLE = {
    "full_name": "Nguyễn Thị Hoa",
    "birth": "03/02/1990",
    "sex": "Nữ",
    "ethnicity": "Kinh",
    "identity_number": "042190001234",
    "party_card": "12345678",
    "admitted_on": "19/05/2015",
    "official_on": "19/05/2016",
    "education": "Đại học",
    "theory_level": "Sơ cấp",
    "post": "Bí thư chi bộ",
    "post_kind": "Bí thư chi bộ",
    "phone": "0912345678",
}


def make_roster_template(unit: org.Unit, on: date) -> bytes:
    """The workbook for people of this unit and below, as XLSX. Headers and choices are Vietnamese in any language. 6 queries."""
    return _draw(unit, on, rows=None)


def export_roster(*, actor: User | None, person_ids: Iterable[int], unit: org.Unit, on: date) -> bytes:
    """The same workbook filled with these people as far as the actor may see them, to be edited and sent again. Journalled.

    Two hidden columns say whose row it is and as of which entry of the journal, so that what was changed meanwhile is told. Some ten
    queries for each 1,000 people.
    """
    visible = access.people_visible_to(actor, on)
    wanted = list(person_ids)
    rows = []
    with override("vi"):
        for ids in batched(wanted, _BATCH):
            part = visible.filter(pk__in=ids).order_by()
            rows += _rows_of(list(part.values_list("pk", flat=True)), unit, on)
    with transaction.atomic():
        journal.record(
            actor=actor,
            verb="exchange.export_roster",
            subject=unit,
            unit_code=unit.code,
            after={"count": len(rows), "people": [row["record"] for row in rows]},
        )
    return _draw(unit, on, rows=sorted(rows, key=lambda row: row["name_key"]))


def _rows_of(ids: Sequence[int], unit: org.Unit, on: date) -> list[dict[str, str]]:
    """Field → what the workbook says of it, for each person; and their record, stamp and place in the order of names."""
    found = people.people_by_ids(ids)
    units = people.main_unit_ids(ids, on)
    words = {code: words for words, code in unit_words(unit, on)}
    labels = org.labels_as_of(set(units.values()), on)
    posts = people.posts_as_of(ids, on)
    levels = people.theory_levels(ids)
    stamps = last_entries(person.uuid for person in found.values())
    rows = []
    for person in found.values():
        label = labels.get(units.get(person.pk, 0))
        post = next((one for one in posts.get(person.pk, []) if one.unit_id == units.get(person.pk)), None)
        row = {name: _said(getattr(person, name, "")) for name in HEADERS}
        row["birth"] = person.birth_words
        row["sex"] = str(people.Sex(person.sex).label) if person.sex else ""
        row["education"] = str(people.Education(person.education).label) if person.education else ""
        row["theory_level"] = str(people.TheoryLevel(levels[person.pk]).label) if person.pk in levels else ""
        row["post"] = post.title if post else ""
        row["post_kind"] = str(people.PostKind(post.kind).label) if post else ""
        row["unit_name"] = words.get(label.code, label.name) if label else ""
        row |= {"record": str(person.uuid), "stamp": str(stamps.get(person.uuid, 0)), "name_key": person.name_key}
        rows.append(row)
    return rows


def _said(value: object) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "")


def _draw(unit: org.Unit, on: date, *, rows: Sequence[Mapping[str, str]] | None) -> bytes:
    units = unit_words(unit, on)
    buffer = BytesIO()
    with open_book(buffer) as book:
        head = head_style(book)
        as_text = text_style(book)
        faint = book.add_format({"italic": True, "font_color": "#6B6259", "num_format": "@"})
        sheet = book.add_worksheet(SHEET_PEOPLE)
        listed = book.add_worksheet(SHEET_UNITS)
        guide = book.add_worksheet(SHEET_GUIDE)

        sheet.set_column(0, 0, 7)
        sheet.write_string(0, 0, "TT", head)
        if rows is None:
            sheet.write_string(1, 0, EXAMPLE, faint)
        fields = list(HEADERS)
        for column, field in enumerate(fields, start=1):
            sheet.set_column(column, column, _WIDTHS.get(field, 14), as_text)
            sheet.write_string(0, column, HEADERS[field][0], head)
            if rows is None:
                example = units[-1][0] if field == "unit_name" else _EXAMPLE.get(field, "")
                sheet.write_string(1, column, example, faint)
        sheet.set_column(len(fields) + 1, len(fields) + 1, 24, as_text)
        sheet.write_string(0, len(fields) + 1, "Ghi chú", head)
        if rows is not None:
            _write_people(sheet, fields, rows, as_text)
        sheet.freeze_panes(1, 2)
        sheet.write_comment(0, 1, "Bắt buộc. Viết đủ họ, đệm, tên.")
        sheet.write_comment(0, fields.index("birth") + 1, "dd/mm/yyyy; nếu chỉ biết năm hoặc tháng: 1990 hoặc 02/1990.")

        first, last = (2, _EMPTY_ROWS) if rows is None else (1, len(rows) + _EMPTY_ROWS)
        with override("vi"):
            choices = {
                "sex": [str(label) for _code, label in people.Sex.choices],
                "education": [str(label) for _code, label in people.Education.choices],
                "theory_level": [str(label) for _code, label in people.TheoryLevel.choices],
                "post_kind": [str(label) for _code, label in people.PostKind.choices],
            }
        for place, (field, words) in enumerate(choices.items(), start=3):
            # lists stand in cells: a list written into the rule may hold no comma and 255 characters
            letter = chr(ord("A") + place)
            listed.write_string(0, place, HEADERS[field][0], head)
            listed.write_column(1, place, words)
            listed.set_column(place, place, 24)
            column = fields.index(field) + 1
            source = f"='{SHEET_UNITS}'!${letter}$2:${letter}${len(words) + 1}"
            sheet.data_validation(first, column, last, column, {"validate": "list", "source": source})
        write_list(listed, ["Đơn vị", "Mã"], units, head)
        column = fields.index("unit_name") + 1
        source = f"='{SHEET_UNITS}'!$A$2:$A${len(units) + 1}"
        sheet.data_validation(
            first, column, last, column, {"validate": "list", "source": source, "error_type": "warning"}
        )

        write_guide(book, guide, _("Danh sách hồ sơ cá nhân"), _guide(org.label_as_of(unit.pk, on).name, on))
    return buffer.getvalue()


def _write_people(sheet: Any, fields: Sequence[str], rows: Sequence[Mapping[str, str]], as_text: Any) -> None:
    """The people of an export below the heads, with whose row it is in two hidden columns."""
    after = len(fields) + 2
    sheet.write_row(0, after, [RECORD_HEADER, STAMP_HEADER])
    sheet.set_column(after, after + 1, None, None, {"hidden": True})
    for number, row in enumerate(rows, start=1):
        sheet.write_string(number, 0, str(number))
        for column, field in enumerate(fields, start=1):
            sheet.write_string(number, column, row[field], as_text)
        sheet.write_string(number, after, row["record"])
        sheet.write_string(number, after + 1, row["stamp"])


def unit_words(unit: org.Unit, on: date) -> list[tuple[str, str]]:
    """(what the template writes, code) for the unit and all below; a name that occurs twice is followed by its code."""
    labels = org.labels_as_of(org.descendant_ids_as_of(unit.pk, on), on)
    names = Counter(label.name for label in labels.values())
    return sorted(
        (label.name if names[label.name] == 1 else f"{label.name} [{label.code}]", label.code)
        for label in labels.values()
    )


def _guide(name: str, on: date) -> list[str]:
    return [
        _("Mẫu dùng cho {unit}, danh mục đơn vị ngày {on}.").format(unit=name, on=on.strftime("%d/%m/%Y")),
        _("Mỗi người một hàng trong trang “Danh sách”. Hàng “Ví dụ” không được đọc; có thể xóa."),
        _("Chỉ cột Họ và tên là bắt buộc; ô để trống không xóa dữ liệu đã có."),
        _("Ngày viết dd/mm/yyyy. Ngày sinh có thể chỉ ghi tháng và năm, hoặc năm."),
        _("Số định danh 12 chữ số, giữ số 0 ở đầu. Cột đã đặt kiểu văn bản."),
        _("Đơn vị: chọn trong danh sách, hoặc ghi mã ở trang “Đơn vị”."),
        _("Người có ngày vào Đảng được ghi sinh hoạt chính thức tại đơn vị; người chưa vào Đảng được ghi nơi giới thiệu hoặc nơi công tác."),
        _("Tải lên không ghi ngay: chương trình chỉ ra từng ô cần sửa và cho xem trước khi ghi."),
    ]  # fmt: skip
