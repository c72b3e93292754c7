"""Registers, books and papers as tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.records import api as records
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, Filter, Table

_TONES = {"valid": "met", "withdrawn": "bad", "replaced": "neutral"}


def paper_status(certificate: records.Certificate) -> Status:
    return Status(_TONES[certificate.status], certificate.get_status_display())


class RegisterTable(Table):
    name = "registers"
    caption = _("Sổ cấp văn bằng, chứng nhận")
    noun = _("sổ")
    default_sort = "-year"
    columns = (
        Column(
            "code",
            _("Ký hiệu sổ"),
            sort="code",
            header=True,
            link=lambda row: ("certificates:register-book", {"uuid": row.uuid}),
        ),
        Column("year", _("Năm"), value=lambda row: str(row.year), sort="year", css="num"),
        Column("authority", _("Nơi cấp"), value="authority_name", sort="authority_name"),
        Column("issued", _("Số đã cấp"), kind="number", sort="issued", total=True),
        Column("next", _("Số kế tiếp"), kind="number", value="next_number"),
    )
    filters = (
        Filter(
            "year",
            _("Năm"),
            choices=lambda: [
                (year, year)
                for year in records.list_registers()
                .order_by()
                .values_list("year", flat=True)
                .distinct()
                .order_by("-year")
            ],
            apply=lambda rows, value: rows.filter(year=value),
        ),
    )
    empty_title = _("Chưa có sổ nào")
    empty_text = _("Sổ mở ra khi cấp giấy đầu tiên của năm. Cấp giấy ở trang của lớp, sau khi công nhận kết quả.")


_STATUS_FILTER = Filter(
    "status",
    _("Tình trạng"),
    choices=records.CertificateStatus.choices,
    apply=lambda rows, value: rows.filter(status=value),
)
_WAITING_FILTER = Filter(
    "waiting",
    _("Còn thiếu"),
    choices=(("receipt", _("Chưa ghi người nhận")), ("blank", _("Chưa ghi số phôi"))),
    apply=lambda rows, value: rows.filter(status="valid").filter(
        **({"received_on": None} if value == "receipt" else {"blank_number": ""})
    ),
)


class BookTable(Table):
    """One register of one year, number after number, whatever became of the paper."""

    name = "register-book"
    caption = _("Sổ cấp văn bằng, chứng nhận")
    noun = _("số")
    default_sort = "number"
    per_page = 100
    selectable = True
    search_folded = ("person__name_folded",)
    search_plain = ("number_text", "blank_number", "class_name")
    search_label = _("Lọc theo tên, số, lớp")
    columns = (
        Column("number", _("TT"), kind="number", sort="number"),
        Column(
            "number_text",
            _("Số vào sổ"),
            css="nw",
            link=lambda row: ("certificates:certificate-page", {"uuid": row.uuid}),
        ),
        Column(
            "full_name", _("Họ và tên"), sort="person__name_key", header=True, template="certificates/_name_cell.html"
        ),
        Column("birth_text", _("Ngày sinh"), css="date"),
        Column("place_text", _("Đơn vị hoặc nơi sinh")),
        Column("class_name", _("Lớp"), hidden=True),
        Column("band_name", _("Xếp loại"), sort="band_name"),
        Column("blank_number", _("Số hiệu phôi"), sort="blank_number"),
        Column("issued_on", _("Ngày cấp"), kind="date", sort="issued_on"),
        Column(
            "received",
            _("Người nhận"),
            value="received_by",
            note=lambda row: f"{row.received_on:%d/%m/%Y}" if row.received_on else "",
        ),
        Column("status", _("Tình trạng"), kind="status", value=paper_status, sort="status"),
        Column("note", _("Ghi chú")),
    )
    filters = (_STATUS_FILTER, _WAITING_FILTER)
    empty_title = _("Sổ chưa có số nào")

    def row_class(self, row: Any) -> str:
        return "" if row.status == "valid" else "warn"


class CertificateTable(Table):
    """Papers of the scope, newest first."""

    name = "certificates"
    caption = _("Văn bằng, chứng nhận đã cấp")
    noun = _("giấy")
    default_sort = "-issued_on"
    search_folded = ("person__name_folded",)
    search_plain = ("number_text", "blank_number")
    search_label = _("Lọc theo tên, số vào sổ, số phôi")
    columns = (
        Column(
            "full_name", _("Họ và tên"), sort="person__name_key", header=True, template="certificates/_name_cell.html"
        ),
        Column(
            "number_text",
            _("Số vào sổ"),
            sort=("register__year", "register__code", "number"),
            css="nw",
            link=lambda row: ("certificates:certificate-page", {"uuid": row.uuid}),
        ),
        Column("programme", _("Chương trình"), value="programme_title", sort="programme__position"),
        Column("class_name", _("Lớp"), hidden=True),
        Column("band_name", _("Xếp loại"), sort="band_name"),
        Column("issued_on", _("Ngày cấp"), kind="date", sort="issued_on"),
        Column("valid_until", _("Giá trị đến hết"), kind="date", sort="valid_until"),
        Column("blank_number", _("Số hiệu phôi"), hidden=True),
        Column("authority", _("Nơi cấp"), value="authority_name", sort="authority_name"),
        Column("status", _("Tình trạng"), kind="status", value=paper_status, sort="status"),
    )
    filters = (_STATUS_FILTER, _WAITING_FILTER)
    empty_title = _("Chưa cấp giấy nào trong kỳ này")
    empty_text = _("Giấy được cấp ở trang của lớp, sau khi có quyết định công nhận kết quả.")
