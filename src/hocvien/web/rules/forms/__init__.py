"""Forms of rules: the conditions of a programme, the reviewed file, what is recorded about one person."""

from hocvien.web.rules.forms.conditions import CITATIONS, MOST_CLAUSES, STARTS, RuleFileForm, RulesForm
from hocvien.web.rules.forms.granted import AttestationForm, ExceptionForm, PlanningForm

__all__ = [
    "CITATIONS",
    "MOST_CLAUSES",
    "STARTS",
    "AttestationForm",
    "ExceptionForm",
    "PlanningForm",
    "RuleFileForm",
    "RulesForm",
]
