"""Where people stand: one person's, computed now; lists and figures, from the rows that are kept."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, DateField, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.obligations.constants import FEW_UNITS, URGENT
from hocvien.obligations.data import Counts, OfPost, OwnDuty, Reckoning, Told
from hocvien.obligations.models import Index, Obligation, Standing, Tally, Trigger, Version
from hocvien.obligations.queries.compiler.statement import COLUMNS, compile_obligation
from hocvien.obligations.queries.recorded import citation_of, list_obligations, versions_by_obligation
from hocvien.obligations.queries.words import say_arithmetic, say_due, title_of
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records

_DAYS = {"began_on", "fell_on", "base_on", "due_on", "paper_on", "held_until", "term_from", "term_to"}
_FLAGS = {"is_met", "is_away"}


def reckon(person_ids: Iterable[int], on: date, *, programme: str = "") -> dict[int, list[Reckoning]]:
    """Person → every obligation they are under that day, computed now by the statement the kept rows come from; one query for each obligation.

    `programme`: only those that a paper of this programme (its code) fulfils.
    """
    ids = list(person_ids)
    found: dict[int, list[Reckoning]] = {pk: [] for pk in ids}
    for obligation, versions in versions_by_obligation():
        if programme and programme not in obligation.programmes:
            continue
        for row in _rows_of(obligation, versions, on, ids):
            found[row.person_id].append(row)
    return found


def _rows_of(
    obligation: Obligation, versions: Sequence[Version], on: date, ids: Sequence[int], **of: bool
) -> list[Reckoning]:
    sql, params = compile_obligation(obligation, versions, on, person_ids=ids, **of)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    return [Reckoning(**{name: _plain(name, value) for name, value in zip(COLUMNS, row, strict=True)}) for row in rows]


def _plain(name: str, value: Any) -> Any:
    """SQLite keeps days as text and flags as numbers."""
    if name in _DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    return bool(value) if name in _FLAGS else value


def obligations_of(person: people.Person, on: date) -> list[Told]:
    """One person's obligations in words, computed now: the days, the arithmetic, what did not count. About ten queries."""
    by_id = {one.pk: (one, versions) for one, versions in versions_by_obligation()}
    posts = {post.pk: post.title for post in people.list_posts(person)}
    return [
        _told(row, *by_id[row.obligation_id], person.pk, on, post=posts.get(row.post_id or 0, ""))
        for row in reckon([person.pk], on)[person.pk]
    ]


def obligations_by_post(person: people.Person, on: date, *, is_planned: bool = False) -> list[OfPost]:
    """What each post held asks of the person, or (`is_planned`) each post planned for, as if appointed that day; computed as all else here is.

    One query for each obligation of posts, and some for each that is found.
    """
    found: list[OfPost] = []
    for obligation, versions in versions_by_obligation():
        if obligation.trigger != Trigger.POST:
            continue
        rows = _rows_of(obligation, versions, on, [person.pk], is_of_each_post=True, is_planned=is_planned)
        latest = max(rows, key=lambda row: (row.began_on or date.min, row.post_id or 0), default=None)
        found += [
            OfPost(
                post_id=row.post_id or 0,
                governs=is_planned or row is latest,
                told=_told(row, obligation, versions, person.pk, on),
            )
            for row in rows
        ]
    return found


def _told(
    row: Reckoning, obligation: Obligation, versions: Sequence[Version], person_id: int, on: date, *, post: str = ""
) -> Told:
    version = next((one for one in versions if one.pk == row.version_id), None)
    said = say_arithmetic(row, obligation, version, refused_on=_refused_on(row, obligation, person_id, on))
    if not row.is_met and _has_unconfirmed(row, obligation, person_id):
        said.append(_("Có ghi học ở nơi khác, chưa ai xác nhận đã xem giấy nên chưa tính."))
    return Told(
        code=obligation.code,
        title=title_of(obligation),
        state=row.state,
        is_met=row.is_met,
        due_on=row.due_on,
        held_until=row.held_until,
        arithmetic=tuple(said),
        citation="" if version is None else citation_of(version),
        mark="" if version is None else version.mark,
        missing=row.missing,
        programmes=tuple(obligation.programmes),
        post=post,
        is_sensitive=obligation.trigger == Trigger.MEMBER or row.away_days > 0 or row.is_away,
        is_of_post=obligation.trigger == Trigger.POST,
        due_words=say_due(row, obligation),
    )


def _refused_on(row: Reckoning, obligation: Obligation, person_id: int, on: date) -> date | None:
    """The day of the latest paper that does not count because it is from before; None where one counts or there is none."""
    if row.paper_on is not None or row.fell_on is None or not obligation.programmes:
        return None
    ours = records.certificates_issued_by(obligation.programmes, on).filter(
        person_id=person_id, first_issued_on__lt=row.fell_on
    )
    other = records.trainings_confirmed_by(obligation.programmes, on).filter(
        person_id=person_id, issued_on__lt=row.fell_on
    )
    days = [*ours.values_list("first_issued_on", flat=True), *other.values_list("issued_on", flat=True)]
    return max((day for day in days if day is not None), default=None)


