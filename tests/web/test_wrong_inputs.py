"""What nobody should send, sent: each is answered by a page with a whole sentence, never by a broken one, and nothing is written."""

import io
import re
from datetime import date
from html import unescape
from uuid import UUID

import pytest
import xlsxwriter
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hocvien.accounts import api as accounts
from hocvien.classes import api as classes
from hocvien.common.identity import new_uuid
from tests import scenarios
from tests.kept import kept

PASSWORD = "bay-con-cho-sua-trang"
GARBAGE = ("", "x", "../../etc/passwd", "\x00", "٣٤", "1e999", "-1", "9" * 400, "<script>alert(1)</script>", "😀" * 50)


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place()


@pytest.fixture
def ask(client):
    """Signed in as somebody, GET or POST a screen by name or address."""

    def send(user, name, data=None, *, query="", language="vi", **kwargs):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["hocvien_language"] = language
        url = name if name.startswith("/") else reverse(name, kwargs=kwargs or None)
        url += query
        return client.get(url) if data is None else client.post(url, data)

    return send


def rows():
    """How many rows each table of the program holds; sessions and cached counters are not its data."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("hocvien.") and model._meta.managed
    }


@pytest.fixture
def nothing_written(world):
    """Call after the wrong input: every table as before."""
    before = rows()

    def renew():
        before.clear()
        before.update(rows())

    def check():
        assert rows() == before

    check.renew = renew
    return check


def words_of(response):
    html = response.content.decode()
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def refused(response, status, *said):
    """That status, those words, in a page of the program's own."""
    assert response.status_code == status, (response.status_code, words_of(response)[:2000])
    words = words_of(response)
    for one in said:
        assert one in words, words
    return words


def class_data(world, **changes):
    """The form of opening a class, as the browser sends it."""
    programme = scenarios.catalogue.get_programme("NTVD")
    return {
        "outside_plan_decision": "14-QĐ/TTCT",
        "programme": programme.pk,
        "name": "Lớp bồi dưỡng nhận thức về Đảng khóa II",
        "opened_by": "ttct",
        "seats": "80",
        "opens_on": "8/6/2026",
        "closes_on": "12/6/2026",
    } | changes


def workbook(*lines):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return out.getvalue()


# --- the roster -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "trong.xlsx"),
        (b"%PDF-1.7 not a workbook", "danh-sach.xlsx"),
        (b"PK\x03\x04" + bytes(200), "hong.xlsx"),
        (workbook(("Cột A", "Cột B"), ("x", "y")), "sai-cot.xlsx"),
        (workbook(("Ngày sinh", "Giới tính", "Đơn vị"), ("01/01/1990", "Nam", "xa-a-cb1")), "thieu-ten.xlsx"),
    ],
    ids=["empty", "pdf", "broken-zip", "other-columns", "no-name-column"],
)
def test_a_file_that_is_no_roster_is_refused_in_words(ask, world, nothing_written, content, name):
    upload = SimpleUploadedFile(name, content)
    words = refused(ask(world.commune, "persons:roster-upload", {"unit": "xa-a", "file": upload}), 422)
    assert "Chưa đọc được tệp." in words
    nothing_written()


def test_a_day_that_is_not_is_told_at_its_cell(ask, world, client):
    content = workbook(
        ("Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị"), ("Trần Thị Lan", "31/02/1998", "Nữ", "Chi bộ thôn 1 An Bình")
    )
    before = rows()
    upload = SimpleUploadedFile("ngay.xlsx", content)
    response = ask(world.commune, "persons:roster-upload", {"unit": "xa-a", "file": upload})
    assert response.status_code == 302
    refused(client.get(response["Location"]), 200, "31/02/1998")
    problems = client.get(response["Location"].replace("/columns/", "/problems/"))
    refused(problems, 200, "Ngày “31/02/1998” không có thật")
    assert 'name="cell:0!B2"' in problems.content.decode()
    assert rows()["people.Person"] == before["people.Person"]


