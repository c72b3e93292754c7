"""The screens of terms, holidays, and records whose term is over."""

from datetime import date

import pytest
from django.urls import reverse

from hocvien.people import api as people
from hocvien.privacy import api as privacy
from tests.kept import kept
from tests.web.office import account, office, sign_in

__all__ = ["office", "sign_in"]
DUE, TERMS = reverse("privacy:due-list"), reverse("privacy:term-list")


@kept()
def gone(office):
    """Three people who left their cell in 2017: with 60 months over in 2023."""
    for person in office["people"]:
        for post in people.list_posts(person):
            post.valid_from, post.valid_to = date(2015, 1, 1), date(2017, 1, 1)
            post.save()
        for belonging in people.list_belongings(person):
            belonging.valid_from, belonging.valid_to = date(2015, 1, 1), date(2017, 1, 1)
            belonging.save()
    return office["people"]


@kept()
def keeper(office):
    return account("keeper", "committee_office", office["tinh"])


def words(response):
    return " ".join(response.content.decode().split())


def test_who_is_due_is_chosen_read_and_confirmed(office, sign_in, keeper, gone):
    client = sign_in(keeper)
    listed = words(client.get(DUE))
    assert all(person.full_name in listed for person in gone)
    assert "Chi bộ thôn Đông Hòa" in listed
    assert office["others"][0].full_name not in listed
    rows = {"row": [str(person.uuid) for person in gone[:2]]}
    url = reverse("privacy:anonymise")
    preview = words(client.post(url, rows))
    for said in ("không hoàn tác được", "Xóa hoặc thu gọn", "Giữ lại", gone[0].full_name, "01/01/2017"):
        assert said in preview
    wrong = client.post(url, {**rows, "count": "3"})
    assert wrong.status_code == 422
    assert "Gõ đúng số người" in words(wrong)
    assert not people.people().exclude(anonymised_on=None).exists()
    done = client.post(url, {**rows, "count": "2"}, follow=True)
    assert "Đã ẩn danh 2 người." in words(done)
    assert people.people().exclude(anonymised_on=None).count() == 2
    assert "Đã ẩn danh" not in words(client.get(DUE))
    again = client.post(url, {**rows, "count": "2"}, follow=True)
    assert "chưa hết hạn lưu" in words(again)


def test_nobody_chosen_and_nonsense_are_said_in_words(sign_in, keeper, gone):
    client = sign_in(keeper)
    for sent in ({}, {"row": ["x", "y"]}):
        assert "Chưa chọn ai" in words(client.post(reverse("privacy:anonymise"), sent, follow=True))


@pytest.mark.parametrize("role", ["clerk", "unit_officer", "inspector", "administrator", "class_head"])
def test_only_the_office_ends_the_keeping(office, sign_in, gone, role):
    client = sign_in(account(f"a-{role}", role, office["tinh"]))
    for url in (DUE, TERMS):
        assert client.get(url).status_code == 403
    rows = {"row": [str(gone[0].uuid)], "count": "1"}
    assert client.post(reverse("privacy:anonymise"), rows).status_code == 403


def test_a_term_is_set_by_who_keeps_everything_and_read_by_the_others(office, sign_in, keeper):
    client = sign_in(keeper)
    listed = words(client.get(TERMS))
    for said in ("60 tháng", "mặc định", "Điều 112", "Giỗ Tổ Hùng Vương"):
        assert said in listed
    url = reverse("privacy:term-edit", kwargs={"key": "look"})
    sent = {"amount": "36", "unit": "month", "citation": "Quy chế 02", "mark": "office", "valid_from": "01/06/2023"}
    assert client.post(url, sent).status_code == 302
    assert privacy.term_on("look", date(2023, 6, 1)).amount == 36
    assert "Quy chế 02" in words(client.get(url))
    assert "36 tháng" in words(client.get(reverse("privacy:register")))
    assert client.post(url, {**sent, "valid_from": "01/05/2023"}).status_code == 422
    assert client.post(url, {**sent, "amount": "0"}).status_code == 422
    assert client.get(reverse("privacy:term-edit", kwargs={"key": "nothing"})).status_code == 404
    commune = sign_in(account("near", "committee_office", office["duc-thinh"]))
    assert "chỉ nơi quản lý mọi đơn vị" in words(commune.get(url))
    assert commune.post(url, sent).status_code == 422


def test_holidays_are_entered_a_line_each(sign_in, keeper):
    client = sign_in(keeper)
    url = reverse("privacy:holidays-edit", kwargs={"year": 2023})
    assert "30/04" in words(client.get(url))
    assert client.post(url, {"days": "30/04 Lễ\n32/13 Sai"}).status_code == 422
    assert client.post(url, {"days": "không có ngày"}).status_code == 422
    assert client.post(url, {"days": "30/04 Lễ\n01/05 Lao động"}).status_code == 302
    assert [one.on for one in privacy.free_days(2023)] == [date(2023, 4, 30), date(2023, 5, 1)]
    assert client.get(reverse("privacy:holidays-edit", kwargs={"year": 1})).status_code == 404


def test_the_list_of_who_is_due_costs_the_same_for_any_number(sign_in, keeper, gone, django_assert_max_num_queries):
    client = sign_in(keeper)
    client.get(DUE)
    with django_assert_max_num_queries(26):
        client.get(DUE)
