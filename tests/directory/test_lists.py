"""The kept sets answer exactly what the tables answer, whatever changed since they were made, on whatever day."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection

from hocvien.directory import api as directory
from hocvien.directory import constants
from hocvien.directory.arithmetic import IdSet, first_behind, packed, unpacked
from hocvien.directory.models import Index, Slice, Stale
from hocvien.org import api as org
from hocvien.people import api as people
from tests.kept import kept

ON = date(2026, 5, 20)
BORN = date(2020, 1, 1)
NAMES = (
    "Nguyễn Văn An",
    "Nguyễn Thị Hòa",
    "Trần Thị Hoà",
    "Lê Đình Ân",
    "Đặng Ngọc Anh",
    "Hồ A",
    "Y Ban",
    "Lý Bình An",
)
ASKED = (
    {},
    {"sex": "female"},
    {"membership": "official", "sex": "male"},
    {"membership": "probationary"},
    {"membership": "none"},
    {"post": "cell_secretary"},
    {"theory": "elementary"},
    {"theory": "intermediate", "membership": "official"},
    {"words": ("ng", "h")},
    {"words": ("an",)},
    {"words": ("zz",)},
    {"number": "0420"},
    {"number": "042090000001", "is_whole_number": True, "sex": "female"},
)


@pytest.fixture
def small(monkeypatch):
    """Sets for every unit, short blocks, and the index walked as soon as a block holds three."""
    monkeypatch.setattr(constants, "KEPT_UNIT_PEOPLE", 6)
    monkeypatch.setattr(constants, "BLOCKS", 4)
    monkeypatch.setattr("hocvien.directory.queries.lists._GATHERED", 3)
    monkeypatch.setattr("hocvien.directory.queries.lists._FEW", 2)
    monkeypatch.setattr("hocvien.directory.queries.lists._MANY", 4)


@kept()
def units():
    made = org.found_units(
        actor=None,
        units=[
            org.NewUnit("tinh", "Tỉnh ủy Mẫu", "province_committee", BORN),
            org.NewUnit("xa-a", "Đảng ủy xã A", "commune_committee", BORN, "tinh"),
            org.NewUnit("cb-1", "Chi bộ 1", "cell", BORN, "xa-a"),
            org.NewUnit("cb-2", "Chi bộ 2", "cell", BORN, "xa-a"),
            org.NewUnit("xa-b", "Đảng ủy xã B", "commune_committee", BORN, "tinh"),
            org.NewUnit("cb-3", "Chi bộ 3", "cell", BORN, "xa-b"),
        ],
    )
    return {unit.code: unit for unit in made}


def somebody(rng, units, number):
    cells = [units[code] for code in ("cb-1", "cb-2", "cb-3")]
    admitted = rng.choice([None, ON - timedelta(days=rng.randrange(1, 900)), ON + timedelta(days=rng.randrange(1, 30))])
    official = admitted and rng.choice([None, admitted + timedelta(days=365)])
    days = (BORN, ON - timedelta(days=3), ON + timedelta(days=rng.randrange(1, 20)))
    start = rng.choice(days)
    end = rng.choice([None, start + timedelta(days=rng.randrange(1, 40))])
    return people.NewPerson(
        full_name=rng.choice(NAMES),
        birth=rng.choice(["", "1990", "1991-04", "1990-05-03", "1985-01-02"]),
        sex=rng.choice(["", "female", "male"]),
        admitted_on=admitted,
        official_on=official,
        belongings=(
            people.NewBelonging(rng.choice(cells).pk, "official_cell", start, end),
            *((people.NewBelonging(rng.choice(cells).pk, "employer", BORN),) if rng.random() < 0.3 else ()),
        ),
        posts=tuple(
            people.NewPost(rng.choice(cells).pk, rng.choice(["cell_secretary", "teacher"]), "Chức vụ", rng.choice(days))
            for _ in range(rng.randrange(3))
        ),
        qualifications=tuple(
            people.NewQualification(rng.choice(["none", "elementary", "intermediate"])) for _ in range(rng.randrange(3))
        ),
    )


def crowd(units, number, *, seed):
    rng = Random(seed)
    return people.add_people(actor=None, people=[somebody(rng, units, n) for n in range(number)])


def scope(unit, on):
    there = people.person_ids_at(org.descendant_ids_as_of(unit.pk, on), on)
    return people.people().filter(pk__in=there)


def lists(unit, on):
    """The list from the sets, and the same from the tables alone."""
    rows = scope(unit, on)
    return directory.PeopleList(rows, on=on, unit_ids=[unit.pk]), directory.PeopleList(rows, on=on, unit_ids=None)


def walked(listed, size):
    """Every page forwards, then every page backwards."""
    pages = [listed.page(directory.Place(), size)]
    while pages[-1].first_number + len(pages[-1].ids) <= listed.count:
        pages.append(listed.page(directory.Place(after=pages[-1].ids[-1]), size))
    back = [listed.page(directory.Place(is_last=True), size)]
    while back[-1].first_number > 1:
        back.append(listed.page(directory.Place(before=back[-1].ids[0]), size))
    assert [list(page.ids) for page in pages] == [list(page.ids) for page in reversed(back)]
    assert [page.first_number for page in pages] == [page.first_number for page in reversed(back)]
    return [pk for page in pages for pk in page.ids]


def assert_agree(units, on, asked=ASKED):
    for unit in units.values():
        kept, plain = lists(unit, on)
        for one in asked:
            a, b = kept.narrowed(**one), plain.narrowed(**one)
            assert a._kept is not None
            assert set(a._kept.people) == set(b.queryset.values_list("pk", flat=True)), (unit.code, one, on)
            assert a.count == b.count
    # what a unit's page and the tree say of people there and below, held against the belongings
    there = {unit.pk: people.count_people_at(org.descendant_ids_as_of(unit.pk, on), on) for unit in units.values()}
    counted = directory.count_people_of(sorted(there), on)
    assert units["tinh"].pk in counted
    assert counted == {pk: there[pk] for pk in counted}, on
    kept, plain = lists(units["tinh"], on)
    for sort in constants.SORTS:
        for is_descending in (False, True):
            a, b = (one.sorted_by(sort, is_descending=is_descending) for one in (kept, plain))
            in_order = list(b.ids())
            assert list(a.ids()) == in_order, sort
            assert walked(a, 4) == in_order, sort
            assert walked(b, 4) == in_order, sort


def make(on):
    return list(directory.make_sets(on=on))


@pytest.mark.parametrize("seed", range(2))
def test_sets_and_tables_agree_through_changes_and_days(small, units, seed):
    rng = Random(seed)
    persons = people.add_people(actor=None, people=[somebody(rng, units, n) for n in range(25)])
    make(ON)
    assert_agree(units, ON)
    persons += people.add_people(actor=None, people=[somebody(rng, units, n) for n in range(30, 36)])
    for person in rng.sample(persons, 5):
        people.update_person(actor=None, person=person, changes={"full_name": rng.choice(NAMES), "sex": "male"})
    people.transfer_people(
        actor=None,
        transfers=[
            people.Transfer(person.pk, units["cb-3"].pk, ON + timedelta(days=50)) for person in rng.sample(persons, 2)
        ],
    )
    assert_agree(units, ON)
    org.move_unit(actor=None, unit=units["cb-2"], parent=units["xa-b"], on=ON)
    assert_agree(units, ON)
    for days in (5, 17, 60, 400):
        assert_agree(units, ON + timedelta(days=days), ASKED[:6])
    later = ON + timedelta(days=17)
    assert directory.bring_up(on=later) > 0
    assert not Stale.objects.filter(since__lte=later).exists()
    assert_agree(units, later)
    assert_agree(units, later + timedelta(days=30), ASKED[:6])
    assert lists(units["tinh"], ON)[0]._kept is None  # the sets are of a later day: the tables answer


def test_a_day_before_the_sets_is_answered_by_the_tables(small, units):
    crowd(units, 9, seed=1)
    make(ON)
    kept, plain = lists(units["tinh"], ON - timedelta(days=1))
    assert kept._kept is None
    assert kept.count == plain.count


def test_too_many_changes_are_answered_by_the_tables(small, units, monkeypatch):
    crowd(units, 9, seed=1)
    make(ON)
    monkeypatch.setattr(constants, "MOST_STALE", 3)
    crowd(units, 9, seed=2)
    kept, plain = lists(units["tinh"], ON)
    assert kept._kept is None
    assert kept.count == plain.count


def test_numbers_are_found_by_their_first_digits_or_whole(small, units):
    person = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Lê Văn Số",
            birth="1990",
            sex="male",
            identity_number="042090001234",
            party_card="49.001",
            belongings=(people.NewBelonging(units["cb-1"].pk, "official_cell", BORN),),
        ),
    )
    for _made in (False, make(ON)):
        listed = lists(units["tinh"], ON)[0]
        assert list(listed.narrowed(number="04209").ids()) == [person.pk]
        assert list(listed.narrowed(number="49").ids()) == [person.pk]
        assert list(listed.narrowed(number="04209", is_whole_number=True).ids()) == []
        assert list(listed.narrowed(number="042090001234", is_whole_number=True).ids()) == [person.pk]


def test_a_place_that_is_gone_is_the_first_page(small, units):
    crowd(units, 9, seed=3)
    for _made in (False, make(ON)):
        listed = lists(units["tinh"], ON)[0]
        first = listed.page(directory.Place(), 4)
        assert list(listed.page(directory.Place(after=10**9), 4).ids) == list(first.ids)
        assert list(listed.page(directory.Place(before=10**9), 4).ids) == list(first.ids)


def test_nothing_is_noted_while_no_sets_are_kept(units):
    crowd(units, 1, seed=1)
    assert not Stale.objects.exists()
    assert directory.bring_up(on=ON) == 0


def test_the_worker_makes_the_sets_once_they_are_missed_and_files_changes(small, units, monkeypatch):
    monkeypatch.setattr(constants, "WORTH_KEEPING", 5)
    monkeypatch.setattr(constants, "FOLD_AT", 2)
    crowd(units, 30, seed=1)
    missed = lists(units["tinh"], ON)[0]
    assert missed.wants_upkeep
    now = datetime(2026, 5, 20, 9, tzinfo=UTC)
    directory.ask_for_upkeep(on=ON, now=now)
    assert not lists(units["tinh"], ON)[0].wants_upkeep
    assert_agree(units, ON, ASKED[:3])
    crowd(units, 3, seed=2)
    assert lists(units["tinh"], ON)[0].wants_upkeep
    directory.ask_for_upkeep(on=ON, now=now)
    assert not Stale.objects.filter(since__lte=ON).exists()
    assert_agree(units, ON, ASKED[:3])


def test_dropped_sets_leave_nothing(small, units):
    crowd(units, 1, seed=1)
    make(ON)
    directory.drop_sets()
    assert (Index.objects.count(), Slice.objects.count(), Stale.objects.count()) == (0, 0, 0)


def test_the_database_watches_every_table_the_sets_follow_from(db):
    tables = ("people_person", "people_belonging", "people_post", "people_qualification", "org_closure")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'directory%'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'directory%'")
        found = {name for (name,) in cursor.fetchall()}
    assert found == {f"directory_{table}_{event}" for table in tables for event in ("insert", "update", "delete")}


def test_sets_of_ids():
    rng = Random(5)
    a, b = ({rng.randrange(200_000) for _ in range(n)} for n in (3000, 40))
    x, y = IdSet.of(a), IdSet.of(b)
    assert (set(x & y), set(x | y), set(x - y), set(y - x)) == (a & b, a | b, a - b, b - a)
    assert (len(x), list(x), list(reversed(y))) == (len(a), sorted(a), sorted(b, reverse=True))
    assert all((one in x) == (one in a) for one in range(0, 200_000, 37))
    assert unpacked(packed(x.chunks[0])) == x.chunks[0]
    assert not IdSet.of(())


@pytest.mark.parametrize(("digits", "behind"), [("0419", "042"), ("99", ""), ("1", "2"), ("0999", "1")])
def test_first_text_behind(digits, behind):
    assert first_behind(digits) == behind
