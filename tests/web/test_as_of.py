"""Any screen as of a day: what stood there is shown, rights stay those of today, and nothing is written."""

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.people import api as people
from tests import scenarios
from tests.contracts.test_routes import ROUTES
from tests.kept import kept
from tests.web.test_wrong_inputs import rows

EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)
THEN = EVE.isoformat()
SAYS = "Đang xem tình hình ngày 30/6/2025"


@kept(today=scenarios.TODAY)
def world():
    """Communes A and B merged into one on 1 July 2025, which B's cell left for the other district in 2026; three people."""
    world = scenarios.found_place()
    units = world.units
    lan, minh = people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name="Nguyễn Thị Lan",
                birth="1990-01-02",
                belongings=(
                    people.NewBelonging(units["xa-a-cb1"].pk, "official_cell", scenarios.FOUNDED, date(2025, 12, 1)),
                    people.NewBelonging(units["xa-z-cb1"].pk, "official_cell", date(2025, 12, 1)),
                ),
            ),
            people.NewPerson(
                full_name="Trần Văn Minh",
                birth="1991-03-04",
                belongings=(people.NewBelonging(units["xa-b-cb1"].pk, "official_cell", scenarios.FOUNDED),),
            ),
        ],
    )
    at = scenarios.at(DAY)
    org.record_reorganisation(
        actor=None,
        title="Hợp nhất hai xã",
        resolution="NQ 1665/NQ-UBTVQH15",
        steps=[
            org.Found("xa-ab", "Đảng ủy xã An Minh", "commune_committee", "huyen"),
            org.Merge(("xa-a", "xa-b"), "xa-ab"),
        ],
        on=DAY,
        today=DAY,
        now=at,
    )
    units["xa-ab"] = org.get_unit("xa-ab")
    org.move_unit(actor=None, unit=units["xa-b-cb1"], parent=units["xa-z"], on=date(2026, 1, 1), source="QĐ 5")
    scenarios.give_account(world, "merged", ("unit_officer", "xa-ab"))
    scenarios.give_account(world, "flat", ("unit_officer", "xa-ab"), includes_below=False)
    scenarios.give_account(world, "everyone", *((role, "tinh") for role in access.Role.values))
    world.users["lan"], world.users["minh"] = lan, minh
    return world


@pytest.fixture
def ask(client):
    """Signed in as somebody, on the eve of the merger unless said otherwise."""

    def send(user, name, *, on=THEN, data=None, kwargs=None, **query):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        url = reverse(name, kwargs=kwargs)
        asked = {**query, **({"on": on} if on else {})}
        if data is not None:
            return client.post(f"{url}?on={on}" if on else url, data)
        return client.get(url, asked)

    return send


def words(response):
    return unescape(" ".join(response.content.decode().split()))


# --- every screen -----------------------------------------------------------------------------------------------------

LISTS = [
    (name, pattern.callback)
    for name, _route, pattern in ROUTES
    if "GET" in getattr(pattern.callback, "screen_methods", ())
    and pattern.callback.screen_permission != "public"
    and not pattern.pattern.converters
]


@pytest.mark.parametrize(("name", "view"), LISTS, ids=[name for name, _view in LISTS])
def test_every_list_says_the_day_or_leads_back_to_today(ask, world, client, name, view):
    response = ask(world.everyone, name, unit="huyen")
    if not view.screen_as_of:
        assert response.status_code == 302
        assert "on=" not in response["Location"]
        assert "unit=huyen" in response["Location"]
        after = client.get(response["Location"], follow=True)
        if after["Content-Type"].startswith("text/html"):
            assert "nên đã trở về hôm nay" in words(after)
        return
    assert response.status_code == 200, words(response)[:500]
    if response["Content-Type"].startswith("text/html"):
        text = words(response)
        assert SAYS in text
        assert "trở về hôm nay" in text


