from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.journal import api as journal
from hocvien.people import api as people
from tests import scenarios
from tests.kept import kept


@kept()
def enrolling(world):
    return scenarios.open_class(world, seats=3)


def only(outcomes):
    (outcome,) = outcomes
    return outcome


# --- Proposing ------------------------------------------------------------------------------------------------------


def test_propose_people_judges_each(world, enrolling):
    able, young = scenarios.add_candidates(world, 1)[0], scenarios.add_candidates(world, 1, education="")[0]
    member = scenarios.add_members(world, 1)[0]
    outcomes = scenarios.propose(world, enrolling, [able, young, member])
    assert [o.verdict.verdict for o in outcomes] == ["met", "data_missing", "not_met"]
    assert all(o.ok for o in outcomes)
    kept = classes.clauses_of(outcomes[2].nomination)
    assert kept[0].verdict == "not_met"
    assert kept[0].citation


def test_propose_people_answers_row_by_row(world, enrolling):
    known = scenarios.add_candidates(world, 2)
    scenarios.propose(world, enrolling, known[:1])
    elsewhere = scenarios.add_candidates(world, 1, cell="xa-b-cb1")
    abroad = scenarios.add_candidates(world, 1, cell="xa-z-cb1")
    outcomes = scenarios.propose(world, enrolling, [*known, *elsewhere, *abroad])
    assert [type(o.error) for o in outcomes] == [
        classes.AlreadyOnList,
        type(None),
        classes.PersonOutOfSight,
        classes.PersonOutOfSight,
    ]
    assert outcomes[2].full_name == ""  # a name out of sight is not told
    assert classes.Nomination.objects.filter(training_class=enrolling).count() == 2


def test_propose_people_only_of_the_sending_unit(world, enrolling):
    other = scenarios.add_candidates(world, 1, cell="xa-b-cb1")
    outcome = only(scenarios.propose(world, enrolling, other, unit="xa-a", actor=world.committee))
    assert isinstance(outcome.error, classes.PersonNotOfUnit)
    assert other[0].full_name in str(outcome.error)


def test_propose_people_rejects_unknown_person(world, enrolling):
    outcome = only(
        classes.propose_people(
            actor=None,
            training_class=enrolling,
            sending_unit=world.units["xa-a"],
            person_ids=[999_999],
            today=scenarios.TODAY,
            now=scenarios.at(scenarios.TODAY),
        )
    )
    assert isinstance(outcome.error, classes.PersonOutOfSight)


def test_propose_people_from_cell_below_invited_unit(world, enrolling):
    person = scenarios.add_candidates(world, 1)
    assert only(scenarios.propose(world, enrolling, person, unit="xa-a-cb1", actor=world.commune)).ok


def test_propose_people_rejects_unit_not_invited(world):
    closed = scenarios.open_class(world, invited=("xa-b",))
    with pytest.raises(classes.UnitNotInvited, match="An Bình"):
        scenarios.propose(world, closed, scenarios.add_candidates(world, 1))


def test_propose_people_within_openers_own_units(world):
    opened = scenarios.open_class(world, opened_by="huyen", hosted_by="ttct", invited=(), actor=None)
    assert only(scenarios.propose(world, opened, scenarios.add_candidates(world, 1))).ok


def test_propose_people_needs_the_sending_unit(world, enrolling):
    with pytest.raises(access.NotAllowed):
        scenarios.propose(world, enrolling, scenarios.add_candidates(world, 1), actor=world.neighbour)
    with pytest.raises(access.NotAllowed):
        scenarios.propose(world, enrolling, scenarios.add_candidates(world, 1), actor=world.head)


def test_propose_people_refused_after_list_closed(world, enrolling):
    person = scenarios.add_candidates(world, 1)
    with pytest.raises(classes.ProposalsClosed, match="01/06/2026"):
        scenarios.propose(world, enrolling, person, today=date(2026, 6, 2))
    assert only(scenarios.propose(world, enrolling, person, today=scenarios.LIST_CLOSES)).nomination.is_late is False


def test_late_names_come_until_the_opening_day(world, enrolling):
    first, second = scenarios.add_candidates(world, 2)
    outcome = only(scenarios.propose(world, enrolling, [first], today=scenarios.OPENS, is_late=True))
    assert outcome.nomination.is_late
    with pytest.raises(classes.LateListsOver):
        scenarios.propose(world, enrolling, [second], today=date(2026, 6, 9), is_late=True)


