"""An exception is asked for by a document and decided by the authority; what was typed at admission stays for the rest."""

from datetime import date, timedelta

import pytest

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.people import api as people
from tests import scenarios
from tests.kept import kept

DAY = scenarios.TODAY
NOW = scenarios.at(DAY)


@kept()
def young(world):
    """A member of 26, otherwise eligible for the part-time intermediate course, proposed for it."""
    cell = world.units["xa-a-cb1"].pk
    person = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Nguyễn Văn Trẻ",
            birth="2000-05-01",
            sex="male",
            education="university",
            admitted_on=date(2020, 5, 1),
            official_on=date(2021, 5, 1),
            belongings=(people.NewBelonging(unit_id=cell, kind="official_cell", valid_from=scenarios.FOUNDED),),
        ),
    )
    people.add_facts(
        actor=None,
        person=person,
        posts=[people.NewPost(cell, "cell_secretary", "Bí thư chi bộ", date(2023, 1, 1))],
        ratings=[people.NewRating(year, "party_member", "good") for year in (2024, 2025)],
    )
    opened = scenarios.open_class(world, programme="TCLLCT", study_mode="part_time")
    (outcome,) = scenarios.propose(world, opened, [person])
    assert outcome.nomination.verdict == "not_met", outcome.verdict
    return outcome.nomination


def ask(world, nomination, **changes):
    fields = {
        "actor": world.commune,
        "nomination": nomination,
        "clause_kind": "age_at_least",
        "reason": "needed_for_post",
        "number": "12-CV/ĐU",
        "dated_on": DAY,
        "today": DAY,
        "now": NOW,
    } | changes
    return classes.request_exception(**fields)


def answer(world, nomination, *, is_granted, **changes):
    fields = {
        "actor": world.committee,
        "nomination": nomination,
        "is_granted": is_granted,
        "number": "15-QĐ/HU",
        "decided_on": DAY,
        "authority": "Ban Thường vụ Huyện ủy",
        "today": DAY,
        "now": NOW,
    } | changes
    return classes.decide_exception(**fields)


def test_granted_lifts_the_clause_and_judges_again(world, young):
    assert [kind for kind, _title in classes.liftable_clauses(young)] == ["age_at_least"]
    asked = ask(world, young)
    (shown,) = classes.nomination_rows(world.commune, young.training_class, DAY)
    assert "chờ Đảng ủy xã An Bình quyết định" in shown.reason_words
    (work,) = [item for item in classes.work_items(world.committee, DAY) if item.kind == "decide_exception"]
    assert (work.count, work.class_uuid) == (1, young.training_class.uuid)
    answer(world, young, is_granted=True)
    assert not [item for item in classes.work_items(world.committee, DAY) if item.kind == "decide_exception"]
    young.refresh_from_db()
    asked.refresh_from_db()
    assert (young.verdict, young.status, asked.status) == ("met", "proposed", "granted")
    assert classes.liftable_clauses(young) == []
    (approved,) = scenarios.approve(world, [young])
    assert scenarios.admit(world, young.training_class, [approved])  # no reason typed
    verbs = [entry.verb for entry in journal.list_entries(subject_uuid=young.uuid)]
    assert {"classes.request_exception", "classes.decide_exception"} <= set(verbs)


def test_one_decision_may_speak_of_a_person_who_stands_on_two_lists(world, young):
    said = {"programme": young.training_class.programme, "clause_kind": "age_at_least", "number": "15-QĐ/HU"}
    said |= {"decided_on": DAY, "authority": "Ban Thường vụ Huyện ủy", "today": DAY}
    eligibility.record_exception(actor=None, person=young.person, **said)
    ask(world, young)
    answer(world, young, is_granted=True)
    young.refresh_from_db()
    assert young.verdict == "met"
    assert len(eligibility.list_exceptions(young.person)) == 1


def test_refused_returns_the_name_with_its_reason(world, young):
    ask(world, young)
    answer(world, young, is_granted=False)
    young.refresh_from_db()
    assert (young.status, young.return_reason) == ("returned", "exception_refused")
    assert classes.decisions_of(young, DAY)[0].outcome == "returned"
    with pytest.raises(classes.ExceptionNotWaiting):
        answer(world, young, is_granted=True)


def test_nothing_is_asked_for_by_a_paper_of_tomorrow(world, young):
    with pytest.raises(classes.ExceptionPaperInFuture) as refused:
        ask(world, young, dated_on=DAY + timedelta(days=1))
    assert refused.value.data["field"] == "dated_on"
    assert "decide_exception" not in {item.kind for item in classes.work_items(world.committee, DAY)}


@pytest.mark.parametrize("is_granted", [True, False])
def test_nothing_is_decided_by_a_paper_of_tomorrow(world, young, is_granted):
    asked = ask(world, young)
    with pytest.raises(eligibility.DecisionInFuture) as refused:
        answer(world, young, is_granted=is_granted, decided_on=DAY + timedelta(days=1))
    assert refused.value.data["field"] == "decided_on"
    asked.refresh_from_db()
    assert asked.status == "waiting"


