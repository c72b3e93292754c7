"""Papers of a period: live while drafts, fixed with their number, carried on, compared with the figures, seen by whom."""

from datetime import date, timedelta

import pytest

from hocvien.access import api as access
from hocvien.access.api import NotAllowed
from hocvien.common.periods import parse_period
from hocvien.journal.models import Entry
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from tests import scenarios
from tests.official_papers.conftest import DAY, NOW, PERIOD, begin, give, write


def contents(paper, today=DAY):
    return official.contents_of(official.get_paper_for(None, paper.uuid, today), today)


def cells(paper):
    return [cell for part in contents(paper).parts for grid in part.grids for row in grid.rows for cell in row]


def words(paper):
    return [text for part in contents(paper).parts for text in part.paragraphs]


def test_a_draft_tells_the_figures_of_the_report(world, report):
    answer = reporting.compute_report(
        unit=world.units["ttct"], from_=PERIOD.from_, to=PERIOD.to, known_on=DAY, basis="opened"
    )
    assert words(report) == [reporting.paragraph(answer)]
    assert "01 lớp cho 05 quần chúng" in words(report)[0]
    assert "5" in cells(report)
    assert report.subject == "kết quả đào tạo, bồi dưỡng lý luận chính trị 8 tháng đầu năm 2026"
    entry = Entry.objects.get(verb="official_papers.begin_paper")
    assert entry.unit_code == "ttct"


def test_a_draft_is_live_and_a_numbered_paper_is_not(world, taught, report):
    other = begin(world)
    give(report)
    before = contents(report)
    scenarios.admit_people(world, taught, 1)
    assert "06 quần chúng" in words(other)[0]
    assert "6" in cells(other)
    assert contents(report) == before
    assert words(report)[0].count("05 quần chúng") == 1


def test_layouts_write_their_own_numbers(world, report):
    other = begin(world)
    change = {"subject": other.subject, "issued_on": DAY, "layout": "state"}
    official.update_head(actor=None, paper=other, change=official.HeadChange(**change), now=NOW, today=DAY)
    assert contents(other).headings.number == "Số:       /BC-TTCT"
    assert give(report).number_text == "01-BC/TTCT"
    assert contents(report).headings.number == "Số 01-BC/TTCT"
    assert give(other).number_text == "02/BC-TTCT"
    assert contents(other).headings.number == "Số: 02/BC-TTCT"
    assert contents(other).headings.place_and_day == "Mẫu, ngày 05 tháng 9 năm 2026"


def test_a_numbered_paper_keeps_its_head_when_the_unit_changes(world, report):
    give(report)
    before = contents(report).headings
    org.record_fact(actor=None, unit=world.units["ttct"], value=org.Layout("state"), valid_from=DAY, source="thử")
    assert contents(report).headings == before
    assert not contents(begin(world)).headings.is_party


def test_a_changed_figure_needs_a_reason_or_is_put_right(world, report):
    text = words(report)[0]
    write(report, "figures", text.replace("05 quần chúng", "06 quần chúng"))
    paper = official.get_paper_for(None, report.uuid, DAY)
    (one,) = official.findings_of(paper, DAY)
    assert (one.text, one.right, one.section) == ("06", "05", "figures")
    with pytest.raises(official.FiguresDiffer):
        give(report)
    official.restore_figure(
        actor=None, paper=report, kind="figures", start=one.start, text=one.text, now=NOW, today=DAY
    )
    assert official.findings_of(official.get_paper_for(None, report.uuid, DAY), DAY) == []
    # the program's own words again: live again
    assert not report.sections.get(kind="figures").text
    with pytest.raises(official.FindingGone):
        official.restore_figure(
            actor=None, paper=report, kind="figures", start=one.start, text=one.text, now=NOW, today=DAY
        )


def test_a_figure_kept_for_a_reason_is_kept_with_it(world, report):
    text = words(report)[0].replace("05 quần chúng", "06 quần chúng")
    write(report, "figures", text)
    made = give(report, reason="một người học bù chưa ghi vào lớp")
    assert made.kept_reason == "một người học bù chưa ghi vào lớp"
    assert words(report) == [text]
    assert "kept_reason" in str(Entry.objects.get(verb="official_papers.number_paper").detail.content)


