from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, Forbidden, NotVisible
from hocvien.common.intervals import OPEN_END


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


class ChainUnsound(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "chain_unsound",
            _(
                "Quy trình phải bắt đầu bằng một bước đề nghị, kết thúc bằng một bước tiếp nhận, và ở giữa có ít nhất một bước duyệt hoặc "
                "thẩm định; bước ở cấp ủy, ban gần nhất phải ghi loại đơn vị. Sửa lại các bước."
            ),
            field="kind_1",
        )


class SeedUnreadable(DomainError):
    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            "seed_unreadable",
            _("Tệp dữ liệu gốc “{file}” không đọc được: {why}. Sửa tệp rồi nạp lại."),
            file=file,
            why=why,
        )


class AuthorityNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "authority_not_found", _("Không tìm thấy quyết định giao thẩm quyền này. Có thể nó vừa được bỏ.")
        )


class AuthorityOverlaps(DomainError):
    def __init__(self, programme: str, number: str, first: date, last: date) -> None:
        is_open = last >= OPEN_END
        super().__init__(
            "authority_overlaps",
            _(
                "Chương trình “{programme}” đã có quyết định {number} từ ngày {first}, chưa có ngày kết thúc. "
                "Sửa quyết định đó, hoặc chọn thời gian khác."
            )
            if is_open
            else _(
                "Chương trình “{programme}” đã có quyết định {number} từ ngày {first} đến trước ngày {last}. "
                "Sửa quyết định đó, hoặc chọn thời gian khác."
            ),
            programme=programme,
            number=number,
            first=first,
            last=last,
            field="valid_from",
        )


class AuthorityOutsideLife(DomainError):
    def __init__(self, unit: str, on: date) -> None:
        super().__init__(
            "authority_outside_life",
            _("“{unit}” không hoạt động suốt thời gian từ ngày {on}. Chọn thời gian trong lúc đơn vị hoạt động."),
            unit=unit,
            on=on,
            field="valid_from",
        )


class OpeningNotAuthorised(DomainError):
    """The unit keeps record of its authorities, or the programme asks for one, and none covers these days."""

    def __init__(self, unit: str, programme: str, on: date, *, ended: str = "", ended_on: date | None = None) -> None:
        super().__init__(
            "opening_not_authorised",
            _(
                "“{unit}” chưa được giao thẩm quyền mở lớp “{programme}” cho ngày {on}: quyết định {ended} chỉ có hiệu lực đến trước ngày "
                "{ended_on}. Ghi quyết định mới ở trang đơn vị, mục Thẩm quyền mở lớp, hoặc chọn đơn vị mở lớp khác. "
                "Quyết định mở lớp ngoài kế hoạch không thay được thẩm quyền."
            )
            if ended_on
            else _(
                "“{unit}” chưa được giao thẩm quyền mở lớp “{programme}” cho ngày {on}. "
                "Ghi quyết định giao thẩm quyền (số, ngày, cơ quan) ở trang đơn vị, mục Thẩm quyền mở lớp, hoặc chọn đơn vị mở lớp khác. "
                "Quyết định mở lớp ngoài kế hoạch không thay được thẩm quyền."
            ),
            unit=unit,
            programme=programme,
            on=on,
            ended=ended,
            ended_on=ended_on or "",
        )
