"""A small office with its people, signed in and ready: for the screens of people, units and administration."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.people import api as people
from tests.kept import kept

D0 = date(2020, 1, 1)
TODAY = "2023-06-01"
ON = date(2023, 6, 1)


def found_units():
    made = org.found_units(
        actor=None,
        units=[
            org.NewUnit("tinh", "Tỉnh ủy Lâm Giang", "province_committee", D0),
            org.NewUnit("duc-thinh", "Đảng ủy xã Đức Thịnh", "commune_committee", D0, "tinh", "Xã Đức Thịnh"),
            org.NewUnit("dong-hoa", "Chi bộ thôn Đông Hòa", "cell", D0, "duc-thinh"),
            org.NewUnit("tram-y-te", "Chi bộ Trạm Y tế", "cell", D0, "duc-thinh"),
            org.NewUnit("yen-son", "Đảng ủy xã Yên Sơn", "commune_committee", D0, "tinh"),
            org.NewUnit("thon-ngoai", "Chi bộ thôn Ngoài", "cell", D0, "yen-son"),
        ],
    )
    return {unit.code: unit for unit in made}


def add_people(unit, number, *, start=0):
    names = ("Nguyễn Văn", "Trần Thị", "Lê Đình", "Phạm Thị Hương")
    return people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name=f"{names[n % 4]} {chr(65 + n % 26)}{'abcde'[n // 26 % 5]}",
                birth=f"19{60 + n % 40}-0{1 + n % 9}-12",
                sex="female" if n % 2 else "male",
                admitted_on=date(2015, 5, 19),
                official_on=date(2016, 5, 19),
                belongings=(people.NewBelonging(unit.pk, "official_cell", D0),),
                posts=(people.NewPost(unit.pk, "cell_committee_member", "Chi ủy viên", D0),),
                qualifications=(people.NewQualification("elementary", "diploma"),),
                ratings=(people.NewRating(2022, "party_member", "good"),),
            )
            for n in range(start, start + number)
        ],
    )


def account(name, role, unit, **more):
    user = access.open_account(actor=None, username=name, full_name=name.title(), password=None)
    if role:
        access.give_grant(actor=None, user=user, role=role, unit=unit, valid_from=D0, **more)
    return user


@kept(today=TODAY)
def office():
    units = found_units()
    return {
        **units,
        "people": add_people(units["dong-hoa"], 3),
        "others": add_people(units["thon-ngoai"], 1, start=3),
        "officer": account("officer", "unit_officer", units["duc-thinh"]),
        "administrator": account("administrator", "administrator", units["tinh"]),
        "inspector": account("inspector", "inspector", units["tinh"]),
        "outsider": account("outsider", "unit_officer", units["yen-son"]),
    }


@pytest.fixture
def sign_in(client):
    def as_(user):
        client.force_login(user)
        return client

    return as_
