"""What becomes of those who were sent: events, diplomas that count from their day, transcripts."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.eligibility import api as eligibility
from hocvien.obligations import api as obligations
from hocvien.people import api as people
from hocvien.records import api as records
from hocvien.sending import api as sending
from tests import scenarios
from tests.kept import kept
from tests.sending import office

BEGAN = date(2026, 9, 7)


@kept()
def one(world):
    _row, (found,) = office.sent(world, office.cadres(world, 1))
    return found


def course(one):
    one.refresh_from_db()
    return one.course


def test_events_say_where_somebody_stands(world, one):
    office.event(world, one, "enrolled", BEGAN)
    assert course(one) == "studying"
    office.event(world, one, "fact", date(2027, 1, 20), words="Xong năm thứ nhất")
    with pytest.raises(people.FactRepeated):
        office.event(world, one, "fact", date(2027, 1, 20), words="Xong năm thứ nhất ")
    office.event(world, one, "warning", date(2027, 2, 1), paper_number="3-TB")
    assert course(one) == "studying"
    deferral = office.event(world, one, "deferral", date(2027, 3, 1), paper_number="12-QĐ")
    assert course(one) == "deferred"
    office.event(world, one, "resumed", date(2027, 9, 1))
    assert course(one) == "studying"
    office.event(world, one, "withdrawal", date(2027, 10, 1), paper_number="40-QĐ")
    assert course(one) == "left"
    with pytest.raises(sending.CourseOver):
        office.event(world, one, "resumed", date(2027, 11, 1))
    assert [event.kind for event in sending.events_of(one)][:2] == ["withdrawal", "resumed"]
    sending.remove_event(
        actor=world.committee,
        sending=one,
        event=deferral.uuid,
        today=date(2027, 10, 2),
        now=scenarios.at(date(2027, 10, 2)),
    )
    assert course(one) == "left"


def test_what_a_school_decides_needs_its_paper_and_a_day_that_fits(world, one):
    for kind in ("warning", "deferral", "transfer", "withdrawal", "expulsion"):
        with pytest.raises(sending.PaperNumberMissing):
            office.event(world, one, kind, BEGAN)
    with pytest.raises(sending.EventBeforeDecision):
        office.event(world, one, "enrolled", date(2026, 5, 1))
    with pytest.raises(sending.DayInFuture):
        sending.record_event(actor=None, sending=one, kind="enrolled", on=BEGAN, today=office.TODAY, now=office.NOW)


def test_the_unit_that_sends_follows_its_own_people(world, one):
    office.event(world, one, "enrolled", BEGAN, actor=world.commune)
    for actor in (world.neighbour, world.outsider):
        with pytest.raises(access.NotAllowed):
            office.event(world, one, "finished", date(2028, 3, 1), actor=actor)


def theory(one, on):
    programme = one.notice.programme_id
    verdict = eligibility.judge(programme_id=programme, study_mode="part_time", person_ids=[one.person_id], on=on)
    (clause,) = [clause for clause in verdict[one.person_id].clauses if "theory" in clause.code]
    return clause.verdict


def test_a_diploma_counts_for_the_theory_level_from_its_day(world, one):
    assert theory(one, date(2028, 6, 1)) == "met"  # does not hold the advanced level yet
    office.diploma(world, one)
    assert theory(one, date(2028, 4, 19)) == "met"
    assert theory(one, date(2028, 4, 20)) == "not_met"
    assert course(one) == "finished"
    assert one.finished_on == date(2028, 4, 20)
    (level,) = [fact for fact in people.list_qualifications(one.person) if fact.level == "advanced"]
    assert (level.number, level.issued_on) == ("CC-2028-017", date(2028, 4, 20))
    assert records.trainings_valid_on(["CCLLCT"], date(2028, 4, 20)).filter(person=one.person).exists()
    assert not records.trainings_valid_on(["CCLLCT"], date(2028, 4, 19)).filter(person=one.person).exists()


def test_a_paper_nobody_saw_does_not_count(world, one):
    office.diploma(world, one, is_seen=False)
    assert theory(one, date(2028, 6, 1)) == "met"
    assert not records.trainings_valid_on(["CCLLCT"], date(2028, 6, 1)).exists()
    day = date(2028, 5, 2)
    sending.confirm_diploma(actor=world.committee, sending=one, today=day, now=scenarios.at(day))
    assert theory(one, date(2028, 6, 1)) == "not_met"
    (training,) = records.external_trainings(one.person_id)
    assert training.confirmed_by == world.committee


def test_a_paper_of_a_course_clears_the_obligation_from_its_day(world):
    """A cell secretary who was sent to another's party-work course."""
    (person,) = office.cadres(world, 1, post=False)
    people.add_facts(
        actor=None,
        person=person,
        posts=[people.NewPost(world.units["xa-a-cb1"].pk, "cell_secretary", "Bí thư chi bộ", date(2025, 9, 1))],
    )
    day = date(2026, 6, 20)

    def stands(on):
        rows = [row for row in obligations.obligations_of(person, on) if "NVCTD" in row.programmes]
        return {row.is_met for row in rows}

    assert stands(day) == {False}
    _row, (one,) = office.sent(
        world, [person], programme="NVCTD", study_mode="", opens_on=date(2026, 6, 8), ends_on=date(2026, 6, 12)
    )
    office.diploma(world, one, issued_on=day, kind="certificate", level="", finished_on=date(2026, 6, 12))
    assert stands(date(2026, 6, 19)) == {False}
    assert stands(day) == {True}


