"""Numbers of a register: no gap, none twice, upwards with the days, in whatever order things happen."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hocvien.official_papers import api as official
from hocvien.official_papers.models import OfficialPaper
from tests import scenarios
from tests.official_papers.conftest import DAY, NOW, begin, give

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ttct", "huyen"]),
        st.sampled_from(["report", "final_review"]),
        st.sampled_from(["number", "number", "annul", "discard", "late", "early"]),
    ),
    max_size=8,
)


def head(paper, on, symbol="TT"):
    change = official.HeadChange(subject=paper.subject, issued_on=on, symbol=symbol)
    return official.update_head(actor=None, paper=paper, change=change, now=NOW, today=DAY)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_numbers_have_no_gap_and_go_up_with_the_days(world, acts):
    OfficialPaper.objects.all().delete()
    official.PaperRegister.objects.all().delete()
    for at, (unit, kind, act) in enumerate(acts):
        paper = begin(world, unit=unit, kind=kind)
        days = {"late": 40, "early": -40}.get(act, 0) + at
        paper = head(paper, DAY + timedelta(days=days - 60))
        if act == "discard":
            official.discard_paper(actor=None, paper=paper, now=NOW, today=DAY)
            continue
        try:
            give(paper)
        except official.IssuedTooEarly:
            continue
        if act == "annul":
            official.annul_paper(actor=None, paper=paper, reason="thử", now=NOW, today=DAY)
    for register in official.PaperRegister.objects.all():
        told = list(register.papers.order_by("number").values_list("number", "issued_on"))
        assert [number for number, _on in told] == list(range(1, register.last_number + 1))
        assert [on for _number, on in told] == sorted(on for _number, on in told)


def test_each_year_and_kind_of_paper_has_its_own_numbers(world, taught):
    last_year, this_year = head(begin(world), date(2025, 12, 30)), head(begin(world), DAY)
    assert [give(one).number_text for one in (last_year, this_year)] == ["01-BC/TT", "01-BC/TT"]
    finished, _learners = scenarios.finished_class(world, 2, place="Phòng 2")
    scenarios.recognise(world, finished)
    listed = official.begin_class_paper(actor=None, training_class=finished, kind="learner_list", now=NOW, today=DAY)
    assert give(head(listed, DAY)).number_text == "01-DS/TT"


def test_a_register_begun_on_paper_goes_on(world):
    given = {"actor": None, "unit": world.units["ttct"], "kind": "report", "year": 2026, "now": NOW, "today": DAY}
    official.begin_register(last_number=37, **given)
    assert official.next_number(world.units["ttct"].pk, "report", 2026) == 38
    assert give(begin(world)).number_text == "38-BC/TTCT"
    with pytest.raises(official.RegisterBegun):
        official.begin_register(last_number=50, **given)


def test_a_paper_is_not_numbered_before_its_day(world):
    with pytest.raises(official.IssuedTooLate):
        give(head(begin(world), DAY + timedelta(days=1)))


def test_an_annulled_number_is_not_given_again(world):
    paper = give(begin(world))
    with pytest.raises(official.ReasonNeeded):
        official.annul_paper(actor=None, paper=paper, reason=" ", now=NOW, today=DAY)
    official.annul_paper(actor=None, paper=paper, reason="sai kỳ", now=NOW, today=DAY)
    with pytest.raises(official.PaperNotNumbered):
        official.annul_paper(actor=None, paper=paper, reason="sai kỳ", now=NOW, today=DAY)
    assert give(begin(world)).number == 2
