"""Accounts and grants, the journal within one's units, backups."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.rollup import api as rollup
from hocvien.web.shell.journal_words import content_words
from tests.web.office import ON, account


def words(response):
    return " ".join(response.content.decode().split())


def url(name, **kwargs):
    return reverse(f"administration:{name}", kwargs=kwargs or None)


def test_overview_shows_each_what_is_theirs(office, sign_in):
    assert "Tài khoản và vai trò" in words(sign_in(office["administrator"]).get(url("overview")))
    text = words(sign_in(office["inspector"]).get(url("overview")))
    assert "Nhật ký" in text
    assert "Tài khoản và vai trò" not in text
    assert sign_in(office["officer"]).get(url("overview")).status_code == 403


def test_overview_tells_how_the_roll_up_stands(office, sign_in, settings):
    assert "Số liệu cộng dồn" not in words(sign_in(office["administrator"]).get(url("overview")))
    settings.ROLLUP_ENABLED = True
    now = datetime(2026, 9, 8, 3, tzinfo=UTC)
    client = sign_in(office["administrator"])
    assert "Đã bật, chưa cộng lần nào: chạy hocvien rollup rebuild" in words(client.get(url("overview")))
    list(rollup.rebuild(now=now))
    steps = rollup.rebuild(now=now)
    next(steps)
    steps.close()
    assert "Chưa cộng xong" in words(client.get(url("overview")))
    list(rollup.rebuild(now=now))
    assert "Chưa đối chiếu lần nào" in words(client.get(url("overview")))
    rollup.check(on=ON, now=now)
    assert "Khớp" in words(client.get(url("overview")))


def test_an_account_is_opened_with_a_password_shown_once(office, sign_in):
    form = {
        "username": "hanh.le",
        "full_name": "Lê Thị Hạnh",
        "role": "clerk",
        "unit": "duc-thinh",
        "includes_below": "on",
    }
    response = sign_in(office["administrator"]).post(url("account-open"), form)
    password = re.search(r"<code>([a-z2-9-]{19})</code>", response.content.decode())[1]
    assert response["Cache-Control"] == "no-store"
    user = accounts.find_user("hanh.le")
    assert user.check_password(password)
    assert access.can(user, "class.open", office["dong-hoa"], ON)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "officer"}, "Đã có tài khoản"),
        ({"unit": "khong-co"}, "Không thấy đơn vị"),
        ({"full_name": ""}, "Chưa điền"),
    ],
)
def test_a_wrong_account_is_refused_in_words(office, sign_in, changes, said):
    form = {"username": "moi", "full_name": "Mới", "role": "clerk", "unit": "duc-thinh", **changes}
    response = sign_in(office["administrator"]).post(url("account-open"), form)
    assert response.status_code == 422
    assert said in words(response)
    assert accounts.find_user("moi") is None


def test_roles_are_given_and_ended(office, sign_in):
    client = sign_in(office["administrator"])
    officer = office["officer"]
    form = {"role": "clerk", "unit": "duc-thinh", "valid_from": "01/06/2023", "includes_below": "on"}
    assert client.post(url("grant-give", uuid=officer.uuid), form).status_code == 302
    again = client.post(url("grant-give", uuid=officer.uuid), form)
    assert again.status_code == 422
    assert "đã có vai trò" in words(again)
    grant = next(g for g in access.list_grants(officer, ON) if g.role == "clerk")
    assert client.post(url("grant-end", uuid=grant.uuid)).status_code == 302
    assert [g.role for g in access.list_grants(officer, ON)] == ["unit_officer"]


def test_an_account_is_closed_reopened_and_given_a_new_password(office, sign_in):
    client = sign_in(office["administrator"])
    officer = office["officer"]
    assert client.post(url("account-close", uuid=officer.uuid)).status_code == 302
    assert not accounts.get_user(officer.uuid).is_active
    assert client.post(url("account-reopen", uuid=officer.uuid)).status_code == 302
    response = client.post(url("account-reset-password", uuid=officer.uuid))
    password = re.search(r"<code>([a-z2-9-]{19})</code>", response.content.decode())[1]
    assert accounts.get_user(officer.uuid).check_password(password)
    assert client.post(url("account-close", uuid=office["administrator"].uuid)).status_code == 409


def test_an_administrator_of_one_commune_does_not_take_over_the_province(office, sign_in):
    local = account("local", "administrator", office["duc-thinh"])
    client = sign_in(local)
    assert client.get(url("account-page", uuid=office["outsider"].uuid)).status_code == 404
    assert client.post(url("account-reset-password", uuid=office["inspector"].uuid)).status_code == 404
    access.give_grant(actor=None, user=office["inspector"], role="clerk", unit=office["dong-hoa"], valid_from=ON)
    assert client.get(url("account-page", uuid=office["inspector"].uuid)).status_code == 200
    assert client.post(url("account-reset-password", uuid=office["inspector"].uuid)).status_code == 403
    form = {"role": "administrator", "unit": "tinh", "valid_from": "01/06/2023"}
    assert client.post(url("grant-give", uuid=office["inspector"].uuid), form).status_code == 422
    high = access.list_grants(office["inspector"], ON)[0]
    assert client.post(url("grant-end", uuid=high.uuid)).status_code == 404


def test_account_list_costs_the_same_for_more_accounts(office, sign_in, django_assert_max_num_queries):
    client = sign_in(office["administrator"])
    client.get(url("account-list"))
    with django_assert_max_num_queries(25) as few:
        client.get(url("account-list"))
    for n in range(3):
        account(f"clerk{n}", "clerk", office["duc-thinh"])
    with django_assert_max_num_queries(25) as more:
        client.get(url("account-list"))
    assert len(few) == len(more)


def test_journal_is_seen_within_ones_units(office, sign_in):
    text = words(sign_in(office["administrator"]).get(url("journal-list")))
    assert "Thêm đơn vị" in text
    assert "Yên Sơn" in text
    near = account("near", "inspector", office["duc-thinh"])
    text = words(sign_in(near).get(url("journal-list")))
    assert "Đông Hòa" in text
    assert "Yên Sơn" not in text
    assert sign_in(office["officer"]).get(url("journal-list")).status_code == 403


def test_journal_is_searched_and_narrowed(office, sign_in, django_assert_max_num_queries):
    client = sign_in(office["administrator"])
    text = words(client.get(url("journal-list"), {"area": "people"}))
    assert "Thêm hồ sơ" in text
    assert "Thêm đơn vị" not in text
    client.get(url("journal-list"))
    with django_assert_max_num_queries(25):
        client.get(url("journal-list"))


def test_the_chain_is_checked_on_request(office, sign_in):
    response = sign_in(office["inspector"]).post(url("journal-check"))
    assert "Chuỗi nhật ký nguyên vẹn" in words(response)


def test_a_backup_is_made_and_fetched(office, sign_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client = sign_in(office["administrator"])
    assert "Chưa sao lưu lần nào" in words(client.get(url("backup-list")))
    assert "Đã sao lưu" in words(client.post(url("backup-make"), follow=True))
    (file,) = (tmp_path / "backups").iterdir()
    response = client.get(url("backup-download", file=file.name))
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert client.get(url("backup-download", file="secret.key")).status_code == 404
    assert "hôm nay" in words(client.get(url("backup-list")))


def test_the_copy_for_large_figures_is_told_and_written_with_one_click(office, sign_in, settings, tmp_path):
    settings.DATA_DIR, settings.JOBS_INLINE = tmp_path, True
    client = sign_in(office["administrator"])
    assert "Bản chép cho số liệu lớn" not in words(client.get(url("overview")))
    assert "Chưa chép được" in words(client.post(url("copy-make"), follow=True))
    settings.PARQUET_ENABLED = True
    assert "Chưa chép lần nào" in words(client.get(url("overview")))
    assert "Đang chép số liệu lớn" in words(client.post(url("copy-make"), follow=True))
    assert re.search(r"[\d.]+ dòng, \d+ MB, chép trong \d+ giây", words(client.get(url("overview"))))
    assert "Chép số liệu lớn" in words(client.get(url("journal-list")))
    assert sign_in(office["officer"]).post(url("copy-make")).status_code == 403


def test_without_the_library_the_overview_says_what_is_missing(office, sign_in, settings, monkeypatch):
    settings.PARQUET_ENABLED = True
    monkeypatch.setattr("hocvien.reporting.queries.parquet.choosing.find_spec", lambda _name: None)
    shown = words(sign_in(office["administrator"]).get(url("overview")))
    assert "Máy chủ chưa cài phần “nation”" in shown
    assert "Chép ngay" not in shown


def test_a_backup_is_not_for_everyone(office, sign_in):
    assert sign_in(office["officer"]).get(url("backup-list")).status_code == 403


def test_a_clerk_of_one_office_cannot_carry_the_whole_installation_away(office, sign_in):
    """The clerk's role makes backups, but only where no unit lies outside it."""
    client = sign_in(account("clerk.below", access.Role.CLERK, office["duc-thinh"]))
    assert client.get(url("backup-list")).status_code == 403
    assert client.post(url("backup-make")).status_code == 403


