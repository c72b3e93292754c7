"""The obligations as they are recorded, and what committees chose."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from hocvien.common.together import read_together
from hocvien.common.wording import official_date
from hocvien.obligations.constants import LATE_DAYS, SOON_DAYS
from hocvien.obligations.data import DeadlinesHeld
from hocvien.obligations.errors import ChoiceNotFound, ObligationNotFound
from hocvien.obligations.models import ClockChoice, Obligation, Version
from hocvien.org import api as org


def list_obligations() -> list[Obligation]:
    """All of them in order, each with its versions, oldest first, and their regulations; two queries.

    `has_choices`: whether a committee ever chose its clock; `has_deadlines`: whether a unit says when something is due soon or long overdue.
    """
    return list(_obligations().prefetch_related(Prefetch("versions", _versions())))


def versions_by_obligation() -> list[tuple[Obligation, Sequence[Version]]]:
    """Every obligation that was ever in force, with its versions; one query, for the pages that ask much else."""
    every, versions = read_together(_obligations(), _versions())
    found: dict[int, list[Version]] = {}
    for version in versions:
        found.setdefault(version.obligation_id, []).append(version)
    return [(one, found[one.pk]) for one in every if one.pk in found]


def _versions() -> QuerySet[Version]:
    return Version.objects.select_related("regulation").order_by("valid_from")


def _obligations() -> QuerySet[Obligation]:
    rows = Obligation.objects.annotate(
        has_choices=Exists(ClockChoice.objects.filter(obligation_id=OuterRef("pk"))),
        has_deadlines=Exists(org.deadlines()),
    )
    return rows.order_by("position", "pk")


def citation_of(version: Version) -> str:
    """What the version cites: its own words, else its regulation with its day."""
    if version.citation or version.regulation is None:
        return version.citation
    issued = version.regulation.issued_on
    return version.regulation.number if issued is None else f"{version.regulation.number} ({official_date(issued)})"


def choices_at(unit: org.Unit) -> list[ClockChoice]:
    """What the committee itself chose over time, newest first; one query."""
    return list(
        ClockChoice.objects.filter(unit=unit)
        .select_related("obligation")
        .order_by("-valid_from", "obligation__position")
    )


def choices_above(unit_id: int, on: date) -> dict[int, ClockChoice]:
    """Obligation id → the choice that holds that day for the unit: its own, else that of the nearest above. Two queries."""
    line = org.ancestor_ids_as_of(unit_id, on)
    height = {pk: at for at, pk in enumerate(line)}
    found: dict[int, ClockChoice] = {}
    rows = ClockChoice.objects.filter(unit_id__in=line, valid_from__lte=on, valid_to__gt=on).select_related("unit")
    for row in rows:
        standing = found.get(row.obligation_id)
        if standing is None or height[row.unit_id] > height[standing.unit_id]:
            found[row.obligation_id] = row
    return found


def deadlines_at(unit_id: int, on: date) -> DeadlinesHeld:
    """When something is due soon and long overdue at the unit that day: told of it, else of the nearest above, else as shipped. Two queries."""
    held = org.facts_as_of(unit_id, on).deadlines
    if held is None or not isinstance(held.value, org.Deadlines):
        return DeadlinesHeld(SOON_DAYS, LATE_DAYS)
    return DeadlinesHeld(held.value.soon_days, held.value.late_days, held.unit_id, held.valid_from, held.source)


def get_obligation(code: str) -> Obligation:
    """The obligation; raises ObligationNotFound (a 404)."""
    found = Obligation.objects.filter(code=code).first()
    if found is None:
        raise ObligationNotFound
    return found


def get_choice(unit: org.Unit, uuid: UUID) -> ClockChoice:
    """What this unit chose; raises ChoiceNotFound (a 404)."""
    found = ClockChoice.objects.filter(unit=unit, uuid=uuid).select_related("unit", "obligation").first()
    if found is None:
        raise ChoiceNotFound
    return found
