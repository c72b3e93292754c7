"""The answer in words: one paragraph as the field writes it, a table for a terminal, rows for a machine. Pure.

The paragraph is always Vietnamese: it goes into a Vietnamese paper whatever language the screen has. Everything else is said in
the reader's language.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from hocvien.common.periods import period_between
from hocvien.common.wording import gettext_noop, official_date, say
from hocvien.reporting.constants import FINISHED, JOINT, NOW, OPENED, OWN, RUNNING, SENT, THEN
from hocvien.reporting.data import (
    DIMENSION_OF,
    MEASURE_OF,
    TOTAL,
    Answer,
    BesideRow,
    ProgrammeRow,
    Published,
    PublishedLine,
    Report,
)
from hocvien.reporting.published_words import published_notes, published_rows, published_sentences

_BASIS_TITLES = {
    OPENED: gettext_noop("Khai giảng trong kỳ"),
    RUNNING: gettext_noop("Có học trong kỳ"),
    FINISHED: gettext_noop("Bế giảng trong kỳ"),
}
_STRUCTURE_TITLES = {
    THEN: gettext_noop("Tổ chức lúc khai giảng"),
    NOW: gettext_noop("Tổ chức hiện nay"),
}
_BASIS_NOTES = {
    OPENED: gettext_noop("Lớp tính vào kỳ theo ngày khai giảng, từ {first} đến hết {last}."),
    RUNNING: gettext_noop("Lớp tính vào kỳ khi có ngày học trong thời gian từ {first} đến hết {last}."),
    FINISHED: gettext_noop("Lớp tính vào kỳ theo ngày bế giảng, từ {first} đến hết {last}, và đã bế giảng."),
}
_PART_TITLES = {
    OWN: gettext_noop("Lớp của đơn vị"),
    JOINT: gettext_noop("Phối hợp"),
    SENT: gettext_noop("Cử đi học nơi khác"),
}
_OFFICIAL_OPENING = {
    OPENED: "{unit} đã tổ chức",
    RUNNING: "{unit} đã tổ chức và duy trì",
    FINISHED: "{unit} đã hoàn thành",
}
_ALL_CLASSES = "lớp đào tạo, bồi dưỡng lý luận chính trị, nghiệp vụ"
_DEFAULT_PEOPLE = "học viên"


class Named(Protocol):
    """What a phrase is made from."""

    @property
    def name(self) -> str: ...
    @property
    def report_phrase(self) -> str: ...
    @property
    def people_phrase(self) -> str: ...


# --- The paragraph ----------------------------------------------------------------------------------------------------


def official_number(value: int) -> str:
    """As official papers write it: 03, 61, 27.010."""
    return f"{value:02d}" if 0 < value < 10 else f"{value:,}".replace(",", ".")


def official_percent(part: float, whole: float) -> str:
    """A share as official papers write it: 105%, 99,16%."""
    hundredths = round(part * 10_000 / whole)
    return (f"{hundredths // 100}" if hundredths % 100 == 0 else f"{hundredths / 100:.2f}".replace(".", ",")) + "%"


def paragraph(report: Report, *, planned: int = 0) -> str:
    """One Vietnamese paragraph: the total, each programme, then beside it joint classes and people sent out.

    `planned`: participations the year's plan asks for; with it the total tells the share of the plan.
    """
    sentences = [_opening(report, planned)]
    if len(report.programmes) > 1:
        sentences.append("Trong đó, " + "; ".join(_programme(row) for row in report.programmes) + ".")
    sentences += [_joint(row) for row in report.joint]
    sentences += [_sent(row) for row in report.sent]
    if not report.programmes:
        sentences += published_sentences(report)
    return " ".join(sentences)


def period_words(report: Report) -> str:
    """The period as a heading says it: "8 tháng đầu năm 2023", "từ 15/12/2022 đến 14/6/2023", "nhiệm kỳ 2020–2025 (từ … đến …)"."""
    return replace(period_between(report.from_, report.to), name=report.term).label


def _opening(report: Report, planned: int) -> str:
    period = period_words(report)
    when = period[:1].upper() + period[1:] if period.startswith("từ ") else f"Trong {period}"
    if not report.programmes:
        if report.published:
            return f"{when}, chương trình không có số liệu lớp do {report.unit_name} mở."
        is_over = report.known_on is not None and report.to < report.known_on
        opened = "không mở lớp nào" if is_over else "chưa mở lớp nào"
        what = opened if report.basis == OPENED else "không có lớp nào của đơn vị"
        return f"{when}, {report.unit_name} {what}."
    doing = _OFFICIAL_OPENING[report.basis].format(unit=report.unit_name)
    if len(report.programmes) == 1:
        return f"{when}, {doing} {_programme(report.programmes[0])}{_of_plan(report, planned)}."
    people = f"{_for_people(report)}{_of_plan(report, planned)}"
    return f"{when}, {doing} {official_number(report.classes)} {_ALL_CLASSES} {people}."


def _of_plan(report: Report, planned: int) -> str:
    """The share of the plan, of the year's where the period is only a part of it."""
    if not planned:
        return ""
    is_year = (report.from_.month, report.from_.day, report.to.month, report.to.day) == (1, 1, 12, 31)
    whose = "kế hoạch" if is_year else "kế hoạch năm"
    return f", đạt {official_percent(report.totals.participations, planned)} {whose}"


