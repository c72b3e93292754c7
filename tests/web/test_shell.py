import json
from datetime import date

import pytest

from hocvien.web.shell import demo, search
from hocvien.web.shell.search import Hit, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.gallery")]
PASSWORD = "bay-con-cho-sua-trang"


@pytest.fixture
def signed_in(client, place):
    def enter(name):
        client.force_login(place[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


def scope_of(response):
    return response.wsgi_request.scope


def test_scope_defaults_to_the_first_grant_and_this_year(signed_in):
    scope = scope_of(signed_in("clerk").get("/gallery/"))
    assert (scope.unit_code, scope.period_code) == ("duc-thinh", "2026")
    assert (scope.on, scope.as_of) == (date(2026, 9, 8), date(2026, 9, 8))
    assert (scope.from_, scope.to_, scope.end) == (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))


def test_scope_looks_at_the_structure_of_its_period(signed_in):
    client = signed_in("clerk")
    assert scope_of(client.get("/gallery/?period=2023-8m")).as_of == date(2023, 8, 31)
    assert scope_of(client.get("/gallery/?period=2030")).as_of == date(2030, 1, 1)


def test_scope_takes_a_unit_below_a_grant(signed_in):
    response = signed_in("inspector").get("/gallery/?unit=tan-my&period=2026-q1")
    assert scope_of(response).unit_code == "tan-my"
    html = response.content.decode()
    assert "Đảng ủy xã Tân Mỹ" in html
    assert "Quý I năm 2026" in html
    assert 'href="/gallery/?unit=lam-giang&amp;period=2026-q1"' in html


def test_ancestor_out_of_reach_has_no_link(signed_in):
    response = signed_in("clerk").get("/gallery/")
    assert [(place.code, bool(place.url)) for place in scope_of(response).ancestors] == [("lam-giang", False)]


@pytest.mark.parametrize("unit", ["tan-my", "nowhere", "x'; drop", "%00", "Đảng ủy xã Tân Mỹ"])
def test_unit_out_of_sight_is_not_found(signed_in, unit):
    response = signed_in("clerk").get("/gallery/", {"unit": unit})
    assert response.status_code == 404
    assert "Không thấy trang này" in response.content.decode()


def test_unit_typed_as_a_name_leads_to_its_code(signed_in):
    response = signed_in("clerk").get("/gallery/", {"unit": "xã đức thịnh", "period": "2026"})
    assert response.url == "/gallery/?unit=duc-thinh&period=2026"
    response = signed_in("inspector").get("/gallery/", {"unit": "đảng ủy"})
    assert response.url.startswith("/search/?")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("period=2023-13m", "Không hiểu kỳ báo cáo “2023-13m”"),
        ("period=2023-08-31..2023-01-01", "bị ngược"),
        ("period-from=31/08/2023&period-to=01/01/2023", "bị ngược"),
        ("period-from=31/02/2023&period-to=01/05/2023", "chỉ có 28 ngày"),
        ("period=%F0%9F%98%80", "Không hiểu"),
    ],
)
def test_nonsense_period_is_said_and_this_year_shown(signed_in, query, words):
    response = signed_in("clerk").get(f"/gallery/?{query}")
    assert response.status_code == 400
    assert words in response.content.decode()
    assert scope_of(response).period_code == "2026"


def test_nothing_is_exported_or_written_on_a_wrong_period(signed_in):
    client = signed_in("clerk")
    assert client.get("/gallery/?period=2023-13m&export=xlsx")["Content-Type"].startswith("text/html")
    assert client.post("/gallery/act/?period=2023-13m").status_code == 400


def test_two_dates_become_the_period_of_their_code(signed_in):
    client = signed_in("clerk")
    url = client.get("/gallery/?unit=duc-thinh&period-from=1/1/2023&period-to=31/8/2023&sort=name").url
    assert "period=2023-8m" in url
    assert "sort=name" in url
    assert "period-from" not in url


def test_screen_costs_few_queries(signed_in, django_assert_max_num_queries):
    client = signed_in("clerk")
    client.get("/gallery/")
    with django_assert_max_num_queries(8):
        client.get("/gallery/")


