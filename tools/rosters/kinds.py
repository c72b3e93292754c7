"""What clerks write in a cell: columns of a roster and the many ways of filling them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tools.rosters.pages import Cell, Column, Entry
from tools.rosters.place import PARTIAL, SHORT
from tools.rosters.writers import serial

Writer = Callable[[Entry], Any]

DEGREES = {
    "": ("",),
    "intermediate": ("Trung cấp", "TC", "Trung cấp Thú y", "TC Kế toán", "Trung cấp Luật"),
    "college": ("Cao đẳng", "CĐ", "Cao đẳng Sư phạm", "CĐSP", "CĐ Y tế"),
    "university": ("Đại học", "ĐH", "ĐH Luật", "Cử nhân Luật", "Kỹ sư Nông nghiệp", "ĐHSP Toán", "Đại học Nông lâm"),
    "master": ("Thạc sĩ", "ThS", "Thạc sỹ QLKT", "Ths. Quản lý giáo dục"),
    "doctor": ("Tiến sĩ", "Tiến sỹ Nông học"),
}
PLAIN_DEGREES = {
    "": ("",),
    "intermediate": ("Trung cấp",),
    "college": ("Cao đẳng",),
    "university": ("Đại học",),
    "master": ("Thạc sĩ",),
    "doctor": ("Tiến sĩ",),
}
THEORY = {
    "": ("", "", "", "Chưa học", "Không"),
    "elementary": ("Sơ cấp", "SC", "Sơ cấp LLCT", "sơ cấp"),
    "intermediate": ("Trung cấp", "TC", "Trung cấp LLCT", "TC LLCT-HC"),
    "advanced": ("Cao cấp", "CC", "Cao cấp LLCT", "Cử nhân chính trị"),
}
SCHOOL = {
    "5/10": "primary",
    "7/10": "lower_secondary",
    "10/10": "upper_secondary",
    "5/12": "primary",
    "9/12": "lower_secondary",
    "11/12": "lower_secondary",
    "12/12": "upper_secondary",
}
SCHOOL_WORDS = {
    "lower_secondary": ("THCS", "Cấp 2", "Trung học cơ sở"),
    "upper_secondary": ("THPT", "Cấp 3", "12/12", "Tốt nghiệp THPT"),
}


# -- dates


def _whole(entry: Entry, name: str, day: date) -> None:
    entry.truth[name] = day.isoformat()


def _month(entry: Entry, name: str, day: date) -> None:
    """Only month and year are said: a birth may be so, a day of admission may not."""
    value = f"{day:%Y-%m}"
    if name == "birth":
        entry.truth[name] = value
    else:
        entry.doubt(name, value)


def _year(entry: Entry, name: str, day: date) -> None:
    if name == "birth":
        entry.truth[name] = str(day.year)
    else:
        entry.doubt(name, str(day.year))


def _two_digits(entry: Entry, name: str, day: date) -> None:
    entry.doubt(name, day.isoformat())


def _none(entry: Entry, name: str, _day: date) -> None:
    entry.doubt(name)


def _month_number(entry: Entry, name: str, day: date) -> None:
    """Typed as 5.1985 and kept as a number: 5.1990 has become 5.199, a year of three digits."""
    (entry.doubt if day.year % 10 == 0 else entry.ask)(name, f"{day:%Y-%m}")


def _letters(entry: Entry, name: str, day: date) -> None:
    """Digits typed as letters, where there were any."""
    entry.ask(name, day.isoformat())


def _ask(say: Callable[[Entry, str, date], None]) -> Callable[[Entry, str, date], None]:
    """What is said, or a question."""

    def also(entry: Entry, name: str, day: date) -> None:
        say(entry, name, day)
        entry.may_ask.add(name)

    return also


_TWELVE = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười một", "Mười hai")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# form → what is written, and what the file then says
DATES: dict[str, tuple[Callable[[date], Any], Callable[[Entry, str, date], None]]] = {
    "excel": (lambda d: d, _whole),
    "serial": (lambda d: Cell(serial(d)), _whole),
    "dd/mm/yyyy": (lambda d: f"{d:%d/%m/%Y}", _whole),
    "d/m/yyyy": (lambda d: f"{d.day}/{d.month}/{d.year}", _whole),
    "d.m.yyyy": (lambda d: f"{d.day}.{d.month}.{d.year}", _whole),
    "dd.mm.yyyy": (lambda d: f"{d:%d.%m.%Y}", _whole),
    "dd-mm-yyyy": (lambda d: f"{d:%d-%m-%Y}", _whole),
    "spaced": (lambda d: f"{d:%d} / {d:%m} /{d:%Y} ", _whole),
    "words": (lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}", _whole),
    "Words": (lambda d: f"Ngày {d:%d} tháng {d:%m} năm {d.year}", _whole),
    "iso": (lambda d: d.isoformat(), _whole),
    "iso time": (lambda d: f"{d.isoformat()} 00:00:00", _whole),
    "apostrophe": (lambda d: f"'{d:%d/%m/%Y}", _whole),
    "mm/yyyy": (lambda d: f"{d:%m/%Y}", _month),
    "m-yyyy": (lambda d: f"{d.month}-{d.year}", _month),
    "T5/1985": (lambda d: f"T{d.month}/{d.year}", _month),
    "tháng": (lambda d: f"tháng {d.month}/{d.year}", _month),
    "tháng năm": (lambda d: f"Tháng {d:%m} năm {d.year}", _month),
    "shown as month": (lambda d: Cell(d.replace(day=1), "mm/yyyy"), _month),
    "shown as mmm-yy": (lambda d: Cell(d.replace(day=1), "mmm\\-yy"), _month),
    "year": (lambda d: d.year, _year),
    "year text": (lambda d: str(d.year), _year),
    "năm": (lambda d: f"năm {d.year}", _year),
    "SN": (lambda d: f"SN {d.year}", _year),
    "yy": (lambda d: f"{d:%d/%m}/{d:%y}", _two_digits),
    "m/yy": (lambda d: f"{d.month}/{d:%y}", _two_digits),
    "31/02": (lambda d: f"31/02/{d.year}", _none),
    "month first": (lambda d: f"{d.month}/{d.day + 13 if d.day < 16 else d.day}/{d.year}", _none),
    "typing slip": (lambda d: f"{d:%d/%m}/{d.year % 1000:03d}", _none),
    "five digits": (lambda d: f"{d:%d/%m}/{d.year}1", _none),
    "future": (lambda d: f"{d:%d/%m}/{d.year + 100}", _none),
    "không rõ": (lambda _d: "không rõ", _none),
    "question": (lambda d: f"?/?/{d.year}", _two_digits),
    "two years": (lambda d: f"{d.year} hoặc {d.year + 1}", _none),
    "day and month": (lambda d: f"{d:%d/%m}", _none),
    "time": (lambda d: f"{d:%d/%m/%Y} 0:00", _whole),
    "time SA": (lambda d: f"{d:%d/%m/%Y} 12:00:00 SA", _ask(_whole)),
    "T00": (lambda d: f"{d.isoformat()}T00:00:00", _whole),
    "stop": (lambda d: f"{d:%d/%m/%Y}.", _whole),
    "dd–mm–yyyy": (lambda d: f"{d:%d–%m–%Y}", _ask(_whole)),
    "dd,mm,yyyy": (lambda d: f"{d:%d,%m,%Y}", _ask(_whole)),
    "backslash": (lambda d: f"{d:%d}\\{d:%m}\\{d:%Y}", _ask(_whole)),
    "mixed marks": (lambda d: f"{d:%d/%m}-{d:%Y}", _ask(_whole)),
    "two slashes": (lambda d: f"{d:%d}//{d:%m/%Y}", _ask(_whole)),
    "dd mm yyyy": (lambda d: f"{d:%d %m %Y}", _ask(_whole)),
    "ddmmyyyy": (lambda d: f"{d:%d%m%Y}", _ask(_whole)),
    "ddmmyyyy number": (lambda d: int(f"{d:%d%m%Y}"), _ask(_whole)),
    "yyyymmdd": (lambda d: f"{d:%Y%m%d}", _ask(_whole)),
    "yyyy/mm/dd": (lambda d: f"{d:%Y/%m/%d}", _ask(_whole)),
    "dd-Mmm-yyyy": (lambda d: f"{d.day:02d}-{_ENGLISH[d.month - 1]}-{d.year}", _ask(_whole)),
    "Mmm d, yyyy": (lambda d: f"{_ENGLISH[d.month - 1]} {d.day}, {d.year}", _ask(_whole)),
    "Roman": (lambda d: f"{d.day}/{_ROMAN[d.month - 1]}/{d.year}", _ask(_whole)),
    "month in words": (lambda d: f"{d.day} tháng {_TWELVE[d.month - 1].lower()} năm {d.year}", _ask(_whole)),
    "day first words": (lambda d: f"{d:%d} tháng {d:%m} năm {d.year}", _whole),
    "NS:": (lambda d: f"NS: {d:%d/%m/%Y}", _ask(_whole)),
    "sinh ngày": (lambda d: f"Sinh ngày {d:%d/%m/%Y}", _ask(_whole)),
    "with age": (lambda d: f"{d:%d/%m/%Y} ({2026 - d.year} tuổi)", _ask(_whole)),
    "sinh": (lambda d: f"sinh {d.year}", _ask(_year)),
    "sinh năm": (lambda d: f"Sinh năm {d.year}", _ask(_year)),
    "year.0": (lambda d: f"{d.year}.0", _ask(_year)),
    "00/00": (lambda d: f"00/00/{d.year}", _ask(_year)),
    "…/…": (lambda d: f"…/…/{d.year}", _ask(_year)),
    "00/mm": (lambda d: f"00/{d:%m/%Y}", _ask(_month)),
    "--/mm": (lambda d: f"--/{d:%m/%Y}", _ask(_month)),
    "mm.yyyy number": (lambda d: float(f"{d.month}.{d.year}"), _month_number),
    "1985?": (lambda d: f"{d.year}?", _two_digits),
    "~1985": (lambda d: f"~{d.year}", _two_digits),
    "khoảng": (lambda d: f"khoảng {d.year}", _two_digits),
    "85": (lambda d: d.year % 100, _two_digits),
    "'85": (lambda d: f"'{d:%y}", _two_digits),
    "lunar": (lambda d: f"{d:%d/%m/%Y} (ÂL)", _two_digits),
    "lunar words": (lambda d: f"{d.day}/{d.month}/{d.year} âm lịch", _two_digits),
    "letter O": (lambda d: f"{d:%d/%m/%Y}".replace("0", "O"), _letters),
    "letter l": (lambda d: f"{d:%d/%m/%Y}".replace("1", "l"), _letters),
    "papers differ": (lambda d: f"{d:%d/%m/%Y} (CCCD: {d.year + 1})", _two_digits),
    "two days": (lambda d: f"{d:%d/%m/%Y}; {d.day}/{d.month}/{d.year + 2}", _none),
    "year 19xx": (lambda d: f"{d.day}/{d.month}/{d.year // 100}…", _none),
}


def in_form(name: str, form: str, day: date | None, entry: Entry) -> Any:
    """The day in this form; what the file says of field `name` is remembered."""
    if day is None:
        entry.truth[name] = ""
        return None
    value, say = DATES[form]
    say(entry, name, day)
    return value(day)


def dated(name: str, of: Callable[[Entry], date | None], forms: Sequence[str]) -> Writer:
    """A date in a form drawn for every row; a form with a doubt comes round in turn when it is the only one."""
    return lambda entry: in_form(name, entry.rng.choice(list(forms)), of(entry), entry)


def in_turn(name: str, of: Callable[[Entry], date | None], forms: Sequence[str]) -> Writer:
    """Every form in its turn, so that none is left out."""
    return lambda entry: in_form(name, forms[(entry.number - 1) % len(forms)], of(entry), entry)


def spelled(name: str, cases: Sequence[tuple[Any, Any, str]]) -> Writer:
    """Texts in turn, each with its truth and "" (it is sure) | "ask" (the truth, or a question) | "doubt" (a question)."""

    def write(entry: Entry) -> Any:
        text, value, how = cases[(entry.number - 1) % len(cases)]
        if how == "doubt":
            entry.doubt(name, value)
        elif how == "ask":
            entry.ask(name, value)
        else:
            entry.truth[name] = value
        return text

    return write


def born(entry: Entry) -> date:
    return entry.person.born


def admitted(entry: Entry) -> date:
    return entry.person.admitted


def official(entry: Entry) -> date | None:
    return entry.person.official


# -- columns


def number(*header: str, write: Writer = lambda entry: entry.number) -> Column:
    return Column(header or ("TT",), write)


def name(*header: str, write: Writer = lambda entry: entry.person.full_name) -> Column:
    return Column(header or ("Họ và tên",), write, ("full_name",))


def birth(*header: str, forms: Sequence[str] = ("dd/mm/yyyy",)) -> Column:
    return Column(header or ("Ngày sinh",), dated("birth", born, forms), ("birth",))


def birth_by_sex(
    top: str, forms: Sequence[str] = ("dd/mm/yyyy",), subs: tuple[str, str] = ("Nam", "Nữ")
) -> list[Column]:
    """The birth date stands in the column of the sex."""

    def of(sex: str) -> Writer:
        write = dated("birth", born, forms)
        return lambda entry: write(entry) if entry.person.sex == sex else None

    return [Column((top, sub), of(sex), ("birth", "sex")) for sub, sex in zip(subs, ("male", "female"), strict=True)]


def birth_in_three(top: str = "Ngày sinh", *, text: bool = False) -> list[Column]:
    def part(attribute: str) -> Writer:
        def write(entry: Entry) -> Any:
            entry.truth["birth"] = entry.person.born.isoformat()
            value = getattr(entry.person.born, attribute)
            return f"{value:02d}" if text else value

        return write

    return [
        Column((top, sub), part(attribute), ("birth",))
        for sub, attribute in (("Ngày", "day"), ("Tháng", "month"), ("Năm", "year"))
    ]


def sex(*header: str, words: tuple[str, str] = ("Nữ", "Nam")) -> Column:
    return Column(header or ("Giới tính",), lambda e: words[0] if e.person.sex == "female" else words[1], ("sex",))


def sex_ticks(*above: str, mark: str = "x") -> list[Column]:
    return [
        Column((*above, sub), lambda e, code=code: mark if e.person.sex == code else None, ("sex",))
        for sub, code in (("Nam", "male"), ("Nữ", "female"))
    ]


def women_tick(*header: str) -> Column:
    """One column only, ticked for women."""

    def write(entry: Entry) -> Any:
        if entry.person.sex == "female":
            return "x"
        entry.truth["sex"] = ["male", ""]
        return None

    return Column(header or ("Nữ",), write, ("sex",))


def ethnicity(*header: str, write: Writer = lambda entry: entry.person.ethnicity) -> Column:
    return Column(header or ("Dân tộc",), write, ("ethnicity",))


def identity(*header: str, write: Writer = lambda entry: entry.person.identity_number) -> Column:
    return Column(header or ("Số CCCD",), write, ("identity_number",))


def card(*header: str, write: Writer = lambda entry: entry.person.party_card) -> Column:
    return Column(header or ("Số thẻ đảng viên",), write, ("party_card",))


def profile(*header: str) -> Column:
    return Column(header or ("Số lý lịch",), lambda entry: entry.person.profile_number, ("profile_number",))


def admission(*header: str, forms: Sequence[str] = ("dd/mm/yyyy",)) -> Column:
    return Column(header or ("Ngày vào Đảng",), dated("admitted_on", admitted, forms), ("admitted_on",))


def becoming_official(*header: str, forms: Sequence[str] = ("dd/mm/yyyy",)) -> Column:
    return Column(header or ("Ngày chính thức",), dated("official_on", official, forms), ("official_on",))


def culture(*header: str, write: Writer | None = None) -> Column:
    def plain(entry: Entry) -> Any:
        entry.study(SCHOOL[entry.person.culture])
        return entry.person.culture

    return Column(header or ("Văn hóa",), write or plain, ("education",))


def degree(*header: str, words: dict[str, tuple[str, ...]] | None = None) -> Column:
    def write(entry: Entry) -> Any:
        entry.study(entry.person.degree)
        return entry.rng.choice((words or DEGREES)[entry.person.degree])

    return Column(header or ("Chuyên môn",), write, ("education",))


def education(*header: str) -> Column:
    """The highest of all in one cell: a degree or general school."""

    def write(entry: Entry) -> Any:
        level = entry.person.degree or SCHOOL[entry.person.culture]
        entry.study(level)
        return entry.rng.choice(DEGREES.get(level) or SCHOOL_WORDS.get(level) or ("Tiểu học",))

    return Column(header or ("Trình độ học vấn",), write, ("education",))


def degree_ticks(top: tuple[str, ...], levels: Sequence[tuple[str, str]], mark: str = "x") -> list[Column]:
    """A tick under the degree; `levels` are (header, code)."""

    def of(code: str) -> Writer:
        def write(entry: Entry) -> Any:
            held = entry.person.degree
            if held != code:
                return None
            entry.study(code)
            return mark

        return write

    return [Column((*top, header), of(code), ("education",)) for header, code in levels]


def theory(*header: str, words: dict[str, tuple[str, ...]] | None = None) -> Column:
    def write(entry: Entry) -> Any:
        word = entry.rng.choice((words or THEORY)[entry.person.theory])
        if word and not entry.person.theory:
            entry.truth["theory_level"] = ["", "none"]
        return word

    return Column(header or ("Trình độ LLCT",), write, ("theory_level",))


def theory_ticks(
    *above: str, mark: str = "x", names: tuple[str, str, str] = ("Sơ cấp", "Trung cấp", "Cao cấp")
) -> list[Column]:
    return [
        Column((*above, header), lambda e, code=code: mark if e.person.theory == code else None, ("theory_level",))
        for header, code in zip(names, ("elementary", "intermediate", "advanced"), strict=True)
    ]


def post(*header: str) -> Column:
    return Column(header or ("Chức vụ",), lambda entry: entry.person.post, ("post",))


def unit(*header: str, short: bool = False, write: Writer | None = None) -> Column:
    def named(entry: Entry) -> Any:
        text = entry.person.unit
        if short and entry.rng.random() < 0.7:
            text = entry.rng.choice(SHORT[text])
        if text in PARTIAL:
            entry.may_ask.add("unit_name")
        return text

    return Column(header or ("Chi bộ",), write or named, ("unit_name",))


def post_and_unit(*header: str, join: str = ", ") -> Column:
    """Post and unit in one cell; where there is no post, the unit alone."""

    def write(entry: Entry) -> Any:
        where = entry.rng.choice((entry.person.unit, SHORT[entry.person.unit][0]))
        if where in PARTIAL:
            entry.may_ask |= {"post", "unit_name"}
        return f"{entry.person.post}{join}{where}" if entry.person.post else where

    return Column(header or ("Chức vụ, đơn vị",), write, ("post", "unit_name"))


def phone(*header: str) -> Column:
    return Column(header or ("Điện thoại",), lambda entry: entry.person.phone)


def native(*header: str) -> Column:
    return Column(
        header or ("Quê quán",), lambda e: e.rng.choice(("Hòa Thủy, Mẫu", "Đức Thọ, Hà Tĩnh", "Thanh Chương, Nghệ An"))
    )


def religion(*header: str) -> Column:
    return Column(header or ("Tôn giáo",), lambda e: e.rng.choice(("Không", "Không", "Không", "Phật giáo")))


def note(*header: str, texts: Sequence[str] = ("", "", "", "Miễn sinh hoạt", "Chuyển đến năm 2024", "x")) -> Column:
    return Column(header or ("Ghi chú",), lambda e: e.rng.choice(list(texts)))


def family_and_given(family: tuple[str, ...], given: tuple[str, ...]) -> list[Column]:
    """Family and middle names in one column, the given name in the next."""
    return [
        Column(family, lambda e: e.person.full_name.rpartition(" ")[0], ("full_name",)),
        Column(given, lambda e: e.person.full_name.rpartition(" ")[2], ("full_name",)),
    ]


def worn(column: Column, **changes: Any) -> Column:
    """The same column in another font or encoding."""
    return replace(column, **changes)
