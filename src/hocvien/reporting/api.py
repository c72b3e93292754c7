"""The door of `reporting`: how many, for any unit and period, and who stands behind each figure."""

from hocvien.reporting.arithmetic import share
from hocvien.reporting.constants import BASES, FINISHED, JOINT, NOW, OPENED, OWN, PARTS, RUNNING, SENT, STRUCTURES, THEN
from hocvien.reporting.data import (
    BesideRow,
    Counts,
    MonthRow,
    ProgrammeRow,
    Question,
    Report,
    SenderRow,
    SentOut,
    SentRow,
)
from hocvien.reporting.errors import BasisUnknown, PartUnknown
from hocvien.reporting.queries.answer import compute_report, count_by_month, paragraph
from hocvien.reporting.queries.behind import ask, classes_behind, participations_behind
from hocvien.reporting.queries.sent import ask_sent, count_sent_out, sent_behind, sent_out
from hocvien.reporting.wording import (
    basis_title,
    beside_title,
    notes,
    official_number,
    part_title,
    period_words,
    report_as_csv,
    report_as_text,
    report_title,
    structure_title,
    total_title,
)

__all__ = [
    "BASES",
    "FINISHED",
    "JOINT",
    "NOW",
    "OPENED",
    "OWN",
    "PARTS",
    "RUNNING",
    "SENT",
    "STRUCTURES",
    "THEN",
    "BasisUnknown",
    "BesideRow",
    "Counts",
    "MonthRow",
    "PartUnknown",
    "ProgrammeRow",
    "Question",
    "Report",
    "SenderRow",
    "SentOut",
    "SentRow",
    "ask",
    "ask_sent",
    "basis_title",
    "beside_title",
    "classes_behind",
    "compute_report",
    "count_by_month",
    "count_sent_out",
    "notes",
    "official_number",
    "paragraph",
    "part_title",
    "participations_behind",
    "period_words",
    "report_as_csv",
    "report_as_text",
    "report_title",
    "sent_behind",
    "sent_out",
    "share",
    "structure_title",
    "total_title",
]
