"""The door of `rollup`: months and years of large units, counted beforehand."""

from hocvien.rollup.arithmetic.months import FIRST_DAY
from hocvien.rollup.constants import BELOW, BESIDE, GENERATED, JOINT, OUTSIDE, PROGRAMME, SENT, TOTAL
from hocvien.rollup.data import Checked, Figures, Key, Met, Plan, State
from hocvien.rollup.operations.asking import ask_for_check
from hocvien.rollup.operations.checking import check
from hocvien.rollup.operations.keeping import bring_up, drop, keep_up, rebuild, settle
from hocvien.rollup.queries.kept import is_on, kept_of, plan_of, state

__all__ = [
    "BELOW",
    "BESIDE",
    "FIRST_DAY",
    "GENERATED",
    "JOINT",
    "OUTSIDE",
    "PROGRAMME",
    "SENT",
    "TOTAL",
    "Checked",
    "Figures",
    "Key",
    "Met",
    "Plan",
    "State",
    "ask_for_check",
    "bring_up",
    "check",
    "drop",
    "is_on",
    "keep_up",
    "kept_of",
    "plan_of",
    "rebuild",
    "settle",
    "state",
]