# --- opening a class ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"opens_on": "31/02/2026"}, "31/02/2026"),
        ({"closes_on": "7/6/2026"}, "07/06/2026"),
        ({"seats": "0"}, "Số chỗ"),
        ({"seats": "99999999999999999999"}, "Số chỗ"),
        ({"seats": "tám mươi"}, "Số chỗ"),
        ({"programme": "999999999999999999999999"}, "Chương trình"),
        ({"programme": "x"}, "Chương trình"),
        ({"plan_line": "-1"}, "Mục kế hoạch"),
        ({"opened_by": "huyen-khac"}, "Đơn vị mở lớp"),
        ({"opened_by": "không có"}, "Đơn vị mở lớp"),
        ({"name": "x" * 5000}, "Tên lớp"),
        ({"name": "Lớp\x00một"}, "Tên lớp"),
        ({"outside_plan_decision": ""}, "kế hoạch"),
        ({"head": "7" * 30}, "Chủ nhiệm lớp"),
        ({"opens_on": "1/1/0001", "closes_on": "31/12/9999"}, ""),
    ],
)
def test_a_class_that_cannot_be_opened_is_refused_at_its_field(ask, world, nothing_written, changes, said):
    refused(ask(world.centre, "classes:class-open", class_data(world, **changes)), 422, said)
    nothing_written()


def test_the_same_class_sent_twice_is_opened_once(ask, world):
    first = ask(world.centre, "classes:class-open", class_data(world))
    assert first.status_code == 302
    before = rows()
    refused(ask(world.centre, "classes:class-open", class_data(world)), 422)
    assert rows() == before


# --- the list -------------------------------------------------------------------------------------------------------


def test_a_proposal_after_closing_is_refused_in_words(ask, world, settings, nothing_written):
    training_class = scenarios.open_class(world)
    people = scenarios.add_candidates(world, 2)
    scenarios.admit_people(world, training_class, 1)
    settings.HOCVIEN_TODAY = scenarios.CLOSES.isoformat()
    classes.start_class(actor=world.centre, training_class=training_class, today=scenarios.OPENS)
    classes.close_class(actor=world.centre, training_class=training_class, today=scenarios.CLOSES)
    nothing_written.renew()
    data = {"row": [str(person.uuid) for person in people], "propose": "1"}
    response = ask(world.commune, "classes:nomination-propose", data, uuid=training_class.uuid)
    words = refused(response, response.status_code)
    assert response.status_code in {409, 422}
    assert "bế giảng" in words.lower() or "kết thúc" in words.lower(), words
    nothing_written()


@pytest.mark.parametrize("decision", ["approve", "admit", "withdraw", "return", "eat", ""])
def test_rows_that_are_nobody_decide_nothing(ask, world, nothing_written, decision):
    training_class = scenarios.open_class(world)
    nothing_written.renew()
    for row in (*GARBAGE, str(new_uuid())):
        data = {"row": [row], "decision": decision, "reason": "nonsense"}
        response = ask(world.centre, "classes:nomination-decide", data, uuid=training_class.uuid)
        assert response.status_code in {302, 409, 422}, row
    nothing_written()


def test_a_decision_nobody_knows_is_answered_in_words(ask, world, nothing_written, client):
    training_class = scenarios.open_class(world)
    (nomination,) = scenarios.approved_list(world, training_class, 1)
    nothing_written.renew()
    data = {"row": [str(nomination.uuid)], "decision": "eat"}
    response = ask(world.centre, "classes:nomination-decide", data, uuid=training_class.uuid)
    words = refused(client.get(response["Location"]), 200)
    assert "không" in words.lower()
    nothing_written()


def test_admitting_twice_admits_once(ask, world, client):
    training_class = scenarios.open_class(world)
    nominations = scenarios.approved_list(world, training_class, 2)
    data = {"row": [str(n.uuid) for n in nominations], "decision": "admit"}
    for _ in range(2):
        ask(world.centre, "classes:nomination-decide", data, uuid=training_class.uuid)
    assert classes.class_counts(training_class, scenarios.TODAY).active == 2
    assert rows()["classes.Participation"] == 2


# --- the roll and the results ---------------------------------------------------------------------------------------


