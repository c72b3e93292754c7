"""What holds of a unit for a time, on screen: recorded, set right, removed, exported, refused in words; and where it is used."""

from datetime import date

import pytest
from django.urls import reverse

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from tests import scenarios
from tests.kept import kept
from tests.web.office import D0, ON


def words(response):
    return " ".join(response.content.decode().split())


def url(name, code="duc-thinh", **kwargs):
    return reverse(f"units:{name}", kwargs={"code": code, **kwargs})


@kept()
def centre(office):
    return org.found_unit(
        actor=None,
        code="ttct",
        name="Trung tâm Chính trị xã Đức Thịnh",
        kind="political_centre",
        valid_from=D0,
        parent=office["duc-thinh"],
    )


FACTS = [
    ("term", {"name": "2020–2025", "valid_to": "01/08/2025"}, "2020–2025"),
    ("area", {"area": "border"}, "Biên giới"),
    ("contact", {"phone": "0239 3831 000", "email": "van-thu@ducthinh.vn"}, "0239 3831 000 · van-thu@ducthinh.vn"),
    (
        "signer",
        {"name": "Lê Thị Hà", "post": "Bí thư", "stead": "T/M", "stead_of": "Ban Thường vụ"},
        "Lê Thị Hà, T/M Ban Thường vụ, Bí thư",
    ),
    ("layout", {"layout": "party"}, "Văn bản của Đảng"),
    ("reporting_year", {"day": "15", "month": "12"}, "Từ 15/12 đến hết 14/12 năm sau"),
    ("deadlines", {"soon_days": "60", "late_days": "200"}, "Sắp đến hạn: trong 60 ngày; quá hạn lâu: sau 200 ngày"),
]


@pytest.mark.parametrize(("kind", "form", "said"), FACTS)
def test_each_kind_is_recorded_and_shown(office, sign_in, kind, form, said):
    client = sign_in(office["administrator"])
    assert client.get(url("fact-add", kind=kind)).status_code == 200
    done = client.post(url("fact-add", kind=kind), {"valid_from": "01/01/2021", "source": "QĐ 5", **form})
    assert done.status_code == 302, words(done)
    text = words(client.get(url("fact-list")))
    assert said in text
    assert "QĐ 5" in text


def test_what_is_passed_down_says_where_it_is_told(office, sign_in):
    org.record_fact(actor=None, unit=office["tinh"], value=org.Layout("state"), valid_from=D0)
    text = words(sign_in(office["inspector"]).get(url("fact-list", "dong-hoa")))
    assert "theo Tỉnh ủy Lâm Giang" in text
    assert "Ghi mới" not in text, "an inspector looks and changes nothing"


def test_a_fact_is_set_right_and_removed(office, sign_in):
    client = sign_in(office["administrator"])
    fact = org.record_fact(actor=None, unit=office["duc-thinh"], value=org.Contact("Thôn 1"), valid_from=D0)
    edit = url("fact-edit", uuid=fact.uuid)
    assert "Thôn 1" in words(client.get(edit))
    assert client.post(edit, {"address": "Thôn 2", "valid_from": "01/01/2020"}).status_code == 302
    assert "Thôn 2" in words(client.get(url("fact-list")))
    assert client.post(url("fact-remove", uuid=fact.uuid)).status_code == 302
    assert org.list_facts(office["duc-thinh"]) == []


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        ("contact", {"valid_from": "01/01/2021"}, "Chưa ghi gì để liên hệ"),
        ("contact", {"phone": "1", "valid_from": "01/01/2019"}, "hoạt động từ ngày 01/01/2020"),
        ("term", {"name": "x", "valid_from": "01/01/2021", "valid_to": "01/01/2020"}, "không sau"),
        ("reporting_year", {"day": "31", "month": "4", "valid_from": "01/01/2021"}, "phải có trong mọi năm"),
        ("area", {"area": "moon", "valid_from": "01/01/2021"}, "moon"),
        ("layout", {"valid_from": "32/13/2021"}, "Chưa điền"),
    ],
)
def test_wrong_inputs_are_refused_at_their_field(office, sign_in, kind, form, said):
    response = sign_in(office["administrator"]).post(url("fact-add", kind=kind), form)
    assert response.status_code == 422
    assert said in words(response)


def test_an_unknown_kind_and_strange_keys_are_not_found(office, sign_in):
    client = sign_in(office["administrator"])
    fact = org.record_fact(actor=None, unit=office["tinh"], value=org.Contact("Thôn 1"), valid_from=D0)
    assert client.get(url("fact-add", kind="colour")).status_code == 404
    assert client.get(url("fact-edit", uuid=fact.uuid)).status_code == 404, "a fact of another unit"


