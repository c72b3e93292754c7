"""Refusals of exchange: what came in cannot be used, and why."""

from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError, NotVisible


class NotABackup(DomainError):
    def __init__(self, file: str) -> None:
        super().__init__(
            "not_a_backup",
            _(
                "Tệp “{file}” không phải bản sao lưu của chương trình này, hoặc đã bị cắt cụt: hãy chọn tệp do “Sao lưu” tạo ra."
            ),
            file=file,
        )


class BackupOfOtherVersion(DomainError):
    def __init__(self, file: str) -> None:
        super().__init__(
            "backup_of_other_version",
            _(
                "Bản sao lưu “{file}” do một phiên bản khác của chương trình tạo ra: hãy phục hồi bằng đúng phiên bản đó rồi mới nâng cấp."
            ),
            file=file,
        )


class BackupDamaged(DomainError):
    def __init__(self, file: str) -> None:
        super().__init__(
            "backup_damaged",
            _(
                "Bản sao lưu “{file}” đã hỏng: nội dung không khớp với tổng kiểm tra. Không có gì được ghi; hãy dùng bản sao lưu khác."
            ),
            file=file,
        )


class PlaceNotEmpty(DomainError):
    def __init__(self, table: str) -> None:
        super().__init__(
            "place_not_empty",
            _(
                "Nơi phục hồi đã có dữ liệu ({table}): chỉ phục hồi vào nơi còn trống, hãy đặt HOCVIEN_DATA hoặc DATABASE_URL khác."
            ),
            table=table,
        )


class RosterUnreadable(DomainError):
    """The file as a whole cannot be read; `code` says why."""

    def __init__(self, code: str, message: object, **data: object) -> None:
        super().__init__(code, message, field="file", **data)


def roster_refusal(code: str, file: str, **data: object) -> RosterUnreadable:
    """The sentence for a reason found while reading."""
    return RosterUnreadable(code, _REFUSALS.get(code, _REFUSALS["not_a_workbook"]), file=file, **data)


_REFUSALS = {
    "not_a_workbook": _(
        "Tệp “{file}” không phải bảng tính (.xlsx, .xls, .ods, .csv), hoặc đã hỏng. Mở tệp bằng Excel rồi lưu lại thành .xlsx, hoặc tải mẫu của chương trình."
    ),
    "encrypted": _("Tệp “{file}” có mật khẩu nên không đọc được. Bỏ mật khẩu rồi tải lên lại."),
    "too_big": _(
        "Tệp “{file}” quá lớn: nhiều nhất 200.000 người, 200 cột và 60 MB. Xóa các hàng, cột trống ở xa rồi lưu lại, hoặc chia thành nhiều tệp."
    ),
    "too_slow": _("Đọc tệp “{file}” quá lâu nên đã dừng. Chia thành nhiều tệp nhỏ hơn rồi tải lên lại."),
    "empty_sheet": _("Tệp “{file}” không có người nào dưới hàng tiêu đề. Điền danh sách rồi tải lên lại."),
    "wrong_columns": _(
        "Không nhận ra các cột của tệp “{file}”: cần hàng tiêu đề có “Họ và tên” và ít nhất hai cột khác của mẫu; thấy: {found}. Tải mẫu của chương trình rồi chép danh sách vào."
    ),
}


class NominationsTooMany(DomainError):
    def __init__(self, file: str, most: int) -> None:
        super().__init__(
            "nominations_too_many",
            _("Tệp “{file}” có hơn {most} người. Một danh sách cử nhiều nhất {most} người: chia thành nhiều tệp."),
            file=file,
            most=most,
            field="file",
        )


class NominationFileGone(NotVisible):
    def __init__(self) -> None:
        super().__init__(
            "nomination_file_gone",
            _("Không tìm thấy danh sách đã nạp này. Danh sách chưa gửi được giữ 30 ngày; nạp lại tệp nếu cần."),
        )


class NominationRowTwice(DomainError):
    def __init__(self, row: int) -> None:
        super().__init__(
            "nomination_row_twice",
            _("Hàng {row} đang chọn hai hồ sơ. Chỉ đánh dấu một hồ sơ cho mỗi hàng của tệp."),
            row=row,
        )


class RosterPlanGone(NotVisible):
    def __init__(self) -> None:
        super().__init__("roster_plan_gone", _("Không tìm thấy lần nhập danh sách này, hoặc đã quá hạn lưu."))


class RosterPlanEmpty(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "roster_plan_empty", _("Không có người nào để ghi. Sửa các ô có vấn đề trong tệp rồi tải lên lại.")
        )


