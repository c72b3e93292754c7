"""Fixed words of the demonstration: where its data lie and what stands in a generated identity number."""

from pathlib import Path

DATA_FILES = Path(__file__).parent / "data_files"
DUC_THO = DATA_FILES / "duc_tho_2023"
COMMUNE_CENTRE = DATA_FILES / "commune_centre"
MINISTRY = DATA_FILES / "ministry"
PUBLISHED = DATA_FILES / "published"

# No province was ever given 000, so a generated identity number can never be that of a living person.
SAMPLE_PLACE_CODE = "000"

PEOPLE_COLUMNS = (
    "key",
    "full_name",
    "sex",
    "born_on",
    "ethnicity",
    "identity_number",
    "commune",
    "cell",
    "education",
    "theory",
    "membership",
    "admitted_on",
    "official_on",
    "posts",
)

ENROLMENT_COLUMNS = (
    "class",
    "person",
    "sent_by",
    "cell",
    "status",
    "return_reason",
    "added_late",
    "absent_halves",
    "mark",
)

DUC_THO_UNIT = "duc-tho"
PROVINCE_UNIT = "ha-tinh"
SENDING_UNIT = "minh-thuan"
"""The committee that sends people to classes of others."""
COMMUNE_CENTRE_UNIT = "minh-thuan"
MINISTRY_UNIT = "bo-mau"
MINISTRY_OFFICE = "bomau.tochuc"
PUBLISHED_UNIT = "son-la"
"""Where the account that keeps published figures begins."""
LEARNER, EVERY_HAT = "minhthuan.hocvien", "minhthuan.kiemnhiem"
"""Accounts that read a record as their own."""
PLACE_TITLES = {
    DUC_THO_UNIT: "Huyện Đức Thọ, 8 tháng đầu năm 2023; Hà Tĩnh trước và sau 01/7/2025",
    COMMUNE_CENTRE_UNIT: "Trung tâm Chính trị xã Minh Thuận (mẫu)",
    PUBLISHED_UNIT: "Số liệu đã công bố: Sơn La, Hải Phòng, một đảng bộ khối và các nơi khác",
    MINISTRY_UNIT: "Đảng bộ Bộ (mẫu), nhiệm kỳ 2015–2020: cử đi học ở nơi khác",
}
PLACE_PERIODS = {DUC_THO_UNIT: "2023-8m", MINISTRY_UNIT: "nk2015", PUBLISHED_UNIT: "2010-10-01..2020-09-30"}

DEMO_TITLE = "Dữ liệu mẫu"

# Where the sign-ins are told, in the data directory.
DEMO_FILE = "demo.json"
