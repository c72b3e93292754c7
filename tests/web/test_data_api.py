"""The HTTP API: who may ask, that it says what the screens say, how it refuses, and what it never tells."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.common import clock
from hocvien.people.models import Person
from hocvien.web.data_api import callers
from tests import scenarios

PERIOD = "2026-6m"


@pytest.fixture
def world(db, settings, monkeypatch):
    settings.HOCVIEN_TODAY = "2026-06-30"
    monkeypatch.setattr(callers, "_asked", {})
    made = scenarios.found_place()
    scenarios.give_account(made, "office", ("inspector", "huyen"))
    scenarios.give_account(made, "counter", ("statistician", "huyen"))
    return made


@pytest.fixture
def taught(world):
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 3)
    scenarios.admit_people(world, training_class, 2, unit="xa-b")
    return training_class


def token(world, who="office", unit="huyen", *, below=True, days=30):
    today = clock.today()
    user = accounts.find_user(who)
    return access.make_token(
        actor=user,
        name="Kho dữ liệu",
        unit=world.units[unit],
        includes_below=below,
        last_day=today + timedelta(days=days),
        today=today,
        now=clock.now(),
    )


def ask(client, secret, address, status=200, **query):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    response = client.get(f"/api/v1/{address}", query, headers=headers)
    assert response.status_code == status, response.content.decode()[:900]
    return response


@pytest.fixture
def secret(world):
    return token(world)[1]


def test_a_report_is_that_of_the_page(client, world, taught, secret):
    told = ask(client, secret, "report", unit="huyen", period=PERIOD).json()
    client.force_login(world.office)
    shown = client.get(reverse("reports:report-json"), {"unit": "huyen", "period": PERIOD}).json()
    assert told["answer"] == shown
    assert told["answer"]["totals"]["participations"] == 5
    assert told["asked"]["known_on"] == "2026-06-30"
    assert told["asked"]["basis"] == "opened"
    assert sum(row["participations"] for row in told["senders"]) == 5
    assert [one["code"] for one in told["measures"]] == ["classes", "participations", "persons"]
    assert all(one["words"] for one in told["measures"])


def test_a_breakdown_is_that_of_the_page_in_json_and_csv(client, world, taught, secret):
    query = {"unit": "huyen", "period": PERIOD, "rows": "sender_branch", "columns": "sex", "m": ["classes", "persons"]}
    told = ask(client, secret, "breakdown", **query).json()
    lines = ask(client, secret, "breakdown", **query, format="csv").content
    client.force_login(world.office)
    assert told["answer"] == client.get(reverse("reports:breakdown-json"), query).json()
    assert lines == client.get(reverse("reports:breakdown-csv"), query).content


def test_csv_comes_by_what_is_accepted_too(client, taught, secret):
    response = client.get("/api/v1/report", headers={"Authorization": f"Bearer {secret}", "Accept": "text/csv"})
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0]["participations"] == "5"


def test_picks_and_comparisons(client, world, taught, secret):
    told = ask(client, secret, "breakdown", period=PERIOD, m="participations", rows="-", only="sex=female,male").json()
    assert told["answer"]["rows_of"][0]["figures"] == [{"participations": 5}]
    told = ask(client, secret, "breakdown", period=PERIOD, compare="last_year").json()
    assert told["before"]["from"] == "2025-01-01"
    told = ask(client, secret, "breakdown", period=PERIOD, compare="plan").json()
    assert isinstance(told["planned"], list)
    assert ask(client, secret, "breakdown", period=PERIOD, compare="plan", rows="sex").json()["planned"] is None


def test_words_units_programmes_periods(client, world, secret):
    units = ask(client, secret, "units", size=2).json()
    assert len(units["items"]) == 2
    assert units["page"]["next"] == 2
    codes, page = [], 1
    while page:
        told = ask(client, secret, "units", size=2, page=page).json()
        codes += [one["code"] for one in told["items"]]
        page = told["page"]["next"]
    assert len(codes) == len(set(codes)) == units["page"]["total"]
    assert "xa-a" in codes
    assert "huyen-khac" not in codes
    below = ask(client, secret, "units", parent="huyen").json()["items"]
    assert {one["parent"] for one in below} == {"huyen"}
    assert ask(client, secret, "units", q="xa a").json()["items"]
    assert ask(client, secret, "programmes").json()["items"]
    assert {"2026-6m", "2026"} <= {one["code"] for one in ask(client, secret, "periods").json()["items"]}
    assert all(one["words"] for one in ask(client, secret, "measures").json()["items"])
    assert all(one["words"] for one in ask(client, secret, "dimensions").json()["items"])
    assert ask(client, secret, "measures", language="en").json()["items"][0]["title"] == "Class"


def test_what_was_published_comes_with_its_source(client, world, secret):
    for address in ("series", "published", "frozen", "papers", "returns"):
        told = ask(client, secret, address, unit="huyen")
        assert told.json()
        assert ask(client, secret, address, format="csv").content.startswith(b"\xef\xbb\xbf")


def test_text_is_read_as_the_command_reads_it(client, secret):
    text = "Trong 8 tháng đầu năm 2023, huyện mở 10 lớp cho 915 học viên."
    response = client.post(
        "/api/v1/figures/read",
        json.dumps({"text": text}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    from hocvien.figures import api as figures

    assert response.json() == {"paragraphs": [one.as_json() for one in figures.read_text(text)]}


@pytest.mark.parametrize("text", ["x" * 20_001, "1" * 41, None, 5])
def test_text_that_is_too_long_or_none_is_refused(client, secret, text):
    response = client.post(
        "/api/v1/figures/read",
        json.dumps({"text": text}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert response.status_code == 422
    assert response.json()["where"][0]["name"] == "text"


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b'{"text": "\\ud800"}'])
def test_a_body_that_is_no_question_is_refused(client, secret, body):
    response = client.post(
        "/api/v1/figures/read", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    assert response.status_code in {400, 422}, response.content
    assert response["Content-Type"] == "application/problem+json"


# --- Who may ask ------------------------------------------------------------------------------------------------------


def test_without_a_token_nothing_is_told_and_a_session_is_none(client, world):
    for address in ("report", "units", "openapi.json", "nothing-here"):
        told = ask(client, "", address, status=401)
        assert told["WWW-Authenticate"].startswith("Bearer")
        assert "Authorization" in told.json()["detail_en"]
    client.force_login(world.office)
    ask(client, "", "report", status=401)
    ask(client, "hv_wrong", "report", status=401)


def test_a_token_serves_until_it_ends_is_withdrawn_or_its_account_closes(client, world, settings):
    row, secret = token(world, days=3)
    ask(client, secret, "report")
    settings.HOCVIEN_TODAY = "2026-07-04"
    ask(client, secret, "report", status=401)
    settings.HOCVIEN_TODAY = "2026-06-30"
    ask(client, secret, "report")
    user = accounts.find_user("office")
    access.close_account(actor=None, user=user)
    ask(client, secret, "report", status=401)
    access.reopen_account(actor=None, user=user)
    ask(client, secret, "report")
    access.withdraw_token(actor=user, token=row, now=clock.now())
    ask(client, secret, "report", status=401)


def test_a_token_reads_no_more_than_its_account_that_day(client, world):
    _row, secret = token(world)
    ask(client, secret, "report", unit="xa-a")
    ask(client, secret, "report", unit="tinh", status=404)
    ask(client, secret, "report", unit="huyen-khac", status=404)
    for grant in access.list_grants(accounts.find_user("office"), clock.today()):
        access.end_grant(actor=None, grant=grant, on=clock.today())
    told = ask(client, secret, "report", status=403).json()
    assert told["code"] == "not_held"


def test_a_token_is_narrowed_to_its_unit(client, world):
    _row, narrow = token(world, unit="xa-a", below=False)
    ask(client, narrow, "report", unit="xa-a")
    ask(client, narrow, "report", unit="huyen", status=404)
    ask(client, narrow, "report", unit="xa-b", status=404)
    assert [one["code"] for one in ask(client, narrow, "units").json()["items"]] == ["xa-a"]


def test_small_figures_are_kept_back_as_from_the_account(client, world, taught):
    Person.objects.update(ethnicity="Kinh")
    Person.objects.filter(pk=Person.objects.first().pk).update(ethnicity="Thái")
    query = {"period": PERIOD, "rows": "ethnicity_group", "m": "participations"}
    seeing = ask(client, token(world)[1], "breakdown", **query).json()
    assert seeing["kept_back"] is None
    kept = ask(client, token(world, "counter")[1], "breakdown", **query).json()
    assert kept["kept_back"]
    assert {value for row in kept["answer"]["rows_of"][:-1] for one in row["figures"] for value in one.values()} <= {
        None
    }


def test_a_statistician_has_no_returns(client, world):
    told = ask(client, token(world, "counter")[1], "returns", status=403).json()
    assert told["code"] == "not_held"
    assert "“Xem biểu báo cáo”" in told["detail_vi"]
    assert "“See returns”" in told["detail_en"]
    assert "return.view" not in told["detail"]


def test_too_many_questions_are_refused_with_when_to_come_again(client, world, secret, monkeypatch):
    monkeypatch.setattr(callers, "MOST_A_MINUTE", 3)
    for _number in range(3):
        ask(client, secret, "measures")
    told = ask(client, secret, "measures", status=429)
    assert int(told["Retry-After"]) >= 1
    ask(client, secret, "nothing-here", status=429)
    ask(client, token(world, "counter")[1], "measures")


def test_the_day_of_use_is_kept(client, world):
    row, secret = token(world)
    assert access.tokens_of(row.user).get().last_used_on is None
    ask(client, secret, "measures")
    assert access.tokens_of(row.user).get().last_used_on == clock.today()


# --- How it refuses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "query", "status"),
    [
        ("report", {"period": "2023-13m"}, 422),
        ("report", {"period": "nk1800"}, 422),
        ("report", {"basis": "whenever"}, 422),
        ("report", {"on": "31/02/2026"}, 422),
        ("report", {"on": "9999-12-31"}, 422),
        ("report", {"unit": "khong-co"}, 404),
        ("report", {"unit": "a\x00b"}, 404),
        ("breakdown", {"m": "heads"}, 422),
        ("breakdown", {"rows": "colour"}, 422),
        ("breakdown", {"only": "sex"}, 422),
        ("breakdown", {"m": [str(n) for n in range(9)]}, 422),
        ("units", {"page": "0"}, 422),
        ("units", {"size": "201"}, 422),
        ("series", {"programme": "XYZ"}, 422),
        ("frozen/00000000-0000-0000-0000-000000000007", {}, 404),
        ("frozen/x", {}, 422),
        ("returns/00000000-0000-0000-0000-000000000007/cells", {}, 404),
        ("nothing-here", {}, 404),
    ],
)
def test_a_refusal_says_what_and_what_to_do_in_both_languages(client, secret, address, query, status):
    response = ask(client, secret, address, status=status, **query)
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == status
    assert told["detail"] == told["detail_vi"]
    assert told["detail_en"]
    assert told["detail_en"] != told["detail_vi"]
    for place in told["where"]:
        assert place["name"]
        assert place["detail_en"] != place["detail_vi"]


def test_other_methods_are_refused(client, secret):
    response = client.delete("/api/v1/report", headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert response.json()["code"] == "method_wrong"


def test_a_fault_is_a_problem_too_and_is_logged_with_its_number(client, secret, monkeypatch, caplog):
    from hocvien.reporting import api as reporting

    def broken(**_arguments):
        raise RuntimeError

    monkeypatch.setattr(reporting, "compute_report", broken)
    told = ask(client, secret, "report", status=500).json()
    assert told["code"] == "broken"
    assert any(record.args and record.args[0] in told["detail"] for record in caplog.records)


def test_what_was_read_before_is_not_sent_again(client, secret):
    first = ask(client, secret, "measures")
    again = client.get(
        "/api/v1/measures", headers={"Authorization": f"Bearer {secret}", "If-None-Match": first["ETag"]}
    )
    assert again.status_code == 304
    assert not again.content
    assert first["Cache-Control"] == "private, no-cache"


# --- What it costs, what it never tells -------------------------------------------------------------------------------

TABLES = ("report", "breakdown", "series", "published", "frozen", "papers", "returns", "units", "programmes", "periods")


@pytest.mark.parametrize("address", TABLES)
def test_an_answer_takes_at_most_twenty_queries_whatever_its_length(
    client, world, secret, address, django_assert_max_num_queries
):
    ask(client, secret, address)
    with django_assert_max_num_queries(20) as before:
        ask(client, secret, address)
    scenarios.admit_people(world, scenarios.open_class(world), 3)
    with django_assert_max_num_queries(20):
        ask(client, secret, address)
    assert before.captured_queries


def test_nobody_is_named(client, world, taught, secret):
    names = set(Person.objects.values_list("full_name", flat=True)) | {"Kho dữ liệu"}
    for address in TABLES:
        told = ask(client, secret, address, unit="huyen").content.decode()
        assert not any(name in told for name in names), address


def test_the_guide_is_drawn_without_network_or_script(client, world):
    client.force_login(world.office)
    shown = client.get(reverse("api:guide")).content.decode()
    for address in ("/api/v1/report", "/api/v1/figures/read", "/api/v1/returns/{uuid}/cells"):
        assert address in shown
    assert "<script" not in shown.split("<main", 1)[1]


def test_every_operation_is_described_in_both_languages(client, secret):
    told = {language: ask(client, secret, "openapi.json", language=language).json() for language in ("vi", "en")}
    assert told["vi"]["paths"].keys() == told["en"]["paths"].keys()
    for address, operations in told["vi"]["paths"].items():
        for method, operation in operations.items():
            other = told["en"]["paths"][address][method]
            assert operation["description"] != other["description"], address
            assert operation["security"] == [{"ByToken": []}]


# --- Tokens on screen -------------------------------------------------------------------------------------------------


def test_a_token_is_made_shown_once_and_withdrawn(client, world):
    client.force_login(world.office)
    made = client.post(
        reverse("account:token-make"),
        {"name": "Bảng Excel", "unit": "huyen", "includes_below": "on", "last_day": "30/09/2026"},
    )
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert made["Cache-Control"] == "private, no-store"
    ask(client, secret, "report")
    listed = client.get(reverse("account:token-list")).content.decode()
    assert "Bảng Excel" in listed
    assert secret not in listed
    row = access.tokens_of(world.office).get()
    assert secret not in json.dumps([str(value) for value in row.__dict__.values()])
    withdraw = reverse("account:token-withdraw", kwargs={"uuid": row.uuid})
    client.force_login(world.counter)
    assert client.post(withdraw).status_code == 404
    client.force_login(world.office)
    assert client.post(withdraw).status_code == 302
    ask(client, secret, "report", status=401)
    assert "Đã rút" in client.get(reverse("account:token-list")).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Chưa điền"),
        ({"last_day": "30/09/2028"}, "ngày hết hạn"),
        ({"last_day": "29/06/2026"}, "ngày hết hạn"),
        ({"last_day": "31/02/2027"}, ""),
        ({"unit": "tinh"}, "Không thấy đơn vị"),
        ({"unit": ""}, "Chưa điền"),
    ],
)
def test_a_token_that_cannot_be_is_refused_at_its_field(client, world, changes, said):
    client.force_login(world.office)
    form = {"name": "Bảng Excel", "unit": "huyen", "includes_below": "on", "last_day": "30/09/2026", **changes}
    response = client.post(reverse("account:token-make"), form)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not access.tokens_of(world.office).exists()