def _for_people(report: Report) -> str:
    counts = report.totals
    people = f"cho {official_number(counts.participations)} lượt học viên"
    if counts.participations == 0:
        return people
    return f"{people} ({official_number(counts.persons)} người, trong đó {official_number(counts.female)} nữ)"


def _programme(row: ProgrammeRow) -> str:
    if row.participations == 0:
        return f"{_phrase(row)} {official_number(row.classes)} lớp (chưa có học viên)"
    return f"{_phrase(row)} {official_number(row.classes)} lớp cho {official_number(row.participations)} {_people(row)}"


def _joint(row: BesideRow) -> str:
    doing = "duy trì, quản lý" if row.is_carried_over else "mở"
    return f"Phối hợp với {row.partner} {doing} {_which_classes(row)} với {official_number(row.participations)} {_people(row)}."


def _sent(row: BesideRow) -> str:
    people = "người" if row.persons == row.participations else "lượt người"
    which = f"{official_number(row.classes)} lớp {_phrase(row)}"
    return f"Cử {official_number(row.participations)} {people} tham gia {which} do {row.partner} mở."


def _which_classes(row: BesideRow) -> str:
    if row.class_name:
        name = _lower_first(row.class_name)
        return name if name.startswith("lớp ") else f"lớp {name}"
    return f"{official_number(row.classes)} lớp {_phrase(row)}"


def _phrase(row: Named) -> str:
    return row.report_phrase or _lower_first(row.name)


def _people(row: Named) -> str:
    return row.people_phrase or _DEFAULT_PEOPLE


def _lower_first(text: str) -> str:
    """The first letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


# --- Titles and notes -------------------------------------------------------------------------------------------------


def basis_title(basis: str) -> str:
    """The choice in words."""
    return say(_BASIS_TITLES[basis])


def part_title(part: str) -> str:
    """The part of the answer in words."""
    return say(_PART_TITLES[part])


def report_title(report: Report) -> str:
    """The heading of screen and files."""
    return say(gettext_noop("Kết quả mở lớp, {period}"), period=period_words(report))


def total_title() -> str:
    """The words of the totals row."""
    return say(gettext_noop("Tổng cộng, lớp của đơn vị"))


def past_unit(name: str) -> str:
    """A unit that has ended, where its history is told undivided."""
    return say(gettext_noop("{unit} (đơn vị cũ, chưa phân bổ)"), unit=name)


def structure_title(structure: str, day: date | None = None) -> str:
    """The words of a choice of structure; `day`: instead of today's."""
    if structure == NOW and day is not None:
        return say(gettext_noop("Tổ chức ngày {day}"), day=official_date(day))
    return say(_STRUCTURE_TITLES[structure])


def beside_title(part: str, row: BesideRow) -> str:
    """The words of a row beside the total."""
    if part == JOINT:
        message = gettext_noop("Ngoài tổng: {programme}, phối hợp với {partner}")
    else:
        message = gettext_noop("Ngoài tổng: cử đi học {programme}, do {partner} mở")
    return say(message, programme=_lower_first(row.name), partner=row.partner)


