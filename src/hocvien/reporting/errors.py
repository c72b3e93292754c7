"""Refusals of a question that cannot be answered."""

from collections.abc import Iterable

from hocvien.common.errors import DomainError
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
