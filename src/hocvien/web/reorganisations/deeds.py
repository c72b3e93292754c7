"""What is done with a reorganisation: tried again, executed, left to wait, withdrawn, undone, thrown away, taken as the start of another."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.web.reorganisations.views import changeable, show
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen

PAGE = "reorganisations:reorganisation-page"


def _refused(request: ScreenRequest, uuid: UUID, refusal: DomainError) -> HttpResponse:
    """The page again, saying what stands in the way."""
    found = access.get_reorganisation_for(request.user, uuid, on=request.scope.on)
    return show(request, found, refusal=refusal, status=409)


@screen(permission="unit.edit", methods=("POST",))
def reorganisation_try(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Try it again: other things may have changed since."""
    org.try_draft(actor=request.user, reorganisation=changeable(request, uuid), now=clock.now())
    return redirect_to(request, PAGE, uuid=uuid)


@screen(permission="unit.edit", methods=("POST",))
def reorganisation_execute(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Do it as it was shown; where the tree changed meanwhile, show it as it would be now instead."""
    found = changeable(request, uuid)
    try:
        done = org.start_reorganisation(
            actor=request.user, reorganisation=found, today=request.scope.on, now=clock.now()
        )
    except org.ReorganisationEffectChanged as refusal:
        org.try_draft(actor=request.user, reorganisation=found, now=clock.now())
        return _refused(request, uuid, refusal)
    except DomainError as refusal:
        return _refused(request, uuid, refusal)
    if done.status == org.ReorganisationStatus.EXECUTED:
        notify(request, _("Đã thực hiện. Hoàn tác được khi chưa có gì ghi tiếp lên các đơn vị mới."))
    return redirect_to(request, PAGE, uuid=uuid)


@screen(permission="unit.edit", methods=("POST",))
def reorganisation_wait(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Keep it until its day."""
    found = changeable(request, uuid)
    try:
        org.plan_reorganisation(actor=request.user, reorganisation=found, today=request.scope.on, now=clock.now())
    except DomainError as refusal:
        return _refused(request, uuid, refusal)
    day = f"{found.on:%d/%m/%Y}"
    notify(request, _("Đã lưu. Ngày {day} chương trình tự thực hiện; trước đó rút lại được.").format(day=day))
    return redirect_to(request, PAGE, uuid=uuid)


@screen(permission="unit.edit", methods=("POST",))
def reorganisation_withdraw(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Take back one that waits."""
    found = changeable(request, uuid)
    try:
        org.withdraw_reorganisation(actor=request.user, reorganisation=found, now=clock.now())
    except DomainError as refusal:
        return _refused(request, uuid, refusal)
    notify(request, _("Đã rút. Không có gì trong tổ chức thay đổi."))
    return redirect_to(request, PAGE, uuid=uuid)


@screen(permission="unit.edit", methods=("GET", "POST"))
def reorganisation_undo(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Whether it can be undone, tried; what stands in the way; then undoing it."""
    found = changeable(request, uuid)
    if found.status != org.ReorganisationStatus.EXECUTED:
        return redirect_to(request, PAGE, uuid=uuid)
    refusal: DomainError | None = None
    try:
        if request.method == "POST":
            org.undo_reorganisation(actor=request.user, reorganisation=found, now=clock.now())
            notify(request, _("Đã hoàn tác. Mọi đơn vị, người và vai trò trở về như trước."))
            return redirect_to(request, PAGE, uuid=uuid)
        org.try_undoing(reorganisation=found, now=clock.now())
    except DomainError as one:
        refusal = one
    counts = found.effect.get("counts", {})
    context = {
        "found": found,
        "refusal": str(refusal) if refusal is not None else "",
        "n_founded": counts.get("founded", 0),
        "n_ended": counts.get("ended", 0),
        "n_moved": counts.get("moved", 0),
        "has_things": any(count for _key, count in found.effect.get("things", ())),
    }
    status = 409 if refusal is not None and request.method == "POST" else 200
    return page(request, "reorganisations/undo.html", context, status=status)


@screen(permission="unit.edit", methods=("POST",))
def reorganisation_discard(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = changeable(request, uuid)
    try:
        org.discard_draft(actor=request.user, reorganisation=found, now=clock.now())
    except DomainError as refusal:
        return _refused(request, uuid, refusal)
    notify(request, _("Đã bỏ bản nháp “{title}”.").format(title=found.title), tone="info")
    return redirect_to(request, "reorganisations:reorganisation-list")


@screen(permission="unit.edit", methods=("POST",))
def reorganisation_copy(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """A new draft with the same decision and steps, where they can still be done; else the page says why not."""
    found = changeable(request, uuid)
    try:
        made = org.draft_reorganisation(
            actor=request.user,
            title=found.title,
            resolution=found.resolution,
            decided_on=found.decided_on,
            on=found.on,
            steps=org.from_kept(found.steps),
            now=clock.now(),
        )
    except DomainError as refusal:
        return _refused(request, uuid, refusal)
    return redirect_to(request, PAGE, uuid=made.uuid)
