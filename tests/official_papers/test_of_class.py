"""Papers of one class: the closing report, the recognition decision with the number it was recorded with, the list with bands."""

from datetime import date

import pytest

from hocvien.classes import api as classes
from hocvien.official_papers import api as official
from hocvien.official_papers import wording
from hocvien.org import api as org
from tests import scenarios
from tests.kept import kept
from tests.official_papers.conftest import DAY, NOW, give
from tests.official_papers.conftest import begin as begin_report


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


def test_the_first_paper_of_a_class_has_its_head_like_other_papers_of_the_unit(world, recognised):
    report = begin_report(world)
    head = official.HeadChange(
        subject=report.subject, issued_on=DAY, place="Nơi khác", symbol="TT", recipients="Văn phòng", layout="state"
    )
    official.update_head(actor=None, paper=report, change=head, now=NOW, today=DAY)
    paper = begin(recognised, "class_closing")
    assert (paper.place, paper.symbol, paper.layout) == ("Nơi khác", "TT", "state")
    assert (paper.recipients, paper.previous) == ("", None)


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
    assert "Điều 1. Công nhận kết quả học tập của 05 học viên" in made.parts[0].paragraphs[1]
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


REGULATION = "Căn cứ Quy định số 360-QĐ/TW, ngày 29/8/2025"
OWN = "Căn cứ Quy chế làm việc của trung tâm"


def tell_grounds(world, text=OWN, since=date(2026, 1, 1)):
    value = org.Letterhead(place="Mẫu", symbol="TTCT", grounds=text)
    org.record_fact(actor=None, unit=world.units["ttct"], value=value, valid_from=since)


def grounds_section(paper):
    read = official.read_paper(official.get_paper_for(None, paper.uuid, DAY), DAY)
    return next(one for one in read.sections if one.kind == "grounds")


def test_a_decision_says_what_it_rests_on_and_marks_the_usual_as_default(world, recognised):
    draft = begin(recognised, "recognition")
    assert grounds_section(draft).is_usual
    first, *_rest, last = contents(draft).grounds
    assert first == f"- {REGULATION};"
    assert last.startswith("- Xét kết quả học tập của lớp ")
    assert last.endswith(";")
    assert contents(draft).parts[0].paragraphs[0].endswith("TRUNG TÂM CHÍNH TRỊ HUYỆN MẪU QUYẾT\u00a0ĐỊNH:")
    assert official.findings_of(draft, DAY) == []


def test_the_office_tells_its_grounds_once_for_all_decisions(world, recognised):
    tell_grounds(world, f"  {OWN};\n\nCăn cứ điều lệ  ")
    org.record_fact(actor=None, unit=world.units["ttct"], value=org.Layout("state"), valid_from=scenarios.FOUNDED)
    draft = begin(recognised, "recognition")
    assert not grounds_section(draft).is_usual
    made = contents(draft)
    assert made.grounds[:2] == (f"{OWN};", "Căn cứ điều lệ;")
    assert made.grounds[-1].endswith(".")
    assert made.authority.endswith("TRUNG TÂM CHÍNH TRỊ HUYỆN MẪU")
    assert made.parts[0].paragraphs[0] == "QUYẾT ĐỊNH:"


def test_grounds_are_edited_in_one_decision_and_stay_with_its_number(world, recognised):
    draft = begin(recognised, "recognition")
    official.write_section(
        actor=None, paper=draft, kind="grounds", text="- Căn cứ A,\nXét đề nghị của B.", now=NOW, today=DAY
    )
    assert contents(draft).grounds == ("- Căn cứ A;", "- Xét đề nghị của B;")
    paper = give(draft)
    tell_grounds(world)
    assert contents(paper).grounds == ("- Căn cứ A;", "- Xét đề nghị của B;")
    untouched = give(begin(recognised, "recognition"))
    kept = contents(untouched).grounds
    assert kept[0] == f"- {OWN};"
    tell_grounds(world, "Căn cứ khác", date(2026, 1, 2))
    assert contents(untouched).grounds == kept


def test_a_decision_numbered_without_grounds_reads_as_it_did(world, recognised):
    paper = give(begin(recognised, "recognition"))
    paper.sections.filter(kind="grounds").delete()
    made = contents(paper)
    assert (made.grounds, made.authority) == ((), "")
    assert made.parts[0].paragraphs[0] == "QUYẾT ĐỊNH:"


def test_a_draft_begun_without_a_part_for_grounds_is_given_one(world, recognised):
    draft = begin(recognised, "recognition")
    draft.sections.filter(kind="grounds").delete()
    assert contents(draft).grounds
    official.write_section(actor=None, paper=draft, kind="grounds", text=OWN, now=NOW, today=DAY)
    assert contents(draft).grounds == (f"- {OWN};",)
    with pytest.raises(official.PaperNotFound):
        official.write_section(actor=None, paper=draft, kind="limits", text="x", now=NOW, today=DAY)


@pytest.mark.parametrize(
    ("stead", "post", "body", "told"),
    [
        ("", "Giám đốc", "Trung tâm Chính trị xã A", "GIÁM ĐỐC TRUNG TÂM CHÍNH TRỊ XÃ A"),
        ("KT. Giám đốc", "Phó Giám đốc", "Trung tâm Chính trị xã A", "GIÁM ĐỐC TRUNG TÂM CHÍNH TRỊ XÃ A"),
        ("T/M Ban Thường vụ", "Bí thư", "Đảng ủy xã A", "BAN THƯỜNG VỤ ĐẢNG ỦY XÃ A"),
        ("", "Giám đốc Trung tâm Chính trị", "Trung tâm Chính trị xã A", "GIÁM ĐỐC TRUNG TÂM CHÍNH TRỊ XÃ A"),
        ("T/M Đảng ủy xã A", "Bí thư", "Đảng ủy xã A", "ĐẢNG ỦY XÃ A"),
        ("", "Tổng Giám đốc", "Công ty A", "TỔNG GIÁM ĐỐC CÔNG TY A"),
        ("", "", "Trung tâm", ""),
    ],
)
def test_who_decides_is_named_once_with_the_body(stead, post, body, told):
    assert wording.authority(stead, post, body) == told
