"""Rules on screen: what is in force for each programme, a programme's rules over time, the regulations they stand in."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.web.rules.tables import RegulationTable, RuleTable
from hocvien.web.rules.words import mark_status, rule_name
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.screens import page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="programme.view", as_of=True)
def rule_list(request: ScreenRequest) -> HttpResponse:
    """Every programme with its rule of the day looked at; drafts on their way."""
    on = request.scope.as_of
    in_force = eligibility.rules_in_force(on)
    rows = [
        {
            "code": programme.code,
            "name": programme.name,
            "versions": len(found),
            "since": max((row.valid_from for row in found), default=None),
            "clauses": sum(row.clauses for row in found),
            "defaults": sum(row.defaults for row in found),
        }
        for programme in catalogue.list_programmes()
        if programme.valid_from <= on < programme.valid_to
        for found in [in_force.get(programme.pk, [])]
    ]
    context = {
        "drafts": eligibility.list_drafts(),
        "as_of": on,
        "may_edit": catalogue.can_edit(request.user, request.scope.on),
    }
    return table_response(request, "rules/rule_list.html", RuleTable(request, rows), context)


@screen(permission="programme.view", as_of=True)
def regulation_list(request: ScreenRequest) -> HttpResponse:
    may_edit = catalogue.can_edit(request.user, request.scope.on)
    table = RegulationTable(request, eligibility.list_regulations(), may_edit=may_edit)
    context = {"as_of": request.scope.as_of, "may_edit": may_edit}
    return table_response(request, "rules/regulation_list.html", table, context)


@screen(permission="programme.view", as_of=True)
def rule_page(request: ScreenRequest, code: str) -> HttpResponse:
    """A programme's rules over time, each clause in words; in force on the day looked at first."""
    programme = catalogue.get_programme(code)
    on = request.scope.as_of
    versions = [shown_version(info) for info in eligibility.rule_sets(programme.pk)]
    context = {
        "programme": programme,
        "as_of": on,
        "now": [version for version in versions if version["from"] <= on < version["to"]],
        "others": [version for version in versions if not version["from"] <= on < version["to"]],
        "drafts": eligibility.list_drafts(programme.pk),
        "suggestions": shown_suggestions(programme.code),
        "may_edit": catalogue.can_edit(request.user, request.scope.on),
    }
    return page(request, "rules/rule_page.html", context)


@screen(permission="programme.view", as_of=True)
def rule_download(request: ScreenRequest, code: str) -> HttpResponse:
    """Every rule of the programme as the file that is reviewed; with `from` only those that begin that day."""
    programme = catalogue.get_programme(code)
    infos = eligibility.rule_sets(programme.pk)
    wanted = request.GET.get("from", "")
    chosen = [info for info in infos if not wanted or info.valid_from.isoformat() == wanted]
    response = HttpResponse(
        eligibility.rule_file(programme.code, chosen), content_type="application/yaml; charset=utf-8"
    )
    name = f"{programme.code}-{wanted}" if wanted and chosen else programme.code
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response


def shown_version(info: eligibility.RuleSetInfo) -> dict[str, Any]:
    """A version as the templates show it."""
    in_english = (get_language() or "").startswith("en")
    return {
        "from": info.valid_from,
        "to": info.valid_to,
        "note": info.note,
        "name": rule_name(info),
        "published_at": info.published_at,
        "query": {"mode": info.study_mode or None, "audience": info.audience or None},
        "clauses": [
            {
                "title": (in_english and clause.title_en) or clause.title,
                "sentence": clause.sentence,
                "citation": clause.citation,
                "mark": mark_status(clause.mark),
            }
            for clause in info.clauses
        ],
    }


def shown_suggestions(code: str) -> list[dict[str, Any]]:
    """What practice knows beside the rules of a programme, as the templates show it."""
    in_english = (get_language() or "").startswith("en")
    return [
        {
            "title": (in_english and one.clause.title_en) or one.clause.title,
            "why": one.why_en if in_english else one.why,
            "citation": one.clause.citation,
            "mark": mark_status(one.clause.mark),
            "query": {"suggest": one.code},
        }
        for one in eligibility.list_suggestions(code)
    ]


def in_force_on(
    programme_id: int, on: date, study_mode: str = "", audience: str = ""
) -> eligibility.RuleSetInfo | None:
    """The version of that day for this mode and audience (empty: any, everybody)."""
    for info in eligibility.rule_sets(programme_id):
        if info.valid_from <= on < info.valid_to and (info.study_mode, info.audience) == (study_mode, audience):
            return info
    return None
