from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class ObligationsUnreadable(DomainError):
    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            "obligations_unreadable",
            _("Tệp nghĩa vụ gốc “{file}” không đọc được: {why}. Sửa tệp rồi nạp lại."),
            file=file,
            why=why,
        )


class ObligationNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("obligation_not_found", _("Không có nghĩa vụ này. Mở lại danh sách nghĩa vụ."))


class ChoiceNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "obligation_choice_not_found", _("Đơn vị không có lựa chọn này. Mở lại trang nghĩa vụ của đơn vị.")
        )


class ClockNotChosen(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__(
            "obligation_clock_fixed",
            _("Nghĩa vụ “{title}” có chu kỳ do quy định đặt, cấp ủy không chọn. Chỉ chọn cho nghĩa vụ cho phép."),
            title=title,
        )


class ChoiceOutsideLife(DomainError):
    def __init__(self, unit: str, day: object) -> None:
        super().__init__(
            "obligation_choice_outside_life",
            _("Ngày {day} nằm ngoài thời gian hoạt động của {unit}. Chọn ngày đơn vị đang hoạt động."),
            unit=unit,
            day=day,
        )


class ChoiceOverlaps(DomainError):
    def __init__(self, unit: str, day: object) -> None:
        super().__init__(
            "obligation_choice_overlaps",
            _("{unit} đã có lựa chọn ghi từ ngày {day} hoặc sau đó. Sửa hoặc xóa lựa chọn ấy trước."),
            unit=unit,
            day=day,
        )


class VersionWrong(DomainError):
    def __init__(self, title: str, day: object) -> None:
        super().__init__(
            "obligation_version_wrong",
            _(
                "Nghĩa vụ “{title}” lặp lại theo thời hạn thì phải ghi thời hạn ấy. Ghi số tháng của phiên bản từ ngày {day}."
            ),
            title=title,
            day=day,
        )
