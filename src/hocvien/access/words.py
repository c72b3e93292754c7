"""What each permission lets one do, as people say it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hocvien.access.constants import Permission

_P = Permission
PERMISSION_WORDS: dict[str, str | Promise] = {
    _P.UNIT_VIEW: _("Xem đơn vị"),
    _P.UNIT_EDIT: _("Sửa đơn vị, cơ cấu tổ chức"),
    _P.PERSON_VIEW: _("Xem hồ sơ cá nhân"),
    _P.PERSON_EDIT: _("Sửa hồ sơ cá nhân"),
    _P.PERSON_SENSITIVE: _("Xem đủ số định danh, số thẻ, số điện thoại"),
    _P.PRIVACY_ANSWER: _("Trả lời yêu cầu về dữ liệu cá nhân"),
    _P.PRIVACY_RETAIN: _("Quy định thời hạn giữ, ẩn danh dữ liệu"),
    _P.PERSON_TRANSFER: _("Đề nghị chuyển sinh hoạt"),
    _P.PERSON_RECEIVE: _("Tiếp nhận chuyển sinh hoạt"),
    _P.ROSTER_IMPORT: _("Nhập danh sách từ tệp"),
    _P.PROGRAMME_VIEW: _("Xem chương trình, quy định"),
    _P.PROGRAMME_EDIT: _("Sửa chương trình, quy định"),
    _P.LECTURER_VIEW: _("Xem danh sách giảng viên"),
    _P.LECTURER_EDIT: _("Sửa danh sách giảng viên"),
    _P.PLAN_VIEW: _("Xem kế hoạch, chỉ tiêu"),
    _P.PLAN_EDIT: _("Lập, sửa, trình kế hoạch"),
    _P.PLAN_APPROVE: _("Duyệt, trả lại kế hoạch"),
    _P.STUDY_VIEW: _("Xem phiên học tập"),
    _P.STUDY_EDIT: _("Tổ chức phiên học tập"),
    _P.STUDY_ANSWER: _("Nhập số dự phiên học tập"),
    _P.STUDY_NAMES: _("Ghi, xem tên người dự phiên học tập"),
    _P.CLASS_VIEW: _("Xem lớp học"),
    _P.CLASS_OPEN: _("Mở lớp"),
    _P.CLASS_EDIT: _("Sửa thông tin lớp"),
    _P.LIST_PROPOSE: _("Lập danh sách cử đi học"),
    _P.LIST_APPROVE: _("Duyệt danh sách cử đi học"),
    _P.LIST_ADMIT: _("Tiếp nhận học viên"),
    _P.SESSION_EDIT: _("Xếp lịch học"),
    _P.ROLL_RECORD: _("Điểm danh"),
    _P.RESULT_EDIT: _("Nhập kết quả"),
    _P.RESULT_DECIDE: _("Công nhận kết quả"),
    _P.CERTIFICATE_VIEW: _("Xem giấy chứng nhận"),
    _P.CERTIFICATE_ISSUE: _("Cấp giấy chứng nhận"),
    _P.PAPER_EDIT: _("Sửa mẫu văn bản Word"),
    _P.REPORT_VIEW: _("Xem số liệu, báo cáo"),
    _P.OFFICIAL_WRITE: _("Soạn, cấp số văn bản báo cáo"),
    _P.RETURN_VIEW: _("Xem biểu báo cáo"),
    _P.RETURN_OPEN: _("Yêu cầu, nhận, chốt biểu báo cáo"),
    _P.RETURN_SUBMIT: _("Lập, nộp biểu báo cáo"),
    _P.FORM_EDIT: _("Lập, sửa biểu thống kê"),
    _P.FIGURES_EDIT: _("Nhập số liệu đã công bố"),
    _P.JOURNAL_VIEW: _("Xem nhật ký"),
    _P.GRANT_EDIT: _("Quản lý tài khoản, phân quyền"),
    _P.BACKUP_MAKE: _("Sao lưu dữ liệu"),
}


def permission_words(permission: str) -> str | Promise:
    """The words of a permission, in the reader's language."""
    return PERMISSION_WORDS[Permission(permission)]
