"""What a template can show: names and samples by kind of paper. The names are Vietnamese, for the people who write them into Word."""

from typing import Any

HEAD: dict[str, Any] = {
    "co_quan_cap_tren": "TỈNH ỦY MẪU",
    "co_quan": "HUYỆN ỦY MẪU",
    "so_ky_hieu": "15-QĐ/HU",
    "dia_danh": "Đức Thọ",
    "ngay": "05",
    "thang": "6",
    "nam": "2026",
    "thay_mat": "T/M BAN THƯỜNG VỤ",
    "chuc_vu_ky": "PHÓ BÍ THƯ",
    "nguoi_ky": "Nguyễn Văn Mẫu",
}
_CLASS: dict[str, Any] = {
    "ten_lop": "Bồi dưỡng nhận thức về Đảng khóa I",
    "ma_lop": "NTVD-2026-01",
    "khoa": "I",
    "chuong_trinh": "Bồi dưỡng nhận thức về Đảng",
    "he_hoc": "",
    "nhom_doi_tuong": "",
    "khai_giang": "08/6/2026",
    "be_giang": "12/6/2026",
    "dia_diem": "Hội trường Trung tâm Chính trị",
    "so_cho": "80",
    "han_gui": "01/6/2026",
    "don_vi_mo": "Huyện ủy Mẫu",
    "don_vi_dat": "Trung tâm Chính trị huyện Mẫu",
    "don_vi_day": "Trung tâm Chính trị huyện Mẫu",
    "don_vi_chi": "Huyện ủy Mẫu",
    "don_vi_cap": "Trung tâm Chính trị huyện Mẫu",
    "phoi_hop": "",
    "can_cu": "Kế hoạch năm 2026, mục Bồi dưỡng nhận thức về Đảng",
    "chu_nhiem": "Trần Thị Mẫu",
    "so_hoc_vien": "2",
    "so_nu": "1",
}
_PERSON: dict[str, Any] = {
    "tt": "1",
    "ho_ten": "Lê Thị Mẫu",
    "ngay_sinh": "14/5/1996",
    "nam_sinh_nam": "",
    "nam_sinh_nu": "14/5/1996",
    "gioi_tinh": "Nữ",
    "don_vi": "Đảng ủy xã An Bình",
    "to": "1",
}
_OTHER: dict[str, Any] = {
    **_PERSON,
    "tt": "2",
    "ho_ten": "Phạm Văn Mẫu",
    "ngay_sinh": "1990",
    "nam_sinh_nam": "1990",
    "nam_sinh_nu": "",
    "gioi_tinh": "Nam",
}
_PEOPLE = [_PERSON, _OTHER]
PLAN, CALL, NOMINATIONS, OPENING, SUMMONS, ADMISSION = "plan", "call", "nominations", "opening", "summons", "admission"
SENDING = "sending"
# papers of a class whose head is kept and carried into the next year; a list of names is its sender's, and of its year
KEPT_OF_CLASS = (CALL, OPENING, SUMMONS, ADMISSION)
# days between the paper of a plan and that of the next: the same weekday
DAYS_OF_PLAN_YEAR = 364
# kind → sample values; their names are what a template of that kind may show
SAMPLES: dict[str, dict[str, Any]] = {
    PLAN: HEAD
    | {
        "nam_ke_hoach": "2026",
        "lan": "1",
        "muc": [
            {
                "tt": "1",
                "chuong_trinh": "Bồi dưỡng nhận thức về Đảng",
                "he_hoc": "",
                "so_lop": "3",
                "so_cho": "240",
                "quy": "Quý II",
                "don_vi_mo": "Huyện ủy Mẫu",
                "noi_dat": "Trung tâm Chính trị huyện Mẫu",
                "gio": "50",
                "kinh_phi": "12.500.000",
            }
        ],
        "tong_lop": "3",
        "tong_cho": "240",
        "tong_kinh_phi": "12.500.000",
    },
    CALL: HEAD
    | _CLASS
    | {
        "don_vi_cu": [
            {"tt": "1", "ten": "Đảng ủy xã An Bình", "suat": "40"},
            {"tt": "2", "ten": "Đảng ủy xã Bình Minh", "suat": ""},
        ]
    },
    NOMINATIONS: HEAD | _CLASS | {"don_vi_lap": "Đảng ủy xã An Bình", "nguoi_hoc": _PEOPLE},
    OPENING: HEAD | _CLASS | {"hoc_vien": _PEOPLE},
    SUMMONS: HEAD | _CLASS | {"cac_giay": _PEOPLE},
    ADMISSION: HEAD | _CLASS | {"cac_giay": _PEOPLE},
    SENDING: HEAD
    | {
        "ten_lop": "Lớp Trung cấp lý luận chính trị khóa 12",
        "chuong_trinh": "Trung cấp lý luận chính trị",
        "he_hoc": "không tập trung",
        "nhom_doi_tuong": "",
        "khai_giang": "15/9/2026",
        "be_giang": "15/3/2028",
        "dia_diem": "Trường Chính trị tỉnh",
        "noi_chieu_sinh": "Trường Chính trị tỉnh",
        "thong_bao": "số 30-TB/TCT, ngày 01/8/2026",
        "so_hoc_vien": "2",
        "hoc_vien": _PEOPLE,
    },
}
# seconds a template that somebody brings may take to be tried
CHECK_SECONDS = 20
# how many templates of one kind and unit are shown of those before
SHOWN_BEFORE = 20
