"""The door of `papers`: templates an office edits in Word, and papers made from them."""

from hocvien.papers.arithmetic.page import (
    RULE,
    RULE_SIZE,
    line,
    number_pages,
    page_break,
    paper_head,
    paragraph,
    plain_page,
    signature,
    table,
)
from hocvien.papers.constants import SAMPLES
from hocvien.papers.data import Paper, PaperHead, PapersToCarry, PaperToCarry, TemplateInUse
from hocvien.papers.errors import NothingToWrite, TemplateNotFound, TemplateRefused, TemplateWithdrawn
from hocvien.papers.models import FilledPaper, PaperKind, PaperTemplate
from hocvien.papers.operations.carrying import copy_classes, copy_plan, take_back_classes, take_back_plan
from hocvien.papers.operations.making import make_class_paper, make_plan_paper, make_sending_paper
from hocvien.papers.operations.templates import save_template, withdraw_template
from hocvien.papers.queries.filled import (
    filled_papers,
    find_plan_paper,
    head_begun,
    papers_to_carry,
)
from hocvien.papers.queries.templates import (
    content_in_use,
    get_template_for,
    template_in_use,
    templates_before,
    templates_in_use,
)
from hocvien.papers.queries.values import letter_kind, superior_name
from hocvien.papers.queries.words import field_words, summons_text

__all__ = [
    "RULE",
    "RULE_SIZE",
    "SAMPLES",
    "FilledPaper",
    "NothingToWrite",
    "Paper",
    "PaperHead",
    "PaperKind",
    "PaperTemplate",
    "PaperToCarry",
    "PapersToCarry",
    "TemplateInUse",
    "TemplateNotFound",
    "TemplateRefused",
    "TemplateWithdrawn",
    "content_in_use",
    "copy_classes",
    "copy_plan",
    "field_words",
    "filled_papers",
    "find_plan_paper",
    "get_template_for",
    "head_begun",
    "letter_kind",
    "line",
    "make_class_paper",
    "make_plan_paper",
    "make_sending_paper",
    "number_pages",
    "page_break",
    "paper_head",
    "papers_to_carry",
    "paragraph",
    "plain_page",
    "save_template",
    "signature",
    "summons_text",
    "superior_name",
    "table",
    "take_back_classes",
    "take_back_plan",
    "template_in_use",
    "templates_before",
    "templates_in_use",
    "withdraw_template",
]
