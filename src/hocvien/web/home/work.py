"""What waits for this person, grouped by when, each with the exact place where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.journal import api as journal
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.privacy import api as privacy
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending
from hocvien.web.home.returned import ReturnItem
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Status, WorkGroup, WorkItem

BACKUP_VERB = "installation.back_up"
_BACKUP_GROWS_OLD = timedelta(days=3)
_WEEK = timedelta(days=6)
# how long a move that came back stays on the list of who sent it
_TRANSFERS_SHOWN = timedelta(days=14)
_REORGANISATIONS_SHOWN = 20
_PLANS_SHOWN = 20
_STUDY_SHOWN = 20
_QUOTAS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kind of work is done, and the verb of its button."""

    screen: str
    action: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyItem(classes.WorkItem):
    """A study session that waits."""

    study_uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class SendingItem(classes.WorkItem):
    """A notice of seats from elsewhere that waits for something."""

    notice_uuid: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatItem(classes.WorkItem):
    """Seats of a quota that wait for names, or for an answer."""

    quota_uuid: UUID | None = None


# kinds of classes.api.work_items; an unknown kind opens the class itself
PLACES = {
    "approve_list": Place("classes:nomination-list", gettext_lazy("Xét danh sách")),
    "admit_list": Place("classes:nomination-list", gettext_lazy("Tiếp nhận")),
    "decide_exception": Place("classes:nomination-list", gettext_lazy("Xem đề nghị")),
    "propose": Place("classes:nomination-propose", gettext_lazy("Cử đi học")),
    "complete_returned": Place("classes:nomination-list", gettext_lazy("Xem lý do")),
    "names_elsewhere": Place("classes:nomination-list", gettext_lazy("Xem danh sách")),
    "exception_elsewhere": Place("classes:nomination-list", gettext_lazy("Xem danh sách")),
    "more_classes": Place("classes:class-list", gettext_lazy("Xem các lớp")),
    "record_roll": Place("classes:roll", gettext_lazy("Ghi điểm danh")),
    "plan_timetable": Place("classes:timetable", gettext_lazy("Xếp lịch")),
    "enter_results": Place("classes:result-list", gettext_lazy("Nhập kết quả")),
    "recognise_results": Place("classes:result-recognise", gettext_lazy("Công nhận kết quả")),
    "issue_certificates": Place("classes:paper-list", gettext_lazy("Cấp giấy")),
    "record_blanks": Place("classes:paper-list", gettext_lazy("Ghi số phôi")),
    "start_class": Place("classes:class-page", gettext_lazy("Khai giảng")),
    "finish_class": Place("classes:class-page", gettext_lazy("Bế giảng")),
    "approve_plan": Place("plans:plan-page", gettext_lazy("Duyệt kế hoạch")),
    "returned_plan": Place("plans:plan-page", gettext_lazy("Sửa kế hoạch")),
    "due_plan": Place("plans:plan-list", gettext_lazy("Lập và trình")),
    "missing_plan": Place("plans:plan-call", gettext_lazy("Xem đơn vị nào")),
    "names_sending": Place("sending:notice-page", gettext_lazy("Chọn người")),
    "approve_sending": Place("sending:notice-page", gettext_lazy("Xét danh sách")),
    "results_sending": Place("sending:notice-page", gettext_lazy("Ghi bằng, giấy")),
    "name_quota": Place("quotas:seat-list", gettext_lazy("Cử người")),
    "move_quota": Place("quotas:quota-page", gettext_lazy("Trả lời")),
    "share_quota": Place("quotas:quota-page", gettext_lazy("Xem và chia lại")),
    "accept_transfer": Place("persons:transfer-list", gettext_lazy("Xem đề nghị")),
    "returned_transfer": Place("persons:transfer-list", gettext_lazy("Xem lý do")),
    "sent_transfer": Place("persons:transfer-list", gettext_lazy("Xem đề nghị")),
    "execute_reorganisation": Place("reorganisations:reorganisation-list", gettext_lazy("Xem và thực hiện")),
    "obligation_long_overdue": Place("obligations:duty-list", gettext_lazy("Xem danh sách")),
    "obligation_overdue": Place("obligations:duty-list", gettext_lazy("Xem danh sách")),
    "obligation_due_soon": Place("obligations:duty-list", gettext_lazy("Xem danh sách")),
    "own_obligation": Place("persons:own-page", gettext_lazy("Xem hồ sơ của tôi")),
    "answer_study": Place("meetings:session-page", gettext_lazy("Nhập số")),
    "missing_study": Place("meetings:session-page", gettext_lazy("Xem đơn vị nào")),
    "submit_return": Place("returns:sheet-page", gettext_lazy("Lập biểu")),
    "mend_return": Place("returns:sheet-page", gettext_lazy("Sửa biểu")),
    "check_return": Place("returns:return-page", gettext_lazy("Kiểm tra biểu")),
    "missing_return": Place("returns:return-page", gettext_lazy("Xem đơn vị nào")),
    "answer_data_request": Place("privacy:request-list", gettext_lazy("Trả lời")),
}
_PLANS = {
    "approve": gettext_lazy("Duyệt kế hoạch năm {year}"),
    "returned": gettext_lazy("Kế hoạch năm {year} bị trả lại"),
    "due": gettext_lazy("Trình kế hoạch năm {year}"),
    "missing": gettext_lazy("Đơn vị chưa trình kế hoạch năm {year}"),
}
_SENDINGS = {
    "names": (gettext_lazy("Gửi danh sách cử đi học: {name}"), "info"),
    "approve": (gettext_lazy("Duyệt danh sách cử đi học: {name}"), "info"),
    "results": (gettext_lazy("Quá ngày bế giảng, chưa ghi bằng, giấy: {name}"), "warn"),
}
_CLASS = Place("classes:class-page", gettext_lazy("Mở lớp này"))


