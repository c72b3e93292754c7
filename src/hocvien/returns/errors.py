"""Refusals about forms and returns: what, where, why, what to do."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class FormNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("form_not_found", _("Không tìm thấy biểu mẫu này."))


class ReturnNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "return_not_found", _("Không tìm thấy biểu báo cáo này, hoặc nó ngoài phạm vi đơn vị của bạn.")
        )


class FormsUnreadable(DomainError):
    def __init__(self, file: str, trouble: str) -> None:
        super().__init__(
            "forms_unreadable",
            _("Tệp biểu mẫu {file} không đọc được: {trouble}. Cài lại chương trình."),
            file=file,
            trouble=trouble,
        )


class LayoutWrong(DomainError):
    """A form with mistakes; `problems` has every one, a `LayoutProblem` with its place."""

    def __init__(self, problems: Sequence[Any]) -> None:
        super().__init__(
            "form_wrong",
            _("Biểu mẫu chưa lưu được, có {count} chỗ cần sửa: {first}"),
            count=len(problems),
            first=problems[0].words if problems else "",
        )
        self.problems = tuple(problems)


class FormRefused(DomainError):
    """A value the form cannot hold; `details` are the field's own sentences."""

    def __init__(self, details: str) -> None:
        super().__init__("form_refused", _("Biểu mẫu chưa ghi được: {details}"), details=details)


class FormInUse(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "form_in_use",
            _(
                "Đã có báo cáo mở theo bản này của “{name}” nên không sửa hàng, cột, công thức được. "
                "Lập bản mới từ một ngày khác; báo cáo cũ giữ bản cũ."
            ),
            name=name,
        )


class FormShipped(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "form_shipped",
            _("“{name}” dùng chung cho mọi đơn vị nên không sửa ở đây được. Lập một bản riêng của đơn vị rồi sửa."),
            name=name,
        )


class FormNotThen(DomainError):
    def __init__(self, name: str, first: date, last: date) -> None:
        super().__init__(
            "form_not_then",
            _("Biểu “{name}” chỉ dùng từ {first} đến trước {last}. Chọn biểu của kỳ này."),
            name=name,
            first=first,
            last=last,
            field="form",
        )


class ReturnRefused(DomainError):
    """A value the return cannot hold; `details` are the field's own sentences."""

    def __init__(self, details: str) -> None:
        super().__init__("return_refused", _("Biểu báo cáo chưa ghi được: {details}"), details=details)


class NobodyAsked(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "nobody_asked",
            _("{unit} không có đơn vị nào phù hợp để yêu cầu báo cáo trong ngày mở. Chọn đơn vị khác."),
            unit=unit,
            field="which",
        )


class UnitsNotBelow(DomainError):
    def __init__(self, unit: str, units: Sequence[str]) -> None:
        super().__init__(
            "units_not_below",
            _("{unit} chỉ yêu cầu được đơn vị cấp dưới của mình trong ngày mở; không gồm: {units}."),
            unit=unit,
            units=", ".join(units),
            field="units",
        )


class UnitAskedAlready(DomainError):
    def __init__(self, units: Sequence[str]) -> None:
        super().__init__(
            "unit_asked_already",
            _("Đã có trong báo cáo này: {units}. Mỗi đơn vị chỉ một biểu; bỏ các đơn vị đó ra."),
            units=", ".join(units),
            field="units",
        )


class TooManyAsked(DomainError):
    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_asked",
            _("Một đợt báo cáo nhiều nhất {most} đơn vị. Để cấp giữa tự thu của cấp dưới mình."),
            most=most,
            field="which",
        )


class DueTooEarly(DomainError):
    def __init__(self, first: date) -> None:
        super().__init__("due_too_early", _("Hạn nộp phải từ ngày mở, {first}, trở đi."), first=first, field="due_on")


class DueBeforePeriod(DomainError):
    def __init__(self, due_on: date, first: date) -> None:
        super().__init__(
            "due_before_period",
            _(
                "Hạn nộp {due_on} trước ngày đầu của kỳ, {first}: khi ấy chưa có gì để báo cáo. Xem lại kỳ hoặc hạn nộp."
            ),
            due_on=due_on,
            first=first,
            field="period",
        )


class ReturnLocked(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__(
            "return_locked",
            _("“{title}” đã chốt số liệu nên không sửa được. Đề nghị nơi nhận mở lại, có ghi lý do."),
            title=title,
        )


class ReturnNotLocked(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__("return_not_locked", _("“{title}” chưa chốt số liệu nên không cần mở lại."), title=title)


class ReturnHasAnswers(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__(
            "return_has_answers",
            _("“{title}” đã có đơn vị nộp nên không bỏ được. Chốt số liệu thay vì bỏ."),
            title=title,
        )


class SheetNotOpen(DomainError):
    def __init__(self, unit: str, status: object) -> None:
        super().__init__(
            "sheet_not_open",
            _(
                "Biểu của {unit} đang ở tình trạng “{status}” nên không sửa được. Đề nghị nơi nhận trả lại trước khi sửa."
            ),
            unit=unit,
            status=status,
        )


class SheetNotSubmitted(DomainError):
    def __init__(self, unit: str, status: object) -> None:
        super().__init__(
            "sheet_not_submitted",
            _("Biểu của {unit} đang ở tình trạng “{status}”: chỉ trả lại hoặc chốt biểu đã nộp."),
            unit=unit,
            status=status,
        )


class SheetChanged(DomainError):
    """Somebody else wrote into the sheet since the page was opened."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            "sheet_changed",
            _("Biểu của {unit} vừa được người khác ghi. Xem số mới ở trang này rồi lưu lại nếu vẫn cần sửa."),
            unit=unit,
        )


class CellUnfit(DomainError):
    """A number no cell can have; `cell` says which."""

    def __init__(self, cell: str, most: int) -> None:
        super().__init__("cell_unfit", _("Ô {cell} phải là số nguyên từ 0 đến {most}. Sửa ô đó."), cell=cell, most=most)


class CellUnknown(DomainError):
    def __init__(self, cell: str) -> None:
        super().__init__("cell_unknown", _("Biểu mẫu không có ô {cell}, hoặc ô đó không ghi số."), cell=cell)


class NothingTold(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "nothing_told",
            _("Biểu của {unit} chưa có số nào. Tính số liệu hoặc nhập số trước khi nộp."),
            unit=unit,
        )


class Unexplained(DomainError):
    """Cells that need words before the sheet may be handed in; `cells` says which."""

    def __init__(self, cells: Sequence[str]) -> None:
        super().__init__(
            "unexplained",
            _(
                "Còn {count} ô cần giải trình trước khi nộp: số khác số chương trình tính, trái quy tắc của biểu, "
                "hoặc lệch nhiều so với kỳ trước."
            ),
            count=len(cells),
        )
        self.cells = tuple(cells)


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__("return_reason_missing", _("Cần ghi lý do, hoặc nhận xét ở ít nhất một ô."), field="reason")


class BelowWaiting(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "below_waiting",
            _("Chưa đơn vị nào dưới {unit} nộp biểu nên chưa tổng hợp được. Đợi đơn vị nộp, hoặc nhập thay."),
            unit=unit,
        )
