"""Registers, their books, single papers and what may happen to one."""

from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.records import api as records
from hocvien.web.certificates.forms import BlankForm, ReceiptForm, ReissueForm, SpoiledForm, WithdrawForm
from hocvien.web.certificates.tables import BookTable, CertificateTable, RegisterTable, paper_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Moment, Status, Tab
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(permission="certificate.view", as_of=True)
def certificate_list(request: ScreenRequest) -> HttpResponse:
    """Papers issued in the period by the scope's unit or one below it."""
    rows = records.certificates_visible_to(request.user, request.scope.on).filter(
        issued_on__gte=request.scope.start, issued_on__lt=request.scope.end
    )
    table = CertificateTable(request, _within_scope(request, rows))
    return table_response(request, "certificates/certificate_list.html", table, {"tabs": _tabs(request, 0)})


@screen(permission="certificate.view", as_of=True)
def register_list(request: ScreenRequest) -> HttpResponse:
    authorities = access.unit_ids_for(request.user, P.CERTIFICATE_VIEW, request.scope.on)
    rows = records.list_registers().filter(authority__in=authorities)
    rows = _within_scope(request, rows).annotate(authority_name=org.name_subquery("authority", request.scope.day))
    return table_response(
        request, "certificates/register_list.html", RegisterTable(request, rows), {"tabs": _tabs(request, 1)}
    )


