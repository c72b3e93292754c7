"""What waits for an account in the classes and lists it has to do with. One query for each kind of work, however many classes.

`kind` says where the work is done: approve_list, decide_exception, admit_list, complete_returned, propose, plan_timetable, start_class, record_roll,
finish_class, enter_results, recognise_results, issue_certificates, record_blanks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, When
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
    """Everything waiting, the most pressing first; at most 20 of a kind. About ten queries."""
    scope = scope_unit_ids if scope_unit_ids is None or isinstance(scope_unit_ids, QuerySet) else list(scope_unit_ids)
    desk = _Desk(actor, on, scope, access.unit_ids_by_permission(actor, _ASKED, on))
    held: set[str] = set(_ASKED) if actor is None else access.permissions_of(actor, on)
    if actor is not None and not held >= _HEADS:
        held |= _head_permissions(actor)
    found = _out_of_step(desk, held) + _lists(desk, held) + _results_waiting(desk, held)
    for permission, kinds in _KINDS:
        if permission in held:
            for kind in kinds:
                found += kind(desk)
    return sorted(found, key=lambda item: (item.due_on or date.max, item.kind, item.title))


def _head_permissions(actor: User) -> set[str]:
    """The head of a class has its roll and results to do even without a grant."""
    if acts_as_head(actor) and TrainingClass.objects.filter(head=actor).exists():
        return set(_HEADS)
    return set()


def _lists(desk: _Desk, held: set[str]) -> list[WorkItem]:
    """Lists to approve, to admit from and to complete after a return, by class; one query for the three."""
    since = datetime.combine(desk.on - timedelta(days=2 * DAYS_AHEAD), time(), tzinfo=timezone.get_default_timezone())
    again = Nomination.objects.filter(
        training_class=OuterRef("training_class"), person=OuterRef("person"), proposed_at__gt=OuterRef("decided_at")
    )
    nobody = Q(pk__in=[])
    to_approve = nobody
    if _P.LIST_APPROVE in held:
        to_approve = desk.before(_P.LIST_APPROVE) & Q(status=NominationStatus.PROPOSED)
    to_admit = nobody
    if _P.LIST_ADMIT in held:
        to_admit = Q(training_class_id__in=desk.classes(_P.LIST_ADMIT).values("pk")) & (
            Q(status=NominationStatus.APPROVED) | Q(status=NominationStatus.PROPOSED, is_late=True)
        )
    returned = nobody
    if _P.LIST_PROPOSE in held:
        returned = desk.sent_by(_P.LIST_PROPOSE) & Q(
            ~Exists(again),
            status=NominationStatus.RETURNED,
            decided_at__gte=since,
            training_class__opens_on__gte=desk.on,
        )
    if not held & {_P.LIST_APPROVE, _P.LIST_ADMIT, _P.LIST_PROPOSE}:
        return []
    rows = (
        Nomination.objects.filter(
            to_approve | to_admit | returned,
            status__in=[NominationStatus.PROPOSED, NominationStatus.APPROVED, NominationStatus.RETURNED],
            training_class__status__in=[ClassStatus.ENROLLING, ClassStatus.RUNNING],
        )
        .annotate(to_approve=_flag(to_approve), to_admit=_flag(to_admit), returned=_flag(returned))
        .values(
            "training_class__uuid",
            "training_class__name",
            "training_class__opens_on",
            "training_class__proposals_close_on",
            "to_approve",
            "to_admit",
            "returned",
            reviewed=Case(
                When(step_kind=catalogue.StepKind.REVIEW, then=True), default=False, output_field=BooleanField()
            ),
        )
        .annotate(heads=Count("pk"), first=Min("step_since"), due=Min("step_due_on"), proposed=Min("proposed_at"))
        .order_by("training_class__opens_on")[: _MOST * 10]
    )
    found: list[WorkItem] = []
    for kind in ("to_approve", "to_admit", "returned"):
        by_class: dict[UUID, dict[str, Any]] = {}
        for row in rows:
            if row[kind]:
                one = by_class.setdefault(row["training_class__uuid"], {**row, "heads": 0})
                one["heads"] += row["heads"]
                one["first"] = min(one["first"] or one["proposed"], row["first"] or row["proposed"])
                one["due"] = min((day for day in (one["due"], row["due"]) if day is not None), default=None)
                one["reviewed"] = one["reviewed"] and row["reviewed"]
        found += [_of_list(kind, row) for row in list(by_class.values())[:_MOST]]
    return found


def _of_list(kind: str, row: dict[str, Any]) -> WorkItem:
    name, heads = row["training_class__name"], row["heads"]
    closes = row["training_class__proposals_close_on"] or row["training_class__opens_on"]
    if kind == "to_approve":
        came = _day(timezone.localtime(row["first"]).date())
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
            class_uuid=row["training_class__uuid"],
        )
    if kind == "to_admit":
        return WorkItem(
            kind="admit_list",
            title=_("Tiếp nhận học viên: {name}").format(name=name),
            detail=_("{count} người đã được cấp ủy duyệt hoặc bổ sung muộn.").format(count=heads),
            tone="info",
            count=heads,
            due_on=row["training_class__opens_on"],
            class_uuid=row["training_class__uuid"],
        )
    return WorkItem(
        kind="complete_returned",
        title=_("Danh sách bị trả lại: {name}").format(name=name),
        detail=_("{count} người bị trả lại kèm lý do: bổ sung hoặc cử người khác.").format(count=heads),
        tone="warn",
        count=heads,
        due_on=closes,
        class_uuid=row["training_class__uuid"],
    )


def _exceptions_waiting(desk: _Desk) -> list[WorkItem]:
    """Requests for exceptions for names that units sent where the actor approves, by class; one query."""
    rows = (
        desk.nominations(_P.LIST_APPROVE)
        .filter(exception_requests__status=ExceptionStatus.WAITING)
        .order_by()
        .values("training_class__uuid", "training_class__name", "training_class__opens_on")
        .annotate(heads=Count("pk"))
        .order_by("training_class__opens_on")
    )
    return [
        WorkItem(
            kind="decide_exception",
            title=_("Quyết định đặc cách: {name}").format(name=row["training_class__name"]),
            detail=_("{count} đề nghị đặc cách chờ quyết định.").format(count=row["heads"]),
            tone="info",
            count=row["heads"],
            due_on=row["training_class__opens_on"],
            class_uuid=row["training_class__uuid"],
        )
        for row in rows[:_MOST]
    ]


def _lists_closing(desk: _Desk) -> list[WorkItem]:
    """Classes that invite the actor's units (or stand open to all of them) and whose list closes within a week."""
    invited = Invitation.objects.filter(unit_id__in=desk.units[_P.LIST_PROPOSE])
    if desk.scope is not None:
        invited = invited.filter(unit_id__in=desk.scope)
    sent = desk.nominations(_P.LIST_PROPOSE).filter(
        training_class=OuterRef("pk"),
        status__in=[NominationStatus.PROPOSED, NominationStatus.APPROVED, NominationStatus.ADMITTED],
    )
    rows = TrainingClass.objects.filter(
        ~Exists(sent),
        pk__in=invited.values("training_class_id"),
        status=ClassStatus.ENROLLING,
        proposals_close_on__gte=desk.on,
        proposals_close_on__lte=desk.on + timedelta(days=DAYS_AHEAD),
    )
    return [
        _of_class(
            "propose",
            row,
            _("Gửi danh sách cử đi học: {name}"),
            _("Chưa gửi ai; hạn gửi {day}.").format(day=_day(row.proposals_close_on or row.opens_on)),
            tone="warn",
            due_on=row.proposals_close_on,
        )
        for row in rows.order_by("proposals_close_on")[:_MOST]
    ]


