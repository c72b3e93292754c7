"""What each field of a template is, and the summons as a message to one person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.classes import api as classes
from hocvien.common.wording import official_date
from hocvien.org import api as org

_FIELDS: dict[str, Any] = {
    "co_quan_cap_tren": _("Cơ quan cấp trên, chữ hoa"),
    "co_quan": _("Cơ quan ban hành, chữ hoa"),
    "so_ky_hieu": _("Số và ký hiệu"),
    "dia_danh": _("Địa danh"),
    "ngay": _("Ngày ban hành"),
    "thang": _("Tháng ban hành"),
    "nam": _("Năm ban hành"),
    "thay_mat": _("Thay mặt, ký thay (T/M, KT., TL.)"),
    "chuc_vu_ky": _("Chức vụ người ký"),
    "nguoi_ky": _("Người ký"),
    "ten_lop": _("Tên lớp"),
    "ma_lop": _("Mã lớp"),
    "khoa": _("Khóa"),
    "chuong_trinh": _("Chương trình"),
    "he_hoc": _("Hệ học"),
    "nhom_doi_tuong": _("Nhóm đối tượng"),
    "khai_giang": _("Ngày khai giảng"),
    "be_giang": _("Ngày bế giảng"),
    "dia_diem": _("Nơi học"),
    "so_cho": _("Số chỗ"),
    "han_gui": _("Hạn gửi danh sách"),
    "don_vi_mo": _("Đơn vị mở lớp"),
    "don_vi_dat": _("Đơn vị đặt lớp"),
    "don_vi_day": _("Đơn vị giảng dạy"),
    "don_vi_chi": _("Đơn vị chi kinh phí"),
    "don_vi_cap": _("Đơn vị cấp giấy"),
    "phoi_hop": _("Đơn vị phối hợp"),
    "can_cu": _("Kế hoạch, hoặc quyết định ngoài kế hoạch"),
    "chu_nhiem": _("Chủ nhiệm lớp"),
    "so_hoc_vien": _("Số học viên đã tiếp nhận"),
    "so_nu": _("Trong đó nữ"),
    "noi_chieu_sinh": _("Nơi chiêu sinh"),
    "thong_bao": _("Số, ngày của thông báo chiêu sinh"),
    "don_vi_cu": _("Danh sách đơn vị được mời cử người"),
    "ten": _("Tên đơn vị"),
    "suat": _("Chỉ tiêu; trống: không giới hạn"),
    "don_vi_lap": _("Đơn vị lập danh sách"),
    "nguoi_hoc": _("Danh sách người được cử"),
    "hoc_vien": _("Danh sách học viên"),
    "cac_giay": _("Mỗi người một giấy"),
    "tt": _("Số thứ tự"),
    "ho_ten": _("Họ và tên"),
    "ngay_sinh": _("Ngày sinh"),
    "nam_sinh_nam": _("Ngày sinh, nếu là nam"),
    "nam_sinh_nu": _("Ngày sinh, nếu là nữ"),
    "gioi_tinh": _("Giới tính"),
    "don_vi": _("Đơn vị"),
    "to": _("Tổ"),
    "nam_ke_hoach": _("Năm kế hoạch"),
    "lan": _("Bản thứ mấy của kế hoạch"),
    "muc": _("Danh sách mục kế hoạch"),
    "so_lop": _("Số lớp"),
    "quy": _("Quý"),
    "noi_dat": _("Đơn vị đặt lớp"),
    "gio": _("Giờ giảng"),
    "kinh_phi": _("Kinh phí dự kiến, đồng"),
    "tong_lop": _("Cộng số lớp"),
    "tong_cho": _("Cộng số chỗ"),
    "tong_kinh_phi": _("Cộng kinh phí, đồng"),
}


def field_words(name: str) -> Any:
    """What a field of a template is, in the reader's language; the name itself where nothing is told."""
    return _FIELDS.get(name, name)


def summons_text(training_class: classes.TrainingClass, learner: classes.LearnerRow) -> str:
    """The summons as plain Vietnamese text for one person's messenger: when, where, whom to answer; nobody else is named but the head of the class."""
    row = training_class
    host = org.label_as_of(row.hosted_by_id, row.opens_on).name
    when = (
        f"ngày {official_date(row.opens_on)}"
        if row.opens_on == row.closes_on
        else f"từ ngày {official_date(row.opens_on)} đến hết ngày {official_date(row.closes_on)}"
    )
    lines = [
        f"Kính gửi {learner.full_name},",
        f"Mời có mặt tại {row.place or host}, {when}, để dự lớp {row.name.removeprefix('Lớp ')}.",
        f"Khi đến mang theo giấy tờ tùy thân. {f'Liên hệ: {row.head}, chủ nhiệm lớp.' if row.head else ''}".strip(),
        host,
    ]
    return "\n".join(lines)
