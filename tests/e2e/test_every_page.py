"""Every screen of the program, opened by somebody who holds every role: an answer, clean for axe, no sideways scroll, at both sizes."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.batches import api as batches
from hocvien.common.periods import parse_period
from hocvien.eligibility import api as eligibility
from hocvien.exchange import api as exchange
from hocvien.figures import api as figures
from hocvien.jobs import api as jobs
from hocvien.meetings import api as meetings
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.quotas import api as quotas
from hocvien.records import api as records
from hocvien.reporting import api as reporting
from hocvien.returns import api as returns
from hocvien.sending import api as sending
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# answered with a file or with JSON: opened, not looked at
FILES = {
    "shell:suggest",
    "units:unit-below",
    "persons:roster-template",
    "persons:roster-held",
    "account:export-file",
    "classes:certificate-pdf",
    "classes:nomination-template",
    "figures:statement-template",
    "certificates:certificate-pdf",
    "certificates:register-pdf",
    "reports:report-workbook",
    "reports:report-document",
    "reports:report-json",
    "reports:breakdown-json",
    "reports:breakdown-workbook",
    "reports:breakdown-csv",
    "meetings:headcount-workbook",
    "returns:form-workbook",
    "returns:return-workbook",
    "returns:sheet-workbook",
    "papers:template-file",
    "papers:template-kept",
    "official:paper-docx",
    "official:paper-pdf",
    "reorganisations:mapping-template",
    "rules:rule-download",
}
# the screens of a roster that waits to be written
WAITING_ROSTER = ("open", "columns", "problems", "held", "effect", "duplicates", "absent", "progress")
# the walk is taken in so many parts, for workers to share
PARTS = 3
# what of axe depends on the size of the window; the rest was asked at the desk
BY_SIZE = ("target-size", "scrollable-region-focusable", "color-contrast", "aria-hidden-focus", "region")
# the screens of a list that is still being made
OF_LIST = ("round-list", "round-close", "exception-request", "exception-decide")
OF_LIST += tuple(
    f"nomination-{act}" for act in ("list", "propose", "page", "fill", "upload", "template", "file", "cells")
)
# the screens of what a centre serves and may open
AT_CENTRE = [f"{name}-{act}" for name in ("area", "authority") for act in ("add", "edit", "remove")]
# the screens of one person under the rules
OF_PERSON = [f"rules:{name}" for name in ("person-verdict", "planning-add", "attestation-add", "exception-add")]
# the screens of somebody sent to another's class
OF_SENT = (
    "sending-page",
    "person-recall",
    "event-record",
    "diploma-record",
    "diploma-remove",
    "transcript-record",
    "transcript-print",
)
# needs a file that was made on this machine; shown by the administration's own tests
ELSEWHERE = {"administration:backup-download"}


def screens(patterns=None, namespace=""):
    """(name, parameters) of every screen of ours that answers GET."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from screens(one.url_patterns, inner)
        elif isinstance(one, URLPattern) and "GET" in getattr(one.callback, "screen_methods", ()):
            yield f"{namespace}{one.name}", tuple(one.pattern.converters)


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = scenarios.CLOSES.isoformat()
    cache.clear()
    world = scenarios.found_place()
    roles = ("clerk", "class_head", "unit_officer", "committee_office", "inspector", "administrator")
    user = scenarios.give_account(world, "everyone", *((role, "tinh") for role in roles))
    accounts.set_password(actor=None, user=user, password=PASSWORD)
    return world