def notes(report: Report) -> list[str]:
    """What was counted and how, in sentences under the table."""
    said = [
        basis_note(report.basis, report.from_, report.to),
        _structure_note(report),
        say(
            gettext_noop(
                "Lượt là một người được tiếp nhận vào một lớp; người và nữ: mỗi người đếm một lần dù học mấy lớp. Người đã được thay không tính."
            )
        ),
    ]
    if report.joint or report.sent:
        said.append(say(gettext_noop("Lớp phối hợp và người cử đi học nơi khác ghi bên cạnh, không cộng vào tổng.")))
    if report.joint and report.basis == OPENED:
        said.append(say(gettext_noop("Lớp phối hợp được kể khi có học trong kỳ, kể cả lớp chuyển tiếp từ năm trước.")))
    if report.known_on is not None and report.known_on < report.to:
        said.append(say(gettext_noop("Số liệu đến hết {day}."), day=official_date(report.known_on)))
    if report.counted_at is not None:
        said.append(
            say(
                gettext_noop("Số liệu đếm đến {time} ngày {day}; có thay đổi sau đó đang được đếm tiếp."),
                time=f"{report.counted_at:%H:%M:%S}",
                day=official_date(report.counted_at.date()),
            )
        )
    if report.is_generated:
        said.append(say(gettext_noop("Có dữ liệu mẫu do chương trình tạo ra để trình diễn.")))
    return said + published_notes(report)


def basis_note(basis: str, first: date, last: date) -> str:
    """By which day of a class it belongs to the period."""
    return say(_BASIS_NOTES[basis], first=official_date(first), last=official_date(last))


def learners_note(measures: Sequence[str]) -> str:
    """Of measures counted through their learners (`through_learners`): rows neither add up nor hold a class without any. "" without measures."""
    if not measures:
        return ""
    return say(
        gettext_noop(
            "{measures} đếm theo học viên: một lớp nằm ở mọi hàng có học viên của lớp, lớp chưa có học viên không nằm ở hàng nào."
        ),
        measures=", ".join(MEASURE_OF[code].title for code in measures),
    )


def _structure_note(report: Report) -> str:
    if report.seen_on is None:
        return say(
            gettext_noop(
                "Lớp của đơn vị là lớp do đơn vị hoặc đơn vị cấp dưới mở, theo tổ chức của ngày khai giảng. Lớp đã hủy không tính."
            )
        )
    return say(
        gettext_noop(
            "Tính theo tổ chức ngày {day}: lớp và người của đơn vị đã sắp xếp được kể ở đơn vị kế thừa; phần của đơn vị đã chia ghi riêng là đơn vị cũ, chưa phân bổ. Lớp đã hủy không tính."
        ),
        day=official_date(report.seen_on),
    )


# --- Plain formats ----------------------------------------------------------------------------------------------------


def report_as_text(report: Report) -> str:
    """For a terminal: title, table, paragraph, notes."""
    head = [
        say(gettext_noop("Chương trình")),
        say(gettext_noop("Lớp")),
        say(gettext_noop("Lượt học viên")),
        say(gettext_noop("Người")),
        say(gettext_noop("Nữ")),
    ]
    rows = [[row.name, row.classes, row.participations, row.persons, row.female] for row in report.programmes]
    total = report.totals
    rows.append([total_title(), report.classes, total.participations, total.persons, total.female])
    for part, beside in ((JOINT, report.joint), (SENT, report.sent)):
        rows += [[beside_title(part, row), row.classes, row.participations, row.persons, row.female] for row in beside]
    rows += [[row.title, row.classes, row.participations, row.persons, None] for row in published_rows(report)]
    blocks = [report.unit_name, report_title(report), "", *_columns([head, *rows]), "", paragraph(report)]
    if report.by_sending_unit:
        senders = [
            [row.name, row.classes, row.participations, row.persons, row.female] for row in report.by_sending_unit
        ]
        blocks += ["", *_columns([[say(gettext_noop("Đơn vị cử")), *head[1:]], *senders])]
    return "\n".join([*blocks, "", *notes(report)]) + "\n"


