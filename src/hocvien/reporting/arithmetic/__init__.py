"""Counting without a database: of the standard report (`tally`), of measures by dimensions (`breakdown`), what may be shown to whom (`suppression`)."""

from hocvien.reporting.arithmetic.breakdown import (
    adds_up,
    band_of_age,
    can_be_told,
    evaluate,
    figures_of,
    needed,
    recount,
    school_year_of,
    through_learners,
)
from hocvien.reporting.arithmetic.suppression import CUTS, Cut, cut_shown, cuts_asked, is_safe
from hocvien.reporting.arithmetic.tally import Branches, branch_of, is_inside, level_of, partner_of, share, tally

__all__ = [
    "CUTS",
    "Branches",
    "Cut",
    "adds_up",
    "band_of_age",
    "branch_of",
    "can_be_told",
    "cut_shown",
    "cuts_asked",
    "evaluate",
    "figures_of",
    "is_inside",
    "is_safe",
    "level_of",
    "needed",
    "partner_of",
    "recount",
    "school_year_of",
    "share",
    "tally",
    "through_learners",
]
