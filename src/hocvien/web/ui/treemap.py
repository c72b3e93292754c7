"""Tree-maps drawn on the server: squarified rectangles, as equal-sided as their sizes allow (Bruls, Huizing, van Wijk 2000)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hocvien.web.ui import formats
from hocvien.web.ui.parts import TreeCell, TreeMap

WIDTH, HEIGHT = 900.0, 380.0
_LETTER, _LINE = 6.9, 17.0
# (CSS class, from this share on, words), from high to low
_BANDS = (("t3", 0.9), ("t2", 0.7), ("t1", 0.5), ("t0", 0.0))
TREE_SHARES = (
    ("t3", _("từ 90%")),
    ("t2", _("70% đến dưới 90%")),
    ("t1", _("50% đến dưới 70%")),
    ("t0", _("dưới 50%")),
)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """One cell as the SVG needs it; texts are "" where they do not fit."""

    css: str
    x: str
    y: str
    width: str
    height: str
    title: str
    label: str
    share: str
    text_x: str
    label_y: str
    share_y: str


def draw_tree_map(map_: TreeMap) -> list[Rectangle]:
    """Lay out the cells, the largest first; a cell of size 0 is not drawn."""
    cells = sorted((cell for cell in map_.cells if cell.size > 0), key=lambda cell: (-cell.size, cell.label))
    total = sum(cell.size for cell in cells)
    if not total:
        return []
    scale = WIDTH * HEIGHT / total
    found: list[Rectangle] = []
    x, y, width, height = 0.0, 0.0, WIDTH, HEIGHT
    at = 0
    while at < len(cells):
        side = min(width, height)
        taken = _row_length([cell.size * scale for cell in cells[at:]], side)
        row = cells[at : at + taken]
        area = sum(cell.size for cell in row) * scale
        depth = area / side
        offset = 0.0
        for cell in row:
            length = cell.size * scale / depth
            if width >= height:
                found.append(_rectangle(cell, x, y + offset, depth, length))
            else:
                found.append(_rectangle(cell, x + offset, y, length, depth))
            offset += length
        if width >= height:
            x, width = x + depth, width - depth
        else:
            y, height = y + depth, height - depth
        at += taken
    return found


def _row_length(areas: Sequence[float], side: float) -> int:
    """How many of the areas stand beside one another before the worst of them becomes longer than it was."""
    worst = float("inf")
    for number in range(1, len(areas) + 1):
        total = sum(areas[:number])
        ratio = max(max(side * side * one / total**2, total**2 / (side * side * one)) for one in areas[:number])
        if ratio > worst:
            return number - 1
        worst = ratio
    return len(areas)


def _rectangle(cell: TreeCell, x: float, y: float, width: float, height: float) -> Rectangle:
    letters = int((width - 10) / _LETTER)
    share = "" if cell.share is None else formats.percent(cell.share, 0)
    label = cell.label if len(cell.label) <= letters else f"{cell.label[: max(letters - 1, 0)].rstrip()}…"
    has_label = letters >= 5 and height >= 2 * _LINE + 8
    has_share = bool(share) and letters >= len(share) and height >= _LINE + 4
    css = next((css for css, from_ in _BANDS if cell.share is not None and cell.share >= from_), "tn")
    return Rectangle(
        css=css,
        x=_n(x),
        y=_n(y),
        width=_n(max(width, 0.1)),
        height=_n(max(height, 0.1)),
        title=cell.text,
        label=label if has_label else "",
        share=share if has_share else "",
        text_x=_n(x + 6),
        label_y=_n(y + _LINE),
        share_y=_n(y + (2 * _LINE if has_label else _LINE - 2)),
    )


def _n(value: float) -> str:
    return f"{value:.1f}"
