"""Refusals about seats: what, where, why, what to do."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class QuotaNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("quota_not_found", _("Không tìm thấy chỉ tiêu này, hoặc nó ngoài phạm vi đơn vị của bạn."))


class RequestNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("quota_request_not_found", _("Không tìm thấy đề nghị này trong chỉ tiêu."))


class QuotaRefused(DomainError):
    """A value the quota cannot hold; `details` are the field's own sentences."""

    def __init__(self, details: str) -> None:
        super().__init__("quota_refused", _("Chỉ tiêu chưa ghi được: {details}"), details=details)


class QuotaClosed(DomainError):
    def __init__(self, notice: str) -> None:
        super().__init__(
            "quota_closed",
            _(
                "Thông báo {notice} đã hủy và mọi chỉ tiêu của thông báo đã rút, nên không tăng, phân bổ hay ghi tên được nữa. "
                "Có thông báo khác thì ghi nhận thông báo đó rồi giao chỉ tiêu theo nó."
            ),
            notice=notice,
        )


class LineTaken(DomainError):
    def __init__(self, line: str) -> None:
        super().__init__(
            "quota_line_taken",
            _("Mục kế hoạch “{line}” đã có chỉ tiêu. Mở chỉ tiêu đó để tăng, giảm hoặc phân bổ."),
            line=line,
        )


class LineNotUsable(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "quota_line_not_usable",
            _("Mục kế hoạch này chưa được duyệt hoặc không còn hiệu lực. Chọn mục của một kế hoạch đã duyệt."),
        )


class BeyondLine(DomainError):
    def __init__(self, line: str, seats: int, planned: int) -> None:
        super().__init__(
            "quota_beyond_line",
            _(
                "Mục kế hoạch “{line}” có {planned} học viên nên không giao được {seats} chỉ tiêu. "
                "Giao ít hơn, hoặc điều chỉnh kế hoạch trước."
            ),
            line=line,
            seats=seats,
            planned=planned,
        )


class NumberNotPositive(DomainError):
    def __init__(self) -> None:
        super().__init__("quota_number_not_positive", _("Số chỉ tiêu phải từ 1 trở lên."))


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "quota_reason_missing", _("Cần ghi lý do: đơn vị kia và cấp trên đọc lý do này."), field="reason"
        )


class SeatsMissing(DomainError):
    """There are fewer seats at (unit, account) than are wanted."""

    def __init__(self, unit: str, account: object, there: int, wanted: int) -> None:
        super().__init__(
            "quota_seats_missing",
            _(
                "{unit} còn {there} chỉ tiêu ở mục “{account}” nên không lấy được {wanted}. "
                "Lấy ít hơn, hoặc xin thêm chỉ tiêu."
            ),
            unit=unit,
            account=account,
            there=there,
            wanted=wanted,
        )


class AllotmentRefused(DomainError):
    """Nothing was given to anybody. `refusals`: unit id → why."""

    def __init__(self, refusals: dict[int, tuple[str, object]]) -> None:
        self.refusals = refusals
        details = " ".join(f"{name}: {why}." for name, why in refusals.values())
        super().__init__(
            "quota_allotment_refused",
            _("Chưa phân bổ cho nơi nào, vì có nơi không nhận được. {details}"),
            details=details,
        )


class UnitOutsideQuota(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "quota_unit_outside",
            _(
                "{unit} không thuộc đơn vị giao chỉ tiêu này, cũng không thuộc địa bàn đơn vị đó phục vụ. Chọn một đơn vị đang hoạt động."
            ),
            unit=unit,
        )


class NobodyAbove(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "quota_nobody_above",
            _("{unit} là nơi giao chỉ tiêu nên không có cấp trên để trả lại. Giảm số đã giao nếu không dùng."),
            unit=unit,
        )


