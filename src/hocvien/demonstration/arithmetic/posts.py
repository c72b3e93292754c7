"""Handing out posts so that no cell has two secretaries."""

from collections import defaultdict
from random import Random

from hocvien.demonstration.data import PlaceFile, Post

_CELL_POSTS = (
    ("cell_secretary", "Bí thư chi bộ"),
    ("cell_deputy", "Phó Bí thư chi bộ"),
    ("cell_committee_member", "Chi ủy viên"),
    ("cell_committee_member", "Chi ủy viên"),
)
_CADRE_POSTS = (
    ("civil_servant", "Công chức văn phòng - thống kê"),
    ("civil_servant", "Công chức văn hóa - xã hội"),
    ("civil_servant", "Công chức tư pháp - hộ tịch"),
    ("mass_officer", "Phó Chủ tịch Hội Nông dân"),
    ("mass_officer", "Phó Chủ tịch Hội Liên hiệp Phụ nữ"),
    ("mass_officer", "Phó Chủ tịch Ủy ban Mặt trận Tổ quốc"),
)


class PostBook:
    """Gives each committee's posts in order of rank, each single post once."""

    def __init__(self, place: PlaceFile) -> None:
        self._place = place
        self._given: dict[str, int] = defaultdict(int)

    def cell_for(self, unit: str) -> str:
        """The next cell of a committee in turn, so that people spread evenly over the cells."""
        cells = self._place.cells_of(unit)
        self._given[f"turn {unit}"] += 1
        return cells[self._given[f"turn {unit}"] % len(cells)]

    def committee_post(self, unit: str, cell: str) -> Post:
        """A post in the cell while there is one, else membership of the commune's committee."""
        rank = self._given[f"cell {cell}"]
        if rank < len(_CELL_POSTS):
            self._given[f"cell {cell}"] += 1
            kind, title = _CELL_POSTS[rank]
            return Post(kind, title, cell, self._place.terms.cells)
        return Post("committee_member", "Ủy viên Ban Chấp hành Đảng bộ", unit, self._place.terms.committees)

    def youth_post(self, unit: str) -> Post:
        """A post in the commune's youth union: one secretary, one deputy, then members and village secretaries."""
        rank = self._given[f"youth {unit}"]
        self._given[f"youth {unit}"] += 1
        if rank == 0:
            title = "Bí thư Đoàn"
        elif rank == 1:
            title = "Phó Bí thư Đoàn"
        elif rank < 8:
            title = "Ủy viên Ban Chấp hành Đoàn"
        else:
            title = "Bí thư chi đoàn" if rank % 2 else "Phó Bí thư chi đoàn"
        return Post("youth_officer", title, f"{unit}-doan", self._place.terms.youth)

    def cadre_post(self, rng: Random, unit: str, sex: str) -> Post:
        """A post of those sent to the school's two-year class."""
        women = "Liên hiệp Phụ nữ"
        kind, title = rng.choice([post for post in _CADRE_POSTS if sex == "female" or women not in post[1]])
        return Post(kind, title, unit, self._place.terms.committees)