def test_a_centre_serves_units_on_both_pages(office, sign_in, centre):
    client = sign_in(office["administrator"])
    form = {"unit": "yen-son", "valid_from": "01/01/2021", "source": "QĐ 360"}
    assert client.post(url("area-add", "ttct"), form).status_code == 302
    text = words(client.get(url("fact-list", "ttct")))
    for said in ("Phục vụ các đơn vị", "Đảng ủy xã Yên Sơn", "QĐ 360", "2 đơn vị"):
        assert said in text
    assert "Trung tâm Chính trị xã Đức Thịnh" in words(client.get(url("unit-page", "thon-ngoai")))
    book = client.get(url("fact-list", "ttct"), {"s-export": "xlsx"})
    assert book["Content-Type"].startswith("application/vnd.openxmlformats")
    again = client.post(url("area-add", "ttct"), form)
    assert again.status_code == 422
    assert "đã thuộc Trung tâm Chính trị xã Đức Thịnh" in words(again)


def test_a_service_area_is_ended_and_removed(office, sign_in, centre):
    client = sign_in(office["administrator"])
    area = org.record_service_area(actor=None, centre=centre, unit=office["yen-son"], valid_from=D0)
    edit = url("area-edit", "ttct", uuid=area.uuid)
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"valid_from": "01/01/2020", "valid_to": "01/06/2023"}).status_code == 302
    assert org.centre_of(office["yen-son"], ON) is None
    assert org.centre_of(office["yen-son"], date(2023, 5, 31)) == centre
    assert client.post(url("area-remove", "ttct", uuid=area.uuid)).status_code == 302
    assert org.list_service_areas(centre) == []


def test_an_authority_is_recorded_for_several_programmes(office, sign_in, centre):
    catalogue.load_seed(actor=None)
    client = sign_in(office["administrator"])
    form = {
        "programmes": ["NTVD", "DVM"],
        "number": "12-QĐ/TU",
        "decided_on": "05/01/2023",
        "decided_by": "Tỉnh ủy Lâm Giang",
        "valid_from": "05/01/2023",
    }
    assert "chưa ghi nhận" in words(client.get(url("fact-list", "ttct"))).lower()
    assert client.post(url("authority-add", "ttct"), form).status_code == 302
    text = words(client.get(url("fact-list", "ttct")))
    assert "12-QĐ/TU ngày 05/01/2023 của Tỉnh ủy Lâm Giang" in text
    first, _second = catalogue.list_authorities(centre)
    edit = url("authority-edit", "ttct", uuid=first.uuid)
    assert client.get(edit).status_code == 200
    del form["programmes"]
    assert client.post(edit, {**form, "valid_to": "01/06/2023"}).status_code == 302
    assert len(catalogue.authorities_as_of(centre.pk, ON)) == 1
    assert client.post(url("authority-remove", "ttct", uuid=first.uuid)).status_code == 302
    assert len(catalogue.list_authorities(centre)) == 1


@pytest.mark.parametrize("name", ["fact-list", "area-add", "authority-add"])
def test_another_communes_unit_is_out_of_reach(office, sign_in, name):
    assert sign_in(office["outsider"]).get(url(name)).status_code in {403, 404}


def test_giving_a_unit_out_of_reach_is_refused(office, sign_in, centre):
    from tests.web.office import account

    local = account("local", "administrator", office["duc-thinh"])
    response = sign_in(local).post(url("area-add", "ttct"), {"unit": "yen-son", "valid_from": "01/01/2021"})
    assert response.status_code == 422
    assert org.list_service_areas(centre) == []


def test_the_page_costs_the_same_for_one_and_many(office, sign_in, centre, django_assert_max_num_queries):
    client = sign_in(office["administrator"])
    org.record_service_area(actor=None, centre=centre, unit=office["yen-son"], valid_from=D0)
    client.get(url("fact-list", "ttct"))
    with django_assert_max_num_queries(40) as one:
        client.get(url("fact-list", "ttct"))
    org.record_service_area(actor=None, centre=centre, unit=office["tram-y-te"], valid_from=D0)
    for kind in ("border", "island", "mountain"):
        org.record_fact(actor=None, unit=centre, value=org.InArea(kind), valid_from=D0)
    with django_assert_max_num_queries(40) as many:
        client.get(url("fact-list", "ttct"))
    assert len(one) == len(many)


