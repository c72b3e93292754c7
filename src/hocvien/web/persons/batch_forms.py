"""What can be done to many people: the forms, and what they give to the door."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.batches import api as batches
from hocvien.common import clock
from hocvien.common.intervals import OPEN_END
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.persons.forms import LeaveForm, ManagementForm, RatingForm, TransferForm
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.forms import BaseForm

K = batches.BatchKind
FORMS: dict[str, type[BaseForm]] = {
    K.RATING: RatingForm,
    K.MANAGEMENT: ManagementForm,
    K.LEAVE: LeaveForm,
    K.MOVE: TransferForm,
}
EFFECTS = {
    K.RATING: _("Mỗi người thêm một mức xếp loại của năm. Ai đã có xếp loại của năm đó thì để ngoài, không ghi đè."),
    K.MANAGEMENT: _(
        "Diện quản lý cũ kết thúc vào ngày này và diện mới bắt đầu. Cấp ủy quản lý quyết định việc cử đi học."
    ),
    K.LEAVE: _("Trong thời gian này các nghĩa vụ học tập tạm dừng. Chỉ ghi loại nghỉ, không ghi lý do hay bệnh."),
    K.MOVE: _(
        "Mỗi người một đề nghị gửi đến nơi nhận; nơi sinh hoạt đổi khi nơi nhận tiếp nhận. Nếu bạn giữ cả hai nơi thì chuyển ngay."
    ),
}


def form_of(request: ScreenRequest, batch: batches.Batch, data: QueryDict | None) -> BaseForm:
    """The form of this kind of work, filled with what was said before."""
    on = request.scope.on
    if batch.work:
        work = batches.work_of(batch)
        initial: dict[str, Any] = {name: getattr(work, name, None) for name in FORMS[batch.kind].base_fields}
        if isinstance(work, people.NewManagement | people.NewMove):
            initial["unit"] = org.codes_by_id([work.unit_id])[work.unit_id]
    else:
        initial = {"year": on.year - 1, "valid_from": on, "on": on}
    return FORMS[batch.kind](data, request=request, initial=initial)


def work_of_form(request: ScreenRequest, batch: batches.Batch, data: dict[str, Any]) -> people.SetWork:
    """What was filled in, as the door takes it."""
    if batch.kind == K.RATING:
        return people.NewRating(**data)
    if batch.kind == K.LEAVE:
        return people.NewLeave(**data)
    if batch.kind == K.MANAGEMENT:
        return people.NewManagement(data["unit"].pk, data["valid_from"], data["valid_to"])
    keeps_both = access.can(request.user, access.Permission.PERSON_RECEIVE, data["unit"], request.scope.on)
    return people.NewMove(data["unit"].pk, data["on"], data["paper_number"], data["paper_on"], is_at_once=keeps_both)


def say_work(batch: batches.Batch) -> str:
    """What the batch does, in one line."""
    if not batch.work:
        return ""
    work = batches.work_of(batch)
    if isinstance(work, people.NewRating):
        return f"{people.RatingKind(work.kind).label}, {work.year}: {people.RatingGrade(work.grade).label}"
    if isinstance(work, people.NewMove):
        name = org.label_as_of(work.unit_id, work.on).name
        words = (
            _("Chuyển ngay đến {unit} từ ngày {day}")
            if work.is_at_once
            else _("Đề nghị chuyển đến {unit} từ ngày {day}")
        )
        return str(words).format(unit=name, day=formats.day(work.on))
    name = (
        org.label_as_of(work.unit_id, work.valid_from).name
        if isinstance(work, people.NewManagement)
        else str(people.LeaveKind(work.kind).label)
    )
    if work.valid_to is None or work.valid_to >= OPEN_END:
        return str(_("{what}, từ ngày {day}")).format(what=name, day=formats.day(work.valid_from))
    return str(_("{what}, từ ngày {day} đến trước ngày {end}")).format(
        what=name, day=formats.day(work.valid_from), end=formats.day(work.valid_to)
    )


def until_words(batch: batches.Batch) -> str:
    """Until when it can be undone; "" when it cannot any more."""
    until = batches.back_until(batch)
    return formats.moment(until) if until is not None and batches.can_take_back(batch, clock.now()) else ""