class PersonHasSeat(DomainError):
    def __init__(self, person: str, unit: str) -> None:
        super().__init__(
            "quota_person_has_seat",
            _("{person} đã có một chỉ tiêu tại {unit}. Mỗi người chỉ lấy một chỉ tiêu trong một lần giao."),
            person=person,
            unit=unit,
        )


class PersonWithoutSeat(DomainError):
    def __init__(self, person: str) -> None:
        super().__init__(
            "quota_person_without_seat",
            _("{person} không có chỉ tiêu ghi tên tại đây. Tải lại trang để xem ai đang giữ chỉ tiêu."),
            person=person,
        )


class SeatOnList(DomainError):
    def __init__(self, person: str, where: str) -> None:
        super().__init__(
            "quota_seat_on_list",
            _("{person} đang ở danh sách của {where}. Rút tên, trả lại hoặc tiếp nhận ở danh sách đó."),
            person=person,
            where=where,
        )


class PersonNotOfUnit(DomainError):
    def __init__(self, person: str, unit: str) -> None:
        super().__init__(
            "quota_person_not_of_unit",
            _("{person} không sinh hoạt, công tác tại {unit} hoặc cấp dưới. Ghi tên ở đơn vị của người đó."),
            person=person,
            unit=unit,
        )


class BothHaveSeats(DomainError):
    def __init__(self, programme: str, year: int) -> None:
        super().__init__(
            "quota_both_have_seats",
            _(
                "Cả hai hồ sơ đều giữ một chỉ tiêu “{programme}” năm {year}. Bỏ tên một hồ sơ ở chỉ tiêu đó trước khi gộp."
            ),
            programme=programme,
            year=year,
        )


class StillHasFree(DomainError):
    def __init__(self, unit: str, there: int) -> None:
        super().__init__(
            "quota_still_has_free",
            _("{unit} còn {there} chỉ tiêu chưa dùng. Dùng hết số này trước khi xin thêm."),
            unit=unit,
            there=there,
        )


class AlreadyWaiting(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "quota_already_waiting",
            _("{unit} đang có một đề nghị xin thêm chưa giải quyết. Rút đề nghị đó nếu cần đổi số."),
            unit=unit,
        )


class OwnerCannotAsk(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "quota_owner_cannot_ask",
            _("{unit} là nơi giao chỉ tiêu nên không xin của mình. Tăng số đã giao nếu được cấp thêm."),
            unit=unit,
        )


class NotWaiting(DomainError):
    def __init__(self, status: object) -> None:
        super().__init__(
            "quota_request_not_waiting",
            _("Đề nghị này không còn chờ: “{status}”. Tải lại trang để xem tình trạng mới."),
            status=status,
        )


class SameUnit(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "quota_same_unit", _("Nơi chuyển và nơi nhận đều là {unit}. Chọn hai đơn vị khác nhau."), unit=unit
        )


class DeadlineNotLater(DomainError):
    def __init__(self, today: date) -> None:
        super().__init__(
            "quota_deadline_not_later",
            _("Hạn ghi tên phải sau ngày {today}: nơi vừa được chia cần thời gian ghi tên."),
            today=f"{today:%d/%m/%Y}",
            field="names_due_on",
        )


class NothingToShare(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "quota_nothing_to_share",
            _("Không có chỉ tiêu nào để thu hồi hoặc chia: chưa quá hạn ghi tên, hoặc không nơi nào đang xin."),
        )


class SharingChanged(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "quota_sharing_changed",
            _("Số liệu đã đổi từ khi bạn xem trước. Xem lại bảng mới bên dưới rồi thực hiện."),
        )


class SeatsMovedSince(DomainError):
    """A reorganisation cannot be undone: seats it carried were used since."""

    def __init__(self, units: Sequence[str]) -> None:
        super().__init__(
            "quota_seats_moved_since",
            _(
                "Không hoàn tác được: chỉ tiêu chuyển theo lần sắp xếp này đã được dùng tiếp tại {units}. "
                "Trả các chỉ tiêu đó về trước khi hoàn tác."
            ),
            units=", ".join(units),
        )
