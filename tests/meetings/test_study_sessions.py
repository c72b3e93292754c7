"""Study sessions: called, points, units summoned, numbers told, make-up, locked and opened again."""

from datetime import date, timedelta

import pytest

from hocvien.access import api as access
from hocvien.journal import api as journal
from hocvien.meetings import api as meetings
from hocvien.people import api as people
from tests.meetings.conftest import DAY


def figures(session):
    return meetings.figures_by_session([session.pk])[session.pk]


def tell(actor, point, *lines):
    return meetings.record_headcounts(
        actor=actor, point=point, told=[meetings.Told(*line) for line in lines], today=DAY
    )


def members(session):
    return {row.unit.code: row.members for row in session.summoned.select_related("unit")}


def test_a_unit_tells_its_own_numbers_and_the_organiser_those_of_all(world, session, hall):
    a, b = world.units["xa-a"].pk, world.units["xa-b"].pk
    assert tell(world.commune, hall, (a, 5, 4)) == 1
    with pytest.raises(access.NotAllowed):
        tell(world.commune, hall, (b, 3, 3))
    with pytest.raises(meetings.StudySessionNotFound):
        meetings.get_session_for(world.outsider, session.uuid, DAY)
    assert figures(session) == meetings.Figures(units=2, answered=1, invited=5, present=4, members=8)
    assert tell(world.committee, hall, (a, 5, 4), (b, 3, 2)) == 1, "an unchanged line is left alone"
    assert figures(session) == meetings.Figures(units=2, answered=2, invited=8, present=6, members=8)
    assert tell(world.committee, hall, (b, None, None)) == 1
    assert figures(session).waiting == 1


def test_who_is_only_summoned_sees_units_in_sight_alone(world, session, hall):
    seen = meetings.units_seen(world.commune, session, DAY)
    assert [row.code for row in meetings.rows_of_point(hall, within=seen)] == ["xa-a"]
    assert meetings.units_seen(world.committee, session, DAY) is None
    assert [row.code for row in meetings.rows_of_point(hall)] == ["xa-a", "xa-b"]


def test_members_are_counted_once_whoever_is_summoned_beside_whom(world, session, hall):
    assert members(session) == {"xa-a": 5, "xa-b": 3}, "people who are only proposed are no members"
    online = meetings.add_point(actor=None, session=session, place="Điểm cầu thôn 1", on=DAY, mode="online", today=DAY)
    meetings.summon_units(actor=None, point=online, units=[world.units["xa-a-cb1"], world.units["huyen"]], today=DAY)
    assert members(session) == {"xa-a": 0, "xa-a-cb1": 5, "xa-b": 3, "huyen": 2}
    meetings.release_unit(actor=None, point=online, unit=world.units["xa-a-cb1"], today=DAY)
    assert members(session) == {"xa-a": 5, "xa-b": 3, "huyen": 2}


def test_members_are_those_of_the_day(world, session, hall):
    person = people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name="Nguyễn Văn Mẫu",
                birth="1980",
                sex="male",
                belongings=(
                    people.NewBelonging(
                        unit_id=world.units["xa-b-cb1"].pk, kind="official_cell", valid_from=DAY + timedelta(days=1)
                    ),
                ),
            )
        ],
    )
    assert person
    assert meetings.recount_members(actor=None, session=session) == 8
    later = {"opens_on": DAY + timedelta(days=1), "closes_on": DAY + timedelta(days=1)}
    with pytest.raises(meetings.PointOutsideDays):
        meetings.update_study_session(actor=None, session=session, changes=later)
    meetings.update_study_session(actor=None, session=session, changes={"closes_on": DAY + timedelta(days=1)})
    meetings.update_point(actor=None, point=hall, place=hall.place, on=DAY + timedelta(days=1), mode="hall")
    meetings.update_study_session(actor=None, session=session, changes=later)
    assert members(session) == {"xa-a": 5, "xa-b": 4}


def test_make_up_adds_to_those_present_and_summons_nobody(world, session, hall):
    a = world.units["xa-a"].pk
    tell(None, hall, (a, 5, 3))
    makeup = meetings.add_point(
        actor=None, session=session, place="Hội trường xã", on=DAY + timedelta(days=3), is_makeup=True, today=DAY
    )
    with pytest.raises(meetings.MakeupSummonsNobody):
        meetings.summon_units(actor=None, point=makeup, units=[world.units["xa-b"]], today=DAY)
    with pytest.raises(meetings.MakeupWithoutInvited):
        tell(world.commune, makeup, (a, 2, 2))
    assert tell(world.commune, makeup, (a, None, 2)) == 1
    found = figures(session)
    assert (found.present, found.made_up, found.reached, found.invited) == (3, 2, 5, 5)
    assert found.share == 5 / 8
    assert not found.is_above_members
    tell(world.commune, makeup, (a, None, 9))
    rows = {row.unit_id: row.figures for row in meetings.figures_of_units(session.summoned.all())}
    assert rows[a].is_above_members
    with pytest.raises(meetings.HeadcountsStand):
        meetings.remove_point(actor=None, point=makeup, today=DAY)
    with pytest.raises(meetings.MakeupBeforeOpening):
        meetings.add_point(
            actor=None, session=session, place="Sớm", on=DAY - timedelta(days=1), is_makeup=True, today=DAY
        )