def _out_of_step(desk: _Desk, held: set[str]) -> list[WorkItem]:
    """Classes whose day has come for a timetable, an opening or a closing that nobody has entered; one query for the three."""
    may_edit = Q(pk__in=desk.classes(_P.CLASS_EDIT).values("pk")) if _P.CLASS_EDIT in held else Q(pk__in=[])
    may_plan = Q(pk__in=desk.classes(_P.SESSION_EDIT).values("pk")) if _P.SESSION_EDIT in held else Q(pk__in=[])
    to_start = may_edit & Q(status=ClassStatus.ENROLLING, opens_on__lte=desk.on)
    to_finish = may_edit & Q(status=ClassStatus.RUNNING, closes_on__lt=desk.on)
    to_plan = may_plan & Q(
        ~Exists(Session.objects.filter(training_class=OuterRef("pk"))),
        status__in=[ClassStatus.ENROLLING, ClassStatus.RUNNING],
        opens_on__lte=desk.on + timedelta(days=DAYS_AHEAD),
        closes_on__gte=desk.on,
    )
    if not held & {_P.CLASS_EDIT, _P.SESSION_EDIT}:
        return []
    rows = TrainingClass.objects.filter(to_start | to_finish | to_plan).annotate(
        to_start=_flag(to_start), to_finish=_flag(to_finish), to_plan=_flag(to_plan)
    )
    found: list[WorkItem] = []
    for row in rows.order_by("opens_on")[: _MOST * 10]:
        if row.to_plan:
            said = _("Khai giảng {day}, chưa có buổi nào trong lịch.").format(day=_day(row.opens_on))
            found.append(
                _of_class("plan_timetable", row, _("Xếp lịch học: {name}"), said, tone="warn", due_on=row.opens_on)
            )
        if row.to_start:
            said = _("Đến ngày khai giảng, lớp vẫn ghi là đang chiêu sinh.")
            found.append(_of_class("start_class", row, _("Khai giảng: {name}"), said, tone="info", due_on=row.opens_on))
        if row.to_finish:
            said = _("Quá ngày bế giảng, lớp vẫn ghi là đang học.")
            found.append(_of_class("finish_class", row, _("Bế giảng: {name}"), said, tone="info", due_on=row.closes_on))
    return found


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


