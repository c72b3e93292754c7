"""Sentences for what is found in a workbook. Pure: codes and their Vietnamese; a translator says them in the reader's language."""

from hocvien.common.wording import gettext_noop

PROBLEMS: dict[str, str] = {
    "name_missing": gettext_noop("Chưa có họ và tên. Gõ đủ họ, đệm và tên vào ô này."),
    "name_doubtful": gettext_noop("Họ và tên “{value}” có chữ số hoặc chỉ có một từ. Gõ đủ họ, đệm và tên."),
    "date_impossible": gettext_noop("Ngày “{value}” không có thật. Gõ lại ngày đúng theo dd/mm/yyyy."),
    "date_month_first": gettext_noop("Ngày “{value}” viết tháng trước ngày. Viết ngày trước tháng: {suggestion}."),
    "date_two_digit_year": gettext_noop("Ngày “{value}” chỉ ghi hai chữ số của năm. Ghi đủ bốn chữ số, ví dụ {suggestion}."),
    "date_year_completed": gettext_noop("Ngày “{value}” chỉ ghi hai chữ số của năm, đã đọc là {suggestion}. Xem lại."),
    "date_maybe_swapped": gettext_noop("Ngày “{value}” có thể đã bị bảng tính đổi chỗ ngày và tháng ({suggestion}). Gõ lại ngày đúng theo dd/mm/yyyy."),
    "date_unreadable": gettext_noop("Không đọc được ngày “{value}”. Viết dd/mm/yyyy, ví dụ 03/02/1990."),
    "date_not_whole": gettext_noop("Ngày “{value}” thiếu ngày hoặc tháng. Cột này cần đủ dd/mm/yyyy."),
    "date_in_future": gettext_noop("Ngày “{value}” ở sau hôm nay. Kiểm tra lại năm."),
    "birth_unlikely": gettext_noop("Ngày sinh “{value}” cho người dưới 14 hoặc trên 110 tuổi. Kiểm tra lại năm sinh."),
    "official_before_admitted": gettext_noop("Ngày chính thức “{value}” trước ngày vào Đảng, hoặc thiếu ngày vào Đảng. Kiểm tra hai ngày này."),
    "admitted_too_young": gettext_noop("Ngày vào Đảng “{value}” khi chưa đủ 18 tuổi. Kiểm tra lại ngày này và ngày sinh."),
    "sex_unknown": gettext_noop("Giới tính “{value}” không hiểu được. Ghi Nam hoặc Nữ."),
    "both_sexes": gettext_noop("Hàng này ghi cả cột Nam và cột Nữ. Bỏ một trong hai ô."),
    "tick_unclear": gettext_noop("Ô “{value}” không rõ là đánh dấu hay không. Ghi x, năm cấp, hoặc để trống."),
    "columns_differ": gettext_noop("Ô “{value}” nói khác với một cột khác của cùng hàng. Sửa cho hai cột khớp nhau, hoặc bỏ một cột ở bước nhận cột."),
    "line_not_understood": gettext_noop("Dòng “{value}” trong ô này không biết là thông tin gì. Sửa lại, hoặc để riêng từng cột."),
    "encoding_doubtful": gettext_noop("Chữ “{value}” đổi từ phông cũ ra chưa thành tiếng Việt. Gõ lại cho đúng."),
    "ethnicity_unknown": gettext_noop("Dân tộc “{value}” không hiểu được. Ghi tên dân tộc."),
    "ethnicity_unusual": gettext_noop("Dân tộc “{value}” không có trong danh mục 54 dân tộc. Vẫn ghi nguyên văn; xem lại."),
    "identity_wrong": gettext_noop("Số định danh “{value}” không đúng: cần 12 chữ số (hoặc 9 chữ số của CMND cũ)."),
    "identity_padded": gettext_noop("Số định danh “{value}” thiếu số 0 ở đầu, đã bù thành {suggestion}. Xem lại với giấy tờ."),
    "identity_contradicts": gettext_noop("Số định danh “{value}” không khớp giới tính hoặc năm sinh trong cùng hàng. Kiểm tra cả ba ô."),
    "identity_other_name": gettext_noop("Số định danh “{value}” đã có ở hồ sơ {name}, tên khác hàng này. Kiểm tra lại số và tên."),
    "identity_elsewhere": gettext_noop("Số định danh “{value}” đã có ở hồ sơ ngoài phạm vi của bạn. Làm thủ tục chuyển sinh hoạt, không thêm mới."),
    "party_card_unusual": gettext_noop("Số thẻ đảng “{value}” không có 8 chữ số như thẻ cấp trước năm 2025. Vẫn ghi nguyên văn; xem lại với thẻ."),
    "phone_padded": gettext_noop("Số điện thoại “{value}” thiếu số 0 ở đầu, đã bù thành {suggestion}."),
    "phone_wrong": gettext_noop("Số điện thoại “{value}” không đúng. Chỉ ghi một số, gồm các chữ số."),
    "education_unknown": gettext_noop("Trình độ học vấn “{value}” không hiểu được. Chọn một mức trong danh sách của mẫu."),
    "theory_unknown": gettext_noop("Trình độ lý luận chính trị “{value}” không hiểu được. Chọn một mức trong danh sách của mẫu."),
    "post_kind_unknown": gettext_noop("Nhóm chức vụ “{value}” không có trong danh sách của mẫu. Chọn một nhóm, hoặc để trống."),
    "unit_missing": gettext_noop("Chưa ghi đơn vị. Ghi tên hoặc mã chi bộ, đơn vị thuộc {unit}."),
    "unit_unknown": gettext_noop("Không có đơn vị “{value}” thuộc {unit}. Chọn tên hoặc mã trong trang “Đơn vị” của mẫu."),
    "unit_not_yours": gettext_noop("Bạn không có quyền nhập danh sách cho đơn vị “{value}”. Hỏi người quản trị."),
    "unit_ambiguous": gettext_noop("Có nhiều đơn vị tên “{value}”. Ghi mã đơn vị thay cho tên: {suggestion}."),
    "too_long": gettext_noop("Nội dung dài quá {limit} ký tự. Viết ngắn lại."),
    "repeated_in_file": gettext_noop("“{value}” trùng với người ở hàng {row} của tệp này. Bỏ bớt một hàng, hoặc sửa ngày sinh, số định danh."),
    "same_name_and_birth": gettext_noop("Đã có người cùng họ tên và ngày sinh nhưng khác số định danh. Vẫn thêm mới; xem lại nếu là một người."),
    "refused": gettext_noop("Không ghi được hàng này: {reason}"),
}  # fmt: skip

