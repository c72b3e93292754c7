from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, Forbidden, NotVisible


class NotAllowed(Forbidden):
    def __init__(self, permission: str, unit: str) -> None:
        super().__init__(
            "not_allowed",
            _("Bạn không có quyền làm việc này ở đơn vị “{unit}” ({permission}). Hỏi người quản trị của đơn vị."),
            permission=permission,
            unit=unit,
        )


class OutOfSight(NotVisible):
    def __init__(self) -> None:
        super().__init__("out_of_sight", _("Không tìm thấy nội dung này, hoặc nó ngoài phạm vi đơn vị của bạn."))


class GrantRepeated(DomainError):
    def __init__(self, username: str, role: object, unit: str) -> None:
        super().__init__(
            "grant_repeated",
            _("Tài khoản “{username}” đã có vai trò {role} ở “{unit}”. Không cần trao lần nữa."),
            username=username,
            role=role,
            unit=unit,
        )


class OwnAccount(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "own_account", _("Không thể khóa tài khoản đang dùng. Nhờ một người quản trị khác làm việc này.")
        )


class AccountReachesFurther(Forbidden):
    def __init__(self, username: str) -> None:
        super().__init__(
            "account_reaches_further",
            _(
                "Tài khoản “{username}” còn có vai trò ở đơn vị ngoài phạm vi của bạn. Nhờ người quản trị cấp trên làm việc này."
            ),
            username=username,
        )