@pytest.fixture
def samples(world):
    """What stands in the addresses: for each name of a parameter a value, or one for each area and screen."""
    enrolling = scenarios.open_class(world, name="Lớp đang chiêu sinh", place="Phòng 1")
    (waiting, *_rest) = scenarios.approved_list(world, enrolling, 2)
    scenarios.classes.open_round(
        actor=None,
        training_class=enrolling,
        opens_on=scenarios.FOUNDED,
        closes_on=scenarios.TODAY,
        today=scenarios.TODAY,
    )
    running = scenarios.open_class(world, name="Lớp đang học", place="Phòng 2")
    learners = scenarios.admit_people(world, running, 2)
    asked = privacy.record_request(
        actor=None,
        person=learners[0].person,
        unit=world.units["xa-a"],
        kind="access",
        asked_on=scenarios.TODAY,
        now=scenarios.at(scenarios.TODAY),
    )
    session = scenarios.plan_timetable(world, running)[0]
    scenarios.record(world, session, {learners[0].uuid: ("absent_with_leave", "")})
    finished, _ = scenarios.finished_class(world, 2, name="Lớp đã bế giảng", place="Phòng 3")
    issued, _ = scenarios.finished_class(world, 2, name="Lớp đã cấp giấy", place="Phòng 4")
    scenarios.recognise(world, issued)
    paper = scenarios.issue(world, issued, issued_on=scenarios.CLOSES, now=scenarios.at(scenarios.CLOSES, 17))[0]
    person = waiting.person
    people.add_facts(
        actor=None,
        person=person,
        posts=[people.NewPost(world.units["xa-a"].pk, "cell_committee_member", "Chi ủy viên", date(2024, 1, 1))],
    )
    record = keep_record(world, person)
    access.tie_account(
        actor=None,
        username="everyone",
        person=learners[0].person,
        today=scenarios.CLOSES,
        now=scenarios.at(scenarios.CLOSES),
    )
    line = scenarios.approved_line(world)
    draft = scenarios.planning.create_plan(actor=None, unit=world.units["ttct"], year=2027)
    draft_line = scenarios.planning.add_line(
        actor=None,
        plan=draft,
        programme=scenarios.catalogue.get_programme("NTVD"),
        classes=1,
        seats=80,
        opener=world.units["ttct"],
    )
    study, point = keep_study(world)
    rosters = keep_rosters(world)
    export = keep_export(world)
    lecturer = scenarios.add_lecturer(world)
    sent = keep_sending(world, person)
    states = {"enrolling": enrolling, "running": running, "finished": finished, "issued": issued}
    of_class = dict.fromkeys(("class-cancel", "invitation-list", *OF_LIST), enrolling)
    of_class |= dict.fromkeys(("result-list", "result-recognise"), finished)
    of_class |= dict.fromkeys(
        ("paper-list", "result-reopen", "certificate-issue", "certificate-pdf", "recognition-paper"), issued
    )
    seats = keep_quota(world)
    review = keep_review(world)
    known = {
        "code": {"units": "xa-a", "programmes": "NTVD", "rules": "NTVD", "obligations": "new-member"}
        | {f"units:{name}": "ttct" for name in AT_CENTRE}
        | {
            "quotas": "xa-a",
            "quotas:seat-allot": "huyen",
            "rules:regulation-edit": "qd-350-2025",
            "rules:regulation-remove": "qd-350-2025",
        },
        "session": session.uuid,
        "move": seats["move"],
        "participation": learners[1].uuid,
        "nomination": {"classes": waiting.uuid, "threads": issued.nominations.first().uuid},
        "belonging": newest("people", "Belonging").uuid,
        "post": newest("people", "Post").uuid,
        "line": draft_line.uuid,
        "point": point.uuid,
        "kind": {"persons": "post", "units": "contact", "papers": "call", "official": "figures"},
        "measure": review["measure"],
        "number": 1,
        "upload": keep_nomination_file(world, enrolling),
        "key": "look",
        "act": "merge",
        "what": "ended",
        "thing": "people",
        "year": scenarios.CLOSES.year,
        "fact": {"persons": newest("people", "Post").uuid, **record["facts"]},
        "training": record["training"].uuid,
        "decision": sent["decision"],
        "event": sent["event"],
        "other": record["other"].uuid,
        "merge": record["merge"].uuid,
        "uuid": {
            "classes": running.uuid,
            "plans": draft.uuid,
            "meetings": study.uuid,
            "figures": keep_statement(world).uuid,
            **keep_return(world),
            **dict.fromkeys(("figures:file-page", "figures:file-cells"), keep_figure_file(world).uuid),
            "reports": freeze_figures(world).uuid,
            "quotas": seats["quota"],
            "reorganisations": keep_reorganisation(world, is_done=False).uuid,
            "reorganisations:reorganisation-undo": keep_reorganisation(world, is_done=True).uuid,
            "persons": person.uuid,
            "privacy": person.uuid,
            "privacy:request-page": asked.uuid,
            "programmes": lecturer.uuid,
            "rules": keep_draft().uuid,
            **dict.fromkeys(OF_PERSON, person.uuid),
            "certificates": paper.uuid,
            "papers": running.uuid,
            "official": review["draft"],
            "official:class-papers": issued.uuid,
            "official:paper-annul": review["numbered"],
            "official:paper-compare": review["numbered"],
            "threads": issued.uuid,
            "threads:thread-of-line": line.uuid,
            "threads:thread-of-certificate": paper.uuid,
            "papers:plan-paper": line.plan.uuid,
            "papers:sending-paper": sent["notice"],
            **keep_template(world),
            "administration": world.head.uuid,
            "administration:grant-end": newest("access", "Grant").uuid,
            **{f"persons:roster-{name}": rosters[0] for name in WAITING_ROSTER},
            "persons:roster-done": rosters[1],
            "persons:roster-back": rosters[1],
            "persons:transfer-page": record["transfer"].uuid,
            "persons:batch-page": keep_batch(world, [person, learners[0].person]),
            "account:export-page": export,
            "account:export-file": export,
            **keep_delegation(world),
            **{f"units:{name}": uuid for name, uuid in keep_unit_facts(world).items()},
            "certificates:register-book": paper.register.uuid,
            "certificates:register-pdf": paper.register.uuid,
            "plans:plan-page": line.plan.uuid,
            "plans:plan-amend": line.plan.uuid,
            **keep_planning(world),
            "sending": sent["notice"],
            **{f"sending:{name}": sent["sending"] for name in OF_SENT},
            **{f"classes:{name}": one.uuid for name, one in of_class.items()},
        },
    }
    known["belonging"] = apps.get_model("people", "Belonging").objects.filter(person=person).first().uuid
    return known, states


