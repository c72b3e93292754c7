"""Small worlds for tests, built through the doors alone: a place, people, accounts, a class on any step of its way.

    world = scenarios.found_place()                     # units, programmes, rules, four people named by place
    training_class = scenarios.open_class(world)        # NTVD, 8–12 June 2026, invites both communes
    scenarios.admit_people(world, training_class, 3)    # proposed by commune A, approved by the district, admitted by the centre
    scenarios.teach(world, training_class)              # timetable and complete rolls
    scenarios.recognise(world, training_class)          # marks, decision
    scenarios.issue(world, training_class)

Who is who: `centre` (clerk of the political centre), `commune` (officer of commune A), `committee` (office of the district, with what lies
below), `outsider` (all roles, in another district). `head` heads classes at the centre; `school` is clerk of the provincial school.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.eligibility import api as eligibility
from hocvien.faculty import api as faculty
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FOUNDED = date(2020, 1, 1)
TODAY = date(2026, 5, 20)
LIST_CLOSES = date(2026, 6, 1)
OPENS = date(2026, 6, 8)
CLOSES = date(2026, 6, 12)
DECIDED = date(2026, 6, 12)

_UNITS = (
    ("tinh", "Tỉnh ủy Mẫu", "province_committee", None),
    ("truong", "Trường Chính trị tỉnh Mẫu", "political_school", "tinh"),
    ("huyen", "Huyện ủy Mẫu", "district_committee", "tinh"),
    ("ttct", "Trung tâm Chính trị huyện Mẫu", "political_centre", "huyen"),
    ("xa-a", "Đảng ủy xã An Bình", "commune_committee", "huyen"),
    ("xa-a-cb1", "Chi bộ thôn 1 An Bình", "cell", "xa-a"),
    ("xa-b", "Đảng ủy xã Bình Minh", "commune_committee", "huyen"),
    ("xa-b-cb1", "Chi bộ thôn 1 Bình Minh", "cell", "xa-b"),
    ("huyen-khac", "Huyện ủy Khác", "district_committee", "tinh"),
    ("xa-z", "Đảng ủy xã Zét", "commune_committee", "huyen-khac"),
    ("xa-z-cb1", "Chi bộ thôn 1 Zét", "cell", "xa-z"),
)
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ")
_GIVENS = ("An", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc", "Oanh", "Phúc")


class Numbers:
    """1, 2, 3 and so on; a copy goes on from where this one stands."""

    def __init__(self) -> None:
        self.last = 0

    def __next__(self) -> int:
        self.last += 1
        return self.last


@dataclass
class World:
    """A founded place; `units` by code, `users` by who they are."""

    units: dict[str, org.Unit]
    users: dict[str, User] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)

    def __getattr__(self, name):
        users = self.__dict__.get("users", {})
        if name in users:
            return users[name]
        raise AttributeError(name)


def at(day: date, hour: int = 9) -> datetime:
    """A moment of that day in Vietnam."""
    return datetime.combine(day, time(hour), tzinfo=ZONE)


def found_place(*, seeded: bool = True) -> World:
    """Two districts of a province, a centre and communes in one of them; programmes and rules; four people named by place."""
    units = org.found_units(
        actor=None,
        units=[
            org.NewUnit(code=code, name=name, kind=kind, parent_code=parent, valid_from=FOUNDED)
            for code, name, kind, parent in _UNITS
        ],
    )
    world = World(units={unit.code: unit for unit in units})
    if seeded:
        catalogue.load_seed(actor=None)
        eligibility.load_seed(actor=None)
        obligations.load_seed(actor=None)
    give_account(world, "centre", ("clerk", "ttct"))
    give_account(world, "head", ("class_head", "ttct"))
    give_account(world, "commune", ("unit_officer", "xa-a"))
    give_account(world, "neighbour", ("unit_officer", "xa-b"))
    give_account(world, "committee", ("committee_office", "huyen"))
    give_account(world, "school", ("clerk", "truong"))
    give_account(
        world,
        "outsider",
        *[(role, "huyen-khac") for role in ("clerk", "class_head", "unit_officer", "committee_office", "inspector")],
    )
    return world


def give_account(world: World, name: str, *grants: tuple[str, str], includes_below: bool = True) -> User:
    """An account with these (role, unit code) grants; found again as `world.<name>`."""
    user = access.open_account(actor=None, username=name, full_name=f"Tài khoản {name}", password=None)
    for role, unit in grants:
        access.give_grant(
            actor=None,
            user=user,
            role=role,
            unit=world.units[unit],
            includes_below=includes_below,
            valid_from=FOUNDED,
        )
    world.users[name] = user
    return user


def add_candidates(
    world: World, number: int, *, cell: str = "xa-a-cb1", education: str = "upper_secondary"
) -> list[people.Person]:
    """People a cell proposes for the candidates' course; every other one a woman. Without education their verdict lacks data."""
    fresh = []
    for _ in range(number):
        n = next(world.numbers)
        fresh.append(
            people.NewPerson(
                full_name=f"{_FAMILIES[n % 10]} {'Thị' if n % 2 else 'Văn'} {_GIVENS[n % 13]}",
                birth=f"{1990 + n % 15}-{1 + n % 12:02d}-{1 + n % 28:02d}",
                sex="female" if n % 2 else "male",
                education=education,
                belongings=(
                    people.NewBelonging(unit_id=world.units[cell].pk, kind="proposing_cell", valid_from=FOUNDED),
                ),
            )
        )
    return people.add_people(actor=None, people=fresh)