def test_history_is_exported_and_narrowed(office, sign_in):
    unit = office["duc-thinh"]
    org.record_fact(actor=None, unit=unit, value=org.Contact("Thôn 1"), valid_from=D0)
    org.record_fact(actor=None, unit=unit, value=org.Term("2020–2025"), valid_from=D0)
    client = sign_in(office["inspector"])
    assert client.get(url("fact-list"), {"export": "xlsx"})["Content-Type"].startswith("application/vnd.openxml")
    narrowed = words(client.get(url("fact-list"), {"kind": "term"}))
    assert narrowed.count("2020–2025") > narrowed.count("Thôn 1") - 1


def test_terms_and_reporting_years_stand_in_the_period_picker(office, sign_in):
    tinh = office["tinh"]
    org.record_fact(
        actor=None, unit=tinh, value=org.Term("2020–2025"), valid_from=date(2020, 10, 1), valid_to=date(2025, 10, 1)
    )
    org.record_fact(actor=None, unit=tinh, value=org.ReportingYear(15, 12), valid_from=D0)
    client = sign_in(office["officer"])
    text = words(client.get(reverse("units:unit-list")))
    assert "period=nk2020" in text
    assert "2020–2025 (01/10/2020–30/9/2025)" in text
    assert "period=2022-12-15..2023-12-14" in text
    assert "Năm báo cáo của đơn vị" in text


@kept()
def terms(office):
    for code, name, first, last in (
        ("tinh", "2020–2025", date(2020, 10, 1), date(2025, 10, 1)),
        ("yen-son", "2020–2025", date(2020, 6, 1), date(2025, 6, 1)),
    ):
        org.record_fact(actor=None, unit=office[code], value=org.Term(name), valid_from=first, valid_to=last)
    return office


def test_a_term_is_a_period_of_any_page(terms, sign_in, django_assert_max_num_queries):
    client = sign_in(terms["inspector"])
    page = client.get(reverse("reports:report-page"), {"unit": "duc-thinh", "period": "nk2020"})
    scope = page.wsgi_request.scope
    assert (scope.period_code, scope.from_, scope.to_) == ("nk2020", date(2020, 10, 1), date(2025, 9, 30))
    text = words(page)
    assert "Kết quả mở lớp, nhiệm kỳ 2020–2025 (từ 01/10/2020 đến 30/9/2025)" in text
    assert 'period=nk2020" aria-current="true"' in text
    book = client.get(reverse("reports:report-document"), {"unit": "duc-thinh", "period": "nk2020"})
    assert book.status_code == 200
    listed = client.get(reverse("classes:class-list"), {"unit": "duc-thinh", "period": "nk2020"})
    assert "nhiệm kỳ 2020–2025" in words(listed)
    client.cookies["hocvien_language"] = "en"
    assert "term 2020–2025" in words(client.get(reverse("units:unit-list"), {"period": "nk2020"}))


def test_a_term_is_its_days_for_another_unit_and_on_another_day(terms, sign_in):
    client = sign_in(terms["inspector"])
    text = words(client.get(reverse("units:unit-list"), {"unit": "tinh", "period": "nk2020"}))
    assert "unit=yen-son&amp;period=2020-10-01..2025-09-30" in text
    assert "unit=yen-son&amp;period=nk2020" not in text, "the commune's own term has other days"
    assert text.count('name="period" value="2020-10-01..2025-09-30"') == 2, "in the forms for another unit, another day"
    own = client.get(reverse("units:unit-list"), {"unit": "yen-son", "period": "nk2020"})
    assert own.wsgi_request.scope.from_ == date(2020, 6, 1)


@pytest.mark.parametrize(
    ("unit", "code", "said"),
    [
        ("duc-thinh", "nk2015", "Nhiệm kỳ đã ghi: nk2020 (2020–2025: 01/10/2020–30/9/2025)"),
        ("yen-son", "nk1999-01", "không có nhiệm kỳ mang mã “nk1999-01”"),
        ("duc-thinh", "nk20", "Không hiểu kỳ báo cáo “nk20”"),
        ("duc-thinh", "nk2020-13-45", "không có nhiệm kỳ mang mã"),
    ],
)
def test_a_term_that_is_not_the_units_is_said_in_words(terms, sign_in, unit, code, said):
    client = sign_in(terms["inspector"])
    page = client.get(reverse("units:unit-list"), {"unit": unit, "period": code})
    assert page.status_code == 400
    assert said in words(page)
    asked = client.get(reverse("reports:report-workbook"), {"unit": unit, "period": code, "export": "xlsx"})
    assert asked.status_code == 400
    client.cookies["hocvien_language"] = "en"
    assert code in words(client.get(reverse("units:unit-list"), {"unit": unit, "period": code}))