@dataclass(frozen=True, slots=True)
class Backup:
    """When the data was last backed up, in words and in a tone."""

    status: Status
    at: datetime | None


def group_by_due(request: ScreenRequest, items: Iterable[classes.WorkItem], today: date) -> list[WorkGroup]:
    """Overdue, today, within a week, without a day, later, and what waits with others; within a group the earliest first. No query."""
    overdue: list[WorkItem] = []
    at_once: list[WorkItem] = []
    this_week: list[WorkItem] = []
    later: list[WorkItem] = []
    undated: list[WorkItem] = []
    elsewhere: list[WorkItem] = []
    ordered = sorted(items, key=lambda item: (item.due_on or date.max, item.title))
    for item in ordered:
        if not item.stands_for:
            group = elsewhere
        elif item.due_on is not None and item.due_on < today:
            group = overdue
        elif item.due_on == today:
            group = at_once
        elif item.due_on is None:
            group = undated
        elif item.due_on <= today + _WEEK:
            group = this_week
        else:
            group = later
        group.append(_line(request, item, today))
    week_end = formats.day(today + _WEEK)
    return [
        WorkGroup(_("Quá hạn"), overdue),
        WorkGroup(_("Hôm nay"), at_once),
        WorkGroup(
            _("Đến hết {weekday}, {day}").format(weekday=formats.weekday(today + _WEEK), day=week_end), this_week
        ),
        WorkGroup(_("Không có hạn"), undated),
        WorkGroup(_("Sau đó"), later),
        WorkGroup(_("Đang chờ nơi khác"), elsewhere),
    ]


def data_requests_waiting(request: ScreenRequest, today: date, within: QuerySet[Any] | None) -> list[classes.WorkItem]:
    """What people asked about their own data and nobody answered yet; one query."""
    if access.Permission.PRIVACY_ANSWER not in request.held_permissions:
        return []
    count, due = privacy.count_waiting(request.user, today, within)
    title = _("Trả lời yêu cầu về dữ liệu cá nhân")
    found = classes.WorkItem(kind="answer_data_request", title=title, detail="", tone="warn", count=count, due_on=due)
    return [found] if count else []


