"""The people of a place, filling every class to the very numbers its file states."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
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

# Codes of `classes.ReturnReason`; about the paper or the class only.
_RETURN_REASONS = ("paper_missing", "wrong_audience")


_LATE_SHARE = 0.015
_MARKED_STAGES = ("assessed", "recognised", "certified")


class _Quotas:
    """What remains to be filled: heads per class and sending unit, women per class."""

    def __init__(self, classes: tuple[ClassEntry, ...]) -> None:
        self.units = {entry.code: Counter(dict(entry.sent_by)) for entry in classes}
        self.women = {entry.code: entry.female for entry in classes}
        self.heads = {entry.code: entry.heads for entry in classes}

    def common_units(self, codes: tuple[str, ...]) -> list[str]:
        """Units that may still send somebody to all of these classes, the fullest quotas first."""
        units = [unit for unit in self.units[codes[0]] if all(self.units[code][unit] > 0 for code in codes)]
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


def _groups(rng: Random, place: PlaceFile, quotas: _Quotas) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(classes, unit, sex) of every person to be made: first those of several classes, then the rest of each class."""
    for overlap in place.overlaps:
        for _ in range(overlap.count):
            unit = overlap.unit or rng.choice(quotas.common_units(overlap.classes)[:8])
            sex = quotas.draw_sex(rng, overlap.classes)
            quotas.take(overlap.classes, unit, sex)
            yield overlap.classes, unit, sex
    for entry in place.classes:
        seats = [unit for unit, count in quotas.units[entry.code].items() for _ in range(count)]
        rng.shuffle(seats)
        for unit in seats:
            sex = quotas.draw_sex(rng, (entry.code,))
            quotas.take((entry.code,), unit, sex)
            yield (entry.code,), unit, sex


def _posts(rng: Random, book: PostBook, programmes: list[str], unit: str, cell: str, sex: str) -> list[Post]:
    kinds = {PROFILES[programme].post_kind for programme in programmes}
    posts = []
    if "committee" in kinds:
        posts.append(book.committee_post(unit, cell))
    if "youth" in kinds:
        posts.append(book.youth_post(unit))
    if "cadre" in kinds:
        posts.append(book.cadre_post(rng, unit, sex))
    return posts


def _standings(entry: ClassEntry) -> list[str]:
    """How each nomination of a class stands, in the order its people are made."""
    listed = [state for state, count in entry.states.items() for _ in range(count)]
    return listed or ["admitted"] * entry.heads


def _without_data(person: GeneratedPerson, number: int) -> GeneratedPerson:
    """The person as an office that made its list in haste would know them: no schooling, or no day of birth."""
    return replace(person, education="") if number % 2 else replace(person, born_on=None, identity_number="")


def _enrolment(rng: Random, entry: ClassEntry, person: GeneratedPerson, status: str) -> Enrolment:
    halves = len(entry.days.halves_in_order())
    absent = draw_absences(rng, halves)
    if entry.stage == "assessed":
        # everybody has a mark, so that nothing but the decision is left to do
        absent = min(absent, 1)
    late = rng.random() < _LATE_SHARE
    mark = draw_mark(rng, absent, halves)
    row = Enrolment(entry.code, person.key, person.commune, person.cell, status)
    if status != "admitted":
        return row
    return replace(row, added_late=late, absent_halves=absent, mark=mark if entry.stage in _MARKED_STAGES else "")


def generate_population(place: PlaceFile, book: NameBook) -> Population:
    """Everybody of a place file and their enrolments, the same for the same file, word lists and seed.

    Sums hold exactly: heads, women and heads per sending unit of every class are those of the file.
    """
    rng = Random(place.seed)  # noqa: S311 - invented people, no secret
    posts = PostBook(place)
    classes = {entry.code: entry for entry in place.classes}
    quotas = _Quotas(place.classes)
    standings = {code: _standings(entry) for code, entry in classes.items()}
    missing = {code: Counter(dict(entry.missing)) for code, entry in classes.items()}
    people: list[GeneratedPerson] = []
    enrolments: list[Enrolment] = []

    def make(codes: tuple[str, ...], unit: str, sex: str) -> GeneratedPerson:
        cell = posts.cell_for(unit)
        programmes = [classes[code].programme for code in codes]
        serial = len(people) + 1
        person = generate_person(
            rng,
            key=f"{place.key_prefix}-{serial:04d}",
            serial=place.first_serial + serial - 1,
            need=Need(tuple((classes[code].programme, classes[code].opened_on) for code in codes), sex, unit, cell),
            book=book,
            known_on=place.known_on,
            posts=_posts(rng, posts, programmes, unit, cell, sex),
            ethnicities=dict(place.ethnicities),
        )
        people.append(person)
        return person

    for codes, unit, sex in _groups(rng, place, quotas):
        person = make(codes, unit, sex)
        for code in codes:
            status = standings[code].pop(0)
            if status == "proposed" and missing[code][unit] and len(codes) == 1:
                people[-1] = person = _without_data(person, missing[code][unit])
                missing[code][unit] -= 1
            enrolments.append(_enrolment(rng, classes[code], person, status))
    for entry in place.classes:
        for number in range(entry.returned):
            person = make((entry.code,), rng.choice(sorted(entry.sent_by)), rng.choice(["female", "male"]))
            reason = _RETURN_REASONS[number % len(_RETURN_REASONS)]
            enrolments.append(Enrolment(entry.code, person.key, person.commune, person.cell, "returned", reason))
    order = {code: index for index, code in enumerate(classes)}
    enrolments.sort(key=lambda row: (order[row.class_code], row.person))
    return Population(tuple(people), tuple(enrolments))
