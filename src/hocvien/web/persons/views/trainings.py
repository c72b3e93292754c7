"""Trainings elsewhere, recorded from papers: added, corrected, confirmed, taken away."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common import clock
from hocvien.people import api as people
from hocvien.records import api as records
from hocvien.web.persons.forms import TrainingForm
from hocvien.web.persons.sight import get_person_to_edit
from hocvien.web.persons.views.facts import answer
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, screen


def _read(data: dict[str, Any]) -> records.NewTraining:
    programme = data["programme"]
    return records.NewTraining(
        **{key: value for key, value in data.items() if key != "programme"},
        programme_id=programme.pk if programme is not None else None,
    )


@screen(permission="person.edit", methods=("GET", "POST"))
def training_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    form = TrainingForm(request.POST or None, request=request)
    return answer(
        request,
        person,
        form,
        lambda data: records.add_training(actor=request.user, person=person, new=_read(data), now=clock.now()),
        title=_("Thêm đào tạo, bồi dưỡng ở nơi khác"),
        effect=_("Ghi theo giấy tờ. Khi đã xem giấy tờ, bấm Xác nhận để giấy được tính khi xét điều kiện học."),
        action=_("Thêm"),
    )


def _training(request: ScreenRequest, uuid: UUID, training: UUID) -> tuple[people.Person, records.ExternalTraining]:
    person = get_person_to_edit(request, uuid)
    return person, records.get_training(person, training)


@screen(permission="person.edit", methods=("GET", "POST"))
def training_correct(request: ScreenRequest, uuid: UUID, training: UUID) -> HttpResponse:
    person, row = _training(request, uuid, training)
    initial = {name: getattr(row, name) for name in TrainingForm.base_fields}
    form = TrainingForm(request.POST or None, request=request, initial=initial)
    place: dict[str, Any] = {"uuid": person.uuid, "training": row.uuid}
    is_confirmed = row.confirmed_at is not None
    return answer(
        request,
        person,
        form,
        lambda data: records.correct_training(actor=request.user, training=row, new=_read(data)),
        title=_("Sửa đào tạo, bồi dưỡng ở nơi khác"),
        effect=_("Mục này đã được xác nhận; sửa rồi thì phải xác nhận lại.") if is_confirmed else "",
        action=_("Ghi thay đổi"),
        remove_url=screen_url(request, "persons:training-remove", **place),
        confirm_url="" if is_confirmed else screen_url(request, "persons:training-confirm", **place),
    )


@screen(permission="person.edit", methods=("POST",))
def training_confirm(request: ScreenRequest, uuid: UUID, training: UUID) -> HttpResponse:
    person, row = _training(request, uuid, training)
    records.confirm_training(actor=request.user, training=row, now=clock.now())
    notify(request, _("Đã xác nhận giấy tờ của “{title}”.").format(title=row.title))
    return redirect_to(request, "persons:person-page", uuid=person.uuid)


@screen(permission="person.edit", methods=("POST",))
def training_remove(request: ScreenRequest, uuid: UUID, training: UUID) -> HttpResponse:
    person, row = _training(request, uuid, training)
    records.remove_training(actor=request.user, training=row)
    notify(request, _("Đã xóa mục ghi nhầm khỏi hồ sơ {name}; nhật ký vẫn giữ.").format(name=person.full_name))
    return redirect_to(request, "persons:person-page", uuid=person.uuid)
