"""What waits in whole classes: days out of step, lists that close, ends without results, papers without the number of their blank, rolls.

`kind`: record_roll, plan_timetable, start_class, finish_class, propose, enter_results, recognise_results, record_blanks.
"""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes.constants import DAYS_AHEAD
from hocvien.classes.data import WorkItem
from hocvien.classes.models import (
    HELD,
    ClassStatus,
    Invitation,
    Participation,
    ParticipationStatus,
    Session,
    TrainingClass,
)
from hocvien.classes.queries.work.desk import (
    TAKING_NAMES,
    TAUGHT,
    Desk,
    active,
    bounded,
    day_words,
    decision_on,
    items_of,
    rows_of,
)
from hocvien.classes.queries.work.rolls import roll_item, rolls_missing
from hocvien.records import api as records

_P = access.Permission
_ENTERED = (catalogue.AssessmentKind.PASS_FAIL, catalogue.AssessmentKind.BAND, catalogue.AssessmentKind.MARK)
# of a roll the day of its half-day stands in place of the opening
_COLUMNS = ("kind", "uuid", "name", "opens_on", "closes_on", "proposals_close_on", "heads", "session", "half", "lesson")
_WITHOUT_A_DAY = {"recognise_results", "record_blanks"}
# by which day those of a kind are taken where there are more than are shown
_BY_DAY = {
    "start_class": "opens_on",
    "finish_class": "opens_on",
    "plan_timetable": "opens_on",
    "propose": "proposals_close_on",
    "enter_results": "closes_on",
    "recognise_results": "closes_on",
    "record_blanks": "closes_on",
    "record_roll": "opens_on",
}


def work_of_classes(desk: Desk, held: AbstractSet[str]) -> list[WorkItem]:
    """Classes out of step with their days, those whose list closes, those at their end without results, papers without blanks, rolls missing;
    one query.
    """
    arms: list[QuerySet[Any, Any]] = []
    if _P.CLASS_EDIT in held:
        arms += [_arm(kind, desk.classes(_P.CLASS_EDIT).filter(due)) for kind, due in _out_of_step(desk.on)]
    if _P.SESSION_EDIT in held:
        unplanned = desk.classes(_P.SESSION_EDIT).filter(
            ~Exists(Session.objects.filter(training_class=OuterRef("pk"))),
            status__in=TAKING_NAMES,
            opens_on__lte=desk.on + timedelta(days=DAYS_AHEAD),
            closes_on__gte=desk.on,
        )
        arms.append(_arm("plan_timetable", unplanned))
    if _P.LIST_PROPOSE in held:
        arms.append(_arm("propose", _lists_closing(desk)))
    if _P.RESULT_EDIT in held:
        arms.append(_arm("enter_results", _without_results(_at_their_end(desk, _P.RESULT_EDIT))))
    if _P.RESULT_DECIDE in held:
        heads = Subquery(
            active()
            .filter(training_class=OuterRef("pk"))
            .order_by()
            .values("training_class")
            .annotate(n=Count("pk"))
            .values("n")
        )
        arms.append(_arm("recognise_results", _at_their_end(desk, _P.RESULT_DECIDE), heads))
    if _P.CERTIFICATE_ISSUE in held:
        arms.append(_arm("record_blanks", _blanks_to_record(desk)))
    if _P.ROLL_RECORD in held:
        arms.append(_roll_arm(desk))
    found: list[WorkItem] = []
    for kind, rows in rows_of(arms, _COLUMNS).items():
        ordered = sorted(rows, key=lambda row: (row[_BY_DAY[kind]], row["name"]))
        found += items_of(ordered, partial(roll_item, desk=desk) if kind == "record_roll" else _item)
    return found


def _arm(kind: str, rows: QuerySet[TrainingClass], heads: Any = None) -> QuerySet[Any, Any]:
    counted = Value(0, output_field=IntegerField()) if heads is None else heads
    told = rows.order_by().annotate(
        kind=Value(kind),
        heads=counted,
        session=Cast(Value(None), UUIDField()),
        half=Value(""),
        # no two columns alike, see `bounded`
        lesson=Value("-"),
    )
    return bounded(told, _COLUMNS, _BY_DAY[kind], "name", "pk")


def _roll_arm(desk: Desk) -> QuerySet[Any, Any]:
    told = rolls_missing(desk).order_by().annotate(kind=Value("record_roll"))
    # the names of the columns are those of the first arm
    columns = tuple({"opens_on": "on", "heads": "others"}.get(name, name) for name in _COLUMNS)
    return bounded(told, columns, "on", "name", "pk")