def keep_review(world):
    """A numbered review with a measure, and a draft of the next that differs from the figures."""
    day = scenarios.CLOSES
    given = {"actor": None, "now": scenarios.at(day), "today": day}
    drafts = []
    for kind in ("interim_review", "final_review"):
        paper = official.begin_report(unit=world.units["ttct"], kind=kind, period=parse_period("2026-6m"), **given)
        change = official.HeadChange(subject=paper.subject, issued_on=day, symbol="TTCT", recipients="Huyện ủy")
        paper = official.update_head(paper=paper, change=change, **given)
        measure = official.decide_measure(paper=paper, text="Rà soát nguồn", responsible=world.units["xa-a"], **given)
        official.write_section(paper=paper, kind="limits", text="Cử chưa đủ người.", **given)
        drafts.append((paper, measure))
        if kind == "interim_review":
            official.number_paper(paper=paper, **given)
    (first, told), (second, _own) = drafts
    text = official.figures_of(second, day).replace("06", "16").replace("02", "12")
    official.write_section(paper=second, kind="figures", text=text, **given)
    return {"numbered": first.uuid, "draft": second.uuid, "measure": told.uuid}


def newest(app, model):
    return apps.get_model(app, model).objects.order_by("-pk").first()


def keep_nomination_file(world, training_class):
    """A list read for a class: a row that is somebody, and one that is nobody."""
    (person,) = scenarios.add_candidates(world, 1)
    text = (
        f"Họ và tên,Ngày sinh,Giới tính\n{person.full_name},{person.birth_words},Nữ\nNguyễn Văn Không,01/02/1991,Nam\n"
    )
    kept = exchange.keep_nominations(
        actor=world.everyone,
        training_class=training_class,
        unit=world.units["xa-a"],
        content=text.encode(),
        filename="de-cu.csv",
        on=scenarios.TODAY,
        now=scenarios.at(scenarios.TODAY),
    )
    return kept.uuid


