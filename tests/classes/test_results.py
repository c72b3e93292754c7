from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.records import api as records
from tests import scenarios


def enter(world, training_class, entries, *, actor=..., today=scenarios.CLOSES):
    who = world.centre if actor is ... else actor
    return classes.enter_results(actor=who, training_class=training_class, entries=entries, today=today)


def programme_of_kind(kind):
    """A programme of today assessed so, with its rule."""
    for programme in catalogue.list_programmes(scenarios.OPENS):
        rule = catalogue.assessment_as_of(programme.pk, scenarios.CLOSES)
        if rule is not None and rule.kind == kind and not programme.has_study_modes:
            return programme.code
    pytest.skip(f"no programme assessed by {kind}")


def class_of_kind(world, kind, number=2):
    training_class = scenarios.open_class(world, programme=programme_of_kind(kind))
    people = [classes.Participation.objects.get(pk=p.pk) for p in _admit_anybody(world, training_class, number)]
    classes.start_class(actor=world.centre, training_class=training_class, today=scenarios.OPENS)
    training_class.refresh_from_db()
    return training_class, people


def _admit_anybody(world, training_class, number):
    outcomes = scenarios.propose(world, training_class, scenarios.add_candidates(world, number))
    nominations = scenarios.approve(world, [o.nomination for o in outcomes])
    return scenarios.admit(world, training_class, nominations, exception_reason="Lớp mẫu")


def test_results_follow_the_assessment_kind(world):
    for kind, entry in (
        ("pass_fail", classes.ResultEntry(outcome="completed")),
        ("mark", classes.ResultEntry(mark=Decimal("7.5"))),
    ):
        training_class, people = class_of_kind(world, kind, 1)
        assert enter(world, training_class, {people[0].uuid: entry}) == 1
        assert enter(world, training_class, {people[0].uuid: entry}) == 0  # nothing differs
        (row,) = classes.propose_results(training_class)
        assert (row.outcome, row.barred) == ("completed", False)
        wrong = classes.ResultEntry(band_code="kha")
        with pytest.raises(classes.EntryOfOtherKind):
            enter(world, training_class, {people[0].uuid: wrong})


def test_mark_outside_the_scale_is_refused(world):
    training_class, people = class_of_kind(world, "mark", 1)
    for mark in ("10.01", "-1", "7.555"):
        with pytest.raises(classes.MarkOutOfRange):
            enter(world, training_class, {people[0].uuid: classes.ResultEntry(mark=Decimal(mark))})


def test_mark_gives_band_and_outcome_of_that_day(world):
    training_class, people = class_of_kind(world, "mark", 2)
    enter(
        world,
        training_class,
        {
            people[0].uuid: classes.ResultEntry(mark=Decimal("8.5")),
            people[1].uuid: classes.ResultEntry(mark=Decimal("4.5")),
        },
    )
    rows = {row.uuid: row for row in classes.propose_results(training_class)}
    good, bad = rows[people[0].uuid], rows[people[1].uuid]
    assert good.band_name
    assert "8,5" in good.why
    assert (good.outcome, bad.outcome) == ("completed", "failed")
    assert good.citation == classes.assessment_of(training_class).citation


def test_absence_over_the_bound_bars_whatever_was_entered(world):
    # half-days 0 to 2 of 10: 30 % missed; half-days 0 and 1: exactly the bound
    training_class, people = scenarios.finished_class(world, 3, absent={0: [0, 1], 1: [0, 1], 2: [0]})
    rows = {row.uuid: row for row in classes.propose_results(training_class)}
    barred, bound, free = (rows[p.uuid] for p in people)
    assert (barred.barred, barred.outcome, barred.absent_periods) == (True, "failed", 15)
    assert "20%" in barred.why
    assert "30" in barred.why
    assert (bound.barred, bound.outcome) == (False, "completed")
    assert (free.barred, free.absence_share) == (False, 0.0)


