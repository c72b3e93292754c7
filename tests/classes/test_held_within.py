"""A class held inside another meeting says so; what was taught stands against the curriculum, and is said, never refused."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from hocvien.classes import api as classes
from tests import scenarios

MEETING = "Hội nghị sơ kết sáu tháng"


@pytest.fixture
def page(client, world, settings):
    settings.HOCVIEN_TODAY = scenarios.CLOSES.isoformat()
    cache.clear()
    client.force_login(world.centre)
    return lambda name, one: client.get(reverse(f"classes:{name}", kwargs={"uuid": one.uuid})).content.decode()


def test_a_class_says_what_it_is_held_within(world, page):
    one = scenarios.open_class(world, held_within=f"  {MEETING} ")
    assert one.held_within == MEETING
    assert MEETING in page("class-page", one)
    classes.update_class(
        actor=world.centre, training_class=one, changes={"held_within": "Hội nghị khác"}, today=scenarios.TODAY
    )
    assert "Hội nghị khác" in page("class-edit", one)
    assert "Lồng ghép trong" not in page("class-page", scenarios.open_class(world, name="Lớp riêng", place="Phòng 9"))


def test_what_was_taught_stands_against_the_curriculum(world, page, client, settings):
    one = scenarios.open_class(world, held_within=MEETING)
    people = scenarios.admit_people(world, one, 2)
    sessions = scenarios.plan_timetable(world, one)
    wanted = sum(session.periods for session in sessions)
    for session in sessions[:2]:
        scenarios.record(world, session)
    taught = sum(session.periods for session in sessions[:2])
    counts = classes.class_counts(one, scenarios.CLOSES)
    assert (counts.periods_wanted, counts.periods_taught) == (wanted, taught)
    assert people
    settings.HOCVIEN_TODAY = scenarios.OPENS.isoformat()
    assert f"{taught} / {wanted}" in page("class-page", one)
    assert f"thiếu {wanted - taught} tiết" not in page("class-page", one), "it has not been held yet"
    settings.HOCVIEN_TODAY = scenarios.CLOSES.isoformat()
    assert f"thiếu {wanted - taught} tiết" in page("class-page", one)
    answer = client.post(reverse("classes:class-finish", kwargs={"uuid": one.uuid}), follow=True)
    assert answer.status_code == 200
    assert f"Đã dạy {taught} trong {wanted} tiết" in answer.content.decode()
    one.refresh_from_db()
    assert one.status == classes.ClassStatus.FINISHED, "said, not refused"


def test_a_class_taught_whole_has_nothing_missing(world, page):
    one, _people = scenarios.finished_class(world, 2)
    counts = classes.class_counts(one, scenarios.CLOSES)
    assert counts.periods_missing == 0
    assert "thiếu" not in page("class-page", one)


def test_lists_and_the_plan_say_which_classes_are_held_within_another_meeting(world, client, settings):
    settings.HOCVIEN_TODAY = scenarios.OPENS.isoformat()
    cache.clear()
    client.force_login(world.centre)
    line = scenarios.approved_line(world, number=2)
    one = scenarios.open_class(world, held_within=MEETING, plan_line_id=line.pk)
    scenarios.open_class(world, name="Lớp riêng", place="Phòng 9", plan_line_id=line.pk)
    listed = reverse("classes:class-list")
    assert f"lồng ghép trong {MEETING}" in client.get(f"{listed}?unit=ttct").content.decode()
    within = client.get(f"{listed}?unit=ttct&held=within").content.decode()
    assert (one.name in within, "Lớp riêng" in within) == (True, False)
    own = client.get(f"{listed}?unit=ttct&held=own").content.decode()
    assert (MEETING in own, "Lớp riêng" in own) == (False, True)
    assert client.get(f"{listed}?unit=ttct&held=khong-co").status_code == 200
    plan = client.get(f"{reverse('plans:plan-page', args=[line.plan.uuid])}?unit=ttct").content.decode()
    assert "1 lớp lồng ghép" in plan
