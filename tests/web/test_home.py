"""Home is the work list of the one who looks: what waits, by when, with the place where it is done."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from hocvien.common import clock
from hocvien.journal import api as journal
from hocvien.people import api as people
from tests import scenarios
from tests.kept import kept


@kept(today=date(2026, 6, 8))
def world():
    return scenarios.found_place()


def home(client, user, **query):
    client.force_login(user)
    response = client.get("/", query)
    assert response.status_code == 200
    return response


def lines(response):
    """group title -> (item title, url, action) of every line shown."""
    return {
        str(group.title): [(item.title, item.url, item.action) for item in group.items]
        for group in response.context["groups"]
        if group.items
    }


def test_empty_home_offers_the_first_step(client, world):
    shown = home(client, world.centre).content.decode()
    assert "Không có việc nào chờ bạn" in shown
    assert reverse("classes:class-list") in shown


def test_account_without_a_role_is_told_whom_to_ask(client, world):
    scenarios.give_account(world, "nobody")
    assert "chưa được giao vai trò" in home(client, world.nobody).content.decode()


def test_each_person_sees_the_step_that_waits_for_them(client, world, settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    training_class = scenarios.open_class(world)
    persons = scenarios.add_candidates(world, 2)
    outcomes = scenarios.propose(world, training_class, persons)
    listing = reverse("classes:nomination-list", kwargs={"uuid": training_class.uuid})
    waiting = [item for group in lines(home(client, world.committee)).values() for item in group]
    assert any(url.startswith(listing) for _title, url, _action in waiting)
    assert not home(client, world.centre).context["count"]
    scenarios.approve(world, [outcome.nomination for outcome in outcomes])
    assert any(action == "Tiếp nhận" for group in lines(home(client, world.centre)).values() for *_x, action in group)


def test_overdue_and_today_stand_first(client, world, settings):
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 2)
    sessions = scenarios.plan_timetable(world, training_class)
    settings.HOCVIEN_TODAY = sessions[0].on.isoformat()
    today = lines(home(client, world.centre))["Hôm nay"]
    roll = reverse("classes:roll", kwargs={"uuid": training_class.uuid, "session": sessions[0].uuid})
    assert any(url.startswith(roll) and action == "Ghi điểm danh" for _title, url, action in today)
    settings.HOCVIEN_TODAY = (sessions[0].on + timedelta(days=1)).isoformat()
    response = home(client, world.centre)
    assert next(iter(lines(response))) == "Quá hạn"
    assert response.context["overdue"] > 0
    assert "Quá 1 ngày" in response.content.decode()


def test_work_of_another_district_is_not_shown(client, world, settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    training_class = scenarios.open_class(world)
    scenarios.propose(world, training_class, scenarios.add_candidates(world, 1))
    assert home(client, world.outsider).context["count"] == 0


def test_year_stands_against_the_approved_plan(client, world):
    scenarios.approved_line(world, number=4, seats=200)
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 3)
    response = home(client, world.centre, unit="ttct")
    year = response.context["year"]
    assert (year.classes, year.people, year.planned_classes, year.planned_people) == (1, 3, 4, 200)
    assert (year.classes_share, year.people_share) == (0.25, 0.015)
    assert "1,50% kế hoạch năm" in response.content.decode()
    # a class of the line that has not begun is counted by its plan, not here, and the words say so
    scenarios.open_class(world, opens_on=date(2026, 12, 20), closes_on=date(2026, 12, 24))
    response = home(client, world.centre, unit="ttct")
    assert response.context["year"].classes == 1
    assert "Lớp đã khai giảng" in response.content.decode()
    assert [value for value in year.chart.series[0].values if value] == [3]


def test_year_without_a_plan_says_so(client, world):
    assert "chưa có kế hoạch được duyệt" in home(client, world.centre).content.decode()


def test_year_is_not_shown_to_who_may_not_see_figures(client, world):
    scenarios.give_account(world, "keeper", ("administrator", "huyen"))
    assert "year" not in home(client, world.keeper).context


def back_up(days_ago):
    from django.db import transaction

    with transaction.atomic():
        journal.record(actor=None, verb="installation.back_up", subject=None, at=clock.now() - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("days_ago", "tone", "words"),
    [
        (None, "bad", "chưa được sao lưu lần nào"),
        (0, "met", "Hôm nay"),
        (2, "met", "2 ngày trước"),
        (4, "bad", "4 ngày trước"),
    ],
)
def test_last_backup_is_red_after_three_days(client, world, days_ago, tone, words):
    if days_ago is not None:
        back_up(days_ago)
    response = home(client, world.centre)
    assert response.context["backup"].status.tone == tone
    assert words in response.content.decode()


def test_backup_is_shown_only_to_who_makes_it(client, world):
    assert home(client, world.commune).context["backup"] is None


def test_a_move_waits_for_who_receives_and_shows_to_who_sent(client, world):
    (person,) = scenarios.add_members(world, 1)
    asked = people.ask_transfer(
        actor=world.commune, person=person, to_unit=world.units["xa-b-cb1"], on=date(2026, 6, 8), now=clock.now()
    )
    titles = {title for group in lines(home(client, world.neighbour)).values() for title, *_rest in group}
    assert titles == {"Tiếp nhận người chuyển sinh hoạt đến"}
    titles = {title for group in lines(home(client, world.commune)).values() for title, *_rest in group}
    assert titles == {"Đề nghị chuyển sinh hoạt chờ nơi nhận tiếp nhận"}
    people.return_transfer(actor=world.neighbour, request=asked, reason="Thiếu giấy", now=clock.now())
    assert not lines(home(client, world.neighbour))
    titles = {title for group in lines(home(client, world.commune)).values() for title, *_rest in group}
    assert titles == {"Đề nghị chuyển sinh hoạt bị trả lại"}


@pytest.mark.parametrize("number", [1, 3])
def test_home_costs_the_same_for_one_and_three(client, world, django_assert_num_queries, number):
    hats = ("clerk", "class_head", "unit_officer", "committee_office", "administrator")
    scenarios.give_account(world, "all_hats", *[(role, "ttct") for role in hats])
    scenarios.approved_line(world)
    for at in range(number):
        made = scenarios.open_class(world, name=f"Lớp {at}", place=f"Phòng {at}")
        scenarios.admit_people(world, made, number)
    home(client, world.all_hats)
    with django_assert_num_queries(18):
        client.get("/")


def test_home_of_a_past_year_shows_that_year(client, world):
    assert home(client, world.centre, period="2025").context["year"].year == 2025
    assert date(2025, 1, 1) < clock.today()
