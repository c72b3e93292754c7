"""Screens of study sessions, by those who organise and those who are summoned."""

import io
from datetime import date

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.meetings import api as meetings
from tests import scenarios
from tests.kept import kept

DAY = date(2026, 5, 20)


@kept(today=DAY)
def world():
    world = scenarios.found_place(seeded=False)
    scenarios.add_members(world, 5, cell="xa-a-cb1")
    scenarios.add_members(world, 3, cell="xa-b-cb1")
    return world


@kept()
def session(world):
    return meetings.call_study_session(
        actor=None,
        organiser=world.units["huyen"],
        topic="Học tập nghị quyết mẫu",
        document_number="57-NQ/TW",
        opens_on=DAY,
        answers_due_on=date(2026, 5, 25),
    )


@kept()
def hall(world, session):
    point = meetings.add_point(actor=None, session=session, place="Hội trường huyện", on=DAY)
    meetings.summon_units(actor=None, point=point, units=[world.units["xa-a"], world.units["xa-b"]])
    return point


def url(name, unit="huyen", query="", **kwargs):
    return f"{reverse(f'meetings:{name}', kwargs=kwargs)}?unit={unit}&period=2026{query}"


def text(response):
    return response.content.decode()


def figures(session):
    return meetings.figures_by_session([session.pk])[session.pk]


def save(client, point, unit="huyen", seen="|", **cells):
    sent = {"act": "save"}
    for name, value in cells.items():
        field, code = name.split("_", 1)
        code = code.replace("_", "-")
        sent |= {f"{field}-{code}": value, f"seen-{code}": seen}
    return client.post(url("headcount-page", unit, uuid=point.session.uuid, point=point.uuid), sent)


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return SimpleUploadedFile("so.xlsx", out.getvalue())


def test_a_session_is_called_held_told_and_locked(as_, world):
    office = as_("committee")
    assert "Chưa có phiên học tập nào" in text(office.get(url("session-list")))
    form = {
        "organiser": "huyen",
        "kind": "resolution",
        "topic": "Học tập nghị quyết mẫu",
        "opens_on": "20/05/2026",
        "closes_on": "",
    }
    answer = office.post(url("session-call"), form)
    assert answer.status_code == 302
    session = meetings.StudySession.objects.get()
    assert (session.closes_on, session.topic) == (DAY, "Học tập nghị quyết mẫu")
    point = {"place": "Hội trường huyện", "on": "20/05/2026", "mode": "hall"}
    answer = office.post(url("point-add", uuid=session.uuid), point)
    (hall,) = session.points.all()
    assert "/units/" in answer.url
    answer = office.post(url("unit-summon", uuid=session.uuid, point=hall.uuid), {"unit": "huyen", "which": "children"})
    assert answer.status_code == 302
    assert session.summoned.count() == 3
    office.post(url("unit-release", uuid=session.uuid, point=hall.uuid), {"unit": "ttct"})
    assert session.summoned.count() == 2

    commune = as_("commune")
    home = text(commune.get(reverse("home:work-list")))
    assert "Nhập số người dự phiên học tập: Học tập nghị quyết mẫu" in home
    page = text(commune.get(url("headcount-page", "xa-a", uuid=session.uuid, point=hall.uuid)))
    assert "An Bình" in page
    assert "Bình Minh" not in page
    assert save(commune, hall, "xa-a", invited_xa_a="5", present_xa_a="4").status_code == 302
    assert figures(session).present == 4
    assert "Nhập số người dự" not in text(commune.get(reverse("home:work-list")))
    assert commune.post(url("session-lock", "xa-a", uuid=session.uuid)).status_code == 403

    office = as_("committee")
    home = text(office.get(reverse("home:work-list")))
    assert "Đơn vị chưa nhập số phiên học tập" in home
    waiting = text(office.get(url("session-page", uuid=session.uuid, query="&u-answer=waiting")))
    assert "Bình Minh" in waiting
    assert "Số đã khóa" not in waiting
    office.post(url("session-lock", uuid=session.uuid))
    assert "Số đã khóa" in text(office.get(url("headcount-page", uuid=session.uuid, point=hall.uuid)))
    save(office, hall, invited_xa_b="3", present_xa_b="3")
    assert figures(session).present == 4
    assert office.post(url("session-reopen", uuid=session.uuid), {"reason": ""}).status_code == 422
    assert office.post(url("session-reopen", uuid=session.uuid), {"reason": "Xã báo lại"}).status_code == 302
    assert "Xã báo lại" in text(office.get(url("session-page", uuid=session.uuid)))