def test_only_what_the_rule_lets_be_lifted_is_asked_for(world, young):
    with pytest.raises(classes.ExceptionNotPossible):
        ask(world, young, clause_kind="member")
    with pytest.raises(classes.ReasonNeeded):
        ask(world, young, reason="vì quen")
    ask(world, young)
    with pytest.raises(classes.ExceptionWaits):
        ask(world, young)
    opened = scenarios.open_class(world)
    (outcome,) = scenarios.propose(world, opened, scenarios.add_members(world, 1))
    assert outcome.nomination.verdict == "not_met"
    assert classes.liftable_clauses(outcome.nomination) == []  # the candidates' rule names no exception
    with pytest.raises(classes.ExceptionNotPossible):
        ask(world, outcome.nomination, clause_kind="not_member")


def test_who_asks_and_who_decides(world, young):
    for stranger in (world.neighbour, world.head, world.outsider):
        with pytest.raises(access.NotAllowed):
            ask(world, young, actor=stranger)
    ask(world, young)
    for stranger in (world.commune, world.centre, world.outsider):
        assert not classes.can_decide_exception(stranger, young, DAY)
        with pytest.raises(access.NotAllowed):
            answer(world, young, is_granted=True, actor=stranger)
    assert classes.can_decide_exception(world.committee, young, DAY)


def test_the_level_that_the_rule_names_decides(world, young):
    programme = young.training_class.programme
    clauses = [
        eligibility.NewClause(kind="age_at_least", parameters={"female": 40, "male": 40}),
        eligibility.NewClause(kind="approved_exception", parameters={"decided_by": ["province_committee"]}),
    ]
    assert classes.decider_of(young, "age_at_least", DAY) == classes.Decider(
        unit_id=world.units["xa-a"].pk, unit_name="Đảng ủy xã An Bình", is_named=False
    )
    eligibility.add_rule_set_version(
        actor=None,
        programme=programme,
        study_mode="part_time",
        valid_from=DAY + timedelta(days=1),
        clauses=clauses,
        today=DAY,
    )
    assert classes.decider_of(young, "age_at_least", DAY).unit_name == "Tỉnh ủy Mẫu"
    scenarios.give_account(world, "province", ("committee_office", "tinh"))
    ask(world, young)
    assert not classes.can_decide_exception(world.committee, young, DAY)
    with pytest.raises(access.NotAllowed, match="Tỉnh ủy Mẫu"):
        answer(world, young, is_granted=True)
    assert classes.can_decide_exception(world.province, young, DAY)
    # it stands on the work list of those who decide, and of who asked as what waits elsewhere
    assert kinds(world.committee) == {"approve_list"}
    assert kinds(world.province) == {"decide_exception", "approve_list"}
    told = {item.kind: item.detail for item in classes.work_items(world.commune, DAY)}
    assert "Tỉnh ủy Mẫu" in told["exception_elsewhere"]
    assert "bước duyệt, Đảng ủy xã An Bình, từ 20/05/2026" in told["names_elsewhere"]
    (shown,) = classes.nomination_rows(world.commune, young.training_class, DAY)
    assert "chờ Tỉnh ủy Mẫu quyết định" in shown.reason_words
    answer(world, young, is_granted=True, actor=world.province)
    young.refresh_from_db()
    assert young.verdict == "met"


def test_it_stays_with_whom_it_was_sent_to(world, young):
    ask(world, young)
    eligibility.add_rule_set_version(
        actor=None,
        programme=young.training_class.programme,
        study_mode="part_time",
        valid_from=DAY + timedelta(days=1),
        clauses=[
            eligibility.NewClause(kind="age_at_least", parameters={"female": 40, "male": 40}),
            eligibility.NewClause(kind="approved_exception", parameters={"decided_by": ["province_committee"]}),
        ],
        today=DAY,
    )
    assert classes.can_decide_exception(world.committee, young, DAY)
    answer(world, young, is_granted=True)


def test_who_decides_sees_it_though_nothing_below_is_theirs(world, young):
    """The level that the rule names decides also where its office has no say in the units below."""
    scenarios.give_account(world, "board", ("committee_office", "tinh"), includes_below=False)
    ask(world, young)
    classes.ExceptionRequest.objects.update(decider=world.units["tinh"], is_decider_named=True)
    assert kinds(world.board) == {"decide_exception"}
    assert classes.get_class_for(world.board, young.training_class.uuid, DAY) == young.training_class
    found = classes.get_nomination_in(world.board, young.training_class, young.uuid, DAY)
    answer(world, found, is_granted=False, actor=world.board)


def test_a_name_taken_back_waits_for_nobody(world, young):
    ask(world, young)
    classes.withdraw_nominations(actor=world.commune, nominations=[young.uuid], now=NOW)
    assert not kinds(world.committee)
    assert not kinds(world.commune)
    assert not classes.can_decide_exception(world.committee, young, DAY)


def kinds(actor):
    return {item.kind for item in classes.work_items(actor, DAY)}


def test_a_decision_needs_its_paper(world, young):
    ask(world, young)
    with pytest.raises(classes.NominationNotFound):
        answer(world, classes.Nomination(uuid=world.units["tinh"].uuid), is_granted=True)
    classes.withdraw_nominations(actor=world.commune, nominations=[young.uuid], now=NOW)
    with pytest.raises(classes.NominationNotWaiting):
        answer(world, young, is_granted=True)
