"""Fixed words and days of the official places."""

from datetime import date

# since this day there are two levels and codes that were given again (NQ 202/2025/QH15, QĐ 19/2025/QĐ-TTg)
TWO_LEVELS_FROM = date(2025, 7, 1)
# what places are called in Vietnamese, whatever the reader's language: part of the name
KIND_WORDS = {
    "province": "Tỉnh",
    "city": "Thành phố",
    "urban_district": "Quận",
    "rural_district": "Huyện",
    "district_town": "Thị xã",
    "district_city": "Thành phố",
    "commune": "Xã",
    "ward": "Phường",
    "township": "Thị trấn",
    "special_zone": "Đặc khu",
}
KINDS_OF_LEVEL = {
    "province": ("province", "city"),
    "district": ("urban_district", "rural_district", "district_town", "district_city"),
    "commune": ("commune", "ward", "township", "special_zone"),
}
LEVEL_WORDS = {"province": "tỉnh", "district": "huyện", "commune": "xã"}
# digits of a code (QĐ 124/2004/QĐ-TTg)
CODE_LENGTHS = {"province": 2, "district": 3, "commune": 5}
SHARES = ("whole", "part", "unknown")
PARTY_WORDS = {
    "province": "Tỉnh ủy",
    "city": "Thành ủy",
    "urban_district": "Quận ủy",
    "rural_district": "Huyện ủy",
    "district_town": "Thị ủy",
    "district_city": "Thành ủy",
    "commune": "Đảng ủy xã",
    "ward": "Đảng ủy phường",
    "township": "Đảng ủy thị trấn",
    "special_zone": "Đảng ủy đặc khu",
}
# a reorganisation that names more units is tried and executed by a job
INLINE_UNITS = 600
