"""A committee with two cells, and people whose histories are written down or drawn."""

from datetime import date, datetime
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records.models import Certificate, ExternalTraining, Register
from tests import scenarios
from tests.kept import kept

FAR = date(2000, 1, 1)
NOW = datetime(2026, 5, 20, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class Place(SimpleNamespace):
    """`xa` with the cells `cb1` and `cb2`; methods put facts beside the doors, as an old register holds them."""

    def person(self, *, cell="cb1", name="Trần Thị Mẫu", kind="official_cell", **fields):
        number = next(self.numbers)
        belongings = (people.NewBelonging(self.units[cell].pk, kind, FAR),) if cell else ()
        left = fields.pop("left_party_on", None)
        person = people.add_person(
            actor=None,
            new=people.NewPerson(full_name=f"{name} {number}", birth="1985-03-15", belongings=belongings, **fields),
        )
        people.Person.objects.filter(pk=person.pk).update(left_party_on=left)
        return person

    def member(self, **fields):
        return self.person(**{"admitted_on": date(2010, 1, 10), "official_on": date(2011, 1, 10), **fields})

    def post(self, person, kind, from_, to=None, unit="cb1"):
        fields = {"valid_to": to} if to else {}
        return people.Post.objects.create(
            person=person, unit=self.units[unit], kind=kind, title="Chức vụ mẫu", valid_from=from_, **fields
        )

    def leave(self, person, from_, to=None):
        fields = {"valid_to": to} if to else {}
        return people.Leave.objects.create(person=person, kind="other", valid_from=from_, **fields)

    def paper(self, person, programme, on, until=None, **fields):
        return Certificate.objects.create(
            register=self.register,
            authority=self.units["xa"],
            number=next(self.numbers),
            number_text="mẫu",
            programme=self.programmes[programme],
            person=person,
            source_uuid=uuid4(),
            kind="certificate",
            title="Giấy mẫu",
            programme_title="Chương trình mẫu",
            full_name=person.full_name,
            issued_on=on,
            first_issued_on=on,
            valid_until=until,
            authority_name="Đảng ủy xã Mẫu",
            qr_place="none",
            payload="",
            created_at=NOW,
            **fields,
        )

    def elsewhere(self, person, programme, on, *, is_confirmed=True, until=None):
        return ExternalTraining.objects.create(
            person=person,
            programme=self.programmes[programme],
            title="Khóa học mẫu",
            evidence="certificate",
            issued_on=on,
            valid_until=until,
            recorded_at=NOW,
            confirmed_at=NOW if is_confirmed else None,
        )

    def term(self, from_, to=None, unit="xa"):
        org.record_fact(
            actor=None,
            unit=self.units[unit],
            value=org.Term("Nhiệm kỳ mẫu"),
            valid_from=from_,
            **({"valid_to": to} if to else {}),
        )

    def told(self, person, code, on):
        """The one obligation of this person in words, None where they are not under it."""
        return next((one for one in obligations.obligations_of(person, on) if one.code == code), None)

    def reckoned(self, person, code, on):
        wanted = obligations.get_obligation(code).pk
        return next(
            (one for one in obligations.reckon([person.pk], on)[person.pk] if one.obligation_id == wanted), None
        )


@kept()
def place():
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)
    obligations.load_seed(actor=None)
    units = org.found_units(
        actor=None,
        units=[
            org.NewUnit("xa", "Đảng ủy xã Mẫu", "commune_committee", FAR),
            org.NewUnit("cb1", "Chi bộ thôn 1", "cell", FAR, "xa"),
            org.NewUnit("cb2", "Chi bộ thôn 2", "cell", FAR, "xa"),
        ],
    )
    by_code = {unit.code: unit for unit in units}
    register = Register.objects.create(authority=by_code["xa"], code="MAU", year=2020)
    return Place(
        units=by_code,
        register=register,
        programmes={one.code: one for one in catalogue.list_programmes()},
        numbers=scenarios.Numbers(),
        now=NOW,
    )