def report_as_csv(report: Report) -> str:
    """For a machine or a spreadsheet: stable ASCII column names; starts with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(["part", "code", "name", "partner", "classes", "participations", "persons", "female"])
    total = report.totals
    writer.writerow(
        [
            "total",
            report.unit_code,
            _plain(report.unit_name),
            "",
            report.classes,
            total.participations,
            total.persons,
            total.female,
        ]
    )
    for row in report.programmes:
        writer.writerow([OWN, row.code, _plain(row.name), "", row.classes, row.participations, row.persons, row.female])
    for part, beside in ((JOINT, report.joint), (SENT, report.sent)):
        for other in beside:
            writer.writerow(
                [
                    part,
                    other.code,
                    _plain(other.name),
                    _plain(other.partner),
                    other.classes,
                    other.participations,
                    other.persons,
                    other.female,
                ]
            )
    for told in report.published:
        writer.writerow(_published_cells("published", told.label, told, told.source))
        for line in told.beside_total:
            writer.writerow(_published_cells(f"published_{line.part}", line.name, line, told.source, line.code))
    for sender in report.by_sending_unit:
        writer.writerow(
            [
                "by_sending_unit",
                sender.code,
                _plain(sender.name),
                "",
                sender.classes,
                sender.participations,
                sender.persons,
                sender.female,
            ]
        )
    return out.getvalue()


def _published_cells(
    part: str, name: str, told: Published | PublishedLine, source: str, code: str = ""
) -> list[object]:
    """What was told, in the column of persons where the source says so; hedges and ranges are in the other formats."""
    people = (None, told.participants) if told.counted_as == "nguoi" else (told.participants, None)
    return [part, code, _plain(name), _plain(source), told.classes, *people, None]


def answer_title(answer: Answer) -> str:
    """The heading of screen and files: measures, dimensions, days."""
    said = ", ".join(MEASURE_OF[code].title for code in answer.breakdown.measures)
    by = [DIMENSION_OF[code].title for code in (answer.breakdown.rows, answer.breakdown.columns) if code]
    period = replace(period_between(answer.from_, answer.to), name=answer.term).label
    if not by:
        return say(gettext_noop("{measures}, {period}"), measures=said, period=period)
    return say(gettext_noop("{measures} theo {by}, {period}"), measures=said, by=", ".join(by).lower(), period=period)


def copied_note(answer: Answer) -> str:
    """Of which moment figures are that were counted from a copy; nothing where they are the database's."""
    if answer.copied_at is None:
        return ""
    at = answer.copied_at
    return say(gettext_noop("Số liệu theo bản chép lúc {time} ngày {day}."), time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}")


def answer_as_text(answer: Answer) -> str:
    """For a terminal: title, one line for each row, one column for each place and measure; of which moment, if of a copy."""
    places = [*((one.code, one.title) for one in answer.columns), (TOTAL, "")]
    heads = [
        f"{title}: {MEASURE_OF[measure].title}" if title else MEASURE_OF[measure].title
        for _code, title in places
        for measure in answer.breakdown.measures
    ]
    first = DIMENSION_OF[answer.breakdown.rows].title if answer.breakdown.rows else ""
    rows = [
        [
            title,
            *(
                _told(answer.figure(measure, code, place))
                for place, _title in places
                for measure in answer.breakdown.measures
            ),
        ]
        for code, title in (*((one.code, one.title) for one in answer.rows), (TOTAL, say(gettext_noop("Tất cả"))))
    ]
    head = [answer.unit_name, answer_title(answer), *filter(None, [copied_note(answer)])]
    return "\n".join([*head, "", *_columns([[first, *heads], *rows])]) + "\n"


def _told(figure: float | None) -> object:
    if figure is None:
        return "…"
    return figure if isinstance(figure, int) else f"{figure * 100:.2f}%".replace(".", ",")


def answer_as_csv(answer: Answer) -> str:
    """One line for each figure, with stable codes; totals have an empty code. What cannot be told is left empty.

    Counted from a copy each line also tells its moment, in a column of its own at the end.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    copied = [answer.copied_at.isoformat()] if answer.copied_at else []
    head = ["row", "row_title", "column", "column_title", *answer.breakdown.measures]
    writer.writerow([*head, *(["copied_at"] if copied else [])])
    for row in (*((one.code, one.title) for one in answer.rows), (TOTAL, "")):
        for column in (*((one.code, one.title) for one in answer.columns), (TOTAL, "")):
            figures = [answer.figure(measure, row[0], column[0]) for measure in answer.breakdown.measures]
            told = ["" if figure is None else figure for figure in figures]
            writer.writerow([row[0], _plain(row[1]), column[0], _plain(column[1]), *told, *copied])
    return out.getvalue()


def _plain(text: str) -> str:
    """A name that a spreadsheet would take for a formula is quoted for it."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _columns(rows: Sequence[Sequence[object]]) -> list[str]:
    """Rows under each other: the first column left, figures right."""
    texts = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(texts[0]))]
    return [_line(row, widths) for row in texts]


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    first, *rest = (
        text.ljust(width) if i == 0 else text.rjust(width)
        for i, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)