def test_a_roll_for_somebody_else_is_refused_whole(ask, world, settings, nothing_written):
    training_class = scenarios.open_class(world)
    other = scenarios.open_class(world, name="Lớp khác", place="Phòng khác")
    (mine,) = scenarios.admit_people(world, training_class, 1)
    (stranger,) = scenarios.admit_people(world, other, 1)
    session = scenarios.plan_timetable(world, training_class)[0]
    settings.HOCVIEN_TODAY = scenarios.OPENS.isoformat()
    nothing_written.renew()
    for key, status in (
        (str(stranger.uuid), "absent_with_leave"),
        (str(new_uuid()), "absent_with_leave"),
        ("not-a-person", "late"),
        (str(mine.uuid), "asleep"),
    ):
        data = {f"mark-{key}": status, "rest": "present"}
        response = ask(world.head, "classes:roll", data, uuid=training_class.uuid, session=session.uuid)
        words = refused(response, 422)
        assert len(words) > 100
        nothing_written()
    assert ask(world.head, "classes:roll", uuid=other.uuid, session=session.uuid).status_code == 404


@pytest.mark.parametrize("mark", ["11", "-1", "bảy", "1e5", "NaN", "9" * 300, "7,5,5", "∞", "\x00"])
def test_a_mark_that_is_none_is_told_at_its_row(ask, world, settings, nothing_written, mark):
    training_class = scenarios.open_class(world)
    participations = scenarios.admit_people(world, training_class, 2)
    scenarios.plan_timetable(world, training_class)
    settings.HOCVIEN_TODAY = scenarios.CLOSES.isoformat()
    nothing_written.renew()
    data = {f"mark-{participations[0].uuid}": mark, f"mark-{participations[1].uuid}": "8"}
    refused(ask(world.centre, "classes:result-list", data, uuid=training_class.uuid), 422, "không phải điểm")
    nothing_written()


def test_results_of_somebody_else_are_refused(ask, world, settings, nothing_written):
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 1)
    settings.HOCVIEN_TODAY = scenarios.CLOSES.isoformat()
    nothing_written.renew()
    for key in (new_uuid(), "x", "x" * 300):
        response = ask(world.centre, "classes:result-list", {f"mark-{key}": "8"}, uuid=training_class.uuid)
        refused(response, 422)
        nothing_written()


def test_recognised_twice_is_decided_once_and_papers_are_issued_once(ask, world, settings):
    training_class, _participations = scenarios.finished_class(world, 2)
    settings.HOCVIEN_TODAY = scenarios.CLOSES.isoformat()
    decision = {"number": "45-QĐ/TTCT", "decided_on": "12/6/2026", "decided_by_name": "Lê Thị Hà"}
    issue = {"issued_on": "12/6/2026", "signer_name": "Lê Thị Hà"}
    for user, name, data in (
        (world.committee, "classes:result-recognise", decision),
        (world.centre, "classes:certificate-issue", issue),
    ):
        assert ask(user, name, data, uuid=training_class.uuid).status_code == 302
        before = rows()
        second = ask(user, name, data, uuid=training_class.uuid)
        assert second.status_code in {409, 422}, second.status_code
        assert len(words_of(second)) > 100
        assert rows() == before


# --- addresses ------------------------------------------------------------------------------------------------------


CLASS_SCREENS = (
    "class-page",
    "class-edit",
    "class-cancel",
    "invitation-list",
    "nomination-list",
    "nomination-propose",
    "nomination-admit-by-reason",
    "group-assign",
    "timetable",
    "timetable-propose",
    "session-add",
    "roll-book",
    "result-list",
    "result-recognise",
    "result-reopen",
    "paper-list",
    "certificate-issue",
    "certificate-pdf",
    "sign-in-sheet",
    "class-book",
    "recognition-paper",
)
CLASS_DEEDS = ("class-start", "class-finish", "class-cancel", "nomination-decide", "group-assign", "timetable-propose")


def test_another_units_class_is_not_there(ask, world, nothing_written):
    training_class = scenarios.open_class(world)
    nothing_written.renew()
    for name in CLASS_SCREENS:
        response = ask(world.outsider, f"classes:{name}", uuid=training_class.uuid)
        assert response.status_code in {403, 404}, name
        if name == "class-page":
            refused(response, 404, "Không thấy")
    for name in CLASS_DEEDS:
        response = ask(world.outsider, f"classes:{name}", {"decision": "admit"}, uuid=training_class.uuid)
        assert response.status_code in {403, 404}, name
    nothing_written()


