"""What a unit does with its seats: hand them on, name, keep, free, confirm, give back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending
from hocvien.web.quotas.forms import AllotForm, KeepForm, NameForm, ReturnForm, chosen
from hocvien.web.quotas.tables import AllotRow, AllotTable, ListChoice, ListChoiceTable, programme_words
from hocvien.web.quotas.views.common import said, small_form, stand_at
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="list.propose")
def seat_list(request: ScreenRequest, uuid: UUID, code: str) -> HttpResponse:
    """On to the list where names of the unit are wanted: of the one class of the plan line, a choice of several, or of the notice."""
    quota, unit = stand_at(request, uuid, code)
    on = request.scope.on
    notice = sending.find_notice_of_quota(request.user, quota, on)
    if notice is not None:
        return redirect_to(request, "sending:notice-page", uuid=notice.uuid)
    found = classes.classes_of_line_taking_names(request.user, quota.plan_line_id, on)
    if len(found) == 1:
        return redirect_to(request, "classes:nomination-propose", uuid=found[0].uuid, query={"sending_unit": unit.code})
    if not found:
        notify(
            request, _("Chưa có lớp nào của mục này đang nhận danh sách. Ghi tên vào chỉ tiêu tại đây."), tone="info"
        )
        return redirect_to(request, "quotas:quota-page", uuid=quota.uuid, with_unit=unit.code)
    rows = [ListChoice(one.uuid, one.name, one.opens_on, one.proposals_close_on, unit.code) for one in found]
    context = {
        "unit_name": org.label_as_of(unit.pk, on).name,
        "programme": programme_words(quota),
        "seats": quotas.seats_of_unit(quota, unit.pk).unused,
        "back_url": screen_url(request, "quotas:quota-page", uuid=quota.uuid),
    }
    return table_response(request, "quotas/seat_list.html", ListChoiceTable(request, rows), context)


@screen(permission="list.propose", methods=("GET", "POST"))
def seat_allot(request: ScreenRequest, uuid: UUID, code: str) -> HttpResponse:
    """All units right below at once: a box for each, the sum and what is left said while typing."""
    quota, unit = stand_at(request, uuid, code)
    on = request.scope.on
    children = quotas.units_below(quota, unit.pk, on)
    labels = org.labels_as_of([*children, unit.pk], on)
    form = AllotForm(request.POST or None, request=request, codes={labels[pk].code: pk for pk in children})
    wrong: dict[int, str] = {}
    if form.is_valid():
        try:
            quotas.allot_seats(
                quota=quota,
                unit_id=unit.pk,
                seats=form.cleaned_data["seats"],
                reason=form.cleaned_data["reason"],
                **said(request),
            )
        except quotas.AllotmentRefused as refusal:
            wrong = {pk: str(why) for pk, (_name, why) in refusal.refusals.items()}
            form.add_domain_error(refusal)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            number = sum(form.cleaned_data["seats"].values())
            notify(request, _("Đã phân bổ {number} chỉ tiêu.").format(number=number))
            return redirect_to(request, "quotas:quota-page", uuid=quota.uuid)
    wrong |= form.wrong
    has = {one.unit_id: one.whole.total for one in quotas.branches(quota, unit.pk, on) if not one.is_above}
    asked = {ask.unit_id: ask.seats - ask.given for ask in quotas.list_asks(quota)}
    rows = [
        AllotRow(
            labels[pk].name,
            labels[pk].code,
            has.get(pk, 0),
            asked.get(pk, 0),
            form.typed(labels[pk].code),
            wrong.get(pk, ""),
        )
        for pk in children
    ]
    context: dict[str, Any] = {
        "quota": quota,
        "programme": programme_words(quota),
        "unit_name": labels[unit.pk].name,
        "form": form,
        "table": AllotTable(request, rows),
        "free": quotas.seats_of_unit(quota, unit.pk).free,
        "back_url": screen_url(request, "quotas:quota-page", uuid=quota.uuid),
    }
    return page(request, "quotas/seat_allot.html", context, form=form)


@screen(permission="list.propose", methods=("GET", "POST"))
def seat_name(request: ScreenRequest, uuid: UUID, code: str) -> HttpResponse:
    quota, unit = stand_at(request, uuid, code)
    form = NameForm(request.POST or None, request=request)
    return small_form(
        request,
        quota,
        unit,
        form,
        lambda data: quotas.name_seat(quota=quota, unit_id=unit.pk, person_id=data["person"].pk, **said(request)),
        title=_("Ghi tên vào chỉ tiêu"),
        done=_("Đã ghi tên."),
        button=_("Ghi tên"),
        text=_("Chỉ tiêu giữ chỗ được dùng trước, rồi đến chỉ tiêu chưa dùng. Mỗi người một chỉ tiêu."),
    )


@screen(permission="list.propose", methods=("GET", "POST"))
def seat_keep(request: ScreenRequest, uuid: UUID, code: str) -> HttpResponse:
    quota, unit = stand_at(request, uuid, code)
    form = KeepForm(request.POST or None, request=request)

    def do(data: dict[str, Any]) -> Any:
        operation = quotas.reserve_seats if data["way"] == "keep" else quotas.free_reserved
        return operation(quota=quota, unit_id=unit.pk, seats=data["seats"], reason=data["reason"], **said(request))

    return small_form(
        request,
        quota,
        unit,
        form,
        do,
        title=_("Giữ chỗ chưa ghi tên"),
        done=_("Đã ghi vào sổ chỉ tiêu."),
        button=_("Lưu"),
    )


@screen(permission="list.propose", methods=("GET", "POST"))
def seat_return(request: ScreenRequest, uuid: UUID, code: str) -> HttpResponse:
    quota, unit = stand_at(request, uuid, code)
    form = ReturnForm(request.POST or None, request=request)
    upper = quotas.upper_of(quota, unit.pk, request.scope.on)
    name = org.label_as_of(upper, request.scope.on).name if upper else ""
    return small_form(
        request,
        quota,
        unit,
        form,
        lambda data: quotas.return_seats(quota=quota, unit_id=unit.pk, **data, **said(request)),
        title=_("Trả lại chỉ tiêu"),
        done=_("Đã trả lại chỉ tiêu."),
        button=_("Trả lại"),
        text=_("Chỉ tiêu trả về {name}.").format(name=name) if name else "",
    )


@screen(permission="plan.view", methods=("POST",))
def seat_decide(request: ScreenRequest, uuid: UUID, code: str) -> HttpResponse:
    """The ticked people: their seats confirmed, or freed again."""
    quota, unit = stand_at(request, uuid, code)
    held = [one.person_id for one in quotas.seats_held(quota, [unit.pk])]
    known = {str(person.uuid): pk for pk, person in people.people_by_ids(held).items()}
    ids = chosen(request.POST.getlist("row"), known)
    if not ids:
        notify(request, _("Chưa đánh dấu người nào trong danh sách."), tone="warn")
    elif request.POST.get("do") == "confirm":
        number = len(quotas.confirm_seats(quota=quota, person_ids=ids, **said(request)))
        notify(
            request,
            ngettext("Đã xác nhận {number} người.", "Đã xác nhận {number} người.", number).format(number=number),
        )
    else:
        for person_id in ids:
            quotas.release_seat(quota=quota, person_id=person_id, **said(request))
        number = len(ids)
        notify(
            request, ngettext("Đã bỏ tên {number} người.", "Đã bỏ tên {number} người.", number).format(number=number)
        )
    return redirect_to(request, "quotas:quota-page", uuid=quota.uuid)
