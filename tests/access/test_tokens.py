"""Tokens of other programs: made by whoever may read, told once, never more than the account, written in the journal."""

from datetime import timedelta

import pytest

from hocvien.access import api as access
from hocvien.common.errors import DomainError, NotVisible
from hocvien.journal import api as journal
from tests.scenarios import TODAY, at, found_place, give_account

pytestmark = pytest.mark.django_db
P = access.Permission
WEEK = timedelta(days=7)


@pytest.fixture
def world():
    world = found_place(seeded=False)
    give_account(world, "reader", ("inspector", "huyen"))
    return world


def make(world, who=None, **more):
    terms = {
        "name": "Kho dữ liệu",
        "unit": world.units["huyen"],
        "includes_below": True,
        "last_day": TODAY + WEEK,
        "today": TODAY,
        "now": at(TODAY),
        **more,
    }
    return access.make_token(actor=who or world.reader, **terms)


def asking(secret, on=TODAY):
    return access.ask_by(access.use_token(secret=secret, on=on))


def test_what_a_token_may_is_reading_alone(world):
    _row, secret = make(world)
    user = asking(secret)
    held = access.permissions_of(user, TODAY)
    assert P.REPORT_VIEW in held
    assert held <= {
        P.UNIT_VIEW,
        P.PROGRAMME_VIEW,
        P.PLAN_VIEW,
        P.CLASS_VIEW,
        P.PERSON_VIEW,
        P.REPORT_VIEW,
        P.RETURN_VIEW,
    }
    assert access.permissions_of(world.reader, TODAY) - held
    assert access.own_person_of(user) is None


def test_it_reaches_no_further_than_its_unit_and_no_longer_than_the_account(world):
    _row, secret = make(world, unit=world.units["xa-a"], includes_below=False)
    user = asking(secret)
    assert access.can(user, P.REPORT_VIEW, world.units["xa-a"], TODAY)
    assert not access.can(user, P.REPORT_VIEW, world.units["huyen"], TODAY)
    assert set(access.unit_ids_for(user, P.REPORT_VIEW, TODAY)) == {world.units["xa-a"].pk}
    for grant in access.list_grants(world.reader, TODAY):
        access.end_grant(actor=None, grant=grant, on=TODAY)
    assert not access.can(asking(secret), P.REPORT_VIEW, world.units["xa-a"], TODAY)


def test_it_ends_with_its_last_day(world):
    _row, secret = make(world)
    assert access.use_token(secret=secret, on=TODAY + WEEK)
    assert access.use_token(secret=secret, on=TODAY + WEEK + timedelta(days=1)) is None


def test_nobody_makes_or_withdraws_one_in_anothers_stead(world):
    row, _secret = make(world)
    delegation = access.delegate(
        actor=world.reader,
        to_user=world.centre,
        unit=world.units["huyen"],
        includes_below=True,
        permissions=[P.REPORT_VIEW],
        valid_from=TODAY,
        valid_to=TODAY + WEEK,
        today=TODAY,
    )
    access.act_for(world.centre, access.find_delegation_for(world.centre, delegation.uuid, TODAY))
    with pytest.raises(DomainError):
        make(world, world.centre)
    with pytest.raises(NotVisible):
        access.withdraw_token(actor=world.centre, token=row, now=at(TODAY))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "token_name_missing"),
        ({"last_day": TODAY - timedelta(days=1)}, "token_days_wrong"),
        ({"last_day": TODAY + timedelta(days=access.TOKEN_DAYS)}, "token_days_wrong"),
        ({"unit": "tinh"}, "token_reaches_nothing"),
    ],
)
def test_what_cannot_be_is_refused(world, changes, code):
    if "unit" in changes:
        changes = {"unit": world.units[changes["unit"]]}
    with pytest.raises(DomainError) as refusal:
        make(world, **changes)
    assert refusal.value.code == code


def test_an_account_keeps_so_many_in_force(world):
    rows = [make(world)[0] for _number in range(20)]
    with pytest.raises(DomainError, match="20 mã đang dùng được"):
        make(world)
    access.withdraw_token(actor=world.reader, token=rows[0], now=at(TODAY))
    make(world)


def test_making_and_withdrawing_are_journalled_without_the_secret(world):
    row, secret = make(world)
    access.withdraw_token(actor=world.reader, token=row, now=at(TODAY))
    access.withdraw_token(actor=world.reader, token=row, now=at(TODAY))
    entries = list(journal.list_entries(subject_uuid=row.uuid))
    assert sorted(entry.verb for entry in entries) == ["access.make_token", "access.withdraw_token"]
    assert {entry.unit_code for entry in entries} == {"huyen"}
    assert secret not in str([journal.list_entries(subject_uuid=row.uuid).values()])
    assert row.digest not in str(list(journal.list_entries(subject_uuid=row.uuid).values()))
