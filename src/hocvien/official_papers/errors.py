"""Why a paper is not written, numbered or found: what, where, why, what to do."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class PaperNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("paper_not_found", _("Không tìm thấy văn bản này, hoặc nó ngoài phạm vi đơn vị của bạn."))


class PaperRefused(DomainError):
    """A value the paper cannot hold; `details` are the field's own sentences."""

    def __init__(self, details: str, field: str = "") -> None:
        super().__init__("paper_refused", _("Văn bản chưa ghi được: {details}"), details=details, field=field)


class PaperNumbered(DomainError):
    def __init__(self, number: str) -> None:
        super().__init__(
            "paper_numbered",
            _("Văn bản đã có số {number} nên không sửa được. Muốn sửa thì hủy số này với lý do rồi lập văn bản khác."),
            number=number,
        )


class PaperNotNumbered(DomainError):
    def __init__(self) -> None:
        super().__init__("paper_not_numbered", _("Văn bản chưa có số hoặc đã hủy nên không làm việc này được."))


class FiguresDiffer(DomainError):
    """Figures of the text are not those the program computes, and nobody said why."""

    def __init__(self, count: int) -> None:
        super().__init__(
            "paper_figures_differ",
            _(
                "Trong bài có {count} số không khớp số liệu đang tính. Sửa lại theo số liệu, hoặc ghi lý do giữ nguyên rồi cấp số."
            ),
            count=count,
            field="reason",
        )


class IssuedTooLate(DomainError):
    def __init__(self, on: date) -> None:
        super().__init__(
            "paper_issued_later",
            _("Ngày ban hành {on} chưa đến. Cấp số vào ngày ban hành, hoặc sửa ngày."),
            on=on,
            field="issued_on",
        )


class IssuedTooEarly(DomainError):
    """The numbers of a register go up with the days."""

    def __init__(self, on: date, number: str, last_on: date) -> None:
        super().__init__(
            "paper_issued_earlier",
            _(
                "Ngày ban hành {on} trước ngày {last_on} của văn bản số {number} vừa cấp; số trong sổ đi theo ngày. Sửa ngày ban hành."
            ),
            on=on,
            number=number,
            last_on=last_on,
            field="issued_on",
        )


class RegisterBegun(DomainError):
    def __init__(self, symbol: str, year: int) -> None:
        super().__init__(
            "paper_register_begun",
            _("Sổ {symbol} năm {year} đã cấp số trong chương trình nên không đặt lại số bắt đầu được."),
            symbol=symbol,
            year=year,
            field="last_number",
        )


class ReasonNeeded(DomainError):
    def __init__(self) -> None:
        super().__init__("paper_reason_missing", _("Cần ghi lý do: số đã hủy không dùng lại."), field="reason")


class SymbolMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "paper_symbol_missing",
            _("Chưa có ký hiệu của cơ quan (như TTCT). Ghi ở phần đầu văn bản, hoặc ở Tiêu đề văn bản của đơn vị."),
            field="symbol",
        )


class MeasureNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("measure_not_found", _("Không tìm thấy giải pháp này trong văn bản."))


class NotAReview(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "paper_no_review", _("Chỉ báo cáo sơ kết, tổng kết mới đề ra và xem lại giải pháp được theo dõi.")
        )


class TooMany(DomainError):
    def __init__(self, most: int) -> None:
        super().__init__("paper_too_many", _("Một văn bản có tối đa {most} mục loại này."), most=most)


class TableTooWide(DomainError):
    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            "paper_table_too_wide",
            _(
                "Bảng này có {count} cột số, trang văn bản chỉ vừa {most}. Bớt chỉ tiêu, hoặc đổi cách chia cột thành chia hàng."
            ),
            count=count,
            most=most,
            field="question",
        )


class UnitBeside(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "paper_unit_beside",
            _("Văn bản chỉ có số liệu của cơ quan ban hành và của đơn vị dưới. Chọn văn bản của đơn vị khác."),
            field="question",
        )


class NotYetRecognised(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "paper_not_recognised",
            _("Kết quả của {name} chưa được công nhận nên chưa lập được văn bản này. Công nhận kết quả trước."),
            name=name,
        )


class FindingGone(DomainError):
    def __init__(self) -> None:
        super().__init__("paper_finding_gone", _("Chỗ này trong bài đã khác trước. Tải lại trang rồi xem lại."))