def keep_record(world, person):
    """What the screens of one record ask for: facts that can be ended, a training elsewhere, a twin, a merge, a move."""
    now = scenarios.at(scenarios.CLOSES)
    people.add_facts(
        actor=None,
        person=person,
        managements=[people.NewManagement(world.units["huyen"].pk, date(2024, 1, 1))],
        leaves=[people.NewLeave("secondment", date(2026, 6, 1))],
    )
    new = records.NewTraining(title="Bồi dưỡng ở nơi khác", organiser="Trường khác", evidence="certificate")
    training = records.add_training(actor=None, person=person, new=new, now=now)
    twin = {"full_name": person.full_name, "birth": person.birth, "sex": person.sex}
    cell = people.NewBelonging(world.units["xa-b-cb1"].pk, "official_cell", date(2024, 1, 1))
    other, third = people.add_people(
        actor=None, people=[people.NewPerson(**twin, belongings=(cell,)), people.NewPerson(**twin)]
    )
    return {
        "facts": {
            "persons:management-end": people.list_managements(person)[0].uuid,
            "persons:leave-end": people.list_leaves(person)[0].uuid,
        },
        "training": training,
        "other": other,
        "merge": people.merge_people(actor=None, survivor=person, merged=third, now=now),
        "transfer": people.ask_transfer(
            actor=None, person=other, to_unit=world.units["xa-a-cb1"], on=scenarios.CLOSES, now=now
        ),
    }


def keep_return(world):
    """A return of the province with a sheet that collects from below, and one that was handed in and one that was locked."""
    returns.load_seed(actor=None)
    form = returns.Form.objects.get(code="HV-XA")
    asked = returns.open_return(
        actor=None, unit=world.units["tinh"], form=form, period=parse_period("2026-6m"), due_on=scenarios.CLOSES
    )
    own, handed_in, locked = asked.sheets.order_by("unit__code")[:3]
    returns.collect_below(actor=None, sheet=own, due_on=scenarios.CLOSES)
    told = returns.Told({"r8.c2": 5}, {})
    for sheet in (handed_in, locked):
        returns.record_sheet(actor=None, sheet=sheet, told=told)
        returns.take_file(actor=None, sheet=sheet, cells={"r1.c2": 3}, file_name="bieu.xlsx")
    returns.lock_sheets(actor=None, sheets=[locked])
    made = returns.copy_form(
        actor=None, form=form, owner=world.units["tinh"], valid_from=scenarios.CLOSES, code="TINH-01"
    )
    return {
        "returns": own.uuid,
        "returns:sheet-send-back": handed_in.uuid,
        "returns:sheet-reopen": locked.uuid,
        **{f"returns:return-{act}": asked.uuid for act in ("page", "edit", "total", "workbook", "reopen")},
        **{f"returns:form-{act}": made.uuid for act in ("page", "edit", "copy", "workbook")},
    }


def keep_draft():
    """Other conditions of a programme, not in force."""
    return eligibility.save_draft(
        actor=None,
        programme=scenarios.catalogue.get_programme("NTVD"),
        valid_from=scenarios.CLOSES,
        clauses=[eligibility.NewClause(kind="not_member", parameters={})],
        today=scenarios.CLOSES,
        now=scenarios.at(scenarios.CLOSES),
    )


def keep_batch(world, rows):
    """A rating given to some and refused to nobody."""
    on, now = scenarios.CLOSES, scenarios.at(scenarios.CLOSES)
    batch = batches.open_batch(
        actor=world.everyone, kind="rating", person_ids=[row.pk for row in rows], unit=None, chosen="", now=now
    )
    work = people.NewRating(2019, "civil_servant", "good")
    batches.judge_batch(actor=world.everyone, batch=batch, work=work, on=on, now=now)
    return batches.run_batch(actor=world.everyone, batch=batch, on=on, now=now).uuid


def keep_planning(world):
    """A need counted, a target, and a plan in two versions."""
    unit, programme = world.units["ttct"], scenarios.catalogue.get_programme("NTVD")
    scenarios.planning.count_needs(actor=None, unit=unit, year=2026)
    target = scenarios.planning.record_target(
        actor=None,
        unit=world.units["huyen"],
        title="Bồi dưỡng quần chúng ưu tú",
        programme=programme,
        measure="people",
        amount=500,
        first_year=2025,
        last_year=2030,
        decision_number="12-ĐA/HU",
        decided_on=date(2025, 1, 5),
    )
    return {
        "plans:need-adjust": newest("planning", "PlanNeed").uuid,
        "plans:need-people": newest("planning", "PlanNeed").uuid,
        "plans:target-page": target.uuid,
        "plans:target-edit": target.uuid,
        "plans:target-share": target.uuid,
    }


