"""The templates the program brings along, one of each kind and layout: what an office starts from and edits in Word.

The wording is the program's own, in no document: a default. Fields stand in double braces; see `constants.SAMPLES`.
"""

import io
from collections.abc import Callable

from docx import Document
from docx.document import Document as DocumentType

from hocvien.papers.arithmetic import page
from hocvien.papers.constants import ADMISSION, CALL, NOMINATIONS, OPENING, PLAN, SENDING, SUMMONS

_WHEN = "{% if khai_giang == be_giang %}ngày {{ khai_giang }}{% else %}từ ngày {{ khai_giang }} đến hết ngày {{ be_giang }}{% endif %}"
_PEOPLE_HEADS = ("TT", "Họ và tên", "Ngày sinh (nam)", "Ngày sinh (nữ)", "Đơn vị")
_PEOPLE_WIDTHS = (11, 56, 28, 28, 42)


def default_template(kind: str, *, is_party: bool) -> bytes:
    """A Word file; about 30 ms."""
    document = Document()
    page.plain_page(document)
    _BODIES[kind](document, is_party)
    document.core_properties.title = ""
    document.core_properties.author = ""
    document.core_properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _blank(field: str) -> str:
    """A field within a sentence; dots to fill by hand where the office left it empty."""
    return f"{{% if {field} %}}{{{{ {field} }}}}{{% else %}}……{{% endif %}}"


def _head(document: DocumentType, is_party: bool) -> None:  # noqa: FBT001 - the layout, handed on
    number = "Số {{ so_ky_hieu }}" if is_party else "Số: {{ so_ky_hieu }}"
    page.paper_head(
        document,
        is_party=is_party,
        superior="{{ co_quan_cap_tren }}",
        body="{{ co_quan }}",
        number=number,
        day=f"{_blank('dia_danh')}, ngày {{{{ ngay }}}} tháng {{{{ thang }}}} năm {{{{ nam }}}}",
    )


def _title(document: DocumentType, kind: str, subject: str) -> None:
    page.line(document, kind, bold=True, size=15, centred=True)
    page.line(document, subject, bold=True, centred=True)


def _sign(document: DocumentType) -> None:
    page.signature(document, [("{{ thay_mat }}", True), ("{{ chuc_vu_ky }}", True)], "{{ nguoi_ky }}")


def _rows(
    document: DocumentType, heads: tuple[str, ...], widths: tuple[int, ...], rows: str, one: str, cells: tuple[str, ...]
) -> None:
    """A table whose rows come from a list: a row that opens the loop, one that is repeated, one that ends it."""
    blank = ("",) * (len(heads) - 1)
    body = [
        (f"{{%tr for {one} in {rows} %}}", *blank),
        tuple(f"{{{{ {one}.{cell} }}}}" for cell in cells),
        ("{%tr endfor %}", *blank),
    ]
    page.table(document, heads, widths, body)


def _people(document: DocumentType, rows: str) -> None:
    cells = ("tt", "ho_ten", "nam_sinh_nam", "nam_sinh_nu", "don_vi")
    _rows(document, _PEOPLE_HEADS, _PEOPLE_WIDTHS, rows, "nguoi", cells)


def _plan(document: DocumentType, is_party: bool) -> None:  # noqa: FBT001 - the layout, handed on
    _head(document, is_party)
    _title(document, "KẾ HOẠCH", "đào tạo, bồi dưỡng lý luận chính trị năm {{ nam_ke_hoach }}")
    page.tag(document, '{%p if lan != "1" %}')
    page.line(document, "(điều chỉnh lần {{ lan }})", italic=True, centred=True)
    page.tag(document, "{%p endif %}")
    heads = ("TT", "Chương trình", "Số lớp", "Số chỗ", "Thời gian", "Đơn vị mở lớp", "Kinh phí (đồng)")
    cells = ("tt", "chuong_trinh", "so_lop", "so_cho", "quy", "don_vi_mo", "kinh_phi")
    _rows(document, heads, (10, 45, 14, 16, 22, 33, 25), "muc", "dong", cells)
    page.paragraph(document, "Cộng: {{ tong_lop }} lớp, {{ tong_cho }} chỗ, kinh phí dự kiến {{ tong_kinh_phi }} đồng.")
    _sign(document)


def _call(document: DocumentType, is_party: bool) -> None:  # noqa: FBT001 - the layout, handed on
    _head(document, is_party)
    _title(document, "THÔNG BÁO", "chiêu sinh lớp {{ ten_lop }}")
    page.paragraph(
        document,
        "Căn cứ {{ can_cu }}, {{ don_vi_mo }} mở lớp {{ ten_lop }}{% if nhom_doi_tuong %}, dành cho {{ nhom_doi_tuong }}{% endif %}.",
    )
    page.paragraph(document, f"Thời gian: {_WHEN}. Địa điểm: {{{{ dia_diem }}}}. Số học viên: {{{{ so_cho }}}}.")
    page.tag(document, "{%p if don_vi_cu %}")
    page.paragraph(document, "Chỉ tiêu của các đơn vị:")
    page.tag(document, "{%p endif %}")
    _rows(document, ("TT", "Đơn vị", "Chỉ tiêu"), (12, 118, 35), "don_vi_cu", "dong", ("tt", "ten", "suat"))
    page.tag(document, "{%p if han_gui %}")
    page.paragraph(document, "Danh sách cử đi học gửi về {{ don_vi_dat }} chậm nhất hết ngày {{ han_gui }}.")
    page.tag(document, "{%p endif %}")
    _sign(document)


