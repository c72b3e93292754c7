"""Refusals of a question that cannot be answered."""

from collections.abc import Iterable

from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.wording import gettext_noop
from hocvien.reporting.constants import BASES


class BasisUnknown(DomainError):
    def __init__(self, basis: str) -> None:
        super().__init__(
            "basis_unknown",
            gettext_noop(
                "Không hiểu cách tính kỳ “{basis}”. Chọn một trong ba: opened (khai giảng trong kỳ), running (có học trong kỳ), finished (bế giảng trong kỳ)."
            ),
            basis=basis,
            known=list(BASES),
            field="basis",
        )


class PartUnknown(DomainError):
    def __init__(self, part: str) -> None:
        super().__init__(
            "report_part_unknown",
            gettext_noop("Không có phần “{part}” trong báo cáo. Mở lại báo cáo và bấm vào con số cần xem."),
            part=part,
        )


class MeasureUnknown(DomainError):
    def __init__(self, measure: str, known: Iterable[str]) -> None:
        super().__init__(
            "measure_unknown",
            gettext_noop("Không có chỉ tiêu thống kê “{measure}”. Chọn một trong: {known}."),
            measure=measure,
            known=", ".join(known),
            field="measures",
        )


class DimensionUnknown(DomainError):
    def __init__(self, dimension: str, known: Iterable[str]) -> None:
        super().__init__(
            "dimension_unknown",
            gettext_noop("Không phân tổ được theo “{dimension}”. Chọn một trong: {known}."),
            dimension=dimension,
            known=", ".join(known),
            field="rows",
        )


class QuestionTitleMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "question_title_missing", gettext_noop("Đặt tên cho câu hỏi, để lần sau tìm lại được."), field="title"
        )


class QuestionTitleTaken(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__(
            "question_title_taken",
            gettext_noop("Bạn đã có câu hỏi “{title}” ở đơn vị này. Đặt tên khác, hoặc xóa câu hỏi cũ trước."),
            title=title,
            field="title",
        )


class QuestionNotOwned(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "question_not_owned",
            gettext_noop("Câu hỏi này của người khác. Mở nó ra rồi lưu thành câu hỏi của mình nếu cần đổi."),
        )


class FrozenTitleMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "frozen_title_missing", gettext_noop("Đặt tên cho lần chốt, thí dụ tên báo cáo sẽ gửi đi."), field="title"
        )


class FactsTooMany(DomainError):
    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            "facts_too_many",
            gettext_noop(
                "Câu hỏi này đếm {count} dòng, nhiều hơn {most} dòng giữ được trong một lần chốt. Chốt từng đơn vị cấp dưới, hoặc kỳ ngắn hơn."
            ),
            count=count,
            most=most,
        )


class FrozenNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "frozen_not_found",
            gettext_noop("Không có lần chốt số liệu này trong phạm vi của bạn. Mở lại danh sách các lần chốt."),
        )


class ReportTooLarge(DomainError):
    def __init__(self, size: int) -> None:
        super().__init__(
            "report_too_large",
            gettext_noop(
                "Báo cáo này phải đếm hơn {millions} triệu lượt, quá nhiều để đếm trong lúc chờ. Kể theo ngày khai giảng và cơ cấu khi đó thì có ngay; kể cách khác thì hỏi ở Thống kê theo chỉ tiêu, chọn từng năm hay từng đơn vị, hoặc chạy lệnh “hocvien report”."
            ),
            millions=size // 1_000_000,
        )


class ParquetNotInstalled(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "parquet_not_installed",
            gettext_noop(
                "Máy này chưa cài phần thống kê lớn. Cài Học viên kèm phần “nation” (thư viện duckdb), hoặc hỏi số liệu trên màn hình như thường."
            ),
        )


class ParquetNotWritten(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "parquet_not_written",
            gettext_noop("Chưa có bản sao số liệu để hỏi. Chạy lệnh “hocvien parquet write” trước."),
        )
