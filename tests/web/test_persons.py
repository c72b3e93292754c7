"""People on screen: the list, a record, what is added to it, and who may not see it."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hocvien.exchange.constants import HEADERS
from hocvien.people import api as people
from tests import scenarios
from tests.web.office import ON, add_people

LIST = reverse("persons:person-list")


def words(response):
    return " ".join(response.content.decode().split())


def page_of(person, name="person-page", **more):
    return reverse(f"persons:{name}", kwargs={"uuid": person.uuid, **more})


def test_list_shows_people_of_the_unit_and_below_by_given_name(office, sign_in):
    response = sign_in(office["officer"]).get(LIST)
    text = words(response)
    assert response.status_code == 200
    assert "3 người" in text
    assert text.index("Nguyễn Văn Aa") < text.index("Trần Thị Ba") < text.index("Lê Đình Ca")
    assert "Phạm Thị Hương Da" not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "tran thi ba"}, ["Trần Thị Ba"]),
        ({"sex": "female"}, ["Trần Thị Ba"]),
        ({"membership": "official"}, ["Nguyễn Văn Aa", "Trần Thị Ba", "Lê Đình Ca"]),
        ({"membership": "none"}, []),
        ({"post": "cell_committee_member", "sex": "male"}, ["Nguyễn Văn Aa", "Lê Đình Ca"]),
        ({"below": "tram-y-te"}, []),
        ({"q": "hương"}, []),
    ],
)
def test_list_is_narrowed(office, sign_in, query, found):
    text = words(sign_in(office["officer"]).get(LIST, query))
    for person in office["people"]:
        assert (person.full_name in text) == (person.full_name in found)


def test_list_costs_the_same_for_one_and_three(office, sign_in, django_assert_max_num_queries):
    client = sign_in(office["officer"])
    client.get(LIST)
    with django_assert_max_num_queries(20) as many:
        client.get(LIST)
    people.end_belonging(actor=None, belonging=people.list_belongings(office["people"][0])[0], on=ON)
    people.end_belonging(actor=None, belonging=people.list_belongings(office["people"][1])[0], on=ON)
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    assert len(one) == len(many)


def test_list_is_exported_as_shown(office, sign_in):
    response = sign_in(office["officer"]).get(LIST, {"export": "xlsx", "sex": "female"})
    assert response["Content-Type"].endswith("sheet")


def test_person_page_tells_the_record(office, sign_in, django_assert_max_num_queries):
    client = sign_in(office["officer"])
    # the first look of the day is written down, too
    with django_assert_max_num_queries(20):
        response = client.get(page_of(office["people"][0]))
    text = words(response)
    for said in (
        "Nguyễn Văn Aa",
        "12/01/1960",
        "Chi bộ thôn Đông Hòa",
        "Chi ủy viên",
        "Sơ cấp",
        "Hoàn thành tốt nhiệm vụ",
    ):
        assert said in text
    assert "xếp loại năm 2021" in text


@pytest.mark.parametrize(
    "name",
    [
        "person-page",
        "person-edit",
        "person-transfer",
        "belonging-add",
        "post-add",
        "qualification-add",
        "rating-add",
    ],
)
def test_a_person_of_another_commune_is_not_found(office, sign_in, name):
    assert sign_in(office["outsider"]).get(page_of(office["people"][0], name)).status_code == 404


def test_an_inspector_sees_and_does_not_change(office, sign_in):
    client = sign_in(office["inspector"])
    assert client.get(page_of(office["people"][0])).status_code == 200
    assert client.get(page_of(office["people"][0], "person-edit")).status_code == 403
    assert client.post(page_of(office["people"][0], "person-edit"), {"full_name": "X Y"}).status_code == 403


def test_a_person_is_added(office, sign_in):
    client = sign_in(office["officer"])
    url = reverse("persons:person-add")
    form = {
        "full_name": "Đỗ Xuân Trường",
        "birth": "9/1/1997",
        "sex": "male",
        "identity_number": "042 097 005 561",
        "unit": "tram-y-te",
        "kind": "official_cell",
        "since": "01/06/2023",
        "admitted_on": "20/01/2023",
    }
    response = client.post(url, form, follow=True)
    assert "Đã thêm hồ sơ Đỗ Xuân Trường" in words(response)
    person = people.find_by_identity(["042097005561"])["042097005561"]
    assert people.main_unit_ids([person.pk], ON) == {person.pk: office["tram-y-te"].pk}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"birth": "31/02/1990"}, "tháng 2/1990 chỉ có 28 ngày"),
        ({"identity_number": "123"}, "cần 12 chữ số"),
        ({"official_on": "01/01/2020"}, "thì phải có ngày vào Đảng"),
        ({"unit": "yen-son"}, "Không thấy đơn vị"),
        ({"full_name": ""}, "Chưa điền"),
        ({"full_name": "Nguyễn Văn Aa", "birth": "12/01/1960"}, "Đã có người cùng họ tên và ngày sinh"),
    ],
)
def test_a_wrong_person_is_refused_in_words_and_nothing_typed_is_lost(office, sign_in, changes, said):
    form = {
        "full_name": "Đỗ Xuân Trường",
        "unit": "tram-y-te",
        "kind": "official_cell",
        "since": "01/06/2023",
        "ethnicity": "Thái",
        **changes,
    }
    response = sign_in(office["officer"]).post(reverse("persons:person-add"), form)
    assert response.status_code == 422
    assert said in words(response)
    assert 'value="Thái"' in words(response)


def test_a_person_is_corrected(office, sign_in):
    person = office["people"][0]
    client = sign_in(office["officer"])
    assert 'value="12/01/1960"' in words(client.get(page_of(person, "person-edit")))
    form = {"full_name": "Nguyễn Văn An", "birth": "1960", "sex": "male", "admitted_on": "19/05/2015"}
    assert client.post(page_of(person, "person-edit"), form).status_code == 302
    changed = people.get_person(person.uuid)
    assert (changed.full_name, changed.birth, changed.official_on) == ("Nguyễn Văn An", "1960", None)


def test_facts_are_added_and_ended(office, sign_in):
    person = office["people"][0]
    client = sign_in(office["officer"])
    post = {"unit": "dong-hoa", "title": "Bí thư chi bộ", "kind": "cell_secretary", "valid_from": "01/06/2023"}
    assert client.post(page_of(person, "post-add"), post).status_code == 302
    rating = {"year": 2021, "kind": "party_member", "grade": "excellent"}
    assert client.post(page_of(person, "rating-add"), rating).status_code == 302
    again = client.post(page_of(person, "rating-add"), rating)
    assert again.status_code == 422
    assert "Đã có mức xếp loại năm 2021" in words(again)
    assert (
        client.post(page_of(person, "qualification-add"), {"level": "intermediate", "evidence": "diploma"}).status_code
        == 302
    )
    held = people.list_posts(person)[0]
    assert client.post(page_of(person, "post-end", post=held.uuid), {"on": "02/06/2023"}).status_code == 302
    assert people.list_posts(person)[0].valid_to == date(2023, 6, 2)
    second = {"unit": "tram-y-te", "kind": "official_cell", "valid_from": "01/06/2023"}
    refused = client.post(page_of(person, "belonging-add"), second)
    assert refused.status_code == 422
    assert "đang sinh hoạt chính thức" in words(refused)


def test_a_person_is_transferred(office, sign_in):
    person = office["people"][0]
    client = sign_in(office["officer"])
    assert client.post(page_of(person, "person-transfer"), {"unit": "tram-y-te", "on": "01/06/2023"}).status_code == 302
    assert people.main_unit_ids([person.pk], ON) == {person.pk: office["tram-y-te"].pk}


# --- rosters --------------------------------------------------------------------------------------------------------


def workbook(*rows):
    buffer = BytesIO()
    fields = list(HEADERS)
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Danh sách")
        sheet.write_row(0, 0, ["TT", *(HEADERS[f][0] for f in fields)])
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [str(number), *(row.get(f, "") for f in fields)])
    return SimpleUploadedFile("dong-hoa.xlsx", buffer.getvalue())


GOOD = {"full_name": "Võ Thị Thanh Nhàn", "birth": "05/05/1996", "sex": "Nữ", "unit_name": "Chi bộ thôn Đông Hòa"}
UPLOAD = reverse("persons:roster-upload")


def test_a_roster_for_another_unit_is_refused(office, sign_in):
    response = sign_in(office["officer"]).post(UPLOAD, {"unit": "yen-son", "file": workbook(GOOD)})
    assert response.status_code == 422
    assert "Không thấy đơn vị" in words(response)


def test_a_roster_of_somebody_else_is_not_found(office, sign_in):
    client = sign_in(office["officer"])
    response = client.post(UPLOAD, {"unit": "duc-thinh", "file": workbook(GOOD)})
    url = response["Location"].split("?")[0]
    assert client.get(url).status_code == 200
    assert sign_in(office["outsider"]).get(url).status_code == 404


def test_the_template_is_the_offices_own(office, sign_in):
    response = sign_in(office["officer"]).get(reverse("persons:roster-template"))
    assert response["Content-Disposition"] == 'attachment; filename="mau-danh-sach-duc-thinh.xlsx"'


def test_a_long_list_is_paged_and_counted_exactly(office, sign_in):
    add_people(office["tram-y-te"], 60, start=10)
    text = words(sign_in(office["officer"]).get(LIST))
    assert "63 người" in text
    assert "1 đến 50 trong 63 người" in text


def test_a_centre_without_people_of_its_own_is_shown_those_of_its_classes(db, settings, sign_in):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    world = scenarios.found_place()
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 2)
    client = sign_in(world.users["centre"])
    text = words(client.get(LIST))
    assert "2 người" in text
    assert "0 người" in words(client.get(LIST, {"of": "unit"}))
    learner = training_class.participations.first().person
    page = words(client.get(page_of(learner)))
    assert training_class.name in page
    assert client.get(page_of(learner, "person-edit")).status_code == 404
    assert sign_in(world.users["outsider"]).get(page_of(learner)).status_code == 404
