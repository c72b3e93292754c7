"""Refusals about accounts."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class UsernameTaken(DomainError):
    def __init__(self, username: str) -> None:
        super().__init__(
            "username_taken",
            _("Đã có tài khoản “{username}”: hãy chọn tên đăng nhập khác."),
            username=username,
        )


class PasswordRefused(DomainError):
    def __init__(self, reasons: str) -> None:
        super().__init__("password_refused", _("Mật khẩu chưa dùng được: {reasons}"), reasons=reasons)


class UserNotFound(NotVisible):
    def __init__(self, name: object) -> None:
        super().__init__("user_not_found", _("Không có tài khoản “{name}”."), name=name)