def test_recognition_is_a_persons_decision_with_its_list(world):
    training_class, people = scenarios.finished_class(world, 3, absent={0: [0], 1: [0], 2: [0]})
    decision = scenarios.recognise(
        world, training_class, decided={people[0].uuid: ("completed", ""), people[1].uuid: ("failed", "")}
    )
    by_uuid = {row["participation"]: row for row in decision.listing}
    assert by_uuid[str(people[0].uuid)]["outcome"] == "completed"
    assert by_uuid[str(people[0].uuid)]["proposed_outcome"] == "failed"
    assert by_uuid[str(people[1].uuid)]["outcome_words"].startswith("Không đạt")
    assert by_uuid[str(people[2].uuid)]["unit_name"] == "Đảng ủy xã An Bình"
    sheet = classes.result_sheet(training_class)
    assert sheet.recognition == decision
    assert "2 đạt, 1 không đạt" in sheet.totals_words


def test_recognition_locks_results_until_reopened_with_a_reason(world):
    training_class, people = scenarios.finished_class(world, 2)
    scenarios.recognise(world, training_class)
    with pytest.raises(classes.ClassRecognised):
        scenarios.enter(world, training_class, people)
    with pytest.raises(classes.ClassRecognised):
        scenarios.recognise(world, training_class)
    now = scenarios.at(scenarios.CLOSES, 17)
    with pytest.raises(classes.ReasonNeeded):
        classes.reopen_recognition(actor=world.committee, training_class=training_class, reason=" ", now=now)
    classes.reopen_recognition(actor=world.committee, training_class=training_class, reason="Sai điểm", now=now)
    with pytest.raises(classes.NotRecognised):
        classes.reopen_recognition(actor=world.committee, training_class=training_class, reason="Sai", now=now)
    again = scenarios.recognise(world, training_class, number="46-QĐ/TTCT")
    assert [d.number for d in classes.list_recognitions(training_class)] == ["46-QĐ/TTCT", "45-QĐ/TTCT"]
    assert classes.recognition_in_force(training_class) == again


def test_recognition_waits_for_every_result(world):
    training_class, people = class_of_kind(world, "mark", 2)
    enter(world, training_class, {people[0].uuid: classes.ResultEntry(mark=Decimal(8))})
    missing = classes.Participation.objects.select_related("person").get(pk=people[1].pk).person.full_name
    with pytest.raises(classes.ResultsIncomplete, match=missing):
        scenarios.recognise(world, training_class)


def test_recognition_passes_over_who_left(world):
    training_class, people = class_of_kind(world, "mark", 2)
    enter(world, training_class, {people[0].uuid: classes.ResultEntry(mark=Decimal(8))})
    classes.end_participation(actor=world.centre, participation=people[1], reason="Nghỉ", on=scenarios.OPENS)
    assert len(scenarios.recognise(world, training_class).listing) == 1


def test_recognition_is_dated_within_the_class_and_today(world):
    training_class, _people = scenarios.finished_class(world, 1)
    for day in (date(2026, 6, 7), date(2026, 6, 13)):
        with pytest.raises(classes.DecisionDateWrong):
            classes.recognise_results(
                actor=world.committee,
                training_class=training_class,
                number="45",
                decided_on=day,
                decided_by_name="Lê Thị Hà",
                now=scenarios.at(scenarios.CLOSES, 16),
            )


def test_recognition_needs_number_and_signer(world):
    training_class, _people = scenarios.finished_class(world, 1)
    with pytest.raises(classes.FieldsRefused, match="Số quyết định"):
        scenarios.recognise(world, training_class, number="")


def test_results_of_a_class_not_begun_are_refused(world):
    training_class = scenarios.open_class(world)
    people = scenarios.admit_people(world, training_class, 1)
    with pytest.raises(classes.ClassNotRunning):
        scenarios.enter(world, training_class, people)
    with pytest.raises(classes.ClassNotRunning):
        scenarios.recognise(world, training_class)


def test_entering_and_deciding_are_two_permissions(world):
    training_class, people = scenarios.finished_class(world, 1)
    with pytest.raises(access.NotAllowed):
        enter(world, training_class, {people[0].uuid: classes.ResultEntry()}, actor=world.committee)
    for stranger in (world.centre, world.head, world.commune, world.outsider):
        with pytest.raises(access.NotAllowed):
            scenarios.recognise(world, training_class, actor=stranger)


