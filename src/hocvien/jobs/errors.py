"""Refusals of jobs, and what ends one from within."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class JobNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("job_not_found", _("Không tìm thấy việc này, hoặc đã quá hạn lưu."))


class FileGone(DomainError):
    def __init__(self, days: int) -> None:
        super().__init__(
            "file_gone", _("Tệp này đã hết hạn lưu ({days} ngày) và đã được xóa. Xuất lại danh sách."), days=days
        )


class JobFailed(DomainError):
    """What a person reads when a task broke off again and again for no reason that can be said in words."""

    def __init__(self, attempts: int) -> None:
        super().__init__(
            "job_failed",
            _(
                "Việc này đã dừng vì lỗi ngoài dự kiến sau {attempts} lần thử. Những phần đã ghi vẫn còn nguyên; hãy làm lại, nếu vẫn dừng thì báo người quản trị."
            ),
            attempts=attempts,
        )


class Interrupted(Exception):
    """Raised by `Progress.report`: the worker stops, another worker has the job, or its owner cancelled it."""
