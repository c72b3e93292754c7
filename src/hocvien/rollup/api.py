"""The door of `rollup`: months and years of every unit, counted beforehand."""

from hocvien.rollup.data import Checked, Counted, Figures, Group, Kept, Plan
from hocvien.rollup.operations.asking import ask_for_check
from hocvien.rollup.operations.keeping import bring_up, check, drop, keep_up, rebuild
from hocvien.rollup.queries.kept import is_on, kept_of, plan_of

__all__ = [
    "Checked",
    "Counted",
    "Figures",
    "Group",
    "Kept",
    "Plan",
    "ask_for_check",
    "bring_up",
    "check",
    "drop",
    "is_on",
    "keep_up",
    "kept_of",
    "plan_of",
    "rebuild",
]
