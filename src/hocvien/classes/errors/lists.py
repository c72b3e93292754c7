"""Refusals about lists, admission and learners."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible

_SHOWN = 3


def some_names(names: Sequence[str]) -> str:
    """At most three names and how many more."""
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}… (+{len(names) - _SHOWN})"


class ClassNotEnrolling(DomainError):
    def __init__(self, name: str, status: object) -> None:
        super().__init__(
            "class_not_enrolling",
            _("Lớp “{name}” đang ở tình trạng “{status}” nên không nhận danh sách. Chọn lớp đang chiêu sinh."),
            name=name,
            status=status,
        )


class ProposalsClosed(DomainError):
    def __init__(self, name: str, closed_on: date, opens_on: date) -> None:
        super().__init__(
            "proposals_closed",
            _(
                "Lớp “{name}” đã hết hạn nhận danh sách ngày {closed_on}. "
                "Đến hết ngày khai giảng {opens_on} chỉ còn bổ sung hoặc thay người, giấy tờ nộp sau."
            ),
            name=name,
            closed_on=closed_on,
            opens_on=opens_on,
        )


class LateListsOver(DomainError):
    def __init__(self, name: str, opens_on: date) -> None:
        super().__init__(
            "late_lists_over",
            _(
                "Lớp “{name}” đã khai giảng ngày {opens_on}; sau ngày đó không bổ sung hay thay người nữa. "
                "Cử người vào lớp khác."
            ),
            name=name,
            opens_on=opens_on,
        )


class UnitNotInvited(DomainError):
    def __init__(self, unit: str, name: str) -> None:
        super().__init__(
            "unit_not_invited",
            _(
                "“{unit}” không có trong các đơn vị được gửi chiêu sinh của lớp “{name}”. "
                "Đề nghị đơn vị mở lớp bổ sung đơn vị này."
            ),
            unit=unit,
            name=name,
        )


class PersonNotOfUnit(DomainError):
    def __init__(self, person: str, unit: str) -> None:
        super().__init__(
            "person_not_of_unit",
            _("{person} không sinh hoạt hay công tác ở “{unit}” hoặc cấp dưới. Để đơn vị của người này cử đi."),
            person=person,
            unit=unit,
        )


class PersonOutOfSight(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "person_out_of_sight",
            _("Không tìm thấy hồ sơ này, hoặc hồ sơ ngoài phạm vi đơn vị của bạn. Tìm lại người cần cử."),
        )


class AlreadyOnList(DomainError):
    def __init__(self, person: str, status: object) -> None:
        super().__init__(
            "already_on_list",
            _("{person} đã có trong danh sách của lớp ({status}). Không cần đề nghị lần nữa."),
            person=person,
            status=status,
        )


class AlreadyTookPart(DomainError):
    def __init__(self, person: str, status: object) -> None:
        super().__init__(
            "already_took_part",
            _("{person} đã là học viên của lớp này ({status}). Mở lại lượt học cũ thay vì đề nghị mới."),
            person=person,
            status=status,
        )


class InvitationFull(DomainError):
    def __init__(self, unit: str, seats: int) -> None:
        super().__init__(
            "invitation_full",
            _("“{unit}” được {seats} suất và đã gửi đủ. Rút bớt một người, hoặc đề nghị đơn vị mở lớp tăng suất."),
            unit=unit,
            seats=seats,
        )


class QuotaSeatsMissing(DomainError):
    """The quota of the plan line leaves the unit fewer seats than are wanted."""

    def __init__(self, unit: object, there: object, wanted: object) -> None:
        super().__init__(
            "quota_seats_missing_for_list",
            _(
                "“{unit}” còn {there} suất trong chỉ tiêu, cần {wanted}. "
                "Xin thêm chỉ tiêu, bỏ bớt người, hoặc gửi người này vào dự bị."
            ),
            unit=unit,
            there=there,
            wanted=wanted,
        )


class SeatInOtherClass(DomainError):
    def __init__(self, person: str, name: str) -> None:
        super().__init__(
            "seat_in_other_class",
            _(
                "{person} đang giữ một suất của mục kế hoạch này ở lớp “{name}”. Rút tên ở lớp đó trước: mỗi người một suất."
            ),
            person=person,
            name=name,
        )


class SeatsByQuota(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "seats_by_quota",
            _(
                "Mục kế hoạch của lớp “{name}” đã có chỉ tiêu nên số suất của đơn vị lấy theo chỉ tiêu, không nhập ở đây. "
                "Để trống số suất; cần thay đổi thì phân bổ lại chỉ tiêu."
            ),
            name=name,
            field="seats",
        )


class SubstituteIsOne(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "substitute_is_one", _("Mỗi lần thay chỉ chọn một người thay cho một học viên. Chọn lại đúng một người.")
        )


class SubstitutedNotActive(DomainError):
    def __init__(self, person: str) -> None:
        super().__init__(
            "substituted_not_active",
            _(
                "{person} không còn là học viên của lớp này nên không thay được. Chọn học viên khác hoặc bổ sung bình thường."
            ),
            person=person,
        )


class NominationNotWaiting(DomainError):
    def __init__(self, person: str, status: object) -> None:
        super().__init__(
            "nomination_not_waiting",
            _(
                "{person} đang ở tình trạng “{status}” nên không làm được việc này. Tải lại danh sách để xem tình trạng mới."
            ),
            person=person,
            status=status,
        )


class NotApprovedYet(DomainError):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            "not_approved_yet",
            _("Cấp ủy nơi cử chưa duyệt: {names}. Chờ duyệt rồi tiếp nhận, hoặc bỏ chọn những người này."),
            names=some_names(names),
        )


class ClausesNotMet(DomainError):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            "clauses_not_met",
            _("Chưa đủ điều kiện theo quy định: {names}. Trả lại, hoặc ghi lý do ngoại lệ để tiếp nhận."),
            names=some_names(names),
        )


class SeatsTaken(DomainError):
    def __init__(self, name: str, seats: int, active: int, coming: int, beyond: int) -> None:
        super().__init__(
            "seats_taken",
            _(
                "Lớp “{name}” có {seats} chỗ, đang có {active} người; nhận thêm {coming} người thì quá {beyond} chỗ. "
                "Bỏ bớt người, hoặc để đơn vị mở lớp nhận quá số chỗ kèm lý do."
            ),
            name=name,
            seats=seats,
            active=active,
            coming=coming,
            beyond=beyond,
        )


class OnlyOpenerBeyondSeats(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "only_opener_beyond_seats",
            _("Chỉ đơn vị mở lớp (“{unit}”) được nhận quá số chỗ. Đề nghị đơn vị mở lớp tiếp nhận, hoặc bỏ bớt người."),
            unit=unit,
        )


class NothingChosen(DomainError):
    def __init__(self) -> None:
        super().__init__("nothing_chosen", _("Chưa chọn ai trong danh sách. Đánh dấu ít nhất một người."))


class DecisionUnknown(DomainError):
    def __init__(self, decision: str) -> None:
        super().__init__(
            "decision_unknown",
            _("Không hiểu việc “{decision}”. Chọn duyệt, tiếp nhận, trả lại hoặc rút."),
            decision=decision,
        )


class ParticipationEnded(DomainError):
    def __init__(self, person: str, status: object) -> None:
        super().__init__(
            "participation_ended",
            _("{person} đang ở tình trạng “{status}” nên không làm được việc này. Tải lại danh sách lớp."),
            person=person,
            status=status,
        )


class EndsBeforeAdmitted(DomainError):
    def __init__(self, person: str, admitted_on: date) -> None:
        super().__init__(
            "ends_before_admitted",
            _("{person} được tiếp nhận ngày {admitted_on}; ngày thôi học không thể trước ngày đó. Sửa ngày thôi học."),
            person=person,
            admitted_on=admitted_on,
        )


class BothTookPart(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "both_took_part",
            _(
                "Không gộp được: cả hai hồ sơ đều được tiếp nhận vào lớp “{name}”, mỗi lớp tính một người một lượt."
                " Nếu đúng là một người, báo đơn vị mở lớp xem lại danh sách lớp."
            ),
            name=name,
        )


class StepOfAnother(DomainError):
    def __init__(self, person: str, unit: str) -> None:
        super().__init__(
            "step_of_another",
            _("{person} đang chờ “{unit}” xem xét, không phải bước của đơn vị bạn. Chờ đơn vị đó quyết định."),
            person=person,
            unit=unit,
        )


class NotInReserve(DomainError):
    def __init__(self, person: str, status: object) -> None:
        super().__init__(
            "not_in_reserve",
            _(
                "{person} đang ở tình trạng “{status}” nên không xếp vào dự bị được. "
                "Chỉ xếp dự bị người đã qua các bước duyệt, đang chờ tiếp nhận."
            ),
            person=person,
            status=status,
        )


class ReserveChanged(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "reserve_changed",
            _(
                "Số chỗ trống hoặc danh sách dự bị của lớp “{name}” vừa thay đổi so với bản đã xem. "
                "Xem lại danh sách thay người rồi xác nhận."
            ),
            name=name,
        )


class RoundSeatsTaken(DomainError):
    def __init__(self, number: int, seats: int, beyond: int) -> None:
        super().__init__(
            "round_seats_taken",
            _(
                "Đợt {number} nhận {seats} người; danh sách chọn vượt {beyond} người. "
                "Bỏ bớt người, hoặc sửa số chỗ của đợt."
            ),
            number=number,
            seats=seats,
            beyond=beyond,
        )


class ExceptionNotPossible(DomainError):
    def __init__(self, person: str) -> None:
        super().__init__(
            "exception_not_possible",
            _(
                "Quy định đang áp dụng không cho đặc cách điều kiện này với {person}, hoặc người này đã đủ điều kiện. "
                "Chọn điều kiện khác, hoặc cử người khác."
            ),
            person=person,
            field="clause_kind",
        )


class ExceptionWaits(DomainError):
    def __init__(self, person: str) -> None:
        super().__init__(
            "exception_waits",
            _("{person} đã có một đề nghị đặc cách chờ quyết định. Chờ kết quả của đề nghị đó."),
            person=person,
        )


class ExceptionPaperInFuture(DomainError):
    def __init__(self, on: date) -> None:
        super().__init__(
            "exception_paper_in_future",
            _("Ngày văn bản đề nghị {on} chưa đến. Ghi ngày của văn bản đã ký."),
            on=f"{on:%d/%m/%Y}",
            field="dated_on",
        )


class ExceptionNotWaiting(NotVisible):
    def __init__(self) -> None:
        super().__init__("exception_not_waiting", _("Không có đề nghị đặc cách nào của người này đang chờ quyết định."))


class RoundNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("round_not_found", _("Không tìm thấy đợt nhận danh sách này của lớp."))


class RoundOverlaps(DomainError):
    def __init__(self, number: int, closes_on: date) -> None:
        super().__init__(
            "round_overlaps",
            _("Đợt {number} nhận danh sách đến hết ngày {closes_on}. Đợt mới bắt đầu sau ngày đó."),
            number=number,
            closes_on=closes_on,
            field="opens_on",
        )


class RoundAfterOpening(DomainError):
    def __init__(self, opens_on: date) -> None:
        super().__init__(
            "round_after_opening",
            _("Lớp khai giảng ngày {opens_on}; đợt nhận danh sách phải đóng chậm nhất ngày đó."),
            opens_on=opens_on,
            field="closes_on",
        )


class RoundClosed(DomainError):
    def __init__(self, number: int) -> None:
        super().__init__("round_closed", _("Đợt {number} đã đóng. Mở đợt mới để nhận thêm danh sách."), number=number)


class PlanningOfNobodyNominated(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "planning_of_nobody_nominated",
            _(
                "Chỉ ghi quy hoạch của người đang được cử đi học. Đưa {name} vào danh sách cử đi học của một lớp rồi ghi."
            ),
            name=name,
        )


class BothOnList(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "both_on_list",
            _(
                "Không gộp được: cả hai hồ sơ đang ở danh sách cử đi học lớp “{name}”. Rút một tên khỏi danh sách rồi gộp."
            ),
            name=name,
        )