def keep_study(world):
    """A study session with a hall where both communes gather, one of them told."""
    study = meetings.call_study_session(
        actor=None, organiser=world.units["huyen"], topic="Học tập nghị quyết mẫu", opens_on=scenarios.TODAY
    )
    point = meetings.add_point(actor=None, session=study, place="Hội trường huyện", on=scenarios.TODAY)
    meetings.summon_units(actor=None, point=point, units=[world.units["xa-a"], world.units["xa-b"]])
    told = [meetings.Told(world.units["xa-a"].pk, 5, 4)]
    meetings.record_headcounts(actor=None, point=point, told=told)
    return study, point


def keep_sending(world, person):
    """A notice of an academy, somebody sent by a decision with a transcript, and somebody who waits."""
    on, now = scenarios.CLOSES, scenarios.at(scenarios.CLOSES)
    new = sending.NewNotice(
        issuer_name="Học viện Chính trị khu vực I",
        number="112-TB/HVCT",
        issued_on=on,
        name="Lớp cao cấp lý luận chính trị",
        programme_id=scenarios.catalogue.get_programme("CCLLCT").pk,
        study_mode="part_time",
        seats=2,
        opens_on=on,
    )
    (other,) = scenarios.add_members(world, 1)
    notice = sending.record_notice(actor=None, unit=world.units["huyen"], new=new, today=on, now=now)
    sending.propose_people(actor=None, notice=notice, person_ids=[person.pk, other.pk], today=on, now=now)
    one = notice.sendings.get(person=person)
    decision = sending.decide_sending(
        actor=None,
        notice=notice,
        sendings=[one],
        number="45-QĐ/HU",
        decided_on=on,
        signer_name="Nguyễn Văn Ký",
        exception_reason="Công văn 7-CV/TU",
        today=on,
        now=now,
    )
    one = sending.get_sending_for(None, one.uuid, on)
    event = sending.record_event(actor=None, sending=one, kind="enrolled", on=on, today=on, now=now)
    sending.record_transcript(
        actor=None, sending=one, issued_on=on, issued_by="Học viện", text="Triết học; 60; 8,5", today=on, now=now
    )
    return {"notice": notice.uuid, "decision": decision.uuid, "sending": one.uuid, "event": event.uuid}


def keep_quota(world):
    """Seats handed down, one named, some asked for and some asked of a neighbour."""
    said = {"actor": None, "today": scenarios.CLOSES, "now": scenarios.at(scenarios.CLOSES)}
    a, b = world.units["xa-a"].pk, world.units["xa-b"].pk
    quota = quotas.issue_quota(
        owner=world.units["huyen"],
        source=quotas.Notice(
            "15-TB/TCT", scenarios.TODAY, "Chiêu sinh đợt II", scenarios.catalogue.get_programme("NTVD").pk
        ),
        seats=20,
        names_due_on=scenarios.CLOSES - timedelta(days=2),
        **said,
    )
    quotas.allot_seats(quota=quota, unit_id=quota.owner_id, seats={a: 6, b: 5}, **said)
    (person,) = scenarios.add_candidates(world, 1)
    quotas.name_seat(quota=quota, unit_id=a, person_id=person.pk, **said)
    quotas.reserve_seats(quota=quota, unit_id=b, seats=5, **said)
    quotas.ask_seats(quota=quota, unit_id=b, seats=15, reason="Có thêm người đủ điều kiện", **said)
    move = quotas.ask_move(
        quota=quota, from_unit_id=b, to_unit_id=a, seats=1, reason="Thiếu chỗ", asked_by_giver=False, **said
    )
    return {"quota": quota.uuid, "move": move.uuid}


def keep_reorganisation(world, *, is_done):
    """A draft that merges two cells; one that was executed."""
    now = scenarios.at(scenarios.CLOSES)
    cell = "da-lap" if is_done else "nhap"
    steps = (org.Found(cell, f"Chi bộ {cell}", "cell", "xa-z"), org.Merge(("xa-z-cb1",), cell))
    row = org.draft_reorganisation(
        actor=world.everyone,
        title="Nhập chi bộ",
        resolution="5-NQ/ĐU",
        decided_on=scenarios.TODAY,
        on=scenarios.CLOSES,
        steps=steps if not is_done else (steps[0], org.Rename("xa-z", "Đảng ủy xã Zét mới")),
        now=now,
    )
    return org.execute_reorganisation(actor=world.everyone, reorganisation=row, now=now) if is_done else row


