"""Units, lecturers, plans and people of a place."""

from datetime import date, timedelta

from hocvien.catalogue import api as catalogue
from hocvien.demonstration.data import GeneratedPerson, PlaceFile, Population
from hocvien.demonstration.operations.cast import Cast
from hocvien.faculty import api as faculty
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning

_RATED = "good"


def enter_units(place: PlaceFile) -> dict[str, org.Unit]:
    """Found every unit of the place; code → unit."""
    units = org.found_units(
        actor=None,
        units=[
            org.NewUnit(
                code=entry.code,
                name=entry.name,
                kind=entry.kind,
                valid_from=place.valid_from,
                parent_code=entry.parent,
                short_name=entry.short,
                is_sample_name=entry.name_status == "sample",
                source=place.source,
            )
            for entry in place.units
        ],
    )
    return {unit.code: unit for unit in units}


def enter_facts(place: PlaceFile, units: dict[str, org.Unit], today: date) -> None:
    """Whom centres serve, terms of office, authorities to open classes."""
    for served in place.served:
        org.record_service_area(
            actor=None,
            centre=units[served.centre],
            unit=units[served.unit],
            valid_from=place.valid_from,
            source=served.source,
        )
    for term in place.terms_of_office:
        org.record_fact(
            actor=None,
            unit=units[term.unit],
            value=org.Term(term.name),
            valid_from=term.valid_from,
            valid_to=term.valid_to,
            source=term.source,
        )
    for decision in place.authorities:
        catalogue.record_authority(
            actor=None,
            unit=units[decision.unit],
            programmes=list(catalogue.list_programmes().filter(is_sent_only=False, uses_quotas=False)),
            number=decision.number,
            decided_on=decision.decided_on,
            decided_by=decision.decided_by,
            valid_from=decision.decided_on,
            today=today,
        )


def enter_lecturers(
    place: PlaceFile, units: dict[str, org.Unit], cast: Cast, today: date
) -> dict[str, faculty.Lecturer]:
    """Add the lecturers with the programmes of the classes they teach; key → lecturer."""
    taught: dict[str, list[str]] = {entry.key: [] for entry in place.lecturers}
    for entry in place.classes:
        for key in entry.lecturers:
            if entry.programme not in taught[key]:
                taught[key].append(entry.programme)
    labels = {entry.code: entry.name for entry in place.units}
    host = place.classes[-1].hosted_by
    actor = cast.one_at("clerk", host)
    return {
        entry.key: faculty.add_lecturer(
            actor=actor,
            unit=units[host],
            full_name=entry.name,
            kind=entry.kind,
            title=entry.title,
            workplace=labels[entry.unit],
            programme_codes=taught[entry.key],
            is_generated=True,
            today=today,
        )
        for entry in place.lecturers
    }


def enter_people(place: PlaceFile, population: Population, units: dict[str, org.Unit], cast: Cast) -> dict[str, int]:
    """Record everybody, each committee by its own officer; key → id."""
    first_class: dict[str, date] = {}
    opened = {entry.code: entry.opened_on for entry in place.classes}
    rated = {row.person for row in population.enrolments if row.class_code in _long_classes(place)}
    for row in population.enrolments:
        day = opened[row.class_code]
        first_class[row.person] = min(day, first_class.get(row.person, day))
    by_commune: dict[str, list[GeneratedPerson]] = {}
    for person in population.people:
        by_commune.setdefault(person.commune, []).append(person)
    ids: dict[str, int] = {}
    for commune, group in by_commune.items():
        rows = people.add_people(
            actor=cast.officer_of(commune),
            people=[
                _new_person(place, person, units, first_class[person.key], rated=person.key in rated)
                for person in group
            ],
        )
        ids.update({person.key: row.pk for person, row in zip(group, rows, strict=True)})
    return ids


def _long_classes(place: PlaceFile) -> set[str]:
    return {entry.code for entry in place.classes if entry.study_mode}


def _new_person(
    place: PlaceFile, person: GeneratedPerson, units: dict[str, org.Unit], first_class: date, *, rated: bool
) -> people.NewPerson:
    def since(day: date) -> date:
        return max(day, place.valid_from)

    belongings = []
    if person.admitted_on:
        belongings.append(people.NewBelonging(units[person.cell].pk, "official_cell", since(person.admitted_on)))
    elif not person.posts:
        belongings.append(
            people.NewBelonging(units[person.cell].pk, "proposing_cell", since(first_class - timedelta(days=60)))
        )
    belongings += [
        people.NewBelonging(units[post.unit].pk, "mass_organisation", since(post.since))
        for post in person.posts
        if post.kind == "youth_officer"
    ]
    return people.NewPerson(
        full_name=person.full_name,
        birth=person.born_on.isoformat() if person.born_on else "",
        sex=person.sex,
        ethnicity=person.ethnicity,
        identity_number=person.identity_number,
        education=person.education,
        admitted_on=person.admitted_on,
        official_on=person.official_on,
        is_generated=True,
        belongings=tuple(belongings),
        posts=tuple(
            people.NewPost(units[post.unit].pk, post.kind, post.title, since(post.since)) for post in person.posts
        ),
        qualifications=(people.NewQualification(person.theory, "diploma"),) if person.theory != "none" else (),
        ratings=tuple(people.NewRating(first_class.year - back, "party_member", _RATED) for back in (2, 1) if rated),
    )


def enter_plans(
    place: PlaceFile, units: dict[str, org.Unit], cast: Cast, today: date
) -> dict[tuple[int, str], planning.PlanLine]:
    """Enter the yearly plans, approved where they have a day of issue; (year, programme) → approved line."""
    lines: dict[tuple[int, str], planning.PlanLine] = {}
    for entry in place.plans:
        clerk, office = cast.one_at("clerk", entry.unit), cast.one_at("committee_office", entry.unit)
        on = entry.issued_on or today
        plan = planning.create_plan(actor=clerk, unit=units[entry.unit], year=entry.year, on=on)
        for line in entry.lines:
            added = planning.add_line(
                actor=clerk,
                plan=plan,
                programme=catalogue.get_programme(line.programme),
                classes=line.classes,
                seats=line.seats,
                opener=units[line.opener],
                quarter=line.quarter,
                on=on,
            )
            if entry.issued_on:
                lines[entry.year, line.programme] = added
        if entry.issued_on:
            planning.submit_plan(actor=clerk, plan=plan, on=on)
            planning.approve_plan(actor=office, plan=plan, number=entry.number, issued_on=entry.issued_on, on=on)
    return lines
