"""Rows read in one statement are the rows each queryset would have read by itself."""

from datetime import date

import pytest

from hocvien.common.together import read_together
from hocvien.directory.models import Slice
from hocvien.org import api as org
from hocvien.people import api as people
from tests import scenarios
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept()
def world():
    world = scenarios.found_place()
    (person,) = scenarios.add_members(world, 1)
    people.add_facts(
        actor=None,
        person=person,
        posts=[
            people.NewPost(world.units["xa-a-cb1"].pk, "cell_secretary", "Bí thư “chi bộ”", date(2024, 3, 5)),
            people.NewPost(world.units["xa-a-cb1"].pk, "cell_secretary", "Bí thư cũ", date(2022, 1, 1)),
        ],
        leaves=[people.NewLeave("maternity", date(2025, 1, 1), date(2025, 6, 1))],
    )
    people.ask_transfer(
        actor=None,
        person=person,
        to_unit=world.units["xa-b-cb1"],
        on=scenarios.TODAY,
        now=scenarios.at(scenarios.TODAY),
    )
    world.person = person
    return world


def told(one):
    """Every value the object holds, those of what it relates to within."""
    own = {name: value for name, value in vars(one).items() if name != "_state"}
    for name, related in one._state.fields_cache.items():
        own[f"of {name}"] = None if related is None else told(related)
    return own


def test_objects_are_as_each_queryset_reads_them(world, django_assert_num_queries):
    day = scenarios.TODAY
    asked = [
        people.transfers(day),
        people.posts_on(day).select_related("unit").annotate(called=org.name_subquery("unit_id", day)).order_by("-pk"),
        people.leaves(),
        org.deadlines(),
        people.qualifications().order_by("-issued_on", "pk"),
        people.people().defer("ethnicity", "sex"),
    ]
    with django_assert_num_queries(1):
        found = read_together(*asked)
    for rows, alone in zip(found, asked, strict=True):
        assert [told(one) for one in rows] == [told(one) for one in alone]
    assert [len(rows) for rows in found[:3]] == [1, 2, 1]


def test_one_queryset_alone_and_none_that_can_match(world):
    everybody = people.people()
    assert read_together(everybody) == [list(everybody)]
    assert read_together(everybody.filter(pk__in=[]), everybody) == [[], list(everybody)]


def test_what_json_does_not_keep_whole_is_refused():
    with pytest.raises(TypeError, match="Slice"):
        read_together(Slice.objects.all())
