"""Accounts and their grants, within the units the administrator was given."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.web.administration.forms import AccountForm, GrantForm
from hocvien.web.administration.tables import AccountTable, account_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(permission="grant.edit")
def account_list(request: ScreenRequest) -> HttpResponse:
    seen = access.unit_ids_for(request.user, P.GRANT_EDIT, request.scope.on)
    table = AccountTable(request, access.accounts_within(seen))
    return table_response(request, "administration/account_list.html", table)


@screen(permission="grant.edit", methods=("GET", "POST"))
def account_open(request: ScreenRequest) -> HttpResponse:
    scope = request.scope
    form = AccountForm(request.POST or None, request=request, initial={"unit": scope.unit, "includes_below": True})
    if form.is_valid():
        data, password = form.cleaned_data, access.make_password()
        try:
            access.require(request.user, P.GRANT_EDIT, data["unit"], scope.on)
            with transaction.atomic():
                user = access.open_account(
                    actor=request.user,
                    username=data["username"],
                    full_name=data["full_name"],
                    password=password,
                    unit_code=data["unit"].code,
                )
                if data["role"]:
                    access.give_grant(
                        actor=request.user,
                        user=user,
                        role=data["role"],
                        unit=data["unit"],
                        includes_below=data["includes_below"],
                        valid_from=scope.on,
                    )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error("username", ValidationError(refusal.messages))
        else:
            return _tell(request, user, password, _("Đã mở tài khoản"))
    return page(request, "administration/account_open.html", {"form": form}, form=form)


def _tell(request: ScreenRequest, user: accounts.User, password: str, title: str) -> HttpResponse:
    """The one time the password is shown; it is kept nowhere, so the page is not kept either."""
    response = page(
        request, "administration/account_password.html", {"user": user, "password": password, "title": title}
    )
    response["Cache-Control"] = "no-store"
    return response


@screen(permission="grant.edit")
def account_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    on = request.scope.on
    user = access.get_account_for(request.user, uuid, on=on)
    grants = access.list_grants(user, on)
    labels = org.labels_as_of({grant.unit_id for grant in grants}, on)
    mine = set(access.unit_ids_for(request.user, P.GRANT_EDIT, on).filter(pk__in=[grant.unit_id for grant in grants]))
    context = {
        "account": user,
        "status": account_status(user),
        "grants": [(grant, labels[grant.unit_id], grant.unit_id in mine) for grant in grants],
        "may_manage": access.can_manage_account(request.user, user, on),
        "is_self": user.pk == request.user.pk,
        "delegations": _delegations_in_force(request, user),
        "tie": _tie(request, user),
    }
    return page(request, "administration/account_page.html", context)


def _tie(request: ScreenRequest, user: accounts.User) -> dict[str, str] | None:
    """Whose record the account reads as its own: by name where the administrator sees the person. Two queries."""
    tie = access.tie_of_account(user)
    if tie is None:
        return None
    sees = access.can_for_person(request.user, P.PERSON_VIEW, tie.person, request.scope.on)
    return {"name": tie.person.full_name if sees else ""}


def _delegations_in_force(request: ScreenRequest, user: accounts.User) -> list[tuple[access.Delegation, str, bool]]:
    """(what the account lets others do by now or later, the unit's name, whether the administrator may end it); three queries."""
    on = request.scope.on
    rows = [row for row in access.delegations_given(user) if row.valid_to > on]
    labels = org.labels_as_of({row.unit_id for row in rows}, on)
    mine = access.units_among(request.user, P.GRANT_EDIT, [row.unit_id for row in rows], on)
    return [(row, labels[row.unit_id].name, row.unit_id in mine) for row in rows]


def _managed(request: ScreenRequest, uuid: UUID) -> tuple[accounts.User, str]:
    """The account, if every role it holds lies within the administrator's units; with the unit the journal files it under."""
    on = request.scope.on
    user = access.get_account_for(request.user, uuid, on=on)
    access.require_account(request.user, user, on)
    grants = access.list_grants(user, on)
    return user, grants[0].unit.code if grants else request.scope.unit_code


@screen(permission="grant.edit", methods=("POST",))
def account_reset_password(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    user, unit_code = _managed(request, uuid)
    password = access.make_password()
    access.reset_password(actor=request.user, user=user, password=password, unit_code=unit_code)
    return _tell(request, user, password, _("Đã cấp mật khẩu mới"))


@screen(permission="grant.edit", methods=("POST",))
def account_close(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    user, unit_code = _managed(request, uuid)
    access.close_account(actor=request.user, user=user, unit_code=unit_code)
    notify(request, _("Đã khóa tài khoản {name}. Lịch sử vẫn giữ.").format(name=user.username))
    return redirect_to(request, "administration:account-page", uuid=uuid)


@screen(permission="grant.edit", methods=("POST",))
def account_reopen(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    user, unit_code = _managed(request, uuid)
    access.reopen_account(actor=request.user, user=user, unit_code=unit_code)
    notify(request, _("Đã mở lại tài khoản {name}.").format(name=user.username))
    return redirect_to(request, "administration:account-page", uuid=uuid)


@screen(permission="grant.edit", methods=("POST",))
def account_untie(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The account reads no record as its holder's own from then on."""
    user, _unit_code = _managed(request, uuid)
    tie = access.tie_of_account(user)
    if tie is not None:
        access.untie_account(actor=request.user, tie=tie, today=request.scope.on, now=clock.now())
        notify(request, _("Đã gỡ tài khoản {name} khỏi hồ sơ.").format(name=user.username))
    return redirect_to(request, "administration:account-page", uuid=uuid)


@screen(permission="grant.edit", methods=("GET", "POST"))
def grant_give(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    scope = request.scope
    user = access.get_account_for(request.user, uuid, on=scope.on)
    initial = {"unit": scope.unit, "includes_below": True, "valid_from": scope.on}
    form = GrantForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            access.require(request.user, P.GRANT_EDIT, form.cleaned_data["unit"], scope.on)
            access.give_grant(actor=request.user, user=user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã giao vai trò cho {name}.").format(name=user.username))
            return redirect_to(request, "administration:account-page", uuid=uuid)
    return page(request, "administration/grant_give.html", {"form": form, "account": user}, form=form)


@screen(permission="grant.edit", methods=("POST",))
def grant_end(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    on = request.scope.on
    grant = access.get_grant_for(request.user, uuid, on=on)
    access.end_grant(actor=request.user, grant=grant, on=on)
    notify(
        request, _("Đã thôi vai trò {role} của {name}.").format(role=grant.get_role_display(), name=grant.user.username)
    )
    return redirect_to(request, "administration:account-page", uuid=grant.user.uuid)