def test_certificates_go_to_those_who_passed(world):
    training_class, people = scenarios.finished_class(world, 3, absent={0: [0], 1: [0], 2: [0]})
    with pytest.raises(classes.NotRecognised):
        scenarios.issue(world, training_class)
    scenarios.recognise(world, training_class)
    assert classes.class_counts(training_class, scenarios.CLOSES).to_issue == 2
    certificates = scenarios.issue(world, training_class, first_blank="A 000007")
    assert {c.source_uuid for c in certificates} == {people[1].uuid, people[2].uuid}
    assert [c.number for c in certificates] == [1, 2]
    assert [c.blank_number for c in classes.certificate_rows(training_class)] == ["A 000007", "A 000008"]
    assert certificates[0].place_text == "Đảng ủy xã An Bình"
    result = classes.Result.objects.get(participation=people[1])
    assert result.certificate.source_uuid == people[1].uuid
    with pytest.raises(classes.NothingToIssue) as refused:
        scenarios.issue(world, training_class)
    assert "không còn ai" in str(refused.value)


def test_certificates_need_the_certifying_unit(world):
    training_class, _people = scenarios.finished_class(world, 1)
    scenarios.recognise(world, training_class)
    for stranger in (world.committee, world.head, world.school, world.outsider):
        with pytest.raises(access.NotAllowed):
            scenarios.issue(world, training_class, actor=stranger)


def test_certificates_are_dated_from_the_decision_to_today(world):
    training_class, _people = scenarios.finished_class(world, 1)
    scenarios.recognise(world, training_class)
    with pytest.raises(classes.IssueDateWrong):
        scenarios.issue(world, training_class, issued_on=date(2026, 6, 11))
    with pytest.raises(classes.IssueDateWrong):
        scenarios.issue(world, training_class, issued_on=date(2026, 6, 30))


def test_decision_stays_while_papers_stand(world):
    training_class, _people = scenarios.finished_class(world, 2)
    scenarios.recognise(world, training_class)
    certificates = scenarios.issue(world, training_class)
    now = scenarios.at(date(2026, 6, 16))
    reopen = {"actor": world.committee, "training_class": training_class, "reason": "Sai điểm", "now": now}
    with pytest.raises(classes.CertificatesStand, match="2 giấy"):
        classes.reopen_recognition(**reopen)
    for certificate in certificates:
        records.withdraw_certificate(
            actor=None,
            certificate=certificate,
            withdrawn_on=date(2026, 6, 16),
            reason="Sai điểm",
            decision_number="50-QĐ/TTCT",
        )
    classes.reopen_recognition(**reopen)
    scenarios.recognise(world, training_class, number="46-QĐ/TTCT")
    assert [c.number for c in scenarios.issue(world, training_class, issued_on=date(2026, 6, 15))] == [3, 4]


def test_learner_sees_band_in_timeline(world):
    training_class, people = scenarios.finished_class(world, 1)
    scenarios.recognise(world, training_class)
    (row,) = classes.participations_of(people[0].person_id, actor=world.commune, on=scenarios.CLOSES)
    assert (row.class_code, row.is_visible) == (training_class.code, True)
    assert row.outcome_words.startswith("Đạt")
    (row,) = classes.participations_of(people[0].person_id, actor=world.outsider, on=scenarios.CLOSES)
    assert row.is_visible is False


@pytest.mark.parametrize("step", ["enter", "recognise", "issue", "sheet", "propose"])
def test_results_take_the_same_queries_whatever_the_class(world, step):
    used = []
    for number in (3, 30):
        training_class = scenarios.open_class(world, name=f"Lớp {number}", place=f"Phòng {number}")
        people = scenarios.admit_people(world, training_class, number)
        scenarios.teach(world, training_class)
        training_class.refresh_from_db()
        if step == "enter":
            with CaptureQueriesContext(connection) as queries:
                scenarios.enter(world, training_class, people)
        else:
            scenarios.enter(world, training_class, people)
            if step == "issue":
                scenarios.recognise(world, training_class)
            with CaptureQueriesContext(connection) as queries:
                if step == "recognise":
                    scenarios.recognise(world, training_class)
                elif step == "issue":
                    scenarios.issue(world, training_class)
                elif step == "sheet":
                    classes.result_sheet(training_class, actor=world.centre, on=scenarios.CLOSES)
                else:
                    classes.propose_results(training_class)
        used.append(len(queries))
    # signing keys and registers are made once, by the first issue
    assert used[1] <= used[0]
