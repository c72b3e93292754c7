"""A later rule never changes a given verdict: names on a list and people to be sent keep theirs, digit for digit, whatever is published."""

import json
from datetime import date

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hocvien.catalogue import api as catalogue
from hocvien.classes.models import Nomination
from hocvien.eligibility import api as eligibility
from hocvien.sending.models import Sending
from tests import scenarios
from tests.sending import office

TODAY, NOW = scenarios.TODAY, scenarios.at(scenarios.TODAY)
REASON = "Công văn 7-CV/TU cho phép"
CLAUSES = (
    ("member", {"standing": "official", "months": 12}),
    ("not_member", {}),
    ("probation_days_left", {"months": 12, "at_least": 30}),
    ("education_at_least", {"level": "doctor"}),
    ("education_at_least", {"level": "primary"}),
    ("age_at_least", {"female": 20, "male": 20}),
    ("age_at_least", {"female": 60, "male": 60, "reference": "nomination"}),
    ("post_held", {"kinds": ["leader"], "months": 36}),
    ("ratings_last_years", {"years": 3, "grade": "excellent"}),
    ("attested", {"subject": "released"}),
    ("has_belonging", {"kinds": ["employer"]}),
    ("approved_exception", {}),
)
# on, before and after the days the lists open on; long past and far ahead
DAYS = (
    date(2000, 1, 1),
    date(2022, 6, 16),
    date(2025, 8, 29),
    TODAY,
    scenarios.OPENS,
    date(2026, 9, 6),
    office.OPENS,
    date(2030, 1, 1),
)
WAYS = ("draft", "file", "version", "seed")
versions = st.lists(
    st.tuples(
        st.sampled_from(WAYS),
        st.sampled_from(("NTVD", "CCLLCT")),
        st.sampled_from(DAYS),
        st.sampled_from(("", "part_time")),
        st.sampled_from(("", "nhom-1")),
        st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4, unique_by=lambda one: one[0]),
    ),
    min_size=1,
    max_size=8,
)


def publish(way, code, valid_from, mode, audience, chosen):
    programme = catalogue.get_programme(code)
    clauses = [eligibility.NewClause(kind=kind, parameters=parameters) for kind, parameters in chosen]
    said = {"actor": None, "today": TODAY, "now": NOW}
    head = {
        "programme": programme,
        "valid_from": valid_from,
        "study_mode": mode if programme.has_study_modes else "",
        "audience": audience,
    }
    if way == "seed":
        eligibility.load_seed(actor=None)
    elif way == "version":
        eligibility.add_rule_set_version(clauses=clauses, **head, **said)
    elif way == "draft":
        draft = eligibility.save_draft(clauses=clauses, **head, **said)
        eligibility.publish_draft(draft=draft, **said)
    else:
        content = eligibility.rule_file(code, eligibility.rule_sets(programme.pk)).encode()
        for draft in eligibility.save_drafts_of_file(content=content, **said):
            eligibility.publish_draft(draft=draft, **said)


def given_verdicts():
    """Every verdict as it is kept, as text."""
    rows = [
        list(model.objects.order_by("pk").values_list("pk", "verdict", "verdict_clauses", "judged_on"))
        for model in (Nomination, Sending)
    ]
    return json.dumps(rows, default=str, sort_keys=True)


class VerdictsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = scenarios.found_place()
        cls.row = scenarios.open_class(cls.world)
        named = [
            *scenarios.add_candidates(cls.world, 2),
            *scenarios.add_candidates(cls.world, 1, education=""),
            *scenarios.add_candidates(cls.world, 1, education="primary"),
            *scenarios.add_members(cls.world, 1),
        ]
        scenarios.propose(cls.world, cls.row, named)
        cls.notice = office.notice(cls.world, seats=5)
        people = [
            *office.cadres(cls.world, 2),
            *office.cadres(cls.world, 1, birth_year=1992),
            *office.cadres(cls.world, 1, post=False),
        ]
        office.propose(cls.world, cls.notice, people)
        assert {one.verdict for one in Nomination.objects.all()} == {"met", "not_met", "data_missing"}
        assert {one.verdict for one in Sending.objects.all()} == {"met", "not_met", "data_missing"}

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(versions)
    def test_what_is_published_later_changes_no_given_verdict(self, published):
        before = given_verdicts()
        for version in published:
            publish(*version)
            event(version[0])
            assert given_verdicts() == before
        # who did not pass is judged once more when admitted or sent: by the clauses of the verdict, so it comes out the same
        words = {row.pk: row.verdict for row in Nomination.objects.all()}
        approved = scenarios.approve(self.world, list(Nomination.objects.all()))
        scenarios.admit(self.world, self.row, approved, exception_reason=REASON)
        office.decide(self.world, self.notice, exception_reason=REASON)
        assert {row.pk: row.verdict for row in Nomination.objects.all()} == words
        assert given_verdicts() == before
