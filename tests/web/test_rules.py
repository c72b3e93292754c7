"""Rules on screen: over time, as a draft, tried on people, published; one person under them."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.obligations.models import Version
from hocvien.people import api as people
from hocvien.web.ui import formats
from tests import scenarios
from tests.kept import kept
from tests.sending import office

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 8)


@kept(today=DAY)
def world():
    world = scenarios.found_place()
    for role in ("clerk", "committee_office", "inspector", "unit_officer"):
        scenarios.give_account(world, role, (role, "tinh"))
    return world


@pytest.fixture
def signed(world, client):
    def _signed(name):
        client.force_login(getattr(world, name))
        return client

    return _signed


def text_of(response):
    return response.content.decode()


def form_data(response):
    form = response.context["form"]
    return {
        name: value for name in form.fields if (value := form[name].value()) not in (None, "") and value is not False
    }


def test_rules_of_every_programme_and_the_regulations(signed, django_assert_max_num_queries):
    client = signed("inspector")
    client.get("/rules/")
    with django_assert_max_num_queries(20):
        page = text_of(client.get("/rules/"))
    assert "Trung cấp" in page
    assert "điều kiện mặc định" in page
    page = text_of(client.get("/rules/regulations/"))
    assert "QĐ 350-QĐ/TW" in page
    assert "mặc định, chưa đối chiếu" in page


def test_an_office_records_a_regulation_and_what_it_replaces(signed):
    client = signed("committee_office")
    assert "/rules/regulations/new/" in text_of(client.get("/rules/regulations/"))
    new = {"number": "QĐ 12-QĐ/TW", "title": "Thay Quy định 350", "issued_on": "05/10/2026", "valid_from": "01/11/2026"}
    assert client.post("/rules/regulations/new/", new).status_code == 302
    made = eligibility.get_regulation("qd-12-qdtw-2026")
    assert (made.valid_from, made.is_seen) == (date(2026, 11, 1), False)
    edit = "/rules/regulations/of/qd-350-2025/"
    data = form_data(client.get(edit))
    assert client.post(edit, data | {"successor": made.code}).status_code == 302
    old = eligibility.get_regulation("qd-350-2025")
    assert (old.successor, old.valid_to) == (made, date(2026, 11, 1))
    verbs = list(journal.list_entries().values_list("verb", flat=True))
    assert verbs.count("eligibility.save_regulation") == 2
    # refreshing what the program ships with leaves both alone
    eligibility.load_seed(actor=None)
    assert eligibility.get_regulation("qd-350-2025").successor == made
    assert made.code in text_of(client.get("/rules/of/TCLLCT/edit/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": "qđ 350-QĐ/TW"}, "đã ghi rồi"),
        ({"valid_from": "01/11/2026", "valid_to": "01/11/2026"}, "phải sau ngày bắt đầu"),
        ({"issued_on": "31/02/2026"}, "31/02/2026"),
        ({"number": ""}, "Chưa điền"),
        ({"successor": "không-có"}, "không-có"),
    ],
)
def test_a_regulation_that_cannot_be_is_refused_in_words(signed, change, said):
    client = signed("committee_office")
    before = len(eligibility.list_regulations())
    answer = client.post("/rules/regulations/new/", {"number": "QĐ 13-QĐ/TW", "title": "Thử"} | change)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert len(eligibility.list_regulations()) == before


def test_a_regulation_is_not_replaced_by_what_it_replaced(signed):
    client = signed("committee_office")
    edit = "/rules/regulations/of/qd-350-2025/"
    answer = client.post(edit, form_data(client.get(edit)) | {"successor": "qd-57-2022", "valid_to": "01/01/2027"})
    assert answer.status_code == 422
    assert "không thay thế được văn bản này" in text_of(answer)
    assert client.get("/rules/regulations/of/khong-co/").status_code == 404
    signed("inspector")
    assert client.get(edit).status_code == 403
    assert edit not in text_of(client.get("/rules/regulations/"))


def test_a_regulation_recorded_by_mistake_is_removed_while_nothing_cites_it(signed):
    client = signed("committee_office")
    client.post("/rules/regulations/new/", {"number": "QĐ 14-QĐ/TW", "title": "Nhầm"})
    edit = "/rules/regulations/of/qd-14-qdtw/"
    assert "Xóa văn bản ghi nhầm" in text_of(client.get(edit))
    shipped = "/rules/regulations/of/qd-350-2025/"
    assert "Xóa văn bản ghi nhầm" not in text_of(client.get(shipped))
    assert "có sẵn trong chương trình" in text_of(client.post(f"{shipped}remove/", follow=True))
    data = form_data(client.get(shipped))
    client.post(shipped, data | {"successor": "qd-14-qdtw", "valid_to": "01/01/2027"})
    assert "dẫn nên không xóa được" in text_of(client.post(f"{edit}remove/", follow=True))
    client.post(shipped, data | {"successor": ""})
    answer = client.post(f"{edit}remove/", follow=True)
    assert "Đã xóa văn bản QĐ 14-QĐ/TW" in text_of(answer)
    assert client.get(edit).status_code == 404
    assert "eligibility.remove_regulation" in set(journal.list_entries().values_list("verb", flat=True))


@pytest.mark.parametrize("is_published", [True, False])
def test_a_regulation_that_a_rule_cites_stays(signed, is_published):
    made = eligibility.save_regulation(actor=None, number="QĐ 15-QĐ/TW", title="Dẫn", today=DAY)
    programme, now = catalogue.get_programme("TCLLCT"), scenarios.at(DAY)
    shipped = eligibility.rule_sets(programme.pk)[0].clauses[0]
    draft = eligibility.save_draft(
        actor=None,
        programme=programme,
        study_mode="part_time",
        valid_from=DAY,
        clauses=[eligibility.NewClause(kind=shipped.kind, parameters=shipped.parameters, regulation=made.code)],
        today=DAY,
        now=now,
    )
    if is_published:
        eligibility.publish_draft(actor=None, draft=draft, today=DAY, now=now)
    with pytest.raises(eligibility.RegulationIsCited):
        eligibility.remove_regulation(actor=None, regulation=made, today=DAY)
    assert eligibility.get_regulation(made.code) == made


def test_a_regulation_that_an_obligation_cites_stays_and_says_so(signed):
    client = signed("committee_office")
    client.post("/rules/regulations/new/", {"number": "QĐ 16-QĐ/TW", "title": "Dẫn ở nghĩa vụ"})
    cited = eligibility.get_regulation("qd-16-qdtw")
    Version.objects.filter(pk=Version.objects.order_by("pk").first().pk).update(regulation=cited)
    answer = client.post("/rules/regulations/of/qd-16-qdtw/remove/", follow=True)
    assert "“QĐ 16-QĐ/TW” đang được một điều kiện, một nghĩa vụ" in text_of(answer)
    assert eligibility.get_regulation("qd-16-qdtw") == cited


def test_rules_of_a_programme_over_time(signed, django_assert_max_num_queries):
    client = signed("inspector")
    client.get("/rules/of/TCLLCT/")
    with django_assert_max_num_queries(20):
        page = text_of(client.get("/rules/of/TCLLCT/"))
    assert "nữ từ 28 tuổi, nam từ 30 tuổi" in page
    assert "Quy định từ 08/02/2022" in page
    assert "Soạn phiên bản mới" not in page
    past = text_of(client.get("/rules/of/TCLLCT/", {"on": "2022-02-07"}))
    assert "Chưa có quy định trong hệ thống cho ngày 07/02/2022" in past


@pytest.mark.parametrize("path", ["file/", "of/NTVD/edit/"])
def test_only_those_with_the_permission_write_rules(signed, path):
    assert signed("clerk").get(f"/rules/{path}").status_code == 403
    assert signed("committee_office").get(f"/rules/{path}").status_code == 200


def test_conditions_change_from_a_day(signed):
    client = signed("committee_office")
    data = form_data(client.get("/rules/of/TCLLCT/edit/"))
    data |= {"valid_from": "01/01/2027", "female_5": 26, "title_5": "Nữ từ 26 tuổi", "kinds_1": ["leader"]}
    del data["keep_4"]
    answer = client.post("/rules/of/TCLLCT/edit/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    (draft,) = eligibility.list_drafts()
    page = text_of(client.get(answer["Location"]))
    assert "Nữ từ 26 tuổi" in page
    assert "QĐ 350-QĐ/TW" in page
    programme = catalogue.get_programme("TCLLCT")
    assert len(eligibility.rule_sets(programme.pk)) == 2
    assert client.post(f"/rules/drafts/{draft.uuid}/publish/").status_code == 302
    newest, before = eligibility.rule_sets(programme.pk)[:2]
    assert before.valid_to == newest.valid_from == date(2027, 1, 1)
    kept = {clause.kind: clause for clause in newest.clauses}
    assert "ratings_last_years" not in kept
    assert kept["age_at_least"].parameters["female"] == 26
    assert kept["age_at_least"].regulation == "qd-350-2025"
    assert kept["post_held"].parameters["kinds"] == ["leader"]
    assert kept["theory_level_below"].parameters["confirmation_before"] == "2021-07-09"
    assert eligibility.load_seed(actor=None) == 0
    again = client.post(f"/rules/drafts/{draft.uuid}/publish/")
    assert again.status_code == 409
    assert "đã ban hành hoặc đã bỏ" in text_of(again)


def test_words_follow_the_figures_unless_somebody_wrote_them(signed):
    client = signed("committee_office")
    data = form_data(client.get("/rules/of/TCLLCT/edit/"))
    client.post("/rules/of/TCLLCT/edit/", data | {"female_5": 26, "title_2": "Là đảng viên"})
    (draft,) = eligibility.list_drafts()
    titles = {clause.kind: (clause.title, clause.title_en) for clause in eligibility.draft_clauses(draft)}
    assert titles["age_at_least"] == (
        "Hệ không tập trung: nữ từ 26 tuổi, nam từ 30 tuổi, tính đến ngày khai giảng",
        "Part-time: women 26, men 30 or older, counted on the day of opening",
    )
    assert titles["member"][0] == "Là đảng viên"
    assert titles["education_at_least"][0] == "Tốt nghiệp cao đẳng trở lên; dân tộc thiểu số từ THPT"


def test_version_of_an_audience_starts_from_its_own(signed):
    client = signed("committee_office")
    page = client.get("/rules/of/CNKT/edit/?audience=group-2")
    assert page.context["form"]["audience"].value() == "group-2"
    assert (
        client.post("/rules/of/CNKT/edit/?audience=group-2", form_data(page) | {"valid_from": "01/01/2027"}).status_code
        == 302
    )
    (draft,) = eligibility.list_drafts()
    assert draft.audience == "group-2"
    assert "Nhóm 2" in text_of(client.get(f"/rules/drafts/{draft.uuid}/"))


def test_conditions_begin_where_none_were(signed):
    client = signed("committee_office")
    url = "/rules/of/QTNQ/edit/"
    data = form_data(client.get(url))
    assert "ít nhất một điều kiện" in text_of(client.post(url, data))
    for kind in eligibility.KINDS:
        shown = client.post(url, data | {"add": "1", "add_kind": kind})
        assert shown.status_code == 200, kind
        data = form_data(shown)
    chosen = {
        "years_left": {"years": "5"},
        "works_in": {"work_fields": ["office"]},
        "managed_by": {"unit_kinds": ["commune_committee"]},
        "within_units": {"units": "xa-a, xa-b"},
        "has_certificate": {"programmes": ["NTVD"]},
        "no_valid_certificate": {"programmes": ["NTVD"]},
    }
    for n, kind in enumerate(eligibility.KINDS, 1):
        data |= {f"{name}_{n}": value for name, value in chosen.get(kind, {}).items()}
    answer = client.post(url, data | {"valid_from": "01/09/2026"})
    assert answer.status_code == 302, answer.context["form"].errors
    (draft,) = eligibility.list_drafts()
    kinds = [clause.kind for clause in eligibility.draft_clauses(draft)]
    assert kinds == list(eligibility.KINDS)
    assert client.get(f"/rules/drafts/{draft.uuid}/edit/").status_code == 200
    english = text_of(client.get(f"/rules/drafts/{draft.uuid}/", headers={"Accept-Language": "en"}))
    assert "Tuyên giáo" in english or "Văn phòng" in english


def test_unknown_unit_of_a_condition_is_refused_in_words(signed):
    client = signed("committee_office")
    url = "/rules/of/QTNQ/edit/"
    data = form_data(client.post(url, form_data(client.get(url)) | {"add": "1", "add_kind": "within_units"}))
    answer = client.post(url, data | {"units_1": "khong-co"})
    assert answer.status_code == 422
    assert "Không có đơn vị mang mã khong-co" in text_of(answer)


@pytest.mark.parametrize(
    "base",
    [
        '["member", {"colour": "red"}, ""]',
        '["member", {"months": {}}, ""]',
        '["post_held", {"kinds": 7}, []]',
        '[[], {}, ""]',
        "[1]",
        "{",
    ],
)
def test_conditions_tampered_with_are_refused_in_words(signed, base):
    client = signed("committee_office")
    data = form_data(client.get("/rules/of/NVCTD/edit/")) | {"base_1": base, "standing_1": "any", "months_1": "0"}
    answer = client.post("/rules/of/NVCTD/edit/", data)
    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert "Điều kiện" in text_of(answer) or "điều kiện" in text_of(answer)


def test_file_goes_out_and_comes_back_as_a_draft(signed):
    client = signed("committee_office")
    answer = client.get("/rules/of/TCLLCT/file/", {"from": "2025-08-29"})
    assert answer["Content-Disposition"] == 'attachment; filename="TCLLCT-2025-08-29.yaml"'
    content = answer.content.replace(b"female: 28", b"female: 27").replace(
        b"valid_from: 2025-08-29", b"valid_from: 2027-01-01"
    )
    sent = client.post("/rules/file/", {"file": SimpleUploadedFile("tc.yaml", content)})
    assert sent.status_code == 302, sent.context["form"].errors
    (draft,) = eligibility.list_drafts()
    assert draft.valid_from == date(2027, 1, 1)
    wrong = client.post("/rules/file/", {"file": SimpleUploadedFile("tc.yaml", b"rule_sets: 7")})
    assert wrong.status_code == 422
    assert "Tệp YAML không đọc được" in text_of(wrong)
    assert client.post("/rules/file/", {"file": SimpleUploadedFile("tc.exe", b"x")}).status_code == 422


def test_draft_is_tried_on_the_people_of_the_scope(world, signed, django_assert_max_num_queries):
    scenarios.add_members(world, 6)
    client = signed("committee_office")
    data = form_data(client.get("/rules/of/NVCTD/edit/"))
    client.post("/rules/of/NVCTD/edit/", data | {"valid_from": "01/09/2026", "kinds_2": ["cell_secretary", "leader"]})
    (draft,) = eligibility.list_drafts()
    url = f"/rules/drafts/{draft.uuid}/"
    assert "trial" not in client.get(f"{url}?unit=xa-a").context
    with django_assert_max_num_queries(40):
        assert client.post(f"{url}try/?unit=xa-a").status_code == 302
    client.get(url)
    with django_assert_max_num_queries(20):
        page = client.get(f"{url}?unit=xa-a")
    assert page.context["trial"]["people"] >= 6
    assert "Nếu bỏ một điều kiện" in text_of(page)
    # who would come in, by name, each a link to the verdict by this programme
    named = [person for _title, rows, count in page.context["trial"]["dropped"] for person in rows if count]
    assert named
    assert named[0].full_name in text_of(page)
    assert f"/rules/people/{named[0].uuid}/?unit=xa-a&amp;period=2026&amp;programme=NVCTD" in page.content.decode()
    # and not in the heading of its row, which is bold and hides that its links are links
    headings = re.findall(r'<th scope="row">(.*?)</th>', page.content.decode(), re.DOTALL)
    assert headings
    assert not [one for one in headings if "/rules/people/" in one]
    # kept for that unit, until the draft changes
    assert "trial" not in client.get(f"{url}?unit=xa-b").context
    assert client.post(f"{url}edit/", form_data(client.get(f"{url}edit/"))).status_code == 302
    assert "trial" not in client.get(f"{url}?unit=xa-a").context
    assert client.post(f"{url}try/?unit=xa-a", {"mode": "x"}).status_code == 302
    assert client.post(f"/rules/drafts/{draft.uuid}/discard/").status_code == 302
    assert eligibility.list_drafts() == []


def test_trial_among_nobody_says_where_to_look(world, signed):
    client = signed("committee_office")
    client.post("/rules/of/NVCTD/edit/", form_data(client.get("/rules/of/NVCTD/edit/")))
    (draft,) = eligibility.list_drafts()
    url = f"/rules/drafts/{draft.uuid}/"
    client.post(f"{url}try/?unit=ttct")
    page = client.get(f"{url}?unit=ttct")
    assert page.context["trial"]["people"] == 0
    assert "Không ai sinh hoạt ở đơn vị này hay cấp dưới. Chọn đơn vị khác" in text_of(page)


def test_a_day_in_a_condition_is_shown_as_people_write_it(world, signed):
    page = signed("committee_office").get("/rules/of/TCLLCT/edit/").content.decode()
    assert 'value="09/07/2021"' in page
    assert 'value="2021-07-09"' not in page


def test_trial_counts_only_whom_the_user_may_see(world, signed):
    scenarios.add_members(world, 3)
    user = scenarios.give_account(world, "far", ("committee_office", "xa-b"))
    client = signed("committee_office")
    data = form_data(client.get("/rules/of/NVCTD/edit/"))
    client.post("/rules/of/NVCTD/edit/", data)
    (draft,) = eligibility.list_drafts()
    url = f"/rules/drafts/{draft.uuid}/"
    client.post(f"{url}try/?unit=tinh")
    everybody = client.get(f"{url}?unit=tinh").context["trial"]["people"]
    client.force_login(user)
    assert "trial" not in client.get(f"{url}?unit=tinh").context
    client.post(f"{url}try/?unit=xa-b")
    assert client.get(f"{url}?unit=xa-b").context["trial"]["people"] < everybody


def test_many_people_are_tried_in_the_background(world, signed, monkeypatch, settings):
    from hocvien.eligibility.operations import trying
    from hocvien.jobs import api as jobs

    settings.JOBS_INLINE = False
    monkeypatch.setattr(trying, "TRIED_AT_ONCE", 2)
    scenarios.add_members(world, 6)
    client = signed("committee_office")
    client.post("/rules/of/NVCTD/edit/", form_data(client.get("/rules/of/NVCTD/edit/")))
    (draft,) = eligibility.list_drafts()
    url = f"/rules/drafts/{draft.uuid}/"
    client.post(f"{url}try/?unit=xa-a")
    page = text_of(client.get(f"{url}?unit=xa-a"))
    assert "Đã xét 0/6 người" in page
    assert "data-poll" in page
    # stopped: nothing of it is kept
    assert client.post(f"{url}stop/?unit=xa-a").status_code == 302
    assert not jobs.work_once(worker="w")
    assert "trial" not in client.get(f"{url}?unit=xa-a").context
    client.post(f"{url}try/?unit=xa-a")
    assert jobs.work_once(worker="w")
    assert client.get(f"{url}?unit=xa-a").context["trial"]["people"] == 6
    # a draft that changed meanwhile is not told of by figures of before
    client.post(f"{url}try/?unit=xa-a")
    client.post(f"{url}edit/", form_data(client.get(f"{url}edit/")))
    assert not jobs.work_once(worker="w")
    assert "trial" not in client.get(f"{url}?unit=xa-a").context
    assert client.post(f"{url}discard/").status_code == 302
    assert client.post(f"{url}try/?unit=xa-a").status_code == 409


def test_suggested_condition_is_added_with_one_click(signed):
    client = signed("committee_office")
    page = text_of(client.get("/rules/of/TCLLCT/"))
    assert "Điều khoản gợi ý" in page
    assert re.search(r'href="/rules/of/TCLLCT/edit/\?[^"]*suggest=years-left', page)
    assert "suggest=years-left" not in text_of(signed("inspector").get("/rules/of/TCLLCT/"))
    client = signed("committee_office")
    data = form_data(client.get("/rules/of/TCLLCT/edit/?suggest=years-left"))
    # how many years is told by nobody: it has to be filled in
    refused = client.post("/rules/of/TCLLCT/edit/?suggest=years-left", data)
    assert refused.status_code == 422
    assert "Chưa điền “Còn ít nhất (năm)”" in text_of(refused)
    answer = client.post("/rules/of/TCLLCT/edit/?suggest=years-left", data | {"years_9": "3"})
    assert answer.status_code == 302, answer.context["form"].errors
    (draft,) = eligibility.list_drafts()
    added = eligibility.draft_clauses(draft)[-1]
    assert (added.kind, added.parameters["years"], added.mark) == ("years_left", 3, "default")
    assert "3 năm" in added.title
    shown = form_data(client.get(f"/rules/drafts/{draft.uuid}/edit/?suggest=work-field"))
    assert set(shown["work_fields_10"]) >= {"propaganda", "mass_mobilisation"}
    assert client.get("/rules/of/TCLLCT/edit/?suggest=nothing").status_code == 200


def test_one_person_under_the_rules(world, signed, django_assert_max_num_queries):
    person = scenarios.add_members(world, 1)[0]
    client = signed("unit_officer")
    url = f"/rules/people/{person.uuid}/"
    client.get(url)
    with django_assert_max_num_queries(30):
        page = text_of(client.get(url, {"programme": "TCLLCT", "mode": "part_time"}))
    assert "QĐ 350-QĐ/TW" in page
    assert f"/people/{person.uuid}/ratings/add/" in page
    assert f"/rules/people/{person.uuid}/plannings/add/" not in page
    assert "Chưa ở trong danh sách cử đi học nào, nên chưa ghi quy hoạch." in page
    before = text_of(client.get(url, {"programme": "TCLLCT", "day": "07/02/2022"}))
    assert "Chưa có quy định trong hệ thống cho ngày 07/02/2022" in before
    assert "không phải là một ngày" in text_of(client.get(url, {"programme": "TCLLCT", "day": "x"}))
    assert client.get(url, {"programme": "KHONG-CO", "mode": "x", "audience": "x"}).status_code == 200


def test_person_out_of_sight_is_404(world, signed, client):
    person = scenarios.add_members(world, 1)[0]
    client.force_login(scenarios.give_account(world, "far", ("committee_office", "xa-b")))
    for path in ("", "plannings/add/", "attestations/add/", "exceptions/add/"):
        assert client.get(f"/rules/people/{person.uuid}/{path}").status_code == 404, path


def test_planning_is_recorded_of_nominated_people_only(world, signed):
    row = scenarios.open_class(world)
    nominated = scenarios.approved_list(world, row, 1)[0].person
    other = scenarios.add_members(world, 1)[0]
    client = signed("unit_officer")
    data = {
        "unit": "xa-a",
        "kind": "committee_member",
        "number": "12-QĐ/ĐU",
        "decided_on": "01/06/2026",
        "valid_from": "01/06/2026",
    }
    refused = client.post(f"/rules/people/{other.uuid}/plannings/add/", data)
    assert refused.status_code == 422
    assert "Chỉ ghi quy hoạch của người đang được cử đi học" in text_of(refused)
    assert not people.list_plannings(other)
    assert f"/rules/people/{nominated.uuid}/plannings/add/" in text_of(client.get(f"/rules/people/{nominated.uuid}/"))
    tomorrow = client.post(f"/rules/people/{nominated.uuid}/plannings/add/", data | {"decided_on": "01/06/2099"})
    assert tomorrow.context["form"].errors["decided_on"] == [
        "Ngày 01/06/2099 chưa đến. Ghi ngày của văn bản đã ký hoặc việc đã xảy ra."
    ]
    answer = client.post(f"/rules/people/{nominated.uuid}/plannings/add/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    (planning,) = people.list_plannings(nominated)
    page = text_of(client.get(f"/rules/people/{nominated.uuid}/"))
    assert "12-QĐ/ĐU" in page
    of_intermediate = {"programme": "TCLLCT", "mode": "part_time"}
    assert "Quy hoạch Cấp ủy viên cơ sở" in text_of(client.get(f"/rules/people/{nominated.uuid}/", of_intermediate))
    client = signed("inspector")
    for query in ({}, of_intermediate):
        assert "12-QĐ/ĐU" not in text_of(client.get(f"/rules/people/{nominated.uuid}/", query))
    client = signed("unit_officer")
    url = f"/people/{nominated.uuid}/facts/planning/{planning.uuid}/"
    data = form_data(client.get(url)) | {"number": "13-QĐ/ĐU"}
    assert client.post(url, data).status_code == 302
    assert people.list_plannings(nominated)[0].number == "13-QĐ/ĐU"


def test_attestation_and_exception_are_recorded_and_removed(world, signed):
    person = scenarios.add_members(world, 1)[0]
    client = signed("committee_office")
    url = f"/rules/people/{person.uuid}/"
    sent = {"subject": "not_disciplined", "holds": "yes", "unit": "xa-a", "attested_on": "01/09/2026"}
    assert client.post(f"{url}attestations/add/", sent).status_code == 302
    again = client.post(f"{url}attestations/add/", sent)
    assert again.status_code == 422
    assert f"Hồ sơ {person.full_name} đã có đúng điều này" in text_of(again)
    (word,) = eligibility.list_attestations(person, named_on=DAY)
    assert word.holds
    programme = catalogue.get_programme("TCLLCT")
    sent = {
        "programme": programme.pk,
        "clause_kind": "age_at_least",
        "number": "15-QĐ/TU",
        "decided_on": "01/09/2026",
        "authority": "Ban Thường vụ Tỉnh ủy",
    }
    wrong = client.post(f"{url}exceptions/add/", sent | {"valid_to": "01/08/2026"})
    assert wrong.status_code == 422
    assert "phải sau ngày bắt đầu" in text_of(wrong)
    tomorrow = client.post(f"{url}exceptions/add/", sent | {"decided_on": formats.day(DAY + timedelta(days=1))})
    assert tomorrow.status_code == 422
    assert "chưa đến. Ghi ngày của quyết định đã ký" in text_of(tomorrow)
    assert client.post(f"{url}exceptions/add/", sent).status_code == 302
    assert "15-QĐ/TU" in text_of(client.get(url))
    assert client.post(f"{url}exceptions/add/", sent).status_code == 422
    (row,) = eligibility.list_exceptions(person)
    assert client.post(f"{url}exceptions/{row.uuid}/remove/").status_code == 302
    assert client.post(f"{url}exceptions/{row.uuid}/remove/").status_code == 404
    assert client.post(f"{url}attestations/{word.uuid}/remove/").status_code == 302
    assert not eligibility.list_attestations(person, named_on=DAY)


def test_exception_takes_the_permission_where_the_person_belongs(world):
    person = scenarios.add_members(world, 1)[0]
    user = scenarios.give_account(world, "clerk-b", ("clerk", "tinh"))
    with pytest.raises(access.NotAllowed):
        eligibility.record_exception(
            actor=user,
            person=person,
            programme=catalogue.get_programme("TCLLCT"),
            number="1",
            decided_on=DAY,
            authority="x",
            today=DAY,
        )


def test_who_is_on_a_notice_from_outside_is_nominated_too(world, signed):
    (person,) = office.cadres(world, 1)
    client = signed("unit_officer")
    url = f"/rules/people/{person.uuid}/"
    data = {
        "unit": "xa-a",
        "kind": "committee_member",
        "number": "12-QĐ/ĐU",
        "decided_on": "01/05/2026",
        "valid_from": "01/05/2026",
    }
    assert client.post(f"{url}plannings/add/", data).status_code == 422
    office.propose(world, office.notice(world), [person])
    assert f"{url}plannings/add/" in text_of(client.get(url))
    assert client.post(f"{url}plannings/add/", data).status_code == 302
    assert people.list_plannings(person)[0].number == "12-QĐ/ĐU"
    assert client.post(f"{url}plannings/add/", data).status_code == 422
