from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.journal import api as journal
from tests import scenarios


def refusal(error, call):
    """The sentence of the refusal, which must leave no place unfilled."""
    with pytest.raises(error) as caught:
        call()
    sentence = str(caught.value)
    assert "{" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_open_class_from_plan_line(world):
    line = scenarios.approved_line(world)
    opened = scenarios.open_class(world, plan_line_id=line.pk)
    assert (opened.code, opened.status) == ("NTVD-26-01", "enrolling")
    assert opened.certified_by == opened.opened_by
    assert opened.curriculum is not None
    assert opened.invitations.count() == 2
    assert journal.list_entries(subject_uuid=opened.uuid)[0].verb == "classes.open_class"


def test_open_class_numbers_codes_of_the_year(world):
    codes = [scenarios.open_class(world, name=f"Lớp {n}").code for n in range(3)]
    assert codes == ["NTVD-26-01", "NTVD-26-02", "NTVD-26-03"]


def test_open_class_rejects_code_in_use(world):
    scenarios.open_class(world, code="NTVD-X")
    assert "NTVD-X" in refusal(classes.ClassCodeTaken, lambda: scenarios.open_class(world, code="NTVD-X"))


def test_open_class_refuses_the_same_class_twice_until_the_first_is_cancelled(world):
    first = scenarios.open_class(world, name="Lớp đảng viên mới")
    sentence = refusal(classes.ClassTwin, lambda: scenarios.open_class(world, name="lớp Đảng viên  mới"))
    assert first.code in sentence
    assert scenarios.open_class(world, name="Lớp đảng viên mới", intake="II").pk
    classes.cancel_class(actor=world.centre, training_class=first, reason="Hoãn", today=scenarios.TODAY)
    assert scenarios.open_class(world, name="Lớp đảng viên mới").pk


def test_update_class_does_not_make_a_twin(world):
    scenarios.open_class(world, name="Lớp một")
    second = scenarios.open_class(world, name="Lớp hai")
    refusal(
        classes.ClassTwin,
        lambda: classes.update_class(
            actor=world.centre, training_class=second, changes={"name": "Lớp một"}, today=scenarios.TODAY
        ),
    )


def test_open_class_rejects_end_before_opening(world):
    sentence = refusal(classes.ClassUpsideDown, lambda: scenarios.open_class(world, closes_on=date(2026, 6, 1)))
    assert "01/06/2026" in sentence
    assert "08/06/2026" in sentence


def test_open_class_rejects_list_closing_after_opening(world):
    refusal(classes.ProposalsCloseTooLate, lambda: scenarios.open_class(world, proposals_close_on=date(2026, 6, 9)))


def test_open_class_needs_line_or_decision(world):
    refusal(classes.PlanOrDecisionMissing, lambda: scenarios.open_class(world, outside_plan_decision=""))


def test_open_class_rejects_line_of_other_programme(world):
    line = scenarios.approved_line(world, programme="DVM")
    refusal(classes.PlanLineUnfit, lambda: scenarios.open_class(world, plan_line_id=line.pk))


def test_open_class_rejects_line_used_up_unless_decided(world):
    line = scenarios.approved_line(world, number=1)
    scenarios.open_class(world, plan_line_id=line.pk)
    sentence = refusal(classes.PlanLineUsedUp, lambda: scenarios.open_class(world, plan_line_id=line.pk))
    assert "1 lớp" in sentence
    assert scenarios.open_class(world, plan_line_id=line.pk, outside_plan_decision="20-QĐ/TTCT").pk


def test_cancelled_class_gives_its_plan_line_back(world):
    line = scenarios.approved_line(world, number=1)
    first = scenarios.open_class(world, plan_line_id=line.pk)
    classes.cancel_class(actor=world.centre, training_class=first, reason="Hoãn", today=scenarios.TODAY)
    assert scenarios.open_class(world, plan_line_id=line.pk).pk


def test_open_class_asks_study_mode_only_where_programme_has_modes(world):
    refusal(classes.StudyModeMissing, lambda: scenarios.open_class(world, programme="TCLLCT"))
    refusal(classes.StudyModeUnused, lambda: scenarios.open_class(world, study_mode="part_time"))


