"""The door of the figures of the past."""

from hocvien.figures.arithmetic import Doubt, doubts_of
from hocvien.figures.data import Citation, FileRow, NewLine, NewStatement, Told, ToldLine
from hocvien.figures.errors import (
    ProgrammeNotKnown,
    StatementEmpty,
    StatementFileNotFound,
    StatementFileNothingToWithdraw,
    StatementFileTakenOver,
    StatementNotFound,
    StatementRefused,
    StatementTwin,
    StatementWithdrawn,
    WithdrawalReasonMissing,
)
from hocvien.figures.models import PROGRAMME_CODES, CountedAs, Line, Qualifier, Statement, StatementFile
from hocvien.figures.operations.files import correct_file, keep_file, lock_file, take_over_file, withdraw_file
from hocvien.figures.operations.statements import take_over, withdraw
from hocvien.figures.queries.files import cell_name, get_file_for, list_files, rows_of
from hocvien.figures.queries.programmes import programme_names
from hocvien.figures.queries.statements import (
    get_statement_for,
    kept_of,
    statements_of,
    statements_visible_to,
    terms_told_of,
    told_of,
)
from hocvien.figures.reading import Reading, Spot, days_of_label, read_paragraph, read_text, term_of_label

__all__ = [
    "PROGRAMME_CODES",
    "Citation",
    "CountedAs",
    "Doubt",
    "FileRow",
    "Line",
    "NewLine",
    "NewStatement",
    "ProgrammeNotKnown",
    "Qualifier",
    "Reading",
    "Spot",
    "Statement",
    "StatementEmpty",
    "StatementFile",
    "StatementFileNotFound",
    "StatementFileNothingToWithdraw",
    "StatementFileTakenOver",
    "StatementNotFound",
    "StatementRefused",
    "StatementTwin",
    "StatementWithdrawn",
    "Told",
    "ToldLine",
    "WithdrawalReasonMissing",
    "cell_name",
    "correct_file",
    "days_of_label",
    "doubts_of",
    "get_file_for",
    "get_statement_for",
    "keep_file",
    "kept_of",
    "list_files",
    "lock_file",
    "programme_names",
    "read_paragraph",
    "read_text",
    "rows_of",
    "statements_of",
    "statements_visible_to",
    "take_over",
    "take_over_file",
    "term_of_label",
    "terms_told_of",
    "told_of",
    "withdraw",
    "withdraw_file",
]
