"""What waits for an account in the classes and lists it has to do with. Three queries: classes, lists, rolls; however many there are of each.

Each kind of work is an arm of one statement, so that what the account may do is said once for each and the database plans it once.

`kind` says where the work is done: approve_list, decide_exception, admit_list, complete_returned, propose, plan_timetable, start_class, record_roll,
finish_class, enter_results, recognise_results, issue_certificates, record_blanks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.constants import DAYS_AHEAD, PLACES_OF
from hocvien.classes.data import WorkItem
from hocvien.classes.models import (
    ClassStatus,
    ExceptionStatus,
    Half,
    Invitation,
    Nomination,
    NominationStatus,
    Participation,
    ParticipationStatus,
    RecognitionDecision,
    Session,
    TrainingClass,
)
from hocvien.classes.queries.results import waiting_for_paper
from hocvien.classes.queries.visibility import acts_as_head, classes_where
from hocvien.records import api as records

_P = access.Permission
_ASKED = (
    _P.CLASS_EDIT,
    _P.LIST_PROPOSE,
    _P.LIST_APPROVE,
    _P.LIST_ADMIT,
    _P.SESSION_EDIT,
    _P.ROLL_RECORD,
    _P.RESULT_EDIT,
    _P.RESULT_DECIDE,
    _P.CERTIFICATE_ISSUE,
)
_HEADS = frozenset({_P.SESSION_EDIT, _P.ROLL_RECORD, _P.RESULT_EDIT})
_TAUGHT = (ClassStatus.RUNNING, ClassStatus.FINISHED)
_ENTERED = (catalogue.AssessmentKind.PASS_FAIL, catalogue.AssessmentKind.BAND, catalogue.AssessmentKind.MARK)
_MOST = 20
_CLASS_COLUMNS = ("kind", "uuid", "name", "opens_on", "closes_on", "proposals_close_on", "heads")
_LIST_COLUMNS = (
    "kind",
    "class_uuid",
    "name",
    "opens_on",
    "closes_on",
    "heads",
    "first",
    "due",
    "proposed",
    "reviewed",
    "number",
)
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
}


@dataclass(frozen=True, slots=True)
class _Desk:
    """Whose work, on which day, and within which units (None: everywhere)."""

    actor: User | None
    on: date
    scope: QuerySet[Any] | list[int] | None
    units: dict[str, QuerySet[Any]]

    def classes(self, permission: str) -> QuerySet[TrainingClass]:
        """Classes to which the actor may do this, with one of the units it is asked at in the scope."""
        rows = classes_where(self.actor, permission, self.on, units=self.units[permission])
        if self.scope is None:
            return rows
        inside = Q()
        for place in PLACES_OF[permission]:
            inside |= Q(**{f"{place}_id__in": self.scope})
        return rows.filter(inside)

    def nominations(self, permission: str) -> QuerySet[Nomination]:
        """Nominations sent by units where the actor holds the permission, within the scope."""
        return Nomination.objects.filter(self.sent_by(permission))

    def before(self, permission: str) -> Q:
        """That a nomination stands at a step of these units, as a condition."""
        wanted = Q(step_unit_id__in=self.units[permission])
        if self.scope is None:
            return wanted
        return wanted & (Q(step_unit_id__in=self.scope) | Q(sending_unit_id__in=self.scope))

    def sent_by(self, permission: str) -> Q:
        """That a nomination is of these units, as a condition."""
        wanted = Q(sending_unit_id__in=self.units[permission])
        return wanted if self.scope is None else wanted & Q(sending_unit_id__in=self.scope)


def work_items(
    actor: User | None, on: date, scope_unit_ids: QuerySet[Any] | Iterable[int] | None = None
) -> list[WorkItem]:
    """Everything waiting, the most pressing first; at most 20 of a kind. Three queries, two to know the account."""
    scope = scope_unit_ids if scope_unit_ids is None or isinstance(scope_unit_ids, QuerySet) else list(scope_unit_ids)
    desk = _Desk(actor, on, scope, access.unit_ids_by_permission(actor, _ASKED, on))
    held: set[str] = set(_ASKED) if actor is None else access.permissions_of(actor, on)
    if actor is not None and not held >= _HEADS:
        held |= _head_permissions(actor)
    found = _of_classes(desk, held) + _of_lists(desk, held)
    if _P.ROLL_RECORD in held:
        found += _rolls_missing(desk)
    return sorted(found, key=lambda item: (item.due_on or date.max, item.kind, item.title))


def _head_permissions(actor: User) -> set[str]:
    """The head of a class has its roll and results to do even without a grant."""
    if acts_as_head(actor) and TrainingClass.objects.filter(head=actor).exists():
        return set(_HEADS)
    return set()


def _of_lists(desk: _Desk, held: set[str]) -> list[WorkItem]:
    """Lists to approve, to admit from, to complete after a return, with exceptions to decide, and papers to issue, by class; one query."""
    waiting = Nomination.objects.filter(
        status__in=[NominationStatus.PROPOSED, NominationStatus.APPROVED, NominationStatus.RETURNED],
        training_class__status__in=[ClassStatus.ENROLLING, ClassStatus.RUNNING],
    )
    arms: list[QuerySet[Any, Any]] = []
    if _P.LIST_APPROVE in held:
        asked = desk.nominations(_P.LIST_APPROVE).filter(exception_requests__status=ExceptionStatus.WAITING)
        to_approve = waiting.filter(desk.before(_P.LIST_APPROVE), status=NominationStatus.PROPOSED)
        arms += [_by_class("to_approve", to_approve), _by_class("excepted", asked)]
    if _P.LIST_ADMIT in held:
        to_admit = waiting.filter(
            Q(status=NominationStatus.APPROVED) | Q(status=NominationStatus.PROPOSED, is_late=True),
            training_class_id__in=desk.classes(_P.LIST_ADMIT).values("pk"),
        )
        arms.append(_by_class("to_admit", to_admit))
    if _P.LIST_PROPOSE in held:
        arms.append(_by_class("returned", waiting.filter(_returned(desk))))
    if _P.CERTIFICATE_ISSUE in held:
        arms.append(_papers_by_class(desk))
    found: list[WorkItem] = []
    by_kind: dict[str, dict[UUID, dict[str, Any]]] = {}
    for row in _rows_of(arms, _LIST_COLUMNS):
        one = by_kind.setdefault(row["kind"], {}).setdefault(row["class_uuid"], {**row, "heads": 0})
        one["heads"] += row["heads"]
        for name in ("first", "due", "proposed"):
            one[name] = min((day for day in (one[name], row[name]) if day is not None), default=None)
        one["reviewed"] = one["reviewed"] and row["reviewed"]
    for kind, by_class in by_kind.items():
        rows = sorted(by_class.values(), key=lambda row: (row["opens_on"] or date.max, row["class_uuid"]))
        found += [_of_list(kind, row) for row in rows[:_MOST]]
    return found


def _returned(desk: _Desk) -> Q:
    """That a name came back to the actor's units of late and was not sent again, as a condition."""
    since = datetime.combine(desk.on - timedelta(days=2 * DAYS_AHEAD), time(), tzinfo=timezone.get_default_timezone())
    again = Nomination.objects.filter(
        training_class=OuterRef("training_class"), person=OuterRef("person"), proposed_at__gt=OuterRef("decided_at")
    )
    return desk.sent_by(_P.LIST_PROPOSE) & Q(
        ~Exists(again),
        status=NominationStatus.RETURNED,
        decided_at__gte=since,
        training_class__opens_on__gte=desk.on,
    )


