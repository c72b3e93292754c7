"""Retention ends in figures: who is due goes, every figure stays, registers and decisions stay, the chain and the log still verify."""

from collections import Counter
from datetime import date, timedelta
from importlib import import_module
from uuid import uuid4

import pytest

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.exchange import api as exchange
from hocvien.faculty import api as faculty
from hocvien.journal import api as journal
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.records import api as records
from hocvien.reporting import api as reporting
from tests import scenarios
from tests.kept import kept

# the class of the scenarios closes in June 2026; a candidate's certificate stands 60 months and its term is 12 more
LATER = date(2033, 1, 5)
NOW = scenarios.at(LATER)


@kept()
def world():
    """A class of six: candidates of commune A with certificates, all generated."""
    world = scenarios.found_place()
    training_class, participations = scenarios.finished_class(world, 6)
    for at, participation in enumerate(participations):
        people.update_person(
            actor=None,
            person=participation.person,
            changes={"ethnicity": "Tày" if at % 2 else "Kinh", "phone": f"09123456{at}0", "birth_name": "Tên Khác"},
        )
        people.add_facts(
            actor=None,
            person=participation.person,
            qualifications=[people.NewQualification("elementary", "diploma", "SC-77", date(2015, 4, 3), "Trường A")],
        )
    scenarios.recognise(world, training_class)
    scenarios.issue(world, training_class)
    world.training_class = training_class
    world.learners = [participation.person for participation in participations]
    scenarios.give_account(world, "keeper", ("committee_office", "tinh"))
    return world