def test_screen_turns_away_who_holds_the_permission_nowhere(signed_in):
    response = signed_in("nobody").get("/gallery/opener/")
    assert response.status_code == 403
    assert "Chưa được giao quyền" in response.content.decode()
    assert "cần quyền “Mở lớp”" in response.content.decode()
    assert '<span class="code">class.open</span>' in response.content.decode()
    assert signed_in("clerk").get("/gallery/opener/").status_code == 200


def test_refusals_are_pages_in_words(signed_in):
    client = signed_in("clerk")
    assert client.get("/gallery/unseen/").status_code == 404
    response = client.get("/gallery/forbidden/")
    assert (response.status_code, "Không được làm việc này ở đây" in response.content.decode()) == (403, True)
    response = client.post("/gallery/act/")
    assert (response.status_code, "Lớp A đã đủ 90 suất." in response.content.decode()) == (409, True)
    response = client.get("/gallery/act/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert client.get("/nowhere/").status_code == 404


def test_broken_page_says_a_number_that_is_in_the_log(client, db, caplog):
    client.raise_request_exception = False
    response = client.get("/gallery/broken/")
    assert response.status_code == 500
    assert "Chương trình gặp lỗi" in response.content.decode()
    number = next(record.args[0] for record in caplog.records if record.name == "hocvien.web")
    assert number in response.content.decode()


def test_stale_form_is_refused_in_words(place):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place["clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    response = strict.post("/gallery/", {"name": "x"})
    assert response.status_code == 403
    assert "Quay lại" in response.content.decode()


def test_navigation_shows_only_what_some_grant_allows(signed_in):
    from hocvien.web.shell.nav import ITEMS

    shown = signed_in("nobody").get("/search/").context["nav"]
    closed = {item.screen for item in ITEMS if item.permissions}
    assert not {item.screen for item in shown} & closed


def test_search_finds_people_and_units_in_sight_without_marks(signed_in):
    page = signed_in("clerk").get("/search/?q=hoa").content.decode()
    assert "Nguyễn Thị Hòa" in page
    assert "14/05/1996, Đảng ủy xã Đức Thịnh" in page
    page = signed_in("clerk").get("/search/?q=tran van xa").content.decode()
    assert "Trần Văn Xa" not in page
    assert "Không thấy gì khớp" in page
    assert signed_in("clerk").get("/search/").context["groups"] == []


def test_suggestions_are_json_and_for_a_picker_of_one_kind(signed_in):
    client = signed_in("inspector")
    groups = client.get("/search/suggest/?kind=unit&permission=unit.view&q=tan").json()["groups"]
    assert [(hit["code"], hit["words"]) for group in groups for hit in group["hits"]] == [
        ("tan-my", "Đảng ủy xã Tân Mỹ (tan-my)")
    ]
    assert client.get("/search/suggest/?kind=unit&permission=class.open&q=tan").json()["groups"][0]["hits"] == []
    assert client.get("/search/suggest/?kind=unit&permission=nonsense&q=zzzz").json() == {"groups": []}


def test_areas_register_what_they_find(signed_in, monkeypatch):
    monkeypatch.setattr(search, "_PROVIDERS", dict(search._PROVIDERS))
    search.register(Provider("planet", "Hành tinh", lambda request, text, limit: [Hit("Sao Hỏa", "/mars/")]))
    assert "Sao Hỏa" in signed_in("clerk").get("/search/?q=sao").content.decode()


def test_language_is_kept_with_the_account_and_in_the_cookie(client, place):
    response = client.post("/account/language/", {"language": "en", "next": "/account/login/"})
    assert response.url == "/account/login/"
    assert '<html lang="en">' in client.get("/account/login/").content.decode()
    assert client.post("/account/language/", {"language": "en", "next": "https://elsewhere.example/"}).url == "/"
    client.force_login(place["clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/account/language/", {"language": "vi", "next": "/"})
    place["clerk"].refresh_from_db()
    assert place["clerk"].language == "vi"


def test_sign_in_says_what_is_wrong_and_then_stops(client, place):
    def attempt(password):
        return client.post("/account/login/", {"login": "clerk", "password": password})

    page = attempt("sai").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in page
    assert 'value="clerk"' in page
    for _turn in range(5):
        page = attempt("sai").content.decode()
    assert "Đã gõ sai quá nhiều lần" in page
    assert attempt(PASSWORD).status_code == 200


def test_sign_in_goes_where_one_wanted(client, place):
    response = client.get("/gallery/?unit=duc-thinh&period=2026")
    assert response.status_code == 302
    response = client.post(response.url, {"login": "clerk", "password": PASSWORD, "next": "/gallery/?period=2026"})
    assert response.url == "/gallery/?period=2026"


def test_demonstration_accounts_are_offered_only_when_there_are_some(client, db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert "Chưa có tài khoản" in client.get("/account/login/").content.decode()
    (tmp_path / "demo.json").write_text(
        '{"accounts": [{"username": "giao-vu", "password": "p", "role": "Giáo vụ", "x": 1}]}'
    )
    assert "giao-vu" in client.get("/account/login/").content.decode()
    assert [one.first_page for one in demo.list_accounts()] == ["/"]
    account = {"username": "a", "password": "p", "unit_code": "duc-tho", "period": "2023-8m"}
    (tmp_path / "demo.json").write_text(json.dumps({"accounts": [account]}))
    assert [one.first_page for one in demo.list_accounts()] == ["/?unit=duc-tho&period=2023-8m"]
    (tmp_path / "demo.json").write_text("not json")
    assert client.get("/account/login/").status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
def test_own_account_pages_open(signed_in, language):
    client = signed_in("clerk")
    client.cookies["hocvien_language"] = language
    for path in ("/account/", "/account/password/", "/account/second-factor/", "/account/logout/"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert f'<html lang="{language}">' in response.content.decode()


def test_second_factor_is_switched_on_used_and_off(client, place):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    client.post("/account/login/", {"login": "clerk", "password": PASSWORD})
    asked = client.get("/account/second-factor/totp/activate/")
    assert "Xác nhận là bạn" in client.get(asked.url).content.decode()
    assert "Mật khẩu không đúng" in client.post(asked.url, {"password": "sai"}).content.decode()
    page = client.get(client.post(asked.url, {"password": PASSWORD}).url)
    assert page.status_code == 200
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    wrong = client.post("/account/second-factor/totp/activate/", {"code": "000000"})
    assert "Mã không đúng" in wrong.content.decode()
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    done = client.post("/account/second-factor/totp/activate/", {"code": code}, follow=True)
    assert "Mã dự phòng" in done.content.decode()
    spare = done.context["unused_codes"][0]
    assert client.get("/account/second-factor/recovery-codes/generate/").status_code == 200
    client.post("/account/logout/")
    asked = client.post("/account/login/", {"login": "clerk", "password": PASSWORD}, follow=True)
    assert "Xác thực hai lớp" in asked.content.decode()
    assert client.post("/account/second-factor/authenticate/", {"code": spare}).status_code == 302
    asked = client.get("/account/second-factor/totp/deactivate/")
    assert client.get("/account/second-factor/reauthenticate/").status_code == 200
    page = client.get(client.post(asked.url, {"password": PASSWORD}).url)
    assert "chỉ còn mật khẩu bảo vệ" in page.content.decode()
    off = client.post("/account/second-factor/totp/deactivate/", follow=True)
    assert "Đã tắt xác thực hai lớp" in off.content.decode()


def test_password_change_says_its_own_words(client, place):
    client.post("/account/login/", {"login": "clerk", "password": PASSWORD})
    page = client.post(
        "/account/password/", {"oldpassword": "x", "password1": "ngan", "password2": "khac"}
    ).content.decode()
    assert "Mật khẩu đang dùng không đúng" in page
    assert "Mật khẩu quá ngắn" in page
    page = client.post(
        "/account/password/",
        {"oldpassword": PASSWORD, "password1": "mua-xuan-ve-tren-doi", "password2": "mua-xuan-ve-tren-doi"},
        follow=True,
    ).content.decode()
    assert "Đã đổi mật khẩu" in page
