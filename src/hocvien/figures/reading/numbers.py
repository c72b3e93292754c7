"""Numbers as reports write them: `27.010`, `99,16`, `03`, `14 nghìn`, `hai mươi lăm`; and what looks like one and is none.

`27.010` is 27010: dots group thousands, a comma is the decimal sign. A date, a year, the number of a paper, of an intake or of a
group of people counts nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from .letters import Letters

_TIMES = {"nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000}
_DIGITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_PLACES = {"mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000}
_WORD = "|".join((*_DIGITS, "mười", *_PLACES, "linh", "lẻ"))

_MOST_DIGITS = 9
_WRITTEN = re.compile(
    r"(?:(?<!\w)|(?<=[^\W\d_][^\W\d_]))(?<!\d[.,])(?<!\d )(?P<whole>\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+(?=\s*(?:lượt|học viên|người|đồng chí|cán bộ))|\d+)"
    r"(?:,(?P<part>\d+))?(?![\d])(?!\.\d)(?:\s*(?P<times>nghìn|ngàn|vạn|triệu)\b(?!\s*đồng))?"
)
_WORDS = re.compile(rf"(?<!\w)(?:{_WORD})(?:\s+(?:{_WORD}))*(?!\w)")
_QUALIFIED = re.compile(
    r"(?:(?P<about>gần|khoảng|xấp xỉ|ngót|chừng|ước đạt|ước tính|ước|độ)|(?P<over>trên|hơn|quá|ngót hơn))"
    r"(?:\s+(?:là|có|được))?\s*$"
)

_COUNTED = re.compile(r"\s*(?:lượt|học viên|hv\b|người|đồng chí|đ/c|cán bộ|đảng viên|quần chúng|đoàn viên|lớp)")
_CLOSING = re.compile(r"\s*\)")

# letters that are no count, whatever follows
_NO_COUNT = tuple(
    re.compile(shape)
    for shape in (
        r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d",  # a day
        r"(?<![\d.,])(?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:19|20)\d\d(?!\d)",  # a month
        r"(?<=ngày )\d{1,2}[/.-]\d{1,2}(?![\d/])",
        r"(?<![\d.,])(?:19|20)\d\d\s?-\s?(?:(?:19|20)\d\d|\d\d)(?![\d.])(?!\s*(?:học viên|lượt|người))",
        r"(?<=năm )(?:19|20)\d\d",
        r"(?<![\w.,])(?:19|20)\d\d(?=\s*:\s*\d)",
        r"(?:sáng|chiều|tối|ngày|từ|đến|-)\s?\d{1,2}\s?[/.]\s?(?:0?[1-9]|1[0-2])(?![\d/.])(?!\s*(?:lớp|học viên|lượt|người|đồng chí))",
        r"(?<=năm học )(?:19|20)\d\d",
        r"(?<=từ )(?:19|20)\d\d(?=\s*(?:đến|-))",
        r"(?<=đến )(?:19|20)\d\d(?!\d)(?!\s*(?:học viên|lượt|người|đồng chí))",
        r"\bsố\s*:?\s*\d+\s?[-/]\s?[\w/đ-]+",  # số 57-kh/btgtu
        r"(?<!\w)\d+\s?-\s?(?:qđ|kh|nq|kl|hd|ct|cv|tb|bc|qđi|ttr|tt|nđ)\b[\w/-]*",
        r"(?<!\w)\d+/(?:19|20)\d\d/[\w/-]+",
        r"\b(?:nghị quyết|kế hoạch|chỉ thị|quyết định|hướng dẫn|công văn|kết luận|quy định)(?: số)?\s+\d+(?![\d%]|\s*%|\s*(?:lớp|học viên))",
        (
            r"\b(?:trung ương|khóa|khoá|lần thứ|thứ|quý|tháng|điều|khoản|mục|bài|trang|tổ|khối|hạng|loại|nhóm|vòng|cấp|kỳ|k)\s*(?P<n>\d+)(?!\w)"
            r"(?!\s*(?:lớp|khóa|khoá|học viên|lượt|đồng chí|người|cán bộ|đảng viên|quần chúng))"
        ),
        r"\b(?:đối tượng|đt)\s*(?:nhóm\s*)?[1-5](?:\s*(?:,|và|-|;)\s*[1-5](?!\s*(?:lớp|học|lượt|người|\d)))*(?![\d.])",  # a group of people
        r"(?<!số )(?<!số lượng )\blớp\s+\d+(?![\d.])(?=\s*(?:[.,;:)]|với|cho|có|$))",
        r"\b\d+\s?(?:giờ|h)(?!\w*[^\W\d])\s?\d*",
        r"\b(?:k|khóa|khoá)\s?\d{1,3}[-.]\d+\b",
    )
)


@dataclass(frozen=True)
class Number:
    """Letters `start` to `end` (its qualifier before it not included), what they come to, how it was hedged."""

    start: int
    end: int
    value: Decimal
    qualifier: str | None
    spoken: bool = False

    @property
    def count(self) -> int | None:
        return int(self.value) if self.value == self.value.to_integral_value() else None


def find_numbers(letters: Letters) -> list[Number]:
    """Everything that may count something, in the order of the text. Percentages are numbers too."""
    low = letters.low
    taken = [found.span() for shape in _NO_COUNT for found in shape.finditer(low)]
    found = [
        number
        for number in (*_written(low), *_spoken(low))
        if not any(start < number.end and number.start < end for start, end in taken)
    ]
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return _said_once(low, kept)


def find_cell(letters: Letters, start: int, end: int) -> Number | None:
    """The number that stands alone in these letters, as a cell of a table has it; None for a dash."""
    digits = letters.low[start:end].replace(".", "")
    return Number(start, end, Decimal(digits), None) if digits.isdigit() else None


def _said_once(low: str, found: list[Number]) -> list[Number]:
    """`03 (ba) lớp`, `176 (một trăm bảy mươi sáu) học viên`: one number, the words in brackets within it."""
    kept: list[Number] = []
    for number in found:
        before = kept[-1] if kept else None
        if before is not None and before.value == number.value and low[before.end : number.start].strip() == "(":
            closed = _CLOSING.match(low, number.end)
            if closed:
                kept[-1] = replace(before, end=closed.end())
                continue
        kept.append(number)
    return kept


def _written(low: str) -> Iterator[Number]:
    for found in _WRITTEN.finditer(low):
        digits, part = re.sub(r"[. ]", "", found["whole"]), found["part"]
        if (
            part
            and len(part) == 3
            and len(digits) <= 3
            and not digits.startswith("0")
            and _COUNTED.match(low, found.end())
        ):
            digits, part = digits + part, None  # 1,245 học viên: nobody counts people in thousandths
        if len(digits) > _MOST_DIGITS:  # nobody counts so many people
            continue
        value = Decimal(digits + (f".{part}" if part else ""))
        end = found.end()
        if found["times"]:
            value *= _TIMES[found["times"]]
        yield Number(found.start(), end, value, _qualifier(low, found.start()))


def _spoken(low: str) -> Iterator[Number]:
    for found in _WORDS.finditer(low):
        words = found.group().split()
        start = found.start()
        if words[0] == "năm" and _is_year(low, start):  # năm is both a year and five
            continue
        if re.search(r"(?:hàng|vài|mấy|nhiều)\s+$", low[:start]):  # no number, only many
            continue
        value = _value(words)
        if value:
            yield Number(start, found.end(), Decimal(value), _qualifier(low, start), spoken=True)


def _is_year(low: str, start: int) -> bool:
    before = low[:start].rstrip()
    return (
        not before
        or before[-1] in ".;:(\n"
        or bool(
            re.search(r"(?:trong|hằng|hàng|mỗi|từng|cả|đầu|cuối|qua|các|những|nhiều|của|đến|từ|sau|trước|\d)$", before)
        )
    )


def _value(words: list[str]) -> int:
    """`một trăm hai mươi lăm` → 125; 0 for what is no number."""
    total, hundreds, last = 0, 0, None
    for word in words:
        if word in {"linh", "lẻ"}:
            continue
        if word == "mười":
            hundreds, last = hundreds + 10, None
        elif word in _DIGITS:
            hundreds += last or 0
            last = _DIGITS[word]
        elif word in {"nghìn", "ngàn"}:
            total, hundreds, last = total + (hundreds + (last or 0) or 1) * 1_000, 0, None
        else:
            hundreds, last = hundreds + (1 if last is None else last) * _PLACES[word], None
    return total + hundreds + (last or 0)


def _qualifier(low: str, start: int) -> str | None:
    found = _QUALIFIED.search(low[max(0, start - 24) : start])
    if found is None:
        return None
    return "about" if found["about"] else "over"
