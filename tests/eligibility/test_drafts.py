"""Rules on their way into force: drafts, the reviewed file, what a change would do, and that what was judged stays judged."""

import random
from datetime import date

import pytest
import yaml

from hocvien.catalogue import api as catalogue
from hocvien.common.clock import now
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from tests import scenarios

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 7)
FAR = date(2000, 1, 1)


def new(kind, **parameters):
    return eligibility.NewClause(kind=kind, parameters=parameters)


def draft_of(code, clauses, valid_from=DAY, **more):
    return eligibility.save_draft(
        actor=None,
        programme=catalogue.get_programme(code),
        valid_from=valid_from,
        clauses=clauses,
        today=DAY,
        now=now(),
        **more,
    )


def test_draft_judges_nobody_until_it_is_published(make, judged):
    person = make(birth="1990-01-01")
    draft = draft_of("NVCTD", [new("age_at_least", female=40, male=40)])
    assert judged(person, "NVCTD", DAY).verdict == "met"
    made = eligibility.publish_draft(actor=None, draft=draft, today=DAY, now=now())
    assert judged(person, "NVCTD", DAY).verdict == "not_met"
    assert judged(person, "NVCTD", date(2026, 9, 6)).verdict == "met"
    assert made.published_at is not None
    with pytest.raises(eligibility.DraftNotOpen):
        eligibility.publish_draft(actor=None, draft=draft, today=DAY, now=now())
    with pytest.raises(eligibility.DraftNotOpen):
        eligibility.discard_draft(actor=None, draft=draft, today=DAY, now=now())
    verbs = set(journal.list_entries().values_list("verb", flat=True))
    assert {"eligibility.save_draft", "eligibility.publish_draft", "eligibility.add_rule_set_version"} <= verbs


def test_clause_without_a_title_is_called_by_what_it_asks(rules):
    draft = draft_of("NVCTD", [new("age_at_least", female=28, male=30, study_mode="part_time")])
    (clause,) = eligibility.draft_clauses(draft)
    assert clause.title == "Hệ không tập trung: nữ từ 28 tuổi, nam từ 30 tuổi, tính đến ngày khai giảng"
    assert clause.title_en == "Part-time: women 28, men 30 or older, counted on the day of opening"


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("colour", {}),
        ("member", {"months": "six"}),
        ("member", {"months": True}),
        ("member", {"months": -1}),
        ("post_held", {"kinds": "leader"}),
        ("education_at_least", {"level": "kindergarten"}),
        ("no_valid_certificate", {"programmes": ["KHONG-CO"]}),
        ("ratings_last_years", {"years": 2, "grade": "splendid"}),
        ("theory_level_below", {"level": "intermediate", "confirmation_before": "once"}),
        ("years_left", {"years": 5, "first_year": 2021}),
    ],
)
def test_clause_that_cannot_be_asked_is_refused(rules, kind, parameters):
    with pytest.raises(eligibility.ClauseUnreadable):
        draft_of("NVCTD", [eligibility.NewClause(kind=kind, parameters=parameters)])


def test_regulation_must_be_recorded(rules):
    with pytest.raises(eligibility.RegulationUnknown):
        draft_of("NVCTD", [eligibility.NewClause(kind="not_member", parameters={}, regulation="qd-0-1900")])


def test_only_who_edits_programmes_writes_rules(rules, cell):
    from tests.web.office import account

    with pytest.raises(catalogue.ProgrammeEditForbidden):
        eligibility.save_draft(
            actor=account("looker", "inspector", cell),
            programme=catalogue.get_programme("NVCTD"),
            valid_from=DAY,
            clauses=[new("not_member")],
            today=DAY,
            now=now(),
        )


# --- the reviewed file ------------------------------------------------------------------------------------------------


def file_of(code):
    return eligibility.rule_file(code, eligibility.rule_sets(catalogue.get_programme(code).pk))


