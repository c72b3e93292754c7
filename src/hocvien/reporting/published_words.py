"""Published figures in words and rows, beside those of the program and marked apart. Pure.

The sentence is always Vietnamese, as the paragraph it goes into; rows are said in the reader's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hocvien.common.wording import gettext_noop, say
from hocvien.reporting.constants import PART, SAME, WIDER
from hocvien.reporting.data import Published, PublishedLine, Report

_HEADS = {
    SAME: gettext_noop("Đã công bố: {label}, theo {source}"),
    PART: gettext_noop("Đã công bố về một phần của kỳ: {label}, theo {source}"),
    WIDER: gettext_noop("Đã công bố về một kỳ rộng hơn: {label}, theo {source}"),
}
_MARKS = {
    "sent": gettext_noop("cử đi học nơi khác"),
    "joint": gettext_noop("phối hợp"),
    "planned": gettext_noop("mới là kế hoạch"),
}
_HEDGES = {"about": gettext_noop("khoảng {number}"), "over": gettext_noop("trên {number}")}
_PEOPLE = {"luot": "lượt học viên", "nguoi": "người", "hoc_vien": "học viên", "": "người học"}
_ALL = gettext_noop("không nói chương trình")


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A row of a report's tables; a hedge or a range makes a number words. `uuid` leads from a head to its source."""

    title: str
    classes: int | str | None
    participations: int | str | None
    persons: int | str | None
    fit: str = ""
    uuid: str = ""


def published_rows(report: Report) -> list[PublishedRow]:
    """Each publication with its total or sum, then its lines; people not told to be persons stand with the participations."""
    return [row for told in report.published for row in _rows(told)]


def published_notes(report: Report) -> list[str]:
    """What the rows of publications are and are not."""
    if not report.published:
        return []
    said = [
        say(
            gettext_noop(
                "Số đã công bố ghi như nguồn nêu, không cộng vào số của chương trình; “học viên” đứng ở cột lượt vì nguồn thường không phân biệt."
            )
        )
    ]
    if any(told.is_summed for told in report.published):
        said.append(say(gettext_noop("Nguồn không nêu tổng thì số ở hàng đầu là cộng các mục trong tổng.")))
    if any(told.are_days_assumed for told in report.published):
        said.append(say(gettext_noop("Kỳ ghi “ngày giả định” là kỳ nguồn không nói rõ năm hay ngày.")))
    return said


def published_sentences(report: Report) -> list[str]:
    """In place of a total the program does not have: what was published of this period, else of parts of it or of more, with its source."""
    return [_sentence(told) for told in report.published_of_it or report.published]


def _rows(told: Published) -> Iterator[PublishedRow]:
    title = say(_HEADS[told.fit], label=told.label, source=told.source)
    if told.are_days_assumed:
        title += f" ({say(gettext_noop('ngày giả định'))})"
    yield _row(title, told, fit=told.fit, uuid=told.uuid)
    for line in told.beside_total:
        name = line.name or say(_ALL)
        if line.part in _MARKS:
            name += f" ({say(_MARKS[line.part])})"
        if line.is_intakes:
            name += f" ({say(gettext_noop('tính theo khóa'))})"
        yield _row(f"– {name}", line)


def _row(title: str, told: Published | PublishedLine, *, fit: str = "", uuid: str = "") -> PublishedRow:
    people = _hedged(told)
    are_persons = told.counted_as == "nguoi"
    return PublishedRow(
        title, told.classes, None if are_persons else people, people if are_persons else None, fit, uuid
    )


def _hedged(told: Published | PublishedLine) -> int | str | None:
    if told.participants is None:
        return None
    if told.participants_to is not None:
        return f"{_number(told.participants)}–{_number(told.participants_to)}"
    if told.qualifier in _HEDGES:
        return say(_HEDGES[told.qualifier], number=_number(told.participants))
    return told.participants


def _sentence(told: Published) -> str:
    parts = [_line_words(line) for line in told.beside_total]
    whole = _counted(told)
    if told.is_summed and whole:
        whole += " (cộng các mục)"
    said = "; ".join(part for part in (whole, *parts) if part)
    period = told.label[:1].lower() + told.label[1:] + (" (ngày giả định)" if told.are_days_assumed else "")
    return f"Số đã công bố về {period}, theo {told.source}: {said}."


def _line_words(line: PublishedLine) -> str:
    words = f"{line.name[:1].lower() + line.name[1:] if line.name[1:2].islower() else line.name} {_counted(line)}"
    return f"{_MARKS[line.part]}: {words}" if line.part in _MARKS else words


def _counted(told: Published | PublishedLine) -> str:
    words = []
    if told.classes is not None:
        unit = "khóa" if isinstance(told, PublishedLine) and told.is_intakes else "lớp"
        words.append(f"{_official(told.classes)} {unit}")
    if told.participants is not None:
        hedge = {"about": "khoảng ", "over": "trên "}.get(told.qualifier, "")
        number = _official(told.participants)
        if told.participants_to is not None:
            number += f"–{_official(told.participants_to)}"
        words.append(f"{hedge}{number} {_PEOPLE[told.counted_as]}")
    return ", ".join(words)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _official(value: int) -> str:
    return f"{value:02d}" if 0 < value < 10 else _number(value)