def _results_waiting(desk: _Desk, held: set[str]) -> list[WorkItem]:
    """Classes at their end, not recognised: those whose learners lack a result that is asked for, and those to decide; one query for the two."""
    if not held & {_P.RESULT_EDIT, _P.RESULT_DECIDE}:
        return []
    without = Participation.objects.filter(training_class=OuterRef("pk"), status=ParticipationStatus.ACTIVE).filter(
        Q(result__isnull=True) | Q(result__mark__isnull=True, result__band_code="", result__entered_outcome="")
    )
    asking = TrainingClass.objects.filter(
        pk=OuterRef("pk"),
        programme__assessments__kind__in=_ENTERED,
        programme__assessments__valid_from__lte=F("closes_on"),
        programme__assessments__valid_to__gt=F("closes_on"),
    )
    to_enter = to_decide = Q(pk__in=[])
    if _P.RESULT_EDIT in held:
        to_enter = Q(Exists(without), Exists(asking), pk__in=desk.classes(_P.RESULT_EDIT).values("pk"))
    if _P.RESULT_DECIDE in held:
        to_decide = Q(pk__in=desk.classes(_P.RESULT_DECIDE).values("pk"))
    rows = (
        TrainingClass.objects.filter(
            to_enter | to_decide,
            Exists(_active().filter(training_class=OuterRef("pk"))),
            ~Exists(_decision("pk")),
            status__in=_TAUGHT,
            closes_on__lte=desk.on,
        )
        .annotate(to_enter=_flag(to_enter), to_decide=_flag(to_decide))
        .annotate(heads=Count("participations", filter=Q(participations__status=ParticipationStatus.ACTIVE)))
        .order_by("closes_on")[: _MOST * 10]
    )
    entering = [
        _of_class(
            "enter_results",
            row,
            _("Nhập kết quả: {name}"),
            _("Lớp bế giảng {day}, còn học viên chưa có kết quả.").format(day=_day(row.closes_on)),
            tone="info",
            due_on=row.closes_on,
        )
        for row in rows
        if row.to_enter
    ]
    deciding = [
        _of_class(
            "recognise_results",
            row,
            _("Công nhận kết quả: {name}"),
            _("Lớp bế giảng {day}, chưa có quyết định công nhận kết quả.").format(day=_day(row.closes_on)),
            tone="info",
            count=row.heads,
        )
        for row in rows
        if row.to_decide
    ]
    return entering[:_MOST] + deciding[:_MOST]


def _certificates_to_issue(desk: _Desk) -> list[WorkItem]:
    rows = (
        waiting_for_paper()
        .filter(participation__training_class_id__in=desk.classes(_P.CERTIFICATE_ISSUE).values("pk"))
        .values(uuid=F("participation__training_class__uuid"), name=F("participation__training_class__name"))
        .annotate(heads=Count("pk"), decided_on=Max("recognition__decided_on"), number=Max("recognition__number"))
        .order_by("decided_on")
    )
    return [
        WorkItem(
            kind="issue_certificates",
            title=_("Cấp giấy: {name}").format(name=row["name"]),
            detail=_("Công nhận theo quyết định {number}, ngày {day}.").format(
                number=row["number"], day=_day(row["decided_on"])
            ),
            tone="info",
            count=row["heads"],
            class_uuid=row["uuid"],
        )
        for row in rows[:_MOST]
    ]


def _blanks_to_record(desk: _Desk) -> list[WorkItem]:
    """Classes of which some papers bear the number of their blank and others do not yet."""
    standing = records.Certificate.objects.filter(
        status=records.CertificateStatus.VALID,
        source_uuid__in=Participation.objects.filter(training_class=OuterRef("pk")).values("uuid"),
    )
    rows = desk.classes(_P.CERTIFICATE_ISSUE).filter(
        Exists(standing.filter(blank_number="")), Exists(standing.exclude(blank_number=""))
    )
    return [
        _of_class(
            "record_blanks",
            row,
            _("Ghi số hiệu phôi: {name}"),
            _("Một số giấy của lớp chưa ghi số hiệu phôi."),
            tone="neutral",
        )
        for row in rows.order_by("closes_on")[:_MOST]
    ]


_KINDS = (
    (_P.LIST_APPROVE, (_exceptions_waiting,)),
    (_P.LIST_PROPOSE, (_lists_closing,)),
    (_P.ROLL_RECORD, (_rolls_missing,)),
    (_P.CERTIFICATE_ISSUE, (_certificates_to_issue, _blanks_to_record)),
)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _active() -> QuerySet[Participation]:
    return Participation.objects.filter(status=ParticipationStatus.ACTIVE)


def _decision(outer: str) -> QuerySet[RecognitionDecision]:
    return RecognitionDecision.objects.filter(training_class=OuterRef(outer), reopened_at__isnull=True)


def _of_class(
    kind: str, row: TrainingClass, title: str, detail: str, *, tone: str, due_on: date | None = None, count: int = 0
) -> WorkItem:
    return WorkItem(
        kind=kind,
        title=title.format(name=row.name),
        detail=detail,
        tone=tone,
        count=count,
        due_on=due_on,
        class_uuid=row.uuid,
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
