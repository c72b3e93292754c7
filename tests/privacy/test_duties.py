"""What Law 91/2025 asks for: who looked is known, numbers are masked, a person gets what is held and has it corrected in time."""

import json
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from tests.kept import kept
from tests.web.office import D0, account, office, sign_in

__all__ = ["office", "sign_in"]
NUMBER = "042060001234"
NOW = datetime(2023, 6, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LIST = reverse("persons:person-list")


def at(name, person):
    return reverse(name, kwargs={"uuid": person.uuid})


@kept()
def person(office):
    found = office["people"][0]
    changes = {"identity_number": NUMBER, "phone": "0912345678", "party_card": "49001234"}
    return people.update_person(actor=None, person=found, changes=changes)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-16", "2026-11-18"),  # Monday → Wednesday
        ("2026-11-19", "2026-11-23"),  # Thursday → Monday
        ("2026-11-20", "2026-11-24"),  # Friday → Tuesday
        ("2026-11-21", "2026-11-24"),  # Saturday → Tuesday
        ("2026-04-24", "2026-04-29"),  # Friday; Hùng Kings on Sunday, taken on Monday the 27th
        ("2026-04-29", "2026-05-05"),  # before 30 April and 1 May
        ("2026-02-13", "2026-02-24"),  # before Tết, 16 to 20 February
        ("2026-12-31", "2027-01-05"),  # over the turn of the year
    ],
)
def test_two_working_days(asked, due, db):
    day = date.fromisoformat(asked)
    assert privacy.due_on(day, 2, privacy.holidays_around(day)).isoformat() == due


@pytest.mark.parametrize(
    ("year", "month", "day", "falls"),
    [
        (2020, 1, 1, "2020-01-25"),
        (2021, 3, 10, "2021-04-21"),
        (2023, 1, 1, "2023-01-22"),  # a leap month after the second: Giỗ Tổ a month later
        (2023, 3, 10, "2023-04-29"),
        (2024, 3, 10, "2024-04-18"),
        (2025, 1, 1, "2025-01-29"),
        (2026, 3, 10, "2026-04-26"),
        (2030, 1, 1, "2030-02-02"),  # a day before the calendar of Beijing
    ],
)
def test_lunar_days(year, month, day, falls):
    assert privacy.lunar_day(year, month, day).isoformat() == falls


def test_an_office_enters_the_holidays_of_a_year_and_they_count(office):
    day = date(2023, 6, 2)
    assert day not in privacy.holidays_around(day)
    privacy.set_holidays(actor=None, year=2023, days=[(day, "Nghỉ thêm")], now=NOW)
    assert privacy.holidays_around(day) & {date(2023, 9, 2), day} == {day}
    asked = privacy.record_request(
        actor=None,
        person=office["people"][0],
        unit=office["duc-thinh"],
        kind="access",
        asked_on=D0.replace(2023, 6, 1),
        now=NOW,
    )
    assert asked.due_on == date(2023, 6, 6)
    privacy.set_holidays(actor=None, year=2023, days=[], now=NOW)
    assert date(2023, 9, 2) in privacy.holidays_around(day)
    with pytest.raises(privacy.HolidaysUnreadable):
        privacy.set_holidays(actor=None, year=2023, days=[(date(2024, 1, 1), "x")], now=NOW)
    with pytest.raises(access.NotAllowed):
        privacy.set_holidays(actor=office["officer"], year=2023, days=[], now=NOW)


def test_a_correction_takes_a_second_hand_where_there_is_one(office, sign_in, person):
    other = account("second", "unit_officer", office["duc-thinh"])
    asked = privacy.record_request(
        actor=office["officer"],
        person=person,
        unit=office["duc-thinh"],
        kind="correct",
        field="phone",
        value="0909111222",
        asked_on=date(2023, 6, 1),
        now=NOW,
    )
    url = reverse("privacy:request-page", kwargs={"uuid": asked.uuid})
    client = sign_in(office["officer"])
    assert "Second" in client.get(url).content.decode()
    refused = client.post(url, {"decision": "done"})
    assert refused.status_code == 422
    assert "người khác duyệt" in refused.content.decode()
    assert people.get_person(person.uuid).phone == "0912345678"
    client = sign_in(other)
    assert "0909111222" in client.get(url).content.decode()
    assert privacy.looks_at(person).filter(user=other, kind="numbers").exists()
    assert client.post(url, {"decision": "done"}).status_code == 302
    assert people.get_person(person.uuid).phone == "0909111222"