def test_a_diploma_recorded_by_mistake_goes_with_what_it_put_into_the_record(world, one):
    office.diploma(world, one)
    with pytest.raises(sending.DiplomaExists):
        office.diploma(world, one)
    day = date(2028, 5, 2)
    now = scenarios.at(day)
    with pytest.raises(sending.ReasonMissing):
        sending.remove_diploma(actor=world.committee, sending=one, reason="", today=day, now=now)
    sending.remove_diploma(actor=world.committee, sending=one, reason="Ghi nhầm người", today=day, now=now)
    assert not records.external_trainings(one.person_id).exists()
    assert {fact.level for fact in people.list_qualifications(one.person)} == {"intermediate"}
    with pytest.raises(sending.DiplomaNotFound):
        sending.remove_diploma(actor=world.committee, sending=one, reason="Nữa", today=day, now=now)


def test_a_diploma_typed_into_the_record_before_stays_there_once(world, one):
    office.diploma(world, one)
    (typed,) = [fact for fact in people.list_qualifications(one.person) if fact.level == "advanced"]
    day = date(2028, 5, 2)
    sending.remove_diploma(actor=world.committee, sending=one, reason="Ghi nhầm", today=day, now=scenarios.at(day))
    same = people.NewQualification(typed.level, typed.evidence, typed.number, typed.issued_on, typed.issued_by)
    people.add_facts(actor=None, person=one.person, qualifications=[same])
    office.diploma(world, one)
    sending.remove_diploma(actor=world.committee, sending=one, reason="Ghi nhầm", today=day, now=scenarios.at(day))
    assert [fact.level for fact in people.list_qualifications(one.person)].count("advanced") == 1


def test_what_was_removed_on_the_persons_page_is_no_trouble_later(world, one):
    office.diploma(world, one)
    (training,) = records.external_trainings(one.person_id)
    records.remove_training(actor=None, training=training)
    day = date(2028, 5, 2)
    sending.remove_diploma(actor=world.committee, sending=one, reason="Ghi nhầm", today=day, now=scenarios.at(day))
    assert not sending.Diploma.objects.exists()


