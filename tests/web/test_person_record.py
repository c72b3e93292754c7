"""A person's record on screen: facts corrected, moves asked and accepted, duplicates merged and unmerged, trainings elsewhere."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.records import api as records
from tests.kept import kept
from tests.web.office import D0, ON, account

LIST = reverse("persons:duplicate-list")


def words(response):
    return " ".join(response.content.decode().split())


def url(name, **kwargs):
    return reverse(f"persons:{name}", kwargs={key: getattr(value, "uuid", value) for key, value in kwargs.items()})


def add(unit, name, birth="1960-01-12", **more):
    belongs = (people.NewBelonging(unit.pk, "official_cell", D0),)
    return people.add_person(actor=None, new=people.NewPerson(name, birth=birth, belongings=belongs, **more))


@kept()
def twin(office):
    """The first person once more, in the other cell of the same commune."""
    return add(office["tram-y-te"], "Nguyễn Văn Aa", phone="0912345678")


# --- facts ------------------------------------------------------------------------------------------------------------


def test_every_group_of_facts_is_added_shown_and_ended(office, sign_in):
    person = office["people"][0]
    client = sign_in(office["officer"])
    management = {"unit": "tinh", "valid_from": "01/01/2022"}
    assert client.post(url("management-add", uuid=person), management).status_code == 302
    leave = {"kind": "secondment", "valid_from": "01/05/2023"}
    assert client.post(url("leave-add", uuid=person), leave).status_code == 302
    again = client.post(url("leave-add", uuid=person), leave)
    assert again.status_code == 422
    assert "trùng thời gian này" in words(again)
    page = words(client.get(url("person-page", uuid=person)))
    for said in ("Diện quản lý", "Tỉnh ủy Lâm Giang", "Nghỉ dài ngày", "Biệt phái"):
        assert said in page
    held = people.list_managements(person)[0]
    assert client.post(url("management-end", uuid=person, fact=held), {"on": "01/06/2023"}).status_code == 302
    away = people.list_leaves(person)[0]
    assert client.post(url("leave-end", uuid=person, fact=away), {"on": "01/06/2023"}).status_code == 302
    assert people.list_leaves(person)[0].valid_to == ON


@pytest.mark.parametrize("kind", ["belonging", "post", "qualification", "rating"])
def test_a_fact_is_corrected_and_removed(office, sign_in, kind):
    person = office["people"][0]
    client = sign_in(office["officer"])
    fact = {
        "belonging": people.list_belongings,
        "post": people.list_posts,
        "qualification": people.list_qualifications,
        "rating": people.list_ratings,
    }[kind](person)[0]
    place = url("fact-correct", uuid=person, kind=kind, fact=fact)
    form = client.get(place).context["form"]
    sent = {}
    for name in form.fields:
        value = form[name].value()
        sent[name] = value[0] if isinstance(value, tuple) else value or ""
    sent |= {"belonging": {"valid_from": "02/01/2020"}, "post": {"title": "Bí thư chi bộ"}}.get(kind, {})
    sent |= {"qualification": {"number": "12/A"}, "rating": {"grade": "excellent"}}.get(kind, {})
    sent = {key: value.strftime("%d/%m/%Y") if isinstance(value, date) else value for key, value in sent.items()}
    assert client.post(place, sent).status_code == 302
    fact.refresh_from_db()
    assert str(fact.valid_from) == "2020-01-02" if kind == "belonging" else True
    changed = {"post": "title", "qualification": "number", "rating": "grade"}.get(kind)
    if changed:
        assert getattr(fact, changed) == sent[changed]
    response = client.post(url("fact-remove", uuid=person, kind=kind, fact=fact))
    if kind == "belonging":
        # without a unit the record is out of sight
        assert response.status_code == 302
        assert client.get(url("person-page", uuid=person)).status_code == 404
    else:
        assert "Đã xóa mục ghi nhầm" in words(client.get(url("person-page", uuid=person)))
    assert type(fact).objects.filter(pk=fact.pk).count() == 0


def test_a_fact_of_an_unknown_kind_or_person_is_not_found(office, sign_in):
    person = office["people"][0]
    client = sign_in(office["officer"])
    rating = people.list_ratings(person)[0]
    assert client.get(url("fact-correct", uuid=person, kind="opinion", fact=rating)).status_code == 404
    assert client.get(url("fact-correct", uuid=person, kind="post", fact=rating)).status_code == 404
    assert client.get(url("fact-correct", uuid=office["people"][1], kind="rating", fact=rating)).status_code == 404
    foreign = people.list_ratings(office["others"][0])[0]
    assert client.post(url("fact-remove", uuid=office["others"][0], kind="rating", fact=foreign)).status_code == 404


def test_a_late_confirmation_is_refused_in_words(office, sign_in):
    form = {"level": "intermediate", "evidence": "confirmation", "issued_on": "01/08/2022"}
    response = sign_in(office["officer"]).post(url("qualification-add", uuid=office["people"][0]), form)
    assert response.status_code == 422
    assert "từ ngày 09/07/2021 không cấp giấy này nữa" in words(response)


# --- moves ------------------------------------------------------------------------------------------------------------


def test_a_move_to_another_officers_cell_is_asked_and_accepted(office, sign_in):
    person = office["people"][0]
    sent = {"unit": "thon-ngoai", "on": "01/06/2023", "paper_number": "7-GT", "paper_on": "30/05/2023"}
    asked = sign_in(office["officer"]).post(url("person-transfer", uuid=person), sent, follow=True)
    assert "Đã gửi đề nghị" in words(asked)
    assert people.main_unit_ids([person.pk], ON) == {person.pk: office["dong-hoa"].pk}
    request = people.open_transfer_of(person, ON)
    page = words(sign_in(office["officer"]).get(url("person-page", uuid=person)))
    assert "Đang chờ" in page
    receiver = sign_in(office["outsider"])
    assert "Nguyễn Văn Aa" in words(receiver.get(reverse("persons:transfer-list"), {"way": "in"}))
    shown = words(receiver.get(url("transfer-page", uuid=request)))
    assert "7-GT" in shown
    assert "Tiếp nhận" in shown
    assert receiver.get(url("person-page", uuid=person)).status_code == 404
    done = receiver.post(url("transfer-accept", uuid=request), follow=True)
    assert "Đã tiếp nhận Nguyễn Văn Aa" in words(done)
    assert people.main_unit_ids([person.pk], ON) == {person.pk: office["thon-ngoai"].pk}
    assert receiver.get(url("person-page", uuid=person)).status_code == 200
    assert receiver.post(url("transfer-accept", uuid=request)).status_code == 409


def test_a_move_is_returned_with_a_reason_and_the_sender_reads_it(office, sign_in):
    person = office["people"][0]
    sign_in(office["officer"]).post(url("person-transfer", uuid=person), {"unit": "thon-ngoai", "on": "01/06/2023"})
    request = people.open_transfer_of(person, ON)
    receiver = sign_in(office["outsider"])
    assert receiver.post(url("transfer-page", uuid=request), {"reason": ""}).status_code == 422
    sent = receiver.post(url("transfer-page", uuid=request), {"reason": "Thiếu giấy giới thiệu"})
    assert sent.status_code == 302
    assert "Thiếu giấy giới thiệu" in words(sign_in(office["officer"]).get(url("transfer-page", uuid=request)))


def test_a_move_is_withdrawn_by_the_sender_alone(office, sign_in):
    person = office["people"][0]
    sign_in(office["officer"]).post(url("person-transfer", uuid=person), {"unit": "thon-ngoai", "on": "01/06/2023"})
    request = people.open_transfer_of(person, ON)
    assert sign_in(office["outsider"]).post(url("transfer-withdraw", uuid=request)).status_code == 403
    assert sign_in(office["officer"]).post(url("transfer-accept", uuid=request)).status_code == 403
    assert sign_in(office["officer"]).post(url("transfer-page", uuid=request), {"reason": "x"}).status_code == 403
    stranger = account("stranger", "unit_officer", office["tram-y-te"])
    assert sign_in(stranger).get(url("transfer-page", uuid=request)).status_code == 404
    assert sign_in(office["officer"]).post(url("transfer-withdraw", uuid=request)).status_code == 302
    assert people.open_transfer_of(person, ON) is None


# --- duplicates -------------------------------------------------------------------------------------------------------


def test_duplicates_are_listed_side_by_side_with_reasons(office, sign_in, twin, django_assert_max_num_queries):
    client = sign_in(office["officer"])
    client.get(LIST)
    with django_assert_max_num_queries(25):
        text = words(client.get(LIST))
    assert "1 cặp" in text
    for said in ("cùng họ tên; cùng ngày sinh", "Rất có thể (85/100)", "0******678", "Xem và gộp…"):
        assert said in text
    assert "0 cặp" in words(client.get(LIST, {"level": "maybe"}))
    assert client.get(LIST, {"export": "xlsx"})["Content-Type"].endswith("sheet")
    assert sign_in(office["inspector"]).get(LIST).status_code == 403


def test_two_people_are_noted_and_the_note_is_taken_back(office, sign_in, twin):
    person = office["people"][0]
    client = sign_in(office["officer"])
    noted = client.post(url("pair-distinct", uuid=person, other=twin), follow=True)
    assert "0 cặp" in words(noted)
    assert "Đã xác định không phải một người" in words(noted)
    back = client.post(url("pair-distinct-undo", uuid=person, other=twin), follow=True)
    assert "1 cặp" in words(back)


def test_a_merge_is_previewed_chosen_and_undone(office, sign_in, twin):
    person = office["people"][0]
    client = sign_in(office["officer"])
    text = words(client.get(url("merge-choose", uuid=person)))
    assert "Rất có thể" in text
    named = client.post(url("merge-choose", uuid=person), {"other": "Nguyen Van Aa", "other-ref": str(twin.uuid)})
    assert named.status_code in {302, 422}
    page = client.get(url("merge-page", uuid=person, other=twin))
    text = words(page)
    for said in ("Chi bộ sinh hoạt chính thức", "0******678", "hai bên khác nhau", "Nơi sinh hoạt, công tác: 1"):
        assert said in text
    # both whole only when asked for, and that is written down for both
    assert "0912345678" not in text
    shown = client.post(url("merge-page", uuid=person, other=twin), {"show": "numbers"})
    assert shown.status_code == 200
    assert "0912345678" in words(shown)
    assert all(privacy.looks_at(one).filter(kind="numbers").exists() for one in (person, twin))
    chosen = {"choice-official_cell": "merged", "choice-phone": "merged"}
    done = client.post(url("merge-page", uuid=person, other=twin), chosen, follow=True)
    text = words(done)
    assert "Đã gộp hồ sơ" in text
    assert "Chi bộ Trạm Y tế" in text
    assert "Hồ sơ đã gộp vào đây" in text
    moved = client.get(url("person-page", uuid=twin))
    assert moved.status_code == 302
    assert str(person.uuid) in moved["Location"]
    (merge,) = people.list_merges(person)
    assert "Tách lại" in words(client.get(url("merge-undo", merge=merge)))
    assert sign_in(office["outsider"]).get(url("merge-undo", merge=merge)).status_code == 404
    client = sign_in(office["officer"])
    undone = client.post(url("merge-undo", merge=merge), follow=True)
    assert "Đã tách lại hai hồ sơ" in words(undone)
    assert client.get(url("person-page", uuid=twin)).status_code == 200
    assert client.post(url("merge-undo", merge=merge)).status_code == 422


def test_values_that_contradict_are_refused_and_nothing_chosen_is_lost(office, sign_in):
    person = office["people"][0]
    other = add(office["tram-y-te"], "Nguyễn Văn Aa", birth="", identity_number="042185001234", sex="female")
    client = sign_in(office["officer"])
    sent = {"choice-identity_number": "merged", "choice-sex": "survivor"}
    response = client.post(url("merge-page", uuid=person, other=other), sent)
    assert response.status_code == 422
    assert "không khớp giới tính" in words(response)
    assert people.get_person(other.uuid) == other


def test_records_of_others_are_not_merged(office, sign_in, twin):
    person, far = office["people"][0], office["others"][0]
    client = sign_in(office["officer"])
    assert client.get(url("merge-page", uuid=person, other=far)).status_code == 404
    assert client.post(url("merge-page", uuid=far, other=person)).status_code == 404
    assert client.post(url("pair-distinct", uuid=person, other=far)).status_code == 404
    assert client.post(url("pair-ask", uuid=person, other=far)).status_code == 404
    assert client.get(url("merge-page", uuid=person, other=uuid4())).status_code == 404
    assert client.get(url("merge-page", uuid=person, other=person)).status_code == 409


def test_a_record_out_of_sight_is_told_without_its_content_and_its_unit_is_asked(office, sign_in):
    person = office["people"][0]
    far = add(office["thon-ngoai"], "Nguyễn Văn Aa", phone="0999888777")
    client = sign_in(office["officer"])
    text = words(client.get(LIST))
    assert "Một hồ sơ ngoài phạm vi của bạn" in text
    assert "0999888777" not in text
    asked = client.post(url("pair-ask", uuid=person, other=far), follow=True)
    assert "Đã hỏi, chờ trả lời" in words(asked)
    other = sign_in(office["outsider"])
    assert "Đơn vị khác hỏi" in words(other.get(LIST))
    (question,) = people.questions_about([far.pk])
    assert other.post(url("pair-same", question=question)).status_code == 302
    assert "trả lời: là một người" in words(sign_in(office["officer"]).get(LIST))
    assert sign_in(office["officer"]).post(url("pair-same", question=question)).status_code == 404


def test_who_was_asked_may_answer_that_they_are_two_people(office, sign_in):
    person = office["people"][0]
    far = add(office["thon-ngoai"], "Nguyễn Văn Aa")
    sign_in(office["officer"]).post(url("pair-ask", uuid=person, other=far))
    answered = sign_in(office["outsider"]).post(url("pair-distinct", uuid=far, other=person))
    assert answered.status_code == 302
    assert "0 cặp" in words(sign_in(office["officer"]).get(LIST))


# --- trainings elsewhere ----------------------------------------------------------------------------------------------


def test_a_training_elsewhere_is_recorded_confirmed_and_removed(office, sign_in):
    person = office["people"][0]
    client = sign_in(office["officer"])
    form = {
        "title": "Bồi dưỡng bí thư chi bộ",
        "organiser": "Trường Chính trị tỉnh Xa",
        "finished_on": "20/05/2022",
        "evidence": "certificate",
        "paper_number": "15/CN",
    }
    assert client.post(url("training-add", uuid=person), {"evidence": "none"}).status_code == 422
    assert client.post(url("training-add", uuid=person), form).status_code == 302
    text = words(client.get(url("person-page", uuid=person)))
    for said in ("Bồi dưỡng bí thư chi bộ", "ghi theo giấy tờ", "Giấy chứng nhận 15/CN", "Chưa xác nhận"):
        assert said in text
    training = records.external_trainings(person.pk).get()
    place = {"uuid": person, "training": training}
    assert client.post(url("training-confirm", **place)).status_code == 409
    assert client.post(url("training-correct", **place), {**form, "issued_on": "21/05/2022"}).status_code == 302
    assert client.post(url("training-confirm", **place)).status_code == 302
    assert "Officer xác nhận ngày" in words(client.get(url("person-page", uuid=person)))
    assert "phải xác nhận lại" in words(client.get(url("training-correct", **place)))
    assert sign_in(office["outsider"]).get(url("training-correct", **place)).status_code == 404
    assert sign_in(office["officer"]).post(url("training-remove", **place)).status_code == 302
    assert not records.external_trainings(person.pk).exists()


def test_a_request_to_a_unit_that_ended_says_so_and_what_to_do(office, sign_in):
    person = office["people"][0]
    asked = people.ask_transfer(
        actor=None,
        person=person,
        to_unit=office["thon-ngoai"],
        on=date(2023, 5, 10),
        now=datetime(2023, 5, 1, tzinfo=UTC),
    )
    org.dissolve_unit(actor=None, unit=office["thon-ngoai"], on=date(2023, 5, 20))
    receiver = sign_in(office["outsider"])
    assert "Nơi nhận đã kết thúc" in words(receiver.get(reverse("persons:transfer-list")))
    text = words(receiver.get(url("transfer-page", uuid=asked)))
    assert "Chi bộ thôn Ngoài đã kết thúc từ ngày 20/05/2023" in text
    assert "Trả lại đề nghị để nơi gửi gửi đến đơn vị sẽ tiếp nhận" in text
    assert url("transfer-accept", uuid=asked) not in text
    refused = receiver.post(url("transfer-accept", uuid=asked))
    assert refused.status_code == 409
    assert "Chưa tiếp nhận được" in words(refused)
    text = words(sign_in(office["officer"]).get(url("transfer-page", uuid=asked)))
    assert "Rút đề nghị này rồi gửi lại" in text


def test_a_request_between_units_that_became_one_says_why_it_was_withdrawn(office, sign_in):
    person = office["people"][0]
    asked = people.ask_transfer(
        actor=None,
        person=person,
        to_unit=office["tram-y-te"],
        on=date(2023, 5, 10),
        now=datetime(2023, 5, 1, tzinfo=UTC),
    )
    org.record_reorganisation(
        actor=None,
        title="Nhập chi bộ",
        resolution="QĐ 1",
        steps=(org.Merge(("dong-hoa",), "tram-y-te"),),
        on=date(2023, 5, 20),
        today=ON,
        now=datetime(2023, 5, 21, tzinfo=UTC),
    )
    text = words(sign_in(office["officer"]).get(url("transfer-page", uuid=asked)))
    assert "Nơi gửi và nơi nhận đã nhập làm một" in text
