from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, Forbidden, NotVisible


class ProgrammeNotFound(NotVisible):
    def __init__(self, code: str) -> None:
        super().__init__(
            "programme_not_found",
            _("Không tìm thấy chương trình có mã “{programme}”. Kiểm tra lại mã."),
            programme=code,
        )


class ProgrammeEditForbidden(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "programme_edit_forbidden",
            _("Bạn không có quyền sửa chương trình. Văn phòng cấp ủy hoặc người quản trị làm được việc này."),
        )


class VersionTaken(DomainError):
    def __init__(self, version: str, programme: str) -> None:
        super().__init__(
            "curriculum_version_taken",
            _("Chương trình {programme} đã có phiên bản “{version}”. Đặt tên khác cho phiên bản mới."),
            version=version,
            programme=programme,
            field="version",
        )


class VersionSameDay(DomainError):
    def __init__(self, version: str, on: date) -> None:
        super().__init__(
            "curriculum_same_day",
            _("Phiên bản “{version}” đã bắt đầu đúng ngày {on}, các lớp có thể đã dùng. Chọn ngày hiệu lực khác."),
            version=version,
            on=on,
            field="valid_from",
        )


class NoLessons(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "curriculum_no_lessons",
            _("Phiên bản chương trình cần ít nhất một bài có số tiết. Nhập các bài."),
            field="lessons",
        )


class BandsUnsound(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "bands_unsound",
            _(
                "Bảng xếp loại không hợp lệ: mức điểm phải giảm dần từ loại cao xuống thấp, trong khoảng 0 đến 10, "
                "mã không trùng, và loại “đạt” không đứng dưới loại “không đạt”. Sửa lại bảng."
            ),
            field="bands",
        )


class SeedUnreadable(DomainError):
    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            "seed_unreadable",
            _("Tệp dữ liệu gốc “{file}” không đọc được: {why}. Sửa tệp rồi nạp lại."),
            file=file,
            why=why,
        )
