"""Templates and papers on screen: downloaded, replaced, refused in words, made; each sees what is theirs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.papers import api as papers
from tests import scenarios
from tests.kept import kept
from tests.papers.test_templates import text_of, word_file

pytestmark = pytest.mark.django_db
FORM = {"number": "15-QĐ/HU", "place": "Mẫu", "on": "20/05/2026", "signer_name": "Nguyễn Ký", "signer_post": "Bí thư"}


def words(response):
    return " ".join(response.content.decode().split())


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place()


def as_user(world, name):
    client = Client()
    client.force_login(world.users[name])
    return client


def upload(content, name="mau.docx"):
    return {"file": SimpleUploadedFile(name, content), "note": "theo thể thức mới"}


def test_a_template_goes_out_and_comes_back_edited(world):
    client = as_user(world, "centre")
    listed = words(client.get("/papers/?unit=ttct"))
    assert "Mẫu có sẵn [mặc định]" in listed
    file = client.get("/papers/of/call/file/?unit=ttct")
    assert file["Content-Disposition"].endswith('.docx"')
    assert "{{ ten_lop }}" in text_of(file.content)
    sent = client.post("/papers/of/call/?unit=ttct", upload(word_file("Lớp {{ ten_lop }}")))
    assert sent.status_code == 302
    page = words(client.get("/papers/of/call/?unit=ttct"))
    assert "Mẫu của đơn vị" in page
    assert "theo thể thức mới" in page
    row = papers.templates_before("call", world.units["ttct"].pk).get()
    assert "Lớp {{ ten_lop }}" in text_of(client.get(f"/papers/kept/{row.uuid}/file/?unit=ttct").content)
    assert client.post(f"/papers/kept/{row.uuid}/withdraw/?unit=ttct").status_code == 302
    assert "đã thôi dùng" in words(client.get("/papers/of/call/?unit=ttct"))
    assert client.post(f"/papers/kept/{row.uuid}/withdraw/?unit=ttct").status_code == 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF", "không phải văn bản Word"),
        (word_file("{{ ten_lo }}"), "có phải “ten_lop”"),
        (word_file("{{ 7*7 }}"), "Trong mẫu có “{{ 7*7 }}” không dùng được"),
        (b"", "trống"),
    ],
)
def test_a_wrong_template_is_refused_in_words(world, content, said):
    answer = as_user(world, "centre").post("/papers/of/call/?unit=ttct", upload(content))
    assert answer.status_code == 422
    assert said in words(answer)
    assert not papers.templates_before("call", world.units["ttct"].pk).exists()


def test_without_a_file_and_of_no_kind(world):
    client = as_user(world, "centre")
    assert client.post("/papers/of/call/?unit=ttct", {"note": "quên tệp"}).status_code == 422
    assert client.get("/papers/of/khong-co/?unit=ttct").status_code == 404
    assert client.get("/papers/of/khong-co/file/?unit=ttct").status_code == 404


def test_who_may_not_edit_templates(world):
    assert as_user(world, "commune").get("/papers/?unit=xa-a").status_code == 403
    assert as_user(world, "centre").get("/papers/of/call/?unit=huyen", follow=True).status_code in {200, 403, 404}
    with pytest.raises(access.NotAllowed):
        papers.save_template(
            actor=world.centre, unit=world.units["huyen"], kind="call", name="m.docx", content=word_file("x"),
            now=scenarios.at(scenarios.TODAY), today=scenarios.TODAY,
        )  # fmt: skip
    row = papers.save_template(
        actor=None, unit=world.units["ttct"], kind="call", name="m.docx", content=word_file("x"), now=scenarios.at(scenarios.TODAY),
        today=scenarios.TODAY,
    )  # fmt: skip
    assert as_user(world, "outsider").get(f"/papers/kept/{row.uuid}/file/").status_code == 404


@kept()
def training_class(world):
    found = scenarios.open_class(world)
    scenarios.admit_people(world, found, 2)
    return found


def test_papers_of_a_class_are_made(world, training_class):
    client = as_user(world, "centre")
    base = f"/papers/class/{training_class.uuid}/"
    page = words(client.get(base))
    assert "Giấy triệu tập" in page
    assert "Quyết định mở lớp" in page
    for kind in ("call", "opening", "summons"):
        assert client.get(f"{base}{kind}/").status_code == 200
        made = client.post(f"{base}{kind}/", FORM)
        assert made.status_code == 200, words(made)
        assert "NGUYỄN KÝ" not in text_of(made.content)
        assert "Nguyễn Ký" in text_of(made.content)
        assert made["Cache-Control"] == "private, no-store"
    assert client.post(f"{base}summons/", FORM | {"on": "31/02/2026"}).status_code == 422
    assert client.get(f"{base}admission/").status_code == 404
    assert client.get(f"{base}khong-co/").status_code == 404


def test_an_empty_class_says_so(world):
    empty = scenarios.open_class(world)
    answer = as_user(world, "centre").post(f"/papers/class/{empty.uuid}/opening/", FORM)
    assert answer.status_code == 422
    assert "danh sách còn trống" in words(answer)


def test_a_sending_unit_makes_its_list_and_nothing_else(world, training_class):
    client = as_user(world, "commune")
    base = f"/papers/class/{training_class.uuid}/"
    page = words(client.get(f"{base}?unit=xa-a"))
    assert "Danh sách cử đi học" in page
    assert "Giấy triệu tập" not in page
    assert client.post(f"{base}nominations/?unit=xa-a", FORM).status_code == 200
    assert client.post(f"{base}summons/?unit=xa-a", FORM).status_code == 404
    assert client.get(f"{base}message/{training_class.participations.first().uuid}/?unit=xa-a").status_code in {
        403,
        404,
    }
    assert as_user(world, "outsider").get(base).status_code == 404


def test_a_message_to_one_person(world, training_class):
    client = as_user(world, "centre")
    row, other = classes.learner_rows(world.centre, training_class, scenarios.TODAY)
    page = words(client.get(f"/papers/class/{training_class.uuid}/message/{row.uuid}/"))
    assert "không bắt buộc" not in page
    assert f"Kính gửi {row.full_name}" in page
    assert "lớp lớp" not in page.lower()
    assert other.full_name not in page
    for wrong in ("", "khong-co/", "00000000-0000-0000-0000-000000000000/"):
        assert client.get(f"/papers/class/{training_class.uuid}/message/{wrong}").status_code == 404


def test_a_plan_as_a_paper(world):
    line = scenarios.approved_line(world)
    client = as_user(world, "centre")
    assert "Lập tệp Word" in words(client.get(f"/plans/{line.plan.uuid}/"))
    made = client.post(f"/papers/plan/{line.plan.uuid}/", FORM)
    assert made.status_code == 200, words(made)
    assert line.programme.name in text_of(made.content)
    assert as_user(world, "outsider").get(f"/papers/plan/{line.plan.uuid}/").status_code == 404
