"""Whatever two records hold, merged and taken apart everything is as it was; whatever the order, one person is left."""

from datetime import UTC, date, datetime, timedelta

from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hocvien.common.intervals import Interval, first_overlap
from hocvien.org import api as org
from hocvien.people import api as people

START = date(2020, 1, 1)
NOW = datetime(2023, 6, 1, 3, tzinfo=UTC)
LEFT_OUT = {"people.Merge", "journal.Entry", "journal.Detail", "journal.Head"}

period = st.tuples(st.integers(0, 40), st.none() | st.integers(1, 30))
record = st.fixed_dictionaries(
    {
        "cells": st.lists(st.tuples(st.integers(0, 2), period), max_size=4),
        "managements": st.lists(st.tuples(st.integers(0, 2), period), max_size=3),
        "leaves": st.lists(st.tuples(st.sampled_from(["maternity", "secondment"]), period), max_size=3),
        "beside": st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(["employer", "temporary_cell"]), period), max_size=4
        ),
        "posts": st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["Bí thư", "Phó bí thư"]), period), max_size=3),
        "ratings": st.dictionaries(st.integers(2019, 2022), st.sampled_from(["good", "excellent"]), max_size=3),
        "levels": st.lists(st.sampled_from(["elementary", "intermediate"]), max_size=3),
        "phone": st.sampled_from(["", "0912000001", "0912000002"]),
        "birth": st.sampled_from(["", "1985", "1985-03", "1985-03-12"]),
    }
)


def days(given_period):
    start, length = given_period
    first = START + timedelta(days=start)
    return first, None if length is None else first + timedelta(days=length)


def apart(rows):
    """Of rows ending in a period, those that overlap none before them."""
    kept, intervals = [], []
    for row in rows:
        first, last = days(row[-1])
        interval = Interval(first, last) if last else Interval(first)
        if first_overlap([*intervals, interval]) is None:
            kept.append((*row[:-1], first, last))
            intervals.append(interval)
    return kept


def everything():
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=str)
        for config in apps.get_app_configs()
        if config.name.startswith("hocvien.")
        for model in config.get_models()
        if model._meta.label not in LEFT_OUT
    }


def add(units, facts):
    return people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Nguyễn Văn An",
            phone=facts["phone"],
            birth=facts["birth"],
            belongings=(
                *(people.NewBelonging(units[n].pk, "official_cell", a, b) for n, a, b in apart(facts["cells"])),
                *(people.NewBelonging(units[n].pk, kind, *days(p)) for n, kind, p in facts["beside"]),
            ),
            posts=tuple(people.NewPost(units[n].pk, "other", title, *days(p)) for n, title, p in facts["posts"]),
            ratings=tuple(people.NewRating(y, "party_member", grade) for y, grade in facts["ratings"].items()),
            qualifications=tuple(people.NewQualification(level, "diploma") for level in facts["levels"]),
            managements=tuple(people.NewManagement(units[n].pk, a, b) for n, a, b in apart(facts["managements"])),
            leaves=tuple(people.NewLeave(kind, a, b) for kind, a, b in apart(facts["leaves"])),
        ),
    )


def assert_fits(person):
    cells = [b for b in people.list_belongings(person) if b.kind == "official_cell"]
    for rows in (cells, people.list_managements(person), people.list_leaves(person)):
        assert first_overlap([Interval(row.valid_from, row.valid_to) for row in rows]) is None


class Merging(TestCase):
    @given(records=st.lists(record, min_size=3, max_size=3), whose=st.lists(st.booleans(), min_size=9, max_size=9))
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def test_merged_and_taken_apart_is_as_it_was(self, records, whose):
        units = [
            org.found_unit(actor=None, code=f"cb{n}", name=f"Chi bộ {n}", kind="cell", valid_from=START)
            for n in range(3)
        ]
        first, second, third = (add(units, facts) for facts in records)
        before = everything()
        covered = {b.unit_id for one in (first, second, third) for b in people.list_belongings(one)}
        merges = []
        for kept, other in ((first, second), (third, first)):
            survivor, merged = people.get_person(kept.uuid), people.get_person(other.uuid)
            keys = [one.key for one in people.get_merge_preview(survivor, merged, START).fields]
            choices = {
                key: "merged" if whose[number % 9] else "survivor" for number, key in enumerate(keys, start=len(merges))
            }
            merges.append(people.merge_people(actor=None, survivor=survivor, merged=merged, now=NOW, choices=choices))
            assert_fits(people.get_person(survivor.uuid))
        assert people.people().count() == 1
        assert {people.get_person(one.uuid).pk for one in (first, second, third)} == {third.pk}
        left = {b.unit_id for b in people.list_belongings(people.get_person(third.uuid))}
        assert left <= covered
        for one in reversed(merges):
            assert people.unmerge_people(actor=None, merge=one, now=NOW).notes == ()
        assert everything() == before