def _by_class(kind: str, rows: QuerySet[Nomination]) -> QuerySet[Any, Any]:
    """`_LIST_COLUMNS` of these names, counted by class and by whether they stand at a review."""
    reviewed = Case(When(step_kind=catalogue.StepKind.REVIEW, then=True), default=False, output_field=BooleanField())
    grouped = rows.order_by().values("training_class_id", reviewed=reviewed)
    return grouped.annotate(
        kind=Value(kind),
        class_uuid=F("training_class__uuid"),
        name=F("training_class__name"),
        opens_on=F("training_class__opens_on"),
        closes_on=F("training_class__proposals_close_on"),
        heads=Count("pk"),
        first=Min("step_since"),
        due=Min("step_due_on"),
        proposed=Min("proposed_at"),
        number=Value(""),
    ).values_list(*_LIST_COLUMNS)


def _papers_by_class(desk: _Desk) -> QuerySet[Any, Any]:
    """`_LIST_COLUMNS` of recognised results without their paper, the decision in place of the opening."""
    rows = waiting_for_paper().filter(
        participation__training_class_id__in=desk.classes(_P.CERTIFICATE_ISSUE).values("pk")
    )
    grouped = rows.order_by().values("participation__training_class_id")
    no_moment, no_day = Value(None, output_field=DateTimeField()), Value(None, output_field=DateField())
    return grouped.annotate(
        kind=Value("to_issue"),
        class_uuid=F("participation__training_class__uuid"),
        name=F("participation__training_class__name"),
        opens_on=Max("recognition__decided_on"),
        closes_on=no_day,
        heads=Count("pk"),
        first=no_moment,
        due=no_day,
        proposed=no_moment,
        reviewed=Value(False, output_field=BooleanField()),
        number=Max("recognition__number"),
    ).values_list(*_LIST_COLUMNS)