def test_a_class_that_never_was_is_not_there(ask, world):
    for name in CLASS_SCREENS:
        assert ask(world.centre, f"classes:{name}", uuid=new_uuid()).status_code in {403, 404}, name
        assert ask(world.centre, f"classes:{name}", uuid=UUID(int=0)).status_code in {403, 404}, name
    refused(ask(world.centre, "/classes/not-a-number/"), 404, "Không thấy")
    refused(ask(world.centre, "/plans/00000000-0000-0000-0000-00000000000g/"), 404)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026-13m", "2026-13m"),
        ("2026-08-31..2026-01-01", ""),
        ("hôm qua", "hôm qua"),
        ("9" * 60, ""),
        ("0000", ""),
        ("2026-02-30..2026-03-01", ""),
    ],
)
@pytest.mark.parametrize("name", ["home:work-list", "reports:report-page", "classes:class-list", "plans:plan-list"])
def test_a_period_that_is_none_is_said(ask, world, name, period, said):
    response = ask(world.centre, name, query=f"?period={period}")
    refused(response, 400, "Kỳ trong địa chỉ không dùng được", said)


KEYS = (
    *("q", "sort", "page", "cols", "status", "verdict", "who", "substitute", "sending_unit", "line", "row", "at"),
    *("basis", "programme", "sender", "partner", "part", "month", "women", "for", "kind", "permission"),
)
SCREENS = (
    *("home:work-list", "shell:search", "shell:suggest", "units:unit-list", "persons:person-list"),
    *("persons:roster-template", "programmes:programme-list", "programmes:lecturer-list", "plans:plan-list"),
    *("classes:class-list", "classes:class-open", "certificates:certificate-list", "certificates:register-list"),
    *("reports:report-page", "reports:people-counted", "reports:classes-counted", "reports:report-workbook"),
)
SCREENS_OF_A_CLASS = (
    *("class-page", "nomination-list", "nomination-propose", "nomination-admit-by-reason", "timetable", "roll-book"),
    *("result-list", "paper-list"),
)


@kept()
def addresses(world):
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 1)
    uuid = {"uuid": training_class.uuid}
    return [reverse(name) for name in SCREENS] + [reverse(f"classes:{n}", kwargs=uuid) for n in SCREENS_OF_A_CLASS]


@pytest.mark.parametrize("noise", GARBAGE)
def test_nonsense_in_the_address_breaks_no_page(client, world, addresses, noise):
    client.force_login(world.centre, backend="allauth.account.auth_backends.AuthenticationBackend")
    for url in addresses:
        assert client.get(url, dict.fromkeys(KEYS, noise)).status_code < 500, (url, noise)


def test_one_nonsense_word_in_the_address_breaks_no_page(client, world, addresses):
    client.force_login(world.centre, backend="allauth.account.auth_backends.AuthenticationBackend")
    for url in addresses:
        for key in KEYS[-10:] if "/reports/" in url else KEYS[:3]:
            assert client.get(url, {key: "x\x00"}).status_code < 500, (url, key)


@pytest.mark.parametrize("noise", GARBAGE)
def test_nonsense_in_a_form_breaks_no_page_and_writes_nothing(ask, world, noise, settings):
    training_class = scenarios.open_class(world)
    (participation,) = scenarios.admit_people(world, training_class, 1)
    session = scenarios.plan_timetable(world, training_class)[0]
    plan = scenarios.planning.create_plan(actor=None, unit=world.units["ttct"], year=2026)
    settings.HOCVIEN_TODAY = scenarios.OPENS.isoformat()
    before = rows()
    uuid = {"uuid": training_class.uuid}
    for user, name, kwargs in (
        (world.centre, "classes:class-open", {}),
        (world.centre, "classes:class-edit", uuid),
        (world.centre, "classes:invitation-list", uuid),
        (world.commune, "classes:nomination-propose", uuid),
        (world.centre, "classes:nomination-admit-by-reason", uuid),
        (world.centre, "classes:timetable-propose", uuid),
        (world.centre, "classes:session-edit", uuid | {"session": session.uuid}),
        (world.centre, "classes:participation-end", uuid | {"participation": participation.uuid}),
        (world.committee, "classes:result-recognise", uuid),
        (world.centre, "classes:certificate-issue", uuid),
        (world.centre, "plans:plan-create", {}),
        (world.centre, "plans:line-add", {"uuid": plan.uuid}),
        (world.committee, "plans:plan-approve", {"uuid": plan.uuid}),
        (world.centre, "persons:person-add", {}),
        (world.centre, "programmes:lecturer-add", {}),
    ):
        data = dict.fromkeys(FIELDS, noise) | {"name": noise}
        response = ask(user, name, data, **kwargs)
        assert response.status_code in {400, 403, 404, 409, 422}, (name, noise, response.status_code)
    assert rows() == before