def test_a_diploma_is_recorded_by_who_keeps_the_persons_record(world, one):
    for actor in (world.neighbour, world.outsider, world.head):
        with pytest.raises(access.NotAllowed):
            office.diploma(world, one, actor=actor)
    office.event(world, one, "expulsion", date(2027, 1, 1), paper_number="9-QĐ")
    with pytest.raises(sending.DiplomaOfUnfinished):
        office.diploma(world, one)


def test_days_of_a_diploma_fit(world, one):
    with pytest.raises(sending.DiplomaUpsideDown):
        office.diploma(world, one, finished_on=date(2028, 4, 21))
    with pytest.raises(sending.NoticeRefused):
        office.diploma(world, one, kind="certificate")


def test_a_transcript_is_the_schools_words(world, one):
    text = "STT\tHọc phần\tSố tiết\tĐiểm\n1\tTriết học Mác - Lênin\t60\t8,5\n2\tXây dựng Đảng\t45\tGiỏi\nKhóa luận; 9"
    kept = sending.record_transcript(
        actor=world.committee,
        sending=one,
        issued_on=office.TODAY,
        issued_by="Học viện",
        text=text,
        today=office.TODAY,
        now=office.NOW,
    )
    assert kept.lines == [
        {"module": "Triết học Mác - Lênin", "periods": "60", "mark": "8,5"},
        {"module": "Xây dựng Đảng", "periods": "45", "mark": "Giỏi"},
        {"module": "Khóa luận", "periods": "", "mark": "9"},
    ]
    again = sending.record_transcript(
        actor=world.committee,
        sending=one,
        issued_on=office.TODAY,
        issued_by="Học viện",
        text="Triết học\t9",
        today=office.TODAY,
        now=office.NOW,
    )
    assert (again.pk, len(again.lines)) == (kept.pk, 1)
    for text, refusal in (("", sending.TranscriptEmpty), ("Triết học\n\nĐảng\t7", sending.TranscriptUnreadable)):
        with pytest.raises(refusal):
            sending.record_transcript(
                actor=world.committee,
                sending=one,
                issued_on=office.TODAY,
                issued_by="Học viện",
                text=text,
                today=office.TODAY,
                now=office.NOW,
            )
    sending.remove_transcript(actor=world.committee, sending=one, today=office.TODAY, now=office.NOW)
    assert not sending.Transcript.objects.exists()


def test_the_same_is_recorded_for_several_all_or_none(world, django_assert_max_num_queries):
    row, (first, second, third) = office.sent(world, office.cadres(world, 3))
    said = {"actor": world.committee, "notice": row, "today": date(2028, 4, 1), "now": scenarios.at(date(2028, 4, 1))}
    with django_assert_max_num_queries(25):
        made = sending.record_events(sendings=[first, second, third], kind="enrolled", on=BEGAN, **said)
    assert len(made) == 3
    with pytest.raises(people.FactRepeated):
        sending.record_events(sendings=[second], kind="enrolled", on=BEGAN, **said)
    assert {course(one) for one in (first, second, third)} == {"studying"}
    office.event(world, third, "withdrawal", date(2027, 3, 1), paper_number="7-QĐ")
    with pytest.raises(sending.CourseOver, match=third.person.full_name):
        sending.record_events(sendings=[first, third], kind="finished", on=date(2028, 3, 31), **said)
    assert course(first) == "studying"
    sending.record_events(sendings=[first, second], kind="finished", on=date(2028, 3, 31), **said)
    assert (course(first), first.finished_on) == ("finished", date(2028, 3, 31))
    for wrong, changes in (
        (sending.NothingChosen, {"sendings": []}),
        (sending.PaperNumberMissing, {"kind": "warning"}),
        (sending.NoticeRefused, {"kind": "unknown"}),
        (sending.EventBeforeDecision, {"on": date(2026, 5, 1)}),
        (access.NotAllowed, {"actor": world.commune}),
    ):
        with pytest.raises(wrong):
            sending.record_events(**said | {"sendings": [first], "kind": "fact", "on": BEGAN} | changes)
