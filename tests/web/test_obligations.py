"""The clock on screen: figures with a way down, the list of who is due, what each role sees of it, what a committee chooses."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from tests.web.office import D0, account

pytestmark = pytest.mark.django_db


@pytest.fixture
def duties(office):
    """A secretary overdue and one due, a new member due by 5 March 2024, all in Đông Hòa; and one in another commune."""
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)
    obligations.load_seed(actor=None)

    def secretary(name, since, unit="dong-hoa"):
        return people.add_person(
            actor=None,
            new=people.NewPerson(
                full_name=name,
                birth="1980-01-01",
                admitted_on=date(2010, 1, 1),
                official_on=date(2011, 1, 1),
                belongings=(people.NewBelonging(office[unit].pk, "official_cell", D0),),
                posts=(people.NewPost(office[unit].pk, "cell_secretary", "Bí thư chi bộ", since),),
            ),
        )

    office["late"] = secretary("Nguyễn Thị Muộn", date(2022, 1, 10))
    office["due"] = secretary("Trần Văn Sớm", date(2023, 5, 1), "tram-y-te")
    office["far"] = secretary("Lê Văn Ngoài", date(2022, 1, 10), "thon-ngoai")
    office["new"] = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Phạm Thị Mới",
            birth="2000-01-01",
            admitted_on=date(2023, 3, 5),
            belongings=(people.NewBelonging(office["dong-hoa"].pk, "official_cell", D0),),
        ),
    )
    office["office"] = account("office", "committee_office", office["duc-thinh"])
    return office


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_figures_of_a_unit_lead_down_and_to_the_list(duties, sign_in):
    client = sign_in(duties["officer"])
    said = read(client, "/obligations/?unit=duc-thinh")
    assert "Chi bộ thôn Đông Hòa" in said
    assert "Chi bộ Trạm Y tế" in said
    assert "Chi bộ thôn Ngoài" not in said
    assert "0 / 3 lượt" in said
    assert 'class="chart treemap"' in said
    assert "Chi bộ thôn Đông Hòa: 0 / 2 đã hoàn thành, 0%; quá hạn 1" in said
    assert "0 / 1 lượt" in read(client, "/obligations/?unit=tram-y-te")
    assert "0 / 2 lượt" in read(client, "/obligations/?unit=duc-thinh&obligation=cell-secretary")


def test_the_list_is_narrowed_and_sorted_by_the_day_due(duties, sign_in):
    client = sign_in(duties["officer"])
    said = read(client, "/obligations/list/?unit=duc-thinh")
    places = [said.index(name) for name in ("Nguyễn Thị Muộn", "Phạm Thị Mới", "Trần Văn Sớm")]
    assert places == sorted(places)
    assert "Lê Văn Ngoài" not in said
    assert "Bầu, bổ nhiệm 10/01/2022 + 12 tháng = 10/01/2023." in said
    late = read(client, "/obligations/list/?unit=duc-thinh&state=late")
    assert "Nguyễn Thị Muộn" in late
    assert "Trần Văn Sớm" not in late
    year = read(client, "/obligations/list/?unit=duc-thinh&due=year")
    assert "Nguyễn Thị Muộn" in year
    assert "Phạm Thị Mới" not in year
    assert "Phạm Thị Mới" in read(client, "/obligations/list/?unit=duc-thinh&obligation=new-member")
    assert "Trần Văn Sớm" in read(client, "/obligations/list/?unit=duc-thinh&q=som")


def test_a_change_shows_at_once(duties, sign_in):
    client = sign_in(duties["officer"])
    assert "0 / 3 lượt" in read(client, "/obligations/?unit=duc-thinh")
    people.update_person(actor=None, person=duties["new"], changes={"official_on": date(2023, 5, 30)})
    assert "0 / 2 lượt" in read(client, "/obligations/?unit=duc-thinh")
    assert "Phạm Thị Mới" not in read(client, "/obligations/list/?unit=duc-thinh")


def test_the_export_holds_the_same_rows(duties, sign_in):
    client = sign_in(duties["officer"])
    response = client.get("/obligations/list/?unit=duc-thinh&export=csv")
    text = response.content.decode("utf-8-sig")
    assert response["Content-Type"].startswith("text/csv")
    assert len(text.splitlines()) == 4
    assert "10/01/2023" in text
    assert client.get("/obligations/list/?unit=duc-thinh&export=xlsx").status_code == 200
    assert client.get("/obligations/?unit=duc-thinh&u-export=xlsx").status_code == 200


def test_who_does_not_keep_records_reads_no_day_that_tells_of_admission(duties, sign_in):
    client = sign_in(duties["inspector"])
    for url in ("/obligations/list/?unit=duc-thinh", "/obligations/list/?unit=duc-thinh&export=csv"):
        said = client.get(url).content.decode()
        assert "Phạm Thị Mới" in said
        assert "05/03/2024" not in said
        assert "05/3/2023" not in said
        assert "10/01/2022" in said
    assert "Phạm Thị Mới" not in read(client, "/obligations/list/?unit=duc-thinh&due=90")
    page = read(client, f"/people/{duties['new'].uuid}/")
    assert "Bồi dưỡng đảng viên mới" in page
    assert "05/3/2024" not in page


def test_the_persons_page_says_the_arithmetic(duties, sign_in):
    client = sign_in(duties["officer"])
    said = read(client, f"/people/{duties['new'].uuid}/")
    assert "Kết nạp 05/3/2023 + 12 tháng = 05/3/2024." in said
    assert "QĐ 24-QĐ/TW" in said
    assert "(mặc định, chưa đối chiếu)" in read(client, f"/people/{duties['late'].uuid}/")


def test_the_work_list_tells_those_responsible_for_the_unit_alone(duties, sign_in):
    obligations.compute_all(on=date(2023, 6, 1))
    said = read(sign_in(duties["officer"]), "/?unit=duc-thinh")
    assert "Nghĩa vụ học tập quá hạn" in said
    assert "state=overdue" in said
    assert "Nghĩa vụ học tập" not in read(sign_in(duties["administrator"]), "/?unit=tinh").split("<main")[1]
    assert "Nghĩa vụ học tập quá hạn" not in read(sign_in(duties["inspector"]), "/?unit=tinh")


def test_the_work_list_counts_the_lines_of_the_list_it_opens(duties, sign_in):
    day = date(2023, 6, 1)
    obligations.compute_all(on=day)
    client, officer = sign_in(duties["officer"]), duties["officer"]
    for code in ("duc-thinh", "tram-y-te"):
        listed = obligations.standings_within(officer, duties[code], day)
        told, _own = obligations.on_desk(officer, day, None, lists=True, unit=duties[code])
        said = read(client, f"/?unit={code}")
        for state in ("overdue", "due_soon", "long_overdue"):
            number = listed.filter(state=state).count()
            assert told.get(state, 0) == number
            assert (f"state={state}" in said) == (number > 0)
            assert number == 0 or f"{number} lượt nghĩa vụ" in said
    narrowed, _own = obligations.on_desk(
        officer, day, org.descendant_ids_as_of(duties["duc-thinh"].pk, day), lists=True
    )
    whole, _own = obligations.on_desk(officer, day, None, lists=True, unit=duties["duc-thinh"])
    assert narrowed == whole


def test_the_unit_page_shows_the_share(duties, sign_in):
    obligations.compute_all(on=date(2023, 6, 1))
    assert "Nghĩa vụ học tập đã hoàn thành" in read(sign_in(duties["officer"]), "/units/duc-thinh/?unit=duc-thinh")


def test_a_committee_chooses_and_takes_back(duties, sign_in):
    client = sign_in(duties["office"])
    url = "/obligations/choices/new/?unit=duc-thinh"
    assert "Chọn chu kỳ cho Đảng ủy xã Đức Thịnh" in read(client, url)
    answer = {"obligation": "cell-secretary", "clock": "year", "valid_from": "01/01/2023", "source": "NQ 05-NQ/ĐU"}
    assert client.post(url, answer).status_code == 302
    said = read(client, "/obligations/?unit=dong-hoa")
    assert "Mỗi năm" in said
    assert "theo Đảng ủy xã Đức Thịnh" in said
    assert client.post(url, answer).status_code == 422
    choice = obligations.choices_at(duties["duc-thinh"])[0]
    assert client.post(f"/obligations/choices/{choice.uuid}/remove/?unit=duc-thinh").status_code == 302
    assert obligations.choices_at(duties["duc-thinh"]) == []
    outsider = sign_in(duties["officer"])
    assert outsider.get(url).status_code == 403


def test_a_committee_says_when_something_is_due_soon_and_long_overdue(duties, sign_in):
    client = sign_in(duties["office"])
    said = read(client, "/obligations/?unit=duc-thinh")
    assert "còn không quá 90 ngày" in said
    assert "(mặc định, chưa đối chiếu)" in said
    url = "/obligations/deadlines/?unit=duc-thinh"
    read(client, url)
    answer = {"soon_days": "30", "late_days": "100", "valid_from": "01/01/2023", "source": "NQ 05-NQ/ĐU"}
    assert client.post(url, answer | {"soon_days": "0"}).status_code == 422
    assert client.post(url, answer | {"valid_from": "01/01/1900"}).status_code == 422
    assert client.post(url, answer).status_code == 302
    said = read(client, "/obligations/?unit=dong-hoa")
    assert "còn không quá 30 ngày" in said
    assert "theo Đảng ủy xã Đức Thịnh" in said
    assert "NQ 05-NQ/ĐU" in said
    # late since 10 January 2023: more than a hundred days, the shipped 365 would call it overdue
    assert "Nguyễn Thị Muộn" in read(client, "/obligations/list/?unit=duc-thinh&state=long_overdue")
    assert "Quá hạn lâu" in read(client, f"/people/{duties['late'].uuid}/").split('id="duties"')[1]
    entry = journal.list_entries().filter(verb="org.record_fact").first()
    assert (entry.actor_id, entry.unit_code) == (duties["office"].pk, "duc-thinh")
    assert sign_in(duties["officer"]).get(url).status_code == 403


def test_a_new_rule_is_recorded_with_its_day(duties, sign_in):
    client = sign_in(duties["office"])
    assert "QĐ 294-QĐ/TW" in read(client, "/obligations/rules/?unit=duc-thinh")
    url = "/obligations/rules/new-member/new/?unit=duc-thinh"
    read(client, url)
    answer = {"valid_from": "01/01/2024", "clock": "every", "citation": "Mẫu"}
    assert client.post(url, answer).status_code == 422
    assert client.post(url, answer | {"clock": "once", "within_months": "6"}).status_code == 302
    assert "lần đầu trong 6 tháng" in read(client, "/obligations/rules/?unit=duc-thinh")
    assert client.get("/obligations/rules/none/new/?unit=duc-thinh").status_code == 404


def test_pages_ask_as_much_for_one_as_for_many(duties, sign_in):
    client = sign_in(duties["officer"])
    for url in ("/obligations/?unit=duc-thinh", "/obligations/list/?unit=duc-thinh"):
        read(client, url)
        with CaptureQueriesContext(
            connection,
        ) as few:
            read(client, url)
        for n in range(8):
            people.add_person(
                actor=None,
                new=people.NewPerson(
                    full_name=f"Đỗ Văn {chr(65 + n)}",
                    birth="1980-01-01",
                    admitted_on=date(2023, 1, 1 + n),
                    belongings=(people.NewBelonging(duties["dong-hoa"].pk, "official_cell", D0),),
                ),
            )
        read(client, url)
        with CaptureQueriesContext(connection) as many:
            read(client, url)
        assert len(many) <= len(few)
        assert len(many) <= 20, [one["sql"][:150] for one in many]
