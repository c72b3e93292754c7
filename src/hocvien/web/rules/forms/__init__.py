"""Forms of rules: the conditions of a programme, the reviewed file, the documents cited, what is recorded about one person."""

from hocvien.web.rules.forms.conditions import CITATIONS, MOST_CLAUSES, STARTS, RuleFileForm, RulesForm
from hocvien.web.rules.forms.granted import AttestationForm, ExceptionForm, PlanningForm
from hocvien.web.rules.forms.regulations import RegulationForm

__all__ = [
    "CITATIONS",
    "MOST_CLAUSES",
    "STARTS",
    "AttestationForm",
    "ExceptionForm",
    "PlanningForm",
    "RegulationForm",
    "RuleFileForm",
    "RulesForm",
]
