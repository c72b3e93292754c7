"""Refusals of the register, in words."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class CertificateNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("certificate_not_found", _("Không tìm thấy văn bằng, chứng nhận này."))


class NothingToIssue(DomainError):
    def __init__(self) -> None:
        super().__init__("nothing_to_issue", _("Danh sách cấp giấy đang trống. Chọn ít nhất một người đạt yêu cầu."))


class ListedTwice(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            "listed_twice",
            _("{name} có hai dòng trong cùng danh sách cấp giấy. Bỏ bớt một dòng."),
            name=name,
        )


class AlreadyIssued(DomainError):
    def __init__(self, numbers: Iterable[tuple[str, str]]) -> None:
        people = [f"{name} ({number})" for name, number in numbers]
        super().__init__(
            "already_issued",
            _(
                "Đã cấp giấy cho lượt học này: {people}. Mỗi lượt học chỉ cấp một lần; nếu giấy hỏng, mất hoặc ghi sai thì"
                " dùng “Cấp lại”."
            ),
            people=", ".join(people[:10]) + (" …" if len(people) > 10 else ""),
            count=len(people),
        )


class BlankNumberUnreadable(DomainError):
    def __init__(self, blank: str) -> None:
        super().__init__(
            "blank_number_unreadable",
            _("Số hiệu phôi “{blank}” không có chữ số để đếm tiếp. Nhập số in trên phôi đầu tiên, ví dụ “A 000123”."),
            blank=blank,
        )


class BlankAlreadyUsed(DomainError):
    def __init__(self, blank: str, number: str) -> None:
        super().__init__(
            "blank_already_used",
            _("Phôi số {blank} đã dùng cho giấy số {number}. Kiểm tra lại số in trên phôi đầu tiên."),
            blank=blank,
            number=number,
        )


class BlankAlreadyRecorded(DomainError):
    def __init__(self, number: str, blank: str) -> None:
        super().__init__(
            "blank_already_recorded",
            _("Giấy số {number} đã ghi phôi {blank}. Nếu phôi đó hỏng, ghi “Phôi hỏng” trước rồi ghi phôi mới."),
            number=number,
            blank=blank,
        )


class BlankAlreadySpoiled(DomainError):
    def __init__(self, blank: str) -> None:
        super().__init__("blank_already_spoiled", _("Phôi số {blank} đã ghi hỏng từ trước."), blank=blank)


class BlanksOfOneForm(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "blanks_of_one_form",
            _("Chỉ ghi số phôi một lượt cho các giấy cùng nơi cấp và cùng mẫu. Chọn lại danh sách."),
        )


class NotStanding(DomainError):
    def __init__(self, number: str, status: object) -> None:
        super().__init__(
            "not_standing",
            _("Giấy số {number} đang ở tình trạng “{status}”, không thay đổi được nữa."),
            number=number,
            status=status,
        )


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__("reason_missing", _("Chưa ghi lý do. Ghi ngắn gọn lý do thuộc về giấy tờ."))


class DayBeforeIssue(DomainError):
    def __init__(self, number: str, issued_on: date, on: date) -> None:
        super().__init__(
            "day_before_issue",
            _("Ngày {on} sớm hơn ngày cấp {issued_on} của giấy số {number}. Sửa lại ngày."),
            number=number,
            issued_on=issued_on,
            on=on,
        )


class NotCorrectable(DomainError):
    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            "not_correctable",
            _("Khi cấp lại không được sửa: {names}. Chỉ sửa phần ghi sai về người và kết quả."),
            names=", ".join(sorted(names)),
        )


class SeveralRegisters(DomainError):
    def __init__(self, number: str, authorities: Iterable[str]) -> None:
        super().__init__(
            "several_registers",
            _("Số {number} có trong sổ của nhiều nơi cấp: {authorities}. Chọn nơi cấp."),
            number=number,
            authorities=", ".join(authorities),
        )


class KeyFileUnreadable(DomainError):
    def __init__(self, why: object) -> None:
        super().__init__(
            "key_file_unreadable",
            _("Tệp khóa công khai không đọc được: {why}. Xin lại tệp do chương trình của nơi cấp xuất ra."),
            why=why,
        )


class KeyFileWrong(DomainError):
    def __init__(self, path: str) -> None:
        super().__init__(
            "key_file_wrong",
            _(
                "Tệp khóa bí mật {path} không phải khóa đã đăng ký. Chuyển tệp lạ đi nơi khác hoặc khôi phục tệp đúng từ bản sao lưu."
            ),
            path=path,
        )


class BothHoldCertificate(DomainError):
    def __init__(self, name: str, first: str, second: str) -> None:
        super().__init__(
            "both_hold_certificate",
            _(
                "Không gộp được: hai hồ sơ có hai giấy của cùng lớp “{name}”, số {first} và số {second}."
                " Thu hồi giấy cấp nhầm trước."
            ),
            name=name,
            first=first,
            second=second,
        )


class TrainingUnnamed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "training_unnamed", _("Chưa ghi đã học gì. Chọn chương trình, hoặc ghi tên khóa học."), field="title"
        )


class TrainingUpsideDown(DomainError):
    def __init__(self, started_on: date, finished_on: date) -> None:
        super().__init__(
            "training_upside_down",
            _("Ngày kết thúc {finished_on} trước ngày bắt đầu {started_on}. Kiểm tra lại hai ngày này."),
            started_on=started_on,
            finished_on=finished_on,
            field="finished_on",
        )


class EvidenceMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "evidence_missing",
            _("Chưa có giấy tờ để xác nhận. Ghi loại giấy, ngày cấp và nơi tổ chức trước khi xác nhận."),
            field="evidence",
        )


class TrainingNotFound(NotVisible):
    def __init__(self) -> None:
        super().__init__("training_not_found", _("Không tìm thấy mục đào tạo, bồi dưỡng này trong hồ sơ."))
