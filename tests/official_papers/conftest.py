"""A place with a class of the centre, taught and recognised; the clock stands after it."""

from datetime import date

from hocvien.common.periods import parse_period
from hocvien.official_papers import api as official
from hocvien.org import api as org
from tests import scenarios
from tests.kept import kept

DAY = date(2026, 9, 5)
NOW = scenarios.at(DAY)
PERIOD = parse_period("2026-8m")


@kept(today=DAY)
def world():
    made = scenarios.found_place()
    org.record_fact(
        actor=None,
        unit=made.units["ttct"],
        value=org.Letterhead(place="Mẫu", symbol="TTCT"),
        valid_from=scenarios.FOUNDED,
    )
    return made


@kept()
def taught(world):
    """A class of three from commune A and two from commune B."""
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 3)
    scenarios.admit_people(world, training_class, 2, unit="xa-b")
    return training_class


@kept()
def report(world, taught):
    return begin(world)


def begin(world, *, kind="report", unit="ttct", actor=None, period=PERIOD):
    return official.begin_report(actor=actor, unit=world.units[unit], kind=kind, period=period, now=NOW, today=DAY)


def give(paper, *, on=DAY, **more):
    """A number, the day it is issued."""
    return official.number_paper(actor=None, paper=paper, now=scenarios.at(on), today=on, **more)


def write(paper, kind, text):
    return official.write_section(actor=None, paper=paper, kind=kind, text=text, now=NOW, today=DAY)