@screen(permission="certificate.view")
def register_book(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    register = _register(request, uuid)
    rows = records.list_register(authority_id=register.authority_id, year=register.year, code=register.code)
    context = {
        "register": register,
        "list_url": screen_url(request, "certificates:register-list"),
        "may_record": access.can(request.user, P.CERTIFICATE_ISSUE, register.authority, request.scope.on),
        "form": ReceiptForm(initial={"received_on": request.scope.on}, request=request),
        "receipts_url": screen_url(request, "certificates:receipts-record", uuid=register.uuid),
        "head": records.tree_head(),
    }
    return table_response(request, "certificates/register_book.html", BookTable(request, rows), context)


@screen(permission="certificate.view")
def register_pdf(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The book to print, bind and keep, with the log's head of today at its foot."""
    register = _register(request, uuid)
    pdf = exchange.render_register_pdf(
        authority=register.authority,
        register_code=register.code,
        year=register.year,
        on=request.scope.on,
    )
    return _pdf(pdf, f"so-{register.authority.code}-{register.year}-{register.pk}")


@screen(permission="certificate.issue", methods=("POST",))
def receipts_record(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Holders of the ticked numbers signed for their papers; all or none."""
    register = _register(request, uuid)
    access.require(request.user, P.CERTIFICATE_ISSUE, register.authority, request.scope.on)
    chosen = [row for row in request.POST.getlist("row") if _is_uuid(row)]
    form = ReceiptForm(request.POST, request=request)
    if not chosen or not form.is_valid():
        notify(request, _("Chọn ít nhất một số trong sổ và ghi ngày nhận."), tone="warn")
        return redirect_to(request, "certificates:register-book", uuid=register.uuid)
    rows = list(
        records.list_register(authority_id=register.authority_id, year=register.year, code=register.code).filter(
            uuid__in=chosen
        )
    )
    records.record_receipt(actor=request.user, certificates=rows, **form.cleaned_data)
    notify(request, _("Đã ghi {count} người nhận giấy.").format(count=formats.number(len(rows))))
    return redirect_to(request, "certificates:register-book", uuid=register.uuid)


@screen(permission="certificate.view", as_of=True)
def certificate_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    certificate = records.get_certificate_for(request.user, uuid, on=request.scope.on)
    answer = records.verify_text(certificate.payload, on=request.scope.on)
    is_valid = certificate.status == records.CertificateStatus.VALID
    may_change = is_valid and access.can(request.user, P.CERTIFICATE_ISSUE, certificate.authority, request.scope.on)
    seen = access.people_visible_to(request.user, request.scope.on).filter(pk=certificate.person_id)
    context = {
        "certificate": certificate,
        "status": paper_status(certificate),
        "answer": answer,
        "answer_status": Status("met" if answer.genuine else "bad", answer.sentence),
        "check_code": records.check_code(certificate.payload),
        "qr": _qr(certificate.payload),
        "proof": records.inclusion_proof(certificate),
        "moments": _moments(request, certificate),
        "may_change": may_change,
        "person_is_visible": seen.exists(),
        "training_class": classes.classes_visible_to(request.user, request.scope.on)
        .filter(code=certificate.class_code)
        .first(),
        "register_url": screen_url(request, "certificates:register-book", uuid=certificate.register.uuid),
    }
    return page(request, "certificates/certificate_page.html", context)


@screen(permission="certificate.view")
def certificate_pdf(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    certificate = records.get_certificate_for(request.user, uuid, on=request.scope.on)
    name = "giay-" + "".join(char if char.isascii() and char.isalnum() else "-" for char in certificate.number_text)
    return _pdf(exchange.render_certificates_pdf([certificate]), name)


@screen(permission="certificate.issue", methods=("GET", "POST"))
def certificate_withdraw(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    certificate = _to_change(request, uuid)
    form = WithdrawForm(request.POST or None, request=request, initial={"withdrawn_on": request.scope.on})
    if form.is_valid():
        try:
            records.withdraw_certificate(actor=request.user, certificate=certificate, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã thu hồi giấy số {number}.").format(number=certificate.number_text))
            return redirect_to(request, "certificates:certificate-page", uuid=uuid)
    return page(request, "certificates/certificate_withdraw.html", _form_context(request, certificate, form), form=form)


@screen(permission="certificate.issue", methods=("GET", "POST"))
def certificate_reissue(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    certificate = _to_change(request, uuid)
    initial = ReissueForm.initial_of(certificate, request.scope.on)
    form = ReissueForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            new = records.reissue_certificate(
                actor=request.user,
                certificate=certificate,
                issued_on=data["issued_on"],
                reason=data["reason"],
                at_fault=data["at_fault"] == "yes",
                corrections=form.corrections,
                signer_name=data["signer_name"],
                signer_title=data["signer_title"],
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            message = _("Đã cấp lại: số {number} thay số {old}.")
            notify(request, message.format(number=new.number_text, old=certificate.number_text))
            return redirect_to(request, "certificates:certificate-page", uuid=new.uuid)
    return page(request, "certificates/certificate_reissue.html", _form_context(request, certificate, form), form=form)


@screen(permission="certificate.issue", methods=("GET", "POST"))
def certificate_receipt(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    certificate = _to_change(request, uuid)
    form = ReceiptForm(request.POST or None, request=request, initial={"received_on": request.scope.on})
    if form.is_valid():
        try:
            records.record_receipt(actor=request.user, certificates=[certificate], **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi người nhận giấy số {number}.").format(number=certificate.number_text))
            return redirect_to(request, "certificates:certificate-page", uuid=uuid)
    return page(request, "certificates/certificate_receipt.html", _form_context(request, certificate, form), form=form)


@screen(permission="certificate.issue", methods=("GET", "POST"))
def certificate_blank(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Give the paper its printed blank, or list that blank as spoiled."""
    certificate = _to_change(request, uuid)
    form: BlankForm | SpoiledForm
    if certificate.blank_number:
        form = SpoiledForm(request.POST or None, request=request, initial={"spoiled_on": request.scope.on})
    else:
        form = BlankForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            if certificate.blank_number:
                records.spoil_blank(
                    actor=request.user,
                    authority=certificate.authority,
                    form_code=certificate.form_code,
                    blank_number=certificate.blank_number,
                    **form.cleaned_data,
                )
                said = _("Đã ghi phôi hỏng. Giấy số {number} chờ phôi mới.")
            else:
                records.record_blank_numbers(
                    actor=request.user, certificates=[certificate], first_blank=form.cleaned_data["blank_number"]
                )
                said = _("Đã ghi số phôi của giấy số {number}.")
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, said.format(number=certificate.number_text))
            return redirect_to(request, "certificates:certificate-page", uuid=uuid)
    return page(request, "certificates/certificate_blank.html", _form_context(request, certificate, form), form=form)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _register(request: ScreenRequest, uuid: UUID) -> records.Register:
    """The register, if its authority is within the viewer's permission; else CertificateNotFound (a 404)."""
    authorities = access.unit_ids_for(request.user, P.CERTIFICATE_VIEW, request.scope.on)
    register = (
        records.list_registers()
        .filter(authority__in=authorities, uuid=uuid)
        .annotate(authority_name=org.name_subquery("authority", request.scope.on))
        .first()
    )
    if register is None:
        raise records.CertificateNotFound
    return register


def _to_change(request: ScreenRequest, uuid: UUID) -> records.Certificate:
    return records.get_certificate_for(request.user, uuid, P.CERTIFICATE_ISSUE, on=request.scope.on)


def _within_scope(request: ScreenRequest, rows: Any) -> Any:
    """Of authorities that stood at or below the scope's unit in the period, or on the day asked for, those it carries on among them."""
    unit, day = request.scope.unit, request.scope.asked_day
    if unit is None:
        return rows
    if day is not None:
        return rows.filter(authority__in=org.descendant_ids_as_of(unit.pk, day, with_past=True))
    return rows.filter(authority__in=org.descendant_ids_ever(unit.pk, request.scope.start, request.scope.end))


def _tabs(request: ScreenRequest, current: int) -> list[Tab]:
    places = ((_("Giấy đã cấp"), "certificates:certificate-list"), (_("Sổ cấp giấy"), "certificates:register-list"))
    return [Tab(label, screen_url(request, name), current=at == current) for at, (label, name) in enumerate(places)]


def _form_context(request: ScreenRequest, certificate: records.Certificate, form: Any) -> dict[str, Any]:
    return {
        "certificate": certificate,
        "form": form,
        "up_url": screen_url(request, "certificates:certificate-page", uuid=certificate.uuid),
    }


def _moments(request: ScreenRequest, certificate: records.Certificate) -> list[Moment]:
    """What happened to the paper, newest first."""
    found: list[Moment] = []
    if certificate.withdrawn_on:
        decision = _("Quyết định số {number}").format(number=certificate.withdrawn_decision)
        found.append(Moment(certificate.withdrawn_on, _("Thu hồi"), f"{decision}. {certificate.withdrawn_reason}"))
    if certificate.replaced_on:
        new = certificate.replaced_by
        url = screen_url(request, "certificates:certificate-page", uuid=new.uuid)
        found.append(
            Moment(certificate.replaced_on, _("Được thay bằng số {number}").format(number=new.number_text), url=url)
        )
    if certificate.received_on:
        found.append(Moment(certificate.received_on, _("Đã nhận"), certificate.received_by))
    signed = _("Người ký: {name}").format(name=certificate.signer_name) if certificate.signer_name else ""
    if (old := certificate.replaces) is not None:
        url = screen_url(request, "certificates:certificate-page", uuid=old.uuid)
        title = _("Cấp lại, thay số {number}").format(number=old.number_text)
        found.append(Moment(certificate.issued_on, title, f"{certificate.reissue_reason}. {signed}".strip(), url=url))
    else:
        found.append(Moment(certificate.issued_on, _("Cấp"), signed))
    return found


def _qr(payload: str) -> str:
    """The symbol as it is printed, as an inline drawing; the payload is upper-case letters, digits and a colon."""
    symbol = segno.make(payload, error="m", micro=False)
    return mark_safe(symbol.svg_inline(scale=3, border=2, svgclass="qr", lineclass="", omitsize=True))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
