"""Refusals about results, recognition and papers."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.classes.errors.lists import some_names
from hocvien.common.errors import DomainError


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
