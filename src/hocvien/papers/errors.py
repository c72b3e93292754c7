"""Why a template or a paper is refused, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.wording import say

_WORDS: dict[str, Any] = {
    "not_word": _(
        "Tệp không phải văn bản Word (.docx). Mở trong Word, chọn Lưu thành “Word Document (*.docx)” rồi gửi lại."
    ),
    "too_big": _("Tệp quá lớn; mẫu văn bản chỉ được tới 1 MB. Bỏ bớt ảnh trong tệp rồi gửi lại."),
    "macro": _("Tệp có macro hoặc phần chạy được nên không nhận. Lưu lại thành .docx không có macro rồi gửi lại."),
    "entities": _("Tệp có phần khai báo lạ nên không nhận. Mở trong Word rồi lưu lại thành .docx mới."),
    "outside": _("Tệp lấy ảnh hoặc mẫu từ nơi khác trên mạng. Chèn ảnh vào ngay trong tệp rồi gửi lại."),
    "unknown": _("Không có ô tên “{tag}”."),
    "unknown_near": _("Không có ô tên “{tag}”; có phải “{near}”?"),
    "is_rows": _("“{tag}” là một danh sách: dùng trong dòng lặp của bảng, không đặt thẳng vào câu."),
    "no_rows": _("“{tag}” không phải danh sách nên không lặp được."),
    "too_deep": _("Dòng lặp lồng nhau quá hai lớp ở “{tag}”. Bỏ bớt một lớp."),
    "filter": _("Không dùng được “|{tag}”; chỉ có: {near}."),
    "not_allowed": _(
        "Trong mẫu có “{tag}” không dùng được. Chỉ được ghi tên một ô trong danh sách ô, lặp dòng (for … in tên danh sách) và điều kiện (if) so một ô với chữ hoặc số; không tính toán, không gọi lệnh."
    ),
    "syntax": _("Chưa đọc được phần “{tag}”: thiếu dấu ngoặc đóng, hoặc thiếu endfor, endif."),
    "broken": _(
        "Điền thử thì tệp hỏng ({tag}). Mở trong Word, lưu lại rồi gửi; nếu vẫn vậy, bắt đầu lại từ mẫu có sẵn."
    ),
    "slow": _("Tệp làm máy chạy quá lâu nên không nhận. Bắt đầu lại từ mẫu có sẵn."),
}


class _Said:
    """The problems as sentences, in the language of whoever reads."""

    def __init__(self, problems: Sequence[dict[str, str]]) -> None:
        self.problems = problems

    def __str__(self) -> str:
        return " ".join(problem_words(one) for one in self.problems)


def problem_words(problem: dict[str, str]) -> str:
    """One problem as a sentence."""
    code = problem["code"]
    if code == "unknown" and problem["near"]:
        code = "unknown_near"
    return say(_WORDS[code], tag=problem["tag"], near=problem["near"])


class TemplateRefused(DomainError):
    """A file that cannot be a template; all that is wrong with it, at once."""

    def __init__(self, name: str, problems: Sequence[dict[str, str]]) -> None:
        super().__init__(
            "template_refused",
            _("Mẫu “{name}” chưa dùng được. {said} Mẫu đang dùng vẫn giữ nguyên."),
            name=name,
            said=_Said(problems),
            field="file",
        )
        self.problems = tuple(problems)


class TemplateNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("template_not_found", _("Không tìm thấy mẫu văn bản này."))


class TemplateWithdrawn(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__("template_withdrawn", _("Mẫu “{name}” đã thôi dùng trước đó. Tải lại trang."), name=name)


class NothingToWrite(DomainError):
    def __init__(self, kind: object) -> None:
        super().__init__(
            "nothing_to_write",
            _("Chưa có gì để lập “{kind}”: danh sách còn trống. Thêm vào danh sách trước rồi lập văn bản."),
            kind=kind,
        )
