"""The door of `papers`: templates an office edits in Word, and papers made from them."""

from hocvien.papers.arithmetic.page import line, paper_head, paragraph, plain_page, signature, table
from hocvien.papers.constants import SAMPLES
from hocvien.papers.data import Paper, PaperHead, TemplateInUse
from hocvien.papers.errors import NothingToWrite, TemplateNotFound, TemplateRefused, TemplateWithdrawn
from hocvien.papers.models import PaperKind, PaperTemplate
from hocvien.papers.operations import (
    make_class_paper,
    make_plan_paper,
    make_sending_paper,
    save_template,
    withdraw_template,
)
from hocvien.papers.queries.templates import (
    content_in_use,
    get_template_for,
    template_in_use,
    templates_before,
    templates_in_use,
)
from hocvien.papers.queries.values import head_proposed, letter_kind, superior_name
from hocvien.papers.queries.words import field_words, summons_text

__all__ = [
    "SAMPLES",
    "NothingToWrite",
    "Paper",
    "PaperHead",
    "PaperKind",
    "PaperTemplate",
    "TemplateInUse",
    "TemplateNotFound",
    "TemplateRefused",
    "TemplateWithdrawn",
    "content_in_use",
    "field_words",
    "get_template_for",
    "head_proposed",
    "letter_kind",
    "line",
    "make_class_paper",
    "make_plan_paper",
    "make_sending_paper",
    "paper_head",
    "paragraph",
    "plain_page",
    "save_template",
    "signature",
    "summons_text",
    "superior_name",
    "table",
    "template_in_use",
    "templates_before",
    "templates_in_use",
    "withdraw_template",
]
