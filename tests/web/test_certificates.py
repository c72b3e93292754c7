"""Registers, single papers and what may happen to one; and the public page, which tells the holder of a paper and nobody else."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.records import api as records
from hocvien.web.certificates.public import ATTEMPTS_A_MINUTE, mask_name
from tests import scenarios
from tests.kept import kept

TODAY = "2026-06-20"


@kept(today=TODAY)
def world():
    return scenarios.found_place()


@kept()
def papers(world):
    """Three papers of one class, numbered 1 to 3."""
    training_class, _participations = scenarios.finished_class(world, 3)
    scenarios.recognise(world, training_class)
    return scenarios.issue(world, training_class)


def page(client, user, name, status=200, data=None, **kwargs):
    client.force_login(user)
    url = reverse(f"certificates:{name}", kwargs=kwargs or None) + "?unit=huyen" * (user.username == "committee")
    response = client.post(url, data) if data is not None else client.get(url)
    assert response.status_code == status, response.content.decode()[:800]
    return response


def test_lists_show_papers_and_book(client, world, papers):
    listed = page(client, world.centre, "certificate-list").content.decode()
    assert all(paper.number_text in listed for paper in papers)
    assert "NTVĐ" in page(client, world.centre, "register-list").content.decode()
    book = page(client, world.centre, "register-book", uuid=papers[0].register.uuid).content.decode()
    assert "Nhật ký sổ có 3 mục" in book


def test_book_is_exported_as_shown(client, world, papers):
    client.force_login(world.centre)
    url = reverse("certificates:register-book", kwargs={"uuid": papers[0].register.uuid})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url + "?export=xlsx").content)).get_sheet_by_index(0)
    numbers = [row[1] for row in rows.to_python()[1:]]
    assert numbers == [paper.number_text for paper in papers]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("certificate-list", 8), ("register-book", 10)])
def test_lists_cost_the_same_for_one_and_three(client, world, django_assert_num_queries, name, queries, number):
    training_class, _people = scenarios.finished_class(world, number)
    scenarios.recognise(world, training_class)
    made = scenarios.issue(world, training_class)
    client.force_login(world.centre)
    url = reverse(f"certificates:{name}", kwargs={"uuid": made[0].register.uuid} if name == "register-book" else None)
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)


def test_paper_is_verified_on_its_page(client, world, papers):
    shown = page(client, world.centre, "certificate-page", uuid=papers[1].uuid).content.decode()
    assert f"Khớp: giấy số {papers[1].number_text}" in shown
    assert records.check_code(papers[1].payload) in shown
    assert "Mục 1 trên 3 mục" in shown


def test_paper_of_another_district_is_not_found(client, world, papers):
    for name in ("certificate-page", "certificate-withdraw", "certificate-pdf"):
        page(client, world.outsider, name, status=404, uuid=papers[0].uuid)
    page(client, world.outsider, "register-book", status=404, uuid=papers[0].register.uuid)


def test_who_only_looks_cannot_change(client, world, papers):
    scenarios.give_account(world, "looker", ("inspector", "huyen"))
    shown = page(client, world.looker, "certificate-page", uuid=papers[0].uuid).content.decode()
    assert "Thu hồi" not in shown
    page(client, world.looker, "certificate-withdraw", status=403, uuid=papers[0].uuid)


def test_withdrawing_needs_a_decision_and_is_told_to_whoever_asks(client, world, papers):
    paper = papers[0]
    asked = {"withdrawn_on": "18/06/2026", "reason": "Cấp nhầm người", "decision_number": ""}
    page(client, world.centre, "certificate-withdraw", status=422, data=asked, uuid=paper.uuid)
    asked["decision_number"] = "51-QĐ/TTCT"
    page(client, world.centre, "certificate-withdraw", status=302, data=asked, uuid=paper.uuid)
    paper.refresh_from_db()
    assert (paper.status, paper.withdrawn_on, paper.withdrawn_decision) == (
        "withdrawn",
        date(2026, 6, 18),
        "51-QĐ/TTCT",
    )
    assert "Đã thu hồi" in verify(client, text=paper.payload)
    again = page(client, world.centre, "certificate-withdraw", status=422, data=asked, uuid=paper.uuid)
    assert "không thay đổi được nữa" in again.content.decode()


def test_reissue_takes_a_new_number_and_closes_the_old(client, world, papers):
    paper = papers[0]
    asked = {
        "issued_on": "19/06/2026",
        "at_fault": "yes",
        "reason": "In sai ngày sinh",
        "full_name": paper.full_name,
        "birth_text": "01/02/1990",
        "place_text": paper.place_text,
        "signer_name": paper.signer_name,
        "signer_title": paper.signer_title,
    }
    page(client, world.centre, "certificate-reissue", status=302, data=asked, uuid=paper.uuid)
    new = records.certificates().get(replaces=paper)
    assert (new.number, new.birth_text, new.reissue_at_fault) == (4, "01/02/1990", True)
    assert new.number_text in page(client, world.centre, "certificate-page", uuid=paper.uuid).content.decode()
    assert "Đã thay" in verify(client, text=paper.payload)
    assert "Khớp" in verify(client, text=new.payload)


def test_receipts_of_several_papers_at_once(client, world, papers):
    chosen = {"row": [str(paper.uuid) for paper in papers[:2]], "received_on": "20/06/2026"}
    page(client, world.centre, "receipts-record", status=302, data=chosen, uuid=papers[0].register.uuid)
    received = records.certificates().exclude(received_on=None)
    assert [(row.number, row.received_by == row.full_name) for row in received] == [(1, True), (2, True)]


def test_receipt_before_issue_is_refused_in_words(client, world, papers):
    asked = {"received_on": "01/06/2026"}
    refused = page(client, world.centre, "certificate-receipt", status=422, data=asked, uuid=papers[0].uuid)
    assert "sớm hơn ngày cấp" in refused.content.decode()


def test_spoiled_blank_leaves_the_number_waiting_for_another(client, world, papers):
    paper = papers[0]
    page(client, world.centre, "certificate-blank", status=302, data={"blank_number": "A 000123"}, uuid=paper.uuid)
    spoiled = {"spoiled_on": "20/06/2026", "reason": "Kẹt máy in", "record_number": "02/BB"}
    page(client, world.centre, "certificate-blank", status=302, data=spoiled, uuid=paper.uuid)
    paper.refresh_from_db()
    assert (paper.blank_number, paper.status) == ("", "valid")
    assert records.list_spoiled_blanks(authority_id=paper.authority_id).get().blank_number == "A 000123"


def test_pdfs_of_paper_and_book(client, world, papers):
    for name, uuid in (("certificate-pdf", papers[0].uuid), ("register-pdf", papers[0].register.uuid)):
        assert page(client, world.centre, name, uuid=uuid).content.startswith(b"%PDF")


# --- The public page --------------------------------------------------------------------------------------------------


def verify(client, status=200, **fields):
    client.logout()
    response = client.post("/kiem-tra/", fields)
    assert response.status_code == status
    return response.content.decode()


def test_public_page_needs_no_account(client, db):
    assert client.get("/kiem-tra/").status_code == 200


def test_public_page_confirms_a_paper_with_a_masked_name(client, papers):
    paper = papers[0]
    for fields in (
        {"text": paper.payload},
        {"text": f" {paper.payload.lower()}\n"},
        {"number": paper.number_text, "check_code": records.check_code(paper.payload)},
        {
            "number": paper.number_text.lower(),
            "check_code": records.check_code(paper.payload).lower().replace(" ", "-"),
        },
    ):
        answer = verify(client, **fields)
        assert "Khớp" in answer
        assert mask_name(paper.full_name) in answer
        assert paper.full_name not in answer


def test_public_page_tells_nothing_of_a_number_alone(client, papers):
    paper, other = papers[0], papers[1]
    for code in ("", "AAAA AAAA AAAA", records.check_code(other.payload)):
        answer = verify(client, status=200 if code else 422, number=paper.number_text, check_code=code)
        assert "Khớp:" not in answer
        assert mask_name(paper.full_name) not in answer
        assert paper.authority_name not in answer


def test_public_page_answers_a_forged_text_in_words(client, papers):
    payload = papers[0].payload
    forged = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    answer = verify(client, text=forged)
    assert mask_name(papers[0].full_name) not in answer
    assert "đọc sai hoặc bị sửa" in answer
    assert "Không phải mã của giấy chứng nhận" in verify(client, text="https://example.org/")


def test_public_page_stops_who_guesses(client, papers):
    for _attempt in range(ATTEMPTS_A_MINUTE):
        verify(client, number=papers[0].number_text, check_code="AAAA AAAA AAAA")
    assert "quá nhiều lần" in verify(client, status=429, text=papers[0].payload)


def test_masked_names_keep_first_letters_only():
    assert mask_name("Trần Thị Hồng Ánh") == "T*** T*** H*** Á***"
