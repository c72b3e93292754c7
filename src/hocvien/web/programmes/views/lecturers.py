"""Lecturers on screen."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.faculty import api as faculty
from hocvien.org import api as org
from hocvien.privacy import api as privacy
from hocvien.web.programmes.forms import EditLecturerForm, NewLecturerForm
from hocvien.web.programmes.tables import LecturerTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="lecturer.view", as_of=True)
def lecturer_list(request: ScreenRequest) -> HttpResponse:
    """Lecturers kept by the scope's unit and what lies below, as far as the user may see."""
    scope = request.scope
    rows = faculty.lecturers_visible_to(request.user, scope.on)
    if scope.unit is not None:
        rows = rows.filter(unit_id__in=org.descendant_ids_as_of(scope.unit.pk, scope.as_of))
    rows = rows.annotate(unit_name=org.name_subquery("unit_id", scope.day)).prefetch_related(
        Prefetch("programmes", queryset=catalogue.list_programmes())
    )
    may_add = access.Permission.LECTURER_EDIT in access.permissions_of(request.user, scope.on)
    table = LecturerTable(request, rows)
    return table_response(request, "programmes/lecturer_list.html", table, {"may_add": may_add})


@screen(permission="lecturer.edit", methods=("GET", "POST"))
def lecturer_add(request: ScreenRequest) -> HttpResponse:
    form = NewLecturerForm(request.POST or None, request=request, initial={"unit": request.scope.unit})
    if form.is_valid():
        try:
            lecturer = faculty.add_lecturer(actor=request.user, today=request.scope.on, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            notify(request, _("Đã thêm giảng viên {name}.").format(name=lecturer.full_name))
            return redirect_to(request, "programmes:lecturer-list")
    return page(request, "programmes/lecturer_form.html", {"form": form}, form=form)


@screen(permission="lecturer.view", as_of=True)
def lecturer_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    lecturer = faculty.get_lecturer_for(request.user, uuid, request.scope.on)
    may_edit = access.can(request.user, access.Permission.LECTURER_EDIT, lecturer.unit_id, request.scope.on)
    return page(
        request,
        "programmes/lecturer_page.html",
        {
            "lecturer": lecturer,
            "phone": lecturer.phone if may_edit else privacy.masked(lecturer.phone),
            "unit": org.label_as_of(lecturer.unit_id, request.scope.day),
            "programmes": lecturer.programmes.order_by("position", "code"),
            "may_edit": may_edit,
        },
    )


@screen(permission="lecturer.edit", methods=("GET", "POST"))
def lecturer_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    scope = request.scope
    lecturer = faculty.get_lecturer_for(request.user, uuid, scope.on, access.Permission.LECTURER_EDIT)
    initial = {name: getattr(lecturer, name) for name in faculty.EDITABLE if name != "programme_codes"}
    initial["programme_codes"] = [programme.code for programme in lecturer.programmes.all()]
    form = EditLecturerForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            faculty.update_lecturer(actor=request.user, lecturer=lecturer, changes=form.cleaned_data, today=scope.on)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            notify(request, _("Đã lưu giảng viên."))
            return redirect_to(request, "programmes:lecturer-page", uuid=uuid)
    return page(request, "programmes/lecturer_form.html", {"form": form, "lecturer": lecturer}, form=form)