PAGES = [
    ("units:unit-page", {"code": "xa-a"}),
    ("units:unit-page", {"code": "xa-ab"}),
    ("persons:person-page", {"uuid": "lan"}),
]


@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_pages_of_one_thing_say_the_day(ask, world, name, kwargs):
    kwargs = {key: world.users[value].uuid if key == "uuid" else value for key, value in kwargs.items()}
    response = ask(world.everyone, name, kwargs=kwargs)
    assert response.status_code == 200
    assert SAYS in words(response)


def test_a_class_and_a_plan_open_on_another_day(ask, world):
    training_class = scenarios.open_class(world, invited=())
    assert ask(world.everyone, "classes:class-page", kwargs={"uuid": training_class.uuid}).status_code == 200
    plan = training_class.plan_line.plan if training_class.plan_line else scenarios.approved_line(world).plan
    assert ask(world.everyone, "plans:plan-page", kwargs={"uuid": plan.uuid}).status_code == 200


def test_nothing_is_written_while_another_day_is_looked_at(ask, world):
    before = rows()
    form = {"name": "Tên khác", "on": "01/06/2026", "source": "x"}
    response = ask(world.everyone, "units:unit-rename", kwargs={"code": "xa-ab"}, data=form)
    assert response.status_code == 409
    assert "không ghi gì khi đang xem một ngày khác" in words(response)
    assert rows() == before
    response = ask(world.everyone, "units:unit-rename", kwargs={"code": "xa-ab"})
    assert response.status_code == 302
    assert "on=" not in response["Location"]


# --- the day in the address -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/02/2025", "chỉ có 28 ngày"),
        ("hôm qua", "không phải là một ngày"),
        ("0001-01-01", "1900"),
        ("9" * 50, "ngày"),
    ],
)
def test_a_day_that_is_none_is_said(ask, world, text, said):
    response = ask(world.everyone, "units:unit-list", on=text)
    assert response.status_code == 400
    assert said in words(response)
    assert not response.wsgi_request.scope.is_another_day
    export = ask(world.everyone, "units:unit-list", on=text, export="xlsx")
    assert export["Content-Type"].startswith("text/html")


def test_a_typed_day_becomes_the_day_of_the_address(ask, world):
    response = ask(world.everyone, "persons:person-list", on="30/6/2025", period="2026", sort="name")
    assert response.status_code == 302
    assert "on=2025-06-30" in response["Location"]
    assert "period" not in response["Location"], "a period of another time gives way"
    assert "sort=name" in response["Location"]
    kept = ask(world.everyone, "persons:person-list", on="30/6/2025", period="2025-6m")
    assert "period=2025-6m" in kept["Location"]


def test_today_is_no_other_day(ask, world):
    response = ask(world.everyone, "units:unit-list", on=scenarios.TODAY.isoformat())
    assert response.status_code == 302
    assert "on=" not in response["Location"]


def test_links_keep_the_day_and_the_year_is_that_of_the_day(ask, world):
    response = ask(world.everyone, "units:unit-list", unit="xa-a")
    scope = response.wsgi_request.scope
    assert (scope.day, scope.as_of, scope.on, scope.period_code) == (EVE, EVE, scenarios.TODAY, "2025")
    for item in response.context["nav"]:
        assert "on=2025-06-30" in item.url
    assert "on=" not in scope.today_url
    assert "period" not in scope.today_url


def test_the_structure_of_a_period_is_no_other_day(ask, world):
    scope = ask(world.everyone, "units:unit-list", on="", period="2023").wsgi_request.scope
    assert (scope.as_of, scope.day, scope.is_another_day) == (date(2023, 12, 31), scenarios.TODAY, False)


# --- what is seen ---------------------------------------------------------------------------------------------------


def test_people_are_where_they_were(ask, world):
    then, now = (
        words(ask(world.everyone, "persons:person-list", on=on, unit=unit, of="unit"))
        for on, unit in ((THEN, "xa-a"), ("", "xa-ab"))
    )
    assert "Nguyễn Thị Lan" in then
    assert "Chi bộ thôn 1 An Bình" in then
    assert "Nguyễn Thị Lan" not in now
    assert "Nguyễn Thị Lan" in words(ask(world.everyone, "persons:person-list", on="", unit="xa-z", of="unit"))


