"""Refusals about opening, changing and ending a class."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError


class FieldsRefused(DomainError):
    """A value the row cannot hold; `details` are the fields' own sentences."""

    def __init__(self, details: str) -> None:
        super().__init__("fields_refused", _("Chưa ghi được: {details}"), details=details)


class ClassUpsideDown(DomainError):
    def __init__(self, opens_on: date, closes_on: date) -> None:
        super().__init__(
            "class_upside_down",
            _(
                "Lớp bế giảng ngày {closes_on}, trước ngày khai giảng {opens_on}. "
                "Ngày bế giảng phải từ ngày khai giảng trở đi: sửa một trong hai ngày."
            ),
            opens_on=opens_on,
            closes_on=closes_on,
        )


class ProposalsCloseTooLate(DomainError):
    def __init__(self, proposals_close_on: date, opens_on: date) -> None:
        super().__init__(
            "proposals_close_too_late",
            _(
                "Hạn gửi danh sách {proposals_close_on} sau ngày khai giảng {opens_on}. "
                "Chọn hạn không muộn hơn ngày khai giảng; bổ sung sáng khai giảng không cần kéo dài hạn."
            ),
            proposals_close_on=proposals_close_on,
            opens_on=opens_on,
        )


class StudyModeMissing(DomainError):
    def __init__(self, programme: str) -> None:
        super().__init__(
            "study_mode_missing",
            _("Chương trình “{programme}” có hai hệ học: chọn hệ tập trung hoặc hệ không tập trung cho lớp."),
            programme=programme,
        )


class StudyModeUnused(DomainError):
    def __init__(self, programme: str) -> None:
        super().__init__(
            "study_mode_unused",
            _("Chương trình “{programme}” không chia hệ học: để trống ô hệ học."),
            programme=programme,
        )


class AudienceUnknown(DomainError):
    def __init__(self, programme: str, opens_on: date) -> None:
        super().__init__(
            "class_audience_unknown",
            _(
                "Chương trình “{programme}” không có quy định riêng cho nhóm đối tượng này vào ngày khai giảng {opens_on}. "
                "Chọn nhóm khác, hoặc để trống nếu lớp dành cho mọi người."
            ),
            programme=programme,
            opens_on=opens_on,
            field="audience",
        )


class AudienceTied(DomainError):
    def __init__(self, name: str, people: int) -> None:
        super().__init__(
            "class_audience_tied",
            _(
                "Lớp “{name}” đã có {people} người được xét theo nhóm đối tượng đang ghi nên không đổi nhóm được. "
                "Trả lại hoặc rút danh sách trước, hoặc mở lớp khác."
            ),
            name=name,
            people=people,
            field="audience",
        )


class PlanOrDecisionMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "plan_or_decision_missing",
            _("Lớp chưa có căn cứ mở: chọn một mục kế hoạch đã duyệt, hoặc ghi quyết định mở lớp ngoài kế hoạch."),
        )


class PlanLineUnfit(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "plan_line_unfit",
            _(
                "Mục kế hoạch đã chọn không dùng được cho lớp này: kế hoạch chưa duyệt, khác chương trình hoặc khác đơn vị mở lớp. "
                "Chọn mục khác, hoặc ghi quyết định mở lớp ngoài kế hoạch."
            ),
        )


class PlanLineUsedUp(DomainError):
    def __init__(self, classes: int, opened: int) -> None:
        super().__init__(
            "plan_line_used_up",
            _(
                "Mục kế hoạch này ghi {classes} lớp và đã mở {opened} lớp. "
                "Để mở thêm, bỏ chọn mục kế hoạch và ghi quyết định mở lớp ngoài kế hoạch."
            ),
            classes=classes,
            opened=opened,
        )


class UnitNotThen(DomainError):
    def __init__(self, unit: str, on: date) -> None:
        super().__init__(
            "unit_not_then",
            _("Đơn vị “{unit}” không hoạt động ngày {on}. Chọn đơn vị khác hoặc sửa ngày khai giảng."),
            unit=unit,
            on=on,
        )


class ClassTwin(DomainError):
    """The same class a second time: opener, name, intake and days are all one that already stands."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(
            "class_twin",
            _(
                "Lớp “{name}” cùng khóa, cùng ngày của đơn vị này đã mở, mã lớp {class_code}. Nếu là lớp khác, đặt tên khác."
            ),
            field="name",
            name=name,
            class_code=code,
        )


class ClassCodeTaken(DomainError):
    def __init__(self, code: str) -> None:
        super().__init__(
            "class_code_taken",
            _("Mã lớp “{class_code}” đã dùng cho một lớp khác. Chọn mã khác hoặc để trống để được đặt mã."),
            class_code=code,
        )


class JointPartnerMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "joint_partner_missing", _("Lớp phối hợp chưa ghi phối hợp với đơn vị nào. Chọn đơn vị phối hợp.")
        )


class ClassLocked(DomainError):
    def __init__(self, name: str, status: object) -> None:
        super().__init__(
            "class_locked",
            _("Lớp “{name}” đang ở tình trạng “{status}” nên không làm được việc này. Xem lại tình trạng của lớp."),
            name=name,
            status=status,
        )


class SeatsBelowAdmitted(DomainError):
    def __init__(self, seats: int, active: int) -> None:
        super().__init__(
            "seats_below_admitted",
            _("Không giảm được còn {seats} chỗ vì lớp đã tiếp nhận {active} người. Ghi ít nhất {active} chỗ."),
            seats=seats,
            active=active,
        )


class SessionsOutsideClass(DomainError):
    def __init__(self, count: int, opens_on: date, closes_on: date) -> None:
        super().__init__(
            "sessions_outside_class",
            _(
                "Có {count} buổi học đã xếp nằm ngoài thời gian mới của lớp, từ {opens_on} đến {closes_on}. "
                "Dời hoặc bỏ các buổi đó trước khi đổi ngày."
            ),
            count=count,
            opens_on=opens_on,
            closes_on=closes_on,
        )


class ClassNotBegun(DomainError):
    def __init__(self, name: str, opens_on: date) -> None:
        super().__init__(
            "class_not_begun",
            _(
                "Lớp “{name}” khai giảng ngày {opens_on}, chưa bắt đầu được trước ngày đó. Sửa ngày khai giảng nếu lớp mở sớm."
            ),
            name=name,
            opens_on=opens_on,
        )


class ClassNotOver(DomainError):
    def __init__(self, name: str, closes_on: date) -> None:
        super().__init__(
            "class_not_over",
            _("Lớp “{name}” bế giảng ngày {closes_on}, chưa đến ngày. Sửa ngày bế giảng nếu lớp kết thúc sớm."),
            name=name,
            closes_on=closes_on,
        )


class ClassRecognised(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(
            "class_recognised",
            _(
                "Kết quả của lớp đã được công nhận theo quyết định {number} nên không sửa được nữa. "
                "Muốn sửa, mở lại quyết định kèm lý do."
            ),
            number=number,
        )


class ReasonNeeded(DomainError):
    def __init__(self) -> None:
        super().__init__("reason_needed", _("Việc này cần ghi lý do. Ghi lý do rồi làm lại."))


class InvitationInUse(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "invitation_in_use",
            _("“{unit}” đã gửi danh sách cho lớp nên không rút lời mời được. Trả lại danh sách trước."),
            unit=unit,
        )
