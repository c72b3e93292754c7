"""allauth's forms with this program's words: labels, help and every refusal by its code."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Any] = {
    "username_password_mismatch": _(
        "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại; nếu quên, nhờ quản"
        " trị hệ thống đặt lại mật khẩu."
    ),
    "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Gõ lại cả hai."),
    "too_many_login_attempts": _(
        "Đã gõ sai quá nhiều lần nên tạm dừng để giữ an toàn cho tài khoản. Chờ năm phút rồi thử lại; nếu quên, nhờ quản trị hệ"
        " thống đặt lại mật khẩu."
    ),
    "rate_limited": _("Đã thử quá nhiều lần liền nhau. Chờ vài phút rồi thử lại."),
    "account_inactive": _("Tài khoản này đã đóng. Hỏi quản trị hệ thống của đơn vị."),
    "enter_current_password": _("Mật khẩu đang dùng không đúng nên chưa đổi. Gõ lại mật khẩu đang dùng."),
    "incorrect_password": _("Mật khẩu không đúng. Gõ lại mật khẩu đang dùng."),
    "incorrect_code": _("Mã không đúng hoặc đã hết hạn. Mở ứng dụng xác thực, gõ mã sáu chữ số đang hiện."),
    "cannot_delete_authenticator": _("Chưa tắt được xác thực hai lớp cho tài khoản này. Hỏi quản trị hệ thống."),
    "cannot_generate_recovery_codes": _(
        "Chưa bật xác thực hai lớp nên chưa có mã dự phòng. Bật xác thực hai lớp trước."
    ),
    "required": _("Chưa điền “{label}”. Ô này phải có."),
    "password_too_short": _("Mật khẩu quá ngắn. Dùng ít nhất 10 ký tự; một câu ngắn dễ nhớ và khó đoán hơn một từ."),
    "password_too_common": _("Mật khẩu này nhiều người dùng nên dễ bị đoán. Chọn mật khẩu khác."),
    "password_too_similar": _("Mật khẩu giống tên hoặc tên đăng nhập nên dễ bị đoán. Chọn mật khẩu khác."),
}
_DIFFERENT = _("Hai lần gõ mật khẩu mới không giống nhau. Gõ lại lần thứ hai cho đúng lần thứ nhất.")


class OwnWords(forms.Form):
    """Replaces labels and refusals; a code without a sentence here keeps the library's own."""

    labels: dict[str, Any] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = format_lazy(_SENTENCES["required"], label=field.label)

    def add_error(self, field: str | None, error: Any) -> None:
        if not isinstance(error, ValidationError):
            error = ValidationError(_DIFFERENT if field == "password2" else error)
        if hasattr(error, "error_dict"):
            super().add_error(field, error)
            return
        said = [_own(one) for one in error.error_list]
        super().add_error(field, ValidationError(said))


def _own(error: ValidationError) -> ValidationError:
    if error.code == "required" or error.code not in _SENTENCES:
        return error
    return ValidationError(_SENTENCES[error.code], code=error.code)


class LoginForm(OwnWords, account.LoginForm):
    labels = {"login": _("Tên đăng nhập"), "password": _("Mật khẩu")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")


class ChangePasswordForm(OwnWords, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Mật khẩu đang dùng"),
        "password1": _("Mật khẩu mới"),
        "password2": _("Mật khẩu mới, gõ lần thứ hai"),
    }


class ReauthenticateForm(OwnWords, account.ReauthenticateForm):
    labels = {"password": _("Mật khẩu")}


class CodeForm(OwnWords):
    labels = {"code": _("Mã xác thực")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")


class AuthenticateForm(CodeForm, mfa.AuthenticateForm): ...


class ReauthenticateCodeForm(CodeForm, mfa.ReauthenticateForm): ...


class ActivateTOTPForm(CodeForm, totp.ActivateTOTPForm): ...


class DeactivateTOTPForm(OwnWords, totp.DeactivateTOTPForm): ...


class GenerateRecoveryCodesForm(OwnWords, codes.GenerateRecoveryCodesForm): ...
