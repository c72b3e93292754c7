"""The thread: from a plan line to the certificate and back, each link as far as one may see."""

import pytest
from django.test import Client

from hocvien.classes import api as classes
from hocvien.quotas import api as quotas
from tests import scenarios
from tests.kept import kept

pytestmark = pytest.mark.django_db


def words(response):
    """The page as one line."""
    return " ".join(response.content.decode().split())


@kept(today=scenarios.CLOSES)
def world():
    return scenarios.found_place()


def as_user(world, name):
    client = Client()
    client.force_login(world.users[name])
    return client


@kept()
def issued(world):
    line = scenarios.approved_line(world)
    training_class, _people = scenarios.finished_class(world, number=3, plan_line_id=line.pk)
    scenarios.recognise(world, training_class)
    scenarios.issue(world, training_class)
    return line, training_class


def follow(client, page, start):
    """The first link of the page whose address begins so."""
    address = next(part for part in page.content.decode().split('href="') if part.startswith(start)).split('"')[0]
    return client.get(address.replace("&amp;", "&"))


def test_from_the_line_to_the_paper_and_back(world, issued):
    line, training_class = issued
    scenarios.give_account(world, "office", ("committee_office", "tinh"), ("clerk", "tinh"))
    client = as_user(world, "office")
    of_line = client.get(f"/threads/line/{line.uuid}/")
    assert "3 học viên, 3 đạt, 3 giấy đã cấp" in words(of_line)
    of_class = follow(client, of_line, "/threads/class/")
    assert training_class.name in words(of_class)
    people = classes.people_of_thread(world.office, training_class, scenarios.CLOSES)
    assert len(people) == 3
    of_person = follow(client, of_class, f"/threads/class/{training_class.uuid}/{people[0].nomination.uuid}")
    text = words(of_person)
    assert people[0].full_name in text
    assert people[0].certificate.number_text in text
    assert "Quyết định số" in text
    paper = follow(client, of_person, f"/certificates/{people[0].certificate.uuid}")
    assert "Mạch việc" in words(paper)
    back = client.get(f"/threads/certificate/{people[0].certificate.uuid}/", follow=True)
    assert people[0].full_name in words(back)
    assert follow(client, back, "/threads/line/").status_code == 200


def test_the_seat_of_a_person_is_said(world):
    line = scenarios.approved_line(world)
    quotas.issue_quota(
        actor=None, owner=world.units["ttct"], source=quotas.Line(line.pk), seats=20, names_due_on=scenarios.CLOSES,
        today=scenarios.TODAY, now=scenarios.at(scenarios.TODAY),
    )  # fmt: skip
    text = words(as_user(world, "centre").get(f"/threads/line/{line.uuid}/"))
    assert "20 suất" in text
    assert "Chưa mở lớp nào" in text


def test_each_sees_no_further_than_their_own(world, issued):
    line, training_class = issued
    people = classes.people_of_thread(None, training_class, scenarios.CLOSES)
    neighbour, outsider = as_user(world, "neighbour"), as_user(world, "outsider")
    assert outsider.get(f"/threads/line/{line.uuid}/").status_code == 404
    assert outsider.get(f"/threads/class/{training_class.uuid}/").status_code == 404
    assert outsider.get(f"/threads/certificate/{people[0].certificate.uuid}/").status_code == 404
    seen = neighbour.get(f"/threads/class/{training_class.uuid}/")
    for one in people:
        assert one.full_name not in words(seen)
    nomination = f"/threads/class/{training_class.uuid}/{people[0].nomination.uuid}/"
    assert neighbour.get(nomination).status_code == 404
    assert as_user(world, "commune").get(nomination).status_code == 200


def test_what_does_not_exist_is_404(world):
    client = as_user(world, "centre")
    nobody = "00000000-0000-0000-0000-000000000000"
    for path in (f"line/{nobody}", f"class/{nobody}", f"certificate/{nobody}", f"class/{nobody}/{nobody}"):
        assert client.get(f"/threads/{path}/").status_code == 404


def test_a_class_outside_the_plan_names_its_decision(world):
    training_class = scenarios.open_class(world, plan_line_id=None, outside_plan_decision="QĐ 7-QĐ/HU")
    text = words(as_user(world, "centre").get(f"/threads/class/{training_class.uuid}/"))
    assert "QĐ 7-QĐ/HU" in text
    assert "Chưa có ai trong danh sách" in text


def test_as_many_queries_for_one_class_and_name_as_for_many(world, django_assert_max_num_queries):
    line = scenarios.approved_line(world, number=4, seats=320)
    client = as_user(world, "centre")
    for n in range(2):
        training_class = scenarios.open_class(world, plan_line_id=line.pk, name=f"Lớp {n}")
        scenarios.admit_people(world, training_class, 1 + 8 * n)
        with django_assert_max_num_queries(20):
            assert client.get(f"/threads/line/{line.uuid}/").status_code == 200
        with django_assert_max_num_queries(20):
            assert client.get(f"/threads/class/{training_class.uuid}/").status_code == 200


def test_the_thread_says_the_group_and_the_meeting(world):
    line = scenarios.approved_line(world, programme="CNKT", unit="huyen")
    type(line).objects.filter(pk=line.pk).update(audience="group-2")
    opened = scenarios.open_class(
        world,
        actor=None,
        opened_by="huyen",
        programme="CNKT",
        plan_line_id=line.pk,
        outside_plan_decision="",
        audience="group-2",
        held_within="Hội nghị sơ kết",
    )
    scenarios.give_account(world, "office", ("committee_office", "tinh"), ("clerk", "tinh"))
    client = as_user(world, "office")
    for address in (f"/threads/line/{line.uuid}/", f"/threads/class/{opened.uuid}/"):
        page = words(client.get(address))
        assert "Nhóm 2: diện tỉnh ủy, thành ủy quản lý" in page
        assert "lồng ghép trong Hội nghị sơ kết" in page