def test_the_journal_says_what_was_chosen_from_a_list_as_the_list_does():
    said = {
        "before": {},
        "after": {
            "permissions": ["list.propose", "plan.approve"],
            "study_mode": "part_time",
            "is_late": False,
            "marks": {"a": 1, "b": 2},
            "reason": "paper_missing",
        },
    }
    assert content_words(json.dumps(said), is_covered=True) == (
        "quyền: Lập danh sách cử đi học, Duyệt, trả lại kế hoạch; hệ học: Hệ không tập trung; bổ sung muộn: không; "
        "điểm danh: (2); lý do: Thiếu giấy tờ"
    )


def test_the_journal_calls_a_value_as_its_form_does():
    said = {
        "before": {"is_joint": False},
        "after": {
            "is_joint": True,
            "host": "",
            "opened_by_id": 438,
            "valid_to": "9999-12-31",
            "digest": "46b074bb",
            "r5.c1 words": "Theo sổ",
        },
    }
    assert content_words(json.dumps(said), is_covered=True, subject_type="classes.trainingclass") == (
        "lớp phối hợp: không → có; đơn vị mở lớp: #438; đến trước ngày: không thời hạn; r5.c1 (giải trình): Theo sổ"
    )
    line = {"before": {}, "after": {"state": "partly", "basis": "opened", "section": "limits"}}
    assert content_words(json.dumps(line), is_covered=True, subject_type="official_papers.officialpaper") == (
        "tình trạng: Xong một phần, làm tiếp; tính theo: Khai giảng trong kỳ; phần: Hạn chế"
    )
