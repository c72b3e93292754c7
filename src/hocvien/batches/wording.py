"""Why somebody is left out, or stays. Pure: what `people` does not say itself; a translator says it in the reader's language."""

from hocvien.common.wording import gettext_noop

REASONS: dict[str, str] = {
    "no_right": gettext_noop("Hồ sơ này không do bạn giữ."),
    "used": gettext_noop("Sau đó người này đã có mục mới dựa vào hồ sơ: {what}."),
}