def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_written(as_, session, hall):
    office = as_("committee")
    answer = save(office, hall, invited_xa_a="năm", present_xa_a="4")
    assert answer.status_code == 422
    assert "“năm” không phải số người" in text(answer)
    assert 'value="năm"' in text(answer)
    answer = save(office, hall, invited_xa_a="5", present_xa_a="1000000")
    assert answer.status_code == 422
    assert save(office, hall, invited_xa_a="0.915", present_xa_a="1").status_code == 422
    assert figures(session).answered == 0
    assert save(office, hall, invited_xa_a="1.234", present_xa_a="1 200").status_code == 302
    assert (figures(session).invited, figures(session).present) == (1234, 1200)
    assert "nhiều hơn số đảng viên" in text(office.get(url("headcount-page", uuid=session.uuid, point=hall.uuid)))


def test_two_hands_at_one_page_overwrite_nothing_unseen(as_, world, session, hall):
    told = [meetings.Told(world.units["xa-a"].pk, 5, 4)]
    meetings.record_headcounts(actor=world.commune, point=hall, told=told)
    office = as_("committee")
    # the page was opened before the commune told its numbers: its empty line is untouched
    stale = save(office, hall, invited_xa_a="", present_xa_a="", invited_xa_b="3", present_xa_b="2")
    assert stale.status_code == 302
    assert figures(session).present == 6
    stale = save(office, hall, invited_xa_a="5", present_xa_a="5")
    assert stale.status_code == 422
    assert "vừa được người khác ghi" in text(stale)
    assert figures(session).present == 6
    assert save(office, hall, seen="5|4", invited_xa_a="5", present_xa_a="5").status_code == 302
    assert figures(session).present == 7


def test_the_workbook_goes_out_and_comes_back(as_, world, session, hall):
    office = as_("committee")
    where = url("headcount-page", uuid=session.uuid, point=hall.uuid)
    made = office.get(url("headcount-workbook", uuid=session.uuid, point=hall.uuid))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_index(0).to_python()
    assert rows[3] == ["Mã đơn vị", "Đơn vị", "Đảng viên", "Được triệu tập", "Có mặt"]
    assert [row[0] for row in rows[4:]] == ["xa-a", "xa-b"]
    rows[4][3:], rows[5][3:] = [5, 4], [3, "ba"]
    rows.append(["xa-z", "Đảng ủy xã Zét", "", 1, 1])
    read = office.post(where, {"act": "file", "file": workbook(rows)})
    assert read.status_code == 422
    page = text(read)
    assert "“ba” (ô E6) không phải số người" in page
    assert "Ô A7: “xa-z” không có ở điểm học này" in page
    assert figures(session).answered == 0, "reading writes nothing"
    rows[5][4] = 2
    read = office.post(where, {"act": "file", "file": workbook(rows[:6])})
    assert read.status_code == 200
    assert "2 đơn vị khác với số đã ghi" in text(read)
    assert 'name="present-xa-b" value="2"' in text(read)
    nothing = office.post(where, {"act": "file", "file": workbook([["Tên", "Số"]])})
    assert "không có hàng tiêu đề" in text(nothing)
    assert office.post(where, {"act": "file"}).status_code == 422
    other = office.post(where, {"act": "file", "file": SimpleUploadedFile("x.xlsx", b"no workbook")})
    assert other.status_code == 422


def test_cells_pasted_from_a_workbook_fill_the_page(as_, session, hall):
    office = as_("committee")
    where = url("headcount-page", uuid=session.uuid, point=hall.uuid)
    for pasted in (
        "Đảng ủy xã An Bình\t5\t4\nĐảng ủy xã Bình Minh\t3\t2\n",
        "5\t4\n3\t2",
        "Đơn vị\tTriệu tập\tGhi chú\tCó mặt\nxa-b\t3\tđủ\t2\nxa-a\t5\t\t4",
    ):
        page = text(office.post(where, {"act": "paste", "pasted": pasted}))
        assert 'name="invited-xa-a" value="5"' in page, pasted
        assert 'name="present-xa-b" value="2"' in page, pasted
    for pasted, said in (
        ("", "không có dòng số nào"),
        ("a\tb\tc\td\te", "không cho biết cột nào"),
        ("Xã nào đó\t1\t1", "không có ở điểm học này"),
        ("1\t1\n2\t2\n3\t3", "thừa so với số đơn vị"),
        ("xa-a\t1\t1\nĐảng ủy xã An Bình\t2\t2", "đã có ở dòng 1"),
    ):
        answer = office.post(where, {"act": "paste", "pasted": pasted})
        assert answer.status_code == 422, pasted
        assert said in text(answer), pasted


def test_an_officer_enters_its_own_unit_alone(as_, world, session, hall):
    commune = as_("commune")
    where = url("headcount-page", "xa-a", uuid=session.uuid, point=hall.uuid)
    page = text(commune.get(where))
    assert 'name="present-xa-a"' in page
    save(commune, hall, "xa-a", invited_xa_b="3", present_xa_b="3")
    assert figures(session).answered == 0
    assert "không có ở điểm học này" in text(commune.post(where, {"act": "paste", "pasted": "xa-b\t3\t3"}))
    assert as_("outsider").get(where).status_code == 404
    assert as_("outsider").get(url("session-page", "huyen-khac", uuid=session.uuid)).status_code == 404