def figures(world):
    """Everything counted of the past: the report, by month, by age, ethnicity and theory."""
    reports = [
        reporting.compute_report(unit=unit, from_=date(2026, 1, 1), to=date(2026, 12, 31), basis=basis)
        for unit in world.units.values()
        for basis in ("opened", "running", "finished")
    ]
    months = [reporting.count_by_month(unit=unit, year=2026) for unit in world.units.values()]
    attended = classes.participation_facts(from_=date(2026, 1, 1), to_exclusive=date(2027, 1, 1)).select_related(
        "person"
    )
    ages = Counter((one.opens_on.year - one.person.birth_on.year) // 5 for one in attended)
    majority = Counter(one.person.ethnicity == people.MAJORITY for one in attended)
    education = Counter(one.person.education for one in attended)
    theory = Counter(people.theory_levels([one.person_id for one in attended]).values())
    return reports, months, ages, majority, education, theory


def due(world, on=LATER, actor=None):
    return list(privacy.people_due(actor, on))


def anonymise(world, chosen=None, *, actor=None, now=NOW):
    found = due(world) if chosen is None else chosen
    return privacy.anonymise_due(actor=actor, uuids=[one.uuid for one in found], confirmed=len(found), now=now)


def test_candidates_are_due_when_their_paper_and_the_term_are_over(world):
    paper = records.Certificate.objects.first()
    ends = paper.valid_until
    assert due(world, ends + timedelta(days=2)) == []
    year_later = date(ends.year + 1, ends.month, ends.day)
    assert due(world, year_later) != [] or due(world, year_later + timedelta(days=1)) != []
    assert {one.rule for one in due(world)} == {"candidate"}
    assert {one.pk for one in due(world)} == {one.pk for one in world.learners}


def test_who_was_admitted_to_the_party_is_not_a_candidate_any_more(world):
    people.update_person(actor=None, person=world.learners[0], changes={"admitted_on": date(2027, 1, 1)})
    assert world.learners[0].pk not in {one.pk for one in due(world)}


def test_members_are_due_only_when_everything_about_them_ended_long_ago(world):
    member = scenarios.add_members(world, 1)[0]
    far = date(2040, 1, 1)
    assert member.pk not in {one.pk for one in due(world, far)}
    cell = people.list_belongings(member)[0]
    people.end_belonging(actor=None, belonging=cell, on=date(2027, 3, 1))
    assert member.pk not in {one.pk for one in due(world, date(2032, 2, 28))}
    [found] = [one for one in due(world, date(2032, 3, 2)) if one.pk == member.pk]
    assert found.rule == "person"
    people.add_facts(
        actor=None,
        person=member,
        posts=[people.NewPost(world.units["xa-a"].pk, "other", "Cộng tác viên", date(2028, 1, 1))],
    )
    assert member.pk not in {one.pk for one in due(world, far)}


@pytest.mark.parametrize("opened", ["request", "transfer", "class", "question", "post"])
def test_nobody_goes_about_whom_something_is_open(world, opened):
    person = world.learners[0]
    if opened == "request":
        privacy.record_request(
            actor=None, person=person, unit=world.units["xa-a"], kind="access", asked_on=LATER, now=NOW
        )
    elif opened == "transfer":
        people.TransferRequest.objects.create(
            person=person, to_unit=world.units["xa-b-cb1"], on=LATER, asked_at=NOW, status="asked"
        )
    elif opened == "class":
        fresh = scenarios.open_class(
            world,
            opens_on=date(2033, 2, 1),
            closes_on=date(2033, 2, 5),
            today=LATER,
            proposals_close_on=date(2033, 1, 20),
        )
        outcomes = scenarios.propose(world, fresh, [person], today=LATER)
        assert outcomes[0].ok, outcomes[0].error
    elif opened == "question":
        people.ask_about_pair(actor=None, person=person, other=world.learners[1], now=NOW)
    else:
        people.add_facts(
            actor=None,
            person=person,
            posts=[people.NewPost(world.units["xa-a"].pk, "other", "Cộng tác viên", date(2032, 1, 1))],
        )
    assert person.pk not in {one.pk for one in due(world)}
    with pytest.raises(privacy.PeopleNotDue):
        anonymise(world, [person])
    person.refresh_from_db()
    assert person.full_name != people.ANONYMOUS


def test_figures_of_the_past_are_exactly_what_they_were(world):
    before = figures(world)
    assert before[0][0].totals.participations == 6
    anonymise(world)
    assert people.Person.objects.filter(anonymised_on=LATER).count() == 6
    assert figures(world) == before


def test_nothing_that_says_who_is_left_but_in_register_and_decision(world):
    names = {one.full_name for one in world.learners}
    said = {str(one.uuid): one for one in world.learners}
    outcome = anonymise(world, actor=world.keeper)
    assert outcome.people == 6
    assert outcome.erased > 6
    for row in people.Person.objects.filter(pk__in=[one.pk for one in world.learners]):
        assert row.full_name == people.ANONYMOUS
        assert (row.phone, row.birth_name, row.identity_number, row.party_card) == ("", "", "", "")
        assert row.birth == str(said[str(row.uuid)].birth_on.year)
        assert row.ethnicity in {people.MAJORITY, people.MINORITIES}
        assert not row.belongings.exists()
        assert not row.posts.exists()
        level = row.qualifications.get()
        assert (level.level, level.number, level.issued_by, level.issued_on) == ("elementary", "", "", date(2015, 1, 1))
        # the journal about the person says only that this happened
        entries = list(journal.list_entries(subject_uuid=row.uuid))
        assert len(entries) > 1
        assert [one.verb for one in entries if hasattr(one, "detail")] == ["people.anonymise_person"]
    told = "".join(
        one.detail.content
        for one in journal.list_entries()
        if hasattr(one, "detail") and not one.verb.startswith(("classes.recognise", "records."))
    )
    assert not [name for name in names if name in told]
    # kept for good
    assert {one.full_name for one in records.Certificate.objects.all()} == names
    decision = world.training_class.recognitions.get()
    assert {one["full_name"] for one in decision.listing} == names


def test_journal_register_and_papers_still_verify(world):
    payloads = list(records.Certificate.objects.values_list("payload", "full_name"))
    anonymise(world)
    chain, log = journal.verify_chain(), records.check_log()
    assert chain.is_sound
    assert chain.erased > 0
    assert log.sound
    for payload, name in payloads:
        answer = records.verify_text(payload)
        assert answer.code == "matches"
        assert answer.facts.full_name == name


def test_it_takes_the_permission_the_count_and_a_choice(world):
    found = due(world)
    uuids = [one.uuid for one in found]
    with pytest.raises(privacy.CountNotConfirmed):
        privacy.anonymise_due(actor=world.keeper, uuids=uuids, confirmed=5, now=NOW)
    with pytest.raises(privacy.NobodyChosen):
        privacy.anonymise_due(actor=world.keeper, uuids=[], confirmed=0, now=NOW)
    with pytest.raises(privacy.TooManyAtOnce):
        privacy.anonymise_due(actor=world.keeper, uuids=[uuid4() for _ in range(201)], confirmed=201, now=NOW)
    for stranger in (world.commune, world.outsider, world.centre):
        assert due(world, actor=stranger) == []
        with pytest.raises(privacy.PeopleNotDue):
            privacy.anonymise_due(actor=stranger, uuids=uuids, confirmed=6, now=NOW)
    assert not people.Person.objects.exclude(anonymised_on=None).exists()
    assert privacy.anonymise_due(actor=world.committee, uuids=uuids, confirmed=6, now=NOW).people == 6
    entry = journal.last_entry("privacy.anonymise_due")
    assert entry.actor == world.committee
    assert entry.detail.after["count"] == 6
    # done once, nobody is due any more, and the record takes no correction
    assert due(world) == []
    with pytest.raises(people.PersonAnonymous):
        people.update_person(actor=None, person=world.learners[0], changes={"full_name": "Tên Mới"})


def test_a_merged_record_goes_with_the_survivor(world):
    first = world.learners[0]
    twin = scenarios.add_candidates(world, 1)[0]
    merge = people.merge_people(actor=None, survivor=first, merged=twin, now=scenarios.at(date(2026, 7, 1)))
    anonymise(world)
    merge.refresh_from_db()
    assert twin.full_name not in str(merge.kept)
    assert people.find_person(twin.uuid).pk == first.pk
    assert people.list_merges(first) == []
    with pytest.raises(people.MergeForgotten):
        people.unmerge_people(actor=None, merge=merge, now=NOW)
    assert not any(
        hasattr(one, "detail") for one in journal.list_entries(subject_uuid=twin.uuid) if "anonymise" not in one.verb
    )


def test_an_office_sets_another_term_and_the_old_one_stays_written(world):
    with pytest.raises(access.NotAllowed):
        set_term(world.committee)
    set_term(world.keeper, amount=24, valid_from=LATER + timedelta(days=10))
    assert privacy.term_on("candidate", LATER).amount == 12
    assert privacy.term_on("candidate", LATER + timedelta(days=10)).amount == 24
    assert due(world) != []
    assert due(world, LATER + timedelta(days=10)) == []
    assert [row.amount for row in privacy.list_term_versions("candidate")] == [24]
    with pytest.raises(privacy.TermBackwards):
        set_term(world.keeper, valid_from=LATER - timedelta(days=1))
    with pytest.raises(privacy.TermUnknown):
        set_term(world.keeper, key="everything")
    words = {one.label: one for one in privacy.list_register(LATER)}["privacy.look"].groups[0].keep
    assert words == {"vi": "24 tháng [mặc định]", "en": "24 months [default]"}


def set_term(actor, **changes):
    fields = {
        "key": "candidate",
        "amount": 24,
        "unit": "month",
        "citation": "Quy chế 01-QC/TU",
        "valid_from": LATER,
        "now": NOW,
    }
    return privacy.set_term(actor=actor, **(fields | changes))


# --- what ends by itself --------------------------------------------------------------------------------------------------------------


def test_every_retention_has_somebody_who_carries_it_out():
    for model in privacy.list_register():
        for group in model.groups:
            if not group.carried_out_by:
                assert "lâu dài" in group.keep["vi"], (model.label, group.keep)
                continue
            app, _dot, name = group.carried_out_by.partition(".")
            assert callable(getattr(import_module(f"hocvien.{app}.api"), name)), group.carried_out_by
    swept = {one.term: one.carried_out_by for one in privacy.list_sweeps()}
    assert set(swept) == set(privacy.TermKey.values) - {"person", "candidate"}
    registered = {
        group.term: group.carried_out_by for model in privacy.list_register() for group in model.groups if group.term
    }
    assert registered == swept | {"person": "privacy.anonymise_due"}


def test_the_sweep_takes_what_is_past_its_term_and_nothing_else(world):
    person = world.learners[0]
    old, fresh = scenarios.at(date(2030, 1, 1)), scenarios.at(date(2032, 12, 1))
    for moment in (old, fresh):
        privacy.note_looks(user=world.commune, person_ids=[person.pk], kind="list", at=moment)
    twin, other = scenarios.add_candidates(world, 2)
    gone = people.merge_people(actor=None, survivor=person, merged=twin, now=old)
    stays = people.merge_people(actor=None, survivor=world.learners[1], merged=other, now=fresh)
    lecturer = scenarios.add_lecturer(world)
    faculty.update_lecturer(actor=None, lecturer=lecturer, changes={"phone": "0987654321", "is_active": False})
    counts = privacy.sweep_terms(now=NOW)
    assert counts["look"] == 1
    assert counts["merge"] == 1
    assert counts["lecturer"] == 1
    gone.refresh_from_db()
    stays.refresh_from_db()
    lecturer.refresh_from_db()
    assert twin.full_name not in str(gone.kept)
    assert other.full_name in str(stays.kept)
    assert (lecturer.phone, lecturer.full_name) == ("", "Trần Quốc Bình")
    assert privacy.looks_at(person).get().at == fresh
    assert journal.last_entry("privacy.sweep_terms").detail.after["merge"] == 1
    assert set(privacy.sweep_terms(now=NOW).values()) == {0}
    assert journal.verify_chain().is_sound


def test_closed_accounts_keep_only_their_names(world):
    user = world.commune
    user.email = "ai@example.vn"
    user.set_password("mot-mat-khau-dai")
    user.save()
    access.close_account(actor=None, user=user)
    assert privacy.sweep_terms(now=NOW)["account"] == 1
    user.refresh_from_db()
    assert (user.email, user.has_usable_password(), user.full_name) == ("", False, "Tài khoản commune")
    assert privacy.sweep_terms(now=NOW)["account"] == 0


def test_the_sweep_is_asked_for_once_a_day(world):
    assert privacy.ask_for_sweep(now=NOW)
    assert not privacy.ask_for_sweep(now=NOW + timedelta(hours=2))
    assert privacy.ask_for_sweep(now=NOW + timedelta(days=1))


def test_rosters_go_with_their_term(world):
    content = "Họ và tên\tNgày sinh\tGiới tính\tĐơn vị\nNguyễn Văn Mẫu\t01/02/1990\tNam\txa-a-cb1\n".encode()
    kept = exchange.keep_roster(
        actor=world.commune, unit=world.units["xa-a"], content=content, filename="mau.txt", on=LATER, now=NOW
    )
    assert exchange.forget_rosters(before=NOW) == 0
    assert exchange.forget_rosters(before=NOW + timedelta(days=31)) == 1
    with pytest.raises(exchange.RosterPlanGone):
        exchange.get_roster(actor=world.commune, uuid=kept.uuid, on=LATER)
