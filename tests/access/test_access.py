"""Four people named by place: the centre's clerk, the province's inspector, a commune officer, an outsider."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.common.errors import Forbidden, NotVisible
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

pytestmark = pytest.mark.django_db
D0 = date(2020, 1, 1)
ON = date(2023, 6, 1)


@pytest.fixture
def place():
    def found(code, kind, parent=None):
        return org.found_unit(actor=None, code=code, name=f"Đơn vị {code}", kind=kind, valid_from=D0, parent=parent)

    def account(name, role=None, unit=None, **more):
        user = access.open_account(actor=None, username=name, full_name=name, password=None)
        if role:
            access.give_grant(actor=None, user=user, role=role, unit=unit, valid_from=D0, **more)
        return user

    tinh = found("tinh", "province_committee")
    huyen = found("huyen", "district_committee", tinh)
    xa = found("xa", "commune_committee", huyen)
    other = found("huyen-khac", "district_committee", tinh)
    persons = {
        unit.code: people.add_person(
            actor=None,
            new=people.NewPerson(
                full_name=f"Người {unit.code}", belongings=(people.NewBelonging(unit.pk, "official_cell", D0),)
            ),
        )
        for unit in (huyen, xa, other)
    }
    return {
        "units": {"tinh": tinh, "huyen": huyen, "xa": xa, "other": other},
        "persons": persons,
        "centre": account("centre", "clerk", huyen),
        "province": account("province", "inspector", tinh),
        "commune": account("commune", "unit_officer", xa),
        "desk": account("desk", "clerk", huyen, includes_below=False),
        "outsider": account("outsider"),
    }


def sees(place, who):
    return {p.full_name.split()[-1] for p in access.people_visible_to(place[who], ON)}


def test_each_sees_the_people_of_their_place(place):
    assert sees(place, "province") == {"huyen", "xa", "huyen-khac"}
    assert sees(place, "centre") == {"huyen", "xa"}
    assert sees(place, "commune") == {"xa"}
    assert sees(place, "desk") == {"huyen"}
    assert sees(place, "outsider") == set()
    assert access.people_visible_to(None, ON).count() == 3


def test_seeing_one_person_and_listing_all_agree(place):
    for who in ("province", "centre", "commune", "desk", "outsider"):
        for permission in ("person.view", "person.edit"):
            listed = set(access.people_visible_to(place[who], ON, permission).values_list("pk", flat=True))
            for person in place["persons"].values():
                assert access.can_for_person(place[who], permission, person, ON) == (person.pk in listed)


def test_inspector_sees_and_changes_nothing(place):
    xa = place["units"]["xa"]
    assert access.can(place["province"], "person.view", xa, ON)
    with pytest.raises(Forbidden) as refusal:
        access.require(place["province"], "person.edit", xa, ON)
    assert "Đơn vị xa" in str(refusal.value)


def test_what_lies_outside_is_not_found(place):
    with pytest.raises(NotVisible):
        access.get_unit_for(place["commune"], "huyen", on=ON)
    with pytest.raises(NotVisible):
        access.get_person_for(place["commune"], place["persons"]["huyen"].uuid, on=ON)
    assert access.get_person_for(place["centre"], place["persons"]["xa"].uuid, on=ON).full_name == "Người xa"


def test_a_grant_ends_on_its_day(place):
    (grant,) = access.list_grants(place["commune"], ON)
    access.end_grant(actor=None, grant=grant, on=ON)
    assert access.can(place["commune"], "unit.view", place["units"]["xa"], date(2023, 5, 31))
    assert not access.can(place["commune"], "unit.view", place["units"]["xa"], ON)


def test_a_role_is_not_given_twice(place):
    with pytest.raises(access.GrantRepeated):
        access.give_grant(actor=None, user=place["centre"], role="clerk", unit=place["units"]["huyen"], valid_from=ON)


def test_a_closed_account_may_nothing(place):
    access.close_account(actor=None, user=place["centre"])
    user = accounts.get_user(place["centre"].uuid)
    assert not access.can(user, "unit.view", place["units"]["huyen"], ON)
    assert set(access.unit_ids_for(user, "unit.view", ON)) == set()


def test_nobody_closes_their_own_account(place):
    with pytest.raises(access.OwnAccount):
        access.close_account(actor=place["centre"], user=place["centre"])


def test_a_new_password_is_journalled_without_itself(place):
    password = access.make_password()
    access.reset_password(actor=None, user=place["centre"], password=password, unit_code="huyen")
    entry = journal.last_entry("access.reset_password")
    assert entry.unit_code == "huyen"
    assert password not in entry.detail.content
    assert accounts.get_user(place["centre"].uuid).check_password(password)


def test_every_role_has_its_permissions():
    assert set(access.ROLE_PERMISSIONS) == set(access.Role.values)
