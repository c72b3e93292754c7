"""Limits of what comes in, and the columns of the roster."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 120
READING_SECONDS = 10
READING_BYTES = 1024 * 1024 * 1024
KEPT_DAYS = 30
HEADER_SEARCH_ROWS = 15

SHEET_PEOPLE = "Danh sách"
SHEET_UNITS = "Đơn vị"
SHEET_GUIDE = "Hướng dẫn"
EXAMPLE = "Ví dụ"

# field → the header of our own template, then other ways it is written in real files
HEADERS: dict[str, tuple[str, ...]] = {
    "full_name": ("Họ và tên", "Họ tên", "Họ và tên khai sinh"),
    "birth": ("Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh"),
    "sex": ("Giới tính", "Giới"),
    "ethnicity": ("Dân tộc",),
    "identity_number": ("Số định danh", "CCCD", "Số CCCD", "CMND", "Số CMND", "CCCD/CMND", "Số định danh cá nhân"),
    "party_card": ("Số thẻ đảng", "Số thẻ đảng viên", "Mã thẻ Đảng"),
    "profile_number": ("Số lý lịch đảng viên", "Số lý lịch"),
    "admitted_on": ("Ngày vào Đảng", "Ngày vào Đảng (Dự bị)", "Ngày dự bị", "Ngày kết nạp"),
    "official_on": ("Ngày chính thức", "Ngày vào Đảng (Chính thức)"),
    "education": ("Trình độ học vấn", "Học vấn", "Văn hóa", "Trình độ"),
    "theory_level": ("Trình độ LLCT", "Lý luận chính trị", "LLCT", "Trình độ lý luận chính trị"),
    "post": ("Chức vụ",),
    "post_kind": ("Nhóm chức vụ",),
    "unit_name": ("Đơn vị", "Chi bộ", "Đơn vị công tác", "Đảng bộ", "Đơn vị (tên hoặc mã)"),
    "phone": ("Điện thoại", "Số điện thoại", "SĐT"),
}
# columns that are read by nobody, without a word
IGNORED = ("TT", "STT", "Số TT", "Ghi chú", "Tôn giáo", "Quê quán")
REQUIRED = ("full_name",)
# how many known headers make a row the header row
ENOUGH_HEADERS = 3

# what the journal calls a backup; `operations.backup` writes it
BACKUP_VERB = "installation.back_up"
