"""What was filled into papers, and what of it goes into the next year."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q

from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.papers.constants import DAYS_OF_PLAN_YEAR, OPENING, PLAN
from hocvien.papers.data import PaperHead, PapersToCarry, PaperToCarry
from hocvien.papers.models import FilledPaper, PaperKind
from hocvien.papers.queries.values import head_proposed
from hocvien.planning import api as planning

HEAD_FIELDS = ("number", "place", "on", "stead", "signer_post", "signer_name")


def filled_papers(class_ids: Iterable[int]) -> dict[int, dict[str, FilledPaper]]:
    """For each class what was filled in, by kind of paper; one query."""
    found: dict[int, dict[str, FilledPaper]] = {pk: {} for pk in class_ids}
    rows = FilledPaper.objects.filter(among("training_class_id", found)).select_related("made_by").order_by("pk")
    for row in rows:
        found[row.training_class_id or 0][row.kind] = row
    return found


def papers_to_carry(
    copies: Iterable[classes.ClassCopy],
    plan: planning.Plan | None = None,
    filled: Mapping[int, Mapping[str, FilledPaper]] | None = None,
) -> PapersToCarry:
    """For each class that would be prepared again the papers made of it and of the decision recorded at it, with the days moved as its own, in the order of
    the kinds; for the plan, where it is asked of, the newest paper made of any version of the plan of the year before. One query; none with `filled`, which is
    `filled_papers` of these classes.
    """
    copies, of_plan = list(copies), None
    if filled is None:
        filled, of_plan = _filled_of(copies, plan)
    found = {}
    for copy in copies:
        moved, source = copy.opens_on - copy.source.opens_on, copy.source
        papers = {row.kind: PaperToCarry(row.kind, row.on + moved, row) for row in filled.get(source.pk, {}).values()}
        if source.decision_on and OPENING not in papers:
            papers[OPENING] = PaperToCarry(OPENING, source.decision_on + moved)
        found[source.pk] = [papers[kind] for kind in PaperKind.values if kind in papers]
    return PapersToCarry(found, of_plan)


def _filled_of(
    copies: Sequence[classes.ClassCopy], plan: planning.Plan | None
) -> tuple[dict[int, dict[str, FilledPaper]], PaperToCarry | None]:
    wanted = Q(among("training_class_id", [one.source.pk for one in copies]))
    if plan is not None:
        wanted |= Q(plan__unit_id=plan.unit_id, plan__year=plan.year - 1, made_at__isnull=False)
    filled: dict[int, dict[str, FilledPaper]] = {}
    of_plan = None
    for row in FilledPaper.objects.filter(wanted).order_by("made_at", "pk"):
        if row.training_class_id is None:
            of_plan = PaperToCarry(PLAN, row.on + timedelta(days=DAYS_OF_PLAN_YEAR), row)
        else:
            filled.setdefault(row.training_class_id, {})[row.kind] = row
    return filled, of_plan


def find_plan_paper(plan: planning.Plan) -> FilledPaper | None:
    """What was filled into the paper of this version of the plan; one query."""
    return FilledPaper.objects.filter(plan=plan).select_related("made_by").first()


def head_begun(filled: FilledPaper | None, issuer_id: int, on: date, number: str = "") -> PaperHead:
    """What the form of a paper begins with: what was filled in, else the signer told of the unit and today. No query where it was filled in."""
    if filled is None:
        return head_proposed(issuer_id, on, number)
    said = {name: getattr(filled, name) for name in HEAD_FIELDS}
    return PaperHead(**said | {"number": filled.number or number})