def test_units_that_ended_stand_in_the_tree_of_their_day(ask, world):
    then = words(ask(world.everyone, "units:unit-list", unit="huyen"))
    assert "Đảng ủy xã An Bình" in then
    assert "Đảng ủy xã An Minh" not in then
    now = words(ask(world.everyone, "units:unit-list", on="", unit="huyen"))
    assert "Đảng ủy xã An Minh" in now
    assert "Đảng ủy xã An Bình" not in now


def test_the_bar_names_who_stood_in_a_units_place(ask, world):
    text = words(ask(world.merged, "units:unit-list", unit="xa-ab"))
    assert "khi đó chưa thành lập" in text
    assert "Đảng ủy xã An Bình" in text
    later = words(ask(world.everyone, "units:unit-list", unit="xa-a", on="2025-07-02"))
    assert "khi đó đã kết thúc" in later


def test_suggestions_are_of_the_day(ask, world):
    def found(on):
        answer = ask(world.everyone, "shell:suggest", on=on, kind="unit", permission="unit.view", q="dang uy xa an")
        return {hit["code"] for group in answer.json()["groups"] for hit in group["hits"]}

    assert found(THEN) == {"xa-a"}
    assert found("") == {"xa-ab"}


def test_classes_of_units_that_ended_are_found_at_their_heir(ask, world):
    opened = scenarios.open_class(
        world,
        actor=None,
        today=date(2025, 5, 20),
        invited=(),
        opened_by="xa-a",
        hosted_by="xa-a",
        taught_by="xa-a",
        paid_by="xa-a",
        certified_by="xa-a",
        proposals_close_on=date(2025, 6, 1),
        opens_on=date(2025, 6, 2),
        closes_on=date(2025, 6, 6),
    )
    for on, unit, is_there in (("", "xa-ab", True), (THEN, "xa-ab", False), (THEN, "xa-a", True)):
        text = words(ask(world.everyone, "classes:class-list", on=on, unit=unit, period="2025"))
        assert (opened.name in text) == is_there, (on, unit)


def test_a_report_through_todays_structure_goes_through_that_of_the_day(ask, world):
    response = ask(world.everyone, "reports:report-page", unit="huyen", structure="now")
    report = response.context["report"]
    assert (report.seen_on, report.known_on) == (EVE, EVE)
    assert "Tổ chức ngày 30/6/2025" in words(response)
    then = ask(world.everyone, "reports:report-page", unit="huyen").context["report"]
    assert (then.seen_on, then.known_on) == (None, EVE)
    ahead = ask(world.everyone, "reports:report-page", unit="huyen", structure="now", on="2027-01-01").context["report"]
    assert (ahead.seen_on, ahead.known_on) == (date(2027, 1, 1), scenarios.TODAY)


def test_an_export_names_the_day(ask, world):
    response = ask(world.everyone, "persons:person-list", unit="xa-a", of="unit", export="xlsx")
    about = dict(CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(1).to_python())
    assert about["Tình hình ngày"] == "30/06/2025"


# --- rights are those of today --------------------------------------------------------------------------------------


def test_who_holds_the_successor_reaches_what_it_carries_on(ask, world):
    tree = words(ask(world.merged, "units:unit-list"))
    assert "Đảng ủy xã An Bình" in tree
    assert "Đảng ủy xã Bình Minh" in tree
    assert ask(world.merged, "units:unit-page", kwargs={"code": "xa-a"}).status_code == 200
    assert "Nguyễn Thị Lan" in words(ask(world.merged, "persons:person-list", unit="xa-a", of="unit"))


