"""Whatever is done to the tree, in whatever order: one parent a day, no circle, and the closure says what the places say."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.org.models import Closure, Placement
from hocvien.org.operations.lines import refile_lines

START = date(2020, 1, 1)
DAYS = 60
N = 6

LINE = ("ancestor_id", "descendant_id", "depth", "valid_from", "valid_to", "is_past")

moves = st.lists(
    st.tuples(
        st.sampled_from(["move", "move", "move", "found", "dissolve"]),
        st.integers(0, N + 3),
        st.integers(-1, N + 3),
        st.integers(0, DAYS - 1),
    ),
    max_size=14,
)


def _play(steps):
    new = [org.NewUnit(code=f"u{n}", name=f"Đơn vị {n}", kind="cell", valid_from=START) for n in range(N)]
    units = org.found_units(actor=None, units=new)
    for verb, which, other, day in steps:
        on = START + timedelta(days=day)
        unit = units[which % len(units)]
        parent = None if other < 0 else units[other % len(units)]
        try:
            if verb == "move":
                org.move_unit(actor=None, unit=unit, parent=parent, on=on)
            elif verb == "found":
                code = f"u{len(units)}"
                units.append(
                    org.found_unit(actor=None, code=code, name=code, kind="cell", valid_from=on, parent=parent)
                )
            else:
                org.dissolve_unit(actor=None, unit=unit, on=on, successor=None if parent == unit else parent)
        except DomainError:
            continue
    return org.Unit.objects.in_bulk()


def _ancestors_by_recursion(parents, unit_id):
    line = [unit_id]
    while line[-1] in parents:
        line.append(parents[line[-1]])
        assert len(line) == len(set(line)), "a circle"
    return line


class Tree(TestCase):
    @given(steps=moves)
    # u1 ends later than the day u0 is placed below it, with u2 past below u0
    @example(steps=[("dissolve", 1, 3, 50), ("dissolve", 2, 0, 10), ("move", 0, 1, 20)])
    # u1 ends later than the day u0 ends below it: both are then history of u3
    @example(steps=[("move", 1, 3, 5), ("dissolve", 1, 3, 50), ("dissolve", 0, 1, 20)])
    # away and back on the same day, and back where it stood before
    @example(steps=[("move", 0, 1, 5), ("move", 0, 2, 20), ("move", 0, 1, 20), ("move", 1, 3, 30), ("move", 1, -1, 30)])
    # told again under the same parent a day later, then placed elsewhere on the day before
    @example(steps=[("move", 0, 1, 0), ("move", 0, 1, 1), ("move", 0, 2, 0)])
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def test_closure_equals_recursion_on_every_day(self, steps):
        units = _play(steps)
        placements = list(Placement.objects.values_list("unit_id", "parent_id", "valid_from", "valid_to"))
        closure = list(Closure.objects.values_list(*LINE))
        for day in range(DAYS + 1):
            on = START + timedelta(days=day)
            rows = [(u, p) for u, p, from_, to in placements if from_ <= on < to]
            parents = dict(rows)
            assert len(rows) == len(parents), "two parents on one day"
            expected = set()
            for pk, unit in units.items():
                if unit.valid_from <= on:
                    # who has ended stands, as past, below whoever carries its history on
                    is_past = unit.valid_to <= on
                    expected |= {(a, pk, n, is_past) for n, a in enumerate(_ancestors_by_recursion(parents, pk))}
            found = [(a, d, n, is_past) for a, d, n, from_, to, is_past in closure if from_ <= on < to]
            assert len(found) == len(set(found)), "a line told twice"
            assert set(found) == expected
        ends = {(a, d, n, to, is_past) for a, d, n, _from, to, is_past in closure}
        begins = {(a, d, n, from_, is_past) for a, d, n, from_, _to, is_past in closure}
        assert not ends & begins, "two rows that meet and say the same"
        refile_lines(units)
        assert set(Closure.objects.values_list(*LINE)) == set(closure), "made anew from the places, not the same rows"

    @given(
        steps=moves,
        grants=st.lists(
            st.tuples(st.integers(0, N - 1), st.booleans(), st.sampled_from(["clerk", "inspector", "administrator"])),
            max_size=3,
            unique_by=lambda g: (g[0], g[2]),
        ),
        day=st.integers(0, DAYS),
    )
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    def test_can_and_unit_ids_for_agree(self, steps, grants, day):
        units = _play(steps)
        on = START + timedelta(days=day)
        user = access.open_account(actor=None, username="someone", full_name="Người nào đó", password=None)
        for index, includes_below, role in grants:
            access.give_grant(
                actor=None,
                user=user,
                role=role,
                unit=org.get_unit(f"u{index}"),
                includes_below=includes_below,
                valid_from=START,
            )
        for permission in ("unit.view", "person.edit", "journal.view", "grant.edit"):
            listed = set(access.unit_ids_for(user, permission, on))
            assert listed == {pk for pk in units if access.can(user, permission, pk, on)}
            for pk in units:
                if access.can_below(user, permission, pk, on):
                    assert set(org.descendant_ids_as_of(pk, on)) <= listed


@pytest.mark.django_db
def test_closure_of_a_day_is_asked_by_an_index_alone(django_assert_num_queries):
    root = org.found_unit(actor=None, code="root", name="Gốc", kind="cell", valid_from=START)
    with django_assert_num_queries(1):
        assert list(org.descendant_ids_as_of(root.pk, START)) == [root.pk]
