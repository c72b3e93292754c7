"""Whatever is reorganised, in whatever order, with people and roles about: facts stay within the life of their unit, nobody comes to see more, and it can all be taken back."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, Phase, event, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.org.models import Closure, Placement, UnitKindPeriod, UnitName
from hocvien.people import api as people
from hocvien.people.models import Belonging, Management, Post

START, DAYS, N = date(2020, 1, 1), 40, 7
NOW = datetime(2021, 1, 1, tzinfo=UTC)
PERMISSIONS = ("unit.view", "person.view", "person.edit", "class.open")
FACTS = (org.Unit, UnitName, UnitKindPeriod, Placement, Closure, Belonging, Management, Post, access.Grant)

units = st.integers(0, N + 4)
steps = st.one_of(
    st.tuples(st.just("merge"), units, units),
    st.tuples(st.just("merge"), units, units),
    st.tuples(st.just("split"), units, units),
    st.tuples(st.just("move"), units, units),
    st.tuples(st.just("dissolve"), units, units),
    st.tuples(st.just("rename"), units, units),
    st.tuples(st.just("found"), units, units),
    st.tuples(st.just("abolish"), units, units),
)
histories = st.lists(
    st.tuples(st.integers(1, DAYS), st.lists(steps, min_size=1, max_size=3)), min_size=1, max_size=5
).map(lambda all_: sorted(all_, key=lambda one: one[0]))


def _world(shape, grants):
    """N units below each other as `shape` says, one person and one post and managing committee at each, roles as `grants` says."""
    parents = {0: None} | {n: f"u{shape[n - 1] % n}" for n in range(1, N)}
    kinds = ("province_committee", "commune_committee", "cell")
    org.found_units(
        actor=None,
        units=[
            org.NewUnit(f"u{n}", f"Đơn vị {n}", kinds[min(n, 2)] if n < 3 else kinds[1 + n % 2], START, parents[n])
            for n in range(N)
        ],
    )
    ids = {f"u{n}": org.get_unit(f"u{n}").pk for n in range(N)}
    people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name=f"Nguyễn Văn {chr(65 + n)}",
                belongings=(people.NewBelonging(ids[f"u{n}"], "official_cell", START),),
                posts=(people.NewPost(ids[f"u{n}"], "cell_secretary", "Bí thư", START),),
                managements=(people.NewManagement(ids[f"u{(n + 1) % N}"], START),),
            )
            for n in range(N)
        ],
    )
    users = []
    for number, (which, includes_below) in enumerate(grants):
        user = access.open_account(actor=None, username=f"ai{number}", full_name="Người nào đó", password=None)
        unit = org.get_unit(f"u{which % N}")
        access.give_grant(
            actor=None, user=user, role="clerk", unit=unit, includes_below=includes_below, valid_from=START
        )
        users.append(user)
    return users


def _steps(drawn, known):
    """Drawn numbers as steps; units by number, those that do not live are refused by the doors."""
    made = []
    for verb, one, other in drawn:
        unit, second = known[one % len(known)], known[other % len(known)]
        if verb == "found":
            code = f"n{len(known)}"
            known.append(code)
            made.append(org.Found(code, f"Đơn vị {code}", "commune_committee", second))
        else:
            made.append(
                {
                    "merge": lambda u, s: org.Merge((u,), s),
                    "split": lambda u, s: org.Split(u, (org.SplitPart(s),), rest=s),
                    "move": lambda u, s: org.MoveUnits((u,), s),
                    "dissolve": lambda u, s: org.Dissolve(u, s if s != u else ""),
                    "rename": lambda u, _s: org.Rename(u, f"Tên mới của {u}"),
                    "abolish": lambda u, _s: org.AbolishLevel("commune_committee", u),
                }[verb](unit, second)
            )
    return tuple(made)


def _all_rows():
    """Every row of the structure and of what stands at units, keys included but for those of derived lines."""
    return {
        model.__name__: sorted(
            str({key: value for key, value in row.items() if key != "id" or model is not Closure})
            for row in model._default_manager.values()
        )
        for model in FACTS
    }


def _reached(user, on):
    """Living units a user reaches that day, by permission."""
    living = set(org.Unit.objects.filter(valid_from__lte=on, valid_to__gt=on).values_list("pk", flat=True))
    return {one: set(access.unit_ids_for(user, one, on)) & living for one in PERMISSIONS}


def _must_hold(users):
    lives = {pk: (from_, to) for pk, from_, to in org.Unit.objects.values_list("pk", "valid_from", "valid_to")}
    for model in (UnitName, UnitKindPeriod, Belonging, Management, Post, access.Grant):
        for pk, unit_id, from_, to in model._default_manager.values_list("pk", "unit_id", "valid_from", "valid_to"):
            assert lives[unit_id][0] <= from_ < to <= lives[unit_id][1], (model.__name__, pk)
    for on in {START, START + timedelta(days=DAYS), *(to for _from, to in lives.values() if to.year < 2100)}:
        belonging = Belonging.objects.filter(kind="official_cell", valid_from__lte=on, valid_to__gt=on)
        assert sorted(belonging.values_list("person_id", flat=True)) == sorted(
            people.people().values_list("pk", flat=True)
        ), "everybody belongs somewhere, once"
    for user in users:
        ends = access.Grant.objects.filter(user=user).values_list("unit__valid_to", "valid_to")
        assert all(to <= life for life, to in ends)


class Reorganising(TestCase):
    @given(
        shape=st.lists(st.integers(0, N), min_size=N - 1, max_size=N - 1),
        grants=st.lists(st.tuples(units, st.booleans()), max_size=4),
        history=histories,
    )
    @example(
        shape=[1, 0, 0, 4, 3, 6],
        grants=[],
        history=[
            (8, [("split", 5, 8), ("rename", 11, 0), ("move", 1, 0)]),
            (19, [("found", 2, 11), ("move", 3, 11)]),
            (19, [("rename", 1, 2)]),
        ],
    )
    @settings(
        max_examples=20,
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def test_facts_rights_and_undo(self, shape, grants, history):
        users = _world(shape, grants)
        known = [f"u{n}" for n in range(N)]
        done = []
        for day, drawn in history:
            on = START + timedelta(days=day)
            before = _all_rows()
            roles = {(g.pk, g.user_id, g.role, g.unit_id, g.includes_below, g.valid_from) for g in _grants()}
            ends = {g.pk: g.valid_to for g in _grants()}
            reached = {user: _reached(user, on) for user in users}
            plan = _steps(drawn, names := list(known))
            children = _children(plan, on)
            try:
                made = org.record_reorganisation(
                    actor=None, title="Sắp xếp", resolution="", steps=plan, on=on, today=NOW.date(), now=NOW
                )
            except DomainError as refusal:
                event(f"refused: {refusal.code}")
                assert _all_rows() == before, "refused whole"
                continue
            event("done")
            known[:] = names
            done.append((made, before))
            _must_hold(users)
            after = _grants()
            assert {(g.pk, g.user_id, g.role, g.unit_id, g.includes_below, g.valid_from) for g in after} <= roles
            assert all(g.valid_to <= ends[g.pk] for g in after), "no role is given, widened or lengthened"
            _not_wider(users, reached, plan, children, on)
        for made, before in reversed(done):
            org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
            assert _all_rows() == before


def _grants():
    return list(access.Grant.objects.all())


def _not_wider(users, reached, plan, children, on):
    """A user reaches after it only what they reached before, what was founded below it, and what was put below a unit they hold with all below."""
    put = set(children)
    for step in plan:
        if isinstance(step, org.MoveUnits):
            put |= set(step.units)
        elif isinstance(step, org.Found):
            put.add(step.code)
    ids = {pk for code in put for pk in org.descendant_ids_as_of(org.get_unit(code).pk, on)}
    for user in users:
        holds_below = any(g.includes_below and g.valid_to > on for g in _grants() if g.user_id == user.pk)
        for permission, found in _reached(user, on).items():
            gained = found - reached[user][permission]
            assert not gained or holds_below
            assert gained <= ids


def _children(plan, on):
    """Codes of the units that stand directly below those that the steps end, as far as they live already."""
    codes = {code for step in plan for code in (step.units if isinstance(step, org.Merge) else ())}
    codes |= {step.unit for step in plan if isinstance(step, org.Dissolve | org.Split)}
    parents = Placement.objects.filter(parent__code__in=codes, valid_from__lte=on, valid_to__gt=on)
    return set(parents.values_list("unit__code", flat=True))
