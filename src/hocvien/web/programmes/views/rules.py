"""Recording the conditions of a programme from a day on."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.eligibility import api as eligibility
from hocvien.web.programmes.rule_forms import KINDS, MOST_CLAUSES, RulesForm
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen


@screen(permission="programme.edit", methods=("GET", "POST"))
def rules_edit(request: ScreenRequest, code: str) -> HttpResponse:
    """A new version of the conditions, started from the one in force; `add` puts one more condition on the page, unsaved."""
    programme = catalogue.get_programme(code)
    current = next(
        (
            info
            for info in eligibility.rule_sets(programme.pk)
            if not info.study_mode and info.valid_from <= request.scope.on < info.valid_to
        ),
        None,
    )
    form = RulesForm(_sent(request), request=request, **_start(request, current))
    context = {
        "form": form,
        "programme": programme,
        "kinds": [(kind, words) for kind, (words, _blanks) in KINDS.items()],
    }
    if "add" in request.POST:
        form.errors.clear()
        return page(request, "programmes/rules_form.html", context)
    if form.is_valid():
        try:
            eligibility.add_rule_set_version(
                actor=request.user,
                programme=programme,
                valid_from=form.cleaned_data["valid_from"],
                note=form.cleaned_data["note"],
                clauses=form.new_clauses(),
                today=request.scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            notify(request, _("Đã ghi quy định, áp dụng từ ngày đã chọn."))
            return redirect_to(request, "programmes:programme-page", code=code)
    return page(request, "programmes/rules_form.html", context, form=form)


def _sent(request: ScreenRequest) -> QueryDict | None:
    """What was sent, with the condition asked for added after the last."""
    if request.method != "POST":
        return None
    kind = request.POST.get("add_kind", "")
    if "add" not in request.POST or kind not in KINDS:
        return request.POST
    sent = request.POST.copy()
    n = next((n for n in range(1, MOST_CLAUSES + 1) if f"base_{n}" not in sent), None)
    if n is None:
        return sent
    words, blanks = KINDS[kind]
    sent[f"base_{n}"] = json.dumps([kind, blanks])
    sent[f"keep_{n}"], sent[f"title_{n}"], sent[f"mark_{n}"] = "on", str(words), catalogue.Mark.DEFAULT
    for name, value in blanks.items():
        if isinstance(value, list):
            sent.setlist(f"{name}_{n}", value)
        elif value is not False:
            sent[f"{name}_{n}"] = str(value)
    return sent


def _start(request: ScreenRequest, current: eligibility.RuleSetInfo | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"valid_from": request.scope.on}
    if current is None:
        return {"initial": initial, "clauses": []}
    initial["note"] = current.note
    for n, clause in enumerate(current.clauses, 1):
        initial |= {
            f"title_{n}": clause.title,
            f"title_en_{n}": clause.title_en,
            f"citation_{n}": clause.citation,
            f"mark_{n}": clause.mark,
        }
    return {"initial": initial, "clauses": [(clause.kind, clause.parameters) for clause in current.clauses]}