def _has_unconfirmed(row: Reckoning, obligation: Obligation, person_id: int) -> bool:
    """Whether a training elsewhere is recorded that would count, had somebody seen its paper."""
    rows = records.external_trainings(person_id).filter(
        programme__code__in=obligation.programmes, confirmed_at__isnull=True
    )
    return any(one.issued_on is None or row.fell_on is None or one.issued_on >= row.fell_on for one in rows)


def computed_for() -> date | None:
    """The day the kept rows are of, None where there are none."""
    return Index.objects.filter(computed_for__gt=date(1, 1, 1)).values_list("computed_for", flat=True).first()


def standings_within(actor: User | None, unit: org.Unit | None, on: date) -> QuerySet[Standing]:
    """The kept rows of who belongs to the unit or below it (None: anywhere), as far as the actor sees its people. At most four queries to build."""
    rows = Standing.objects.select_related("obligation", "version", "version__regulation")
    if unit is None:
        return rows.filter(unit_id__in=access.unit_ids_for(actor, access.Permission.PERSON_VIEW, on))
    below = org.descendant_ids_as_of(unit.pk, on)
    if access.can_below(actor, access.Permission.PERSON_VIEW, unit, on):
        few = list(below[: FEW_UNITS + 1])
        # named one by one: PostgreSQL would else walk the days of the whole nation for the fifty rows of a commune
        return rows.filter(unit_id__in=few if len(few) <= FEW_UNITS else below)
    seen = access.unit_ids_for(actor, access.Permission.PERSON_VIEW, on).filter(pk__in=below)
    return rows.filter(unit_id__in=seen)


def standings_due(programme: str, by: date, unit_ids: QuerySet[Any] | Iterable[int]) -> QuerySet[Standing]:
    """Kept rows of who belongs to these units and must hold a paper of the programme (its code) by that day, the long overdue among them.

    An obligation that several programmes fulfil is asked of the first it names, so that each is told once. One query to build; who may see
    whom is for the caller to ask.
    """
    wanted = [one.pk for one in list_obligations() if one.programmes[:1] == [programme]]
    return Standing.objects.filter(obligation_id__in=wanted, unit_id__in=unit_ids, due_on__lte=by)


def on_desk(
    actor: User, on: date, within: QuerySet[Any] | None, *, lists: bool
) -> tuple[dict[str, int], list[OwnDuty]]:
    """(state → how many need something now among the people the actor puts on lists, in these units alone; what is due of the actor's own).

    One query, and one to know the units, from the rows kept, which are of `computed_for`; a work list is not the place to compute them.
    `lists`: whether the actor puts anybody on lists. Nothing of the own while acting for somebody else.
    """
    urgent = Standing.objects.filter(state__in=URGENT).order_by()
    own = urgent.filter(person_id__in=access.own_person_ids(actor)).values_list(
        "state", Value(0), "obligation__title", "obligation__title_en", "due_on"
    )
    rows: Any = own
    if lists:
        theirs = urgent.filter(unit_id__in=access.unit_ids_for(actor, access.Permission.LIST_PROPOSE, on))
        if within is not None:
            theirs = theirs.filter(unit_id__in=within)
        nothing = Value("", output_field=CharField())
        counted = theirs.values("state").annotate(
            all=Count("person_id", distinct=True), vi=nothing, en=nothing, day=Cast(Value(None), DateField())
        )
        rows = counted.values_list("state", "all", "vi", "en", "day").union(own, all=True)
    counts: dict[str, int] = {}
    duties: list[OwnDuty] = []
    for state, number, title, title_en, due_on in rows:
        if number:
            counts[state] = number
        elif title:
            duties.append(OwnDuty(title=title, title_en=title_en, state=state, due_on=due_on))
    return counts, sorted(duties, key=lambda one: (one.due_on or date.max, one.title))


def counts_of(unit_ids: Iterable[int]) -> dict[int, dict[int, Counts]]:
    """Unit → obligation → how many at the unit and below stand where; one query. Who may see it is for the caller to ask."""
    return _counted(
        Tally.objects.filter(unit_id__in=list(unit_ids))
        .order_by()
        .values_list("unit_id", "obligation_id", "state", "is_met")
        .annotate(all=Sum("number"))
    )


def counts_here(rows: QuerySet[Standing], unit_id: int) -> dict[int, Counts]:
    """Obligation → how many of these rows stand where: for who sees only a part of the unit. One query."""
    found = (
        rows.select_related(None).order_by().values_list("obligation_id", "state", "is_met").annotate(all=Count("pk"))
    )
    return _counted((unit_id, *row) for row in found).get(unit_id, {})


def _counted(rows: Iterable[tuple[int, int, str, bool, int]]) -> dict[int, dict[int, Counts]]:
    states: dict[tuple[int, int], dict[str, int]] = {}
    met: dict[tuple[int, int], int] = {}
    for unit_id, obligation_id, state, is_met, number in rows:
        key = (unit_id, obligation_id)
        of = states.setdefault(key, {})
        of[state] = of.get(state, 0) + number
        met[key] = met.get(key, 0) + (number if is_met else 0)
    found: dict[int, dict[int, Counts]] = {}
    for (unit_id, obligation_id), by_state in states.items():
        counts = Counts({state: number for state, number in by_state.items() if number}, met[unit_id, obligation_id])
        if counts.total:
            found.setdefault(unit_id, {})[obligation_id] = counts
    return found
