"""The province that several files of tests reorganise."""

from hocvien.org import api as org
from tests.kept import kept
from tests.org.units import found


@kept()
def province():
    """tinh > huyen-1 > (xa-a > a1, a2; xa-b > b1), huyen-2 > (xa-c > c1), and a centre in huyen-1."""
    tinh = found("tinh", kind="province_committee")
    for number, communes in ((1, "ab"), (2, "c")):
        huyen = found(f"huyen-{number}", tinh, "district_committee")
        for letter in communes:
            xa = found(f"xa-{letter}", huyen, "commune_committee")
            found(f"{letter}1", xa)
            if letter == "a":
                found("a2", xa)
    found("tt-1", org.get_unit("huyen-1"), "political_centre")
    return tinh
