"""One invented person, consistent with the programmes attended.

Every programme sets a `Profile`: age, membership, education and posts such that its clauses would be met on the day the class opens
(candidates are no members, new members are within their twelve months, committee members hold their post).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from hocvien.demonstration.arithmetic.names import compose_name, weighted
from hocvien.demonstration.constants import SAMPLE_PLACE_CODE
from hocvien.demonstration.data import GeneratedPerson, NameBook, Post


@dataclass(frozen=True, slots=True)
class Profile:
    """Bounds of one programme; ages are whole years on the opening day, (female, male) for the lowest."""

    youngest: tuple[int, int]
    oldest: int
    membership: tuple[str, ...]
    education: dict[str, int]
    # Empty where the programme is the first theory anybody learns.
    theory: dict[str, int] = field(default_factory=dict)
    post_kind: str = ""


PROFILES: dict[str, Profile] = {
    "NTVD": Profile(
        (19, 19),
        44,
        ("none",),
        {
            "lower_secondary": 10,
            "upper_secondary": 34,
            "intermediate": 16,
            "college": 14,
            "university": 26,
        },
    ),
    "DVM": Profile(
        (20, 20),
        46,
        ("probationary",),
        {
            "lower_secondary": 5,
            "upper_secondary": 31,
            "intermediate": 16,
            "college": 18,
            "university": 30,
        },
    ),
    "NVCTD": Profile(
        (29, 29),
        61,
        ("official",),
        {
            "lower_secondary": 6,
            "upper_secondary": 28,
            "intermediate": 20,
            "college": 10,
            "university": 36,
        },
        {"none": 18, "elementary": 40, "intermediate": 42},
        "committee",
    ),
    "DOAN": Profile(
        (18, 18),
        34,
        ("none", "official", "official"),
        {"upper_secondary": 24, "intermediate": 16, "college": 20, "university": 40},
        {"none": 75, "elementary": 25},
        "youth",
    ),
    "SCLLCT": Profile(
        (23, 23),
        50,
        ("official",),
        {
            "lower_secondary": 4,
            "upper_secondary": 16,
            "intermediate": 22,
            "college": 18,
            "university": 40,
        },
    ),
    "TCLLCT": Profile(
        (33, 35),
        50,
        ("official",),
        {"college": 12, "university": 80, "master": 8},
        {"none": 60, "elementary": 40},
        "cadre",
    ),
}

# Someone in two classes must satisfy both; membership is the strictest of the two.
_STRICTEST = ("probationary", "official", "none")


@dataclass(frozen=True, slots=True)
class Need:
    """Why a person exists: the classes attended, as (programme, opening day), and where the person belongs."""

    programmes: tuple[tuple[str, date], ...]
    sex: str
    commune: str
    cell: str


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _born_on(rng: Random, need: Need) -> date:
    """A birth date that satisfies every class on its own opening day; younger ages are the more frequent."""
    index = 0 if need.sex == "female" else 1
    latest = min(_years_before(day, PROFILES[code].youngest[index]) for code, day in need.programmes)
    earliest = max(_years_before(day, PROFILES[code].oldest + 1) for code, day in need.programmes) + timedelta(days=1)
    share = rng.betavariate(1.6, 2.4)
    return latest - timedelta(days=round((latest - earliest).days * share))


def _membership(rng: Random, need: Need) -> str:
    wanted = [rng.choice(PROFILES[code].membership) for code, _ in need.programmes]
    return next(kind for kind in _STRICTEST if kind in wanted)


def _admission(
    rng: Random, need: Need, membership: str, born_on: date, known_on: date
) -> tuple[date | None, date | None]:
    """Day of admission and, where it lies before `known_on`, of becoming official.

    A probationary member is inside the twelve months at the class; an official one has been so for a year and more.
    """
    if membership == "none":
        return None, None
    opened = min(day for _, day in need.programmes)
    if membership == "probationary":
        admitted = opened - timedelta(days=rng.randint(30, 300))
    else:
        of_age = born_on.replace(year=born_on.year + 20, day=min(born_on.day, 28))
        latest = opened - timedelta(days=800)
        admitted = min(latest, of_age + timedelta(days=rng.randint(0, max(0, min((latest - of_age).days, 5400)))))
    a_year_later = date(admitted.year + 1, admitted.month, min(admitted.day, 28))
    official = a_year_later + timedelta(days=rng.randint(4, 25))
    return admitted, official if official <= known_on else None


def identity_number(sex: str, born_on: date, serial: int) -> str:
    """Twelve digits whose century, sex and year agree with the person, under a place that does not exist."""
    century = (born_on.year // 100 - 19) * 2 + (1 if sex == "female" else 0)
    return f"{SAMPLE_PLACE_CODE}{century}{born_on.year % 100:02d}{serial:06d}"


def generate_person(
    rng: Random,
    *,
    key: str,
    serial: int,
    need: Need,
    book: NameBook,
    known_on: date,
    posts: Sequence[Post] = (),
    ethnicities: dict[str, int] | None = None,
) -> GeneratedPerson:
    """A person who meets the clauses of every class in `need`."""
    born_on = _born_on(rng, need)
    profiles = [PROFILES[code] for code, _ in need.programmes]
    # The most demanding programme of several sets the schooling.
    demanding = max(profiles, key=lambda profile: profile.youngest)
    membership = _membership(rng, need)
    admitted_on, official_on = _admission(rng, need, membership, born_on, known_on)
    theory = weighted(rng, demanding.theory) if all(profile.theory for profile in profiles) else "none"
    return GeneratedPerson(
        key=key,
        full_name=compose_name(rng, book, need.sex, born_on.year),
        sex=need.sex,
        born_on=born_on,
        ethnicity=weighted(rng, ethnicities or {"Kinh": 1}),
        identity_number=identity_number(need.sex, born_on, serial),
        commune=need.commune,
        cell=need.cell,
        education=weighted(rng, demanding.education),
        theory=theory,
        membership=membership,
        admitted_on=admitted_on,
        official_on=official_on,
        posts=tuple(posts),
    )