def add_members(world: World, number: int, *, cell: str = "xa-a-cb1") -> list[people.Person]:
    """Official Party members: not eligible for the candidates' course."""
    fresh = []
    for _ in range(number):
        n = next(world.numbers)
        fresh.append(
            people.NewPerson(
                full_name=f"{_FAMILIES[n % 10]} Đức {_GIVENS[n % 13]}",
                birth=f"{1975 + n % 15}-{1 + n % 12:02d}",
                sex="male",
                education="university",
                admitted_on=date(2010, 1, 1),
                official_on=date(2011, 1, 1),
                belongings=(
                    people.NewBelonging(unit_id=world.units[cell].pk, kind="official_cell", valid_from=FOUNDED),
                ),
            )
        )
    return people.add_people(actor=None, people=fresh)


def add_lecturer(world: World, *, unit: str = "ttct", name: str = "Trần Quốc Bình") -> faculty.Lecturer:
    return faculty.add_lecturer(actor=None, unit=world.units[unit], full_name=name, kind="full_time")


def approved_line(
    world: World, *, programme: str = "NTVD", unit: str = "ttct", number: int = 1, seats: int = 80, year: int = 2026
) -> planning.PlanLine:
    """A line of an approved plan from which the unit may open classes."""
    return approved_lines(world, 1, programme=programme, unit=unit, classes=number, seats=seats, year=year)[0]


def approved_lines(
    world: World,
    number: int,
    *,
    programme: str = "NTVD",
    unit: str = "ttct",
    classes: int = 2,
    seats: int = 80,
    year: int = 2026,
) -> list[planning.PlanLine]:
    """Lines alike of one approved plan."""
    plan = planning.create_plan(actor=None, unit=world.units[unit], year=year)
    lines = [
        planning.add_line(
            actor=None,
            plan=plan,
            programme=catalogue.get_programme(programme),
            classes=classes,
            seats=seats,
            opener=world.units[unit],
        )
        for _ in range(number)
    ]
    planning.submit_plan(actor=None, plan=plan)
    planning.approve_plan(actor=None, plan=plan, number="05-KH/TTCT", issued_on=date(year - 1, 12, 20))
    return lines


def _free_name(name: str) -> str:
    """The name itself for the first class of a world, a numbered one for those after it: the same class twice is refused."""
    standing = classes.TrainingClass.objects.filter(name__startswith=name).count()
    return f"{name} ({standing + 1})" if standing else name


def new_class(world: World, **changes) -> classes.NewClass:
    """What is entered to open a class of the centre; `programme` and units may be given as codes."""
    programme = catalogue.get_programme(changes.pop("programme", "NTVD"))
    invited = changes.pop("invited", ("xa-a", "xa-b"))
    for role in ("opened_by", "hosted_by", "taught_by", "paid_by", "certified_by", "joint_with"):
        if role in changes:
            changes[f"{role}_id"] = world.units[changes.pop(role)].pk
    fields = {
        "name": _free_name("Lớp bồi dưỡng nhận thức về Đảng khóa II"),
        "programme_id": programme.pk,
        "opened_by_id": world.units["ttct"].pk,
        "seats": 80,
        "proposals_close_on": LIST_CLOSES,
        "opens_on": OPENS,
        "closes_on": CLOSES,
        "place": "Hội trường tầng 2",
        "invited_unit_ids": tuple(world.units[code].pk for code in invited),
    } | changes
    if not fields.get("plan_line_id"):
        fields.setdefault("outside_plan_decision", "14-QĐ/TTCT")
    return classes.NewClass(**fields)


def open_class(world: World, *, actor=..., today: date = TODAY, **changes) -> classes.TrainingClass:
    """A class of the centre, enrolling."""
    who = world.centre if actor is ... else actor
    return classes.open_class(actor=who, new=new_class(world, **changes), today=today)


def propose(
    world: World,
    training_class: classes.TrainingClass,
    persons: list[people.Person],
    *,
    unit: str = "xa-a",
    actor=...,
    today: date = TODAY,
    **options,
) -> list[classes.ProposalOutcome]:
    """The unit's officer puts people on the list."""
    officers = {"xa-a": "commune", "xa-b": "neighbour"}
    who = world.users[officers[unit]] if actor is ... else actor
    return classes.propose_people(
        actor=who,
        training_class=training_class,
        sending_unit=world.units[unit],
        person_ids=[person.pk for person in persons],
        today=today,
        now=at(today),
        **options,
    )


def approve(world: World, nominations: list[classes.Nomination], *, today: date = TODAY) -> list[classes.Nomination]:
    return classes.approve_nominations(
        actor=world.committee, nominations=[n.uuid for n in nominations], now=at(today, 10)
    )


