"""The links of the thread, each as far as this user may see: plan line, seats, list with verdicts, class, results, certificate."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.planning import api as planning
from hocvien.quotas import api as quotas
from hocvien.records import api as records
from hocvien.web.shell.audiences import audience_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.verdicts import verdict_status
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Status

P = access.Permission


@dataclass(frozen=True, slots=True)
class Part:
    """One thing within a link: what it is called, where it leads, a word about it."""

    label: str
    url: str = ""
    text: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the thread; `note` stands where there is nothing, or nothing this user may see."""

    title: str
    parts: list[Part] = field(default_factory=list)
    note: str = ""
    is_current: bool = False


def plan_link(
    request: ScreenRequest, line: planning.PlanLine | None, *, is_current: bool = False, outside: str = ""
) -> Link:
    """The plan line; `outside`: the decision that stands in its place."""
    title = _("Mục kế hoạch")
    if line is None:
        note = (
            _("Mở ngoài kế hoạch theo {decision}.").format(decision=outside) if outside else _("Không có mục kế hoạch.")
        )
        return Link(title, note=note)
    try:
        planning.get_line_for(request.user, line.uuid, request.scope.on)
    except planning.LineNotFound:
        return Link(title, [Part(planning.line_label(line))], _("Kế hoạch này ngoài phạm vi của bạn."))
    own = "" if is_current else screen_url(request, "threads:thread-of-line", uuid=line.uuid)
    plan = Part(_("Mở kế hoạch"), screen_url(request, "plans:plan-page", uuid=line.plan.uuid))
    named = Part(planning.line_label(line), own, _group_words(line.programme_id, line.audience))
    return Link(title, [named, plan], is_current=is_current)


def _group_words(programme_id: int, audience: str) -> str:
    """The group it is for, "" for everybody; one query where there is one."""
    name = audience_words(programme_id, audience)
    return _("nhóm đối tượng: {name}").format(name=name) if name else ""


def seat_link(request: ScreenRequest, line: planning.PlanLine | None, person_id: int | None = None) -> Link:
    """The quota of the plan line, or the seat of one person in it."""
    title = _("Chỉ tiêu")
    quota = quotas.find_quota_for_line(line.pk) if line is not None else None
    if quota is None:
        return Link(title, note=_("Không chia chỉ tiêu: danh sách đã duyệt là danh sách lớp."))
    if not quotas.quotas_visible_to(request.user, request.scope.on).filter(pk=quota.pk).exists():
        return Link(title, note=_("Chỉ tiêu này ngoài phạm vi của bạn."))
    issued = quotas.seats_issued(quota)
    parts = [
        Part(
            ngettext("{n} suất", "{n} suất", issued).format(n=issued),
            screen_url(request, "quotas:quota-page", uuid=quota.uuid),
        )
    ]
    if person_id is not None:
        seat = quotas.find_seat(quota, person_id)
        parts.append(Part(str(quotas.Account(seat.account).label) if seat else _("Chưa ghi tên vào suất nào")))
    return Link(title, parts)


def class_part(request: ScreenRequest, row: classes.TrainingClass, stages: classes.Stages) -> Part:
    """A class with how far its people have come."""
    text = _("{named} được đề cử, {learners} học viên, {completed} đạt, {issued} giấy đã cấp").format(
        named=stages.waiting + stages.admitted,
        learners=stages.learners,
        completed=stages.completed,
        issued=stages.issued,
    )
    status = Status("neutral", classes.ClassStatus(row.status).label)
    if row.held_within:
        text = _("lồng ghép trong {meeting}; {stages}").format(meeting=row.held_within, stages=text)
    return Part(row.name, screen_url(request, "threads:thread-of-class", uuid=row.uuid), text, status)


def own_class_part(row: classes.TrainingClass, url: str) -> Part:
    """The class itself, with the group whose rules its list is judged by and the meeting it is held within; one query where it has a group."""
    within = _("lồng ghép trong {meeting}").format(meeting=row.held_within) if row.held_within else ""
    group = _group_words(row.programme_id, row.audience)
    return Part(row.name, url, "; ".join(filter(None, (group, within))))


def person_part(request: ScreenRequest, row: classes.TrainingClass, one: classes.PersonStages) -> Part:
    """A name on the list with verdict, result and paper."""
    said = [one.unit_name, one.status_label]
    said += [one.outcome_label] if one.outcome_label else []
    said += [one.certificate.number_text] if one.certificate is not None else []
    url = screen_url(request, "threads:thread-of-person", uuid=row.uuid, nomination=one.nomination.uuid)
    return Part(one.full_name, url, ", ".join(said), verdict_status(one.verdict))


def certificate_part(request: ScreenRequest, certificate: records.Certificate) -> Part:
    """The paper; a link where the user sees the register it stands in."""
    seen = records.certificates_visible_to(request.user, request.scope.on).filter(pk=certificate.pk).exists()
    url = screen_url(request, "certificates:certificate-page", uuid=certificate.uuid) if seen else ""
    return Part(certificate.number_text, url, str(certificate.get_status_display()))
