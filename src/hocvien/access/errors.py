from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.access.words import permission_words
from hocvien.common.errors import DomainError, Forbidden, NotVisible


class NotAllowed(Forbidden):
    def __init__(self, permission: str, unit: str) -> None:
        super().__init__(
            "not_allowed",
            _("Bạn chưa có quyền “{right}” ở “{unit}”. Hỏi người quản trị của đơn vị."),
            permission=permission,
            right=permission_words(permission),
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


class NarrowedGrantSaved(RuntimeError):
    """A programmer's error: a grant made from a delegation is no row and must not become one."""


class DelegationRefused(DomainError):
    """What cannot be delegated, and why."""


class DelegatedToOneself(DelegationRefused):
    def __init__(self) -> None:
        super().__init__(
            "delegated_to_oneself", _("Không thể ủy quyền cho chính mình. Chọn tài khoản của người sẽ làm thay.")
        )


class NothingDelegated(DelegationRefused):
    def __init__(self) -> None:
        super().__init__("nothing_delegated", _("Chưa chọn việc nào được làm thay. Đánh dấu ít nhất một việc."))


class DelegationPeriodWrong(DelegationRefused):
    def __init__(self, valid_from: date, valid_to: date) -> None:
        super().__init__(
            "delegation_period_wrong",
            _(
                "Ủy quyền từ {valid_from} đến trước {valid_to} không có ngày nào còn dùng được. Ngày cuối phải sau ngày đầu và sau hôm nay."
            ),
            valid_from=valid_from,
            valid_to=valid_to,
        )


class DelegatesMoreThanHeld(DelegationRefused):
    def __init__(self, action: object, unit: str) -> None:
        super().__init__(
            "delegates_more_than_held",
            _(
                "Bạn không có quyền “{action}” ở “{unit}” nên không thể ủy quyền việc đó. Bỏ dấu việc đó hoặc chọn đơn vị khác."
            ),
            action=action,
            unit=unit,
        )


class DelegateUnknown(DelegationRefused):
    def __init__(self, username: str) -> None:
        super().__init__(
            "delegate_unknown",
            _("Không có tài khoản đang mở với tên đăng nhập “{username}”. Hỏi người đó tên đăng nhập rồi gõ lại."),
            username=username,
        )


class ActsForAnother(DelegationRefused):
    def __init__(self, name: str) -> None:
        super().__init__(
            "acts_for_another",
            _("Bạn đang làm thay {name}. Bấm “Thôi làm thay” trước khi ủy quyền việc của mình cho người khác."),
            name=name,
        )


class TieRefused(DomainError):
    """Why an account and a record are not tied."""


class TieNotDelegated(TieRefused):
    def __init__(self) -> None:
        super().__init__(
            "tie_not_delegated",
            _("Đang làm thay người khác thì không gắn, không gỡ tài khoản với hồ sơ. Bấm “Thôi làm thay” rồi làm lại."),
        )


class AccountTied(TieRefused):
    def __init__(self, username: str) -> None:
        super().__init__(
            "account_tied",
            _("Tài khoản “{username}” đã gắn với một hồ sơ. Gỡ ở hồ sơ ấy, hoặc nhờ người quản trị gỡ, rồi gắn lại."),
            username=username,
        )


class PersonTied(TieRefused):
    def __init__(self, username: str) -> None:
        super().__init__(
            "person_tied",
            _("Hồ sơ này đã gắn với tài khoản “{username}”. Gỡ tài khoản ấy trước khi gắn tài khoản khác."),
            username=username,
        )


class AccountNotToTie(TieRefused):
    def __init__(self, username: str) -> None:
        super().__init__(
            "account_not_to_tie",
            _("Không có tài khoản đang mở nào tên “{username}”. Hỏi người quản trị tên đăng nhập của người này."),
            username=username,
        )


class TwoAccountsTied(TieRefused):
    def __init__(self) -> None:
        super().__init__(
            "two_accounts_tied",
            _("Cả hai hồ sơ đều gắn với tài khoản. Gỡ một tài khoản rồi gộp."),
        )


class DelegationOver(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "delegation_over", _("Ủy quyền này chưa tới ngày, đã hết hạn hoặc đã được rút. Hỏi người đã ủy quyền.")
        )


class TokenRefused(DomainError):
    """Why a token is not made."""


class TokenNameMissing(TokenRefused):
    def __init__(self) -> None:
        super().__init__(
            "token_name_missing",
            _("Chưa ghi tên chương trình sẽ dùng mã. Ghi tên dễ nhận ra, để sau này biết mã nào cần rút."),
            field="name",
        )


class TokenDaysWrong(TokenRefused):
    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            "token_days_wrong",
            _("Mã phải có ngày hết hạn từ {first} đến {last}. Chọn một ngày trong khoảng ấy; hết hạn thì tạo mã khác."),
            first=first,
            last=last,
            field="last_day",
        )


class TokenReachesNothing(TokenRefused):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "token_reaches_nothing",
            _(
                "Bạn không có quyền xem số liệu ở “{unit}” trong phạm vi đã chọn nên mã không đọc được gì. Chọn đơn vị khác."
            ),
            unit=unit,
            field="unit",
        )


class TokensTooMany(TokenRefused):
    def __init__(self, most: int) -> None:
        super().__init__(
            "tokens_too_many",
            _("Tài khoản đã có {most} mã đang dùng được, nhiều nhất cho một tài khoản. Rút mã không còn dùng trước."),
            most=most,
        )
