"""Refusals about sending people out: what, where, why, what to do."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible

_SHOWN = 3


def some_names(names: Sequence[str]) -> str:
    """At most three names and how many more."""
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}… (+{len(names) - _SHOWN})"


class NoticeNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "sending_notice_not_found", _("Không tìm thấy thông báo này, hoặc nó ngoài phạm vi đơn vị của bạn.")
        )


class SendingNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "sending_not_found",
            _("Không tìm thấy người này trong danh sách của thông báo, hoặc người đó ngoài phạm vi đơn vị của bạn."),
        )


class NoticeRefused(DomainError):
    def __init__(self, sentences: str) -> None:
        super().__init__("sending_refused", _("Chưa ghi được: {sentences}"), sentences=sentences)


class NoticeCancelled(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "sending_notice_cancelled",
            _("Thông báo “{name}” đã hủy nên không ghi thêm được. Ghi thông báo mới nếu nơi học mở lại."),
            name=name,
        )


class NoticeInUse(DomainError):
    def __init__(self, name: str, people: int) -> None:
        super().__init__(
            "sending_notice_in_use",
            _(
                "Đã có {people} người được cử theo thông báo “{name}”. Hủy quyết định cử trước, kèm lý do, rồi hủy thông báo."
            ),
            name=name,
            people=people,
        )


class NoticeTied(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "sending_notice_tied",
            _(
                "Thông báo “{name}” đã có danh sách xét theo chương trình, hệ học, ngày khai giảng đang ghi nên không đổi được các mục này. "
                "Rút hoặc trả lại danh sách trước, hoặc hủy thông báo và ghi thông báo mới."
            ),
            name=name,
        )


class SeatsBelowSent(DomainError):
    def __init__(self, sent: int, seats: int) -> None:
        super().__init__(
            "sending_seats_below_sent",
            _("Đã cử {sent} người, không giảm còn {seats} suất được. Hủy quyết định cử của số người vượt trước."),
            sent=sent,
            seats=seats,
        )


class SeatsAlreadySplit(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "sending_seats_already_split",
            _("Số suất của “{name}” đã được giao thành chỉ tiêu. Phân bổ, tăng, giảm ở trang của chỉ tiêu đó."),
            name=name,
        )


class SeatsInQuota(DomainError):
    """The number of seats and what they are for are not written on the notice any more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "sending_seats_in_quota",
            _(
                "Số suất của “{name}” đã được giao thành chỉ tiêu nên chương trình, hệ học và số suất không đổi ở đây được. "
                "Tăng, giảm số suất ở trang của chỉ tiêu, kèm lý do."
            ),
            name=name,
        )


class ListBeyondSeats(DomainError):
    def __init__(self, people: int, seats: int) -> None:
        super().__init__(
            "sending_list_beyond_seats",
            _(
                "Danh sách đang có {people} người, quá {seats} suất. Trả lại, rút bớt người, hoặc sửa số suất của thông báo, "
                "rồi phân chỉ tiêu."
            ),
            people=people,
            seats=seats,
        )


class UnitSeatsMissing(DomainError):
    """The quota of the notice leaves the unit fewer seats than are wanted."""

    def __init__(self, unit: str, there: int, wanted: int) -> None:
        super().__init__(
            "sending_unit_seats_missing",
            _(
                "“{unit}” còn {there} suất trong chỉ tiêu của thông báo, cần {wanted}. Bỏ bớt người, hoặc xin thêm ở trang của chỉ tiêu."
            ),
            unit=unit,
            there=there,
            wanted=wanted,
        )


class AudienceUnfit(DomainError):
    def __init__(self, programme: str) -> None:
        super().__init__(
            "sending_audience_unfit",
            _(
                "Chương trình “{programme}” không có quy định riêng cho nhóm đối tượng này: chọn nhóm khác hoặc để trống."
            ),
            programme=programme,
            field="audience",
        )


class StudyModeUnfit(DomainError):
    def __init__(self, programme: str) -> None:
        super().__init__(
            "sending_study_mode_unfit",
            _("Chương trình “{programme}” không chia hệ học. Để trống ô hệ học."),
            programme=programme,
        )


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__("sending_reason_missing", _("Việc này cần ghi lý do. Ghi lý do rồi làm lại."))


class NothingChosen(DomainError):
    def __init__(self) -> None:
        super().__init__("sending_nothing_chosen", _("Chưa chọn ai. Đánh dấu người trong danh sách rồi làm lại."))


class NamesClosed(DomainError):
    def __init__(self, name: str, due_on: date) -> None:
        super().__init__(
            "sending_names_closed",
            _(
                "Hạn gửi danh sách của “{name}” là {due_on:%d/%m/%Y}, đã qua. "
                "Người duyệt danh sách của đơn vị nhận thông báo còn bổ sung được."
            ),
            name=name,
            due_on=due_on,
        )


class PersonOutOfReach(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "sending_person_out_of_reach",
            _("Người này không thuộc đơn vị mà bạn được lập danh sách cử. Chọn người của đơn vị mình."),
        )


class PersonNotOfUnit(DomainError):
    def __init__(self, name: str, unit: str) -> None:
        super().__init__(
            "sending_person_not_of_unit",
            _("{name} không thuộc {unit} hay đơn vị cấp dưới. Chỉ cử người thuộc đơn vị nhận thông báo."),
            name=name,
            unit=unit,
        )


