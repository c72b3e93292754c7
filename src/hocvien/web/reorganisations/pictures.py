"""The picture before | after as the templates draw it: folded where it is long, with what became what beside each unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hocvien.org import api as org
from hocvien.web.reorganisations.words import HAPPENED, listed
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import same_page

# more units than this on a side are drawn a branch at a time
_MOST_DRAWN = 500
# a longer row of children is folded; right below the top a longer one is not
_MOST_OPEN = 14
_MOST_OPEN_ON_TOP = 80
_ALL_OPEN = 40


@dataclass(frozen=True, slots=True)
class Drawn:
    """One unit: `mark` is the number it shares with what it becomes or came from (0: none); `more` units behind `url`."""

    name: str
    state: str
    state_words: str
    mark: int
    linked: str
    carried: int
    others: int
    children: tuple["Drawn", ...]
    is_open: bool
    more: int
    url: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides, and whether anything is drawn at all."""

    before: tuple[Drawn, ...]
    after: tuple[Drawn, ...]
    is_branch: bool
    whole_url: str


def picture_of(request: ScreenRequest, row: org.Reorganisation) -> Pair | None:
    """The picture of what was last tried or done; None where nothing was. No query."""
    branch = request.GET.get("branch", "")[:60]
    picture = org.picture_of(row.effect, branch=branch)
    if branch and not (picture.before or picture.after):
        branch, picture = "", org.picture_of(row.effect)
    if not (picture.before or picture.after):
        return None
    marks = _marks(picture.after)
    return Pair(
        _side(request, picture.before, picture.names, marks),
        _side(request, picture.after, picture.names, marks),
        bool(branch),
        same_page(request, branch=None) + "#picture",
    )


def _marks(after: Sequence[org.PictureUnit]) -> dict[str, int]:
    """A number for each unit that goes on with the work of others, in the order in which they are drawn."""
    marks: dict[str, int] = {}
    waiting = list(reversed(after))
    while waiting:
        unit = waiting.pop()
        if unit.links:
            marks[unit.code] = len(marks) + 1
        waiting += reversed(unit.children)
    return marks


def _side(
    request: ScreenRequest, trees: Sequence[org.PictureUnit], names: Mapping[str, str], marks: Mapping[str, int]
) -> tuple[Drawn, ...]:
    count = org.units_in(trees)
    depth = _depth_that_fits(trees) if count > _MOST_DRAWN else -1
    drawn = (_drawn(request, one, names, marks, depth, is_all_open=count <= _ALL_OPEN) for one in trees)
    return tuple(replace(one, is_open=one.is_open or len(one.children) <= _MOST_OPEN_ON_TOP) for one in drawn)


def _depth_that_fits(trees: Sequence[org.PictureUnit]) -> int:
    """How many levels can be drawn; at least one below the tops."""
    count, depth, layer = len(trees), 0, list(trees)
    while layer:
        layer = [child for one in layer for child in one.children]
        if depth and count + len(layer) > _MOST_DRAWN:
            break
        count, depth = count + len(layer), depth + 1
    return depth


def _drawn(
    request: ScreenRequest,
    unit: org.PictureUnit,
    names: Mapping[str, str],
    marks: Mapping[str, int],
    depth: int,
    *,
    is_all_open: bool,
) -> Drawn:
    below = unit.children if depth else ()
    children = tuple(_drawn(request, one, names, marks, depth - 1, is_all_open=is_all_open) for one in below)
    more = 0 if depth else org.units_in(unit.children)
    # several successors of one unit share no number: they are named
    mark = marks.get(unit.code) or (marks.get(unit.links[0], 0) if len(unit.links) == 1 else 0)
    return Drawn(
        unit.name,
        unit.state,
        str(HAPPENED[unit.state][1]) if unit.state in HAPPENED else "",
        mark,
        listed(unit.links, names),
        unit.carried,
        unit.others,
        children,
        is_all_open or len(children) <= _MOST_OPEN,
        more,
        same_page(request, branch=unit.code) + "#picture" if more else "",
    )