@pytest.mark.parametrize("code", ["NTVD", "TCLLCT", "CNKT"])
def test_file_comes_back_as_it_went(rules, code):
    before = eligibility.rule_sets(catalogue.get_programme(code).pk)
    content = file_of(code)
    drafts = eligibility.save_drafts_of_file(actor=None, content=content.encode(), today=DAY, now=now())
    assert len(drafts) == len(before)
    for draft in drafts:
        eligibility.publish_draft(actor=None, draft=draft, today=DAY, now=now())
    assert yaml.safe_load(file_of(code)) == yaml.safe_load(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"rule_sets: []",
        b"rule_sets: {}",
        b"- 1",
        b"\xff\xfe\x00",
        b"a: &a [x]\nb: *a",
        b"!!python/object/apply:os.system ['true']",
        b"rule_sets: [{programmes: [NTVD], valid_from: soon, clauses: [{kind: member}]}]",
        b"rule_sets: [{programmes: [NTVD], valid_from: 2026-01-01, colour: red, clauses: [{kind: member}]}]",
        b"rule_sets: [{programmes: [NTVD], valid_from: 2026-01-01, clauses: [7]}]",
        b"rule_sets: [{programmes: [NTVD], valid_from: 2026-01-01, clauses: []}]",
        b"rule_sets: [{programmes: NTVD, valid_from: 2026-01-01, clauses: [{kind: member}]}]",
        b"rule_sets: [{programmes: [NTVD], valid_from: 2026-01-01, clauses: [{kind: member, parameters: [1]}]}]",
        b"rule_sets: [{programmes: [NTVD], valid_from: 2026-01-01, clauses: [{kind: [member]}]}]",
        b"[" * 5000,
        b"x" * 600_000,
    ],
)
def test_file_that_is_none_is_refused_in_words(rules, content):
    with pytest.raises(eligibility.RuleFileUnreadable):
        eligibility.save_drafts_of_file(actor=None, content=content, today=DAY, now=now())
    assert eligibility.list_drafts() == []


def test_file_is_taken_whole_or_not_at_all(rules):
    content = (
        b"rule_sets:\n- {programmes: [NTVD], valid_from: 2026-01-01, clauses: [{kind: not_member}]}\n"
        b"- {programmes: [KHONG-CO], valid_from: 2026-01-01, clauses: [{kind: not_member}]}\n"
    )
    with pytest.raises(catalogue.ProgrammeNotFound):
        eligibility.save_drafts_of_file(actor=None, content=content, today=DAY, now=now())
    assert eligibility.list_drafts() == []


# --- what a change would do -------------------------------------------------------------------------------------------


def test_trial_counts_who_gains_and_who_loses_by_unit(rules, make):
    def unit(code, kind, parent=None):
        return org.found_unit(actor=None, code=code, name=code, kind=kind, valid_from=FAR, parent=parent)

    commune = unit("xa", "commune_committee")
    cells = [unit(f"xa-{n}", "cell", commune) for n in range(2)]

    def person(cell, birth, post):
        made = make(birth=birth, posts=(post,), belongings=())
        people.add_facts(actor=None, person=made, belongings=[people.NewBelonging(cell.pk, "official_cell", FAR)])
        return made

    keeps = person(cells[0], "1970-01-01", "cell_secretary")
    loses = [person(cells[0], "1995-01-01", "cell_secretary") for _ in range(2)]
    gains = person(cells[1], "1970-01-01", "teacher")
    never = person(cells[1], "1995-01-01", "youth_officer")
    clauses = [
        new("age_at_least", female=40, male=40),
        new("post_held", kinds=["cell_secretary", "teacher"]),
        new("member"),
    ]
    before = eligibility.list_drafts()
    trial = eligibility.try_rules(
        people.people(),
        programme_id=catalogue.get_programme("NVCTD").pk,
        study_mode="",
        clauses=clauses,
        on=DAY,
        unit_id=commune.pk,
    )
    assert (trial.people, trial.before, trial.after, trial.missing) == (5, 3, 2, 0)
    assert set(trial.gained) == {gains.pk}
    assert set(trial.lost) == {one.pk for one in loses}
    assert keeps.pk not in trial.gained + trial.lost
    assert never.pk not in trial.gained
    assert {pk: (gain, loss) for pk, gain, loss in trial.by_unit} == {cells[0].pk: (0, 2), cells[1].pk: (1, 0)}
    # without the age two more would come in; nobody by the other two alone
    assert [one.people for one in trial.dropped] == [2, 0, 0]
    assert [set(one.named) for one in trial.dropped] == [{one.pk for one in loses}, set(), set()]
    assert eligibility.list_drafts() == before


