"""Post by post what is still missing: held and planned for, from the obligations and the rules that name the post, with the next step."""

from datetime import date

import pytest

from hocvien.people import api as people
from tests import scenarios
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = scenarios.TODAY


@kept(today=DAY)
def world():
    world = scenarios.found_place()
    (person,) = scenarios.add_members(world, 1)
    cell, commune = world.units["xa-a-cb1"].pk, world.units["xa-a"].pk
    people.add_facts(
        actor=None,
        person=person,
        posts=[
            people.NewPost(cell, "cell_secretary", "Bí thư chi bộ", date(2024, 3, 5)),
            people.NewPost(cell, "cell_secretary", "Bí thư chi bộ cũ", date(2022, 1, 1)),
        ],
        plannings=[
            people.NewPlanning(
                unit_id=commune, kind="committee_member", number="12-QH/HU", decided_on=DAY, valid_from=DAY
            )
        ],
    )
    world.person = person
    return world


def read(client, user, url):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_each_post_says_what_is_missing_and_where_it_is_done(world, client):
    opened = scenarios.open_class(world, programme="NVCTD", name="Lớp nghiệp vụ")
    url = f"/people/{world.person.uuid}/needs/"
    said = read(client, world.commune, url)
    held, planned = said.split("Quy hoạch: ", 1)
    assert "Bầu, bổ nhiệm 05/3/2024 + 12 tháng = 05/3/2025." in held
    assert "Tính theo chức vụ nhận sau" in held
    assert f"/classes/{opened.uuid}/list/propose/" in held
    assert "Trình độ Trung cấp" in held
    assert "Xem từng điều kiện" in held
    # as if taken up today, and nothing else computes it
    assert "Bầu, bổ nhiệm 20/5/2026 + 12 tháng = 20/5/2027." in planned
    assert "12-QH/HU" in planned


def test_who_is_on_the_list_already_is_led_to_the_list(world, client):
    opened = scenarios.open_class(world, programme="NVCTD", name="Lớp nghiệp vụ")
    scenarios.propose(world, opened, [world.person])
    said = read(client, world.commune, f"/people/{world.person.uuid}/needs/")
    assert "Đã trong danh sách Lớp nghiệp vụ" in said
    assert f"/classes/{opened.uuid}/list/?" in said
    assert "/list/propose/" not in said


def test_a_planning_is_told_to_who_keeps_the_record_alone(world, client):
    scenarios.give_account(world, "inspector", ("inspector", "tinh"))
    said = read(client, world.inspector, f"/people/{world.person.uuid}/needs/")
    assert "12-QH/HU" not in said
    assert "Quy hoạch" not in said
    # who may not propose is led nowhere
    assert "/list/propose/" not in said
    client.force_login(world.outsider)
    assert client.get(f"/people/{world.person.uuid}/needs/").status_code == 404


def test_a_level_held_is_said_to_be_held(world, client):
    people.add_facts(
        actor=None,
        person=world.person,
        qualifications=[people.NewQualification("intermediate", "diploma", issued_on=date(2015, 5, 1))],
    )
    said = read(client, world.commune, f"/people/{world.person.uuid}/needs/")
    assert "Đã có" in said


def test_without_a_post_the_page_says_what_belongs_there(world, client):
    (other,) = scenarios.add_members(world, 1)
    assert "Chưa ghi chức vụ nào" in read(client, world.commune, f"/people/{other.uuid}/needs/")
