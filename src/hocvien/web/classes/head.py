"""What stands above every tab of a class: facts, tabs, and the actions this account may take here."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.web.shell.audiences import audience_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Status, Tab

STATUS_TONES = {"planned": "neutral", "enrolling": "info", "running": "info", "finished": "met", "cancelled": "bad"}


def class_status(status: str) -> Status:
    return Status(STATUS_TONES[status], classes.ClassStatus(status).label)


@dataclass(frozen=True, slots=True)
class Role:
    label: str
    names: str


@dataclass(slots=True)
class Head:
    """Facts and permissions of one class for one request; two queries for names, one for counts, one for grants of each unit."""

    status: Status
    taken: int
    head_name: str
    joint_name: str
    mode_name: str
    audience_name: str
    origin: str
    roles: list[Role]
    tabs: list[Tab]
    may_edit: bool
    may_propose: bool
    may_announce: bool
    may_start: bool
    may_finish: bool
    may_cancel: bool
    may_schedule: bool
    may_record: bool
    may_enter: bool
    may_decide: bool
    may_issue: bool
    next_roll: classes.Session | None
    next_roll_label: str
    propose_label: str
    nominations_label: str
    counts: classes.ClassCounts
    is_authority_missing: bool
    periods_words: str
    may: classes.ClassActions
    names: dict[int, org.UnitLabel] = field(default_factory=dict)


def class_head(request: ScreenRequest, training_class: classes.TrainingClass, current: str) -> Head:
    """Build the head of a class; `current` is the name of the open tab."""
    on = request.scope.on
    counts = classes.class_counts(training_class, on, request.user)
    may = classes.actions_of(request.user, training_class, on)
    units = [
        training_class.opened_by_id,
        training_class.hosted_by_id,
        training_class.taught_by_id,
        training_class.paid_by_id,
        training_class.certified_by_id,
    ]
    if training_class.joint_with_id:
        units.append(training_class.joint_with_id)
    names = access.labels_for(request.user, units, training_class.opens_on)
    status = training_class.status
    next_roll = counts.next_roll if may.record_roll and status == "running" else None
    return Head(
        status=class_status(status),
        taken=counts.active,
        head_name=training_class.head.full_name if training_class.head else "",
        joint_name=names[training_class.joint_with_id].name if training_class.joint_with_id else "",
        mode_name=str(catalogue.StudyMode(training_class.study_mode).label) if training_class.study_mode else "",
        audience_name=audience_words(training_class.programme_id, training_class.audience),
        origin=_origin(training_class),
        roles=_roles(training_class, names),
        tabs=_tabs(request, training_class, counts, current),
        may_edit=may.edit,
        may_propose=may_propose(may, training_class),
        may_announce=may.edit and status == "planned",
        may_start=may.edit and status == "enrolling" and training_class.opens_on <= on,
        may_finish=may.edit and status == "running" and training_class.closes_on <= on,
        may_cancel=may.edit and status in {"planned", "enrolling"},
        may_schedule=may.edit_sessions and status in {"planned", "enrolling", "running"},
        may_record=may.record_roll,
        may_enter=may.enter_results,
        may_decide=may.decide_results,
        may_issue=may.issue_certificates,
        next_roll=next_roll,
        next_roll_label=_("Ghi điểm danh buổi {n}").format(n=counts.next_roll_number) if next_roll else "",
        propose_label=propose_label(training_class),
        nominations_label=_("Danh sách gửi đến ({n} chờ xử lý)").format(n=counts.waiting),
        counts=counts,
        may=may,
        is_authority_missing=_is_authority_missing(training_class),
        periods_words=periods_words(counts)
        if status == "finished" or (status == "running" and training_class.closes_on <= on)
        else "",
        names=names,
    )


def may_propose(may: classes.ClassActions, training_class: classes.TrainingClass) -> bool:
    """Whether the account may send names and the class still takes them."""
    return may.propose and training_class.status in {"enrolling", "running"}


def propose_label(training_class: classes.TrainingClass) -> str:
    """What sending is called: candidates for membership are introduced, members are sent."""
    return _("Giới thiệu người học") if training_class.programme.code == "NTVD" else _("Cử đi học")


def periods_words(counts: classes.ClassCounts) -> str:
    """How much of the curriculum was not taught, once the class is over; "" where all of it was."""
    missing = counts.periods_missing
    return ngettext("thiếu {n} tiết", "thiếu {n} tiết", missing).format(n=missing) if missing else ""


def _is_authority_missing(training_class: classes.TrainingClass) -> bool:
    """Asked only while the class has not begun: what was opened is not judged anew."""
    if training_class.authority or training_class.status not in {"planned", "enrolling"}:
        return False
    standing = catalogue.opening_standing(
        training_class.programme, training_class.opened_by_id, training_class.opens_on
    )
    return standing.is_missing


def _origin(training_class: classes.TrainingClass) -> str:
    kind = _("Lớp chuyển tiếp") if training_class.is_carried_over else _("Lớp mở mới")
    if training_class.plan_line is not None:
        return _("{kind}, trong kế hoạch, mục {line}").format(kind=kind, line=training_class.plan_line.position)
    return _("{kind}, ngoài kế hoạch: {decision}").format(kind=kind, decision=training_class.outside_plan_decision)


def _roles(training_class: classes.TrainingClass, names: dict[int, org.UnitLabel]) -> list[Role]:
    """The five units, each named once: a role held by the opener goes without saying."""
    labels = {
        "hosted_by_id": _("Đặt tại"),
        "taught_by_id": _("Giảng dạy"),
        "paid_by_id": _("Chi kinh phí"),
        "certified_by_id": _("Cấp giấy"),
    }
    opener = training_class.opened_by_id
    roles = [Role(_("Đơn vị mở lớp"), names[opener].name)]
    for key, label in labels.items():
        unit_id = getattr(training_class, key)
        if unit_id != opener:
            roles.append(Role(label, names[unit_id].name))
    return roles


def _tabs(
    request: ScreenRequest, training_class: classes.TrainingClass, counts: classes.ClassCounts, current: str
) -> list[Tab]:
    tabs = (
        ("classes:class-page", _("Học viên"), str(counts.active)),
        ("classes:timetable", _("Lịch học"), _("{n} buổi").format(n=counts.sessions)),
        ("classes:roll-book", _("Điểm danh"), f"{counts.rolls}/{counts.sessions}"),
        ("classes:result-list", _("Kết quả"), None),
        ("classes:paper-list", _("Văn bản"), None),
    )
    return [
        Tab(label, screen_url(request, name, uuid=training_class.uuid), current=name.endswith(current), count=count)
        for name, label, count in tabs
    ]


def may_somewhere(request: ScreenRequest, permission: str) -> bool:
    """Whether the account holds the permission anywhere: for buttons that lead to a choice of unit."""
    return permission in access.permissions_of(request.user, request.scope.on)
