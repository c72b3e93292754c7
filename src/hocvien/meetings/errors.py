"""Refusals about study sessions: what, where, why, what to do."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class StudySessionNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "study_session_not_found",
            _("Không tìm thấy phiên học tập này, hoặc nó ngoài phạm vi đơn vị của bạn."),
        )


class PointNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("point_not_found", _("Không tìm thấy điểm học này trong phiên học tập."))


class StudySessionLocked(DomainError):
    def __init__(self, topic: str) -> None:
        super().__init__(
            "study_session_locked",
            _("Phiên “{topic}” đã khóa số nên không sửa được. Đề nghị đơn vị tổ chức mở lại, có ghi lý do."),
            topic=topic,
        )


class StudySessionNotLocked(DomainError):
    def __init__(self, topic: str) -> None:
        super().__init__(
            "study_session_not_locked",
            _("Phiên “{topic}” chưa khóa số: sửa thẳng các số, không cần mở lại."),
            topic=topic,
        )


class ReopenReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "study_session_reason_missing",
            _("Mở lại số đã khóa cần ghi lý do: đơn vị nào báo lại, theo văn bản nào."),
            field="reason",
        )


class StudySessionRefused(DomainError):
    """A value the study session cannot hold; `details` are the field's own sentences."""

    def __init__(self, details: str) -> None:
        super().__init__("study_session_refused", _("Phiên học tập chưa ghi được: {details}"), details=details)


class HeadcountsStand(DomainError):
    def __init__(self, what: str) -> None:
        super().__init__(
            "headcounts_stand",
            _("{what} đã có số người dự nên không bỏ được. Xóa trống các số đó trước, nếu đã ghi nhầm."),
            what=what,
        )


class PointOutsideDays(DomainError):
    def __init__(self, first: str, last: str) -> None:
        super().__init__(
            "point_outside_days",
            _(
                "Điểm học phải trong những ngày của phiên, {first} đến {last}. "
                "Buổi sau đó ghi là học bù; ngày đổi thì sửa ngày của phiên trước."
            ),
            first=first,
            last=last,
            field="on",
        )


class MakeupBeforeOpening(DomainError):
    def __init__(self, first: str) -> None:
        super().__init__(
            "makeup_before_opening",
            _("Buổi học bù không thể trước ngày đầu của phiên, {first}. Sửa ngày của buổi học bù."),
            first=first,
            field="on",
        )


class UnitsOutOfReach(DomainError):
    def __init__(self, organiser: str, units: Sequence[str]) -> None:
        super().__init__(
            "summoned_out_of_reach",
            _(
                "{organiser} chỉ triệu tập được đơn vị cấp dưới hoặc đơn vị mà trung tâm phục vụ trong ngày học; "
                "không gồm: {units}. Chọn đơn vị khác, hoặc lập phiên ở cấp trên."
            ),
            organiser=organiser,
            units=", ".join(units),
        )


class MakeupSummonsNobody(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "makeup_summons_nobody",
            _("Buổi học bù cộng vào phiên đã có, không triệu tập thêm đơn vị. Thêm đơn vị ở một điểm chính."),
        )


class TooManyUnits(DomainError):
    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_summoned",
            _("Một điểm học ghi được nhiều nhất {most} đơn vị. Chia thành nhiều điểm, mỗi điểm một nơi."),
            most=most,
        )


class NotSummoned(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "unit_not_summoned",
            _("{unit} không được triệu tập đến điểm này. Nhờ đơn vị tổ chức thêm đơn vị vào điểm."),
            unit=unit,
        )


class HeadcountUnfit(DomainError):
    """A number no point can have; `unit_id` and `field` say at which cell."""

    def __init__(self, unit: str, unit_id: int, field: str, most: int) -> None:
        super().__init__(
            "headcount_unfit",
            _("Số người của {unit} phải là số nguyên từ 0 đến {most}. Sửa ô đó."),
            unit=unit,
            unit_id=unit_id,
            field=field,
            most=most,
        )


class MakeupWithoutInvited(DomainError):
    def __init__(self, unit: str, unit_id: int) -> None:
        super().__init__(
            "makeup_without_invited",
            _(
                "Buổi học bù không ghi số triệu tập ({unit}): những người ấy đã được triệu tập ở điểm chính. Chỉ ghi số có mặt."
            ),
            unit=unit,
            unit_id=unit_id,
            field="invited",
        )


class HeadcountChanged(DomainError):
    """Somebody else told the unit's numbers since the page was opened."""

    def __init__(self, unit: str, unit_id: int) -> None:
        super().__init__(
            "headcount_changed",
            _("Số của {unit} vừa được người khác ghi. Xem số mới ở dòng này rồi lưu lại nếu vẫn cần sửa."),
            unit=unit,
            unit_id=unit_id,
            field="present",
        )


class PresentByName(DomainError):
    def __init__(self, unit: str, unit_id: int) -> None:
        super().__init__(
            "present_by_name",
            _(
                "Số có mặt của {unit} tính từ danh sách tên nên không gõ được. Sửa danh sách, hoặc bỏ danh sách để gõ số."
            ),
            unit=unit,
            unit_id=unit_id,
            field="present",
        )


class NotAMember(DomainError):
    def __init__(self, unit: str) -> None:
        super().__init__(
            "not_a_member",
            _(
                "Có người không phải đảng viên của {unit} trong ngày học nên không ghi tên được. "
                "Mở lại danh sách để lấy đảng viên hiện có; người ngoài đảng chỉ ghi bằng số."
            ),
            unit=unit,
        )


class TooManyNames(DomainError):
    def __init__(self, unit: str, members: int, most: int) -> None:
        super().__init__(
            "too_many_names",
            _(
                "{unit} có {members} đảng viên, quá {most} người để ghi tên trên một trang. "
                "Ghi bằng số, hoặc triệu tập riêng từng chi bộ."
            ),
            unit=unit,
            members=members,
            most=most,
        )


class BothPresent(DomainError):
    def __init__(self, topic: str) -> None:
        super().__init__(
            "both_present",
            _("Cả hai hồ sơ cùng có tên trong phiên học tập “{topic}”. Bỏ một tên ở phiên đó rồi gộp."),
            topic=topic,
        )
