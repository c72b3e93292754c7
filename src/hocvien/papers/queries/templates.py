"""Which template a unit's papers are made from, and those before."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.org import api as org
from hocvien.papers.arithmetic.defaults import default_template
from hocvien.papers.constants import SAMPLES
from hocvien.papers.data import TemplateInUse
from hocvien.papers.errors import TemplateNotFound
from hocvien.papers.models import PaperKind, PaperTemplate

_BATCH = 500


def templates_in_use(unit_id: int, on: date) -> list[TemplateInUse]:
    """For each kind of paper the unit's own newest template, else the nearest above's, else the program's; two queries."""
    line = org.ancestor_ids_as_of(unit_id, on) or [unit_id]
    near = {pk: len(line) - at for at, pk in enumerate(line)}
    found: dict[str, PaperTemplate] = {}
    rows = PaperTemplate.objects.filter(unit_id__in=line, withdrawn_at=None).defer("content").select_related("unit")
    for row in sorted(rows, key=lambda one: (-near[one.unit_id], one.made_at, one.pk)):
        held = found.get(row.kind)
        if held is None or near[held.unit_id] >= near[row.unit_id]:
            found[row.kind] = row
    return [
        TemplateInUse(kind, found.get(kind), kind in found and found[kind].unit_id == unit_id)
        for kind in PaperKind.values
        if kind in SAMPLES
    ]


def template_in_use(kind: str, unit_id: int, on: date) -> TemplateInUse:
    """The same for one kind. Raises TemplateNotFound for a kind there is not."""
    for one in templates_in_use(unit_id, on):
        if one.kind == kind:
            return one
    raise TemplateNotFound


def content_in_use(kind: str, unit_id: int, on: date) -> bytes:
    """The Word file the unit's papers of this kind are made from; the program's own in the unit's layout. At most five queries."""
    held = template_in_use(kind, unit_id, on)
    if held.row is not None:
        return bytes(PaperTemplate.objects.values_list("content", flat=True).get(pk=held.row.pk))
    return default_template(kind, is_party=org.find_layout(unit_id, on) != org.PaperLayout.STATE)


def templates_before(kind: str, unit_id: int) -> QuerySet[PaperTemplate]:
    """Templates the unit itself ever had for this kind, newest first, without their content."""
    rows = PaperTemplate.objects.filter(kind=kind, unit_id=unit_id).defer("content").select_related("made_by")
    return rows.order_by("-made_at", "-pk")


def get_template_for(actor: User | None, uuid: UUID, on: date) -> PaperTemplate:
    """The template, where the actor edits papers at its unit; TemplateNotFound (404)."""
    row = PaperTemplate.objects.select_related("unit").filter(uuid=uuid).first()
    if row is None or not access.can(actor, access.Permission.PAPER_EDIT, row.unit_id, on):
        raise TemplateNotFound
    return row


def count_templates_at(unit_ids: Sequence[int]) -> int:
    """Templates in use at these units; a query for every 500."""
    return sum(
        PaperTemplate.objects.filter(unit_id__in=ids, withdrawn_at=None).count() for ids in batched(unit_ids, _BATCH)
    )
