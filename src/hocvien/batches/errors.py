"""Refusals of batches."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class BatchNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("batch_not_found", _("Không tìm thấy việc này, hoặc đã quá hạn lưu."))


class NobodyChosen(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "nobody_chosen", _("Chưa chọn ai. Đánh dấu những người cần làm, hoặc chọn cả danh sách, rồi bấm Tiếp tục.")
        )


class NobodyLeft(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "nobody_left", _("Không còn ai để ghi: mọi người đã chọn đều để ngoài. Xem lý do ở từng người.")
        )


class BatchBusy(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "batch_busy", _("Việc này đang chạy, hoặc không còn ở bước này. Tải lại trang để xem đang ở đâu.")
        )


class TooLateToTakeBack(DomainError):
    def __init__(self, days: int) -> None:
        super().__init__(
            "too_late_to_take_back",
            _("Đã quá hạn hoàn tác ({days} ngày). Sửa trong từng hồ sơ."),
            days=days,
        )