def keep_unit_facts(world):
    """What holds of a unit for a time: an address, a service area and an authority of the centre."""
    centre, since = world.units["ttct"], date(2026, 1, 1)
    fact = org.record_fact(actor=None, unit=world.units["xa-a"], value=org.Contact("Thôn 1"), valid_from=since)
    area = org.record_service_area(actor=None, centre=centre, unit=world.units["xa-a"], valid_from=since)
    (authority,) = scenarios.catalogue.record_authority(
        actor=None,
        unit=centre,
        programmes=[scenarios.catalogue.get_programme("NTVD")],
        number="01-QĐ/TU",
        decided_on=since,
        decided_by="Tỉnh ủy mẫu",
        valid_from=since,
        today=scenarios.CLOSES,
    )
    of = {"fact": fact.uuid, "area": area.uuid, "authority": authority.uuid}
    return {f"{name}-{act}": uuid for name, uuid in of.items() for act in ("edit", "remove")}


def keep_statement(world):
    """A passage of a report of years ago, taken over with its citation."""
    text = "Năm 2015, Trung tâm mở 12 lớp cho 903 lượt học viên, tăng 2 lớp so với cùng kỳ."
    return figures.take_over(
        actor=None,
        unit=world.units["huyen"],
        label="Năm 2015",
        first_on=date(2015, 1, 1),
        last_on=date(2015, 12, 31),
        citation=figures.Citation("Báo cáo mẫu năm 2015"),
        lines=[figures.NewLine(is_total=True, classes=12, participants=903, counted_as="luot", grading={"gioi": 9})],
        text=text,
    )


def freeze_figures(world):
    """An answer fixed, with somebody who was entered afterwards; and a question kept."""
    asked = {"actor": world.everyone, "unit": world.units["huyen"], "now": scenarios.at(scenarios.TODAY)}
    told = reporting.Breakdown(("classes", "participations"), rows="sender_branch")
    more = {"basis": "opened", "structure": "", "compare": ""}
    reporting.save_question(
        **asked, title="Lớp theo đơn vị cử", breakdown=told, more=more, is_shared=True, on=scenarios.TODAY
    )
    year = scenarios.TODAY.year
    question = reporting.ask(unit=world.units["huyen"], from_=date(year, 1, 1), to=date(year, 12, 31))
    return reporting.freeze_answer(
        **asked, question=question, breakdowns=[told], title="Báo cáo năm", on=scenarios.TODAY
    )


def keep_figure_file(world):
    """A workbook of published figures with a row that is understood and one that is not."""
    text = "Đơn vị;Năm;Chương trình;Số lớp;Số người;Nguồn\nhuyen;2012;NTVD;3;183;Báo cáo mẫu\nhuyen;kỳ trước;NTVD;3;183;Báo cáo mẫu\n"
    return exchange.keep_figures(
        actor=world.everyone,
        content=text.encode("utf-8-sig"),
        filename="so-lieu.csv",
        source=None,
        now=scenarios.at(scenarios.TODAY),
    )


def keep_template(world):
    """A template of the centre's own: addresses of what was sent."""
    row = papers.save_template(
        actor=None,
        unit=world.units["ttct"],
        kind="call",
        name="mau.docx",
        content=papers.content_in_use("call", world.units["ttct"].pk, scenarios.TODAY),
        now=scenarios.at(scenarios.TODAY),
        today=scenarios.TODAY,
    )
    return {f"papers:template-{name}": row.uuid for name in ("kept", "withdraw")}


def keep_delegation(world):
    """What the centre's clerk lets the head of classes do: addresses of delegations; and a token of another program beside."""
    delegation = access.delegate(
        actor=world.centre,
        to_user=world.head,
        unit=world.units["ttct"],
        includes_below=True,
        permissions=["list.admit"],
        valid_from=scenarios.TODAY,
        valid_to=scenarios.CLOSES,
        today=scenarios.TODAY,
    )
    access.make_token(
        actor=world.everyone,
        name="Kho dữ liệu",
        unit=world.units["ttct"],
        includes_below=True,
        last_day=scenarios.CLOSES + timedelta(days=30),
        today=scenarios.CLOSES,
        now=scenarios.at(scenarios.CLOSES),
    )
    return {f"account:delegation-{name}": delegation.uuid for name in ("act", "end")}


