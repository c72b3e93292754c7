"""What is dated about a person: belongings, posts, theory levels, ratings, moves. One small form each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.persons.forms import (
    BelongingForm,
    EndForm,
    PostForm,
    QualificationForm,
    RatingForm,
    TransferForm,
)
from hocvien.web.persons.sight import get_person_to_edit
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.forms import BaseForm
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen


def _answer(
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

    return _answer(request, person, form, write, title=_("Thêm nơi sinh hoạt, công tác"), action=_("Thêm"))


@screen(permission="person.edit", methods=("GET", "POST"))
def belonging_end(request: ScreenRequest, uuid: UUID, belonging: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    row = people.get_fact(people.Belonging, person, belonging)
    form = EndForm(request.POST or None, request=request, initial={"on": request.scope.on})
    name = org.label_as_of(row.unit_id, request.scope.on).name
    return _answer(
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
        new = people.NewPost(data["unit"].pk, data["kind"], data["title"], data["valid_from"], data["valid_to"])
        people.add_facts(actor=request.user, person=person, posts=[new])

    return _answer(request, person, form, write, title=_("Thêm chức vụ"), action=_("Thêm"))


@screen(permission="person.edit", methods=("GET", "POST"))
def post_end(request: ScreenRequest, uuid: UUID, post: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    row = people.get_fact(people.Post, person, post)
    form = EndForm(request.POST or None, request=request, initial={"on": request.scope.on})
    return _answer(
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
    return _answer(
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
    return _answer(
        request,
        person,
        form,
        lambda data: people.add_facts(actor=request.user, person=person, ratings=[people.NewRating(**data)]),
        title=_("Thêm xếp loại hằng năm"),
        action=_("Thêm"),
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def person_transfer(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    on = request.scope.on
    form = TransferForm(request.POST or None, request=request, initial={"on": on})
    official = people.BelongingKind.OFFICIAL_CELL
    now_at = [b for b in people.list_belongings(person) if b.kind == official and b.valid_to == OPEN_END]
    effect = ""
    if now_at:
        name = org.label_as_of(now_at[0].unit_id, on).name
        effect = _("Đang sinh hoạt chính thức tại {unit}. Nơi cũ kết thúc và nơi mới bắt đầu cùng ngày.").format(
            unit=name
        )
    return _answer(
        request,
        person,
        form,
        lambda data: people.transfer_people(
            actor=request.user, transfers=[people.Transfer(person.pk, data["unit"].pk, data["on"])]
        ),
        title=_("Chuyển sinh hoạt đảng chính thức"),
        effect=effect,
        action=_("Chuyển"),
    )
