"""What is dated about a person: added, ended, corrected, taken away. One small form each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.persons.forms import (
    BelongingForm,
    EndForm,
    LeaveForm,
    ManagementForm,
    PlanningForm,
    PostForm,
    QualificationForm,
    RatingForm,
)
from hocvien.web.persons.sight import get_person_to_edit
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.forms import BaseForm, UnitChoiceField
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen


def answer(
    request: ScreenRequest,
    person: people.Person,
    form: BaseForm,
    write: Callable[[dict[str, Any]], object],
    **words: Any,
) -> HttpResponse:
    """The common course of the small forms: check, write, back to the person; or the form again with what is wrong."""
    if form.is_valid():
        try:
            write(form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã ghi vào hồ sơ {name}.").format(name=person.full_name))
            return redirect_to(request, "persons:person-page", uuid=person.uuid)
    return page(request, "persons/fact_form.html", {"form": form, "person": person, **words}, form=form)


@screen(permission="person.edit", methods=("GET", "POST"))
def belonging_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    form = BelongingForm(request.POST or None, request=request, initial={"valid_from": request.scope.on})

    def write(data: dict[str, Any]) -> None:
        new = people.NewBelonging(data["unit"].pk, data["kind"], data["valid_from"], data["valid_to"])
        people.add_facts(actor=request.user, person=person, belongings=[new])

    return answer(request, person, form, write, title=_("Thêm nơi sinh hoạt, công tác"), action=_("Thêm"))


@screen(permission="person.edit", methods=("GET", "POST"))
def belonging_end(request: ScreenRequest, uuid: UUID, belonging: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    row = people.get_fact(people.Belonging, person, belonging)
    form = EndForm(request.POST or None, request=request, initial={"on": request.scope.on})
    name = org.label_as_of(row.unit_id, request.scope.on).name
    return answer(
        request,
        person,
        form,
        lambda data: people.end_belonging(actor=request.user, belonging=row, on=data["on"]),
        title=_("Kết thúc: {kind} tại {unit}").format(kind=row.get_kind_display(), unit=name),
        effect=_("Từ ngày này {name} không còn thuộc {unit}; lịch sử vẫn giữ.").format(
            name=person.full_name, unit=name
        ),
        action=_("Kết thúc"),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def post_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    on = request.scope.on
    main = people.main_unit_ids([person.pk], on)
    unit = org.codes_by_id(main.values()).get(main.get(person.pk, 0), "")
    form = PostForm(request.POST or None, request=request, initial={"valid_from": on, "unit": unit})

    def write(data: dict[str, Any]) -> None:
        new = people.NewPost(
            data["unit"].pk, data["kind"], data["title"], data["valid_from"], data["valid_to"], data["work_field"]
        )
        people.add_facts(actor=request.user, person=person, posts=[new])

    return answer(request, person, form, write, title=_("Thêm chức vụ"), action=_("Thêm"))


@screen(permission="person.edit", methods=("GET", "POST"))
def post_end(request: ScreenRequest, uuid: UUID, post: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    row = people.get_fact(people.Post, person, post)
    form = EndForm(request.POST or None, request=request, initial={"on": request.scope.on})
    return answer(
        request,
        person,
        form,
        lambda data: people.end_post(actor=request.user, post=row, on=data["on"]),
        title=_("Thôi giữ chức vụ {title}").format(title=row.title),
        action=_("Kết thúc"),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def qualification_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    form = QualificationForm(request.POST or None, request=request)
    return answer(
        request,
        person,
        form,
        lambda data: people.add_facts(
            actor=request.user, person=person, qualifications=[people.NewQualification(**data)]
        ),
        title=_("Thêm trình độ lý luận chính trị"),
        action=_("Thêm"),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def rating_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    form = RatingForm(request.POST or None, request=request, initial={"year": request.scope.on.year - 1})
    return answer(
        request,
        person,
        form,
        lambda data: people.add_facts(actor=request.user, person=person, ratings=[people.NewRating(**data)]),
        title=_("Thêm xếp loại hằng năm"),
        action=_("Thêm"),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def management_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    form = ManagementForm(request.POST or None, request=request, initial={"valid_from": request.scope.on})

    def write(data: dict[str, Any]) -> None:
        new = people.NewManagement(data["unit"].pk, data["valid_from"], data["valid_to"])
        people.add_facts(actor=request.user, person=person, managements=[new])

    return answer(
        request,
        person,
        form,
        write,
        title=_("Thêm diện quản lý"),
        effect=_("Cấp ủy quản lý quyết định việc cử đi học. Mỗi lúc thuộc diện một cấp ủy."),
        action=_("Thêm"),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def management_end(request: ScreenRequest, uuid: UUID, fact: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    row = people.get_fact(people.Management, person, fact)
    form = EndForm(request.POST or None, request=request, initial={"on": request.scope.on})
    name = org.label_as_of(row.unit_id, request.scope.on).name
    return answer(
        request,
        person,
        form,
        lambda data: people.end_management(actor=request.user, management=row, on=data["on"]),
        title=_("Thôi diện quản lý của {unit}").format(unit=name),
        action=_("Kết thúc"),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def leave_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    form = LeaveForm(request.POST or None, request=request)
    return answer(
        request,
        person,
        form,
        lambda data: people.add_facts(actor=request.user, person=person, leaves=[people.NewLeave(**data)]),
        title=_("Thêm thời gian nghỉ dài ngày"),
        effect=_("Trong thời gian này các nghĩa vụ học tập tạm dừng. Chỉ ghi loại nghỉ, không ghi lý do hay bệnh."),
        action=_("Thêm"),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def leave_end(request: ScreenRequest, uuid: UUID, fact: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    row = people.get_fact(people.Leave, person, fact)
    form = EndForm(request.POST or None, request=request, initial={"on": request.scope.on})
    return answer(
        request,
        person,
        form,
        lambda data: people.end_leave(actor=request.user, leave=row, on=data["on"]),
        title=_("Trở lại sau khi nghỉ: {kind}").format(kind=row.get_kind_display()),
        action=_("Kết thúc"),
    )


# --- correcting -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of fact as the address names it: its table, its form, its title."""

    model: type[Any]
    form: type[BaseForm]
    title: str | Promise