def _nominations(document: DocumentType, is_party: bool) -> None:  # noqa: FBT001 - the layout, handed on
    _head(document, is_party)
    _title(document, "DANH SÁCH", "cử đi học lớp {{ ten_lop }}")
    _people(document, "nguoi_hoc")
    page.paragraph(document, "Danh sách có {{ nguoi_hoc|length }} người.")
    _sign(document)


def _opening(document: DocumentType, is_party: bool) -> None:  # noqa: FBT001 - the layout, handed on
    _head(document, is_party)
    _title(document, "QUYẾT ĐỊNH", "về việc mở lớp {{ ten_lop }}")
    page.paragraph(document, "Căn cứ {{ can_cu }};")
    page.line(document, "QUYẾT ĐỊNH:", bold=True, centred=True)
    page.paragraph(document, f"Điều 1. Mở lớp {{{{ ten_lop }}}}, {_WHEN}, tại {{{{ dia_diem }}}}.")
    page.paragraph(
        document, "Điều 2. Triệu tập {{ so_hoc_vien }} học viên có tên trong danh sách kèm theo tham gia lớp học."
    )
    page.paragraph(
        document,
        "Điều 3. {{ don_vi_day }}{% if don_vi_dat != don_vi_day %}, {{ don_vi_dat }}{% endif %} và các học viên thi hành Quyết định này.",
    )
    _sign(document)
    page.page_break(document)
    page.line(document, "DANH SÁCH HỌC VIÊN", bold=True, centred=True)
    page.line(
        document,
        f"kèm theo Quyết định số {_blank('so_ky_hieu')}, ngày {{{{ ngay }}}}/{{{{ thang }}}}/{{{{ nam }}}}",
        italic=True,
        centred=True,
    )
    _people(document, "hoc_vien")


def _sending(document: DocumentType, is_party: bool) -> None:  # noqa: FBT001 - the layout, handed on
    _head(document, is_party)
    _title(document, "QUYẾT ĐỊNH", "về việc cử đi học lớp {{ ten_lop }}")
    page.paragraph(document, "Căn cứ Thông báo {{ thong_bao }} của {{ noi_chieu_sinh }};")
    page.line(document, "QUYẾT ĐỊNH:", bold=True, centred=True)
    page.paragraph(
        document,
        "Điều 1. Cử {{ so_hoc_vien }} người có tên trong danh sách kèm theo đi học lớp {{ ten_lop }}"
        "{% if he_hoc %}, hệ {{ he_hoc }}{% endif %}, tại {{ dia_diem }}, khai giảng ngày {{ khai_giang }}.",
    )
    page.paragraph(document, "Điều 2. Các cơ quan, đơn vị liên quan và người có tên thi hành Quyết định này.")
    _sign(document)
    page.page_break(document)
    page.line(document, "DANH SÁCH CỬ ĐI HỌC", bold=True, centred=True)
    page.line(
        document,
        f"kèm theo Quyết định số {_blank('so_ky_hieu')}, ngày {{{{ ngay }}}}/{{{{ thang }}}}/{{{{ nam }}}}",
        italic=True,
        centred=True,
    )
    _people(document, "hoc_vien")


def _summons(document: DocumentType, is_party: bool) -> None:  # noqa: FBT001 - the layout, handed on
    _letters(document, is_party, "GIẤY TRIỆU TẬP", "tham gia lớp {{ ten_lop }}")


def _admission(document: DocumentType, is_party: bool) -> None:  # noqa: FBT001 - the layout, handed on
    _letters(document, is_party, "GIẤY BÁO NHẬP HỌC", "lớp {{ ten_lop }}")


def _letters(document: DocumentType, is_party: bool, kind: str, subject: str) -> None:  # noqa: FBT001 - the layout, handed on
    """One page for each person."""
    page.tag(document, "{%p for giay in cac_giay %}")
    _head(document, is_party)
    _title(document, kind, subject)
    page.paragraph(document, "Kính gửi: {{ giay.ho_ten }}, {{ giay.don_vi }}.")
    page.paragraph(document, f"Mời có mặt tại {{{{ dia_diem }}}} để học lớp {{{{ ten_lop }}}}, {_WHEN}.")
    _sign(document)
    page.tag(document, "{%p if not loop.last %}")
    page.page_break(document)
    page.tag(document, "{%p endif %}")
    page.tag(document, "{%p endfor %}")


_BODIES: dict[str, Callable[[DocumentType, bool], None]] = {
    PLAN: _plan,
    CALL: _call,
    NOMINATIONS: _nominations,
    OPENING: _opening,
    SENDING: _sending,
    SUMMONS: _summons,
    ADMISSION: _admission,
}
