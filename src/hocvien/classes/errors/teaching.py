"""Refusals about the timetable and the roll."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError


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
