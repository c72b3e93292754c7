"""Pure: marks and bands, names, chains of steps."""

from decimal import Decimal
from itertools import pairwise

from hocvien.catalogue.data import AssessmentRule, BandRule, StepRule
from hocvien.common.text import fold


def band_for_mark(rule: AssessmentRule, mark: Decimal | None) -> BandRule | None:
    """The best band whose lower bound the mark reaches; None without a mark or without bands."""
    if mark is None:
        return None
    reached = [band for band in rule.bands if mark >= band.min_mark]
    return max(reached, key=lambda band: band.min_mark, default=None)


def bands_are_sound(bands: tuple[BandRule, ...]) -> bool:
    """Bounds fall strictly from the best band down to 0 or more, no passing band below a failing one, codes differ."""
    codes = [band.code for band in bands]
    bounds = [band.min_mark for band in bands]
    passes = [band.is_pass for band in bands]
    return (
        len(set(codes)) == len(codes)
        and all(higher > lower for higher, lower in pairwise(bounds))
        and all(0 <= bound <= 10 for bound in bounds)
        and passes == sorted(passes, reverse=True)
    )


_LEADING = ("lop ", "khoa ", "chuong trinh ", "dao tao ")


def plain_name(text: str) -> str:
    """A programme's name folded and without leading words that name no programme ("lớp", "khóa", "đào tạo")."""
    name = fold(text)
    shorter = True
    while shorter:
        shorter = False
        for word in _LEADING:
            if name.startswith(word):
                name, shorter = name[len(word) :], True
    return name


_AT_KINDS = frozenset({"above", "beside"})
DEFAULT_STEPS = (
    StepRule(kind="propose", place="sender", position=1),
    StepRule(kind="approve", place="sender", position=2),
    StepRule(kind="admit", place="opener", position=3),
)
"""The way of a list where nothing is recorded: the sender proposes, its committee approves, the opener admits."""


def chain_is_sound(steps: tuple[StepRule, ...]) -> bool:
    """Proposed first, admitted last, and somebody in between: whoever opens a class never decides alone who goes."""
    kinds = [step.kind for step in steps]
    return (
        len(kinds) > 2
        and kinds[0] == "propose"
        and kinds[-1] == "admit"
        and not {"propose", "admit"} & set(kinds[1:-1])
        and steps[0].place == "sender"
        and steps[-1].place in {"opener", "host"}
        and all(step.unit_kinds for step in steps if step.place in _AT_KINDS)
    )
