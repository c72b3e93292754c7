"""The door of batches: one thing done to many people at once, and taken back."""

from hocvien.batches.constants import BACK_DAYS
from hocvien.batches.errors import BatchBusy, BatchNotFound, NobodyChosen, NobodyLeft, TooLateToTakeBack
from hocvien.batches.models import Batch, BatchItem, BatchKind, BatchState, Outcome
from hocvien.batches.operations import (
    forget_batch,
    forget_batches,
    judge_batch,
    open_batch,
    resume_batch,
    run_batch,
    take_back_batch,
)
from hocvien.batches.queries import (
    back_until,
    can_take_back,
    count_reasons,
    get_batch,
    list_batches,
    list_items,
    say_reason,
    work_of,
)

__all__ = [
    "BACK_DAYS",
    "Batch",
    "BatchBusy",
    "BatchItem",
    "BatchKind",
    "BatchNotFound",
    "BatchState",
    "NobodyChosen",
    "NobodyLeft",
    "Outcome",
    "TooLateToTakeBack",
    "back_until",
    "can_take_back",
    "count_reasons",
    "forget_batch",
    "forget_batches",
    "get_batch",
    "judge_batch",
    "list_batches",
    "list_items",
    "open_batch",
    "resume_batch",
    "run_batch",
    "say_reason",
    "take_back_batch",
    "work_of",
]
