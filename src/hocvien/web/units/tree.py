"""The tree on screen: which branches are open, what stands in them, and the counts beside each unit, as of the day looked at.

The number of queries does not depend on how many units there are, and a page never holds more than its open branches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common.periods import period_between
from hocvien.directory import api as directory
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import same_page, screen_url

P = access.Permission
PER_BRANCH = 100
# branches open on one page, and units the user was given
MOST_OPEN, MOST_TOPS = 40, 50
# people are counted one by one below units that hold together so many units; above that from the kept sets, or in the list
MOST_COUNTED = 30_000
# in the address: nothing is open
NONE = "-"


@dataclass(slots=True)
class Branch:
    """One unit of the tree. `people`, `classes`: None where the user may not count them, or the list does."""

    id: int
    code: str
    name: str
    kind: str
    url: str
    level: int
    below: int = 0
    directly_below: int = 0
    people: int | None = None
    classes: int | None = None
    is_sample: bool = False
    is_open: bool = False
    is_current: bool = False
    toggle_url: str = ""
    branch_url: str = ""
    people_url: str = ""
    classes_url: str = ""
    children: list["Branch"] = field(default_factory=list)
    before: "More | None" = None
    after: "More | None" = None


@dataclass(frozen=True, slots=True)
class More:
    """The way to the children before or after those shown; `count`: how many are there."""

    count: int
    url: str
    branch_url: str


def draw_tree(request: ScreenRequest) -> list[Branch]:
    """Where the user's grants reach, opened down to the unit in the bar or the branches named in the address. About fifteen queries."""
    on = request.scope.as_of
    tops = find_tops(request)
    opened, wanted = _opened(request, tops)
    return _draw(request, tops, opened, wanted, on, starts=_starts(request))


def draw_children(request: ScreenRequest, unit: org.Unit, *, level: int) -> Branch:
    """One unit with a page of its children; the part of the tree that is fetched when a branch is opened."""
    opened = {unit.pk}
    (branch,) = _draw(request, [unit.pk], opened, set(), request.scope.as_of, starts=_starts(request), level=level)
    return branch


def find_tops(request: ScreenRequest) -> list[int]:
    """The highest units of that day that the user's grants of today reach, by name.

    On an earlier day a unit that carries on others stands beside them, or they stand in its place; a unit that moved in since is found by
    search. At most six queries, and one more for each generation of reorganisations between.
    """
    scope = request.scope
    on = scope.as_of
    grants = [g for g in scope.grants if P.UNIT_VIEW in g.permissions]
    deep = {g.unit_id for g in grants if g.includes_below}
    own = list(dict.fromkeys(g.unit_id for g in grants))
    if on < scope.on and deep:
        earlier = org.units_before(deep, on=on, until=scope.on)
        # a divided unit's past hangs above its parts: its clerk of today is whoever holds the unit above
        reached = access.units_among(request.user, P.UNIT_VIEW, earlier, scope.on)
        deep |= reached
        own += [pk for pk in earlier if pk in reached]
    own = list(dict.fromkeys(own))[: 4 * MOST_TOPS]
    # of a unit that was not founded yet, or has ended and lives on in another, no line ends in a living unit of that day
    living = org.living_among(own, on)
    lines = org.paths_of_many(living, on)
    return [pk for pk in own if pk in living and not (set(lines[pk]) - {pk}) & deep][:MOST_TOPS]


def _opened(request: ScreenRequest, tops: Sequence[int]) -> tuple[set[int], set[int]]:
    """(units whose children are shown, units that must be among the children shown)."""
    scope = request.scope
    on = scope.as_of
    codes = [code for code in request.GET.getlist("open") if code][:MOST_OPEN]
    if codes:
        ids = list(org.ids_by_code(code for code in codes if code != NONE).values())
    else:
        ids = [scope.unit.pk] if scope.unit is not None else []
    lines = org.paths_of_many(ids, on) if ids else {}
    opened, wanted = set(), set()
    for line in lines.values():
        at = next((n for n, pk in enumerate(line) if pk in tops), None)
        if at is not None:
            opened.update(line[at:])
            wanted.update(line[at:])
    if not codes and not opened and len(tops) <= 3:
        opened.update(tops)
    return opened, wanted


def _starts(request: ScreenRequest) -> dict[str, int]:
    """Code → place of the first child shown, from `from=code:100` in the address."""
    found = {}
    for asked in request.GET.getlist("from")[:MOST_OPEN]:
        code, _colon, number = asked.rpartition(":")
        if code and number.isascii() and number.isdecimal() and len(number) < 8:
            found[code] = int(number)
    return found


