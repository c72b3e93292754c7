"""Screens of sending out: from the notice to the diploma, by the people who have to do with it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hocvien.people import api as people
from hocvien.records import api as records
from hocvien.sending import api as sending
from tests import scenarios
from tests.kept import kept
from tests.sending import office


@kept(today=office.TODAY)
def world():
    return scenarios.found_place()


def url(name, query="", *, unit="huyen", **kwargs):
    return f"{reverse(f'sending:{name}', kwargs=kwargs)}?unit={unit}&period=2026{query}"


def paper(world, **changes):
    fields = {
        "unit": "huyen",
        "issuer_name": "Học viện Chính trị khu vực I",
        "number": "112-TB/HVCT",
        "issued_on": "04/05/2026",
        "programme": str(office.new_notice().programme_id),
        "study_mode": "part_time",
        "name": "Lớp cao cấp lý luận chính trị K71",
        "seats": "2",
        "names_due_on": "30/06/2026",
        "opens_on": "07/09/2026",
        "ends_on": "31/03/2028",
        "place": "Hà Nội",
    }
    return fields | changes


def test_the_whole_way_on_screens(as_, world, settings):
    (person,) = office.cadres(world, 1)
    client = as_("committee")
    assert "Chưa có thông báo chiêu sinh nào" in client.get(url("notice-list")).content.decode()
    answer = client.post(url("notice-record"), paper(world), follow=True)
    assert "Đã ghi thông báo" in answer.content.decode()
    row = sending.Notice.objects.get()
    # the commune proposes its own
    commune = as_("commune")
    shown = commune.get(url("person-select", unit="xa-a", uuid=row.uuid)).content.decode()
    assert person.full_name in shown
    assert reverse("rules:person-verdict", kwargs={"uuid": person.uuid}) in shown
    answer = commune.post(url("person-select", unit="xa-a", uuid=row.uuid), {"row": [str(person.uuid)]}, follow=True)
    assert "Đã đưa 1 người vào danh sách" in answer.content.decode()
    assert "Quyết định cử đi học</button>" not in answer.content.decode()
    one = row.sendings.get()
    # the committee decides
    client = as_("committee")
    step = client.post(url("list-decide", uuid=row.uuid), {"row": [str(one.uuid)], "decision": "send"})
    answer = client.get(step["Location"])
    assert "Thông báo có 2 suất, đã cử 0. Cử thêm 1 người" in answer.content.decode()
    decision = {
        "row": [str(one.uuid)],
        "number": "45-QĐ/HU",
        "decided_on": "18/05/2026",
        "unit": "huyen",
        "signer_name": "Nguyễn Văn Ký",
        "signer_title": "Phó Bí thư",
    }
    answer = client.post(step["Location"], decision, follow=True)
    assert "Đã ghi quyết định cử 1 người đi học" in answer.content.decode()
    made = sending.SendingDecision.objects.get()
    printed = client.get(url("decision-paper", uuid=row.uuid, decision=made.uuid)).content.decode()
    assert "Kèm theo Quyết định số 45-QĐ/HU, ngày 18/05/2026" in printed
    assert person.full_name in printed
    # progress, transcript, diploma
    settings.HOCVIEN_TODAY = "2028-04-25"
    client = as_("committee")
    shown = client.get(url("sending-page", uuid=one.uuid)).content.decode()
    assert "Đã qua ngày dự kiến bế giảng mà chưa ghi bằng, giấy" in shown
    event = {"kind": "enrolled", "on": "07/09/2026", "words": ""}
    assert "Nhập học" in client.post(url("event-record", uuid=one.uuid), event, follow=True).content.decode()
    refused = client.post(url("event-record", uuid=one.uuid), {"kind": "deferral", "on": "01/01/2027"})
    assert refused.status_code == 422
    assert "cần số văn bản" in refused.content.decode()
    lines = {"issued_on": "20/04/2028", "issued_by": "Học viện", "text": "Triết học\t60\t8,5\nXây dựng Đảng\t45\t9"}
    client.post(url("transcript-record", uuid=one.uuid), lines)
    printed = client.get(url("transcript-print", uuid=one.uuid)).content.decode()
    assert "Triết học" in printed
    assert "Chép theo xác nhận của Học viện, ngày 20/04/2028" in printed
    diploma = {
        "kind": "diploma",
        "number": "CC-17",
        "issued_on": "20/04/2028",
        "issued_by": "Học viện",
        "band": "Giỏi",
        "finished_on": "31/03/2028",
        "level": "advanced",
    }
    client.post(url("diploma-record", uuid=one.uuid), diploma)
    shown = client.get(url("sending-page", uuid=one.uuid)).content.decode()
    assert "Chưa ai xem giấy tờ" in shown
    client.post(url("diploma-confirm", uuid=one.uuid))
    assert records.trainings_valid_on(["CCLLCT"], date(2028, 4, 20)).filter(person=person).exists()
    assert "advanced" in {fact.level for fact in people.list_qualifications(person)}
    record = client.get(f"{reverse('persons:person-page', kwargs={'uuid': person.uuid})}?unit=huyen").content.decode()
    assert "Được cử đi học" in record
    assert "Đã học xong" in record
    client.post(url("diploma-remove", uuid=one.uuid), {"reason": "Ghi nhầm"})
    assert not sending.Diploma.objects.exists()


def test_more_than_the_seats_only_with_a_reason(as_, world):
    row = office.notice(world, seats=1)
    office.propose(world, row, office.cadres(world, 2))
    client = as_("committee")
    rows = [str(one.uuid) for one in row.sendings.all()]
    decision = {
        "row": rows,
        "number": "45-QĐ/HU",
        "decided_on": "18/05/2026",
        "unit": "huyen",
        "signer_name": "Nguyễn Văn Ký",
    }
    answer = client.post(url("decision-record", uuid=row.uuid), decision)
    assert answer.status_code == 422
    assert "vượt 1 suất" in answer.content.decode()
    answer = client.post(
        url("decision-record", uuid=row.uuid),
        decision | {"over_seats_reason": "Công văn 15 cho thêm suất"},
        follow=True,
    )
    assert "Đã ghi quyết định cử 2 người" in answer.content.decode()
    assert "Quá số suất: Công văn 15 cho thêm suất" in answer.content.decode()


def test_names_are_given_back_taken_back_and_a_decision_annulled(as_, world):
    row = office.notice(world)
    office.propose(world, row, office.cadres(world, 3))
    first, second, third = (str(one.uuid) for one in row.sendings.order_by("pk"))
    client = as_("committee")
    asked = client.post(url("list-decide", uuid=row.uuid), {"row": [first], "decision": "return"})
    assert "sẽ được trả lại" in asked.content.decode()
    client.post(
        url("list-decide", uuid=row.uuid), {"row": [first], "decision": "return", "reason": "no_seat", "note": ""}
    )
    client.post(url("list-decide", uuid=row.uuid), {"row": [second], "decision": "withdraw"})
    assert "Chưa chọn ai" in client.post(url("list-decide", uuid=row.uuid), {}, follow=True).content.decode()
    office.decide(world, row, [third])
    (decision,) = sending.decisions_of(row)
    shown = client.get(url("decision-annul", uuid=row.uuid, decision=decision.uuid)).content.decode()
    assert "1 người sẽ thôi được cử" in shown
    client.post(url("decision-annul", uuid=row.uuid, decision=decision.uuid), {"reason": "Nhầm danh sách"})
    assert set(row.sendings.values_list("status", flat=True)) == {"returned", "withdrawn", "annulled"}
    assert "Nhầm danh sách" in client.get(url("notice-page", uuid=row.uuid)).content.decode()


def test_one_person_is_recalled_and_an_event_taken_away(as_, world, settings):
    row, (one, other) = office.sent(world, office.cadres(world, 2), opens_on=date(2026, 5, 19), names_due_on=None)
    event = office.event(world, other, "enrolled", date(2026, 5, 19))
    client = as_("committee")
    client.post(url("person-recall", uuid=one.uuid), {"reason": "Xin không đi"})
    assert sending.count_sent(row) == 1
    client.post(url("event-remove", uuid=other.uuid, event=event.uuid))
    other.refresh_from_db()
    assert other.course == "waiting"


def test_who_only_sends_sees_own_people_and_nobody_elses(as_, world):
    (ours,) = office.cadres(world, 1)
    (theirs,) = office.cadres(world, 1, cell="xa-b-cb1", birth_year=1970)
    row, (one, other) = office.sent(world, [ours, theirs])
    (decision,) = sending.decisions_of(row)
    commune = as_("commune")
    shown = commune.get(url("notice-page", unit="xa-a", uuid=row.uuid)).content.decode()
    assert ours.full_name in shown
    assert str(other.uuid) not in shown
    assert commune.get(url("sending-page", unit="xa-a", uuid=one.uuid)).status_code == 200
    for hidden in (
        url("sending-page", unit="xa-a", uuid=other.uuid),
        url("decision-paper", unit="xa-a", uuid=row.uuid, decision=decision.uuid),
    ):
        assert commune.get(hidden).status_code == 404
    for stranger in ("outsider",):
        client = as_(stranger)
        assert client.get(url("notice-page", unit="huyen-khac", uuid=row.uuid)).status_code == 404
        assert row.name not in client.get(url("notice-list", unit="huyen-khac")).content.decode()
    assert as_("commune").post(
        url("decision-annul", unit="xa-a", uuid=row.uuid, decision=decision.uuid)
    ).status_code in {403, 404}


def test_a_notice_is_put_right_and_cancelled(as_, world):
    row = office.notice(world)
    client = as_("committee")
    changed = {key: value for key, value in paper(world).items() if key != "unit"} | {"seats": "9"}
    client.post(url("notice-edit", uuid=row.uuid), changed)
    row.refresh_from_db()
    assert row.seats == 9
    client.post(url("notice-cancel", uuid=row.uuid), {"reason": "Học viện hoãn"})
    shown = client.get(url("notice-page", uuid=row.uuid)).content.decode()
    assert "Học viện hoãn" in shown
    assert reverse("sending:person-select", kwargs={"uuid": row.uuid}) not in shown
    for phase, there in (("cancelled", True), ("selecting", False), ("studying", False), ("ended", False)):
        listed = client.get(url("notice-list", f"&phase={phase}")).content.decode()
        assert (str(row.uuid) in listed) is there


@pytest.mark.parametrize("group", ["group-2", ""])
def test_a_notice_for_a_group_says_so_and_its_people_are_judged_by_that_groups_rules(as_, world, group):
    managed, other = office.cadres(world, 2)
    people.add_facts(
        actor=None, person=managed, managements=[people.NewManagement(world.units["tinh"].pk, scenarios.FOUNDED)]
    )
    programme = office.new_notice(programme="CNKT").programme_id
    client = as_("committee")
    said = paper(world, programme=str(programme), study_mode="", audience=f"CNKT:{group}" if group else "")
    assert "Đã ghi thông báo" in client.post(url("notice-record"), said, follow=True).content.decode()
    row = sending.Notice.objects.get()
    assert row.audience == group
    named = "Nhóm 2: diện tỉnh ủy, thành ủy quản lý"
    for shown in (url("notice-page", uuid=row.uuid), url("person-select", uuid=row.uuid)):
        assert (named in client.get(shown).content.decode()) is bool(group)
    office.propose(world, row, [managed, other])
    verdicts = {one.person_id: one.verdict for one in sending.Sending.objects.all()}
    assert verdicts == {managed.pk: "met", other.pk: "data_missing" if group else "met"}
    # the group stays while people judged by its rules stand on the list
    changed = {key: value for key, value in said.items() if key != "unit"} | {"audience": "CNKT:group-3"}
    assert client.post(url("notice-edit", uuid=row.uuid), changed).status_code == 422
    row.refresh_from_db()
    assert row.audience == group


@pytest.mark.parametrize("wrong", ["CNKT:group-9", "CCLLCT:group-2", "khong-co"])
def test_a_group_the_programme_has_no_rules_for_is_refused(as_, world, wrong):
    programme = office.new_notice(programme="CNKT").programme_id
    said = paper(world, programme=str(programme), study_mode="", audience=wrong)
    assert as_("committee").post(url("notice-record"), said).status_code == 422
    assert not sending.Notice.objects.exists()


def test_work_that_waits_stands_on_the_list_of_who_does_it(as_, world, settings):
    row = office.notice(world, names_due_on=date(2026, 5, 29))
    shown = as_("committee").get("/?unit=huyen").content.decode()
    assert "Gửi danh sách cử đi học: Lớp cao cấp" in shown
    assert "còn 3 suất" in shown
    office.propose(world, row, office.cadres(world, 1))
    assert "Duyệt danh sách cử đi học: Lớp cao cấp" in as_("committee").get("/?unit=huyen").content.decode()
    assert "Duyệt danh sách cử đi học" not in as_("commune").get("/?unit=xa-a").content.decode()
    office.decide(world, row)
    settings.HOCVIEN_TODAY = "2028-04-25"
    shown = as_("committee").get("/?unit=huyen").content.decode()
    assert "Quá ngày bế giảng, chưa ghi bằng, giấy: Lớp cao cấp" in shown
    office.diploma(world, row.sendings.get())
    assert "Quá ngày bế giảng" not in as_("committee").get("/?unit=huyen").content.decode()


@pytest.mark.parametrize("screen", ["notice-page", "person-select"])
def test_a_list_costs_the_same_for_one_and_thirty(as_, world, screen):
    costs = []
    for number in (1, 30):
        row, rows = office.sent(world, office.cadres(world, number), number=f"{number}-TB")
        client = as_("committee")
        client.get(url(screen, uuid=row.uuid))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(screen, uuid=row.uuid)).status_code == 200
        costs.append(len(asked))
        assert len(rows) == number
    assert costs[0] == costs[1] <= 20


def test_a_programme_that_obligations_ask_for_costs_no_more(as_, world):
    office.cadres(world, 3)
    row = office.notice(world, programme="NVCTD", study_mode="")
    client = as_("committee")
    client.get(url("person-select", uuid=row.uuid))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url("person-select", uuid=row.uuid)).status_code == 200
    assert len(asked) <= 20


def test_notices_are_found_by_the_search_of_the_frame(as_, world):
    row = office.notice(world)
    found = as_("committee").get(reverse("shell:search"), {"q": "hoc vien chinh tri khu vuc"}).content.decode()
    assert str(row.uuid) in found
    assert str(row.uuid) in as_("committee").get(reverse("shell:search"), {"q": row.number}).content.decode()
    assert str(row.uuid) not in as_("outsider").get(reverse("shell:search"), {"q": row.number}).content.decode()


def test_the_list_of_notices_costs_the_same_for_one_and_five(as_, world):
    costs = []
    for number in (1, 4):
        for at in range(number):
            office.notice(world, number=f"{number}-{at}-TB")
        client = as_("committee")
        client.get(url("notice-list"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url("notice-list")).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 20


def test_lists_are_exported_as_shown(as_, world):
    row, _rows = office.sent(world, office.cadres(world, 2))
    for name, kwargs in (
        ("notice-list", {}),
        ("notice-page", {"uuid": row.uuid}),
        ("person-select", {"uuid": row.uuid}),
    ):
        answer = as_("committee").get(url(name, "&export=xlsx", **kwargs))
        assert answer.status_code == 200
        assert "spreadsheet" in answer["Content-Type"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_screen_opens_in_both_languages(as_, world, settings, language):
    row, (one, other) = office.sent(world, office.cadres(world, 2), opens_on=date(2026, 5, 19), names_due_on=None)
    (waiting,) = office.cadres(world, 1, birth_year=1970)
    office.propose(world, row, [waiting])
    (decision,) = sending.decisions_of(row)
    office.event(world, one, "enrolled", date(2026, 5, 19))
    sending.record_transcript(
        actor=None,
        sending=one,
        issued_on=office.TODAY,
        issued_by="Học viện",
        text="Triết học; 9",
        today=office.TODAY,
        now=office.NOW,
    )
    client = as_("committee")
    client.cookies["django_language"] = language
    of_one = (
        "sending-page",
        "person-recall",
        "event-record",
        "diploma-record",
        "transcript-record",
        "transcript-print",
    )
    of_notice = ("notice-page", "notice-edit", "notice-cancel", "person-select")
    of_decision = {"uuid": row.uuid, "decision": decision.uuid}
    addresses = [url(name) for name in ("notice-list", "notice-record", "sent-figures", "people-sent")]
    addresses += [url(name, uuid=row.uuid) for name in of_notice]
    addresses += [url(name, uuid=one.uuid) for name in of_one]
    addresses += [url(name, **of_decision) for name in ("decision-paper", "decision-annul")]
    addresses += [url("decision-record", f"&row={row.sendings.get(person=waiting).uuid}", uuid=row.uuid)]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert client.get(url("transcript-print", uuid=other.uuid)).status_code == 404
    assert client.get(url("diploma-remove", uuid=one.uuid)).status_code == 200
    for wrong in ("&of=khong-co", "&of=xa-z", "&name=%00", "&sort=xyz", "&page=x"):
        assert client.get(url("person-select", wrong, uuid=row.uuid)).status_code < 500
