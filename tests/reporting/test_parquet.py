"""The copy in Parquet against the database: every measure by every dimension, both structures, every basis."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hocvien.reporting import api as reporting
from tests.reporting.test_breakdown import BY_CHOICE, BY_TIME, BY_UNIT, ask

NOW = datetime(2024, 2, 1, 8, 30, tzinfo=UTC)
MEASURES = tuple(one.code for one in reporting.MEASURES)
DIMENSIONS = tuple(one.code for one in reporting.DIMENSIONS)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def same(question, breakdown):
    told = reporting.break_down_in_parquet(question, breakdown)
    assert told.copied_at == NOW
    by_database = reporting.break_down(question, breakdown)
    assert replace(told, copied_at=None) == by_database, breakdown
    return told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "basis", "through", "dimensions"),
    [
        (1, "opened", None, DIMENSIONS),
        (4, "running", date(2024, 1, 1), DIMENSIONS[::3]),
        (7, "finished", None, DIMENSIONS[1::3]),
    ],
)
def test_every_measure_by_every_dimension_is_that_of_the_database(random_world, seed, basis, through, dimensions):
    world = random_world(seed)
    reporting.write_parquet(actor=None, now=NOW)
    question = ask(world, "tinh", basis, seen_on=through)
    assert same(question, reporting.Breakdown(MEASURES)).figure("participations")
    for dimension in dimensions:
        same(question, reporting.Breakdown(MEASURES, rows=dimension))


@pytest.mark.parametrize("seed", range(2))
def test_two_dimensions_and_a_choice_of_values_at_random(random_world, seed):
    world = random_world(seed)
    reporting.write_parquet(actor=None, now=NOW)
    chance = random.Random(seed)
    for code in ("tinh", "huyen-a", "xa-2"):
        question = ask(world, code, chance.choice(reporting.BASES))
        for _time in range(3):
            rows, columns, limit = chance.sample((*BY_UNIT, *BY_TIME, *BY_CHOICE, "part", "programme"), 3)
            whole = same(question, reporting.Breakdown(("participations",), rows=limit))
            values = tuple(one.code for one in whole.rows)[:2]
            same(question, reporting.Breakdown(MEASURES, rows=rows, columns=columns, where=((limit, values),)))


def test_a_copy_is_of_its_moment_until_the_next(random_world, tmp_path):
    world = random_world(1)
    with pytest.raises(reporting.ParquetNotWritten):
        reporting.break_down_in_parquet(ask(world, "tinh"), reporting.Breakdown(("classes",)))
    written = reporting.write_parquet(actor=None, now=NOW)
    assert written["classes_participation"] == len(world.rows)
    classes = reporting.Breakdown(("classes",))
    before = reporting.break_down_in_parquet(ask(world, "tinh"), classes)
    world.open("them", world.classes[0].programme, "tinh", date(2023, 4, 1))
    assert reporting.break_down_in_parquet(ask(world, "tinh"), classes) == before
    reporting.write_parquet(actor=None, now=NOW)
    assert same(ask(world, "tinh"), classes).figure("classes") == before.figure("classes") + 1
    assert len(list((tmp_path / "parquet").glob("copy-*"))) == 1
    assert not list((tmp_path / "parquet").rglob("*.csv"))


def test_no_name_number_or_address_of_a_person_is_in_the_copy(random_world, tmp_path):
    random_world(1)
    reporting.write_parquet(actor=None, now=NOW)
    held = b"".join(path.read_bytes() for path in (tmp_path / "parquet").rglob("*.parquet"))
    assert "Người".encode() not in held
    for column in (b"full_name", b"identity_number", b"phone", b"email", b"party_card"):
        assert column not in held


def test_without_the_library_it_is_refused_in_words(random_world, monkeypatch):
    random_world(1)
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(reporting.ParquetNotInstalled) as refused:
        reporting.write_parquet(actor=None, now=NOW)
    assert "duckdb" in str(refused.value)
