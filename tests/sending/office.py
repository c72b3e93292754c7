"""A notice of an academy received by the district, people who may be sent, and the steps up to a diploma, through the doors alone."""

from datetime import date

from hocvien.catalogue import api as catalogue
from hocvien.people import api as people
from hocvien.sending import api as sending
from tests import scenarios

TODAY = scenarios.TODAY  # 20 May 2026
NOW = scenarios.at(TODAY)
OPENS = date(2026, 9, 7)
ENDS = date(2028, 3, 31)
ISSUED = date(2026, 5, 4)
DECIDED = date(2026, 5, 18)


def new_notice(**changes):
    fields = {
        "issuer_name": "Học viện Chính trị khu vực I",
        "number": "112-TB/HVCT",
        "issued_on": ISSUED,
        "name": "Lớp cao cấp lý luận chính trị hệ không tập trung",
        "programme_id": catalogue.get_programme(changes.pop("programme", "CCLLCT")).pk,
        "study_mode": "part_time",
        "seats": 3,
        "names_due_on": date(2026, 6, 30),
        "opens_on": OPENS,
        "ends_on": ENDS,
        "place": "Hà Nội",
    }
    return sending.NewNotice(**fields | changes)


def notice(world, *, unit="huyen", actor=..., today=TODAY, **changes):
    return sending.record_notice(
        actor=world.committee if actor is ... else actor,
        unit=world.units[unit],
        new=new_notice(**changes),
        today=today,
        now=scenarios.at(today),
    )


def cadres(world, number, *, cell="xa-a-cb1", birth_year=1975, education="university", post=True):
    """Official members who hold a post the rules name and were rated well; they lack nothing for the advanced level."""
    rows = people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name=f"Cán bộ Thị {name}" if at % 2 else f"Cán bộ Văn {name}",
                birth=f"{birth_year + at % 5}-03-{1 + at % 28:02d}",
                sex="female" if at % 2 else "male",
                education=education,
                admitted_on=date(2005, 1, 1),
                official_on=date(2006, 1, 1),
                belongings=(
                    people.NewBelonging(
                        unit_id=world.units[cell].pk, kind="official_cell", valid_from=scenarios.FOUNDED
                    ),
                ),
                posts=(people.NewPost(world.units["xa-a"].pk, "leader", "Phó chủ tịch", scenarios.FOUNDED),)
                if post
                else (),
                qualifications=(
                    people.NewQualification("intermediate", "diploma", f"TC{at}", date(2012, 1, 1), "Trường Chính trị"),
                ),
                ratings=tuple(people.NewRating(year, "party_member", "good") for year in (2023, 2024, 2025)),
            )
            for at, name in enumerate(_names(number))
        ],
    )
    return list(rows)


def _names(number):
    given = ("An", "Bình", "Cường", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga")
    return [f"{given[at % 10]} {given[at // 10 % 10]}" for at in range(number)]


def propose(world, row, persons, *, actor=..., today=TODAY):
    return sending.propose_people(
        actor=world.committee if actor is ... else actor,
        notice=row,
        person_ids=[one.pk for one in persons],
        today=today,
        now=scenarios.at(today),
    )


def decide(world, row, uuids=None, *, actor=..., today=TODAY, decided_on=DECIDED, **changes):
    if uuids is None:
        uuids = row.sendings.filter(status="proposed").values_list("uuid", flat=True)
    fields = {
        "number": "45-QĐ/HU",
        "decided_on": decided_on,
        "signer_name": "Nguyễn Văn Ký",
        "signer_title": "Phó Bí thư",
    }
    return sending.decide_sending(
        actor=world.committee if actor is ... else actor,
        notice=row,
        sendings=list(uuids),
        today=today,
        now=scenarios.at(today, 10),
        **fields | changes,
    )


def sent(world, persons, *, today=TODAY, **changes):
    """A notice whose people are sent, in the order given."""
    row = notice(world, **{"seats": len(persons)} | changes)
    propose(world, row, persons)
    decide(world, row)
    of = {
        one.person_id: one for one in row.sendings.select_related("person", "notice__unit", "sending_unit", "decision")
    }
    return row, [of[one.pk] for one in persons]


def event(world, one, kind, on, *, paper_number="", actor=..., **more):
    return sending.record_event(
        actor=world.committee if actor is ... else actor,
        sending=one,
        kind=kind,
        on=on,
        paper_number=paper_number,
        today=on,
        now=scenarios.at(on),
        **more,
    )


def diploma(
    world, one, *, issued_on=date(2028, 4, 20), is_seen=True, actor=..., kind="diploma", level="advanced", **more
):
    return sending.record_diploma(
        actor=world.committee if actor is ... else actor,
        sending=one,
        new=sending.NewDiploma(
            kind=kind,
            number="CC-2028-017",
            issued_on=issued_on,
            issued_by="Học viện Chính trị quốc gia Hồ Chí Minh",
            band="Giỏi",
            level=level,
            **more,
        ),
        is_seen=is_seen,
        today=issued_on,
        now=scenarios.at(issued_on),
    )


def move(world, person, cell, on):
    """The person belongs to another cell from that day."""
    (row,) = [one for one in people.list_belongings(person) if one.kind == "official_cell" and one.valid_to > on]
    people.end_belonging(actor=None, belonging=row, on=on)
    people.add_facts(
        actor=None, person=person, belongings=[people.NewBelonging(world.units[cell].pk, "official_cell", on)]
    )
