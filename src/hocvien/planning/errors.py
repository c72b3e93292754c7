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


class AudienceUnfit(DomainError):
    def __init__(self, programme: str) -> None:
        super().__init__(
            "plan_audience_unfit",
            _(
                "Chương trình “{programme}” không có quy định riêng cho nhóm đối tượng này: chọn nhóm khác hoặc để trống."
            ),
            programme=programme,
            field="audience",
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


class LineTied(DomainError):
    def __init__(self, position: int) -> None:
        super().__init__(
            "plan_line_tied",
            _(
                "Mục {position} đã có lớp mở theo nên giữ nguyên chương trình và đơn vị mở lớp. "
                "Thêm mục mới cho chương trình hoặc đơn vị khác."
            ),
            position=position,
        )


class PlanNotApproved(DomainError):
    def __init__(self, year: int, status: object) -> None:
        super().__init__(
            "plan_not_approved",
            _(
                "Kế hoạch năm {year} đang ở tình trạng “{status}”: chỉ điều chỉnh bản đã duyệt và đang có hiệu lực. "
                "Bản đang soạn thì sửa thẳng ở các mục."
            ),
            year=year,
            status=status,
        )


class AmendmentExists(DomainError):
    def __init__(self, year: int) -> None:
        super().__init__(
            "plan_amendment_exists",
            _("Kế hoạch năm {year} đang có một bản điều chỉnh. Mở bản đó ở mục “Các bản” để sửa tiếp, hoặc bỏ bản đó."),
            year=year,
        )


class NotAnAmendment(DomainError):
    def __init__(self, year: int) -> None:
        super().__init__(
            "plan_not_an_amendment",
            _("Kế hoạch năm {year} là bản đầu, không phải bản điều chỉnh. Bỏ từng mục nếu không cần."),
            year=year,
        )


class SettingNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("plan_setting_not_found", _("Không tìm thấy định mức này, hoặc nó ngoài phạm vi của bạn."))


class NeedNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("plan_need_not_found", _("Không tìm thấy nhu cầu này, hoặc nó ngoài phạm vi của bạn."))


class TargetNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("plan_target_not_found", _("Không tìm thấy chỉ tiêu này, hoặc nó ngoài phạm vi của bạn."))


class TargetIsRecorded(DomainError):
    def __init__(self, title: str, number: str) -> None:
        super().__init__(
            "plan_target_is_recorded",
            _(
                "Chỉ tiêu “{title}” theo văn bản {number} đã ghi cho đơn vị này, chương trình này. Mở chỉ tiêu ấy để sửa."
            ),
            title=title,
            number=number,
            field="decision_number",
        )


class NothingToCopy(DomainError):
    def __init__(self, year: int) -> None:
        super().__init__(
            "plan_nothing_to_copy",
            _("Đơn vị không có kế hoạch năm {year} đã duyệt để chép. Thêm mục bằng tay."),
            year=year,
        )


class NothingProposed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "plan_nothing_proposed",
            _("Đề xuất không xếp được lớp nào. Xem lý do ở bảng bên dưới, sửa sức chứa hoặc cỡ lớp rồi tính lại."),
        )


class ProgrammeOver(DomainError):
    def __init__(self, programme: str, year: int) -> None:
        super().__init__(
            "plan_programme_over",
            _("Chương trình “{programme}” đã ngừng áp dụng trước năm {year}: chọn chương trình thay thế rồi thêm mục."),
            programme=programme,
            year=year,
        )


class SharesBeyondTarget(DomainError):
    def __init__(self, *, given: int, amount: int) -> None:
        super().__init__(
            "target_shares_beyond",
            _(
                "Các đơn vị được giao cộng lại {given}, vượt chỉ tiêu {amount}. Giảm phần của một đơn vị, hoặc sửa chỉ tiêu trước."
            ),
            given=given,
            amount=amount,
        )


class ShareOfShare(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__(
            "target_share_of_share",
            _("“{title}” tính theo tỉ lệ: mọi đơn vị cùng theo tỉ lệ đó nên không chia cho từng đơn vị."),
            title=title,
        )


class StudyModeMissing(DomainError):
    def __init__(self, programme: str) -> None:
        super().__init__(
            "plan_share_without_modes",
            _(
                "Chương trình “{programme}” không chia hệ học nên không đặt được tỉ lệ học hệ tập trung. "
                "Chọn trung cấp, cao cấp, hoặc tính theo người, theo lớp."
            ),
            programme=programme,
        )
