"""The people of a place, filling every class to the very numbers its file states."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from hocvien.demonstration.arithmetic.people import PROFILES, Need, generate_person
from hocvien.demonstration.arithmetic.posts import PostBook
from hocvien.demonstration.arithmetic.rolls import draw_absences, draw_mark
from hocvien.demonstration.data import (
    ClassEntry,
    Enrolment,
    GeneratedPerson,
    NameBook,
    PlaceFile,
    Population,
    Post,
)

# Reasons about the paper or the class only; the program has its own coded list, these are its keys.
_RETURN_REASONS = ("over_seats", "incomplete_papers", "wrong_audience")


class _Quotas:
    """What remains to be filled: heads per class and sending unit, women per class."""

    def __init__(self, classes: tuple[ClassEntry, ...]) -> None:
        self.units = {entry.code: Counter(dict(entry.sent_by)) for entry in classes}
        self.women = {entry.code: entry.female for entry in classes}
        self.heads = {entry.code: entry.heads for entry in classes}

    def common_units(self, codes: tuple[str, ...]) -> list[str]:
        """Units that may still send somebody to all of these classes, the fullest quotas first."""
        units = [
            unit
            for unit in self.units[codes[0]]
            if all(self.units[code][unit] > 0 for code in codes)
        ]
        return sorted(
            units,
            key=lambda unit: (-min(self.units[code][unit] for code in codes), unit),
        )

    def draw_sex(self, rng: Random, codes: tuple[str, ...]) -> str:
        """Female by the share still open in the first class, and only while every class has room for either."""
        code = codes[0]
        share = self.women[code] / self.heads[code]
        if any(self.women[other] == 0 for other in codes):
            return "male"
        if any(self.women[other] == self.heads[other] for other in codes):
            return "female"
        return "female" if rng.random() < share else "male"

    def take(self, codes: tuple[str, ...], unit: str, sex: str) -> None:
        for code in codes:
            self.units[code][unit] -= 1
            self.heads[code] -= 1
            self.women[code] -= sex == "female"


def _groups(
    rng: Random, place: PlaceFile, quotas: _Quotas
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(classes, unit, sex) of every person to be made: first those of several classes, then the rest of each class."""
    for overlap in place.overlaps:
        for _ in range(overlap.count):
            unit = rng.choice(quotas.common_units(overlap.classes)[:8])
            sex = quotas.draw_sex(rng, overlap.classes)
            quotas.take(overlap.classes, unit, sex)
            yield overlap.classes, unit, sex
    for entry in place.classes:
        seats = [
            unit
            for unit, count in quotas.units[entry.code].items()
            for _ in range(count)
        ]
        rng.shuffle(seats)
        for unit in seats:
            sex = quotas.draw_sex(rng, (entry.code,))
            quotas.take((entry.code,), unit, sex)
            yield (entry.code,), unit, sex


def _posts(
    rng: Random, book: PostBook, programmes: list[str], unit: str, cell: str, sex: str
) -> list[Post]:
    kinds = {PROFILES[programme].post_kind for programme in programmes}
    posts = []
    if "committee" in kinds:
        posts.append(book.committee_post(unit, cell))
    if "youth" in kinds:
        posts.append(book.youth_post(unit))
    if "cadre" in kinds:
        posts.append(book.cadre_post(rng, unit, sex))
    return posts


def generate_population(
    place: PlaceFile,
    book: NameBook,
    *,
    key_prefix: str,
    ethnicities: dict[str, int] | None = None,
) -> Population:
    """Everybody of a place file and their enrolments, the same for the same file, word lists and seed.

    Sums hold exactly: heads, women and heads per sending unit of every class are those of the file.
    """
    rng = Random(place.seed)
    posts = PostBook(place)
    classes = {entry.code: entry for entry in place.classes}
    quotas = _Quotas(place.classes)
    people: list[GeneratedPerson] = []
    enrolments: list[Enrolment] = []

    def make(codes: tuple[str, ...], unit: str, sex: str) -> GeneratedPerson:
        cell = posts.cell_for(unit)
        programmes = [classes[code].programme for code in codes]
        serial = len(people) + 1
        person = generate_person(
            rng,
            key=f"{key_prefix}-{serial:04d}",
            serial=serial,
            need=Need(
                tuple(
                    (classes[code].programme, classes[code].opened_on) for code in codes
                ),
                sex,
                unit,
                cell,
            ),
            book=book,
            posts=_posts(rng, posts, programmes, unit, cell, sex),
            ethnicities=ethnicities,
        )
        people.append(person)
        return person

    for codes, unit, sex in _groups(rng, place, quotas):
        person = make(codes, unit, sex)
        for code in codes:
            halves = len(classes[code].days.halves_in_order())
            absent = draw_absences(rng, halves)
            enrolments.append(
                Enrolment(
                    code,
                    person.key,
                    unit,
                    person.cell,
                    "admitted",
                    added_late=rng.random() < 0.015,
                    absent_halves=absent,
                    mark=""
                    if classes[code].joint_with
                    else draw_mark(rng, absent, halves),
                )
            )
    for entry in place.classes:
        for number in range(entry.returned):
            person = make(
                (entry.code,),
                rng.choice(sorted(entry.sent_by)),
                rng.choice(["female", "male"]),
            )
            reason = _RETURN_REASONS[number % len(_RETURN_REASONS)]
            enrolments.append(
                Enrolment(
                    entry.code,
                    person.key,
                    person.commune,
                    person.cell,
                    "returned",
                    reason,
                )
            )
    order = {code: index for index, code in enumerate(classes)}
    enrolments.sort(key=lambda row: (order[row.class_code], row.person))
    return Population(tuple(people), tuple(enrolments))