DUPLICATES: dict[str, str] = {
    "same_name_and_birth_elsewhere": gettext_noop("Cùng họ tên và ngày sinh với hồ sơ đang ở “{unit}”. Nếu là một người: ghi số định danh vào cả hai nơi, hoặc làm thủ tục chuyển."),
    "several_with_name_and_birth": gettext_noop("Có {count} hồ sơ cùng họ tên và ngày sinh. Ghi số định danh để biết là người nào."),
    "changed_meanwhile": gettext_noop("Hồ sơ này đã được sửa lúc {at}, sau khi xuất tệp. Xem từng thay đổi: chọn cùng một người để ghi theo tệp, hoặc bỏ qua hàng này để giữ hồ sơ."),
    "same_name_and_birth_out_of_sight": gettext_noop("Cùng họ tên và ngày sinh với một hồ sơ ngoài phạm vi của bạn. Ghi số định danh để phân biệt."),
}  # fmt: skip

# why what an import did to a person stays
BUILT_ON: dict[str, str] = {
    "person_gone": gettext_noop("Hồ sơ này không còn, hoặc đã gộp vào hồ sơ khác."),
    "person_used": gettext_noop("Hồ sơ này đã được dùng sau lần nhập: {what}."),
    "person_changed": gettext_noop("Hồ sơ này đã được sửa sau lần nhập."),
}

FIGURE_PROBLEMS: dict[str, str] = {
    "figure_unit_missing": gettext_noop("Chưa ghi đơn vị. Ghi tên hoặc mã ở cột Đơn vị."),
    "figure_unit_unknown": gettext_noop("Không có đơn vị “{value}” trong các đơn vị bạn được ghi số liệu. Chọn tên hoặc mã ở trang “Đơn vị” của mẫu."),
    "figure_unit_ambiguous": gettext_noop("Có nhiều đơn vị tên “{value}” vào kỳ này. Ghi mã thay cho tên: {suggestion}."),
    "figure_period_missing": gettext_noop("Chưa ghi kỳ số liệu. Ghi như báo cáo gọi (8 tháng năm 2023, nhiệm kỳ 2015-2020), hoặc ghi Từ ngày và Đến ngày."),
    "figure_period_unclear": gettext_noop("Không rõ “{value}” là từ ngày nào đến ngày nào. Ghi thêm năm, hoặc ghi Từ ngày và Đến ngày."),
    "figure_days_upside_down": gettext_noop("Ngày cuối của kỳ trước ngày đầu. Kiểm tra lại hai ngày."),
    "figure_period_future": gettext_noop("Kỳ này chưa bắt đầu. Kiểm tra lại năm; số kế hoạch thì ghi “Kế hoạch” ở cột Là."),
    "figure_programme_unknown": gettext_noop("Không có chương trình “{value}” trong danh mục. Ghi mã hoặc tên như ở trang “Chương trình” của mẫu; dòng tổng thì ghi “Tổng”."),
    "figure_role_unknown": gettext_noop("Không hiểu “{value}” ở cột Là. Ghi: Trong tổng, Tổng, Cử đi học, Phối hợp, Kế hoạch, hoặc để trống."),
    "figure_counted_unknown": gettext_noop("Không hiểu “{value}” ở cột Đếm theo. Ghi: lượt, người, học viên, hoặc để trống."),
    "figure_not_whole": gettext_noop("“{value}” không phải một số đếm. Ghi số nguyên, dấu chấm cách hàng nghìn: 27.010; được ghi gần, trên, hoặc khoảng 70.000–78.000."),
    "figure_no_number": gettext_noop("Hàng này không có số lớp, số học viên hay số tốt nghiệp. Ghi ít nhất một số, hoặc xóa hàng."),
    "figure_source_missing": gettext_noop("Chưa có nguồn. Ghi tên bài, báo cáo ở cột Nguồn, hoặc điền nguồn chung khi nạp tệp."),
    "figure_twice": gettext_noop("Hàng {row} đã ghi đúng dòng này của cùng đơn vị, kỳ và nguồn. Bỏ một hàng, hoặc cộng lại."),
    "figure_already": gettext_noop("Đơn vị đã có số liệu của đúng kỳ này từ nguồn này. Bỏ các hàng của kỳ này, hoặc rút số liệu cũ trước."),
    "figure_too_long": gettext_noop("Nội dung dài quá {limit} ký tự. Viết ngắn lại."),
}  # fmt: skip
