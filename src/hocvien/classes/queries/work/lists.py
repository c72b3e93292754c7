"""What waits on lists: names to decide, to admit, to complete; exceptions; names and exceptions that wait with others; papers to issue.

`kind`: approve_list, admit_list, decide_exception, complete_returned, names_elsewhere, exception_elsewhere, issue_certificates.
"""

from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes.constants import DAYS_AHEAD
from hocvien.classes.data import WorkItem
from hocvien.classes.models import (
    WAITING,
    ExceptionRequest,
    Nomination,
    NominationStatus,
)
from hocvien.classes.queries.exceptions import decided_at, is_open
from hocvien.classes.queries.results import waiting_for_paper
from hocvien.classes.queries.work.desk import TAKING_NAMES, Desk, bounded, day_words, items_of, rows_of
from hocvien.org import api as org

_P = access.Permission
# `words`: with whom names wait, or the decision on results
_COLUMNS = ("kind", "class_uuid", "name", "opens_on", "closes_on", "heads", "first", "due", "step", "words")


def work_of_lists(desk: Desk, held: AbstractSet[str]) -> list[WorkItem]:
    """Lists to approve, to admit from, to complete after a return, exceptions to decide, what was sent and waits with others, papers to
    issue; by class; one query.
    """
    waiting = Nomination.objects.filter(status__in=WAITING, training_class__status__in=TAKING_NAMES)
    exceptions = ExceptionRequest.objects.filter(is_open())
    mine, decided_here = Q(pk__in=[]), Q(pk__in=[])
    arms: list[QuerySet[Any, Any]] = []
    if _P.LIST_APPROVE in held:
        to_approve = Q(desk.before(_P.LIST_APPROVE), status=NominationStatus.PROPOSED)
        mine |= to_approve
        decided_here = _decided_here(desk)
        arms += [
            _by_class("to_approve", waiting.filter(to_approve)),
            _by_class("excepted", exceptions.filter(decided_here), "nomination__"),
        ]
    if _P.LIST_ADMIT in held:
        to_admit = Q(
            Q(status=NominationStatus.APPROVED) | Q(status=NominationStatus.PROPOSED, is_late=True),
            training_class_id__in=desk.classes(_P.LIST_ADMIT).values("pk"),
        )
        mine |= to_admit
        arms.append(_by_class("to_admit", waiting.filter(to_admit)))
    if _P.LIST_PROPOSE in held:
        arms.append(_by_class("returned", _returned(desk)))
        if desk.actor is not None:
            sent = waiting.filter(desk.within(), ~mine, proposed_by__in=desk.senders)
            asked = exceptions.filter(
                desk.within("nomination__sending_unit"), ~decided_here, requested_by__in=desk.senders
            )
            arms += [
                _by_class("elsewhere", sent, with_unit="step_unit_id", on=desk.on),
                _by_class("excepted_elsewhere", asked, "nomination__", with_unit="decider_id", on=desk.on),
            ]
    if _P.CERTIFICATE_ISSUE in held:
        arms.append(_papers_by_class(desk))
    found: list[WorkItem] = []
    for kind, rows in rows_of(arms, _COLUMNS).items():
        ordered = sorted(rows, key=lambda row: (row["opens_on"] or date.max, row["class_uuid"], row["words"] or ""))
        found += items_of(ordered, _ITEMS[kind])
    return found


def _decided_here(desk: Desk) -> Q:
    """That an exception is decided at units where the actor approves lists, as a condition."""
    wanted = decided_at(desk.units[_P.LIST_APPROVE])
    if desk.scope is None:
        return wanted
    return wanted & (Q(decider_id__in=desk.scope) | desk.within("nomination__sending_unit"))


def _returned(desk: Desk) -> QuerySet[Nomination]:
    """Names that came back to the actor's units of late and were not sent again."""
    since = datetime.combine(desk.on - timedelta(days=2 * DAYS_AHEAD), time(), tzinfo=timezone.get_default_timezone())
    again = Nomination.objects.filter(
        training_class=OuterRef("training_class"), person=OuterRef("person"), proposed_at__gt=OuterRef("decided_at")
    )
    return desk.nominations(_P.LIST_PROPOSE).filter(
        ~Exists(again),
        status=NominationStatus.RETURNED,
        decided_at__gte=since,
        training_class__status__in=TAKING_NAMES,
        training_class__opens_on__gte=desk.on,
    )


def _by_class(
    kind: str, rows: QuerySet[Any], path: str = "", *, with_unit: str = "", on: date | None = None
) -> QuerySet[Any, Any]:
    """`_COLUMNS` of these names, or of requests from which `path` leads to the name, counted by class; an arm of the statement.

    `with_unit`: by the unit that this key names, too, and by the kind of step it takes; called as it is `on` that day.
    """
    of_class = f"{path}training_class"
    by_step = ["step_kind"] if with_unit and not path else []
    told = (
        rows.order_by()
        .values(f"{of_class}_id", *([with_unit] if with_unit else []), *by_step)
        .annotate(
            kind=Value(kind),
            class_uuid=F(f"{of_class}__uuid"),
            name=F(f"{of_class}__name"),
            opens_on=F(f"{of_class}__opens_on"),
            closes_on=F(f"{of_class}__proposals_close_on"),
            heads=Count("pk"),
            # a request is as old as its asking, a name as its coming to the step
            first=Min("requested_at") if path else Coalesce(Min("step_since"), Min("proposed_at")),
            due=Min(f"{path}step_due_on"),
            # of the words of `StepKind` "review" is the last: the least is "review" only where all are
            step=Min(f"{path}step_kind"),
            words=org.name_subquery(with_unit, on) if with_unit and on is not None else Value(""),
        )
    )
    return bounded(told, _COLUMNS, "opens_on", "class_uuid", *(["words"] if with_unit else []))