FIELDS = (
    *("plan_line", "outside_plan_decision", "programme", "intake", "study_mode", "opened_by", "hosted_by", "taught_by"),
    *("paid_by", "certified_by", "joint_with", "authority", "decision_number", "decision_on", "seats", "opens_on"),
    *(
        "closes_on",
        "proposals_close_on",
        "place",
        "head",
        "unit",
        "row",
        "start_on",
        "halves",
        "weekdays",
        "on",
        "half",
    ),
    *("lesson", "title", "periods", "form", "lecturer", "reason", "number", "decided_on", "issued_on", "first_blank"),
    *("year", "classes", "quarter", "opener", "birth", "sex", "identity_number", "kind", "size"),
)


# --- papers ---------------------------------------------------------------------------------------------------------


def test_a_forged_paper_is_told_in_both_languages(client, world):
    training_class, _participations = scenarios.finished_class(world, 1)
    scenarios.recognise(world, training_class)
    (paper,) = scenarios.issue(world, training_class)
    forged = paper.payload[:-8] + ("AAAAAAAA" if not paper.payload.endswith("AAAAAAAA") else "BBBBBBBB")
    for text in (forged, "HV1:", "HV1:" + "9" * 3000, *GARBAGE[1:]):
        cache.clear()
        response = client.post(reverse("verification:paper-verify"), {"text": text})
        assert response.status_code in {200, 422}, text
        assert "note met" not in response.content.decode()
        assert paper.full_name not in response.content.decode()
    client.cookies["hocvien_language"] = "en"
    response = client.post(reverse("verification:paper-verify"), {"text": forged})
    assert response.headers["Content-Language"] == "en"
    assert "note met" not in response.content.decode()


# --- language and session -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "fr", "vi-XX", "../../en", "\x01", "e" * 5000])
def test_a_language_nobody_speaks_here_is_vietnamese(ask, world, language):
    response = ask(world.centre, "home:work-list", language=language)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "vi"


def test_refusals_speak_the_readers_language(ask, world):
    vietnamese = refused(ask(world.centre, "/classes/nowhere/"), 404)
    english = refused(ask(world.centre, "/classes/nowhere/", language="en"), 404)
    assert "Không thấy" in vietnamese
    assert "Không thấy" not in english


def test_a_wrong_method_is_refused_in_words(ask, world):
    training_class = scenarios.open_class(world)
    refused(ask(world.centre, "classes:class-start", uuid=training_class.uuid), 405, "trang")
    refused(ask(world.centre, "classes:class-page", {"x": "y"}, uuid=training_class.uuid), 405)


def test_a_plan_sent_twice_is_drawn_once(ask, world):
    data = {"unit": "ttct", "year": "2027"}
    assert ask(world.centre, "plans:plan-create", data).status_code == 302
    before = rows()
    refused(ask(world.centre, "plans:plan-create", data), 422, "2027")
    assert rows() == before


def test_a_closed_account_sees_nothing(ask, world, client):
    accounts.set_password(actor=None, user=world.centre, password=PASSWORD)
    assert ask(world.centre, "home:work-list").status_code == 200
    world.centre.is_active = False
    world.centre.save(update_fields=["is_active"])
    assert client.get("/").status_code == 302


def test_dates_that_cross_are_refused_in_a_timetable(ask, world):
    training_class = scenarios.open_class(world)
    scenarios.plan_timetable(world, training_class)
    before = rows()
    data = {"on": "8/6/2026", "half": "1_morning", "title": "Trùng giờ", "periods": "5", "form": "lecture"}
    refused(ask(world.centre, "classes:session-add", data, uuid=training_class.uuid), 422, "08/06/2026")
    outside = data | {"on": date(2031, 1, 1).strftime("%d/%m/%Y")}
    refused(ask(world.centre, "classes:session-add", outside, uuid=training_class.uuid), 422)
    assert rows() == before
