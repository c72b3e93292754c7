"""Pure: marks and bands."""

from decimal import Decimal
from itertools import pairwise

from hocvien.catalogue.data import AssessmentRule, BandRule
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