def _papers_by_class(desk: Desk) -> QuerySet[Any, Any]:
    """`_COLUMNS` of recognised results without their paper, the decision in place of the opening."""
    rows = waiting_for_paper().filter(
        participation__training_class_id__in=desk.classes(_P.CERTIFICATE_ISSUE).values("pk")
    )
    told = (
        rows.order_by()
        .values("participation__training_class_id")
        .annotate(
            kind=Value("to_issue"),
            class_uuid=F("participation__training_class__uuid"),
            name=F("participation__training_class__name"),
            opens_on=Max("recognition__decided_on"),
            closes_on=Min("recognition__decided_on"),
            heads=Count("pk"),
            first=Cast(Value(None), DateTimeField()),
            due=Cast(Value(None), DateField()),
            step=Value(""),
            words=Max("recognition__number"),
        )
    )
    return bounded(told, _COLUMNS, "opens_on", "class_uuid")


# --- in words ---------------------------------------------------------------------------------------------------------


def _to_approve(row: dict[str, Any]) -> WorkItem:
    title, said = (
        (_("Thẩm định danh sách cử đi học: {name}"), _("{count} người chờ thẩm định, đến sớm nhất {day}."))
        if row["step"] == catalogue.StepKind.REVIEW
        else (_("Duyệt danh sách cử đi học: {name}"), _("{count} người chờ duyệt, gửi sớm nhất {day}."))
    )
    return WorkItem(
        kind="approve_list",
        title=title.format(name=row["name"]),
        detail=said.format(count=row["heads"], day=_since(row)),
        tone="info",
        count=row["heads"],
        due_on=row["due"] or row["closes_on"] or row["opens_on"],
        class_uuid=row["class_uuid"],
    )


def _to_admit(row: dict[str, Any]) -> WorkItem:
    return WorkItem(
        kind="admit_list",
        title=_("Tiếp nhận học viên: {name}").format(name=row["name"]),
        detail=_("{count} người đã được cấp ủy duyệt hoặc bổ sung muộn.").format(count=row["heads"]),
        tone="info",
        count=row["heads"],
        due_on=row["opens_on"],
        class_uuid=row["class_uuid"],
    )


def _excepted(row: dict[str, Any]) -> WorkItem:
    return WorkItem(
        kind="decide_exception",
        title=_("Quyết định đặc cách: {name}").format(name=row["name"]),
        detail=_("{count} đề nghị đặc cách chờ quyết định.").format(count=row["heads"]),
        tone="info",
        count=row["heads"],
        due_on=row["opens_on"],
        class_uuid=row["class_uuid"],
    )


def _returned_words(row: dict[str, Any]) -> WorkItem:
    return WorkItem(
        kind="complete_returned",
        title=_("Danh sách bị trả lại: {name}").format(name=row["name"]),
        detail=_("{count} người bị trả lại kèm lý do: bổ sung hoặc cử người khác.").format(count=row["heads"]),
        tone="warn",
        count=row["heads"],
        due_on=row["closes_on"] or row["opens_on"],
        class_uuid=row["class_uuid"],
    )


def _elsewhere(row: dict[str, Any]) -> WorkItem:
    """Nothing to do but to know: it is nobody's delay here, so it has no day of its own."""
    step = str(catalogue.StepKind(row["step"]).label).lower() if row["step"] else _("xét")
    said = _("{count} người bạn gửi đang ở bước {step}, {unit}, từ {day}.")
    if row["due"] is not None:
        said = _("{count} người bạn gửi đang ở bước {step}, {unit}, từ {day}, hạn {due}.")
    return WorkItem(
        kind="names_elsewhere",
        title=_("Đang chờ nơi khác: {name}").format(name=row["name"]),
        detail=said.format(
            count=row["heads"],
            step=step,
            unit=row["words"] or "",
            day=_since(row),
            due=day_words(row["due"]) if row["due"] is not None else "",
        ),
        tone="neutral",
        count=row["heads"],
        class_uuid=row["class_uuid"],
        stands_for=0,
    )


def _excepted_elsewhere(row: dict[str, Any]) -> WorkItem:
    return WorkItem(
        kind="exception_elsewhere",
        title=_("Đề nghị đặc cách đang chờ: {name}").format(name=row["name"]),
        detail=_("{count} đề nghị bạn gửi chờ {unit} quyết định, từ {day}.").format(
            count=row["heads"], unit=row["words"] or "", day=_since(row)
        ),
        tone="neutral",
        count=row["heads"],
        class_uuid=row["class_uuid"],
        stands_for=0,
    )


def _to_issue(row: dict[str, Any]) -> WorkItem:
    return WorkItem(
        kind="issue_certificates",
        title=_("Cấp giấy: {name}").format(name=row["name"]),
        detail=_("Công nhận theo quyết định {number}, ngày {day}.").format(
            number=row["words"], day=day_words(row["opens_on"])
        ),
        tone="info",
        count=row["heads"],
        class_uuid=row["class_uuid"],
    )


def _since(row: dict[str, Any]) -> str:
    return day_words(timezone.localtime(row["first"]).date())


_ITEMS = {
    "to_approve": _to_approve,
    "to_admit": _to_admit,
    "excepted": _excepted,
    "returned": _returned_words,
    "elsewhere": _elsewhere,
    "excepted_elsewhere": _excepted_elsewhere,
    "to_issue": _to_issue,
}
