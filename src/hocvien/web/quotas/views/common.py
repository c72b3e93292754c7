"""What the views of a quota share: where the reader stands in its tree, and a form that does one thing."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from hocvien.web.quotas.tables import programme_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui import forms as ui
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page

P = access.Permission


def node_of(request: ScreenRequest, quota: quotas.Quota) -> org.Unit:
    """The unit of the scope, if it is of the quota and seen, else where the reader's look begins. A few queries."""
    unit, on = request.scope.unit, request.scope.on
    if unit is not None and access.can(request.user, P.PLAN_VIEW, unit, on) and quotas.is_of_quota(quota, unit.pk, on):
        return unit
    return quotas.first_unit_seen(request.user, quota, on)


def stand_at(request: ScreenRequest, uuid: UUID, code: str) -> tuple[quotas.Quota, org.Unit]:
    """The quota and the unit named in an address, both seen; else a 404."""
    quota = quotas.get_quota_for(request.user, uuid, request.scope.on)
    return quota, quotas.unit_in_quota(request.user, quota, code, request.scope.on)


def said(request: ScreenRequest) -> dict[str, Any]:
    """Who does it, on which day, at which moment."""
    return {"actor": request.user, "today": request.scope.on, "now": clock.now()}


def warn_of_deadline(request: ScreenRequest, names_due_on: date) -> None:
    """Say of a deadline that has passed what follows from it: seats nobody is named for can be taken back at once."""
    if names_due_on < request.scope.on:
        words = _(
            "Hạn ghi tên {day} đã qua: chỉ tiêu chưa ghi tên có thể bị thu hồi ngay. Nếu gõ nhầm ngày, sửa lại hạn."
        )
        notify(request, words.format(day=formats.day(names_due_on)), tone="warn")


def small_form(
    request: ScreenRequest,
    quota: quotas.Quota,
    unit: org.Unit,
    form: ui.BaseForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    done: str,
    button: str,
    text: str = "",
) -> HttpResponse:
    """A page with one form; once it is done, back to the quota. `do` is given the cleaned data."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, done)
            return redirect_to(request, "quotas:quota-page", uuid=quota.uuid)
    context = {
        "form": form,
        "title": title,
        "button": button,
        "text": text,
        "seats": quotas.seats_of_unit(quota, unit.pk),
        "unit_name": org.label_as_of(unit.pk, request.scope.on).name,
        "programme": programme_words(quota),
        "back_url": screen_url(request, "quotas:quota-page", uuid=quota.uuid),
    }
    return page(request, "quotas/small_form.html", context, form=form)
