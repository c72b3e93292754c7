"""What became of somebody sent: events, the paper that came back, the transcript."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.sending import api as sending
from hocvien.web.sending.forms import DiplomaForm, EventForm, ReasonForm, TranscriptForm
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.forms import BaseForm
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen


def _answer(
    request: ScreenRequest,
    row: sending.Sending | sending.Notice,
    form: BaseForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    action: str,
    done: str,
    effect: str = "",
) -> HttpResponse:
    """One form about one person sent, or about all of a notice; afterwards back there."""
    if isinstance(row, sending.Notice):
        back, label = "sending:notice-page", row.name
    else:
        back, label = "sending:sending-page", row.person.full_name
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, done)
            return redirect_to(request, back, uuid=row.uuid)
    context = {
        "form": form,
        "title": title,
        "action": action,
        "effect": effect,
        "back_url": screen_url(request, back, uuid=row.uuid),
        "back_label": label,
    }
    return page(request, "sending/small_form.html", context, form=form)


@screen(permission="list.propose", methods=("GET", "POST"))
def event_record(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    kind = "enrolled" if row.course == sending.Course.WAITING else "fact"
    form = EventForm(request.POST or None, request=request, initial={"kind": kind, "on": request.scope.on})
    return _answer(
        request,
        row,
        form,
        lambda data: sending.record_event(actor=request.user, sending=row, today=request.scope.on, now=now(), **data),
        title=_("Ghi tiến độ học"),
        action=_("Ghi"),
        done=_("Đã ghi tiến độ học."),
    )


@screen(permission="list.propose", methods=("GET", "POST"))
def events_record(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The same for everybody of the notice whose course is not over."""
    on = request.scope.on
    row = sending.get_notice_for(request.user, uuid, on)
    rows = sending.sending_rows(request.user, row, on)
    going = [one for one in rows if one.status == sending.SendingStatus.SENT and one.course not in sending.ENDED]
    kind = "enrolled" if any(one.course == sending.Course.WAITING for one in going) else "finished"
    form = EventForm(request.POST or None, request=request, initial={"kind": kind, "on": on})
    return _answer(
        request,
        row,
        form,
        lambda data: sending.record_events(
            actor=request.user, notice=row, sendings=[one.uuid for one in going], today=on, now=now(), **data
        ),
        title=_("Ghi tiến độ cho cả lớp"),
        action=_("Ghi cho {n} người").format(n=len(going)),
        done=_("Đã ghi tiến độ của {n} người.").format(n=len(going)),
        effect=_(
            "Ghi cùng một việc cho {n} người chưa học xong hoặc thôi học. Ai có việc riêng thì ghi ở trang của người đó."
        ).format(n=len(going)),
    )


@screen(permission="list.propose", methods=("POST",))
def event_remove(request: ScreenRequest, uuid: UUID, event: UUID) -> HttpResponse:
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    sending.remove_event(actor=request.user, sending=row, event=event, today=request.scope.on, now=now())
    notify(request, _("Đã bỏ việc ghi nhầm; nhật ký vẫn giữ."))
    return redirect_to(request, "sending:sending-page", uuid=uuid)


@screen(permission="person.edit", methods=("GET", "POST"))
def diploma_record(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The paper the school gave; seen, it counts in the person's record from its day."""
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    initial = {
        "issued_by": row.notice.issuer_name,
        "issued_on": request.scope.on,
        "level": sending.LEVELS.get(row.notice.programme.code, ""),
        "kind": "diploma" if row.notice.programme.code in sending.LEVELS else "certificate",
    }
    form = DiplomaForm(request.POST or None, request=request, initial=initial, has_finished=row.finished_on is not None)

    def do(data: dict[str, Any]) -> None:
        is_seen = data.pop("is_seen")
        sending.record_diploma(
            actor=request.user,
            sending=row,
            new=sending.NewDiploma(**data),
            is_seen=is_seen,
            today=request.scope.on,
            now=now(),
        )

    return _answer(
        request,
        row,
        form,
        do,
        title=_("Ghi bằng, giấy nơi học cấp"),
        action=_("Ghi bằng, giấy"),
        done=_("Đã ghi bằng, giấy vào hồ sơ của {name}.").format(name=row.person.full_name),
        effect=_(
            "Bằng, giấy được ghi vào hồ sơ cá nhân ở mục học ở nơi khác, và trình độ lý luận nếu là bằng tốt nghiệp."
        ),
    )


@screen(permission="person.edit", methods=("POST",))
def diploma_confirm(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    sending.confirm_diploma(actor=request.user, sending=row, today=request.scope.on, now=now())
    notify(request, _("Đã xác nhận; bằng, giấy được tính từ ngày cấp."))
    return redirect_to(request, "sending:sending-page", uuid=uuid)


@screen(permission="person.edit", methods=("GET", "POST"))
def diploma_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    form = ReasonForm(request.POST or None, request=request)
    return _answer(
        request,
        row,
        form,
        lambda data: sending.remove_diploma(actor=request.user, sending=row, today=request.scope.on, now=now(), **data),
        title=_("Bỏ bằng, giấy ghi nhầm"),
        action=_("Bỏ bằng, giấy"),
        done=_("Đã bỏ bằng, giấy ghi nhầm; nhật ký vẫn giữ."),
        effect=_("Mục học ở nơi khác và trình độ đã ghi từ bằng, giấy này cũng được rút khỏi hồ sơ cá nhân."),
    )


@screen(permission="list.propose", methods=("GET", "POST"))
def transcript_record(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    kept = getattr(row, "transcript", None)
    initial: dict[str, Any] = {"issued_by": row.notice.issuer_name, "issued_on": request.scope.on}
    if kept is not None:
        lines = "\n".join("; ".join((one["module"], one["periods"], one["mark"])) for one in kept.lines)
        initial = {"number": kept.number, "issued_on": kept.issued_on, "issued_by": kept.issued_by, "text": lines}
    form = TranscriptForm(request.POST or None, request=request, initial=initial)
    return _answer(
        request,
        row,
        form,
        lambda data: sending.record_transcript(
            actor=request.user, sending=row, today=request.scope.on, now=now(), **data
        ),
        title=_("Bảng điểm của nơi học"),
        action=_("Lưu bảng điểm"),
        done=_("Đã lưu bảng điểm."),
        effect=_("Bảng điểm là xác nhận của nơi học, giữ nguyên như nơi học ghi; hệ thống không tính lại."),
    )


@screen(permission="class.view")
def transcript_print(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    kept = getattr(row, "transcript", None)
    if kept is None:
        raise sending.TranscriptNotFound
    return page(request, "sending/transcript_print.html", {"row": row, "notice": row.notice, "transcript": kept})


@screen(permission="list.propose", methods=("POST",))
def transcript_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    sending.remove_transcript(actor=request.user, sending=row, today=request.scope.on, now=now())
    notify(request, _("Đã bỏ bảng điểm ghi nhầm; nhật ký vẫn giữ."))
    return redirect_to(request, "sending:sending-page", uuid=uuid)
