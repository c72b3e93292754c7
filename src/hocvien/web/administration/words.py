"""How the entries of the journal are said to people. A verb without words is shown as it is, never hidden."""

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hocvien.journal import api as journal

AREAS: dict[str, str | Promise] = {
    "org": _("Đơn vị"),
    "people": _("Hồ sơ cá nhân"),
    "access": _("Tài khoản, quyền"),
    "exchange": _("Nhập danh sách"),
    "catalogue": _("Chương trình"),
    "faculty": _("Giảng viên"),
    "eligibility": _("Điều kiện học"),
    "planning": _("Kế hoạch"),
    "classes": _("Lớp học"),
    "records": _("Văn bằng, chứng nhận"),
    "installation": _("Hệ thống"),
}
VERBS: dict[str, str | Promise] = {
    "org.found_unit": _("Thêm đơn vị"),
    "org.rename_unit": _("Đổi tên đơn vị"),
    "org.change_unit_kind": _("Đổi loại đơn vị"),
    "org.move_unit": _("Chuyển đơn vị"),
    "org.dissolve_unit": _("Kết thúc đơn vị"),
    "people.add_person": _("Thêm hồ sơ"),
    "people.update_person": _("Sửa hồ sơ"),
    "people.add_facts": _("Bổ sung hồ sơ"),
    "people.transfer_person": _("Chuyển sinh hoạt"),
    "people.end_post": _("Thôi giữ chức vụ"),
    "people.end_belonging": _("Kết thúc nơi sinh hoạt, công tác"),
    "access.open_account": _("Mở tài khoản"),
    "access.close_account": _("Khóa tài khoản"),
    "access.reopen_account": _("Mở lại tài khoản"),
    "access.reset_password": _("Cấp lại mật khẩu"),
    "access.give_grant": _("Giao vai trò"),
    "access.end_grant": _("Thôi vai trò"),
    "exchange.execute_roster": _("Nhập danh sách"),
    "installation.back_up": _("Sao lưu"),
    "installation.restore": _("Phục hồi"),
    "classes.open_class": _("Mở lớp"),
    "classes.update_class": _("Sửa thông tin lớp"),
    "classes.cancel_class": _("Hủy lớp"),
    "classes.close_class": _("Bế giảng"),
    "classes.propose_people": _("Cử đi học"),
    "classes.approve_nominations": _("Duyệt danh sách"),
    "classes.return_nominations": _("Trả lại danh sách"),
    "classes.admit_nominations": _("Tiếp nhận học viên"),
    "classes.plan_sessions": _("Xếp lịch học"),
    "classes.record_roll": _("Điểm danh"),
    "classes.enter_results": _("Nhập kết quả"),
    "classes.recognise_results": _("Công nhận kết quả"),
    "classes.reopen_recognition": _("Mở lại quyết định công nhận"),
    "records.issue_certificate": _("Cấp giấy"),
    "planning.create_plan": _("Lập kế hoạch"),
    "planning.submit_plan": _("Trình kế hoạch"),
    "planning.approve_plan": _("Duyệt kế hoạch"),
    "planning.return_plan": _("Trả lại kế hoạch"),
}
_MOST = 180


def verb_words(verb: str) -> str:
    """What was done."""
    return str(VERBS.get(verb, verb))


def value_words(entry: journal.Entry) -> str:
    """Before and after in one line; erased values say so."""
    detail = getattr(entry, "detail", None)
    if detail is None:
        return ""
    content = json.loads(detail.content)
    before, after = content["before"], content["after"]
    parts = []
    for key in dict.fromkeys([*before, *after]):
        old, new = _plain(before.get(key)), _plain(after.get(key))
        parts.append(
            f"{key}: {old} → {new}" if key in before and key in after else f"{key}: {new if key in after else old}"
        )
    text = "; ".join(parts)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, list):
        return f"({len(value)})"
    return str(value)