def _rows_of(arms: list[QuerySet[Any, Any]], columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of all arms; one query, none without an arm."""
    if not arms:
        return []
    rows = arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _of_list(kind: str, row: dict[str, Any]) -> WorkItem:
    name, heads, opens_on = row["name"], row["heads"], row["opens_on"]
    closes = row["closes_on"] or opens_on
    if kind == "to_approve":
        came = _day(timezone.localtime(row["first"] or row["proposed"]).date())
        title = (
            _("Thẩm định danh sách cử đi học: {name}") if row["reviewed"] else _("Duyệt danh sách cử đi học: {name}")
        )
        said = (
            _("{count} người chờ thẩm định, đến sớm nhất {day}.")
            if row["reviewed"]
            else _("{count} người chờ duyệt, gửi sớm nhất {day}.")
        )
        return WorkItem(
            kind="approve_list",
            title=title.format(name=name),
            detail=said.format(count=heads, day=came),
            tone="info",
            count=heads,
            due_on=row["due"] or closes,
            class_uuid=row["class_uuid"],
        )
    if kind == "to_admit":
        return WorkItem(
            kind="admit_list",
            title=_("Tiếp nhận học viên: {name}").format(name=name),
            detail=_("{count} người đã được cấp ủy duyệt hoặc bổ sung muộn.").format(count=heads),
            tone="info",
            count=heads,
            due_on=opens_on,
            class_uuid=row["class_uuid"],
        )
    if kind == "excepted":
        return WorkItem(
            kind="decide_exception",
            title=_("Quyết định đặc cách: {name}").format(name=name),
            detail=_("{count} đề nghị đặc cách chờ quyết định.").format(count=heads),
            tone="info",
            count=heads,
            due_on=opens_on,
            class_uuid=row["class_uuid"],
        )
    if kind == "to_issue":
        return WorkItem(
            kind="issue_certificates",
            title=_("Cấp giấy: {name}").format(name=name),
            detail=_("Công nhận theo quyết định {number}, ngày {day}.").format(
                number=row["number"], day=_day(opens_on)
            ),
            tone="info",
            count=heads,
            class_uuid=row["class_uuid"],
        )
    return WorkItem(
        kind="complete_returned",
        title=_("Danh sách bị trả lại: {name}").format(name=name),
        detail=_("{count} người bị trả lại kèm lý do: bổ sung hoặc cử người khác.").format(count=heads),
        tone="warn",
        count=heads,
        due_on=closes,
        class_uuid=row["class_uuid"],
    )


def _of_classes(desk: _Desk, held: set[str]) -> list[WorkItem]:
    """Classes out of step with their days, those whose list closes, those at their end without results, papers without blanks; one query."""
    arms: list[QuerySet[Any, Any]] = []
    if _P.CLASS_EDIT in held:
        arms += [_arm(kind, desk.classes(_P.CLASS_EDIT).filter(due)) for kind, due in _out_of_step(desk.on)]
    if _P.SESSION_EDIT in held:
        unplanned = desk.classes(_P.SESSION_EDIT).filter(
            ~Exists(Session.objects.filter(training_class=OuterRef("pk"))),
            status__in=[ClassStatus.ENROLLING, ClassStatus.RUNNING],
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
            _active()
            .filter(training_class=OuterRef("pk"))
            .order_by()
            .values("training_class")
            .annotate(n=Count("pk"))
            .values("n")
        )
        arms.append(_arm("recognise_results", _at_their_end(desk, _P.RESULT_DECIDE), heads))
    if _P.CERTIFICATE_ISSUE in held:
        arms.append(_arm("record_blanks", _blanks_to_record(desk)))
    found: list[WorkItem] = []
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in _rows_of(arms, _CLASS_COLUMNS):
        by_kind.setdefault(row["kind"], []).append(row)
    for kind, rows in by_kind.items():
        found += [_of_class(row) for row in sorted(rows, key=lambda row: (row[_BY_DAY[kind]], row["name"]))[:_MOST]]
    return found


def _arm(kind: str, rows: QuerySet[TrainingClass], heads: Any = None) -> QuerySet[Any, Any]:
    counted = Value(0, output_field=IntegerField()) if heads is None else heads
    return rows.order_by().annotate(kind=Value(kind), heads=counted).values_list(*_CLASS_COLUMNS)


def _out_of_step(on: date) -> tuple[tuple[str, Q], tuple[str, Q]]:
    """Whose day has come for an opening or a closing that nobody has entered."""
    return (
        ("start_class", Q(status=ClassStatus.ENROLLING, opens_on__lte=on)),
        ("finish_class", Q(status=ClassStatus.RUNNING, closes_on__lt=on)),
    )


def _lists_closing(desk: _Desk) -> QuerySet[TrainingClass]:
    """Classes that invite the actor's units (or stand open to all of them) and whose list closes within a week."""
    invited = Invitation.objects.filter(unit_id__in=desk.units[_P.LIST_PROPOSE])
    if desk.scope is not None:
        invited = invited.filter(unit_id__in=desk.scope)
    sent = desk.nominations(_P.LIST_PROPOSE).filter(
        training_class=OuterRef("pk"),
        status__in=[NominationStatus.PROPOSED, NominationStatus.APPROVED, NominationStatus.ADMITTED],
    )
    return TrainingClass.objects.filter(
        ~Exists(sent),
        pk__in=invited.values("training_class_id"),
        status=ClassStatus.ENROLLING,
        proposals_close_on__gte=desk.on,
        proposals_close_on__lte=desk.on + timedelta(days=DAYS_AHEAD),
    )


def _at_their_end(desk: _Desk, permission: str) -> QuerySet[TrainingClass]:
    """Classes with learners at their end, not recognised."""
    return desk.classes(permission).filter(
        Exists(_active().filter(training_class=OuterRef("pk"))),
        ~Exists(_decision("pk")),
        status__in=_TAUGHT,
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


def _blanks_to_record(desk: _Desk) -> QuerySet[TrainingClass]:
    """Classes of which some papers bear the number of their blank and others do not yet."""
    standing = records.Certificate.objects.filter(
        status=records.CertificateStatus.VALID,
        source_uuid__in=Participation.objects.filter(training_class=OuterRef("pk")).values("uuid"),
    )
    return desk.classes(_P.CERTIFICATE_ISSUE).filter(
        Exists(standing.filter(blank_number="")), Exists(standing.exclude(blank_number=""))
    )


def _rolls_missing(desk: _Desk) -> list[WorkItem]:
    """Half-days of today or before without a complete roll, the newest of each class by name and the rest as a number."""
    rows = (
        Session.objects.filter(
            training_class_id__in=desk.classes(_P.ROLL_RECORD).values("pk"),
            training_class__status__in=[ClassStatus.ENROLLING, *_TAUGHT],
            roll_recorded_at__isnull=True,
            on__lte=desk.on,
        )
        .filter(
            Exists(_active().filter(training_class=OuterRef("training_class"))), ~Exists(_decision("training_class"))
        )
        .select_related("training_class")
        .order_by("on", "half")
    )
    by_class: dict[int, list[Session]] = {}
    for session in rows[: _MOST * 10]:
        by_class.setdefault(session.training_class_id, []).append(session)
    items = []
    for sessions in list(by_class.values())[:_MOST]:
        todays = [s for s in sessions if s.on == desk.on]
        chosen = todays[0] if todays else sessions[0]
        others = len(sessions) - 1
        detail = _("Còn {others} buổi khác chưa điểm danh.").format(others=others) if others else chosen.title
        items.append(
            WorkItem(
                kind="record_roll",
                title=_("Điểm danh buổi {half} {day}: {name}").format(
                    half=str(Half(chosen.half).label).lower(), day=_day(chosen.on), name=chosen.training_class.name
                ),
                detail=detail,
                tone="info" if chosen.on == desk.on else "bad",
                count=0,
                due_on=chosen.on,
                class_uuid=chosen.training_class.uuid,
                session_uuid=chosen.uuid,
            )
        )
    return items


def _active() -> QuerySet[Participation]:
    return Participation.objects.filter(status=ParticipationStatus.ACTIVE)


def _decision(outer: str) -> QuerySet[RecognitionDecision]:
    return RecognitionDecision.objects.filter(training_class=OuterRef(outer), reopened_at__isnull=True)


def _of_class(row: dict[str, Any]) -> WorkItem:
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
        detail=detail.format(day=_day(day)),
        tone=tone,
        count=row["heads"] or 0,
        due_on=None if kind in _WITHOUT_A_DAY else day,
        class_uuid=row["uuid"],
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
