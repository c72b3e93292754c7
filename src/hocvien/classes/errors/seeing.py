"""What does not exist for this person: answered as 404."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import NotVisible


class ClassNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("class_not_found", _("Không tìm thấy lớp này, hoặc lớp ngoài phạm vi đơn vị của bạn."))


class SessionNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("session_not_found", _("Không tìm thấy buổi học này trong lớp."))


class NominationNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "nomination_not_found",
            _("Không tìm thấy một số tên trong danh sách này, hoặc những tên đó ngoài phạm vi của bạn. Tải lại trang."),
        )


class ParticipationNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("participation_not_found", _("Không tìm thấy học viên này trong lớp."))
