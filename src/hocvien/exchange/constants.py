"""Limits of what comes in, and the columns of the roster."""

MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
# a small file is read in ten seconds or not at all; a large one gets a second more for each megabyte
READING_SECONDS = 9
READING_SECONDS_PER_MEGABYTE = 1.0
READING_BYTES = 1024 * 1024 * 1024
KEPT_DAYS = 30
HEADER_SEARCH_ROWS = 40
PART_ROWS = 1000

SHEET_PEOPLE = "Danh sách"
SHEET_UNITS = "Đơn vị"
SHEET_GUIDE = "Hướng dẫn"
SHEET_MAPPING = "Sắp xếp"
SHEET_FIGURES = "Số liệu"
SHEET_PROGRAMMES = "Chương trình"
EXAMPLE = "Ví dụ"

# field → the header of our own template, then other ways it is written in real files, word for word; rules of `arithmetic.columns`
# know the rest
HEADERS: dict[str, tuple[str, ...]] = {
    "full_name": ("Họ và tên", "Họ tên", "Họ, tên"),
    "birth": ("Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh ngày"),
    "sex": ("Giới tính", "Giới", "Nam/Nữ", "Nam, nữ", "Nam (nữ)"),
    "ethnicity": ("Dân tộc",),
    "identity_number": (
        "Số định danh",
        "CCCD",
        "Số CCCD",
        "CMND",
        "Số CMND",
        "CCCD/CMND",
        "CMND/CCCD",
        "Số định danh cá nhân",
    ),
    "party_card": ("Số thẻ đảng", "Số thẻ đảng viên", "Mã thẻ Đảng", "Số thẻ ĐV"),
    "profile_number": ("Số lý lịch đảng viên", "Số lý lịch", "Số LLĐV"),
    "admitted_on": ("Ngày vào Đảng", "Ngày vào Đảng (Dự bị)", "Ngày dự bị", "Ngày kết nạp", "Ngày vào"),
    "official_on": ("Ngày chính thức", "Ngày vào Đảng (Chính thức)"),
    "education": ("Trình độ học vấn", "Học vấn", "Văn hóa", "Trình độ"),
    "theory_level": ("Trình độ LLCT", "Lý luận chính trị", "LLCT", "Trình độ lý luận chính trị"),
    "post": ("Chức vụ",),
    "post_kind": ("Nhóm chức vụ",),
    "unit_name": ("Đơn vị", "Chi bộ", "Đơn vị công tác", "Đảng bộ", "Đơn vị (tên hoặc mã)"),
    "phone": ("Điện thoại", "Số điện thoại", "SĐT"),
}
FIELDS = tuple(HEADERS)
# fields of a person that a row may fill or change; blank cells change nothing
PLAIN_FIELDS = (
    "full_name",
    "birth",
    "sex",
    "ethnicity",
    "identity_number",
    "party_card",
    "profile_number",
    "admitted_on",
    "official_on",
    "education",
    "phone",
)
DAY_FIELDS = ("admitted_on", "official_on")
# columns that are read by nobody, without a word
IGNORED = (
    "TT",
    "STT",
    "Số TT",
    "Ghi chú",
    "Tôn giáo",
    "Quê quán",
    "Danh sách dự bị",
    "Mã hồ sơ (không sửa)",
    "Lần ghi cuối (không sửa)",
)
# hidden columns of a roster that was exported to be edited: whose row it is, and the journal's last entry of that record then
RECORD_HEADER, STAMP_HEADER = IGNORED[-2:]
# how many known fields make a header
ENOUGH_FIELDS = 3

# what the journal calls a backup; `operations.backup` writes it
BACKUP_VERB = "installation.back_up"

# rows that are planned inside the request, and that are written inside it; more are a job
INLINE_ROWS = 2000
EXECUTE_ROWS = 200
# a roster of more parts than this is written several parts at a time; the others wait for so many at most
LONG_PARTS = 20
PARTS_TOGETHER = 5
# how long an import can be taken back
BACK_DAYS = 30

