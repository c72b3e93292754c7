"""Where people stand: one person's, computed now; lists and figures, from the rows that are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, Count, DateField, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.obligations.constants import FEW_UNITS, TOGETHER, URGENT
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
    """Person → every obligation they are under that day, computed now by the statement the kept rows come from.

    One query for a few people, for more one for each obligation. `programme`: only those that a paper of this programme (its code) fulfils.
    """
    ids = list(person_ids)
    found: dict[int, list[Reckoning]] = {pk: [] for pk in ids}
    asked = [_Asked(*one) for one in versions_by_obligation() if not programme or programme in one[0].programmes]
    for rows in _rows_of(asked, on, ids):
        for row in rows:
            found[row.person_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """An obligation with its versions, and of which posts it is asked (`compile_obligation`)."""

    obligation: Obligation
    versions: Sequence[Version]
    is_of_each_post: bool = False
    is_planned: bool = False


def _rows_of(asked: Sequence[_Asked], on: date, ids: Sequence[int]) -> list[list[Reckoning]]:
    """The rows of each statement, in order; the statements of a few people are sent as one."""
    together = len(asked) if len(ids) <= TOGETHER else 1
    found: list[list[Reckoning]] = [[] for _one in asked]
    for part in batched(list(enumerate(asked)), max(together, 1)):
        sqls: list[str] = []
        params: list[Any] = []
        for number, one in part:
            sql, needed = compile_obligation(
                one.obligation,
                one.versions,
                on,
                person_ids=ids,
                is_of_each_post=one.is_of_each_post,
                is_planned=one.is_planned,
            )
            sqls.append(f"SELECT {number}, s{number}.* FROM ({sql}) s{number}")  # noqa: S608 - names of our own tables
            params += needed
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(sqls), params)
            for number, *row in cursor.fetchall():
                values = {name: _plain(name, value) for name, value in zip(COLUMNS, row, strict=True)}
                found[number].append(Reckoning(**values))
    return found


def _plain(name: str, value: Any) -> Any:
    """SQLite keeps days as text and flags as numbers."""
    if name in _DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    return bool(value) if name in _FLAGS else value


def obligations_of(person: people.Person, on: date, *, posts: Iterable[people.Post] | None = None) -> list[Told]:
    """One person's obligations in words, computed now: the days, the arithmetic, what did not count. At most four queries.

    `posts`: all the person ever held, where they are already read; then one query fewer.
    """
    asked = [_Asked(*one) for one in versions_by_obligation()]
    titles = {post.pk: post.title for post in (people.list_posts(person) if posts is None else posts)}
    papers = _Papers(person.pk, on, asked)
    return [
        _told(row, one, papers, post=titles.get(row.post_id or 0, ""))
        for one, rows in zip(asked, _rows_of(asked, on, [person.pk]), strict=True)
        for row in rows
    ]


def obligations_by_post(person: people.Person, on: date, *, with_planned: bool) -> tuple[list[Told], list[OfPost]]:
    """(what the person is under as a member or candidate, what each post held asks), and each post planned for, as if appointed that day.

    Computed by the same statement as all else here; at most three queries.
    """
    known = versions_by_obligation()
    asked = [_Asked(*one) for one in known if one[0].trigger != Trigger.POST]
    of_posts = [one for one in known if one[0].trigger == Trigger.POST]
    asked += [_Asked(*one, is_of_each_post=True) for one in of_posts]
    if with_planned:
        asked += [_Asked(*one, is_of_each_post=True, is_planned=True) for one in of_posts]
    papers = _Papers(person.pk, on, asked)
    by_status: list[Told] = []
    by_post: list[OfPost] = []
    for one, rows in zip(asked, _rows_of(asked, on, [person.pk]), strict=True):
        latest = max(rows, key=lambda row: (row.began_on or date.min, row.post_id or 0), default=None)
        for row in rows:
            told = _told(row, one, papers)
            if not one.is_of_each_post:
                by_status.append(told)
                continue
            governs = one.is_planned or row is latest
            by_post.append(OfPost(post_id=row.post_id or 0, is_planned=one.is_planned, governs=governs, told=told))
    return by_status, by_post


def _told(row: Reckoning, asked: _Asked, papers: "_Papers", *, post: str = "") -> Told:
    obligation = asked.obligation
    version = next((one for one in asked.versions if one.pk == row.version_id), None)
    said = say_arithmetic(row, obligation, version, refused_on=papers.refused_on(row, obligation))
    if not row.is_met and papers.has_unconfirmed(row, obligation):
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


class _Papers:
    """What one person holds that an obligation may refuse or not know; asked when first needed, for all obligations at once."""

    def __init__(self, person_id: int, on: date, asked: Iterable[_Asked]) -> None:
        self.person_id, self.on = person_id, on
        self.codes = sorted({code for one in asked for code in one.obligation.programmes})

    @cached_property
    def _read(self) -> list[tuple[str, date | None, bool]]:
        """(programme, day, whether it counts) of papers of ours, of those elsewhere that somebody saw, and of those that nobody did; one query."""
        ours = records.certificates_issued_by(self.codes, self.on)
        seen = records.trainings_confirmed_by(self.codes, self.on)
        unseen = records.external_trainings(self.person_id).filter(confirmed_at__isnull=True, programme__isnull=False)
        rows = [
            (ours, "first_issued_on", True),
            (seen, "issued_on", True),
            (unseen.order_by().select_related(None), "issued_on", False),
        ]
        first, *others = (
            one.filter(person_id=self.person_id).values_list(
                "programme__code", day, Value(counts, output_field=BooleanField())
            )
            for one, day, counts in rows
        )
        return list(first.union(*others, all=True))

    @property
    def _counted(self) -> list[tuple[str, date]]:
        return [(code, day) for code, day, counts in self._read if counts and day is not None]

    @property
    def _unconfirmed(self) -> list[tuple[str, date | None]]:
        return [(code, day) for code, day, counts in self._read if not counts]

    def refused_on(self, row: Reckoning, obligation: Obligation) -> date | None:
        """The day of the latest paper that does not count because it is from before; None where one counts or there is none."""
        if row.paper_on is not None or row.fell_on is None or not obligation.programmes:
            return None
        days = [day for code, day in self._counted if code in obligation.programmes and day < row.fell_on]
        return max(days, default=None)

    def has_unconfirmed(self, row: Reckoning, obligation: Obligation) -> bool:
        """Whether a training elsewhere is recorded that would count, had somebody seen its paper."""
        return any(
            day is None or row.fell_on is None or day >= row.fell_on
            for code, day in self._unconfirmed
            if code in obligation.programmes
        )


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
    actor: User, on: date, within: QuerySet[Any] | None, *, lists: bool, unit: org.Unit | None = None
) -> tuple[dict[str, int], list[OwnDuty]]:
    """(state → how many lines of the list need something now, of people the actor puts on lists, in these units alone; what is due of the own).

    One query, and two at most to know the units, from the rows kept, which are of `computed_for`; a work list is not the place to compute
    them. `lists`: whether the actor puts anybody on lists. `unit`: where it and all below it are the units and one grant covers them, the
    figures kept of it answer. Nothing of the own while acting for somebody else.
    """
    urgent = Standing.objects.filter(state__in=URGENT).order_by()
    own = urgent.filter(person_id__in=access.own_person_ids(actor)).values_list(
        "state", Value(0), "obligation__title", "obligation__title_en", "due_on"
    )
    rows: Any = own
    if lists:
        nothing = Value("", output_field=CharField())
        more = {"vi": nothing, "en": nothing, "day": Cast(Value(None), DateField())}
        counted = _urgent_there(actor, on, within, unit).annotate(**more)
        rows = counted.values_list("state", "all", "vi", "en", "day").union(own, all=True)
    counts: dict[str, int] = {}
    duties: list[OwnDuty] = []
    for state, number, title, title_en, due_on in rows:
        if number:
            counts[state] = number
        elif title:
            duties.append(OwnDuty(title=title, title_en=title_en, state=state, due_on=due_on))
    return counts, sorted(duties, key=lambda one: (one.due_on or date.max, one.title))


def _urgent_there(
    actor: User, on: date, within: QuerySet[Any] | None, unit: org.Unit | None
) -> QuerySet[Any, dict[str, Any]]:
    """`state` and how many in `all`: from the figures kept where the unit is wholly the actor's, else of the rows themselves."""
    permission = access.Permission.LIST_PROPOSE
    if unit is not None and access.can_below(actor, permission, unit, on):
        kept = Tally.objects.filter(unit_id=unit.pk, state__in=URGENT).order_by()
        return kept.values("state").annotate(all=Sum("number"))
    theirs = Standing.objects.filter(state__in=URGENT, unit_id__in=access.unit_ids_for(actor, permission, on))
    if within is not None:
        theirs = theirs.filter(unit_id__in=within)
    return theirs.order_by().values("state").annotate(all=Count("pk"))


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
