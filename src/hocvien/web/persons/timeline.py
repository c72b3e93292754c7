"""A person's training as a timeline: what was attended, where one was sent, what papers there are."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.classes import api as classes
from hocvien.people import api as people
from hocvien.records import api as records
from hocvien.sending import api as sending
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Moment, Status

_COURSE_TONES = {
    "waiting": "info",
    "studying": "info",
    "deferred": "warn",
    "left": "neutral",
    "expelled": "bad",
    "finished": "met",
}
_CLASS_TONES = {"planned": "neutral", "enrolling": "info", "running": "info", "finished": "neutral", "cancelled": "bad"}


def timeline_of(
    request: ScreenRequest,
    person: people.Person,
    *,
    may_edit: bool = False,
    is_own: bool = False,
    papers: Sequence[records.Certificate] | None = None,
) -> list[Moment]:
    """Classes, times sent to others' classes, papers and trainings elsewhere together, newest first. At most five queries.

    `is_own`: for the person's own page, with recognised marks, and no link to what only offices open. `papers`: those of the person, already read.
    """
    on = request.scope.on
    dated: list[tuple[date, Moment]] = []
    for row in classes.participations_of(person.pk, actor=None if is_own else request.user, on=on):
        url = screen_url(request, "classes:class-page", uuid=row.class_uuid) if row.is_visible and not is_own else ""
        if row.outcome:
            status = Status("met" if row.outcome == classes.Outcome.COMPLETED else "bad", row.outcome_words)
        else:
            words = row.class_status_label if row.status == "active" else row.status_label
            status = Status(_CLASS_TONES.get(row.class_status, "neutral"), words)
        when = f"{row.opens_on:%d/%m/%Y} – {row.closes_on:%d/%m/%Y}"
        text = _("{opener} mở; {sender} cử đi").format(opener=row.opened_by_name, sender=row.sending_unit_name)
        if is_own and row.mark is not None:
            text = f"{text}. {_('Điểm được công nhận: {mark}').format(mark=formats.number(row.mark))}"
        dated.append((row.opens_on, Moment(when, row.class_name, text, url, status)))
    sent = sending.sendings_of(person.pk, request.user, on)
    dated += [(one.notice.opens_on, _sent(request, one, is_own=is_own)) for one in sent]
    for paper in records.transcript_seen_by(request.user, person.pk, on) if papers is None else papers:
        is_valid = paper.status == records.CertificateStatus.VALID
        is_visible = getattr(paper, "is_visible", False) and not is_own
        url = screen_url(request, "certificates:certificate-page", uuid=paper.uuid) if is_visible else ""
        title = _("Cấp {title}, số vào sổ {number}").format(title=paper.title, number=paper.number_text)
        status = Status("gold" if is_valid else "warn", str(paper.get_status_display()))
        dated.append((paper.issued_on, Moment(paper.issued_on, title, paper.programme.name, url, status)))
    for training in records.external_trainings(person.pk):
        day = training.finished_on or training.issued_on or training.started_on or date.min
        url = (
            screen_url(request, "persons:training-correct", uuid=person.uuid, training=training.uuid)
            if may_edit
            else ""
        )
        dated.append((day, _elsewhere(training, url)))
    return [moment for _day, moment in sorted(dated, key=lambda one: one[0], reverse=True)]


def _sent(request: ScreenRequest, one: sending.Sending, *, is_own: bool) -> Moment:
    """A time the person was sent to another's class, with how far it has come; a paper that came back stands in its own line."""
    notice, decision = one.notice, one.decision
    is_visible: bool = one.is_visible  # type: ignore[attr-defined]  # said by the query
    url = screen_url(request, "sending:sending-page", uuid=one.uuid) if is_visible and not is_own else ""
    days = [notice.opens_on, one.finished_on or notice.ends_on]
    when = " – ".join(f"{day:%d/%m/%Y}" for day in days if day is not None)
    parts = [_("Được cử đi học"), notice.issuer_name]
    if decision is not None:
        parts.append(_("Quyết định số {number}").format(number=decision.number))
    status = Status(_COURSE_TONES[one.course], str(one.get_course_display()))
    return Moment(when, notice.name, ". ".join(parts), url, status)


def _elsewhere(training: records.ExternalTraining, url: str) -> Moment:
    """A training elsewhere, marked as recorded from papers, with who saw them."""
    days = [f"{day:%d/%m/%Y}" for day in (training.started_on, training.finished_on) if day is not None]
    parts = [_("Học ở nơi khác, ghi theo giấy tờ"), training.organiser]
    if training.evidence != records.TrainingEvidence.NONE:
        paper = " ".join(part for part in (str(training.get_evidence_display()), training.paper_number) if part)
        issued = f"{training.issued_on:%d/%m/%Y}" if training.issued_on else ""
        parts.append(", ".join(part for part in (paper, issued) if part))
    if training.confirmed_at is not None:
        who = training.confirmed_by.full_name if training.confirmed_by else _("người vận hành")
        seen = timezone.localtime(training.confirmed_at)
        parts.append(_("{who} xác nhận ngày {day}").format(who=who, day=f"{seen:%d/%m/%Y}"))
        status = Status("met", _("Đã xác nhận"))
    else:
        status = Status("warn", _("Chưa xác nhận"))
    when = " – ".join(days) or (f"{training.issued_on:%d/%m/%Y}" if training.issued_on else _("Chưa rõ ngày"))
    return Moment(when, training.title, ". ".join(part for part in parts if part), url, status)
