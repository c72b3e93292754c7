"""Refusals of the teaching year. Each says what, where, why, and what to do."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible

_SHOWN = 3


def some_names(names: Sequence[str]) -> str:
    """At most three names and how many more."""
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}… (+{len(names) - _SHOWN})"


# --- Seeing ---------------------------------------------------------------------------------------------------------


class ClassNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("class_not_found", _("Không tìm thấy lớp này, hoặc lớp ngoài phạm vi đơn vị của bạn."))


class SessionNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("session_not_found", _("Không tìm thấy buổi học này trong lớp."))


class NominationNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "nomination_not_found",
            _("Không tìm thấy một số tên trong danh sách này, hoặc những tên đó ngoài phạm vi của bạn. Tải lại trang."),
        )


class ParticipationNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("participation_not_found", _("Không tìm thấy học viên này trong lớp."))


# --- Opening --------------------------------------------------------------------------------------------------------


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


# --- Lists and admission --------------------------------------------------------------------------------------------


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


# --- Timetable and roll ---------------------------------------------------------------------------------------------


class NoCurriculum(DomainError):
    def __init__(self, programme: str, on: date) -> None:
        super().__init__(
            "no_curriculum",
            _(
                "Chưa ghi chương trình chi tiết của “{programme}” cho ngày {on}. Bổ sung bài học, hoặc thêm từng buổi bằng tay."
            ),
            programme=programme,
            on=on,
        )


class NoHalfDays(DomainError):
    def __init__(self, start_on: date, closes_on: date) -> None:
        super().__init__(
            "no_half_days",
            _(
                "Từ {start_on} đến ngày bế giảng {closes_on} không có buổi nào theo các ngày và buổi đã chọn. Chọn lại ngày hoặc buổi."
            ),
            start_on=start_on,
            closes_on=closes_on,
        )


class SessionOutsideClass(DomainError):
    def __init__(self, on: date, opens_on: date, closes_on: date) -> None:
        super().__init__(
            "session_outside_class",
            _(
                "Buổi ngày {on} nằm ngoài thời gian của lớp, từ {opens_on} đến {closes_on}. Chọn ngày khác hoặc sửa ngày của lớp."
            ),
            on=on,
            opens_on=opens_on,
            closes_on=closes_on,
        )


class SessionClash(DomainError):
    """`kind`: class, lecturer or place."""

    def __init__(self, kind: str, *, half: object, on: date, who: str, where: str) -> None:
        sentences = {
            "class": _("{half} {on}: lớp “{where}” đã có buổi khác vào lúc đó. Chọn buổi khác."),
            "lecturer": _(
                "{half} {on}: giảng viên {who} đã dạy ở {where}. Chọn giảng viên khác hoặc chuyển buổi này sang lúc khác."
            ),
            "place": _(
                "{half} {on}: “{who}” đã dùng cho {where}. Chọn địa điểm khác hoặc chuyển buổi này sang lúc khác."
            ),
        }
        super().__init__("session_clash", sentences[kind], kind=kind, half=half, on=on, who=who, where=where)


class RollRecorded(DomainError):
    def __init__(self, half: object, on: date) -> None:
        super().__init__(
            "roll_recorded",
            _(
                "Buổi {half} {on} đã điểm danh nên không dời hay bỏ được. Xóa điểm danh của buổi trước, hoặc chỉ sửa nội dung."
            ),
            half=half,
            on=on,
        )


class RollTooEarly(DomainError):
    def __init__(self, half: object, on: date) -> None:
        super().__init__(
            "roll_too_early",
            _("Buổi {half} {on} chưa diễn ra nên chưa điểm danh được. Chờ đến ngày học."),
            half=half,
            on=on,
        )


class ClassNotRunning(DomainError):
    def __init__(self, name: str, status: object) -> None:
        super().__init__(
            "class_not_running",
            _(
                "Lớp “{name}” đang ở tình trạng “{status}”, không phải đang học, nên không làm được việc này. Xem lại tình trạng lớp."
            ),
            name=name,
            status=status,
        )


class NotInClass(DomainError):
    def __init__(self, count: int, name: str) -> None:
        super().__init__(
            "not_in_class",
            _("Có {count} người không phải học viên của lớp “{name}” trong buổi này. Tải lại trang rồi làm lại."),
            count=count,
            name=name,
        )


class RollStatusUnknown(DomainError):
    def __init__(self, status: str) -> None:
        super().__init__(
            "roll_status_unknown",
            _(
                "Không hiểu tình trạng điểm danh “{status}”. Chọn: có mặt, đi muộn, về sớm, vắng có phép, vắng không phép."
            ),
            status=status,
        )


# --- Results --------------------------------------------------------------------------------------------------------


class NoAssessmentRule(DomainError):
    def __init__(self, programme: str, on: date) -> None:
        super().__init__(
            "no_assessment_rule",
            _(
                "Chưa ghi cách đánh giá của “{programme}” cho ngày {on}. Bổ sung cách đánh giá ở trang chương trình trước."
            ),
            programme=programme,
            on=on,
        )


class MarkOutOfRange(DomainError):
    def __init__(self, person: str, mark: object) -> None:
        super().__init__(
            "mark_out_of_range",
            _(
                "Điểm {mark} của {person} không hợp lệ: điểm từ 0 đến 10, nhiều nhất hai chữ số thập phân. Sửa lại điểm."
            ),
            person=person,
            mark=mark,
        )


class BandUnknown(DomainError):
    def __init__(self, person: str, band: str) -> None:
        super().__init__(
            "band_unknown",
            _("Xếp loại “{band}” của {person} không có trong bảng xếp loại của chương trình. Chọn một mức trong bảng."),
            person=person,
            band=band,
        )


class EntryOfOtherKind(DomainError):
    def __init__(self, person: str, kind: object) -> None:
        super().__init__(
            "entry_of_other_kind",
            _("Chương trình này đánh giá theo cách “{kind}”; kết quả nhập cho {person} không đúng cách đó. Nhập lại."),
            person=person,
            kind=kind,
        )


class ResultsIncomplete(DomainError):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            "results_incomplete",
            _("Chưa có kết quả của {count} người: {names}. Nhập kết quả, hoặc ghi thôi học, trước khi công nhận."),
            count=len(names),
            names=some_names(names),
        )


class NobodyToRecognise(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "nobody_to_recognise",
            _("Lớp “{name}” không có học viên nào để công nhận kết quả. Tiếp nhận học viên trước."),
            name=name,
        )


class DecisionDateWrong(DomainError):
    def __init__(self, decided_on: date, opens_on: date, today: date) -> None:
        super().__init__(
            "decision_date_wrong",
            _(
                "Ngày quyết định {decided_on} không hợp lý: phải từ ngày khai giảng {opens_on} đến hôm nay {today}. Sửa lại ngày."
            ),
            decided_on=decided_on,
            opens_on=opens_on,
            today=today,
        )


class NotRecognised(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "not_recognised",
            _("Kết quả của lớp “{name}” chưa được công nhận. Ghi quyết định công nhận kết quả trước."),
            name=name,
        )


class CertificatesStand(DomainError):
    def __init__(self, count: int, number: str) -> None:
        super().__init__(
            "certificates_stand",
            _(
                "Quyết định {number} chưa mở lại được vì còn {count} giấy đã cấp theo quyết định này đang có giá trị. "
                "Thu hồi các giấy đó trước."
            ),
            count=count,
            number=number,
        )


class NoPaperRule(DomainError):
    def __init__(self, programme: str, on: date) -> None:
        super().__init__(
            "no_paper_rule",
            _(
                "Chưa ghi mẫu giấy của “{programme}” cho ngày {on}. Bổ sung mẫu giấy ở trang chương trình trước khi cấp."
            ),
            programme=programme,
            on=on,
        )


class NothingToIssue(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "nothing_to_issue",
            _("Lớp “{name}” không còn ai đạt mà chưa được cấp giấy. Xem danh sách giấy đã cấp."),
            name=name,
        )


class IssueDateWrong(DomainError):
    def __init__(self, issued_on: date, decided_on: date, today: date) -> None:
        super().__init__(
            "issue_date_wrong",
            _(
                "Ngày cấp {issued_on} không hợp lý: phải từ ngày quyết định công nhận {decided_on} đến hôm nay {today}. Sửa lại ngày."
            ),
            issued_on=issued_on,
            decided_on=decided_on,
            today=today,
        )
