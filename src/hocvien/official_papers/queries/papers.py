"""Which papers somebody may see, and the numbers of a unit's registers."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.official_papers.constants import OF_PERIOD, SYMBOLS, WITH_NAMES
from hocvien.official_papers.errors import PaperNotFound
from hocvien.official_papers.models import FigureBlock, OfficialPaper, PaperRegister, PaperState
from hocvien.org import api as org

_P = access.Permission


def papers_visible_to(actor: User | None, on: date) -> QuerySet[OfficialPaper]:
    """Papers of units whose figures the actor sees that day: numbered ones, and the drafts of units where the actor writes papers.

    A paper of a class is for who sees the class; one with a table that is told by something sensitive for who sees the unit's people.
    """
    rows = OfficialPaper.objects.select_related("unit", "training_class")
    if actor is None:
        return rows
    held = access.unit_ids_by_permission(actor, (_P.REPORT_VIEW, _P.OFFICIAL_WRITE, _P.PERSON_VIEW), on)
    is_issued = ~Q(state=PaperState.DRAFT) & Q(unit_id__in=held[_P.REPORT_VIEW])
    rows = rows.filter(is_issued | Q(unit_id__in=held[_P.OFFICIAL_WRITE]))
    closed = FigureBlock.objects.filter(is_sensitive=True).exclude(unit_id__in=held[_P.PERSON_VIEW])
    rows = rows.exclude(pk__in=closed.values("paper"))
    return rows.filter(
        Q(training_class=None) | Q(training_class_id__in=classes.classes_visible_to(actor, on).values("pk"))
    )


def papers_of(actor: User | None, unit: org.Unit, on: date) -> QuerySet[OfficialPaper]:
    """Visible papers of the unit and of all that stands under it that day or was carried on there."""
    return papers_visible_to(actor, on).filter(unit_id__in=org.descendant_ids_as_of(unit.pk, on, with_past=True))


def drafts_for(actor: User | None, unit: org.Unit, on: date) -> QuerySet[OfficialPaper]:
    """Drafts about a period into which figures of the unit can be put: those that the actor writes of the unit and of units above it. Newest first."""
    held = access.unit_ids_for(actor, _P.OFFICIAL_WRITE, on)
    rows = OfficialPaper.objects.filter(state=PaperState.DRAFT, kind__in=OF_PERIOD, unit_id__in=held)
    return rows.filter(unit_id__in=org.line_above(unit.pk, on)).order_by("-made_at", "-pk")


def papers_of_class(actor: User | None, training_class: classes.TrainingClass, on: date) -> QuerySet[OfficialPaper]:
    """Visible papers of one class, newest first."""
    return papers_visible_to(actor, on).filter(training_class=training_class).order_by("-made_at", "-pk")


def get_paper_for(actor: User | None, uuid: UUID, on: date) -> OfficialPaper:
    """The paper if visible, one with names of learners only for who sees everybody of the class; else PaperNotFound (a 404). Two queries."""
    rows = papers_visible_to(actor, on).select_related("recognition", "register", "previous")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise PaperNotFound
    if found.kind in WITH_NAMES and actor is not None:
        row = found.training_class
        if row is None or not classes.runs_class(actor, row, on):
            raise PaperNotFound
    return found


def may_write(actor: User | None, paper: OfficialPaper, on: date) -> bool:
    """Whether the actor writes papers of its unit that day."""
    return access.can(actor, _P.OFFICIAL_WRITE, paper.unit_id, on)


def next_number(unit_id: int, kind: str, year: int) -> int:
    """The number the next paper of this kind would get; taken by nobody until it is given. One query."""
    row = PaperRegister.objects.filter(unit_id=unit_id, year=year, symbol=SYMBOLS[kind]).first()
    return 1 if row is None else row.last_number + 1


def previous_paper(unit_id: int, kind: str, *, kinds: tuple[str, ...]) -> OfficialPaper | None:
    """The unit's last paper of the kind, else of kinds alike, that a new one carries on from; one query."""
    rows = OfficialPaper.objects.filter(unit_id=unit_id, kind__in=kinds).exclude(state=PaperState.ANNULLED)
    found = list(rows.order_by("-issued_on", "-pk")[:20])
    return next((row for row in found if row.kind == kind), next(iter(found), None))
