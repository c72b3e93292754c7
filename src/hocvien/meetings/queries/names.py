"""Members of a summoned unit, as they are ticked off by name; who may see it is for `rules.nameable`."""

from hocvien.meetings.constants import MOST_NAMED
from hocvien.meetings.data import NamedMember
from hocvien.meetings.errors import NotSummoned, TooManyNames
from hocvien.meetings.models import Headcount, Point, PresentMember, StudySession, SummonedUnit
from hocvien.meetings.queries.members import members_of
from hocvien.org import api as org
from hocvien.people import api as people


def members_to_name(point: Point, unit: org.Unit) -> list[NamedMember]:
    """Members of the unit on the first day, in name order, with who is ticked; those at a unit below summoned by its own name are not its.

    Raises NotSummoned, TooManyNames. About eight queries, whatever their number.
    """
    session = point.session
    summoned = find_summoned(session, unit)
    persons = list(members_of(summoned).order_by("name_key", "pk")[: MOST_NAMED + 1])
    name = org.label_as_of(unit.pk, session.opens_on).name
    if len(persons) > MOST_NAMED:
        raise TooManyNames(name, summoned.members or len(persons), MOST_NAMED)
    ids = [one.pk for one in persons]
    here: set[int] = set()
    elsewhere: set[int] = set()
    rows = PresentMember.objects.filter(headcount__point__session=session, person_id__in=ids)
    for person_id, point_id in rows.values_list("person_id", "headcount__point_id"):
        (here if point_id == point.pk else elsewhere).add(person_id)
    belongings = people.belongings_on(session.opens_on).filter(
        kind=people.BelongingKind.OFFICIAL_CELL, person_id__in=ids
    )
    cells = dict(belongings.values_list("person_id", "unit_id"))
    labels = org.labels_as_of(set(cells.values()), session.opens_on)
    return [
        NamedMember(
            uuid=one.uuid,
            full_name=one.full_name,
            cell=labels[cells[one.pk]].name if one.pk in cells else "",
            is_present=one.pk in here,
            is_elsewhere=one.pk in elsewhere,
        )
        for one in persons
    ]


def find_summoned(session: StudySession, unit: org.Unit) -> SummonedUnit:
    """The unit as this study session summons it; raises NotSummoned. One query."""
    summoned = session.summoned.filter(unit=unit).first()
    if summoned is None:
        raise NotSummoned(org.label_as_of(unit.pk, session.opens_on).name)
    return summoned


def named_units(point: Point) -> set[int]:
    """Ids of units whose presence at the point is told by name; one query."""
    return set(Headcount.objects.filter(point=point, is_by_name=True).values_list("summoned__unit_id", flat=True))
