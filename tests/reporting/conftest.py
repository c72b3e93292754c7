"""A small made-up organisation with classes, rows made directly: hundreds of them for each seed, and counted again by hand."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from hocvien.catalogue.models import Programme
from hocvien.classes.models import Nomination, Participation, TrainingClass
from hocvien.org import api as org
from hocvien.people.models import Person
from hocvien.rollup import api as rollup
from tests.kept import kept
from tests.reporting.rolled import NOW as ROLLED_AT

START = date(2020, 1, 1)
NOW = datetime(2023, 1, 1, tzinfo=UTC)


@dataclass
class World:
    """What was made, as plain Python, for counting without a database."""

    parents: dict[str, list[tuple[date, str | None]]] = field(default_factory=dict)  # code -> (from, parent) in order
    units: dict[str, org.Unit] = field(default_factory=dict)
    classes: list[TrainingClass] = field(default_factory=list)
    rows: list[tuple[TrainingClass, Person, str, str]] = field(default_factory=list)  # class, person, sender, status

    def line(self, code: str, day: date) -> list[str]:
        """The unit and all above it that day."""
        found = [code]
        while True:
            above = [parent for start, parent in self.parents[found[-1]] if start <= day][-1]
            if above is None:
                return found
            found.append(above)

    def inside(self, code: str, other: str, day: date) -> bool:
        return code in self.line(other, day)

    def unit(self, code: str, parent: str | None) -> org.Unit:
        self.units[code] = org.found_unit(
            actor=None,
            code=code,
            name=f"Đơn vị {code}",
            kind="other",
            valid_from=START,
            parent=self.units[parent] if parent else None,
        )
        self.parents[code] = [(START, parent)]
        return self.units[code]

    def move(self, code: str, parent: str, on: date) -> None:
        org.move_unit(actor=None, unit=self.units[code], parent=self.units[parent], on=on)
        self.parents[code].append((on, parent))

    def code_of(self, unit_id: int | None) -> str | None:
        return next((code for code, unit in self.units.items() if unit.pk == unit_id), None)

    def open(
        self, code: str, programme: Programme, opener: str, opens_on: date, days: int = 4, **fields
    ) -> TrainingClass:
        unit = self.units[opener]
        roles = dict.fromkeys(("opened_by", "hosted_by", "taught_by", "paid_by", "certified_by"), unit)
        fields = {
            **roles,
            "code": code,
            "name": f"Lớp {code}",
            "name_folded": f"lop {code}",
            "programme": programme,
            "outside_plan_decision": "01-QĐ",
            "seats": 200,
            "opens_on": opens_on,
            "closes_on": opens_on + timedelta(days=days),
            "status": "running",
            **fields,
        }
        made = TrainingClass.objects.create(**fields)
        self.classes.append(made)
        return made

    def admit(
        self, training_class: TrainingClass, person: Person, sender: str, status: str = "active"
    ) -> Participation:
        nomination = Nomination.objects.create(
            training_class=training_class,
            person=person,
            sending_unit=self.units[sender],
            status="admitted",
            judged_on=training_class.opens_on,
            proposed_at=NOW,
        )
        self.rows.append((training_class, person, sender, status))
        return Participation.objects.create(
            training_class=training_class,
            person=person,
            nomination=nomination,
            sending_unit=self.units[sender],
            status=status,
            admitted_on=training_class.opens_on,
        )


def make_programme(code: str, position: int) -> Programme:
    return Programme.objects.create(
        code=code,
        name=f"Chương trình {code}",
        report_phrase=f"bồi dưỡng {code}",
        people_phrase="học viên",
        position=position,
        valid_from=START,
    )


def make_people(count: int) -> list[Person]:
    return Person.objects.bulk_create(
        [
            Person(
                full_name=f"Người {number}",
                name_folded=f"nguoi {number}",
                name_key=f"{number:06d}",
                sex=("female", "male", "")[number % 3],
                ethnicity=("Kinh", "Thái", "")[number % 3],
                birth_on=date(1960 + number, 1 + number % 12, 1) if number % 4 else None,
                admitted_on=date(2010, 1, 1) if number % 5 else None,
                official_on=date(2011, 1, 1) if number % 5 > 1 else None,
            )
            for number in range(count)
        ]
    )


@kept()
def world():
    """A province with a school and two districts; the first with a centre, two communes and their cells."""
    made = World()
    made.unit("tinh", None)
    made.unit("truong", "tinh")
    made.unit("huyen-a", "tinh")
    made.unit("huyen-b", "tinh")
    made.unit("trung-tam", "huyen-a")
    for commune in ("xa-1", "xa-2"):
        made.unit(commune, "huyen-a")
        made.unit(f"{commune}-c1", commune)
        made.unit(f"{commune}-c2", commune)
    made.unit("xa-3", "huyen-b")
    made.unit("ngoai", None)
    return made


@pytest.fixture
def random_world(world):
    """Fills the world by a seed: classes of every status, some joint, people in several classes, one commune that moves."""

    def fill(seed: int, *, people: int = 40, classes: int = 14, most: int = 12) -> World:
        chance = random.Random(seed)
        programmes = [make_programme(code, at) for at, code in enumerate(("NTVD", "DVM", "TCLLCT"))]
        found = make_people(people)
        codes = list(world.units)
        world.move("xa-2", "huyen-b", date(2023, 5, 1))
        for number in range(classes):
            opener = chance.choice(codes)
            is_joint = chance.random() < 0.3
            extra = {
                "status": chance.choice(
                    ["running", "running", "finished", "finished", "enrolling", "planned", "cancelled"]
                )
            }
            if is_joint:
                extra |= {"is_joint": True, "joint_with": world.units[chance.choice(codes)]}
            if chance.random() < 0.4:
                extra["hosted_by"] = extra["taught_by"] = world.units[chance.choice(codes)]
            day = date(2022, 10, 1) + timedelta(days=chance.randrange(450))
            made = world.open(
                f"l{number}", chance.choice(programmes), opener, day, days=chance.choice([0, 4, 120]), **extra
            )
            for person in chance.sample(found, chance.randrange(0, most)):
                status = chance.choice(["active"] * 6 + ["withdrawn", "replaced"])
                world.admit(made, person, chance.choice(codes), status)
        return world

    return fill


@pytest.fixture
def rolled_world(random_world, settings):
    """A world by its seed, with its roll-up."""
    settings.ROLLUP_ENABLED = True

    def fill(seed: int, least: int = 1, **sizes: int) -> World:
        made = random_world(seed, **sizes)
        list(rollup.rebuild(now=ROLLED_AT, least=least))
        return made

    return fill
