"""What operations take and answer, as the document of the API tells it. Answers are written from the program's own values; these describe them."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Field, Schema
from pydantic import AfterValidator

_DAY = gettext_noop("Xem như ngày này (năm-tháng-ngày); bỏ trống là hôm nay.")
_UNIT = gettext_noop("Mã đơn vị, như trên thanh chọn đơn vị; bỏ trống là đơn vị của mã truy cập.")
_PERIOD = gettext_noop(
    "Kỳ: 2023, 2023-8m, 2023-q1, 2023-m05, 2023-sy (năm học), 2023-01-01..2023-08-31, 2021-01-01.. (đến nay), nk2020; bỏ trống là năm nay."
)
_BASIS = gettext_noop("Lớp tính vào kỳ theo ngày nào: opened (khai giảng), running (có học), finished (bế giảng).")
_STRUCTURE = gettext_noop("Theo tổ chức lúc khai giảng (then) hay của ngày xem (now).")
LONGEST_TEXT = 20_000
"""The longest text read at once, in characters; reading takes time that grows with it [default]."""


class Problem(Schema):
    type: str
    status: int
    code: str
    title: str
    detail: str
    detail_vi: str
    detail_en: str
    where: list[dict[str, str]]


# --- What is asked ----------------------------------------------------------------------------------------------------


class AsOf(Schema):
    on: str = Field("", max_length=10, description=_DAY)


class OfUnit(AsOf):
    unit: str = Field("", max_length=60, description=_UNIT)


class OfPeriod(OfUnit):
    period: str = Field("", max_length=30, description=_PERIOD)


class Counting(OfPeriod):
    basis: Literal["opened", "running", "finished"] = Field("opened", description=_BASIS)
    structure: Literal["then", "now"] = Field("then", description=_STRUCTURE)


class Paged(Schema):
    page: int = Field(1, ge=1, le=100_000, description=gettext_noop("Trang thứ mấy."))
    size: int = Field(50, ge=1, le=200, description=gettext_noop("Số dòng một trang."))


class AskedBreakdown(Counting):
    m: list[str] = Field(
        ["classes", "participations", "persons"],
        max_length=8,
        description=gettext_noop("Chỉ tiêu, mỗi chỉ tiêu một lần m=; mã ở /measures."),
    )
    rows: str = Field(
        "programme", max_length=40, description=gettext_noop("Chia hàng theo; mã ở /dimensions; - là không chia.")
    )
    columns: str = Field("", max_length=40, description=gettext_noop("Chia cột theo; bỏ trống là không chia."))
    only: list[str] = Field(
        [],
        max_length=20,
        description=gettext_noop("Chỉ tính các giá trị này, thí dụ only=sex=female; nhiều giá trị cách nhau dấu phẩy."),
    )
    compare: Literal["", "last_year", "plan"] = Field(
        "", description=gettext_noop("So với cùng kỳ năm trước (last_year) hoặc kế hoạch năm (plan).")
    )


class AskedSeries(OfUnit):
    programme: str = Field("", max_length=20, description=gettext_noop("Chỉ chương trình này; mã ở /programmes."))
    structure: Literal["then", "now"] = Field("then", description=_STRUCTURE)


class AskedUnits(AsOf, Paged):
    q: str = Field("", max_length=100, description=gettext_noop("Một phần tên hoặc mã, không cần dấu."))
    below: str = Field("", max_length=60, description=gettext_noop("Mã đơn vị: đơn vị này và mọi đơn vị dưới nó."))
    parent: str = Field("", max_length=60, description=gettext_noop("Mã đơn vị: chỉ các đơn vị ngay dưới nó."))


class AskedPublished(OfUnit, Paged):
    below: bool = Field(False, description=gettext_noop("Gồm cả các đơn vị cấp dưới."))


def _no_endless_number(text: str) -> str:
    """No figure has so many digits, and looking for one in them takes long."""
    run = 0
    for letter in text:
        run = run + 1 if letter.isdigit() else 0
        if run > _MOST_DIGITS:
            raise ValueError("digits")
    return text


_MOST_DIGITS = 40


class Prose(Schema):
    text: Annotated[str, AfterValidator(_no_endless_number)] = Field(
        ..., max_length=LONGEST_TEXT, description=gettext_noop("Đoạn văn báo cáo; nhiều đoạn cách nhau một dòng trống.")
    )


# --- What is answered -------------------------------------------------------------------------------------------------

Figure = int | float | None


class Words(Schema):
    code: str
    title: str
    words: str


class Asked(Schema):
    unit: str
    unit_name: str
    period: str
    period_words: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    basis: str
    basis_words: str
    structure: str
    known_on: str
    seen_on: str | None


class Page(Schema):
    number: int
    size: int
    total: int | None
    next: int | None


class TokenTold(Schema):
    name: str
    unit: str
    unit_name: str
    includes_below: bool
    last_day: str
    permissions: list[str]
    today: str


class UnitTold(Schema):
    code: str
    name: str
    short_name: str
    kind: str
    kind_words: str
    parent: str | None
    is_sample_name: bool


class Units(Schema):
    on: str
    items: list[UnitTold]
    page: Page


class Programme(Schema):
    code: str
    name: str
    family: str
    is_sent_only: bool
    is_trip: bool
    valid_from: str
    valid_to: str | None
    citation: str
    mark: str


class Programmes(Schema):
    on: str
    items: list[Programme]


class PeriodTold(Schema):
    code: str
    words: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")


class Periods(Schema):
    unit: str
    on: str
    items: list[PeriodTold]


class Measures(Schema):
    items: list[Words]


class Value(Schema):
    code: str
    title: str


class DimensionTold(Words):
    group: str
    is_sensitive: bool
    values: list[Value]


class Dimensions(Schema):
    items: list[DimensionTold]


class Report(Schema):
    asked: Asked
    title: str
    answer: dict[str, Any]
    senders: list[dict[str, Any]]
    paragraph: str
    measures: list[Words]
    notes: list[str]
    is_generated: bool


class BreakdownTold(Schema):
    asked: Asked
    title: str
    answer: dict[str, Any]
    before: dict[str, Any] | None
    planned: list[dict[str, Any]] | None
    measures: list[Words]
    dimensions: list[Words]
    unknown: list[str]
    kept_back: str | None
    kept_measures: list[str]
    notes: list[str]
    is_generated: bool


class SeriesTold(Schema):
    unit: str
    unit_name: str
    known_on: str
    seen_on: str | None
    programme: str
    measures: list[Words]
    years: list[dict[str, Any]]
    periods: list[dict[str, Any]]
    notes: list[str]
    is_generated: bool


class Rows(Schema):
    items: list[dict[str, Any]]
    page: Page


class Frozen(Schema):
    uuid: str
    title: str
    unit: str
    question: dict[str, Any]
    tables: list[dict[str, Any]]
    recounts_alike: bool
    taken_at: str
    digest: str
    is_generated: bool


class ReturnTold(Schema):
    asked: dict[str, Any]
    sheets: list[dict[str, Any]]
    page: Page


class Cells(Schema):
    asked: dict[str, Any]
    is_locked: bool
    units: int
    counted: int
    rows: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    cells: list[dict[str, Any]]


class Readings(Schema):
    paragraphs: list[dict[str, Any]]
