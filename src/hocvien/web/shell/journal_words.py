"""How the entries of the journal are said to people. A verb without words is shown as it is, never hidden."""

import json
import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.journal import api as journal
from hocvien.people import api as people

AREAS: dict[str, str | Promise] = {
    "org": _("Đơn vị"),
    "people": _("Hồ sơ cá nhân"),
    "access": _("Tài khoản, quyền"),
    "batches": _("Việc làm cho nhiều người"),
    "exchange": _("Nhập danh sách"),
    "catalogue": _("Chương trình"),
    "faculty": _("Giảng viên"),
    "eligibility": _("Điều kiện học"),
    "planning": _("Kế hoạch"),
    "quotas": _("Chỉ tiêu cử đi học"),
    "classes": _("Lớp học"),
    "meetings": _("Phiên học tập"),
    "records": _("Văn bằng, chứng nhận"),
    "privacy": _("Dữ liệu cá nhân"),
    "installation": _("Hệ thống"),
}
VERBS: dict[str, str | Promise] = {
    "org.found_unit": _("Thêm đơn vị"),
    "org.rename_unit": _("Đổi tên đơn vị"),
    "org.change_unit_kind": _("Đổi loại đơn vị"),
    "org.move_unit": _("Chuyển đơn vị"),
    "org.dissolve_unit": _("Kết thúc đơn vị"),
    "org.end_unit": _("Kết thúc đơn vị khi sắp xếp"),
    "org.draft_reorganisation": _("Lập bản nháp sắp xếp tổ chức"),
    "org.change_draft": _("Sửa bản nháp sắp xếp tổ chức"),
    "org.discard_draft": _("Bỏ bản nháp sắp xếp tổ chức"),
    "org.plan_reorganisation": _("Lưu sắp xếp tổ chức chờ đến ngày"),
    "org.reorganise": _("Thực hiện sắp xếp tổ chức"),
    "org.refuse_reorganisation": _("Không thực hiện được sắp xếp tổ chức"),
    "org.withdraw_reorganisation": _("Rút sắp xếp tổ chức"),
    "org.undo_reorganisation": _("Hoàn tác sắp xếp tổ chức"),
    "people.carry_fact": _("Về đơn vị kế tục khi sắp xếp"),
    "people.carry_transfer": _("Đề nghị chuyển sinh hoạt theo đơn vị khi sắp xếp"),
    "people.give_back_transfer": _("Đề nghị chuyển sinh hoạt trở lại khi hoàn tác sắp xếp"),
    "access.give_back_grant": _("Giao lại vai trò khi hoàn tác sắp xếp"),
    "people.add_person": _("Thêm hồ sơ"),
    "people.update_person": _("Sửa hồ sơ"),
    "people.add_facts": _("Bổ sung hồ sơ"),
    "people.transfer_person": _("Chuyển sinh hoạt"),
    "people.end_post": _("Thôi giữ chức vụ"),
    "people.end_belonging": _("Kết thúc nơi sinh hoạt, công tác"),
    "people.end_management": _("Thôi diện quản lý"),
    "people.end_planning": _("Ra khỏi quy hoạch"),
    "people.set_management": _("Đặt diện quản lý"),
    "batches.run_batch": _("Ghi cho nhiều người cùng lúc"),
    "batches.take_back_batch": _("Hoàn tác việc ghi cho nhiều người"),
    "people.take_back": _("Hoàn tác việc làm cho nhiều người"),
    "people.end_leave": _("Trở lại sau khi nghỉ"),
    "people.correct_fact": _("Sửa mục ghi sai trong hồ sơ"),
    "people.remove_fact": _("Xóa mục ghi nhầm trong hồ sơ"),
    "people.ask_transfer": _("Đề nghị chuyển sinh hoạt"),
    "people.accept_transfer": _("Tiếp nhận chuyển sinh hoạt"),
    "people.return_transfer": _("Trả lại đề nghị chuyển sinh hoạt"),
    "people.withdraw_transfer": _("Rút đề nghị chuyển sinh hoạt"),
    "people.merge_people": _("Gộp hồ sơ"),
    "people.unmerge_people": _("Tách lại hồ sơ đã gộp"),
    "people.mark_distinct": _("Ghi nhận hai hồ sơ là hai người"),
    "people.unmark_distinct": _("Bỏ ghi nhận hai hồ sơ là hai người"),
    "people.ask_about_pair": _("Hỏi về hồ sơ có thể trùng"),
    "people.confirm_pair": _("Trả lời hai hồ sơ là một người"),
    "people.anonymise_person": _("Ẩn danh hồ sơ hết hạn lưu"),
    "privacy.anonymise_due": _("Ẩn danh người hết hạn lưu"),
    "privacy.sweep_terms": _("Xóa dữ liệu hết hạn lưu"),
    "privacy.set_term": _("Đặt thời hạn lưu"),
    "privacy.set_holidays": _("Nhập ngày nghỉ lễ"),
    "privacy.record_request": _("Ghi yêu cầu về dữ liệu"),
    "privacy.answer_request": _("Trả lời yêu cầu về dữ liệu"),
    "classes.forget_learners": _("Xóa ghi chú về học viên hết hạn lưu"),
    "records.forget_trainings": _("Xóa chi tiết học ở nơi khác hết hạn lưu"),
    "faculty.clear_contacts": _("Xóa liên lạc của giảng viên thôi giảng dạy"),
    "access.clear_account": _("Chỉ giữ tên của tài khoản đã khóa"),
    "records.add_training": _("Thêm đào tạo, bồi dưỡng ở nơi khác"),
    "records.correct_training": _("Sửa đào tạo, bồi dưỡng ở nơi khác"),
    "records.confirm_training": _("Xác nhận đào tạo, bồi dưỡng ở nơi khác"),
    "records.remove_training": _("Xóa đào tạo, bồi dưỡng ở nơi khác"),
    "access.delegate": _("Ủy quyền cho người khác"),
    "access.end_delegation": _("Rút ủy quyền"),
    "access.open_account": _("Mở tài khoản"),
    "access.close_account": _("Khóa tài khoản"),
    "access.reopen_account": _("Mở lại tài khoản"),
    "access.reset_password": _("Cấp lại mật khẩu"),
    "access.give_grant": _("Giao vai trò"),
    "access.end_grant": _("Thôi vai trò"),
    "exchange.execute_roster": _("Nhập danh sách"),
    "exchange.end_absent": _("Kết thúc sinh hoạt người không có trong danh sách"),
    "exchange.export_roster": _("Xuất danh sách để sửa"),
    "exchange.take_back_roster": _("Hoàn tác lần nhập danh sách"),
    "people.remove_person": _("Xóa hồ sơ"),
    "people.restore_person": _("Trả hồ sơ về như trước"),
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
    "meetings.call_study_session": _("Lập phiên học tập"),
    "meetings.update_study_session": _("Sửa phiên học tập"),
    "meetings.remove_study_session": _("Bỏ phiên học tập"),
    "meetings.lock_study_session": _("Khóa số phiên học tập"),
    "meetings.reopen_study_session": _("Mở lại số phiên học tập"),
    "meetings.recount_members": _("Đếm lại đảng viên của các đơn vị"),
    "meetings.add_point": _("Thêm điểm học"),
    "meetings.update_point": _("Sửa điểm học"),
    "meetings.remove_point": _("Bỏ điểm học"),
    "meetings.summon_units": _("Triệu tập đơn vị đến điểm học"),
    "meetings.release_unit": _("Bỏ đơn vị khỏi điểm học"),
    "meetings.record_headcount": _("Ghi số người dự"),
    "planning.create_plan": _("Lập kế hoạch"),
    "planning.submit_plan": _("Trình kế hoạch"),
    "planning.approve_plan": _("Duyệt kế hoạch"),
    "planning.return_plan": _("Trả lại kế hoạch"),
    "catalogue.load_seed": _("Nạp chương trình mẫu"),
    "catalogue.add_programme": _("Thêm chương trình"),
    "catalogue.update_programme": _("Sửa chương trình"),
    "catalogue.add_curriculum_version": _("Thêm khung chương trình"),
    "catalogue.update_assessment": _("Sửa cách đánh giá"),
    "catalogue.update_paper": _("Sửa loại giấy"),
    "eligibility.load_seed": _("Nạp điều kiện học"),
    "eligibility.add_rule_set_version": _("Thêm bộ điều kiện"),
    "eligibility.save_draft": _("Ghi bản nháp quy định"),
    "eligibility.discard_draft": _("Bỏ bản nháp quy định"),
    "eligibility.publish_draft": _("Ban hành quy định"),
    "eligibility.record_attestation": _("Ghi xác nhận của nơi cử"),
    "eligibility.remove_attestation": _("Xóa xác nhận của nơi cử"),
    "eligibility.record_exception": _("Ghi quyết định đặc cách"),
    "eligibility.remove_exception": _("Xóa quyết định đặc cách"),
    "obligations.load_seed": _("Nạp nghĩa vụ học tập"),
    "obligations.choose_clock": _("Chọn chu kỳ học tập"),
    "obligations.remove_choice": _("Bỏ chu kỳ đã chọn"),
    "obligations.end_choice": _("Kết thúc chu kỳ cùng đơn vị"),
    "obligations.add_version": _("Thêm quy định về nghĩa vụ"),
    "faculty.add_lecturer": _("Thêm giảng viên"),
    "faculty.update_lecturer": _("Sửa giảng viên"),
    "classes.assign_groups": _("Chia tổ"),
    "classes.end_participation": _("Thôi học"),
    "classes.reopen_participation": _("Học lại"),
    "classes.invite_units": _("Chiêu sinh"),
    "classes.withdraw_invitation": _("Rút chiêu sinh"),
    "classes.issue_certificates": _("Cấp giấy cho lớp"),
    "classes.remove_session": _("Bỏ buổi học"),
    "classes.update_session": _("Sửa buổi học"),
    "records.record_blank_number": _("Ghi số hiệu phôi"),
    "records.record_receipt": _("Ghi người nhận giấy"),
    "records.reissue_certificate": _("Cấp lại giấy"),
    "records.spoil_blank": _("Ghi phôi hỏng"),
    "records.withdraw_certificate": _("Thu hồi giấy"),
    "classes.propose_person": _("Cử đi học"),
    "classes.approve_nomination": _("Duyệt cử đi học"),
    "classes.return_nomination": _("Trả lại để bổ sung"),
    "classes.withdraw_nomination": _("Rút khỏi danh sách"),
    "classes.admit_person": _("Tiếp nhận học viên"),
    "classes.admit_nomination": _("Tiếp nhận học viên"),
    "planning.add_line": _("Thêm mục kế hoạch"),
    "planning.update_line": _("Sửa mục kế hoạch"),
    "planning.remove_line": _("Bỏ mục kế hoạch"),
    "planning.remark_line": _("Nhận xét mục kế hoạch"),
    "planning.amend_plan": _("Điều chỉnh kế hoạch"),
    "planning.discard_amendment": _("Bỏ bản điều chỉnh"),
    "planning.record_setting": _("Ghi định mức"),
    "planning.remove_setting": _("Bỏ định mức"),
    "planning.call_for_plans": _("Đặt hạn trình kế hoạch"),
    "planning.count_needs": _("Tính nhu cầu"),
    "planning.adjust_need": _("Điều chỉnh nhu cầu"),
    "planning.copy_last_year": _("Chép kế hoạch năm trước"),
    "planning.take_back_proposal": _("Bỏ các mục đã nhận từ đề xuất"),
    "quotas.issue_quota": _("Giao chỉ tiêu"),
    "quotas.change_issued": _("Tăng, giảm chỉ tiêu"),
    "quotas.set_deadline": _("Đặt hạn ghi tên, thứ tự chia"),
    "quotas.allot_seats": _("Phân bổ chỉ tiêu"),
    "quotas.return_seats": _("Trả lại chỉ tiêu"),
    "quotas.reserve_seats": _("Giữ chỗ chưa ghi tên"),
    "quotas.free_reserved": _("Bỏ giữ chỗ"),
    "quotas.name_seat": _("Ghi tên vào chỉ tiêu"),
    "quotas.release_seat": _("Bỏ tên khỏi chỉ tiêu"),
    "quotas.confirm_seats": _("Xác nhận chỉ tiêu"),
    "quotas.ask_seats": _("Xin thêm chỉ tiêu"),
    "quotas.withdraw_ask": _("Rút đề nghị xin thêm chỉ tiêu"),
    "quotas.ask_move": _("Đề nghị chuyển chỉ tiêu"),
    "quotas.accept_move": _("Đồng ý chuyển chỉ tiêu"),
    "quotas.refuse_move": _("Không đồng ý chuyển chỉ tiêu"),
    "quotas.withdraw_move": _("Rút đề nghị chuyển chỉ tiêu"),
    "quotas.take_back": _("Thu hồi chỉ tiêu quá hạn"),
    "quotas.give_seats": _("Chia chỉ tiêu cho nơi đang xin"),
    "quotas.carry_seats": _("Chỉ tiêu theo đơn vị khi sắp xếp"),
    "quotas.give_back_seats": _("Trả chỉ tiêu về khi hoàn tác sắp xếp"),
    "planning.record_target": _("Ghi chỉ tiêu nhiều năm"),
    "planning.update_target": _("Sửa chỉ tiêu nhiều năm"),
    "planning.remove_target": _("Bỏ chỉ tiêu nhiều năm"),
}
KEYS: dict[str, str | Promise] = {
    "full_name": _("họ và tên"),
    "birth": _("ngày sinh"),
    "sex": _("giới tính"),
    "ethnicity": _("dân tộc"),
    "identity_number": _("số định danh"),
    "phone": _("điện thoại"),
    "email": _("thư điện tử"),
    "birth_name": _("họ và tên khai sinh"),
    "asked_on": _("ngày yêu cầu"),
    "due_on": _("hạn trả lời"),
    "field": _("thông tin cần sửa"),
    "by_who_recorded": _("người ghi tự duyệt"),
    "education": _("học vấn"),
    "admitted_on": _("ngày vào Đảng"),
    "official_on": _("ngày chính thức"),
    "left_party_on": _("ngày ra khỏi Đảng"),
    "party_card": _("số thẻ đảng"),
    "profile_number": _("số lý lịch"),
    "belongings": _("nơi sinh hoạt, công tác"),
    "posts": _("chức vụ"),
    "qualifications": _("trình độ LLCT"),
    "ratings": _("xếp loại"),
    "name": _("tên"),
    "short_name": _("tên ngắn"),
    "code": _("mã"),
    "kind": _("loại"),
    "parent": _("cấp trên"),
    "source": _("căn cứ"),
    "unit": _("đơn vị"),
    "user": _("tài khoản"),
    "username": _("tên đăng nhập"),
    "role": _("vai trò"),
    "includes_below": _("gồm cấp dưới"),
    "is_active": _("đang dùng"),
    "valid_from": _("từ ngày"),
    "valid_to": _("đến trước ngày"),
    "on": _("ngày"),
    "file": _("tệp"),
    "rows": _("bản ghi"),
    "bytes": _("dung lượng"),
    "created": _("thêm mới"),
    "updated": _("sửa"),
    "unchanged": _("không đổi"),
    "held": _("chưa ghi"),
    "skipped": _("bỏ qua"),
    "part": _("phần"),
    "created_people": _("người thêm mới"),
    "updated_people": _("người được sửa"),
    "status": _("tình trạng"),
    "seats": _("số chỗ"),
    "number": _("số"),
    "reason": _("lý do"),
    "note": _("ghi chú"),
    "title": _("tên gọi"),
    "opens_on": _("khai giảng"),
    "closes_on": _("bế giảng"),
    "programme": _("chương trình"),
    "place": _("nơi học"),
    "issued_on": _("ngày cấp"),
    "valid_until": _("giá trị đến"),
    "band": _("xếp loại"),
    "count": _("số lượng"),
    "topic": _("nội dung"),
    "invited": _("được triệu tập"),
    "present": _("có mặt"),
    "members": _("đảng viên"),
    "first": _("từ số"),
    "last": _("đến số"),
    "recognition": _("quyết định công nhận"),
    "decided_on": _("ngày quyết định"),
    "person": _("người"),
    "sending_unit": _("đơn vị cử"),
    "training_class": _("lớp"),
    "year": _("năm"),
    "verdict": _("kết quả xét"),
    "outcome": _("kết quả"),
    "session": _("buổi"),
    "sessions": _("buổi học"),
    "half": _("buổi"),
    "class": _("lớp"),
    "units": _("đơn vị"),
    "marked": _("đã điểm danh"),
    "admitted": _("tiếp nhận"),
    "register": _("sổ"),
    "blank_number": _("số hiệu phôi"),
    "codes": _("mã"),
    "group": _("tổ"),
}
# values the journal keeps and this list does not show
HIDDEN = {
    "identity_number",
    "phone",
    "email",
    "party_card",
    "profile_number",
    "ethnicity",
    "admitted_on",
    "official_on",
    "left_party_on",
    "leaves",
    "leave",
    "value",
}
# the kind of a leave tells of somebody's health
_LEAVES = set(people.LeaveKind.values) - {people.LeaveKind.OTHER}
_ROLES = dict(access.Role.choices)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOST = 180