def test_trial_where_no_rule_is_recorded(rules, make):
    make()
    trial = eligibility.try_rules(
        people.people(),
        programme_id=catalogue.get_programme("QTNQ").pk,
        study_mode="",
        clauses=[new("member")],
        on=DAY,
        unit_id=None,
    )
    assert (trial.before, trial.after, len(trial.gained)) == (None, 1, 1)


def test_trial_takes_the_same_queries_at_one_and_thirty(rules, make, django_assert_max_num_queries):
    for _ in range(30):
        make()
    with django_assert_max_num_queries(12):
        eligibility.try_rules(
            people.people(),
            programme_id=catalogue.get_programme("TCLLCT").pk,
            study_mode="part_time",
            clauses=[new("member")],
            on=DAY,
            unit_id=None,
        )


def test_trial_takes_people_in_parts_and_tells_how_far(rules, make, monkeypatch):
    from hocvien.eligibility.queries import trying

    for _ in range(5):
        make()
    monkeypatch.setattr(trying, "_AT_A_TIME", 2)
    told = []
    trial = eligibility.try_rules(
        people.people(),
        programme_id=catalogue.get_programme("QTNQ").pk,
        study_mode="",
        clauses=[new("member")],
        on=DAY,
        unit_id=None,
        told=lambda done, total: told.append((done, total)),
    )
    assert (trial.people, len(trial.gained)) == (5, 5)
    assert sum(gain for _unit, gain, _loss in trial.by_unit) == 5
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]


def test_trial_is_kept_with_the_draft_until_it_changes(rules, make):
    make()
    draft = draft_of("QTNQ", [new("member")])
    asked = {"actor": None, "unit": None, "study_mode": "", "today": DAY}
    trial = eligibility.try_draft(draft=draft, now=now(), **asked)
    assert trial.result["gains"] == 1
    again = eligibility.try_draft(draft=draft, now=now(), **asked)
    assert eligibility.RuleTrial.objects.get() == again
    assert "eligibility.try_draft" in set(journal.list_entries().values_list("verb", flat=True))
    draft = draft_of("QTNQ", [new("not_member")], draft=draft)
    assert not eligibility.RuleTrial.objects.exists()
    eligibility.try_draft(draft=draft, now=now(), **asked)
    eligibility.publish_draft(actor=None, draft=draft, today=DAY, now=now())
    assert not eligibility.RuleTrial.objects.exists()
    with pytest.raises(eligibility.DraftNotOpen):
        eligibility.try_draft(draft=draft, now=now(), **asked)


# --- what was judged stays judged -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [3, 4])
def test_later_rule_never_changes_a_given_verdict(db, seed):
    from hocvien.classes.models import Nomination

    rng = random.Random(seed)
    world = scenarios.found_place()
    row = scenarios.open_class(world)
    scenarios.approved_list(world, row, 4)

    def given():
        return sorted(Nomination.objects.values_list("pk", "verdict", "judged_on", "verdict_clauses__verdict"))

    before = given()
    assert len(before) == 4
    kinds = [
        new("member", standing="official"),
        new("not_member"),
        new("age_at_least", female=rng.randint(18, 60), male=rng.randint(18, 60)),
        new("post_held", kinds=["leader"]),
        new("attested", subject="not_disciplined"),
    ]
    for _ in range(5):
        draft = draft_of(
            row.programme.code,
            rng.sample(kinds, rng.randint(1, 4)),
            valid_from=date(rng.randint(2020, 2027), rng.randint(1, 12), 1),
        )
        eligibility.publish_draft(actor=None, draft=draft, today=DAY, now=now())
        assert given() == before