def test_a_grant_at_the_successor_alone_reaches_nothing_before_it(ask, world):
    assert ask(world.flat, "units:unit-list").context["nodes"] == []
    assert ask(world.flat, "units:unit-page", kwargs={"code": "xa-a"}).status_code == 404


def test_a_unit_that_has_left_is_its_new_superiors_to_look_at(ask, world):
    """B's cell stood in B then; today it is of the other district, and so is the look at its past."""
    assert "Chi bộ thôn 1 Bình Minh" not in words(ask(world.merged, "units:unit-list", open="xa-b"))
    assert "Chi bộ thôn 1 Bình Minh" not in words(ask(world.merged, "units:unit-page", kwargs={"code": "xa-b"}))
    assert ask(world.merged, "units:unit-page", kwargs={"code": "xa-b-cb1"}).status_code == 404
    assert "Trần Văn Minh" not in words(ask(world.merged, "persons:person-list", unit="xa-b", of="unit"))
    assert ask(world.outsider, "units:unit-page", kwargs={"code": "xa-b-cb1"}).status_code == 200
    assert "Trần Văn Minh" in words(ask(world.outsider, "persons:person-list", unit="xa-b-cb1", of="unit"))


def test_who_left_is_named_but_their_record_stays_closed(ask, world):
    response = ask(world.merged, "persons:person-list", unit="xa-a", of="unit")
    assert "Nguyễn Thị Lan" in words(response)
    assert str(world.users["lan"].uuid) not in words(response)
    assert ask(world.merged, "persons:person-page", kwargs={"uuid": world.users["lan"].uuid}).status_code == 404


@pytest.mark.parametrize("column", ["identity_number", "party_card", "phone", "membership", "admitted_on", "theory"])
def test_what_a_record_says_of_today_is_not_told_of_another_day(ask, world, column):
    response = ask(world.everyone, "persons:person-list", unit="xa-a", of="unit", cols=column, membership="official")
    assert column not in {one.key for one in response.context["table"].columns}
    assert column not in {one.key for one in response.context["table"].filters}


def test_a_role_that_ended_shows_nothing_of_its_time(ask, world):
    for on in ("", THEN):
        assert ask(world.commune, "units:unit-page", on=on, kwargs={"code": "xa-b"}).status_code in {403, 404}
        assert ask(world.commune, "persons:person-list", on=on, unit="xa-b").status_code in {403, 404}


@pytest.mark.parametrize("name", ["merged", "outsider", "committee", "neighbour"])
def test_no_look_at_any_day_reaches_a_unit_that_today_is_out_of_reach(ask, world, name):
    user = world.users[name]
    reached = set(access.unit_ids_for(user, "unit.view", scenarios.TODAY))
    codes = org.codes_by_id(org.Unit.objects.values_list("pk", flat=True))
    for on in ("2021-01-01", THEN, DAY.isoformat(), "2026-12-31"):
        listed = ask(user, "units:unit-list", on=on, open=list(codes.values()))
        if listed.status_code != 403:
            shown = {one.id for one in flat(listed.context["nodes"])}
            assert shown <= reached, on
            found = ask(user, "units:unit-list", on=on, q="x").context["table"].rows
            assert {row.label.id for row in found} <= reached
        for pk, code in codes.items():
            status = ask(user, "units:unit-page", on=on, kwargs={"code": code}).status_code
            assert (status == 200) == (pk in reached), (on, code)


def flat(branches):
    return [one for branch in branches for one in (branch, *flat(branch.children))]


def test_a_grant_over_everything_is_known_as_such(world):
    """Then nothing is narrowed; a unit yet to come, or of another tree, is a reason to narrow."""
    on = scenarios.TODAY
    assert access.reaches_all(world.everyone, "unit.view", on)
    assert not access.reaches_all(world.committee, "unit.view", on)
    assert not access.reaches_all(world.commune, "unit.view", on)
    org.found_unit(actor=None, code="goc-khac", name="Gốc khác", kind="other", valid_from=on)
    assert not access.reaches_all(world.everyone, "unit.view", on)
