"""Whatever cells a person is given or moved between, they officially belong to one cell at a time."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hocvien.common.errors import DomainError
from hocvien.common.intervals import Interval, first_overlap
from hocvien.org import api as org
from hocvien.people import api as people

START = date(2020, 1, 1)

steps = st.lists(
    st.tuples(
        st.sampled_from(["transfer", "add", "end"]),
        st.integers(0, 2),
        st.integers(0, 30),
        st.none() | st.integers(1, 30),
    ),
    max_size=12,
)


class Cells(TestCase):
    @given(steps=steps)
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def test_one_official_cell_at_a_time(self, steps):
        cells = [
            org.found_unit(actor=None, code=f"cb{n}", name=f"Chi bộ {n}", kind="cell", valid_from=START)
            for n in range(3)
        ]
        person = people.add_person(actor=None, new=people.NewPerson(full_name="Nguyễn Văn An"))
        for verb, which, day, length in steps:
            on = START + timedelta(days=day)
            try:
                if verb == "transfer":
                    people.transfer_people(actor=None, transfers=[people.Transfer(person.pk, cells[which].pk, on)])
                elif verb == "add":
                    to = None if length is None else on + timedelta(days=length)
                    new = people.NewBelonging(cells[which].pk, "official_cell", on, to)
                    people.add_facts(actor=None, person=person, belongings=[new])
                else:
                    held = people.list_belongings(person)
                    if held:
                        people.end_belonging(actor=None, belonging=held[which % len(held)], on=on)
            except DomainError:
                continue
            held = [Interval(b.valid_from, b.valid_to) for b in people.list_belongings(person)]
            assert first_overlap(held) is None