def verb_words(verb: str) -> str:
    """What was done."""
    return str(VERBS.get(verb, verb))


def value_words(entry: journal.Entry) -> str:
    """Before and after in one line, numbers and what is sensitive covered; erased values say nothing."""
    detail = getattr(entry, "detail", None)
    if detail is None:
        return ""
    text = content_words(detail.content, is_covered=True)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def content_words(content: str, *, is_covered: bool) -> str:
    """Before and after in one line, as the journal holds them; whole only for the person they are about."""
    said = json.loads(content)
    before, after = said["before"], said["after"]
    parts = []
    for key in dict.fromkeys([*before, *after]):
        is_hidden = key in HIDDEN or not _LEAVES.isdisjoint(_as_words(before.get(key), after.get(key)))
        say = _covered if is_hidden and is_covered else _plain
        old, new = say(before.get(key)), say(after.get(key))
        label = KEYS.get(key, key)
        change = f"{old} → {new}" if key in before and key in after else new if key in after else old
        parts.append(f"{label}: {change}")
    return "; ".join(parts)


def _as_words(*values: Any) -> set[str]:
    return {value for value in values if isinstance(value, str)}


def _covered(value: Any) -> str:
    """That there is a value, not which: numbers and what is sensitive are read in the record, where each look is written down."""
    return "•••" if value else "–"


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(_("có")) if value else str(_("không"))
    if isinstance(value, list):
        return f"({len(value)})"
    if isinstance(value, str) and (day := _ISO_DAY.fullmatch(value)):
        return "/".join(reversed(day.groups()))
    return str(_ROLES.get(value, value)) if isinstance(value, str) else str(value)