def test_sections_are_carried_over_until_somebody_writes_them(world, report):
    write(report, "limits", "Một số chi bộ cử chưa đủ người.")
    write(report, "solutions", "Nhắc các chi bộ.")
    following = begin(world, period=parse_period("2026-9m"))
    told = {one.kind: one for one in following.sections.all()}
    assert (told["limits"].text, told["limits"].is_carried) == ("Một số chi bộ cử chưa đủ người.", True)
    assert not told["figures"].text
    assert following.previous == report
    write(following, "limits", "Đã khắc phục.")
    assert not following.sections.get(kind="limits").is_carried
    on = official.carry_on(actor=None, paper=following, period=parse_period("2026"), now=NOW, today=DAY)
    assert on.sections.get(kind="limits").text == "Đã khắc phục."
    assert [part.heading for part in contents(on).parts] == ["I. KẾT QUẢ THỰC HIỆN", "II. HẠN CHẾ", "III. GIẢI PHÁP"]


def test_tables_of_other_days_stand_beside(world, report):
    official.add_block(actor=None, paper=report, kind="plan", now=NOW, today=DAY)
    block = official.add_block(
        actor=None, paper=report, kind="senders", period=parse_period("2025-8m"), now=NOW, today=DAY
    )
    titles = [grid.title for grid in contents(report).parts[0].grids]
    assert titles[1:] == ["So với kế hoạch năm 2026, 8 tháng đầu năm 2026"]
    assert words(report)[1:] == ["Học viên theo đơn vị cử, 8 tháng đầu năm 2025: không có."]
    official.remove_block(actor=None, paper=report, block=block.uuid, now=NOW, today=DAY)
    assert len(contents(report).parts[0].grids) == 2
    assert len(contents(give(report)).parts[0].grids) == 2


def test_the_share_of_the_plan_is_told(world):
    line = scenarios.approved_line(world, seats=4)
    made = scenarios.open_class(world, plan_line_id=line.pk, outside_plan_decision="")
    scenarios.admit_people(world, made, 5)
    paper = begin(world)
    assert "đạt 125% kế hoạch năm" in words(paper)[0]
    official.add_block(actor=None, paper=paper, kind="plan", now=NOW, today=DAY)
    (row, total) = contents(paper).parts[0].grids[1].rows
    assert row[2:] == ("1", "1", "4", "5", "125%")
    assert total[2:] == row[2:]


def test_a_numbered_paper_is_not_written_again(world, report):
    give(report)
    for act in (
        lambda: write(report, "limits", "khác"),
        lambda: give(report),
        lambda: official.discard_paper(actor=None, paper=report, now=NOW, today=DAY),
        lambda: official.add_block(actor=None, paper=report, kind="plan", now=NOW, today=DAY),
    ):
        with pytest.raises(official.PaperNumbered):
            act()


def test_drafts_are_for_who_writes_and_papers_for_who_reads(world, report):
    def sees(name):
        return official.papers_visible_to(world.users[name], DAY).filter(pk=report.pk).exists()

    scenarios.give_account(world, "inspector", ("inspector", "huyen"))
    assert sees("centre")
    assert not sees("inspector")
    assert not sees("outsider")
    with pytest.raises(official.PaperNotFound):
        official.get_paper_for(world.inspector, report.uuid, DAY)
    give(report)
    assert sees("inspector")
    assert not sees("outsider")
    with pytest.raises(NotAllowed):
        begin(world, actor=world.inspector)
    with pytest.raises(NotAllowed):
        official.annul_paper(actor=world.outsider, paper=report, reason="x", now=NOW, today=DAY)


def test_measures_of_a_review_are_followed_to_the_next(world, taught):
    first = begin(world, kind="interim_review")
    given = {"actor": None, "now": NOW, "today": DAY}
    done, left = (
        official.decide_measure(paper=first, text=text, responsible=world.units["xa-a"], due_on=due, **given)
        for text, due in (("Rà soát quần chúng ưu tú", DAY + timedelta(days=30)), ("Mua máy chiếu", None))
    )
    assert "1. Rà soát quần chúng ưu tú (Đảng ủy xã An Bình, trước ngày 05/10/2026)." in words(first)
    assert official.read_paper(begin(world, kind="final_review"), DAY).before == []
    give(first)
    second = begin(world, kind="final_review")
    official.tell_outcome(paper=second, measure=done.uuid, state="done", note="đã rà soát 42 người", **given)
    told = [(one.text, one.state, one.decided_in) for one in official.read_paper(second, DAY).before]
    assert told == [
        ("Rà soát quần chúng ưu tú", "done", "01-BC/TTCT"),
        ("Mua máy chiếu", "", "01-BC/TTCT"),
    ]
    assert contents(second).parts[1].heading == "II. VIỆC THỰC HIỆN CÁC GIẢI PHÁP ĐÃ ĐỀ RA"
    assert "đã xong: đã rà soát 42 người" in cells(second)
    assert "chưa đánh giá" in cells(second)
    second = give(second)
    assert "chưa xong, làm tiếp" in cells(second)
    third = begin(world, kind="interim_review")
    assert [one.text for one in official.read_paper(third, DAY).before] == ["Mua máy chiếu"]
    assert [one.state for one in official.read_paper(second, DAY).before] == ["done", "open"]
    with pytest.raises(official.MeasureNotFound):
        official.tell_outcome(paper=third, measure=done.uuid, state="open", **given)
    with pytest.raises(official.NotAReview):
        official.decide_measure(paper=begin(world), text="x", responsible=world.units["xa-a"], **given)
    official.tell_outcome(paper=third, measure=left.uuid, state="dropped", **given)