def test_only_units_below_or_served_are_summoned(world, session, hall):
    with pytest.raises(meetings.UnitsOutOfReach, match="xã Zét"):
        meetings.summon_units(actor=None, point=hall, units=[world.units["xa-z"]], today=DAY)
    with pytest.raises(meetings.NotSummoned):
        tell(None, hall, (world.units["huyen"].pk, 1, 1))
    from hocvien.org import api as org

    org.record_service_area(
        actor=None, centre=world.units["ttct"], unit=world.units["xa-a"], valid_from=date(2026, 1, 1)
    )
    own = meetings.call_study_session(
        actor=world.centre, organiser=world.units["ttct"], topic="Thời sự quý II", opens_on=DAY, on=DAY
    )
    point = meetings.add_point(actor=world.centre, session=own, place="Trung tâm", on=DAY, today=DAY)
    meetings.summon_units(actor=world.centre, point=point, units=[world.units["xa-a-cb1"]], today=DAY)
    with pytest.raises(meetings.UnitsOutOfReach):
        meetings.summon_units(actor=world.centre, point=point, units=[world.units["xa-b"]], today=DAY)


@pytest.mark.parametrize("number", [-1, meetings.MOST_PEOPLE + 1])
def test_a_number_no_point_can_have_is_refused_at_its_cell(world, hall, number):
    a = world.units["xa-a"].pk
    with pytest.raises(meetings.HeadcountUnfit) as refusal:
        tell(None, hall, (a, 5, number))
    assert (refusal.value.data["unit_id"], refusal.value.data["field"]) == (a, "present")


def test_locked_numbers_open_again_with_a_reason(world, session, hall):
    a = world.units["xa-a"].pk
    tell(None, hall, (a, 5, 4))
    with pytest.raises(access.NotAllowed):
        meetings.lock_study_session(actor=world.commune, session=session, on=DAY)
    meetings.lock_study_session(actor=world.committee, session=session, on=DAY)
    for write in (
        lambda: tell(world.commune, hall, (a, 5, 5)),
        lambda: meetings.remove_study_session(actor=None, session=session),
        lambda: meetings.add_point(actor=None, session=session, place="Nơi khác", on=DAY),
    ):
        with pytest.raises(meetings.StudySessionLocked):
            write()
    with pytest.raises(meetings.ReopenReasonMissing):
        meetings.reopen_study_session(actor=world.committee, session=session, reason=" ", on=DAY)
    again = meetings.reopen_study_session(actor=world.committee, session=session, reason="Xã báo lại", on=DAY)
    assert again.reopen_reason == "Xã báo lại"
    assert tell(world.commune, hall, (a, 5, 5)) == 1
    with pytest.raises(meetings.StudySessionNotLocked):
        meetings.reopen_study_session(actor=None, session=session, reason="Lại")


def test_corrections_stand_in_the_journal_at_the_unit(world, session, hall):
    a = world.units["xa-a"].pk
    tell(world.commune, hall, (a, 5, 4))
    tell(world.commune, hall, (a, 5, 3))
    entry = journal.last_entry("meetings.record_headcount")
    assert entry.unit_code == "xa-a"
    assert '"present":4' in entry.detail.content.replace(" ", "")
    assert '"present":3' in entry.detail.content.replace(" ", "")


def test_a_session_without_numbers_is_taken_back(world, session, hall):
    a = world.units["xa-a"].pk
    tell(None, hall, (a, 5, 4))
    with pytest.raises(meetings.HeadcountsStand):
        meetings.remove_study_session(actor=world.committee, session=session, on=DAY)
    with pytest.raises(meetings.HeadcountsStand):
        meetings.release_unit(actor=None, point=hall, unit=world.units["xa-a"], today=DAY)
    tell(None, hall, (a, None, None))
    meetings.remove_study_session(actor=world.committee, session=session, on=DAY)
    assert not meetings.StudySession.objects.exists()


def test_the_same_session_twice_is_refused(world, session):
    with pytest.raises(meetings.StudySessionRefused, match="cùng nội dung"):
        meetings.call_study_session(
            actor=None, organiser=world.units["huyen"], topic="NGHỊ QUYẾT mẫu về học tập", opens_on=DAY
        )
    with pytest.raises(meetings.StudySessionRefused, match="Ngày cuối"):
        meetings.update_study_session(actor=None, session=session, changes={"closes_on": DAY - timedelta(days=1)})


def test_missing_numbers_wait_for_the_unit_and_for_the_organiser(world, session, hall):
    def waiting(user):
        return [(item.kind, item.count) for item in meetings.sessions_on_desk(user, DAY)]

    assert waiting(world.commune) == [("answer", 1)]
    assert waiting(world.committee) == [("missing", 2)]
    assert waiting(world.cell) == []
    tell(world.commune, hall, (world.units["xa-a"].pk, 5, 0))
    assert waiting(world.commune) == []
    assert waiting(world.committee) == [("missing", 1)]
    assert meetings.sessions_on_desk(world.committee, DAY - timedelta(days=1)) == [], "it has not begun"


def test_three_hundred_units_are_entered_in_a_fixed_number_of_queries(
    world, session, hall, django_assert_max_num_queries
):
    from hocvien.org import api as org

    fresh = org.found_units(
        actor=None,
        units=[
            org.NewUnit(
                code=f"cb-{n}", name=f"Chi bộ {n}", kind="cell", parent_code="xa-a", valid_from=date(2020, 1, 1)
            )
            for n in range(300)
        ],
    )
    with django_assert_max_num_queries(40):
        meetings.summon_units(actor=world.committee, point=hall, units=fresh, today=DAY)
    told = [meetings.Told(unit.pk, 10, 9) for unit in fresh]
    with django_assert_max_num_queries(20):
        assert meetings.record_headcounts(actor=world.committee, point=hall, told=told, today=DAY) == 300
    assert figures(session).present == 2700
