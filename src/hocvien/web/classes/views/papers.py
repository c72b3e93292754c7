"""Papers of a class: sheets to print, the recognised list, certificates."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.web.classes.forms import IssueForm
from hocvien.web.classes.head import Head, class_head
from hocvien.web.classes.tables import CertificateTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_LETTERS = {"present": "x", "late": "m", "left_early": "s", "absent_with_leave": "P", "absent_without_leave": "K"}


@screen(permission="class.view")
def paper_list(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    head = class_head(request, training_class, "paper-list")
    certificates = classes.certificate_rows(training_class, actor=request.user, on=request.scope.on)
    table = CertificateTable(request, certificates)
    context = {
        "training_class": training_class,
        "head": head,
        "papers": _papers(request, training_class, head, has_certificates=bool(certificates)),
        "certificates": table if certificates else None,
    }
    return table_response(request, "classes/paper_list.html", table, context)


def _papers(
    request: ScreenRequest, training_class: classes.TrainingClass, head: Head, *, has_certificates: bool
) -> list[dict[str, Any]]:
    ready = Status("met", _("Sẵn sàng in"))
    waiting = Status("neutral", _("Chưa có"))
    recognition = classes.recognition_in_force(training_class)

    def paper(
        name: str, title: str, action: str, *, is_ready: bool, note: str = "", icon: str = "print"
    ) -> dict[str, Any]:
        return {
            "title": title,
            "note": note,
            "status": ready if is_ready else waiting,
            "url": screen_url(request, name, uuid=training_class.uuid) if is_ready else "",
            "action": action,
            "icon": icon,
        }

    papers = [
        paper("classes:sign-in-sheet", _("Danh sách ký tên theo tổ"), _("Mở để in"), is_ready=head.taken > 0),
        paper("classes:class-book", _("Sổ theo dõi lớp"), _("Mở để in"), is_ready=head.counts.sessions > 0),
        paper(
            "classes:recognition-paper",
            _("Danh sách công nhận kết quả"),
            _("Mở để in"),
            is_ready=recognition is not None,
            note=_("Có sau khi kết quả được công nhận."),
        ),
        paper(
            "classes:certificate-pdf",
            _("Giấy chứng nhận, bằng (PDF)"),
            _("Tải PDF"),
            is_ready=has_certificates,
            note=_("Có sau khi cấp giấy."),
            icon="download",
        ),
    ]
    if access.Permission.REPORT_VIEW in request.held_permissions:
        papers.append(
            paper(
                "official:class-papers",
                _("Báo cáo kết thúc, quyết định, danh sách theo thể thức"),
                _("Mở"),
                is_ready=head.taken > 0,
                icon="reports",
            )
        )
    if head.may_issue and recognition is not None and head.counts.to_issue:
        papers.append(
            paper(
                "classes:certificate-issue",
                _("Cấp giấy cho {n} người đạt kết quả").format(n=head.counts.to_issue),
                _("Cấp giấy"),
                is_ready=True,
                icon="certificates",
            )
        )
    return papers


def _issue_initial(request: ScreenRequest, training_class: classes.TrainingClass) -> dict[str, Any]:
    """Today, and who signs for the unit that certifies, where it is told."""
    on = request.scope.on
    signer = org.find_signer(training_class.certified_by_id, on)
    if signer is None:
        return {"issued_on": on}
    return {"issued_on": on, "signer_name": signer.name, "signer_title": signer.title}


@screen(permission="certificate.issue", methods=("GET", "POST"))
def certificate_issue(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    form = IssueForm(request.POST or None, request=request, initial=_issue_initial(request, training_class))
    if form.is_valid():
        try:
            issued = classes.issue_certificates(
                actor=request.user, training_class=training_class, now=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(
                request,
                _("Đã cấp {n} giấy, số vào sổ {first} đến {last}.").format(
                    n=len(issued), first=issued[0].number_text, last=issued[-1].number_text
                ),
            )
            return redirect_to(request, "classes:paper-list", uuid=uuid)
    counts = classes.class_counts(training_class, request.scope.on)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Cấp giấy"),
        "action": _("Cấp {n} giấy").format(n=counts.to_issue),
        "back_url": screen_url(request, "classes:paper-list", uuid=uuid),
        "effect": _("{n} người đạt kết quả và chưa có giấy sẽ được cấp, số vào sổ liền nhau.").format(
            n=counts.to_issue
        ),
        "effect_detail": _("Số đã cấp không dùng lại. Giấy sai phải thu hồi hoặc cấp lại bằng số mới."),
    }
    return page(request, "classes/class_small_form.html", context, form=form)


@screen(permission="certificate.view")
def certificate_pdf(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """All certificates of the class in one PDF, in register order."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    pdf = exchange.render_certificates_pdf(
        classes.certificate_rows(training_class, actor=request.user, on=request.scope.on),
        is_sample=training_class.is_generated,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{training_class.code.lower()}.pdf"'
    return response


@screen(permission="class.view")
def sign_in_sheet(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    learners = classes.learner_rows(request.user, training_class, request.scope.on, active_only=True)
    context = {
        "training_class": training_class,
        "unit_name": org.label_as_of(training_class.hosted_by_id, training_class.opens_on).name,
        "groups": _by_group(learners),
    }
    return page(request, "classes/sign_in_sheet.html", context)


def _by_group(learners: Iterable[classes.LearnerRow]) -> list[dict[str, Any]]:
    groups: dict[int, list[classes.LearnerRow]] = {}
    for row in learners:
        groups.setdefault(row.group or 0, []).append(row)
    return [{"number": number, "rows": groups[number]} for number in sorted(groups)]


@screen(permission="class.view")
def class_book(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Sessions with lesson, lecturer, presence; then one row a learner with a letter for each half-day."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    sessions = classes.session_rows(training_class)
    marks = classes.marks_of(training_class)
    learners = [
        {
            "full_name": row.full_name,
            "group": row.group,
            "cells": [_LETTERS.get(marks.get((row.uuid, s.uuid), ""), "") for s in sessions],
        }
        for row in classes.learner_rows(request.user, training_class, request.scope.on, active_only=True)
    ]
    context = {
        "training_class": training_class,
        "unit_name": org.label_as_of(training_class.hosted_by_id, training_class.opens_on).name,
        "sessions": sessions,
        "learners": learners,
    }
    return page(request, "classes/class_book.html", context)


@screen(permission="class.view")
def recognition_paper(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The list that belongs to the decision, as it was decided (the stored listing, not today's rows)."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    recognition = classes.get_recognition(training_class)
    context = {
        "training_class": training_class,
        "unit_name": org.label_as_of(training_class.certified_by_id, recognition.decided_on).name,
        "recognition": recognition,
        "rows": recognition.listing,
    }
    return page(request, "classes/recognition_paper.html", context)