KINDS = {
    "belonging": _Kind(people.Belonging, BelongingForm, gettext_lazy("Sửa nơi sinh hoạt, công tác")),
    "post": _Kind(people.Post, PostForm, gettext_lazy("Sửa chức vụ")),
    "qualification": _Kind(people.Qualification, QualificationForm, gettext_lazy("Sửa trình độ lý luận chính trị")),
    "rating": _Kind(people.Rating, RatingForm, gettext_lazy("Sửa xếp loại hằng năm")),
    "management": _Kind(people.Management, ManagementForm, gettext_lazy("Sửa diện quản lý")),
    "planning": _Kind(people.Planning, PlanningForm, gettext_lazy("Sửa quy hoạch")),
    "leave": _Kind(people.Leave, LeaveForm, gettext_lazy("Sửa thời gian nghỉ dài ngày")),
}


def _fact_to_edit(request: ScreenRequest, uuid: UUID, kind: str, fact: UUID) -> tuple[people.Person, _Kind, Any]:
    person = get_person_to_edit(request, uuid)
    known = KINDS.get(kind)
    if known is None:
        raise people.FactNotFound
    return person, known, people.get_fact(known.model, person, fact)


@screen(permission="person.edit", methods=("GET", "POST"))
def fact_correct(request: ScreenRequest, uuid: UUID, kind: str, fact: UUID) -> HttpResponse:
    """What was recorded wrongly is put right, or taken away when it never was."""
    person, known, row = _fact_to_edit(request, uuid, kind, fact)
    initial = {name: getattr(row, name) for name in known.form.base_fields if name != "unit"}
    if initial.get("valid_to") == OPEN_END:
        initial["valid_to"] = None
    if "unit" in known.form.base_fields:
        initial["unit"] = row.unit
    form = known.form(request.POST or None, request=request, initial=initial)
    unit_field = form.fields.get("unit")
    if isinstance(unit_field, UnitChoiceField):
        # the unit that stands there may lie outside one's own; another one may not be chosen there, which `write` asks
        unit_field.is_anywhere = True

    def write(data: dict[str, Any]) -> None:
        changes = dict(data)
        unit = changes.pop("unit", None)
        if unit is not None:
            changes["unit_id"] = unit.pk
            if unit.pk != row.unit_id and known.form not in {ManagementForm, PlanningForm}:
                access.require(request.user, access.Permission.PERSON_EDIT, unit, request.scope.on)
        if "valid_to" in changes:
            changes["valid_to"] = changes["valid_to"] or OPEN_END
        people.correct_fact(actor=request.user, fact=row, changes=changes)

    return answer(
        request,
        person,
        form,
        write,
        title=str(known.title),
        effect=_("Sửa điều ghi sai. Nếu sự việc đã kết thúc, dùng Kết thúc để lịch sử vẫn đúng. Nhật ký giữ cả hai."),
        action=_("Ghi thay đổi"),
        remove_url=screen_url(request, "persons:fact-remove", uuid=person.uuid, kind=kind, fact=fact),
    )


@screen(permission="person.edit", methods=("POST",))
def fact_remove(request: ScreenRequest, uuid: UUID, kind: str, fact: UUID) -> HttpResponse:
    person, _known, row = _fact_to_edit(request, uuid, kind, fact)
    people.remove_fact(actor=request.user, fact=row)
    notify(request, _("Đã xóa mục ghi nhầm khỏi hồ sơ {name}; nhật ký vẫn giữ.").format(name=person.full_name))
    return redirect_to(request, "persons:person-page", uuid=person.uuid)
