"""Refusals about plans: what, where, why, what to do."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class PlanNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("plan_not_found", _("Không tìm thấy kế hoạch này, hoặc nó ngoài phạm vi đơn vị của bạn."))


class PlanExists(DomainError):
    def __init__(self, unit: str, year: int) -> None:
        super().__init__(
            "plan_exists",
            _("{unit} đã có kế hoạch năm {year}. Mở kế hoạch đó để bổ sung mục."),
            unit=unit,
            year=year,
        )


class PlanNotDraft(DomainError):
    def __init__(self, year: int, status: object) -> None:
        super().__init__(
            "plan_not_draft",
            _(
                "Kế hoạch năm {year} đang ở tình trạng “{status}” nên chưa sửa được. "
                "Đề nghị nơi duyệt trả lại kế hoạch trước khi sửa."
            ),
            year=year,
            status=status,
        )


class PlanNotSubmitted(DomainError):
    def __init__(self, year: int, status: object) -> None:
        super().__init__(
            "plan_not_submitted",
            _(
                "Kế hoạch năm {year} đang ở tình trạng “{status}”: chỉ duyệt hoặc trả lại kế hoạch đã trình. "
                "Đề nghị đơn vị trình kế hoạch."
            ),
            year=year,
            status=status,
        )


class PlanEmpty(DomainError):
    def __init__(self, year: int) -> None:
        super().__init__(
            "plan_empty",
            _("Kế hoạch năm {year} chưa có mục nào nên chưa trình được. Thêm ít nhất một mục trước khi trình."),
            year=year,
        )


class LineNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("plan_line_not_found", _("Không tìm thấy mục này trong kế hoạch."))


class StudyModeUnfit(DomainError):
    def __init__(self, programme: str) -> None:
        super().__init__(
            "study_mode_unfit",
            _("Chương trình “{programme}” không chia hệ học: để trống ô hệ học."),
            programme=programme,
        )


class LineInUse(DomainError):
    def __init__(self, position: int) -> None:
        super().__init__(
            "plan_line_in_use",
            _("Mục {position} đã có lớp mở theo nên không bỏ được. Sửa số lớp, số học viên của mục thay vì bỏ mục."),
            position=position,
        )


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__("plan_reason_missing", _("Trả lại kế hoạch cần ghi lý do: mục nào, cần sửa gì."))


class PlanRefused(DomainError):
    """A value the plan cannot hold; `details` are the field's own sentences."""

    def __init__(self, details: str) -> None:
        super().__init__("plan_refused", _("Kế hoạch chưa ghi được: {details}"), details=details)
