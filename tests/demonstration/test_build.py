"""Both places entered through the doors, once; and the published answer."""

import importlib.util
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from django.test import Client

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.classes import api as classes
from hocvien.demonstration import api as demonstration
from hocvien.journal import api as journal
from hocvien.meetings import api as meetings
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.quotas import api as quotas
from hocvien.reporting import api as reporting
from hocvien.returns import api as returns
from hocvien.sending import api as sending
from hocvien.web.shell.journal_terms import VERBS
from hocvien.web.shell.journal_words import key_words

TODAY = date(2026, 9, 8)
REFORM = date(2025, 7, 1)
EVE = date(2025, 6, 30)
HEIRS = {"xa-18229-2025", "xa-18244-2025", "xa-18262-2025", "xa-18277-2025", "xa-18304-2025"}
ROOT = Path(__file__).resolve().parents[2]
PERIODS = [
    (date(2023, 1, 1), date(2023, 8, 31)),
    (date(2023, 1, 1), date(2023, 6, 30)),
    (date(2023, 7, 1), date(2023, 7, 31)),
    (date(2022, 1, 1), date(2022, 12, 31)),
]


@pytest.fixture(scope="module")
def counter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("count_demo", ROOT / "tools/count_demo.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _figures(rows: list[dict], keys: tuple[str, ...]) -> set[tuple]:
    return {tuple(row[key] for key in keys) for row in rows}


def _assert_same(ours: dict, counted: dict) -> None:
    """The same figures; only the programmes' names and the order of rows are the program's own affair."""
    assert ours["totals"] == counted["totals"]
    own = ("code", "classes", "participations", "persons", "female")
    beside = ("code", "partner", "classes", "participations", "persons")
    assert _figures(ours["programmes"], own) == _figures(counted["programmes"], own)
    assert _figures(ours["joint"], beside) == _figures(counted["joint"], beside)
    assert _figures(ours["sent"], beside) == _figures(counted["sent"], beside)


def assert_reformed():
    """Hà Tĩnh before and after, no place twice; the reform as one that was drafted, tried and executed, with its source."""
    top = org.get_unit("ha-tinh").pk
    before = Counter(one.name for one in committees(top, "commune_committee", EVE))
    assert sum(before.values()) == 216
    assert len(committees(top, "district_committee", EVE)) == 13
    assert {"Đảng ủy xã Tùng Ảnh", "Đảng ủy thị trấn Đức Thọ"} <= set(before)
    assert before["Đảng ủy xã Tùng Ảnh"] == 1
    assert len(committees(top, "commune_committee", REFORM)) == 69
    assert not committees(top, "district_committee", REFORM)

    made = org.Reorganisation.objects.get()
    assert (made.status, made.on, made.resolution) == ("executed", REFORM, "1665/NQ-UBTVQH15")
    assert made.made_by.username == made.executed_by.username == "hatinh.tochuc"
    assert made.effect["counts"]["ended"] == 13 + 214 + 1 + 16 + 2 + 3, (
        "districts, communes, centre, youth, offices, boards"
    )
    ended = org.get_unit("tung-anh")
    assert {event.reorganisation for event in org.list_life(ended)} == {"", str(made.uuid)}


def committees(top, kind, day):
    below = org.descendant_ids_as_of(top, day)
    ids = (
        org.Unit.objects.filter(pk__in=below)
        .filter(pk__in=org.kind_ids_as_of([kind], day))
        .values_list("pk", flat=True)
    )
    return list(org.labels_as_of(list(ids), day).values())


def assert_asked_both_ways(summary):
    """The published figures by the structure of then and of today: the same sum, of the district and of its province."""
    told = " ".join(summary.both_ways)
    assert told.count("10 lớp, 915 lượt") == 4
    asked = {"from_": date(2023, 1, 1), "to": date(2023, 8, 31)}
    for code in ("duc-tho", "ha-tinh"):
        unit = org.get_unit(code)
        then = reporting.compute_report(unit=unit, **asked)
        now = reporting.compute_report(unit=unit, **asked, seen_on=TODAY)
        assert (then.classes, then.totals) == (now.classes, now.totals)
        assert then.programmes == now.programmes
        assert [(row.code, row.classes, row.participations) for row in then.joint] == [("TCLLCT", 1, 78)]
        assert [(row.code, row.classes, row.participations) for row in now.joint] == [("TCLLCT", 1, 78)]
        assert {row.code for row in now.by_sending_unit if not row.is_past} == HEIRS
        past = {row.code: row.name for row in now.by_sending_unit if row.is_past}
        assert set(past) == {"duc-tho-co-quan-dang", "duc-tho-chinh-quyen"}
        assert all(name.endswith("(đơn vị cũ, chưa phân bổ)") for name in past.values())
        assert sum(row.participations for row in now.by_sending_unit) == 915
    senders = {row.code: row.participations for row in now.by_sending_unit}
    old = {
        row.code: row.participations
        for row in reporting.compute_report(unit=org.get_unit("duc-tho"), **asked).by_sending_unit
    }
    assert senders["xa-18304-2025"] == old["duc-dong"] + old["duc-lang"] + old["tan-huong"]
    assert senders["duc-tho-chinh-quyen"] == old["duc-tho-chinh-quyen"]


def assert_everybody_has_a_place_today(summary):
    """Whoever is offered on the sign-in page finds a page; rights at units that ended ended with them."""
    for one in summary.sign_ins:
        user = accounts.find_user(one.username)
        page = Client()
        page.force_login(user)
        grants = access.list_grants(user, TODAY)
        if not one.role_codes:
            # a learner without a role reads the own record and has no unit
            assert grants == []
            assert access.own_person_of(user).full_name in page.get("/people/own/").content.decode()
            assert page.get("/").status_code == 200
            continue
        assert grants, one.username
        assert all(grant.unit.valid_to > TODAY for grant in grants)
        assert access.get_unit_for(user, one.unit_code, on=TODAY).code == one.unit_code
        assert page.get(f"/?unit={one.unit_code}&period={one.period}").status_code == 200, one.username


def assert_people_studied():
    """Samples of study sessions: of the district by the structure of 2023 and of the commune, where two cells have not told theirs."""
    assert not meetings.StudySession.objects.filter(is_generated=False).exists()
    year = reporting.compute_study_report(unit=org.get_unit("duc-tho"), from_=date(2023, 1, 1), to=date(2023, 12, 31))
    assert (year.totals.sessions, year.totals.answered) == (3, year.totals.units)
    assert 0.8 < year.totals.share <= 1
    assert year.is_generated
    assert sum(row.counts.reached for row in year.rows) == year.totals.reached
    officer = accounts.find_user("minhthuan.xaydungdang")
    assert [(item.kind, item.count) for item in meetings.sessions_on_desk(officer, TODAY)] == [("missing", 2)]


def assert_people_were_sent():
    """Samples of sending out: two study elsewhere, three wait for the decision; the commune's own total knows nothing of them."""
    assert not sending.Notice.objects.filter(is_generated=False).exists()
    ours = sending.Sending.objects.exclude(notice__unit__code="bo-mau")
    assert sorted(ours.values_list("status", flat=True)) == ["proposed"] * 3 + ["sent"] * 2
    officer = accounts.find_user("minhthuan.xaydungdang")
    assert {item.kind for item in sending.sendings_on_desk(officer, TODAY)} >= {"approve"}


def assert_the_year_is_planned():
    """Samples of planning: a draft carried forward with its paper, needs adjusted with a reason, a target given on, names at one study session."""
    draft = planning.Plan.objects.get(unit__code="minh-thuan-ttct", year=TODAY.year + 1)
    before = planning.find_plan_in_force(draft.unit, TODAY.year)
    assert [one.copied_from_id for one in planning.list_lines(draft)] == [one.pk for one in planning.list_lines(before)]
    paper = papers.find_plan_paper(draft)
    assert (paper.number, paper.made_at) == ("", None)
    carried = papers.papers_to_carry(classes.copies_of_last_year(draft, {})).classes
    assert sorted(one.kind for kinds in carried.values() for one in kinds).count("call") == 2
    needs = {one.programme.code: one for one in planning.needs_for_plan(draft, TODAY)}
    assert needs["NTVD"].people > 0
    adjusted = planning.PlanNeed.objects.filter(year=draft.year, adjusted__isnull=False).get()
    assert adjusted.adjusted < adjusted.implied
    assert "(mẫu)" in adjusted.reason
    target = planning.PlanTarget.objects.get()
    assert sum(planning.shares_of(target).values()) == target.amount
    assert sum(len(meetings.named_units(point)) for point in meetings.Point.objects.all()) == 1
    assert classes.TrainingClass.objects.exclude(held_within="").count() == 1


def assert_a_list_is_under_way():
    """Seats handed down, named and confirmed; names with several verdicts at several steps, a reserve, an exception that waits."""
    opened = classes.TrainingClass.objects.get(code="mt-tcllct-1", is_generated=True)
    quota = quotas.find_quota_for_line(opened.plan_line_id)
    held = quotas.seats_of_unit(quota, org.get_unit("minh-thuan").pk)
    assert (held.confirmed, held.named, held.free) == (2, 3, 3)
    rows = classes.Nomination.objects.filter(training_class=opened)
    assert {"met", "data_missing", "not_met"} == set(rows.values_list("verdict", flat=True))
    assert rows.filter(status="reserve").count() == 2
    assert rows.filter(status="proposed").values("step_unit").distinct().count() == 4
    officer, office = accounts.find_user("minhthuan.capuy"), accounts.find_user("minhthuan.xaydungdang")
    assert "decide_exception" in {item.kind for item in classes.work_items(office, TODAY)}
    assert {"exception_elsewhere", "names_elsewhere"} <= {item.kind for item in classes.work_items(officer, TODAY)}


def assert_a_return_is_under_way():
    """Samples of a return: one sheet locked, one sent back with a remark, one that contradicts itself, one late; the pages show them."""
    asked = returns.Return.objects.get()
    assert (asked.unit.code, asked.form.code, asked.period) == ("minh-thuan", "HV-XA", "2026-6m")
    assert "(mẫu)" in asked.title
    sheets = {one.unit.code: one for one in asked.sheets.select_related("unit")}
    told = {code: (one.status, one.contradicting) for code, one in sheets.items()}
    assert told == {
        "minh-thuan-ttct": ("locked", 0),
        "minh-thuan-doan": ("sent_back", 0),
        "minh-thuan-truong": ("submitted", 2),
        "minh-thuan-xdd": ("open", 0),
    }
    assert sheets["minh-thuan-doan"].remarks.keys() == {"r5.c2"}
    assert returns.is_late(sheets["minh-thuan-xdd"], TODAY)
    # the centre's own class of that half-year, as the reports count it
    half = reporting.compute_report(unit=org.get_unit("minh-thuan-ttct"), from_=asked.from_on, to=asked.to_on)
    assert sheets["minh-thuan-ttct"].values["r7.c2"] == half.totals.participations > 0
    office = accounts.find_user("minhthuan.xaydungdang")
    assert {(item.kind, item.count) for item in returns.returns_on_desk(office, TODAY)} >= {
        ("check", 1),
        ("missing", 2),
    }
    page = Client()
    page.force_login(office)
    bar = "?unit=minh-thuan&period=2026"
    assert_reads(page, f"/returns/{bar}", asked.title)
    assert_reads(
        page, f"/returns/{asked.uuid}/{bar}", "Đoàn xã Minh Thuận (mẫu)", "Quá hạn, chưa nộp", "2 chỗ mâu thuẫn"
    )
    assert_reads(page, f"/returns/{asked.uuid}/total/{bar}", "Cộng 2/4 đơn vị đã nộp")
    for code, words in (
        ("minh-thuan-ttct", "Đã chốt"),
        ("minh-thuan-doan", "Gửi kèm danh sách lớp (mẫu)"),
        ("minh-thuan-truong", "Số nữ không được nhiều hơn số lượt học viên"),
    ):
        assert_reads(page, f"/returns/sheets/{sheets[code].uuid}/{bar}", words)


def assert_the_journal_is_said_in_words():
    units = set(org.Unit.objects.values_list("code", flat=True))
    without = set()
    for verb, subject_type, content in journal.Entry.objects.values_list("verb", "subject_type", "detail__content"):
        if verb not in VERBS:
            without.add(verb)
        told = json.loads(content)
        for key in {*told["before"], *told["after"]} - units:
            if key_words(key, subject_type) == key and not re.fullmatch(r"r\d+\.c\d+", key):
                without.add(f"{verb}: {key}")
    assert not without


def assert_papers_are_written():
    """Samples of official papers: a numbered report and a draft of the district, two reviews of the commune's centre with their measures."""
    assert not official.OfficialPaper.objects.filter(is_generated=False).exists()
    papers_made = official.OfficialPaper.objects.order_by("issued_on")
    assert [(one.unit.code, one.kind, one.state, one.number_text) for one in papers_made] == [
        ("duc-tho-ttct", "report", "numbered", "01-BC/TTCT"),
        ("duc-tho-ttct", "report", "draft", ""),
        ("minh-thuan-ttct", "interim_review", "numbered", "01-BC/TTCT"),
        ("minh-thuan-ttct", "interim_review", "numbered", "02-BC/TTCT"),
    ]
    draft = papers_made[1]
    assert (draft.first_on, draft.last_on) == (date(2023, 1, 1), date(2023, 8, 31))
    assert draft.sections.exclude(text="").count() == 4
    assert "10 lớp" in official.figures_of(draft, TODAY)
    measures = list(official.DecidedMeasure.objects.all())
    assert sorted(one.state for one in official.last_outcomes(measures).values()) == ["done", "open"]
    for username, bar, pages in (
        ("ductho.giaovu", "?unit=duc-tho-ttct&period=2023-8m", papers_made[:2]),
        ("minhthuan.giaovu", "?unit=minh-thuan-ttct&period=2026", papers_made[2:]),
    ):
        page = Client()
        page.force_login(accounts.find_user(username))
        assert_reads(page, f"/reports/papers/{bar}", *(one.number_text or "Bản thảo" for one in pages))
        for one in pages:
            assert_reads(page, f"/reports/papers/{one.uuid}/{bar}", one.subject)
            assert page.get(f"/reports/papers/{one.uuid}/docx/{bar}").status_code == 200
    assert_reads(
        page, f"/reports/papers/measures/{bar}", *(one.text for one in measures), "Các chi bộ đã nhận lịch (mẫu)"
    )


def assert_reads(page, address, *words):
    """The page answers and shows these words."""
    answer = page.get(address)
    assert answer.status_code == 200, address
    shown = answer.content.decode()
    for one in words:
        assert one in shown, (address, one)


@pytest.mark.django_db
def test_build_enters_the_places_once_and_answers_as_published(settings, tmp_path, counter):
    settings.DATA_DIR = tmp_path
    settings.HOCVIEN_TODAY = TODAY.isoformat()
    summary = demonstration.build(today=TODAY, echo=print)
    assert summary.built
    assert summary.differences == ()
    assert "10 lớp" in summary.answer
    assert "915" in summary.answer

    for first, last in PERIODS:
        for code in ("ha-tinh", "duc-tho", "tung-anh", "lam-trung-thuy", "duc-tho-ttct", "truong-tran-phu"):
            for basis in ("opened", "running", "finished"):
                report = reporting.compute_report(unit=org.get_unit(code), from_=first, to=last, basis=basis)
                _assert_same(report.as_json(), counter.count(code, first, last, basis))

    assert_reformed()
    assert_asked_both_ways(summary)
    assert_everybody_has_a_place_today(summary)

    assert_people_studied()
    assert_the_year_is_planned()
    assert_people_were_sent()
    assert_a_list_is_under_way()
    assert_a_return_is_under_way()
    assert_papers_are_written()

    assert not people.people().filter(is_generated=False).exists()
    told = json.loads((tmp_path / "demo.json").read_text("utf-8"))
    assert {entry["username"] for entry in told["accounts"]} >= {"ductho.giaovu", "minhthuan.giaovu", "minhthuan.capuy"}
    assert journal.verify_chain().is_sound
    assert_the_journal_is_said_in_words()

    kinds = {item.kind for item in classes.work_items(None, TODAY, None)}
    assert kinds

    again = demonstration.build(today=TODAY, echo=print)
    assert not again.built
    assert again.sign_ins == summary.sign_ins
    assert again.seconds < 10
