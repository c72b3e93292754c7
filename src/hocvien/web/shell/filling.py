"""Where what a clause lacks is recorded: the link beside "data missing"."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.eligibility import api as eligibility
from hocvien.web.ui.links import screen_url

_P = access.Permission
_HANDLING = {_P.PERSON_EDIT, _P.LIST_PROPOSE, _P.LIST_APPROVE, _P.LIST_ADMIT}
_SCREENS: dict[str, tuple[str, str | Promise]] = {
    eligibility.PERSON: ("persons:person-edit", _("Bổ sung hồ sơ")),
    eligibility.POST: ("persons:post-add", _("Thêm chức vụ")),
    eligibility.PLANNING: ("rules:planning-add", _("Ghi quy hoạch")),
    eligibility.RATING: ("persons:rating-add", _("Thêm xếp loại")),
    eligibility.QUALIFICATION: ("persons:qualification-add", _("Thêm trình độ")),
    eligibility.MANAGEMENT: ("persons:management-add", _("Thêm diện quản lý")),
    eligibility.BELONGING: ("persons:belonging-add", _("Thêm nơi sinh hoạt, công tác")),
    eligibility.TRAINING: ("persons:training-add", _("Thêm khóa học nơi khác")),
    eligibility.ATTESTATION: ("rules:attestation-add", _("Ghi xác nhận của nơi cử")),
}


def fill_link(request: HttpRequest, fill: str, person: UUID) -> tuple[str, str | Promise]:
    """(address, words) of the screen that records it; ("", "") where nothing of the person is to be recorded."""
    screen, words = _SCREENS.get(fill, ("", ""))
    return (screen_url(request, screen, uuid=person), words) if screen else ("", "")


def value_shown(request: HttpRequest, value: str, *, is_private: bool) -> str:
    """The value of a clause; what tells of a planning or of the sender's word only to who keeps records or handles lists."""
    if is_private and not _HANDLING & set(getattr(request, "held_permissions", ())):
        return gettext("đã ghi; chỉ người giữ hồ sơ và người xét danh sách xem được")
    return value