class RosterBusy(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "roster_busy",
            _(
                "Danh sách này đang được xét, đang ghi hoặc đã ghi xong, nên lúc này không sửa được. Chờ một lát rồi tải lại trang."
            ),
        )


class RosterTooOld(DomainError):
    def __init__(self, file: str, days: int) -> None:
        super().__init__(
            "roster_too_old",
            _(
                "Lần nhập “{file}” đã quá {days} ngày nên không hoàn tác được nữa. Sửa từng hồ sơ, hoặc nhập danh sách đã sửa."
            ),
            file=file,
            days=days,
        )


class MappingUnreadable(DomainError):
    """A table of reorganisation cannot be used as a whole; `code` says why."""

    def __init__(self, code: str, file: str, **data: object) -> None:
        super().__init__(code, _MAPPING_REFUSALS[code], file=file, **data)


_MAPPING_REFUSALS = {
    "no_mapping_columns": _(
        "Tệp “{file}” không có hàng tiêu đề với cột “Đơn vị cũ” (hoặc “Mã cũ”) và “Đơn vị mới” (hoặc “Mã mới”). Đặt tên hai cột đó rồi chọn lại tệp."
    ),
    "empty_mapping": _("Tệp “{file}” không có dòng nào dưới hàng tiêu đề. Điền bảng sắp xếp rồi chọn lại tệp."),
    "mapping_too_long": _("Tệp “{file}” có hơn {most} dòng. Chia thành nhiều tệp rồi làm lần lượt."),
}


class HeadcountsUnreadable(DomainError):
    """Numbers of a study session cannot be read out of what was given; `code` says why."""

    def __init__(self, code: str, file: str) -> None:
        super().__init__(code, _HEADCOUNT_REFUSALS[code], file=file)


_HEADCOUNT_REFUSALS = {
    "no_headcount_columns": _(
        "“{file}” không có hàng tiêu đề với cột “Mã đơn vị” (hoặc “Đơn vị”) và cột “Có mặt”. Tải mẫu của điểm học này, điền rồi chọn lại."
    ),
    "empty_headcounts": _("“{file}” không có dòng số nào dưới hàng tiêu đề. Điền số rồi chọn lại."),
    "headcounts_unclear": _(
        "Vùng đã dán không cho biết cột nào là số nào. Chép cả hàng tiêu đề, hoặc chép đúng thứ tự: đơn vị, triệu tập, có mặt (học bù: đơn vị, có mặt)."
    ),
}


class ReturnUnreadable(DomainError):
    """A workbook that is not the form asked for; `code` says why."""

    def __init__(self, code: str, file: str) -> None:
        super().__init__(code, _RETURN_REFUSALS[code], field="file", file=file)


_RETURN_REFUSALS = {
    "no_return_columns": _(
        "“{file}” không có dòng mã cột của biểu này (dòng bắt đầu bằng “Mã”). Tải mẫu XLSX của biểu, điền số, giữ nguyên cột và dòng mã."
    ),
    "empty_return": _("“{file}” không có số nào ở các ô của biểu. Điền số rồi chọn lại."),
}


class ProseUnreadable(DomainError):
    """A file that is no text; `code` says why."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, _PROSE_REFUSALS[code], field="file", **data)


_PROSE_REFUSALS = {
    "prose_not_text": _(
        "Tệp “{file}” không phải văn bản (.txt hay .docx), hoặc đã hỏng. Mở tệp, chép đoạn văn cần đọc rồi lưu thành tệp .txt mã Unicode."
    ),
    "prose_too_large": _("Tệp “{file}” lớn hơn {limit} MB. Chép riêng phần có số liệu sang một tệp khác."),
}


class FiguresUnreadable(DomainError):
    """A table of published figures cannot be used as a whole; `code` says why."""

    def __init__(self, code: str, file: str, **data: object) -> None:
        super().__init__(code, _FIGURE_REFUSALS[code], file=file, field="file", **data)


_FIGURE_REFUSALS = {
    "no_figure_columns": _(
        "Tệp “{file}” không có hàng tiêu đề với cột “Đơn vị” (hoặc “Mã đơn vị”), cột “Kỳ” (hoặc “Từ ngày”, “Đến ngày”) và cột “Số lớp” hoặc “Số học viên”. Tải mẫu, chép số liệu vào rồi nạp lại."
    ),
    "empty_figures": _("Tệp “{file}” không có dòng số liệu nào dưới hàng tiêu đề. Điền số liệu rồi nạp lại."),
    "figures_too_long": _("Tệp “{file}” có hơn {most} dòng. Chia thành nhiều tệp rồi nạp lần lượt."),
    "figures_have_problems": _("Tệp “{file}” còn {count} ô cần sửa nên chưa ghi gì. Sửa trong tệp rồi nạp lại."),
}