def test_a_term_of_a_unit_out_of_sight_is_not_found(terms, sign_in):
    page = sign_in(terms["officer"]).get(reverse("units:unit-list"), {"unit": "yen-son", "period": "nk2020"})
    assert page.status_code == 404


# --- where it is used -------------------------------------------------------------------------------------------------


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place()


def test_the_signer_is_proposed_on_decision_and_certificates(world, client, settings):
    org.record_fact(
        actor=None,
        unit=world.units["ttct"],
        value=org.Signer("Trần Văn Bình", "Phó Giám đốc", "KT.", "Giám đốc"),
        valid_from=scenarios.FOUNDED,
    )
    training_class, _people = scenarios.finished_class(world)
    settings.HOCVIEN_TODAY = scenarios.DECIDED.isoformat()
    client.force_login(world.committee)
    shown = words(client.get(reverse("classes:result-recognise", kwargs={"uuid": training_class.uuid})))
    assert 'value="Trần Văn Bình"' in shown
    assert 'value="KT. Giám đốc, Phó Giám đốc"' in shown
    scenarios.recognise(world, training_class)
    client.force_login(world.centre)
    shown = words(client.get(reverse("classes:certificate-issue", kwargs={"uuid": training_class.uuid})))
    assert 'value="Trần Văn Bình"' in shown


def authorise_another(world):
    """The centre may open classes of another programme than theirs."""
    catalogue.record_authority(
        actor=None,
        unit=world.units["ttct"],
        programmes=[catalogue.get_programme("DVM")],
        number="12-QĐ/HU",
        decided_on=scenarios.FOUNDED,
        decided_by="Huyện ủy Mẫu",
        valid_from=scenarios.FOUNDED,
        today=scenarios.TODAY,
    )


def test_opening_says_what_is_missing_or_refused(world, client):
    client.force_login(world.centre)
    form = {
        "programme": str(catalogue.get_programme("NTVD").pk),
        "outside_plan_decision": "14-QĐ/TTCT",
        "name": "Lớp nhận thức về Đảng khóa II",
        "opened_by": "ttct",
        "seats": "80",
        "opens_on": "08/06/2026",
        "closes_on": "12/06/2026",
    }
    page = client.post(reverse("classes:class-open"), form, follow=True)
    assert "Chưa ghi nhận thẩm quyền mở lớp" in words(page)
    assert "chưa ghi nhận thẩm quyền" in words(page)
    authorise_another(world)
    refused = client.post(reverse("classes:class-open"), {**form, "name": "Lớp nữa"})
    assert refused.status_code == 422
    assert "chưa được giao thẩm quyền mở lớp" in words(refused)


def test_moving_the_opening_day_says_what_is_missing_or_refused(world, client):
    opened = scenarios.open_class(world)
    client.force_login(world.centre)
    edit = reverse("classes:class-edit", kwargs={"uuid": opened.uuid})
    shown = client.get(edit).context["form"]
    form = {name: shown[name].value() for name in shown.fields if shown[name].value() not in (None, "", False)}
    form |= {name: getattr(opened, name).code for name in ("hosted_by", "taught_by", "paid_by", "certified_by")}
    form |= {"opens_on": "09/06/2026", "closes_on": "12/06/2026"}
    saved = client.post(edit, form, follow=True)
    assert "Đã lưu thông tin lớp" in words(saved)
    assert "Chưa ghi nhận thẩm quyền mở lớp" in words(saved)
    authorise_another(world)
    refused = client.post(edit, {**form, "opens_on": "10/06/2026"})
    assert refused.status_code == 422
    assert "chưa được giao thẩm quyền mở lớp" in words(refused)
    assert 'value="10/06/2026"' in words(refused), "what was typed is kept"


def test_who_may_open_is_shown_and_set_on_the_programmes_page(world, client):
    client.force_login(world.committee)
    page = reverse("programmes:programme-page", kwargs={"code": "TCLLCT"})
    shown = words(client.get(page))
    assert "Ai được mở lớp" in shown
    assert "Trường chính trị" in shown
    edit = reverse("programmes:opening-edit", kwargs={"code": "TCLLCT"})
    assert client.get(edit).status_code == 200
    form = {"need": "required", "kinds": ["academy"], "valid_from": "20/05/2026", "mark": "default", "citation": "NQ 1"}
    assert client.post(edit, form).status_code == 302
    rule = catalogue.opening_rule_as_of(catalogue.get_programme("TCLLCT").pk, scenarios.TODAY)
    assert (rule.need, rule.kinds, rule.citation) == ("required", ("academy",), "NQ 1")
