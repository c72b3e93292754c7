"""Who falls under an obligation, since when, and by which version of it."""

from typing import Any

from django.db.models import BigIntegerField, Case, CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from hocvien.common.among import among
from hocvien.obligations.constants import MISSING_ADMISSION
from hocvien.obligations.models import Trigger
from hocvien.obligations.queries.compiler.asked import Asked
from hocvien.obligations.queries.compiler.text import Text, outer, query
from hocvien.org import api as org
from hocvien.people import api as people

_NO_ID = Cast(Value(None), BigIntegerField())


def source(asked: Asked) -> Text:
    """(person, the day of becoming, post, its unit, where the person belongs, what is missing)."""
    on, obligation = asked.on, asked.obligation
    if obligation.trigger == Trigger.MEMBER:
        return _members(asked)
    if obligation.trigger == Trigger.POST:
        rows = _plannings(asked) if asked.is_planned else _posts(asked)
        began: Any = Value(on, output_field=DateField()) if asked.is_planned else F("valid_from")
        post: Any = F("pk")
    else:
        began, post = F("valid_from"), _NO_ID
        rows = people.belongings_on(on).filter(
            Q(person__admitted_on=None) | Q(person__admitted_on__gt=on),
            kind=people.BelongingKind.PROPOSING_CELL,
            person__anonymised_on=None,
        )
    if asked.person_ids is not None:
        rows = rows.filter(among("person_id", asked.person_ids))
    named: Any = rows.order_by().values_list("person_id")
    return query(
        named.annotate(
            s_began=began,
            s_post=post,
            s_at=F("unit_id"),
            s_home=people.main_unit_subquery(on, outer="person_id"),
            s_lacking=Value("", output_field=CharField()),
        )
    )


def _posts(asked: Asked) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = people.posts_on(asked.on)
    if asked.obligation.work_fields:
        rows = rows.filter(work_field__in=asked.obligation.work_fields)
    return _of_group(asked, rows)


def _plannings(asked: Asked) -> QuerySet[Any, Any]:
    """Plannings for such posts, as if one were appointed that day; a planning names no field of work, so one of a field alone is not told of it."""
    rows: QuerySet[Any, Any] = people.plannings_on(asked.on)
    return _of_group(asked, rows.none() if asked.obligation.work_fields else rows)


def _of_group(asked: Asked, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    on, obligation = asked.on, asked.obligation
    rows = rows.filter(kind__in=obligation.post_kinds, person__anonymised_on=None)
    if obligation.unit_kinds:
        rows = rows.filter(unit_id__in=org.kind_ids_as_of(obligation.unit_kinds, on).values("unit_id"))
    if obligation.managed_kinds:
        managing = org.kind_ids_as_of(obligation.managed_kinds, on).values("unit_id")
        rows = rows.filter(person_id__in=people.managements_on(on).filter(unit_id__in=managing).values("person_id"))
    return rows


def _members(asked: Asked) -> Text:
    """Probationary members; and who is in an official cell without a day of admission: nobody can say."""
    on = asked.on
    # asked of each: inside an OR PostgreSQL would walk the whole list of belongings once a person
    in_cell = Exists(people.belongings_on(on).filter(kind=people.BelongingKind.OFFICIAL_CELL, person_id=OuterRef("pk")))
    probationary = Q(admitted_on__lte=on) & (Q(official_on=None) | Q(official_on__gt=on))
    if not asked.obligation.covers_earlier and asked.versions:
        probationary &= Q(admitted_on__gte=asked.versions[0].valid_from)
    still = Q(left_party_on=None) | Q(left_party_on__gt=on)
    rows = people.people().filter(
        (probationary & still) | (Q(admitted_on=None, left_party_on=None) & Q(in_cell)), anonymised_on=None
    )
    if asked.person_ids is not None:
        rows = rows.filter(among("pk", asked.person_ids))
    lacking = Case(When(admitted_on=None, then=Value(MISSING_ADMISSION)), default=Value(""), output_field=CharField())
    named: Any = rows.order_by().values_list("pk")
    return query(
        named.annotate(
            s_began=F("admitted_on"),
            s_post=_NO_ID,
            s_at=_NO_ID,
            s_home=people.main_unit_subquery(on),
            s_lacking=lacking,
        )
    )


def told(asked: Asked) -> Text:
    """The term that holds at each of the units, looked up once for each and not for each person."""
    terms = org.terms().annotate(term_id=F("pk"), term_from=F("valid_from"), term_to=F("valid_to"))
    nearest = org.lines_to_facts(org.FactKind.TERM, asked.on).filter(descendant_id=outer("u.unit_id"))[:1]
    return Text("SELECT n.unit_id, t.term_from, t.term_to FROM (SELECT u.unit_id, (").add(
        query(nearest),
        ") AS term_id FROM (SELECT DISTINCT at_id AS unit_id FROM source) u) n JOIN (",
        query(terms.order_by().values_list("term_id", "term_from", "term_to")),
        ") t ON t.term_id = n.term_id",
    )


def one(asked: Asked) -> Text:
    """One row a person: of several posts the latest, or (`is_of_each_post`) one row a post; with the days of the unit's term."""
    part = "r.person_id, r.post_id" if asked.is_of_each_post else "r.person_id"
    joined = " LEFT JOIN told t ON t.unit_id = r.at_id" if asked.uses_terms else ""
    days = "t.term_from, t.term_to" if asked.uses_terms else f"{asked.no_day} AS term_from, {asked.no_day} AS term_to"
    return Text(
        "SELECT s.* FROM (SELECT r.person_id, r.began_on, r.post_id, COALESCE(r.home_id, r.at_id) AS unit_id,"  # noqa: S608 - names of our own tables
        f" COALESCE(r.at_id, r.home_id) AS at_id, r.missing, {days},"
        f" ROW_NUMBER() OVER (PARTITION BY {part} ORDER BY r.began_on DESC, r.post_id DESC) AS place"
        f" FROM source r{joined}) s WHERE s.place = 1"
    )


def fallen(asked: Asked) -> Text:
    """The day on which each fell under it, and the version of that day; who fell under none is not there."""
    days = ["began_on"]
    fell = Text()
    if asked.uses_terms:
        days.append("COALESCE(term_from, began_on)")
    if asked.obligation.covers_earlier and asked.versions:
        first = asked.day(asked.versions[0].valid_from)
        fell.params, covered = first.params, first.sql
        days.append(covered)
    fell.sql = asked.greatest(*days) if len(days) > 1 else days[0]
    return (
        Text("SELECT g.* FROM (SELECT f.*, ")
        .add(asked.version_on("f.fell_on"), " AS first_version FROM (SELECT one.*, ", fell)
        .add(" AS fell_on FROM one) f) g WHERE g.first_version IS NOT NULL OR g.missing <> ''")
    )