def _draw(
    request: ScreenRequest,
    tops: Sequence[int],
    opened: set[int],
    wanted: set[int],
    on: date,
    *,
    starts: dict[str, int],
    level: int = 1,
) -> list[Branch]:
    scope = request.scope
    named = org.children_named(opened, on, within=_narrowed(request, tops))
    # only branches that hang on one another from a top down are drawn, however the address names them
    labels = org.labels_as_of({*tops, *opened}, on)
    shown: dict[int, tuple[list[int], int, int]] = {}
    reached, front = set(tops), [pk for pk in tops if pk in opened]
    while front:
        pk = front.pop()
        shown[pk] = _page([child for child, _name in named[pk]], starts.get(labels[pk].code, 0), wanted)
        reached.update(shown[pk][0])
        front += [child for child in shown[pk][0] if child in opened and child not in shown]
    labels |= org.labels_as_of(reached - labels.keys(), on)
    directly = org.count_children_as_of(reached, on)
    below = org.count_below_each([pk for pk in reached if directly.get(pk)], on)
    n_people = _count_people(request, reached, below)
    n_classes = _count_classes(request, reached)

    # the lists behind the counts open on the same day
    day = "" if on == scope.on else on.isoformat()
    running = period_between(on, on).code

    def branch(pk: int, deep: int, above: str) -> Branch:
        label = labels[pk]
        made = Branch(
            pk,
            label.code,
            label.name,
            str(org.UnitKind(label.kind).label),
            screen_url(request, "units:unit-page", with_unit=label.code, code=label.code),
            deep,
            below.get(pk, 0),
            directly.get(pk, 0),
            None if n_people is None else n_people.get(pk),
            None if n_classes is None else n_classes.get(pk, 0),
            label.is_sample_name,
            pk in shown,
            scope.unit is not None and pk == scope.unit.pk,
        )
        made.branch_url = screen_url(request, "units:unit-below", code=label.code, query={"level": deep + 1})
        made.toggle_url = same_page(
            request, open=(above or NONE) if made.is_open else label.code, **{"from": None, "export": None}
        )
        if n_people is not None:
            made.people_url = screen_url(
                request, "persons:person-list", with_unit=label.code, with_day=day, query={"of": "unit"}
            )
        if made.classes:
            made.classes_url = screen_url(
                request, "classes:class-list", with_unit=label.code, with_day=day, with_period=running
            )
        if made.is_open:
            ids, first, total = shown[pk]
            made.children = [branch(child, deep + 1, label.code) for child in ids]
            made.before = _more(request, label.code, deep, max(0, first - PER_BRANCH), first)
            made.after = _more(request, label.code, deep, first + PER_BRANCH, total - first - len(ids))
        return made

    return [branch(pk, level, "") for pk in tops if pk in labels]


def _page(children: list[int], start: int, wanted: set[int]) -> tuple[list[int], int, int]:
    """(children shown, place of the first, how many there are): a page, and what has to be seen behind it."""
    first = min(start, max(0, len(children) - 1)) // PER_BRANCH * PER_BRANCH
    part = children[first : first + PER_BRANCH]
    return part + [pk for pk in children[first + PER_BRANCH :] if pk in wanted], first, len(children)


def _more(request: ScreenRequest, code: str, deep: int, start: int, count: int) -> More | None:
    if count <= 0:
        return None
    kept = [one for one in request.GET.getlist("from") if not one.startswith(f"{code}:")]
    opened = request.GET.getlist("open") or [code]
    return More(
        count,
        same_page(
            request, open=[*dict.fromkeys([*opened, code])], **{"from": [*kept, f"{code}:{start}"], "export": None}
        ),
        screen_url(request, "units:unit-below", code=code, query={"level": deep + 1, "from": f"{code}:{start}"}),
    )


def _narrowed(request: ScreenRequest, tops: Sequence[int]) -> QuerySet | None:
    """What children are narrowed to: on another day to what today's grants reach; today a grant covers all below it."""
    scope = request.scope
    deep, _flat = access.granted_unit_ids(request.user, P.UNIT_VIEW, scope.on)
    if scope.as_of == scope.on and _are_below(request, tops, set(deep)):
        return None
    return reach_of(request, P.UNIT_VIEW)


def reach_of(request: ScreenRequest, permission: str) -> QuerySet | None:
    """The units where the user's grants of today reach, as a subquery; None where that is every unit there is."""
    on = request.scope.on
    return (
        None if access.reaches_all(request.user, permission, on) else access.unit_ids_for(request.user, permission, on)
    )


def _are_below(request: ScreenRequest, unit_ids: Iterable[int], deep: set[int]) -> bool:
    """Whether each of these units is one of `deep` or stands below one today; no query where all are."""
    left = set(unit_ids) - deep
    return not left or all(line & deep for line in org.ancestor_ids_of_many(left, request.scope.on).values())


def _count_people(request: ScreenRequest, unit_ids: set[int], below: dict[int, int]) -> dict[int, int] | None:
    """Unit → people there and below; those of very large units from the kept sets, and left out where none are kept."""
    if P.PERSON_VIEW not in request.held_permissions:
        return None
    scope = request.scope
    day = scope.as_of
    found: dict[int, int] = {}
    deep, _flat = access.granted_unit_ids(request.user, P.PERSON_VIEW, scope.on)
    reached = None
    if day != scope.on or not _are_below(request, unit_ids, set(deep)):
        reached = reach_of(request, P.PERSON_VIEW)
    else:
        found = directory.count_people_of(sorted(unit_ids), day)
    left, room = [], MOST_COUNTED
    for pk in sorted(unit_ids - found.keys(), key=lambda one: (below.get(one, 0), one)):
        room -= below.get(pk, 0) + 1
        if room < 0:
            break
        left.append(pk)
    counted = people.count_below_each(left, day, reached=reached)
    return found | {pk: counted.get(pk, 0) for pk in left}


def _count_classes(request: ScreenRequest, unit_ids: set[int]) -> dict[int, int] | None:
    """Unit → classes that run that day, opened there or below, or by units that these carry on."""
    if P.CLASS_VIEW not in request.held_permissions:
        return None
    scope = request.scope
    running = classes.count_open_by_unit(scope.as_of)
    seen = access.units_among(request.user, P.CLASS_VIEW, running, scope.on)
    found: dict[int, int] = {}
    for opener, above in org.lines_among(seen, unit_ids, scope.as_of):
        found[above] = found.get(above, 0) + running[opener]
    return found


def flattened(branches: Iterable[Branch]) -> list[Branch]:
    """The units as they stand on the page, from above."""
    found: list[Branch] = []
    for one in branches:
        found += [one, *flattened(one.children)]
    return found
