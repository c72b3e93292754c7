"""Papers of one class: the closing report, the recognition decision with the number it was recorded with, the list with bands."""

import pytest

from hocvien.classes import api as classes
from hocvien.official_papers import api as official
from tests import scenarios
from tests.kept import kept
from tests.official_papers.conftest import DAY, NOW, give


@kept()
def recognised(world):
    training_class, _learners = scenarios.finished_class(world, 5)
    scenarios.recognise(world, training_class)
    return training_class


def begin(training_class, kind, actor=None):
    return official.begin_class_paper(actor=actor, training_class=training_class, kind=kind, now=NOW, today=DAY)


def contents(paper):
    return official.contents_of(official.get_paper_for(None, paper.uuid, DAY), DAY)


def test_the_closing_report_tells_the_class(world, recognised):
    paper = begin(recognised, "class_closing")
    (text,) = contents(paper).parts[0].paragraphs
    assert "với 05 học viên" in text
    assert "05 học viên đạt yêu cầu, đạt 100%" in text
    assert contents(paper).parts[0].grids[0].rows[-1] == ("", "Tổng cộng", "5", "100%")
    assert give(paper).number_text == "01-BC/TTCT"
    assert official.findings_of(paper, DAY) == []


def test_a_class_without_decision_has_no_list_but_a_closing_report(world, taught):
    assert "chưa được công nhận" in contents(begin(taught, "class_closing")).parts[0].paragraphs[0]
    with pytest.raises(official.NotYetRecognised):
        begin(taught, "learner_list")


def test_the_decision_has_its_own_number_and_everybody_on_it(world, recognised):
    decision = classes.get_recognition(recognised)
    draft = begin(recognised, "recognition")
    assert contents(draft).headings.number == f"Số {decision.number}"
    paper = give(draft)
    assert (paper.number_text, paper.issued_on) == (decision.number, decision.decided_on)
    made = contents(paper)
    assert made.headings.number == f"Số {decision.number}"
    assert [row[1] for row in made.annexes[0].grids[1].rows] == [one["full_name"] for one in decision.listing]
    assert made.annexes[0].paragraphs == (
        f"kèm theo Quyết định số {decision.number}, ngày {decision.decided_on:%d/%-m/%Y}",
    )
    assert made.parts[0].grids == ()
    assert "Điều 1. Công nhận kết quả học tập của 05 học viên" in made.parts[0].paragraphs[2]
    assert not official.PaperRegister.objects.filter(symbol="QĐ").exists()


def test_names_are_for_who_sees_the_whole_class(world, recognised):
    paper = give(begin(recognised, "learner_list", world.centre))
    assert official.get_paper_for(world.centre, paper.uuid, DAY) == paper
    for name in ("commune", "outsider"):
        with pytest.raises(official.PaperNotFound):
            official.get_paper_for(world.users[name], paper.uuid, DAY)


def test_a_draft_follows_the_decision_until_it_has_a_number(world):
    training_class, _people = scenarios.finished_class(world, 3)
    closing = begin(training_class, "class_closing")
    assert "chưa được công nhận" in contents(closing).parts[0].paragraphs[0]
    scenarios.recognise(world, training_class)
    assert "03 học viên đạt yêu cầu" in contents(closing).parts[0].paragraphs[0]
    listed = begin(training_class, "learner_list")
    training_class.refresh_from_db()
    classes.reopen_recognition(actor=world.committee, training_class=training_class, reason="nhập nhầm điểm", now=NOW)
    assert contents(listed).parts[0].paragraphs == ("Kết quả học tập chưa được công nhận.",)
    with pytest.raises(official.NotYetRecognised):
        give(listed)
    scenarios.recognise(world, training_class, number="46-QĐ/TTCT")
    assert "số 46-QĐ/TTCT" in contents(give(listed)).parts[-1].paragraphs[0]