def reorganisations_waiting(request: ScreenRequest, today: date) -> list[classes.WorkItem]:
    """Reorganisations whose day has come and which the user may execute, also those refused; one query, and a few for each."""
    if access.Permission.UNIT_EDIT not in request.held_permissions:
        return []
    waiting = access.reorganisations_visible_to(request.user, today).filter(
        status=org.ReorganisationStatus.WAITING, on__lte=today
    )
    due = waiting.defer(None).defer("kept", "effect").order_by("on", "pk")[:_REORGANISATIONS_SHOWN]
    return [
        classes.WorkItem(
            kind="execute_reorganisation",
            title=_("Sắp xếp tổ chức đã đến ngày: {title}").format(title=one.title),
            detail=one.refusal_words,
            tone="bad" if one.refusal else "info",
            count=0,
            due_on=one.on,
        )
        for one in due
        if access.can_steps(request.user, org.from_kept(one.steps), today)
    ]


def transfers_waiting(request: ScreenRequest, today: date, within: QuerySet[Any] | None) -> list[classes.WorkItem]:
    """Moves between cells that wait for our answer, came back to us, or wait for another unit; one query."""
    permissions = (access.Permission.PERSON_TRANSFER, access.Permission.PERSON_RECEIVE)
    if not set(permissions) & set(request.held_permissions):
        return []
    units = access.unit_ids_by_permission(request.user, permissions, today)
    if within is not None:
        units = {permission: rows.filter(pk__in=within) for permission, rows in units.items()}
    counts = people.count_transfers(
        sending=units[permissions[0]], receiving=units[permissions[1]], returned_since=today - _TRANSFERS_SHOWN
    )
    lines = (
        ("accept_transfer", counts.to_accept, "info", _("Tiếp nhận người chuyển sinh hoạt đến")),
        ("returned_transfer", counts.returned, "warn", _("Đề nghị chuyển sinh hoạt bị trả lại")),
        ("sent_transfer", counts.sent, "neutral", _("Đề nghị chuyển sinh hoạt chờ nơi nhận tiếp nhận")),
    )
    return [
        classes.WorkItem(kind=kind, title=title, detail="", tone=tone, count=count)
        for kind, count, tone, title in lines
        if count
    ]


def plans_waiting(request: ScreenRequest, today: date, within: QuerySet[Any] | None) -> list[classes.WorkItem]:
    """Plans to decide on, plans that came back, plans asked of us by a day, units below that owe theirs; one query, more where plans are asked for."""
    return [
        classes.WorkItem(
            kind=f"{item.kind}_plan",
            title=str(_PLANS[item.kind]).format(year=item.year),
            detail=": ".join(filter(None, (item.unit_name, item.words)))
            if item.kind != "missing"
            else ngettext("{count} đơn vị", "{count} đơn vị", item.count).format(count=item.count),
            tone="info" if item.kind in {"approve", "due"} else "warn",
            count=0,
            due_on=item.due_on,
            plan_uuid=item.plan_uuid,
            unit_code=item.unit_code,
            year=item.year,
        )
        for item in planning.plans_on_desk(request.user, today, within)[:_PLANS_SHOWN]
    ]


