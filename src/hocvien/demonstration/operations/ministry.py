"""A ministry's committee as a sample: people sent to the classes of others in one term, all of them finished."""

from datetime import date, timedelta
from random import Random
from typing import Any

from hocvien.catalogue import api as catalogue
from hocvien.demonstration.arithmetic import compose_name, moment
from hocvien.demonstration.data import NameBook, PlaceFile
from hocvien.demonstration.operations.cast import Cast
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.sending import api as sending

# the two levels a person goes to once; other courses take people who went to one of them
_LEVELS = ("CCLLCT", "TCLLCT")


def enter_ministry(place: PlaceFile, units: dict[str, org.Unit], cast: Cast, book: NameBook) -> None:
    """Everybody on record, and each notice from its paper to the end of its class."""
    unit = units[place.units[0].code]
    actor = cast.one_at("committee_office", unit.code)
    cells = [units[entry.code] for entry in place.units if cast.is_cell(entry.code)]
    number = sum(one.people for one in place.notices if one.programme in _LEVELS)
    persons = _people(place, number, cells, book)
    rows = [one.pk for one in people.add_people(actor=cast.officer_of(unit.code), people=persons)]
    fresh, again = iter(rows), iter(reversed(rows))
    for entry in place.notices:
        source = fresh if entry.programme in _LEVELS else again
        chosen = [next(source) for _ in range(entry.people)]
        called, decided = entry.opens_on - timedelta(days=60), entry.opens_on - timedelta(days=14)
        said: dict[str, Any] = {"actor": actor, "today": called, "now": moment(called)}
        notice = sending.record_notice(
            unit=unit,
            new=sending.NewNotice(
                issuer_name=entry.issuer,
                number=entry.number,
                issued_on=called,
                name=entry.name,
                programme_id=catalogue.get_programme(entry.programme).pk,
                study_mode=entry.study_mode,
                seats=entry.people,
                names_due_on=decided,
                opens_on=entry.opens_on,
            ),
            is_generated=True,
            **said,
        )
        put = sending.propose_people(notice=notice, person_ids=chosen, **said)
        names = [one.sending_uuid for one in put if one.sending_uuid is not None]
        sending.decide_sending(
            actor=actor,
            notice=notice,
            sendings=names,
            number=entry.number.replace("TB", "QĐ"),
            decided_on=decided,
            signer_name="Nguyễn Văn Mẫu",
            signer_title="Phó Bí thư",
            exception_reason="Công văn cho phép (mẫu)",
            today=decided,
            now=moment(decided),
        )
        for kind, day in (("enrolled", entry.opens_on), ("finished", entry.finished_on)):
            sending.record_events(
                actor=actor, notice=notice, sendings=names, kind=kind, on=day, today=day, now=moment(day)
            )


def _people(place: PlaceFile, number: int, cells: list[org.Unit], book: NameBook) -> list[people.NewPerson]:
    """Official members with a degree, spread over the cells."""
    rng = Random(place.seed)  # noqa: S311 - invented people, no secret
    made = []
    for at in range(number):
        sex = "female" if rng.random() < 0.34 else "male"
        born = date(1966 + rng.randrange(16), 1 + rng.randrange(12), 1 + rng.randrange(28))
        admitted = date(born.year + 24, 1 + rng.randrange(12), 3)
        made.append(
            people.NewPerson(
                full_name=compose_name(rng, book, sex, born.year),
                birth=born.isoformat(),
                sex=sex,
                education="university",
                admitted_on=admitted,
                official_on=admitted.replace(year=admitted.year + 1),
                is_generated=True,
                belongings=(people.NewBelonging(cells[at % len(cells)].pk, "official_cell", place.valid_from),),
            )
        )
    return made
