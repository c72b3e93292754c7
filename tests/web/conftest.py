"""A small place for the screens' own tests: a province, two communes, and four people with a view."""

from datetime import date

import pytest
from django.core.cache import cache

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.people import api as people
from tests.web.office import office, sign_in

__all__ = ["office", "sign_in"]

PASSWORD = "bay-con-cho-sua-trang"
D0 = date(2020, 1, 1)


@pytest.fixture
def as_(client, world):
    """`as_("committee")`: the client signed in as one of the world that the test's module makes."""

    def sign_in_as(name):
        client.force_login(world.users[name])
        return client

    return sign_in_as


@pytest.fixture
def place(db, settings):
    """Units, accounts by name, people; the clock stands at 8 September 2026."""
    settings.HOCVIEN_TODAY = "2026-09-08"
    cache.clear()

    def found(code, name, kind, parent=None):
        return org.found_unit(actor=None, code=code, name=name, kind=kind, valid_from=D0, parent=parent)

    province = found("lam-giang", "Tỉnh ủy Lâm Giang", "province_committee")
    commune = found("duc-thinh", "Đảng ủy xã Đức Thịnh", "commune_committee", province)
    other = found("tan-my", "Đảng ủy xã Tân Mỹ", "commune_committee", province)
    units = {"province": province, "commune": commune, "other": other}

    def account(name, *grants):
        user = access.open_account(actor=None, username=name, full_name=name.title(), password=PASSWORD)
        for role, unit in grants:
            access.give_grant(actor=None, user=user, role=role, unit=unit, valid_from=D0)
        return user

    users = {
        "clerk": account("clerk", ("clerk", commune)),
        "inspector": account("inspector", ("inspector", province)),
        "both": account("both", ("clerk", commune), ("unit_officer", other)),
        "nobody": account("nobody"),
    }

    def person(name, birth, unit):
        belongings = (people.NewBelonging(unit.pk, "official_cell", D0),)
        return people.add_person(actor=None, new=people.NewPerson(full_name=name, birth=birth, belongings=belongings))

    persons = {
        "hoa": person("Nguyễn Thị Hòa", "1996-05-14", commune),
        "hoa2": person("Nguyễn Thị Hoà", "1990-01-02", commune),
        "far": person("Trần Văn Xa", "1980", other),
    }
    return {**units, **users, **persons}