def study_waiting(request: ScreenRequest, today: date, within: QuerySet[Any] | None) -> list[classes.WorkItem]:
    """Study sessions whose numbers the user's unit has to tell, or whose units have not told theirs; one query."""
    if not {access.Permission.STUDY_ANSWER, access.Permission.STUDY_EDIT} & set(request.held_permissions):
        return []
    titles = {
        "answer": _("Nhập số người dự phiên học tập: {topic}"),
        "missing": _("Đơn vị chưa nhập số phiên học tập: {topic}"),
    }
    return [
        StudyItem(
            kind=f"{item.kind}_study",
            title=titles[item.kind].format(topic=item.topic),
            detail=ngettext("{count} đơn vị", "{count} đơn vị", item.count).format(count=item.count),
            tone="info" if item.kind == "answer" else "warn",
            count=0,
            due_on=item.due_on,
            study_uuid=item.session_uuid,
        )
        for item in meetings.sessions_on_desk(request.user, today, within)[:_STUDY_SHOWN]
    ]


def sendings_waiting(request: ScreenRequest, today: date, within: QuerySet[Any] | None) -> list[classes.WorkItem]:
    """Notices from outside whose names are due, lists to decide on, courses past their end without a paper; one query."""
    return [
        SendingItem(
            kind=f"{item.kind}_sending",
            title=str(_SENDINGS[item.kind][0]).format(name=item.name),
            detail=item.issuer_name
            if item.kind != "names"
            else _("{issuer}; còn {free} suất").format(issuer=item.issuer_name, free=item.count),
            tone=_SENDINGS[item.kind][1],
            count=item.count if item.kind != "names" else 0,
            # the end that has passed is no day by which the paper had to be there
            due_on=item.due_on if item.kind != "results" else None,
            notice_uuid=item.notice_uuid,
        )
        for item in sending.sendings_on_desk(request.user, today, within)
    ]


def seats_waiting(request: ScreenRequest, today: date, within: QuerySet[Any] | None) -> list[classes.WorkItem]:
    """Seats of our units without a name, moves that wait for our answer, quotas of ours to share out; one query where there is nothing."""
    if not request.held_permissions & {access.Permission.LIST_PROPOSE, access.Permission.PLAN_EDIT}:
        return []
    found: list[classes.WorkItem] = []
    for item in quotas.seats_on_desk(request.user, today, within)[:_QUOTAS_SHOWN]:
        if item.kind == "name":
            title = _("{seats} chỉ tiêu cần ghi tên: {programme}").format(
                seats=formats.number(item.seats), programme=item.programme
            )
        elif item.kind == "share":
            title = _("Thu hồi, chia lại chỉ tiêu: {programme}").format(programme=item.programme)
        else:
            title = _("Đề nghị chuyển {seats} chỉ tiêu chờ bạn: {programme}").format(
                seats=formats.number(item.seats), programme=item.programme
            )
        found.append(
            SeatItem(
                kind=f"{item.kind}_quota",
                title=title,
                detail=": ".join(filter(None, (item.unit_name, item.words or _owner_words(item)))),
                tone="info",
                count=0,
                due_on=item.due_on,
                quota_uuid=item.quota_uuid,
                unit_code=item.unit_code,
            )
        )
    return found


def _owner_words(item: quotas.DeskItem) -> str:
    """What the owner of a quota has before it; "" for seats of anybody else."""
    told = []
    if item.kind == "share" and item.seats:
        told.append(
            ngettext("{n} chỉ tiêu quá hạn chưa ghi tên", "{n} chỉ tiêu quá hạn chưa ghi tên", item.seats).format(
                n=formats.number(item.seats)
            )
        )
    if item.asks:
        told.append(ngettext("{n} đơn vị xin thêm", "{n} đơn vị xin thêm", item.asks).format(n=item.asks))
    return ", ".join(told)


def last_backup(now: datetime) -> Backup:
    """The newest backup in the journal; one query. Red when there is none, or none in three days."""
    entry = journal.last_entry(BACKUP_VERB)
    if entry is None:
        return Backup(Status("bad", _("Chưa sao lưu lần nào")), None)
    age = now - entry.at
    days = max(0, (timezone.localtime(now).date() - timezone.localtime(entry.at).date()).days)
    words = _("Hôm nay") if days == 0 else ngettext("{days} ngày trước", "{days} ngày trước", days).format(days=days)
    return Backup(Status("bad" if age > _BACKUP_GROWS_OLD else "met", words), entry.at)