def test_late_name_is_admitted_before_its_approval(world, enrolling):
    outcome = only(
        scenarios.propose(world, enrolling, scenarios.add_candidates(world, 1), today=scenarios.OPENS, is_late=True)
    )
    (participation,) = scenarios.admit(world, enrolling, [outcome.nomination], today=scenarios.OPENS)
    assert participation.admitted_on == scenarios.OPENS
    enrolling.refresh_from_db()
    assert enrolling.status == "running"


def test_clerk_adds_late_name_on_opening_morning(world, enrolling):
    scenarios.give_account(world, "desk", ("clerk", "huyen"))
    person = scenarios.add_candidates(world, 1)
    outcome = only(scenarios.propose(world, enrolling, person, actor=world.desk, today=scenarios.OPENS, is_late=True))
    assert outcome.nomination.is_late


def test_propose_people_for_cancelled_class(world, enrolling):
    classes.cancel_class(actor=world.centre, training_class=enrolling, reason="Hoãn", today=scenarios.TODAY)
    with pytest.raises(classes.ClassNotEnrolling, match="Đã hủy"):
        scenarios.propose(world, enrolling, scenarios.add_candidates(world, 1))


def test_propose_people_within_invited_seats(world, enrolling):
    classes.invite_units(
        actor=world.centre, training_class=enrolling, seats={world.units["xa-a"].pk: 2}, today=scenarios.TODAY
    )
    outcomes = scenarios.propose(world, enrolling, scenarios.add_candidates(world, 3))
    assert [o.ok for o in outcomes] == [True, True, False]
    assert isinstance(outcomes[2].error, classes.InvitationFull)


# --- Approving and returning ----------------------------------------------------------------------------------------


def test_approve_is_the_sending_committees(world, enrolling):
    nomination = only(scenarios.propose(world, enrolling, scenarios.add_candidates(world, 1))).nomination
    for stranger in (world.centre, world.commune, world.outsider):
        with pytest.raises(classes.NominationNotFound):
            classes.approve_nominations(
                actor=stranger, nominations=[nomination.uuid], now=scenarios.at(scenarios.TODAY)
            )
    (approved,) = scenarios.approve(world, [nomination])
    assert (approved.status, approved.approved_by) == ("approved", world.committee)
    with pytest.raises(classes.NominationNotWaiting, match="Chờ đơn vị mở lớp"):
        scenarios.approve(world, [nomination])


def test_return_carries_a_coded_reason(world, enrolling):
    (nomination,) = scenarios.approved_list(world, enrolling, 1)
    now = scenarios.at(scenarios.TODAY)
    with pytest.raises(classes.ReasonNeeded):
        classes.return_nominations(actor=world.centre, nominations=[nomination.uuid], reason="vì thế", note="", now=now)
    classes.return_nominations(
        actor=world.centre, nominations=[nomination.uuid], reason="paper_missing", note="Thiếu bản sao bằng", now=now
    )
    (row,) = classes.nomination_rows(world.commune, enrolling, scenarios.TODAY)
    assert row.status == "returned"
    assert row.reason_words == "Thiếu giấy tờ. Thiếu bản sao bằng"


def test_returned_person_may_be_proposed_again(world, enrolling):
    (nomination,) = scenarios.approved_list(world, enrolling, 1)
    classes.return_nominations(
        actor=world.centre,
        nominations=[nomination.uuid],
        reason="data_missing",
        note="",
        now=scenarios.at(scenarios.TODAY),
    )
    assert only(scenarios.propose(world, enrolling, [nomination.person])).ok


def test_withdraw_is_the_proposers(world, enrolling):
    (nomination,) = scenarios.approved_list(world, enrolling, 1)
    now = scenarios.at(scenarios.TODAY)
    with pytest.raises(classes.NominationNotFound):
        classes.withdraw_nominations(actor=world.neighbour, nominations=[nomination.uuid], now=now)
    classes.withdraw_nominations(actor=world.commune, nominations=[nomination.uuid], now=now)
    with pytest.raises(classes.NominationNotWaiting):
        scenarios.admit(world, enrolling, [nomination])


# --- Admitting ------------------------------------------------------------------------------------------------------


def test_admit_needs_approval(world, enrolling):
    outcome = only(scenarios.propose(world, enrolling, scenarios.add_candidates(world, 1)))
    with pytest.raises(classes.NotApprovedYet, match=outcome.full_name):
        scenarios.admit(world, enrolling, [outcome.nomination])


def test_admit_needs_the_opener(world, enrolling):
    nominations = scenarios.approved_list(world, enrolling, 1)
    for stranger in (world.commune, world.committee, world.outsider, world.head):
        with pytest.raises(access.NotAllowed):
            scenarios.admit(world, enrolling, nominations, actor=stranger)