def keep_export(world):
    """A file that was made beside one's work."""
    job = jobs.enqueue(
        task="web.write_export",
        arguments={
            "user": str(world.everyone.uuid),
            "path": reverse("persons:person-list"),
            "query": "export=xlsx",
            "language": "vi",
        },
        owner=world.everyone,
        label="Danh sách",
        now=scenarios.at(scenarios.CLOSES),
    )
    return job.uuid


def keep_rosters(world):
    """One with a wrong cell, waiting; one carried out."""
    import io

    import xlsxwriter

    kept: list[UUID] = []
    for name, birth in (("Trần Thị Lan", "31/02/1998"), ("Trần Thị Huệ", "12/02/1998")):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            sheet = book.add_worksheet("Danh sách")
            sheet.write_row(0, 0, ("Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị"))
            sheet.write_row(1, 0, (name, birth, "Nữ", "Chi bộ thôn 1 An Bình"))
        roster = exchange.keep_roster(
            actor=world.everyone,
            content=out.getvalue(),
            filename="ds.xlsx",
            unit=world.units["xa-a"],
            on=scenarios.CLOSES,
            now=scenarios.at(scenarios.CLOSES),
        )
        kept.append(roster.uuid)
    exchange.execute_roster(
        actor=world.everyone, roster=roster, on=scenarios.CLOSES, now=scenarios.at(scenarios.CLOSES)
    )
    return kept


def address(name, parameters, known):
    area = name.split(":", maxsplit=1)[0]
    kwargs = {}
    for parameter in parameters:
        value = known[parameter]
        kwargs[parameter] = value.get(name, value.get(area)) if isinstance(value, dict) else value
    return reverse(name, kwargs=kwargs)


def look(visitor, name, url):
    """What is wrong with one screen, at both sizes."""
    page = visitor.page
    page.set_viewport_size(DESK)
    answer = page.goto(visitor.server + url)
    if answer.status != 200:
        return [f"{name} {url}: {answer.status} {page.inner_text('main')[:300]}"]
    faults = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        try:
            visitor.assert_accessible(BY_SIZE if size is PHONE else ())
        except AssertionError as fault:
            faults.append(f"{name} at {size['width']}: {fault}")
            visitor.complaints.clear()
            visitor.shot(f"fault-{name}-{size['width']}")
    return faults


@pytest.fixture
def everywhere(samples):
    """Screen → address."""
    known, _states = samples
    return {name: f"{address(name, keys, known)}?unit=ttct" for name, keys in screens() if name not in ELSEWHERE}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_screen_is_answered_clean_and_fits(visit, everywhere, part):
    shown = [(name, url) for name, url in everywhere.items() if name not in FILES]
    assert len(shown) > 70
    visitor = visit(DESK)
    visitor.sign_in("everyone")
    faults = [fault for name, url in shown[part::PARTS] for fault in look(visitor, name, url)]
    assert not faults, "\n\n".join(faults)


def test_every_file_and_every_step_of_a_class_is_answered(visit, samples, everywhere):
    _known, states = samples
    visitor = visit(DESK)
    visitor.sign_in("everyone")
    opened = [everywhere[name] for name in FILES]
    tabs = ("class-page", "timetable", "roll-book", "result-list", "paper-list", "nomination-list")
    for one in states.values():
        opened += [reverse(f"classes:{tab}", kwargs={"uuid": one.uuid}) for tab in tabs]
    answers = {url: visitor.page.request.get(visitor.server + url).status for url in opened}
    assert not {url: status for url, status in answers.items() if status != 200}


def test_every_screen_is_known_to_the_walk(world):
    """A screen with a parameter nobody gave a sample for fails here, by name."""
    given = {"code", "session", "participation", "nomination", "belonging", "post", "line", "uuid", "move"}
    given |= {
        "number",
        "kind",
        "fact",
        "training",
        "other",
        "merge",
        "key",
        "year",
        "act",
        "what",
        "thing",
        "point",
        "decision",
        "upload",
        "measure",
    }
    assert {name for name, parameters in screens() if not set(parameters) <= given} == ELSEWHERE
    assert access.Permission.CLASS_VIEW in access.permissions_of(world.everyone, scenarios.CLOSES)
    assert org.find_unit("ttct") is not None
