"""Why somebody is left out of what is done to many. Pure: codes and their Vietnamese; a translator says them in the reader's language."""

from hocvien.common.wording import gettext_noop

LEFT_OUT: dict[str, str] = {
    "gone": gettext_noop("Hồ sơ này không còn, hoặc đã gộp vào hồ sơ khác."),
    "rated": gettext_noop("Đã có xếp loại năm {year}: {grade}."),
    "not_member": gettext_noop("Chưa là đảng viên vào cuối năm {year}."),
    "managed_there": gettext_noop("Đang thuộc diện quản lý của chính cấp ủy này."),
    "managed_later": gettext_noop("Đã ghi một diện quản lý bắt đầu từ ngày {day}, không trước ngày được chọn."),
    "on_leave": gettext_noop("Đã ghi {kind} từ ngày {day}, chồng lên thời gian này."),
    "asked_already": gettext_noop("Đang có một đề nghị chuyển sinh hoạt chưa trả lời."),
    "there_already": gettext_noop("Đang sinh hoạt tại chính đơn vị này."),
    "cell_later": gettext_noop("Đã ghi nơi sinh hoạt chính thức từ ngày {day}, không trước ngày được chọn."),
    "changed_since": gettext_noop("Mục đã ghi nay đã được sửa, kết thúc hoặc xóa."),
    "answered": gettext_noop("Đề nghị chuyển sinh hoạt đã được trả lời."),
    "overlapped": gettext_noop("Sau đó đã ghi mục khác trùng thời gian, không trả lại như cũ được."),
}  # fmt: skip
