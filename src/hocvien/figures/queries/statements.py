"""What was published of which units, as far as the actor may see, and what it comes to by period."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.figures.data import Citation, Told, ToldLine
from hocvien.figures.errors import StatementNotFound
from hocvien.figures.models import Line, Statement
from hocvien.figures.reading import term_of_label
from hocvien.org import api as org


def statements_visible_to(actor: User | None, on: date) -> QuerySet[Statement]:
    """Statements of units whose figures the actor may see that day, latest period first."""
    rows = Statement.objects.select_related("unit").order_by("-last_on", "-first_on", "pk")
    if actor is None:
        return rows
    return rows.filter(unit_id__in=access.unit_ids_for(actor, access.Permission.REPORT_VIEW, on))


def statements_of(actor: User | None, unit: org.Unit, on: date, *, below: bool = False) -> QuerySet[Statement]:
    """Visible statements of the unit, with `below` also of all that stands under it that day or carried it on."""
    rows = statements_visible_to(actor, on)
    if below:
        return rows.filter(unit_id__in=org.descendant_ids_as_of(unit.pk, on, with_past=True))
    return rows.filter(unit=unit)


def get_statement_for(actor: User | None, uuid: UUID, on: date) -> Statement:
    """The statement with its lines, if visible; else StatementNotFound (a 404). Two queries."""
    lines = Prefetch("lines", Line.objects.order_by("position"))
    rows = statements_visible_to(actor, on).select_related("unit", "file").defer("file__rows")
    found = rows.prefetch_related(lines).filter(uuid=uuid).first()
    if found is None:
        raise StatementNotFound
    return found


def kept_of(unit_ids: Iterable[int]) -> set[tuple[int, date, date, str]]:
    """(unit, first day, last day, title of the source) of every statement in force of these units; one query."""
    rows = Statement.objects.filter(unit_id__in=list(unit_ids), withdrawn_on=None)
    return set(rows.values_list("unit_id", "first_on", "last_on", "source_title"))


def terms_told_of(unit_id: int) -> set[tuple[tuple[int, int], date, date]]:
    """(Years of a term of office, first day, last day) of every statement in force whose period is called a term; one query."""
    rows = Statement.objects.filter(unit_id=unit_id, withdrawn_on=None).order_by()
    told = rows.values_list("period_label", "first_on", "last_on").distinct()
    return {(term, first, last) for label, first, last in told if (term := term_of_label(label))}


def told_of(unit_id: int, *, programme: str = "", between: tuple[date, date] | None = None) -> list[Told]:
    """What each statement in force says of the unit: its total, or the sum of its lines within the total; with `programme`, of that alone.

    `between`: of periods that share a day with these, both included. Plans count nowhere. Two queries.
    """
    rows = Statement.objects.select_related("unit").filter(unit_id=unit_id, withdrawn_on=None)
    if between is not None:
        rows = rows.filter(first_on__lte=between[1], last_on__gte=between[0])
    rows = rows.order_by("first_on", "last_on", "pk").prefetch_related(
        Prefetch("lines", Line.objects.order_by("position"))
    )
    return [told for row in rows if (told := _told(row, list(row.lines.all()), programme)) is not None]


def _told(statement: Statement, lines: Sequence[Line], programme: str) -> Told | None:
    own = [line for line in lines if not (line.is_sent or line.is_planned)]
    total = next((line for line in own if line.is_total), None)
    if programme:
        counted = [line for line in own if line.programme == programme and not line.is_total]
    elif total is not None:
        counted = [total]
    else:
        counted = [line for line in own if line.in_totals and not line.is_joint]
    if not counted and (programme or not lines):
        return None
    return Told(
        uuid=str(statement.uuid),
        unit_code=statement.unit.code,
        label=statement.period_label,
        first_on=statement.first_on,
        last_on=statement.last_on,
        classes=_sum(line.classes for line in counted),
        participants=_sum(line.participants for line in counted),
        counted_as=_same(line.counted_as for line in counted),
        qualifier=next((line.qualifier for line in counted if line.qualifier), ""),
        is_summed=len(counted) > 1,
        source=statement.source_title,
        participants_to=counted[0].participants_to if len(counted) == 1 else None,
        are_days_assumed=statement.are_days_assumed,
        is_generated=statement.is_generated,
        citation=Citation(
            title=statement.source_title,
            number=statement.source_number,
            publisher=statement.publisher,
            published_on=statement.published_on,
            address=statement.address,
        ),
        note=statement.note,
        term=term_of_label(statement.period_label),
        lines=tuple(_told_line(line) for line in lines if not programme or line.programme == programme),
    )


def _told_line(line: Line) -> ToldLine:
    kind = "total" if line.is_total else "planned" if line.is_planned else "sent" if line.is_sent else "item"
    if line.is_joint and not line.in_totals:
        kind = "joint"
    return ToldLine(
        programme=line.programme,
        name=line.name,
        kind=kind,
        classes=line.classes,
        participants=line.participants,
        participants_to=line.participants_to,
        graduated=line.graduated,
        counted_as=line.counted_as,
        qualifier=line.qualifier,
        is_intakes=line.is_intakes,
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum; None where one of them is not told."""
    known = list(numbers)
    return None if not known or None in known else sum(number for number in known if number is not None)


def _same(words: Iterable[str]) -> str:
    """The one word all of them have, else ""."""
    found = set(words)
    return found.pop() if len(found) == 1 else ""