def test_open_class_rejects_unit_that_did_not_exist_then(world):
    refusal(
        classes.UnitNotThen,
        lambda: scenarios.open_class(
            world, opens_on=date(2019, 6, 8), closes_on=date(2019, 6, 9), proposals_close_on=None
        ),
    )


def test_open_class_needs_the_opener(world):
    with pytest.raises(access.NotAllowed):
        scenarios.open_class(world, actor=world.commune)
    with pytest.raises(access.NotAllowed):
        scenarios.open_class(world, actor=world.outsider)


def test_joint_class_of_outside_opener_is_opened_by_its_host(world):
    joint = scenarios.open_class(
        world,
        programme="TCLLCT",
        study_mode="part_time",
        opened_by="truong",
        hosted_by="ttct",
        certified_by="truong",
        is_joint=True,
        joint_with="truong",
    )
    assert joint.opened_by.code == "truong"
    with pytest.raises(access.NotAllowed):
        scenarios.open_class(world, opened_by="truong", hosted_by="ttct")


def test_joint_class_names_its_partner(world):
    refusal(classes.JointPartnerMissing, lambda: scenarios.open_class(world, is_joint=True))


def test_update_class_writes_what_differs(world):
    opened = scenarios.open_class(world)
    changed = classes.update_class(
        actor=world.centre,
        training_class=opened,
        changes={"place": "Phòng 1", "seats": 80},
        today=scenarios.TODAY,
    )
    assert changed.place == "Phòng 1"
    entry = journal.list_entries(subject_uuid=opened.uuid)[0]
    assert entry.detail.after == {"place": "Phòng 1"}


def test_update_class_keeps_seats_above_admitted(world):
    opened = scenarios.open_class(world)
    scenarios.admit_people(world, opened, 3)
    refusal(
        classes.SeatsBelowAdmitted,
        lambda: classes.update_class(
            actor=world.centre, training_class=opened, changes={"seats": 2}, today=scenarios.TODAY
        ),
    )


def test_update_class_keeps_sessions_inside(world):
    opened = scenarios.open_class(world)
    scenarios.plan_timetable(world, opened)
    refusal(
        classes.SessionsOutsideClass,
        lambda: classes.update_class(
            actor=world.centre,
            training_class=opened,
            changes={"closes_on": date(2026, 6, 10)},
            today=scenarios.TODAY,
        ),
    )


def test_class_starts_on_its_day_and_closes_on_its_last(world):
    opened = scenarios.open_class(world)
    refusal(
        classes.ClassNotBegun,
        lambda: classes.start_class(actor=world.centre, training_class=opened, today=scenarios.TODAY),
    )
    assert classes.start_class(actor=world.centre, training_class=opened, today=scenarios.OPENS).status == "running"
    refusal(
        classes.ClassNotOver,
        lambda: classes.close_class(actor=world.centre, training_class=opened, today=scenarios.OPENS),
    )
    assert classes.close_class(actor=world.centre, training_class=opened, today=scenarios.CLOSES).status == "finished"
    refusal(
        classes.ClassLocked,
        lambda: classes.update_class(
            actor=world.centre, training_class=opened, changes={"place": "x"}, today=scenarios.CLOSES
        ),
    )


def test_cancel_class_needs_reason(world):
    opened = scenarios.open_class(world)
    refusal(
        classes.ReasonNeeded,
        lambda: classes.cancel_class(actor=world.centre, training_class=opened, reason="  ", today=scenarios.TODAY),
    )


def test_invitation_is_taken_back_only_while_unused(world):
    opened = scenarios.open_class(world)
    scenarios.propose(world, opened, scenarios.add_candidates(world, 1))
    refusal(
        classes.InvitationInUse,
        lambda: classes.withdraw_invitation(
            actor=world.centre, training_class=opened, unit_id=world.units["xa-a"].pk, today=scenarios.TODAY
        ),
    )
    classes.withdraw_invitation(
        actor=world.centre, training_class=opened, unit_id=world.units["xa-b"].pk, today=scenarios.TODAY
    )
    rows = classes.invitation_rows(opened)
    assert [(row.unit_code, row.sent, row.taken) for row in rows] == [("xa-a", 1, 0)]