def test_make_up_is_told_by_those_who_had_any(as_, world, session, hall):
    office = as_("committee")
    form = {"place": "Hội trường xã", "on": "23/05/2026", "mode": "hall", "is_makeup": "on"}
    answer = office.post(url("point-add", uuid=session.uuid), form)
    makeup = session.points.get(is_makeup=True)
    page = text(office.get(answer.url))
    assert 'name="invited-xa-a"' not in page
    assert save(office, makeup, present_xa_a="2").status_code == 302
    assert (figures(session).made_up, figures(session).waiting) == (2, 2)
    assert "Hội trường xã" in text(office.get(url("session-page", uuid=session.uuid)))
    assert office.post(url("point-remove", uuid=session.uuid, point=makeup.uuid)).status_code == 409
    edited = office.post(
        url("point-edit", uuid=session.uuid, point=makeup.uuid),
        {"place": "Nhà văn hóa", "on": "24/05/2026", "mode": "online"},
    )
    assert edited.status_code == 302


def test_a_session_is_edited_counted_anew_and_taken_back(as_, world, session, hall):
    office = as_("committee")
    form = {"kind": "current_affairs", "topic": "Thời sự tháng 5", "opens_on": "20/05/2026", "closes_on": "21/05/2026"}
    assert office.post(url("session-edit", uuid=session.uuid), form).status_code == 302
    bad = form | {"opens_on": "21/05/2026"}
    assert office.post(url("session-edit", uuid=session.uuid), bad).status_code == 422
    scenarios.add_members(world, 2, cell="xa-b-cb1")
    office.post(url("session-recount", uuid=session.uuid))
    assert figures(session).members == 10
    gone = office.post(url("session-remove", uuid=session.uuid))
    assert gone.status_code == 302
    assert not meetings.StudySession.objects.exists()


def test_lists_cost_a_fixed_number_of_queries(as_, world, session, hall, django_assert_max_num_queries):
    for number in range(10):
        one = meetings.call_study_session(
            actor=None, organiser=world.units["huyen"], topic=f"Thời sự {number}", opens_on=DAY
        )
        point = meetings.add_point(actor=None, session=one, place="Hội trường", on=DAY)
        meetings.summon_units(actor=None, point=point, units=[world.units["xa-a"], world.units["xa-b"]])
    for name in ("committee", "commune"):
        client = as_(name)
        unit = "huyen" if name == "committee" else "xa-a"
        with django_assert_max_num_queries(20):
            assert "Thời sự 9" in text(client.get(url("session-list", unit)))
        with django_assert_max_num_queries(24):
            client.get(url("session-page", unit, uuid=session.uuid))
        with django_assert_max_num_queries(20):
            client.get(url("headcount-page", unit, uuid=session.uuid, point=hall.uuid))
    book = as_("committee").get(url("session-page", uuid=session.uuid, query="&u-export=xlsx"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert any("Đảng ủy xã An Bình" in row for row in rows)


def test_figures_by_unit_lead_down_and_are_exported(as_, world, session, hall, django_assert_max_num_queries):
    told = [meetings.Told(world.units["xa-a"].pk, 5, 4), meetings.Told(world.units["xa-b"].pk, 3, 2)]
    meetings.record_headcounts(actor=None, point=hall, told=told)
    office = as_("committee")
    with django_assert_max_num_queries(20):
        page = text(office.get(url("report-page")))
    assert "6 / 8 lượt đảng viên" in page
    assert "75,00%" in page
    assert f"{reverse('meetings:report-page')}?unit=xa-a" in page
    assert "branch=xa-a" in page
    down = text(office.get(url("report-page", "xa-a")))
    assert "4 / 5 lượt đảng viên" in down
    behind = text(office.get(url("report-sessions", query="&branch=xa-b")))
    assert "Học tập nghị quyết mẫu" in behind
    assert "66,67%" in behind
    csv = office.get(url("report-page", query="&export=csv"))
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Đảng ủy xã An Bình,1,5,4,0,4,5,")
    assert "8,6,0,6,8," in lines[-1]
    book = office.get(url("report-page", query="&export=xlsx"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:5] == ["Đảng ủy xã An Bình", 1, 5, 4, 0]
    assert rows[3][1:5] == [1, 8, 6, 0]
    now = text(office.get(url("report-page", query="&structure=now")))
    assert "6 / 8 lượt đảng viên" in now
    assert office.get(f"{reverse('meetings:report-page')}").status_code == 200
    elsewhere = as_("outsider").get(url("report-page"))
    assert "unit=huyen-khac" in elsewhere.url