def test_a_request_that_waits_too_long_says_how_late_it_is(office, sign_in, person, settings):
    privacy.record_request(
        actor=None, person=person, unit=office["duc-thinh"], kind="access", asked_on=date(2023, 5, 24), now=NOW
    )
    page = sign_in(office["officer"]).get(reverse("privacy:request-list")).content.decode()
    assert "Quá hạn 4 ngày làm việc" in page  # due on Friday the 26th; Monday to Thursday the 1st


def test_the_log_of_looks_is_listed_searched_and_exported(office, sign_in, person):
    sign_in(office["officer"]).get(at("persons:person-page", person))
    sign_in(office["officer"]).post(at("privacy:numbers", person))
    url = reverse("privacy:look-log")
    assert sign_in(office["officer"]).get(url).status_code == 403
    client = sign_in(office["inspector"])
    assert "Hiện số được che" in client.get(url, {"q": person.full_name}).content.decode()
    book = client.get(url, {"export": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert person.full_name in str(rows)
    assert NUMBER not in str(rows)


@pytest.mark.parametrize(
    ("value", "shown"), [("", ""), ("042060001234", "0********234"), ("12345", "*****"), ("49001234", "4****234")]
)
def test_masks(value, shown):
    assert privacy.masked(value) == shown


def test_a_record_shows_numbers_masked_and_whole_only_when_asked_for_and_written_down(office, sign_in, person):
    client = sign_in(office["officer"])
    text = client.get(at("persons:person-page", person)).content.decode()
    assert NUMBER not in text
    assert "0********234" in text
    assert client.get(at("privacy:numbers", person)).status_code == 405
    assert NUMBER in client.post(at("privacy:numbers", person)).content.decode()
    assert {look.kind for look in privacy.looks_at(person)} == {"page", "numbers"}
    assert sign_in(office["inspector"]).post(at("privacy:numbers", person)).status_code == 403
    assert sign_in(office["outsider"]).post(at("privacy:numbers", person)).status_code == 404


def test_the_list_and_its_file_mask_by_role(office, sign_in, person):
    def texts(user):
        query = {"cols": "identity_number", "unit": "duc-thinh"}
        client = sign_in(user)
        page = client.get(LIST, query).content.decode()
        book = client.get(LIST, {**query, "export": "xlsx"})
        rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
        return page, str(rows)

    for text in texts(office["inspector"]):
        assert NUMBER not in text
        assert "0********234" in text
    assert not privacy.looks_at(person).filter(kind__in=["list", "export"]).exists()
    for text in texts(office["officer"]):
        assert NUMBER in text
    assert {"list", "export"} <= {look.kind for look in privacy.looks_at(person)}


def test_a_masked_number_is_not_found_digit_by_digit(office, sign_in, person):
    def finds(user, text):
        found = sign_in(user).get(LIST, {"q": text, "unit": "duc-thinh"}).content.decode()
        return person.full_name in found

    assert finds(office["officer"], NUMBER[:5])
    assert not finds(office["inspector"], NUMBER[:5])
    assert finds(office["inspector"], NUMBER)


def test_looks_are_shown_to_who_reads_the_journal_and_forgotten_in_time(office, sign_in, person):
    client = sign_in(office["officer"])
    client.get(at("persons:person-page", person))
    client.get(at("persons:person-page", person))
    assert privacy.looks_at(person).count() == 1  # opened twice within ten minutes
    assert client.get(at("privacy:look-list", person)).status_code == 403
    assert "Officer" in sign_in(office["inspector"]).get(at("privacy:look-list", person)).content.decode()
    assert privacy.forget_looks(before=datetime(2030, 1, 1, tzinfo=NOW.tzinfo)) == 1


def test_everything_held_is_given_out(office, sign_in, person):
    client = sign_in(office["officer"])
    text = client.get(at("privacy:dossier", person)).content.decode()
    for held in (person.full_name, NUMBER, "Chi ủy viên", "Sơ cấp", "Hoàn thành tốt nhiệm vụ", "Sửa hồ sơ"):
        assert held in text
    data = json.loads(client.get(at("privacy:dossier", person), {"format": "json"}).content)
    assert data["person"] == str(person.uuid)
    assert data["held"]["Hồ sơ"][0]["identity_number"] == NUMBER
    paper = client.get(at("privacy:dossier", person), {"format": "pdf"})
    assert paper.content.startswith(b"%PDF")
    assert "attachment" in paper.headers["Content-Disposition"]
    book = client.get(at("privacy:dossier", person), {"format": "xlsx"})
    sheets = CalamineWorkbook.from_filelike(BytesIO(book.content))
    said = str([sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names])
    for held in (person.full_name, NUMBER, "Chi ủy viên", "Luật Bảo vệ dữ liệu cá nhân"):
        assert held in said
    assert privacy.looks_at(person).filter(kind="dossier").count() == 4
    assert sign_in(office["outsider"]).get(at("privacy:dossier", person)).status_code == 404
    assert sign_in(office["inspector"]).get(at("privacy:dossier", person)).status_code == 403


def test_a_correction_is_asked_for_waits_on_the_work_list_and_is_made_when_approved(office, sign_in, person):
    client = sign_in(office["officer"])
    form = {"kind": "correct", "asked_on": "01/06/2023", "field": "birth", "value": "13/01/1960", "through": "Đơn"}
    page = client.post(at("privacy:request-record", person), form, follow=True)
    assert "05/06/2023" in page.content.decode()  # Thursday and two working days
    assert "Trả lời yêu cầu về dữ liệu cá nhân" in client.get("/").content.decode()
    assert "Trả lời yêu cầu về dữ liệu cá nhân" not in sign_in(office["outsider"]).get("/").content.decode()
    asked = privacy.requests_visible_to(office["officer"], date(2023, 6, 1)).get()
    url = reverse("privacy:request-page", kwargs={"uuid": asked.uuid})
    assert sign_in(office["outsider"]).get(url).status_code == 404
    client = sign_in(office["officer"])
    assert client.post(url, {"decision": "refused"}).status_code == 422
    assert client.post(url, {"decision": "done"}).status_code == 302
    assert people.get_person(person.uuid).birth == "1960-01-13"
    assert client.post(url, {"decision": "done"}).status_code == 422  # answered already
    assert "Trả lời yêu cầu về dữ liệu cá nhân" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"field": "", "value": ""}, "cần ghi rõ sửa thông tin nào"),
        ({"field": "sex", "value": "khác"}, "không hợp với thông tin cần sửa"),
        ({"field": "identity_number", "value": "12"}, "chữ số"),
    ],
)
def test_a_correction_that_cannot_be_made_is_refused_in_words(office, sign_in, person, form, said):
    client = sign_in(office["officer"])
    base = {"kind": "correct", "asked_on": "01/06/2023"}
    response = client.post(at("privacy:request-record", person), {**base, **form}, follow=True)
    if response.status_code == 200:
        asked = privacy.requests_visible_to(office["officer"], date(2023, 6, 1)).get()
        response = client.post(reverse("privacy:request-page", kwargs={"uuid": asked.uuid}), {"decision": "done"})
    assert response.status_code == 422
    assert said in response.content.decode()


def test_the_register_is_read_by_anybody_signed_in(office, sign_in):
    text = sign_in(account("anybody", "", None)).get(reverse("privacy:register")).content.decode()
    assert "Số định danh cá nhân" in text
    assert "QĐ 350-QĐ/TW" in text


def test_only_who_keeps_records_may_record_a_request(office, person):
    with pytest.raises(access.NotAllowed):
        privacy.record_request(
            actor=office["inspector"], person=person, unit=office["duc-thinh"], kind="access", asked_on=D0, now=NOW
        )
