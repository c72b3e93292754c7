"""Rows inserted in bulk are what the mapper would have written, and leave the keys in order."""

from datetime import date

import pytest

from hocvien.common.bulk import insert_columns, insert_rows
from hocvien.common.clock import now
from hocvien.journal import api as journal
from hocvien.journal.models import Detail, Entry
from hocvien.people.models import Belonging, Person, Sex
from tests import scenarios

pytestmark = pytest.mark.django_db


def person(name, **changes):
    return Person(
        full_name=name,
        name_folded=name.lower(),
        name_key=name.lower(),
        birth_on=date(1985, 2, 3),
        birth_precision="day",
        sex=Sex.FEMALE,
        is_generated=True,
        **changes,
    )


def values(row):
    skipped = {"id", "uuid", "created_at", "person_id"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in skipped
    }


def test_insert_rows_writes_what_bulk_create_writes():
    (mapped,) = Person.objects.bulk_create([person("Nguyễn Văn Hòa", admitted_on=date(2010, 1, 1))])
    ours = person("Nguyễn Văn Hòa", admitted_on=date(2010, 1, 1))
    insert_rows(Person, [ours])
    read, other = Person.objects.get(pk=ours.pk), Person.objects.get(pk=mapped.pk)
    assert values(read) == values(other)
    assert read.uuid == ours.uuid
    assert read.created_at is not None
    assert type(read.sex) is str


def test_any_text_arrives_as_it_was():
    texts = ["a\tb", "dòng một\ndòng hai\r\n", "C:\\thư mục\\n", "\\N", "\\.", "", " ", "'\"{}%s"] * 4
    rows = [person("Nguyễn Văn Hòa", email=text) for text in texts]
    insert_rows(Person, rows)
    read = Person.objects.in_bulk([row.pk for row in rows])
    assert [read[row.pk].email for row in rows] == texts
    detail = [Entry(seq=n + 10_000, at=now(), verb="v", digest=str(n), prev_hash="", hash=str(n)) for n in range(30)]
    insert_rows(Entry, detail)
    salts = [bytes([92, 9, 10, 13, 0, n]) for n in range(30)]
    insert_columns(Detail, {"entry_id": [e.seq for e in detail], "salt": salts, "content": ["{}"] * 30})
    assert [bytes(one.salt) for one in Detail.objects.filter(pk__in=[e.seq for e in detail]).order_by("pk")] == salts


def test_keys_go_on_after_rows_inserted_in_bulk():
    rows = [person(f"Người {n}") for n in range(7)]
    insert_rows(Person, rows)
    assert len({row.pk for row in rows}) == 7
    after = person("Người sau")
    after.save()
    assert after.pk not in {row.pk for row in rows}
    insert_rows(Person, more := [person("Người cuối")])
    assert more[0].pk > after.pk
    more[0].full_name = "Người cuối cùng"
    more[0].save()
    assert Person.objects.filter(full_name="Người cuối cùng").count() == 1


def test_a_row_may_point_at_one_inserted_after_it_was_made():
    world = scenarios.found_place(seeded=False)
    one = person("Nguyễn Thị Lan")
    cell = Belonging(person=one, unit=world.units["xa-a"], kind="official_cell", valid_from=date(2020, 1, 1))
    insert_rows(Person, [one])
    insert_rows(Belonging, [cell])
    assert Belonging.objects.get(pk=cell.pk).person_id == one.pk
    assert journal.verify_chain().is_sound
    assert Detail.objects.count() == Entry.objects.count()


def test_nothing_to_insert_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Person, [])
