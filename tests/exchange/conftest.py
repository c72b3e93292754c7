"""The commune whose rosters several files of tests bring."""

from hocvien.org import api as org
from tests.exchange.rosters import D0
from tests.kept import kept


@kept()
def xa():
    made = org.found_units(
        actor=None,
        units=[
            org.NewUnit("duc-thinh", "Đảng ủy xã Đức Thịnh", "commune_committee", D0),
            org.NewUnit("dong-hoa", "Chi bộ thôn Đông Hòa", "cell", D0, "duc-thinh"),
            org.NewUnit("tram-y-te", "Chi bộ Trạm Y tế", "cell", D0, "duc-thinh"),
        ],
    )
    return {unit.code: unit for unit in made}
