"""The fields that a list of people may have, as columns are called."""

from django.utils.translation import gettext_lazy

FIELD_WORDS = {
    "full_name": gettext_lazy("Họ và tên"),
    "birth": gettext_lazy("Ngày sinh"),
    "sex": gettext_lazy("Giới tính"),
    "ethnicity": gettext_lazy("Dân tộc"),
    "identity_number": gettext_lazy("Số định danh cá nhân"),
    "party_card": gettext_lazy("Số thẻ đảng viên"),
    "profile_number": gettext_lazy("Số lý lịch đảng viên"),
    "admitted_on": gettext_lazy("Ngày vào Đảng"),
    "official_on": gettext_lazy("Ngày chính thức"),
    "education": gettext_lazy("Trình độ học vấn"),
    "theory_level": gettext_lazy("Trình độ lý luận chính trị"),
    "post": gettext_lazy("Chức vụ"),
    "post_kind": gettext_lazy("Nhóm chức vụ"),
    "unit_name": gettext_lazy("Đơn vị"),
    "phone": gettext_lazy("Điện thoại"),
    "birth_name": gettext_lazy("Họ và tên khai sinh"),
}
