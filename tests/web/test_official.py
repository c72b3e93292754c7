"""Official papers on screen: begun by one click from a report, compared with the figures, numbered, filed; wrong inputs; who sees what."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import escape
from docx import Document
from pypdf import PdfReader

from hocvien.exchange import api as exchange
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from tests import scenarios
from tests.official_papers.conftest import DAY, NOW, begin, give, taught, world, write

__all__ = ["taught", "world"]


@pytest.fixture
def clerk(client, world):
    cache.clear()
    client.force_login(world.users["centre"])
    return client


def url(name, **kwargs):
    return f"{reverse(f'official:{name}', kwargs=kwargs)}?unit=ttct&period=2026-8m"


def body(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_a_report_becomes_a_paper_by_one_click(clerk, taught):
    shown = body(clerk.get("/reports/?unit=ttct&period=2026-8m"))
    form = re.search(r'<form class="one" method="post" action="(/reports/papers/new/[^"]+)">', shown)
    made = clerk.post(form[1].replace("&amp;", "&"), {"kind": "report", "basis": "opened"}, follow=True)
    paper = official.OfficialPaper.objects.get()
    assert (paper.unit.code, paper.first_on, paper.last_on) == ("ttct", date(2026, 1, 1), date(2026, 8, 31))
    shown = body(made)
    assert "01 lớp cho 05 quần chúng" in shown
    assert "[mặc định]" in shown
    assert "Đã lập bản thảo" in shown


def test_a_changed_figure_is_warned_of_and_put_right(clerk, world, taught):
    paper = begin(world)
    text = official.figures_of(paper, DAY)
    page = url("section-write", uuid=paper.uuid, kind="figures")
    assert escape(text) in body(clerk.get(page))
    clerk.post(page, {"text": text.replace("05 quần chúng", "50 quần chúng")})
    shown = body(clerk.get(url("paper-page", uuid=paper.uuid)))
    assert "Số trong bài không khớp số liệu" in shown
    assert "Sửa thành 05" in shown
    number = url("paper-number", uuid=paper.uuid)
    assert "Trong bài có 1 số không khớp" in body(clerk.post(number, {"reason": ""}), 422)
    hidden = dict(re.findall(r'<input type="hidden" name="(section|start|text)" value="([^"]*)">', shown))
    shown = body(clerk.post(url("figure-restore", uuid=paper.uuid), hidden, follow=True))
    assert "không khớp" not in shown
    shown = body(clerk.post(number, {}, follow=True))
    assert "Văn bản đã có số 01-BC/TTCT." in shown
    assert official.OfficialPaper.objects.get().number_text == "01-BC/TTCT"


def test_screen_docx_and_pdf_say_the_same(clerk, world, taught):
    paper = begin(world)
    write(paper, "limits", "Một số chi bộ cử chưa đủ người.")
    for layout, number in (("party", "Số 01-BC/TTCT"), ("state", "Số: 02/BC-TTCT")):
        paper = begin(world)
        change = official.HeadChange(subject=paper.subject, issued_on=DAY, layout=layout, recipients="Huyện ủy\nLưu")
        give(official.update_head(actor=None, paper=paper, change=change, now=NOW, today=DAY))
        shown = body(clerk.get(url("paper-page", uuid=paper.uuid)))
        word = Document(io.BytesIO(clerk.get(url("paper-docx", uuid=paper.uuid)).content))
        pages = PdfReader(io.BytesIO(clerk.get(url("paper-pdf", uuid=paper.uuid)).content)).pages
        printed = " ".join(" ".join(page.extract_text().split()) for page in pages)
        contents = official.contents_of(official.get_paper_for(None, paper.uuid, DAY), DAY)
        assert contents.headings.number == number
        told = [part.paragraphs for part in contents.parts]
        for words in [number, *(text for texts in told for text in texts)]:
            assert escape(words) in shown
            assert words in printed
        (grid,) = contents.parts[0].grids
        in_word = [[cell.text for cell in row.cells] for row in word.tables[1].rows]
        assert in_word == [list(grid.heads), *(list(row) for row in grid.rows)]
        for row in grid.rows:
            assert all(escape(cell) in shown for cell in row)
            assert " ".join(cell for cell in row if cell) in printed
        margins = word.sections[0]
        assert [round(one.mm) for one in (margins.top_margin, margins.left_margin, margins.right_margin)] == [
            20,
            30,
            15,
        ]
        party = "ĐẢNG CỘNG SẢN VIỆT NAM"
        assert (party in printed) == (party in shown) == (layout == "party")


def test_the_pages_of_a_draft_stay_within_twenty_queries(clerk, world, taught, django_assert_max_num_queries):
    review = begin(world, kind="interim_review")
    given = {"actor": None, "now": NOW, "today": DAY}
    official.decide_measure(paper=review, text="Rà soát", responsible=world.units["xa-a"], **given)
    give(review)
    paper = begin(world, kind="final_review")
    official.add_block(paper=paper, kind="plan", **given)
    official.add_block(paper=paper, kind="senders", **given)
    official.decide_measure(paper=paper, text="Mua máy", responsible=world.units["xa-b"], **given)
    write(paper, "figures", "Mở 09 lớp cho 15 lượt học viên.")
    with django_assert_max_num_queries(20):
        clerk.get(url("paper-page", uuid=paper.uuid))
    for name in ("paper-list", "measure-list"):
        with django_assert_max_num_queries(20):
            assert "TTCT" in body(clerk.get(url(name)))


def test_class_papers_are_begun_from_the_class(clerk, world):
    training_class, _people = scenarios.finished_class(world, 2)
    page = url("class-papers", uuid=training_class.uuid)
    assert "Quyết định và danh sách lập được sau khi" in body(clerk.get(page))
    body(clerk.post(page, {"kind": "learner_list"}), 409)
    scenarios.recognise(world, training_class)
    shown = body(clerk.post(page, {"kind": "learner_list"}, follow=True))
    assert "Danh sách có 02 học viên, theo Quyết định số 45-QĐ/TTCT" in shown
    assert reverse("official:class-papers", kwargs={"uuid": training_class.uuid}) in body(
        clerk.get(reverse("classes:paper-list", kwargs={"uuid": training_class.uuid}))
    )
    assert "Danh sách học viên kèm xếp loại" in body(clerk.get(page))


def test_measures_go_from_one_review_to_the_next(clerk, world, taught):
    first = begin(world, kind="interim_review")
    clerk.post(url("measure-add", uuid=first.uuid), {"text": "Rà soát", "responsible": "xa-a", "due_on": "1/10/2026"})
    give(first)
    second = begin(world, kind="final_review")
    (told,) = official.read_paper(second, DAY).before
    page = url("outcome-tell", uuid=second.uuid, measure=told.uuid)
    assert "Rà soát" in body(clerk.get(page))
    body(clerk.post(page, {"state": "nobody"}), 422)
    shown = body(clerk.post(page, {"state": "done", "note": "42 người"}, follow=True))
    assert "đã xong: 42 người" in shown
    give(second)
    assert "Đã xong" in body(clerk.get(url("measure-list")))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("head-write", {"subject": "", "issued_on": "45/13/2026"}),
        ("table-add", {"kind": "plan", "period": "tháng chạp"}),
        ("table-add", {"kind": "", "period": "2026"}),
        ("paper-carry", {"period": "2026-99m"}),
        ("measure-add", {"text": "", "responsible": "không có"}),
    ],
)
def test_wrong_inputs_are_said_in_the_form(clerk, world, taught, name, data):
    paper = begin(world, kind="interim_review")
    body(clerk.post(url(name, uuid=paper.uuid), data), 422)


def test_addresses_typed_by_hand_are_refused_in_words(clerk, world, taught):
    paper = begin(world)
    body(clerk.get(url("section-write", uuid=paper.uuid, kind="poem")), 404)
    body(clerk.post(url("figure-restore", uuid=paper.uuid), {"start": "x" * 20, "section": "figures"}), 409)
    body(clerk.post(url("table-remove", uuid=paper.uuid, block=paper.uuid)), 404)
    body(clerk.post(url("measure-remove", uuid=paper.uuid, measure=paper.uuid)), 409)
    give(paper)
    body(clerk.get(url("head-write", uuid=paper.uuid)), 409)
    body(clerk.post(url("paper-discard", uuid=paper.uuid)), 409)
    body(clerk.post(url("paper-annul", uuid=paper.uuid), {"reason": ""}), 422)
    shown = body(clerk.post(url("paper-annul", uuid=paper.uuid), {"reason": "sai kỳ"}, follow=True))
    assert "Số đã hủy" in shown
    register = url("register-begin")
    assert "đã cấp số trong chương trình" in body(
        clerk.post(register, {"kind": "report", "year": 2026, "last_number": 5}), 422
    )
    shown = body(clerk.post(register, {"kind": "learner_list", "year": 2026, "last_number": 5}, follow=True))
    assert "Sổ sẽ cấp tiếp từ số 6." in shown


def test_a_paper_is_carried_on_and_a_draft_thrown_away(clerk, world, taught):
    paper = begin(world)
    write(paper, "limits", "Cử chưa đủ người.")
    carry = url("paper-carry", uuid=paper.uuid)
    assert 'value="2027-8m"' in body(clerk.get(carry))
    shown = body(clerk.post(carry, {"period": "2026-9m"}, follow=True))
    assert "Chép, chưa sửa" in shown
    assert "9 tháng đầu năm 2026" in shown
    made = official.OfficialPaper.objects.exclude(pk=paper.pk).get()
    body(clerk.post(url("paper-discard", uuid=made.uuid), follow=True))
    assert official.OfficialPaper.objects.get() == paper


def test_others_see_neither_drafts_nor_papers(client, world, taught):
    cache.clear()
    paper = begin(world)
    client.force_login(world.users["outsider"])
    for name in ("paper-page", "paper-docx", "paper-pdf", "head-write", "paper-number"):
        body(client.get(url(name, uuid=paper.uuid)), 404)


def test_a_breakdown_just_seen_goes_into_a_draft(clerk, world, taught):
    paper = begin(world)
    here = "/reports/breakdown/?unit=ttct&period=2026-8m&m=participations&m=persons&rows=sender"
    assert "Đưa vào văn bản" in body(clerk.get(here))
    shown = body(clerk.post(here, {"act": "paper", "paper": str(paper.uuid), "title": "Theo nơi cử"}, follow=True))
    assert "Theo nơi cử, 8 tháng đầu năm 2026" in shown
    assert "Đã đưa vào văn bản" in shown
    assert body(clerk.post(here, {"act": "paper", "paper": "x"}), 422)
    refused = here.replace("sender", "stars")
    assert "stars" in body(clerk.post(refused, {"act": "paper", "paper": str(paper.uuid)}), 422)


def test_a_kept_question_goes_into_a_draft_and_is_compared_later(clerk, world, taught, django_assert_max_num_queries):
    paper = begin(world)
    page = url("table-add", uuid=paper.uuid)
    data = {"kind": "question", "question": "", "period": "2026-8m"}
    assert "Chọn một câu hỏi đã lưu" in body(clerk.post(page, data), 422)
    kept = reporting.save_question(
        actor=world.users["centre"],
        unit=world.units["ttct"],
        title="Học viên",
        breakdown=reporting.Breakdown(("participations", "persons")),
        more={"basis": "opened"},
        is_shared=False,
        now=NOW,
        on=DAY,
    )
    assert f"Học viên ({org.label_as_of(kept.unit_id, DAY).name})" in body(clerk.get(page))
    shown = body(clerk.post(page, {**data, "question": str(kept.uuid)}, follow=True))
    assert "có 05 lượt học viên; 05 người." in shown
    assert clerk.get(url("paper-compare", uuid=paper.uuid)).status_code == 404
    give(paper)
    compare = url("paper-compare", uuid=paper.uuid)
    assert "vẫn tính ra đúng như lúc cấp số" in body(clerk.get(compare))
    scenarios.admit_people(world, taught, 1)
    # today's tables, and the facts behind those that were kept: each asked once
    with django_assert_max_num_queries(28):
        shown = body(clerk.get(compare))
    assert "Vì sao, số trường hợp" in shown
    assert "có 06 lượt học viên; 06 người." in shown
    assert "số liệu đang tính là 06" in shown


def test_a_decision_is_signed_before_its_list_in_every_file(clerk, world):
    training_class, _people = scenarios.finished_class(world, 2)
    scenarios.recognise(world, training_class)
    paper = official.begin_class_paper(
        actor=None, training_class=training_class, kind="recognition", now=NOW, today=DAY
    )
    change = official.HeadChange(subject=paper.subject, issued_on=paper.issued_on, signer_name="Lê Thị Mẫu")
    paper = official.update_head(actor=None, paper=paper, change=change, now=NOW, today=DAY)
    shown = body(clerk.get(url("paper-page", uuid=paper.uuid)))
    word = Document(io.BytesIO(clerk.get(url("paper-docx", uuid=paper.uuid)).content))
    pages = PdfReader(io.BytesIO(clerk.get(url("paper-pdf", uuid=paper.uuid)).content)).pages
    printed = [" ".join(page.extract_text().split()) for page in pages]
    assert len(printed) == 2
    assert "Lê Thị Mẫu" in printed[0]
    assert "kèm theo Quyết định số" in printed[1]
    assert shown.index("Lê Thị Mẫu") < shown.index("kèm theo Quyết định số")
    _head, signature, _bands, listed = word.tables
    assert "Lê Thị Mẫu" in signature.rows[0].cells[1].text
    assert len(listed.rows) == 3
    # widths stand in the grid too: not every program reads those of the cells
    assert [round(column.width.mm) for column in listed.columns] == [11, 48, 24, 39, 17, 26]
    assert word.sections[0].different_first_page_header_footer


def test_grounds_of_a_decision_are_seen_as_default_until_somebody_tells_them(clerk, world):
    training_class, _learners = scenarios.finished_class(world, 2)
    scenarios.recognise(world, training_class)
    paper = official.begin_class_paper(
        actor=None, training_class=training_class, kind="recognition", now=NOW, today=DAY
    )
    shown = body(clerk.get(url("paper-page", uuid=paper.uuid)))
    assert "- Căn cứ Quy định số 360-QĐ/TW, ngày 29/8/2025;" in shown
    assert "Mặc định" in shown
    page = url("section-write", uuid=paper.uuid, kind="grounds")
    assert "Căn cứ mặc định" in body(clerk.get(page))
    shown = body(clerk.post(page, {"text": "Căn cứ <b>A</b>\n\n- Căn cứ B."}, follow=True))
    assert "- Căn cứ &lt;b&gt;A&lt;/b&gt;;" in shown
    assert "360-QĐ/TW" not in shown
    printed = PdfReader(io.BytesIO(clerk.get(url("paper-pdf", uuid=paper.uuid)).content)).pages[0].extract_text()
    assert "- Căn cứ B;" in printed
    word = Document(io.BytesIO(clerk.get(url("paper-docx", uuid=paper.uuid)).content))
    assert "- Căn cứ B;" in [one.text for one in word.paragraphs]
    assert "Căn cứ mặc định" not in body(clerk.get(page))
    clerk.post(page, {"live": "1", "text": "x"})
    assert "360-QĐ/TW" in body(clerk.get(url("paper-page", uuid=paper.uuid)))
    assert clerk.get(url("section-write", uuid=paper.uuid, kind="limits")).status_code == 404
    assert clerk.post(page, {"text": "x" * 20_001}).status_code == 422


def test_a_table_over_several_pages_repeats_its_heads_and_breaks_no_row(world, taught):
    paper = begin(world)
    contents = official.contents_of(official.get_paper_for(None, paper.uuid, DAY), DAY)
    name = "Bồi dưỡng nghiệp vụ công tác đảng cho bí thư chi bộ, cấp ủy viên cơ sở"
    rows = tuple((str(at), f"{name} {at}", *("1.234" for _column in range(8))) for at in range(1, 61))
    widths = (11, 46, *(13 for _column in range(8)))
    heads = ("TT", "Chương trình", *("Lớp", "Lượt học viên") * 4)
    over = tuple((f"Tháng {month}/2026", 2) for month in range(1, 5))
    long = official.Grid("Theo tháng", heads, widths, rows, tuple(range(2, 10)), over=over)
    part = replace(contents.parts[0], grids=(long,))
    made = replace(contents, parts=(part,), headings=replace(contents.headings, body="TRUNG TÂM LIÊN XÃ " * 12))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(exchange.render_official_pdf(made))).pages]
    of_table = [text for text in pages if "1.234" in text]
    assert len(of_table) > 3
    assert all("Tháng 4/2026" in " ".join(text.split()) for text in of_table)
    table = Document(io.BytesIO(exchange.render_official_docx(made))).tables[1]
    assert [cell.text for cell in table.rows[0].cells][:4] == ["TT", "Chương trình", "Tháng 1/2026", "Tháng 1/2026"]
    assert [cell.text for cell in table.rows[1].cells][:4] == ["TT", "Chương trình", "Lớp", "Lượt học viên"]
    marks = [row._tr.xml for row in table.rows]
    assert [("w:tblHeader" in one) for one in marks[:3]] == [True, True, False]
    assert all("w:cantSplit" in one for one in marks)
