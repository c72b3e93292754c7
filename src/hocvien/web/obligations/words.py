"""What the profile lacks, in words."""

from django.utils.translation import gettext_lazy as _

from hocvien.obligations import api as obligations

MISSING = {
    obligations.MISSING_ADMISSION: _("Thiếu ngày vào Đảng"),
    obligations.MISSING_TERM: _("Thiếu nhiệm kỳ của đơn vị"),
}