class AlreadyOnNotice(DomainError):
    def __init__(self, name: str, status: object) -> None:
        super().__init__(
            "sending_already_listed",
            _("{name} đã có trong danh sách, tình trạng “{status}”. Bỏ chọn người này."),
            name=name,
            status=status,
        )


class NotWaiting(DomainError):
    def __init__(self, name: str, status: object) -> None:
        super().__init__(
            "sending_not_waiting",
            _(
                "{name} đang ở tình trạng “{status}” nên việc này không áp dụng. Tải lại trang để xem danh sách mới nhất."
            ),
            name=name,
            status=status,
        )


class ClausesNotMet(DomainError):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            "sending_clauses_not_met",
            _("Chưa đủ điều kiện: {names}. Bỏ chọn, hoặc ghi lý do cử ngoại lệ kèm văn bản cho phép."),
            names=some_names(names),
        )


class SeatsTaken(DomainError):
    def __init__(self, name: str, seats: int, sent: int, coming: int) -> None:
        super().__init__(
            "sending_seats_taken",
            _(
                "“{name}” có {seats} suất, đã cử {sent} người, đang cử thêm {coming} người nên vượt {over} suất. "
                "Bỏ bớt người, hoặc ghi lý do cử quá số suất."
            ),
            name=name,
            seats=seats,
            sent=sent,
            coming=coming,
            over=sent + coming - seats,
        )


class DayInFuture(DomainError):
    def __init__(self, on: date) -> None:
        super().__init__(
            "sending_day_in_future",
            _("Ngày {on:%d/%m/%Y} chưa đến. Ghi ngày của văn bản đã ban hành hoặc việc đã xảy ra."),
            on=on,
        )


class DecisionAnnulled(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(
            "sending_decision_annulled",
            _("Quyết định số {number} đã hủy. Tải lại trang để xem tình trạng mới nhất."),
            number=number,
        )


class DiplomaStands(DomainError):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            "sending_diploma_stands",
            _("Đã ghi bằng, giấy của {names} nên chưa hủy được. Bỏ bằng, giấy ghi nhầm trước, kèm lý do."),
            names=some_names(names),
        )


class EventBeforeDecision(DomainError):
    def __init__(self, on: date, decided_on: date) -> None:
        super().__init__(
            "sending_event_before_decision",
            _("Ngày {on:%d/%m/%Y} trước ngày quyết định cử {decided_on:%d/%m/%Y}. Kiểm tra lại ngày."),
            on=on,
            decided_on=decided_on,
        )


class CourseOver(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "sending_course_over",
            _(
                "Sau khi đã học xong hoặc thôi học thì không có việc nào nữa; ngày ghi cho {name} làm sai thứ tự này. Sửa ngày, hoặc bỏ việc ghi nhầm."
            ),
            name=name,
        )


class PaperNumberMissing(DomainError):
    def __init__(self, kind: object) -> None:
        super().__init__(
            "sending_paper_number_missing",
            _("“{kind}” cần số văn bản của nơi học. Ghi số văn bản rồi lưu."),
            kind=kind,
        )


class EventNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("sending_event_not_found", _("Không tìm thấy việc này, có thể vừa được bỏ. Tải lại trang."))


class DiplomaExists(DomainError):
    def __init__(self, name: str, number: str) -> None:
        super().__init__(
            "sending_diploma_exists",
            _("Đã ghi bằng, giấy số {number} của {name}. Bỏ bản đã ghi trước nếu ghi nhầm."),
            name=name,
            number=number,
        )


class DiplomaNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("sending_diploma_not_found", _("Chưa ghi bằng, giấy nào của người này."))


class DiplomaOfUnfinished(DomainError):
    def __init__(self, name: str, course: object) -> None:
        super().__init__(
            "sending_diploma_of_unfinished",
            _("{name} đang ghi là “{course}” nên không ghi bằng được. Sửa tiến độ học trước."),
            name=name,
            course=course,
        )


class DiplomaUpsideDown(DomainError):
    def __init__(self, finished_on: date, issued_on: date) -> None:
        super().__init__(
            "sending_diploma_upside_down",
            _("Ngày học xong {finished_on:%d/%m/%Y} sau ngày cấp {issued_on:%d/%m/%Y}. Kiểm tra lại hai ngày."),
            finished_on=finished_on,
            issued_on=issued_on,
        )


class TranscriptUnreadable(DomainError):
    def __init__(self, lines: str) -> None:
        super().__init__(
            "sending_transcript_unreadable",
            _(
                "Không đọc được dòng {lines}. Mỗi dòng cần tên học phần và điểm, cách nhau bằng phím Tab hoặc dấu chấm phẩy."
            ),
            lines=lines,
        )


class TranscriptEmpty(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "sending_transcript_empty",
            _("Bảng điểm chưa có dòng nào, hoặc quá 200 dòng. Dán các dòng gồm tên học phần và điểm."),
        )


class TranscriptNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("sending_transcript_not_found", _("Chưa ghi bảng điểm của người này."))


class BasisUnknown(DomainError):
    def __init__(self, basis: str) -> None:
        super().__init__(
            "sending_basis_unknown",
            _("Không có cách tính “{basis}”. Chọn theo ngày quyết định, ngày khai giảng hoặc ngày học xong."),
            basis=basis,
        )


class BothOnNotice(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "sending_both_on_notice",
            _(
                "Cả hai hồ sơ cùng có trong danh sách cử của “{name}” nên là hai người, hoặc phải rút một người khỏi danh sách trước."
            ),
            name=name,
        )
