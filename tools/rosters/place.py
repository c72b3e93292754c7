"""The small organisation whose offices send these files; every unit is invented."""

from datetime import date

FOUNDED = date(2020, 1, 1)
ON = date(2026, 5, 20)
COMMITTEE = "hoa-thuy"
# code, official name, kind, parent
UNITS = (
    ("tinh", "Tỉnh ủy Mẫu", "province_committee", None),
    (COMMITTEE, "Đảng ủy xã Hòa Thủy", "commune_committee", "tinh"),
    ("ht-t1", "Chi bộ thôn 1", "cell", COMMITTEE),
    ("ht-t2", "Chi bộ thôn 2", "cell", COMMITTEE),
    ("ht-t3", "Chi bộ thôn 3", "cell", COMMITTEE),
    ("ht-t10", "Chi bộ thôn 10", "cell", COMMITTEE),
    ("ht-t11", "Chi bộ thôn 11", "cell", COMMITTEE),
    ("ht-dh", "Chi bộ thôn Đông Hòa", "cell", COMMITTEE),
    ("ht-et", "Chi bộ buôn Ea Tul", "cell", COMMITTEE),
    ("ht-thcs", "Chi bộ Trường THCS Hòa Thủy", "cell", COMMITTEE),
    ("ht-th1", "Chi bộ Trường Tiểu học Hòa Thủy 1", "cell", COMMITTEE),
    ("ht-th2", "Chi bộ Trường Tiểu học Hòa Thủy 2", "cell", COMMITTEE),
    ("ht-mn", "Chi bộ Trường Mầm non Hoa Sen", "cell", COMMITTEE),
    ("ht-yt", "Chi bộ Trạm Y tế", "cell", COMMITTEE),
    ("ht-ca", "Chi bộ Công an xã", "cell", COMMITTEE),
    ("ht-qs", "Chi bộ Quân sự xã", "cell", COMMITTEE),
    ("ht-cq", "Chi bộ Cơ quan Đảng, đoàn thể", "cell", COMMITTEE),
    ("ht-htx", "Chi bộ Hợp tác xã Nông nghiệp", "cell", COMMITTEE),
    ("nt", "Đảng ủy Nông trường Sao Vàng", "base_committee", COMMITTEE),
    ("nt-d1", "Chi bộ Đội 1", "cell", "nt"),
    ("nt-d2", "Chi bộ Đội 2", "cell", "nt"),
    ("nt-vp", "Chi bộ Văn phòng Nông trường", "cell", "nt"),
)
NAMES = {code: name for code, name, _kind, _parent in UNITS}
CELLS = tuple(name for _code, name, kind, _parent in UNITS if kind == "cell")
VILLAGES = tuple(NAMES[c] for c in ("ht-t1", "ht-t2", "ht-t3", "ht-t10", "ht-t11", "ht-dh", "ht-et"))
SCHOOLS = tuple(NAMES[c] for c in ("ht-thcs", "ht-th1", "ht-th2", "ht-mn"))
OFFICES = tuple(NAMES[c] for c in ("ht-yt", "ht-ca", "ht-qs", "ht-cq", "ht-htx"))
# how offices shorten a cell's name; each means one unit only
SHORT = {
    "Chi bộ thôn 1": ("Thôn 1", "CB thôn 1", "Chi bộ Thôn 1", "chi bộ thôn 01", "C.bộ thôn 1"),
    "Chi bộ thôn 2": ("Thôn 2", "CB thôn 2", "Chi bộ Thôn 2"),
    "Chi bộ thôn 3": ("Thôn 3", "CB Thôn 3", "Chi Bộ thôn 3"),
    "Chi bộ thôn 10": ("Thôn 10", "CB thôn 10"),
    "Chi bộ thôn 11": ("Thôn 11", "Chi bộ  thôn 11"),
    "Chi bộ thôn Đông Hòa": ("Thôn Đông Hòa", "Đông Hòa", "Chi bộ thôn Đông Hoà", "CB Đông Hòa"),
    "Chi bộ buôn Ea Tul": ("Buôn Ea Tul", "Ea Tul", "CB buôn Ea Tul"),
    "Chi bộ Trường THCS Hòa Thủy": ("Trường THCS Hòa Thủy", "THCS Hòa Thủy", "CB trường THCS Hoà Thuỷ", "Trường THCS"),
    "Chi bộ Trường Tiểu học Hòa Thủy 1": ("Trường TH Hòa Thủy 1", "Tiểu học Hòa Thủy 1"),
    "Chi bộ Trường Tiểu học Hòa Thủy 2": ("Trường TH Hòa Thủy 2", "Tiểu học Hoà Thuỷ 2"),
    "Chi bộ Trường Mầm non Hoa Sen": ("Trường MN Hoa Sen", "Mầm non Hoa Sen", "Trường Mầm non"),
    "Chi bộ Trạm Y tế": ("Trạm Y tế", "Trạm y tế xã", "CB Trạm Y tế"),
    "Chi bộ Công an xã": ("Công an xã", "CB Công an"),
    "Chi bộ Quân sự xã": ("Quân sự", "CB Quân sự xã"),
    "Chi bộ Cơ quan Đảng, đoàn thể": ("Cơ quan Đảng, đoàn thể", "CB cơ quan Đảng - đoàn thể"),
    "Chi bộ Hợp tác xã Nông nghiệp": ("HTX Nông nghiệp", "CB HTX nông nghiệp"),
    "Chi bộ Đội 1": ("Đội 1", "CB Đội 1"),
    "Chi bộ Đội 2": ("Đội 2", "CB Đội 2"),
    "Chi bộ Văn phòng Nông trường": ("Văn phòng Nông trường", "CB Văn phòng"),
}

# short names that leave words out: a question at the cell is as good as the unit
PARTIAL = frozenset(
    {
        "Đông Hòa",
        "CB Đông Hòa",
        "Ea Tul",
        "THCS Hòa Thủy",
        "Trường THCS",
        "Chi bộ Trường THCS",
        "Tiểu học Hòa Thủy 1",
        "Tiểu học Hoà Thuỷ 2",
        "Mầm non Hoa Sen",
        "Trường Mầm non",
        "Chi bộ Trường Mầm non",
        "CB Công an",
        "Quân sự",
        "Chi bộ Quân sự",
        "CB Văn phòng",
    }
)


def found():
    """The committee, founded through the door of `org`."""
    from hocvien.org import api as org  # noqa: PLC0415 - Django must be set up first

    made = org.found_units(
        actor=None,
        units=[
            org.NewUnit(code=code, name=name, kind=kind, parent_code=parent, valid_from=FOUNDED)
            for code, name, kind, parent in UNITS
        ],
    )
    return next(unit for unit in made if unit.code == COMMITTEE)