def _out_of_step(on: date) -> tuple[tuple[str, Q], tuple[str, Q]]:
    """Whose day has come for an opening or a closing that nobody has entered."""
    return (
        ("start_class", Q(status=ClassStatus.ENROLLING, opens_on__lte=on)),
        ("finish_class", Q(status=ClassStatus.RUNNING, closes_on__lt=on)),
    )


def _lists_closing(desk: Desk) -> QuerySet[TrainingClass]:
    """Classes that invite the actor's units (or stand open to all of them) and whose list closes within a week."""
    invited = Invitation.objects.filter(unit_id__in=desk.units[_P.LIST_PROPOSE])
    if desk.scope is not None:
        invited = invited.filter(unit_id__in=desk.scope)
    sent = desk.nominations(_P.LIST_PROPOSE).filter(
        training_class=OuterRef("pk"),
        status__in=HELD,
    )
    return TrainingClass.objects.filter(
        ~Exists(sent),
        pk__in=invited.values("training_class_id"),
        status=ClassStatus.ENROLLING,
        proposals_close_on__gte=desk.on,
        proposals_close_on__lte=desk.on + timedelta(days=DAYS_AHEAD),
    )


def _at_their_end(desk: Desk, permission: str) -> QuerySet[TrainingClass]:
    """Classes with learners at their end, not recognised."""
    return desk.classes(permission).filter(
        Exists(active().filter(training_class=OuterRef("pk"))),
        ~Exists(decision_on("pk")),
        status__in=TAUGHT,
        closes_on__lte=desk.on,
    )


def _without_results(rows: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """Those of which a learner lacks a result that is asked for."""
    without = Participation.objects.filter(training_class=OuterRef("pk"), status=ParticipationStatus.ACTIVE).filter(
        Q(result__isnull=True) | Q(result__mark__isnull=True, result__band_code="", result__entered_outcome="")
    )
    asking = TrainingClass.objects.filter(
        pk=OuterRef("pk"),
        programme__assessments__kind__in=_ENTERED,
        programme__assessments__valid_from__lte=F("closes_on"),
        programme__assessments__valid_to__gt=F("closes_on"),
    )
    return rows.filter(Exists(without), Exists(asking))


def _blanks_to_record(desk: Desk) -> QuerySet[TrainingClass]:
    """Classes of which some papers bear the number of their blank and others do not yet."""
    # from the class to its people to their papers, each by its index: as one list of papers the database would walk all there are
    papers = records.Certificate.objects.filter(status=records.CertificateStatus.VALID, source_uuid=OuterRef("uuid"))
    people = Participation.objects.filter(training_class=OuterRef("pk"))
    return desk.classes(_P.CERTIFICATE_ISSUE).filter(
        Exists(people.filter(Exists(papers.filter(blank_number="")))),
        Exists(people.filter(Exists(papers.exclude(blank_number="")))),
    )


def _item(row: dict[str, Any]) -> WorkItem:
    kind = row["kind"]
    title, detail, tone, said_day = {
        "plan_timetable": (
            _("Xếp lịch học: {name}"),
            _("Khai giảng {day}, chưa có buổi nào trong lịch."),
            "warn",
            "opens_on",
        ),
        "start_class": (
            _("Khai giảng: {name}"),
            _("Đến ngày khai giảng, lớp vẫn ghi là đang chiêu sinh."),
            "info",
            "opens_on",
        ),
        "finish_class": (
            _("Bế giảng: {name}"),
            _("Quá ngày bế giảng, lớp vẫn ghi là đang học."),
            "info",
            "closes_on",
        ),
        "propose": (
            _("Gửi danh sách cử đi học: {name}"),
            _("Chưa gửi ai; hạn gửi {day}."),
            "warn",
            "proposals_close_on",
        ),
        "enter_results": (
            _("Nhập kết quả: {name}"),
            _("Lớp bế giảng {day}, còn học viên chưa có kết quả."),
            "info",
            "closes_on",
        ),
        "recognise_results": (
            _("Công nhận kết quả: {name}"),
            _("Lớp bế giảng {day}, chưa có quyết định công nhận kết quả."),
            "info",
            "closes_on",
        ),
        "record_blanks": (
            _("Ghi số hiệu phôi: {name}"),
            _("Một số giấy của lớp chưa ghi số hiệu phôi."),
            "neutral",
            "closes_on",
        ),
    }[kind]
    day: date = row[said_day]
    return WorkItem(
        kind=kind,
        title=title.format(name=row["name"]),
        detail=detail.format(day=day_words(day)),
        tone=tone,
        count=row["heads"] or 0,
        due_on=None if kind in _WITHOUT_A_DAY else day,
        class_uuid=row["uuid"],
    )
