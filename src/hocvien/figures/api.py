"""The door of the figures of the past."""

from hocvien.figures.data import Citation, NewLine, Told
from hocvien.figures.errors import (
    StatementEmpty,
    StatementNotFound,
    StatementRefused,
    StatementTwin,
    StatementWithdrawn,
    WithdrawalReasonMissing,
)
from hocvien.figures.models import PROGRAMME_CODES, CountedAs, Line, Qualifier, Statement
from hocvien.figures.operations.statements import take_over, withdraw
from hocvien.figures.queries.statements import (
    get_statement_for,
    statements_of,
    statements_visible_to,
    told_of,
)
from hocvien.figures.reading import Reading, Spot, read_paragraph, read_text

__all__ = [
    "PROGRAMME_CODES",
    "Citation",
    "CountedAs",
    "Line",
    "NewLine",
    "Qualifier",
    "Reading",
    "Spot",
    "Statement",
    "StatementEmpty",
    "StatementNotFound",
    "StatementRefused",
    "StatementTwin",
    "StatementWithdrawn",
    "Told",
    "WithdrawalReasonMissing",
    "get_statement_for",
    "read_paragraph",
    "read_text",
    "statements_of",
    "statements_visible_to",
    "take_over",
    "told_of",
    "withdraw",
]