def _line(request: ScreenRequest, item: classes.WorkItem, today: date) -> WorkItem:
    place = PLACES.get(item.kind, _CLASS)
    url = _url(request, item, place)
    return WorkItem(
        title=str(item.title),
        url=url,
        due=_due(item.due_on, today),
        text=str(item.detail),
        status=_status(item, today),
        action=str(place.action),
        is_primary=item.kind == "record_roll" and item.due_on == today,
    )


def _url(request: ScreenRequest, item: classes.WorkItem, place: Place) -> str:
    if url := _url_of_thing(request, item, place):
        return url
    if item.kind in {"due_plan", "missing_plan"}:
        return screen_url(request, place.screen, with_unit=item.unit_code, with_period=str(item.year))
    if item.session_uuid is not None and place.screen == "classes:roll":
        return screen_url(request, place.screen, uuid=item.class_uuid, session=item.session_uuid)
    if place.screen == "persons:transfer-list":
        way = "in" if item.kind == "accept_transfer" else "out"
        status = "returned" if item.kind == "returned_transfer" else "asked"
        return screen_url(request, place.screen, query={"way": way, "status": status})
    if place.screen == "reorganisations:reorganisation-list":
        return screen_url(request, place.screen, query={"status": org.ReorganisationStatus.WAITING})
    if place.screen in {"persons:own-page", "classes:class-list"}:
        return screen_url(request, place.screen)
    if place.screen == "obligations:duty-list":
        return screen_url(request, place.screen, query={"state": item.kind.removeprefix("obligation_")})
    if item.class_uuid is None:
        return screen_url(request, "home:work-list")
    return screen_url(request, place.screen, uuid=item.class_uuid)


def _url_of_thing(request: ScreenRequest, item: classes.WorkItem, place: Place) -> str:
    """The address of what waits itself, where it is no class."""
    if item.plan_uuid is not None:
        return screen_url(request, "plans:plan-page", uuid=item.plan_uuid)
    if isinstance(item, ReturnItem):
        return item.url(request)
    if isinstance(item, SendingItem):
        return screen_url(request, place.screen, uuid=item.notice_uuid)
    if isinstance(item, StudyItem):
        query = {"u-answer": "waiting"} if item.kind == "missing_study" else None
        return screen_url(request, place.screen, uuid=item.study_uuid, query=query)
    if isinstance(item, SeatItem) and item.kind == "name_quota":
        code = item.unit_code
        return screen_url(request, place.screen, uuid=item.quota_uuid, code=code, with_unit=code)
    if isinstance(item, SeatItem):
        return screen_url(request, place.screen, uuid=item.quota_uuid, with_unit=item.unit_code)
    return ""


def _due(due_on: date | None, today: date) -> str:
    if due_on is None:
        return ""
    day = f"{due_on.day:02d}/{due_on.month}" if due_on.year == today.year else formats.day(due_on)
    return f"{day}, {formats.weekday(due_on)}"


def _status(item: classes.WorkItem, today: date) -> Status | None:
    if item.due_on is not None and item.due_on < today:
        days = (today - item.due_on).days
        return Status("bad", ngettext("Quá {days} ngày", "Quá {days} ngày", days).format(days=days))
    if item.stands_for > 1:
        return Status(item.tone, _("{count} việc").format(count=formats.number(item.stands_for)))
    if item.kind.startswith("obligation_"):
        # as the list that opens counts: a person may be there with several
        said = ngettext("{n} lượt nghĩa vụ", "{n} lượt nghĩa vụ", item.count)
        return Status(item.tone, said.format(n=formats.number(item.count)))
    if item.count:
        return Status(item.tone, _("{count} người").format(count=formats.number(item.count)))
    return Status(item.tone, _("Đang chờ"))