def approved_list(
    world: World, training_class: classes.TrainingClass, number: int, *, unit: str = "xa-a", today: date = TODAY
) -> list[classes.Nomination]:
    """New candidates of the unit, proposed and approved, waiting for the opener."""
    persons = add_candidates(world, number, cell=f"{unit}-cb1")
    outcomes = propose(world, training_class, persons, unit=unit, today=today)
    refused = [str(o.error) for o in outcomes if not o.ok]
    assert not refused, refused
    return approve(world, [o.nomination for o in outcomes], today=today)


def admit(
    world: World,
    training_class: classes.TrainingClass,
    nominations: list[classes.Nomination],
    *,
    actor=...,
    today: date = TODAY,
    **reasons,
) -> list[classes.Participation]:
    who = world.centre if actor is ... else actor
    return classes.admit_nominations(
        actor=who,
        training_class=training_class,
        nominations=[n.uuid for n in nominations],
        today=today,
        now=at(today, 15),
        **reasons,
    )


def admit_people(
    world: World, training_class: classes.TrainingClass, number: int, *, unit: str = "xa-a", today: date = TODAY
) -> list[classes.Participation]:
    """New candidates of the unit, all the way into the class."""
    return admit(
        world, training_class, approved_list(world, training_class, number, unit=unit, today=today), today=today
    )


def plan_timetable(world: World, training_class: classes.TrainingClass) -> list[classes.Session]:
    """The curriculum on mornings and afternoons of working days from the opening day."""
    proposed = classes.propose_timetable(
        training_class, start_on=training_class.opens_on, halves=["1_morning", "2_afternoon"], weekdays=range(5)
    )
    return classes.plan_sessions(
        actor=world.centre, training_class=training_class, sessions=proposed, today=training_class.opens_on
    )


def record(
    world: World,
    session: classes.Session,
    exceptions: dict | None = None,
    *,
    rest: str | None = "present",
    actor=...,
    now: datetime | None = None,
) -> classes.RollSummary:
    who = world.centre if actor is ... else actor
    return classes.record_roll(
        actor=who, session=session, exceptions=exceptions or {}, rest=rest, now=now or at(session.on, 11)
    )


def teach(
    world: World, training_class: classes.TrainingClass, *, absent: dict[int, list[classes.Participation]] | None = None
) -> list[classes.Session]:
    """The whole timetable with complete rolls; `absent`: number of the half-day (from 0) → who was away without leave."""
    sessions = plan_timetable(world, training_class)
    for number, session in enumerate(sessions):
        away = (absent or {}).get(number, [])
        record(world, session, {p.uuid: ("absent_without_leave", "") for p in away})
    return sessions


def enter(
    world: World, training_class: classes.TrainingClass, participations: list[classes.Participation], entry=None
) -> int:
    """One result for everybody, by the programme's kind: mark 7.5, the second band, or a pass."""
    rule = classes.assessment_of(training_class)
    if entry is None:
        entry = {
            "mark": classes.ResultEntry(mark=Decimal("7.5")),
            "band": classes.ResultEntry(band_code=rule.bands[1].code if len(rule.bands) > 1 else ""),
            "pass_fail": classes.ResultEntry(outcome="completed"),
            "none": classes.ResultEntry(),
        }[rule.kind]
    return classes.enter_results(
        actor=world.centre,
        training_class=training_class,
        entries={p.uuid: entry for p in participations},
        today=training_class.closes_on,
    )


def recognise(
    world: World, training_class: classes.TrainingClass, *, actor=..., decided=None, number: str = "45-QĐ/TTCT"
) -> classes.RecognitionDecision:
    who = world.committee if actor is ... else actor
    return classes.recognise_results(
        actor=who,
        training_class=training_class,
        number=number,
        decided_on=training_class.closes_on,
        decided_by_name="Lê Thị Hà",
        decided_by_title="Giám đốc",
        decided=decided,
        now=at(training_class.closes_on, 16),
    )


def issue(world: World, training_class: classes.TrainingClass, *, actor=..., **options):
    who = world.centre if actor is ... else actor
    day = training_class.closes_on + timedelta(days=3)
    fields = {"issued_on": day, "signer_name": "Lê Thị Hà", "now": at(day)} | options
    return classes.issue_certificates(actor=who, training_class=training_class, **fields)


def finished_class(
    world: World, number: int = 3, *, absent: dict[int, list[int]] | None = None, **changes
) -> tuple[classes.TrainingClass, list[classes.Participation]]:
    """A class taught, with results entered, closed, waiting for the decision. `absent`: half-day → indexes of people away."""
    training_class = open_class(world, **changes)
    participations = admit_people(world, training_class, number)
    teach(
        world,
        training_class,
        absent={half: [participations[i] for i in away] for half, away in (absent or {}).items()},
    )
    enter(world, training_class, participations)
    classes.close_class(actor=world.centre, training_class=training_class, today=training_class.closes_on)
    training_class.refresh_from_db()
    return training_class, participations