def test_admit_rejects_name_of_another_class(world, enrolling):
    other = scenarios.open_class(world, name="Lớp khác")
    nominations = scenarios.approved_list(world, other, 1)
    with pytest.raises(classes.NominationNotFound):
        scenarios.admit(world, enrolling, nominations)


def test_admit_keeps_the_sending_unit_held_then(world, enrolling):
    (participation,) = scenarios.admit_people(world, enrolling, 1)
    people.transfer_people(
        actor=None,
        transfers=[
            people.Transfer(person_id=participation.person_id, unit_id=world.units["xa-b-cb1"].pk, on=scenarios.OPENS)
        ],
    )
    participation.refresh_from_db()
    assert participation.sending_unit.code == "xa-a"


def test_admit_stops_at_the_seats(world, enrolling):
    nominations = scenarios.approved_list(world, enrolling, 4)
    with pytest.raises(classes.SeatsTaken) as refused:
        scenarios.admit(world, enrolling, nominations)
    assert "3 chỗ" in str(refused.value)
    assert "quá 1 chỗ" in str(refused.value)
    assert classes.Participation.objects.filter(training_class=enrolling).count() == 0  # all or none
    assert len(scenarios.admit(world, enrolling, nominations[:3])) == 3


def test_only_the_opener_goes_beyond_the_seats_and_says_why(world, enrolling):
    nominations = scenarios.approved_list(world, enrolling, 4)
    scenarios.admit(world, enrolling, nominations[:3])
    with pytest.raises(classes.SeatsTaken):
        scenarios.admit(world, enrolling, nominations[3:], over_seats_reason="   ")
    (extra,) = scenarios.admit(world, enrolling, nominations[3:], over_seats_reason="Hội trường còn chỗ")
    extra.nomination.refresh_from_db()
    assert extra.nomination.over_seats_reason == "Hội trường còn chỗ"
    assert journal.list_entries(subject_uuid=extra.uuid)[0].detail.after["over_seats_reason"]


def test_host_does_not_go_beyond_the_openers_seats(world):
    joint = scenarios.open_class(
        world, seats=1, opened_by="truong", hosted_by="ttct", is_joint=True, joint_with="truong"
    )
    nominations = scenarios.approved_list(world, joint, 2)
    scenarios.admit(world, joint, nominations[:1])
    with pytest.raises(classes.OnlyOpenerBeyondSeats, match="Trường Chính trị"):
        scenarios.admit(world, joint, nominations[1:], over_seats_reason="Còn chỗ")
    scenarios.admit(world, joint, nominations[1:], over_seats_reason="Còn chỗ", actor=world.school)


def test_reason_does_not_cover_seats_that_are_free(world, enrolling):
    (nomination,) = scenarios.approved_list(world, enrolling, 1)
    scenarios.admit(world, enrolling, [nomination], over_seats_reason="Phòng khi quá")
    nomination.refresh_from_db()
    assert nomination.over_seats_reason == ""


def test_freed_seat_is_taken_again(world, enrolling):
    first, *_ = scenarios.admit_people(world, enrolling, 3)
    waiting = scenarios.approved_list(world, enrolling, 1)
    with pytest.raises(classes.SeatsTaken):
        scenarios.admit(world, enrolling, waiting)
    classes.end_participation(
        actor=world.centre, participation=first, status="withdrawn", reason="Đi công tác", on=scenarios.TODAY
    )
    scenarios.admit(world, enrolling, waiting)
    with pytest.raises(classes.SeatsTaken):
        classes.reopen_participation(actor=world.centre, participation=first, on=scenarios.TODAY)


def test_substitute_takes_the_seat_of_whom_it_replaces(world, enrolling):
    leaving, *_ = scenarios.admit_people(world, enrolling, 3)
    person = scenarios.add_candidates(world, 1)
    outcome = only(
        scenarios.propose(world, enrolling, person, today=scenarios.OPENS, is_late=True, substitute_for=leaving.uuid)
    )
    (coming,) = scenarios.admit(world, enrolling, [outcome.nomination], today=scenarios.OPENS)
    leaving.refresh_from_db()
    assert (leaving.status, leaving.ended_on) == ("replaced", scenarios.OPENS)
    assert coming.status == "active"
    counted = classes.participation_facts(from_=date(2026, 1, 1), to_exclusive=date(2027, 1, 1))
    assert counted.count() == 3