# a table of reorganisation: field → how its column is headed
MAPPING_COLUMNS: dict[str, tuple[str, ...]] = {
    "old": ("Đơn vị cũ", "Cũ", "Tên cũ", "Tên đơn vị cũ", "Đơn vị trước sắp xếp", "old"),
    "old_code": ("Mã cũ", "Mã đơn vị cũ", "old_code"),
    "new": ("Đơn vị mới", "Mới", "Tên mới", "Tên đơn vị mới", "Đơn vị sau sắp xếp", "new"),
    "new_code": ("Mã mới", "Mã đơn vị mới", "new_code"),
    "on": ("Ngày", "Ngày hiệu lực", "Có hiệu lực từ ngày", "on"),
    "resolution": ("Nghị quyết", "Căn cứ", "Nghị quyết, quyết định", "Quyết định", "resolution"),
    "parent": ("Cấp trên", "Đơn vị cấp trên", "Trực thuộc", "parent"),
}
MAX_MAPPING_ROWS = 50_000

# a nomination list: where a name in reserve is ticked, and how many rows one file may have
RESERVE_HEADER = "Danh sách dự bị"
RESERVE_HEADERS = (RESERVE_HEADER, "Dự bị", "Người dự bị", "Học viên dự bị", "DS dự bị")
MAX_NOMINATIONS = 1000

# numbers of a study session: field → how its column is headed
HEADCOUNT_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("Mã đơn vị", "Mã", "code"),
    "unit": ("Đơn vị", "Tên đơn vị", "Đảng bộ", "Chi bộ", "Đảng bộ, chi bộ", "unit"),
    "invited": ("Được triệu tập", "Triệu tập", "Số triệu tập", "Tổng số triệu tập", "invited"),
    "present": ("Có mặt", "Số có mặt", "Số dự", "Dự học tập", "present"),
}

# published figures: field → how its column is headed
FIGURE_COLUMNS: dict[str, tuple[str, ...]] = {
    "unit": ("Đơn vị", "Tên đơn vị", "Đảng bộ", "unit"),
    "code": ("Mã đơn vị", "Mã", "code"),
    "period": ("Kỳ", "Kỳ số liệu", "Kỳ báo cáo", "Năm", "Thời gian", "Giai đoạn", "Nhiệm kỳ", "period"),
    "first_on": ("Từ ngày", "Ngày đầu", "from"),
    "last_on": ("Đến ngày", "Đến hết ngày", "Ngày cuối", "to"),
    "programme": ("Chương trình", "Mã chương trình", "Loại lớp", "Tên lớp", "Nội dung", "programme"),
    "classes": ("Lớp", "Số lớp", "Số lớp mở", "classes"),
    "participants": ("Học viên", "Số học viên", "Lượt học viên", "Số lượt học viên", "Số lượt", "Số người", "participants"),
    "graduated": ("Tốt nghiệp", "Được cấp giấy", "Hoàn thành", "graduated"),
    "counted_as": ("Đếm theo", "Đơn vị tính", "counted_as"),
    "role": ("Là", "Loại dòng", "role"),
    "title": ("Nguồn", "Tên bài, báo cáo", "Tên báo cáo", "source"),
    "number": ("Số, ký hiệu", "Số ký hiệu", "number"),
    "publisher": ("Nơi công bố", "publisher"),
    "published_on": ("Ngày công bố", "published_on"),
    "address": ("Địa chỉ, trang", "Địa chỉ", "Trang", "address"),
    "note": ("Ghi chú", "note"),
}  # fmt: skip
MAX_FIGURE_ROWS = 2000
# what its template offers for what a line is, and what people are counted as
FIGURE_ROLES = ("Trong tổng", "Tổng", "Cử đi học", "Phối hợp", "Kế hoạch")
FIGURE_COUNTS = ("lượt", "người", "học viên")