def test_what_cannot_be_written_is_refused_in_words(world, report):
    with pytest.raises(official.PaperRefused, match="dài quá 20000 ký tự"):
        write(report, "limits", "x" * 20_001)
    with pytest.raises(official.PaperNotFound):
        write(report, "prose", "x")
    change = official.HeadChange(subject="", issued_on=DAY)
    with pytest.raises(official.PaperRefused):
        official.update_head(actor=None, paper=report, change=change, now=NOW, today=DAY)
    with pytest.raises(official.PaperRefused, match="không có loại văn bản “poem”"):
        begin(world, kind="poem")
    with pytest.raises(official.SymbolMissing):
        give(begin(world, unit="huyen"))


def test_who_writes_in_anothers_stead_is_told_in_the_journal(world, taught):
    helper = scenarios.give_account(world, "helper")
    given = access.delegate(
        actor=world.centre,
        to_user=helper,
        unit=world.units["ttct"],
        includes_below=True,
        permissions=["official.write"],
        valid_from=DAY,
        valid_to=DAY + timedelta(days=5),
        today=DAY,
    )
    access.act_for(helper, access.find_delegation_for(helper, given.uuid, DAY))
    paper = begin(world, actor=helper)
    official.number_paper(actor=helper, paper=paper, now=NOW, today=DAY)
    assert official.get_paper_for(helper, paper.uuid, DAY) == paper
    told = Entry.objects.filter(verb__startswith="official_papers.").values_list("on_behalf_of", flat=True)
    assert len(told) == 2
    assert all(told)


def test_a_period_in_which_nothing_was_held_has_words_and_no_table_of_noughts(world, taught):
    paper = begin(world, period=parse_period("2024"))
    for kind in ("plan", "senders"):
        official.add_block(actor=None, paper=paper, kind=kind, now=NOW, today=DAY)
    official.add_question(
        actor=None,
        paper=paper,
        breakdown=reporting.Breakdown(("classes", "participations"), rows="programme"),
        now=NOW,
        today=DAY,
    )
    assert words(paper) == [
        "Trong năm 2024, Trung tâm Chính trị huyện Mẫu không mở lớp nào.",
        "Kết quả mở lớp theo chương trình, năm 2024: không có.",
        "So với kế hoạch năm 2024: không có.",
        "Học viên theo đơn vị cử, năm 2024: không có.",
        "Lớp, lượt học viên theo chương trình, năm 2024: không có.",
    ]
    assert cells(paper) == []
    give(paper)
    scenarios.open_class(
        world, opens_on=date(2024, 3, 4), closes_on=date(2024, 3, 8), proposals_close_on=date(2024, 3, 1)
    )
    read = official.read_paper(official.get_paper_for(None, paper.uuid, DAY), DAY)
    told = {cell.where: (cell.was, cell.today) for change in read.changes for cell in change.cells}
    assert told["Tổng cộng, Lớp"] == ("0", "1")


def test_a_unit_renamed_within_the_period_is_one_row_and_called_as_at_its_end(world, taught):
    for code, name in (("ttct", "Trung tâm Chính trị liên xã"), ("xa-a", "Đảng ủy xã An Bình Mới")):
        org.rename_unit(actor=None, unit=world.units[code], name=name, on=date(2026, 7, 20), source="thử")
    whole, half = begin(world), begin(world, period=parse_period("2026-6m"))
    for paper in (whole, half):
        official.add_block(actor=None, paper=paper, kind="senders", now=NOW, today=DAY)
        # the head is of the day of issue, whatever the period
        assert contents(paper).headings.body == "TRUNG TÂM CHÍNH TRỊ LIÊN XÃ"
    assert "Trung tâm Chính trị liên xã" in words(whole)[0]
    assert "Trung tâm Chính trị huyện Mẫu" in words(half)[0]
    named = [row[1] for row in contents(whole).parts[0].grids[1].rows]
    assert named.count("Đảng ủy xã An Bình Mới") == 1
    assert "Đảng ủy xã An Bình" not in named