def test_substitute_is_one_person_for_one_learner_of_the_class(world, enrolling):
    (leaving, *_) = scenarios.admit_people(world, enrolling, 1)
    pair = scenarios.add_candidates(world, 2)
    with pytest.raises(classes.SubstituteIsOne):
        scenarios.propose(world, enrolling, pair, substitute_for=leaving)
    elsewhere = scenarios.admit_people(world, scenarios.open_class(world, name="Lớp khác"), 1)[0]
    with pytest.raises(classes.ParticipationNotFound):
        scenarios.propose(world, enrolling, pair[:1], substitute_for=elsewhere)


def test_clause_not_met_needs_a_stated_exception(world, enrolling):
    member = scenarios.add_members(world, 1)
    (nomination,) = scenarios.approve(world, [only(scenarios.propose(world, enrolling, member)).nomination])
    with pytest.raises(classes.ClausesNotMet, match=member[0].full_name):
        scenarios.admit(world, enrolling, [nomination])
    scenarios.admit(world, enrolling, [nomination], exception_reason="Cấp ủy đề nghị bằng văn bản 12-CV/ĐU")
    nomination.refresh_from_db()
    assert nomination.exception_reason.startswith("Cấp ủy")


def test_admission_judges_again_whose_papers_were_put_right(world, enrolling):
    (person,) = scenarios.add_candidates(world, 1, education="")
    (nomination,) = scenarios.approve(world, [only(scenarios.propose(world, enrolling, [person])).nomination])
    assert nomination.verdict == "data_missing"
    people.update_person(actor=None, person=person, changes={"education": "university"})
    scenarios.admit(world, enrolling, [nomination])
    nomination.refresh_from_db()
    assert nomination.verdict == "met"


def test_person_who_left_is_not_admitted_a_second_time(world, enrolling):
    (participation,) = scenarios.admit_people(world, enrolling, 1)
    classes.end_participation(actor=world.centre, participation=participation, reason="Nghỉ", on=scenarios.TODAY)
    outcome = only(scenarios.propose(world, enrolling, [participation.person]))
    assert isinstance(outcome.error, classes.AlreadyTookPart)
    again = classes.reopen_participation(actor=world.centre, participation=participation, on=scenarios.TODAY)
    assert again.status == "active"


def test_end_participation_says_why_and_not_before_it_began(world, enrolling):
    (participation,) = scenarios.admit_people(world, enrolling, 1)
    with pytest.raises(classes.ReasonNeeded):
        classes.end_participation(actor=world.centre, participation=participation, reason="", on=scenarios.TODAY)
    with pytest.raises(classes.EndsBeforeAdmitted):
        classes.end_participation(actor=world.centre, participation=participation, reason="Nghỉ", on=date(2026, 5, 1))


def test_groups_follow_the_order_of_names(world):
    big = scenarios.open_class(world)
    scenarios.admit_people(world, big, 31)
    assert classes.assign_groups(actor=world.centre, training_class=big, on=scenarios.TODAY) == 3
    rows = classes.learner_rows(world.centre, big, scenarios.TODAY)
    assert [row.group for row in rows] == [1] * 11 + [2] * 10 + [3] * 10
    classes.assign_groups(actor=world.centre, training_class=big, mapping={rows[0].uuid: 3}, on=scenarios.TODAY)
    assert classes.learner_rows(world.centre, big, scenarios.TODAY)[0].group == 3


@pytest.mark.parametrize("step", ["propose", "approve", "admit", "return"])
def test_lists_take_the_same_queries_whatever_their_length(world, step):
    used = []
    for number in (1, 30):
        big = scenarios.open_class(world, name=f"Lớp {number}")
        persons = scenarios.add_candidates(world, number)
        now = scenarios.at(scenarios.TODAY)
        if step == "propose":
            with CaptureQueriesContext(
                connection,
            ) as queries:
                scenarios.propose(world, big, persons)
        else:
            nominations = [o.nomination for o in scenarios.propose(world, big, persons)]
            if step == "approve":
                with CaptureQueriesContext(connection) as queries:
                    scenarios.approve(world, nominations)
            else:
                scenarios.approve(world, nominations)
                with CaptureQueriesContext(connection) as queries:
                    if step == "admit":
                        scenarios.admit(world, big, nominations)
                    else:
                        classes.return_nominations(
                            actor=world.centre,
                            nominations=[n.uuid for n in nominations],
                            reason="class_full",
                            note="",
                            now=now,
                        )
        used.append(len(queries))
    assert used[0] == used[1]
    assert used[1] <= 40
