"""What was read when a roster was planned serves when it is written: the same comes of it as of reading the cells anew, whatever changed between."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from hocvien.exchange import api as exchange
from hocvien.exchange.arithmetic.person_row import RowReader
from hocvien.exchange.models import RosterPart
from hocvien.exchange.operations import roster_keeping, roster_reading
from hocvien.exchange.operations.roster_kept import find_roster
from hocvien.exchange.operations.roster_planning import RosterPlanner
from hocvien.exchange.operations.roster_units import RosterUnits
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from tests.exchange.rosters import D0, HOA, LAN, NOW, ON, execute, keep, many

pytestmark = pytest.mark.django_db

NAMES = ("Nguyễn Văn Hoà", "Nguyễn Văn Hòa", "Lê Thị Lan", "TRẦN VĂN BA", "Hoà", "", "Phạm 2", "Võ Thị Sáu")
BIRTHS = ("12/03/1989", "1989", "03/1989", "31/02/1989", "12/3/89", "", "x", "03/02/1990")
SEXES = ("Nam", "Nữ", "", "?")
NUMBERS = ("042089003317", "42089003317", "042190001234", "", "12", "042089000777")
UNITS = ("Chi bộ thôn Đông Hòa", "dong-hoa", "Chi bộ Trạm Y tế", "", "Chi bộ lạ")
PHONES = ("0912345678", "912345678", "", "abc")
POSTS = ("", "Bí thư chi bộ", "Chi ủy viên", "-")


def some_row(rng):
    return tuple(rng.choice(words) for words in (NAMES, BIRTHS, SEXES, NUMBERS, UNITS, PHONES, POSTS))


def plan_both(stored, on=ON):
    """For each part: (planned from what was read before, planned from the cells)."""
    stored = find_roster(None, stored.uuid)
    planners = [RosterPlanner(layout=stored.layout, units=RosterUnits(None, stored.unit, on)) for _ in range(2)]
    for part in stored.parts.order_by("number"):
        assert part.read
        known = roster_keeping.plan_part(stored, planners[0], part, alone=True)
        part.read = ""
        yield known, roster_keeping.plan_part(stored, planners[1], part, alone=True)


def is_looked_at(row, problems):
    return row.action not in {"create", "update", "unchanged"} or (row.sheet, row.row) in problems


def assert_same(stored):
    for known, fresh in plan_both(stored):
        problems = {(one.sheet, one.row) for one in fresh.problems}
        assert known.problems == fresh.problems
        assert dict(known.repeated) == dict(fresh.repeated)
        assert known.reads == fresh.reads
        # the words as they stood are read again only of rows that somebody has to look at
        assert [row if is_looked_at(row, problems) else replace(row, raw={}) for row in known.people] == [
            row if is_looked_at(row, problems) else replace(row, raw={}) for row in fresh.people
        ]


@pytest.mark.parametrize("seed", range(12))
def test_known_rows_are_planned_as_rows_read_anew(xa, monkeypatch, seed):
    rng = Random(seed)
    monkeypatch.setattr(roster_reading, "PART_ROWS", 7)
    execute(keep(xa, HOA, LAN))
    stored = keep(xa, *[some_row(rng) for _ in range(25)], *many(4))
    assert_same(stored)
    # the records change between planning and writing
    hoa = people.find_by_identity(["042089003317"])["042089003317"]
    people.update_person(
        actor=None,
        person=hoa,
        changes=rng.choice([{"phone": "0999999999"}, {"full_name": "Trần Văn Khác"}, {"identity_number": ""}]),
    )
    people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Võ Thị Sáu",
            birth="1989-03-12",
            belongings=(people.NewBelonging(xa["tram-y-te"].pk, "official_cell", D0),),
        ),
    )
    assert_same(stored)
    # and so does what is said of the rows: typed over and decided, without anything being planned again
    monkeypatch.setattr("hocvien.exchange.operations.roster_editing.plan_parts_again", lambda *_more: None)
    cells = {f"0!{rng.choice('BCDEFGH')}{2 + rng.randrange(29)}": rng.choice(NAMES + NUMBERS + UNITS) for _ in range(6)}
    exchange.edit_cells(actor=None, roster=stored, cells=cells, on=ON, now=NOW)
    choices = {f"0!{2 + rng.randrange(29)}": rng.choice([("another", None), ("skip", None)]) for _ in range(5)}
    choices |= {f"0!{2 + rng.randrange(29)}": ("same", hoa.uuid)}
    exchange.decide_rows(actor=None, roster=stored, choices=choices, on=ON, now=NOW)
    assert_same(stored)


@pytest.mark.parametrize("seed", range(4))
def test_the_records_become_the_same(xa, monkeypatch, seed):
    """Written twice, the second time after it was undone and with nothing known."""
    rng = Random(100 + seed)
    monkeypatch.setattr(roster_reading, "PART_ROWS", 7)
    rows = [*[some_row(rng) for _ in range(25)], *many(4), LAN]
    ends = []
    for is_known in (True, False):
        stored = keep(xa, *rows)
        if not is_known:
            RosterPart.objects.update(read="")
        stored = execute(stored)
        counts = {key: value for key, value in stored.counts.items() if value}
        kept = [(part.rows, part.plan, part.found["names"], part.read) for part in stored.parts.order_by("number")]
        ends.append((stored.outcome, counts, kept, sorted(map(said_of, people.people()))))
        exchange.take_back_roster(actor=None, roster=stored, rows=None, on=ON, now=NOW + timedelta(hours=1))
        assert not people.people().exists()
    assert ends[0] == ends[1]
    assert journal.verify_chain().is_sound


def said_of(person):
    belongings = [(one.unit_id, one.kind, one.valid_from) for one in people.list_belongings(person)]
    posts = [(one.unit_id, one.kind, one.title) for one in person.posts.all()]
    skipped = {"id", "uuid", "created_at"}
    values = {f.attname: getattr(person, f.attname) for f in person._meta.concrete_fields if f.attname not in skipped}
    return repr((values, belongings, posts))


def test_rows_without_a_problem_are_not_read_twice(xa, monkeypatch):
    stored = keep(xa, *many(5), ("Hoà", *HOA[1:]))
    read, seen = RowReader.read, []
    monkeypatch.setattr(RowReader, "read", lambda self, row, group="": seen.append(row[1]) or read(self, row, group))
    assert execute(stored).outcome["created"] == 5
    assert seen == ["Hoà"]
    assert set(RosterPart.objects.values_list("read", flat=True)) == {""}


def test_what_was_read_is_forgotten_when_the_units_changed_since(xa):
    stored = keep(xa, HOA)
    org.rename_unit(actor=None, unit=xa["dong-hoa"], name="Chi bộ thôn Đông", short_name="", on=ON)
    ((known, fresh),) = plan_both(stored)
    assert known == fresh
    assert [problem.code for problem in known.problems] == ["unit_unknown"]


def test_what_was_read_is_forgotten_on_another_day(xa):
    stored = keep(xa, (*HOA[:1], "12/3/08", *HOA[2:]))
    for known, fresh in plan_both(stored, on=ON.replace(year=2030)):
        assert known == fresh
