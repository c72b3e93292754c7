"""Programmes on screen: the list, and one programme with all that is in force for it on the day looked at."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.web.programmes.tables import ProgrammeTable, mark_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="programme.view", as_of=True)
def programme_list(request: ScreenRequest) -> HttpResponse:
    """Programmes in force on the day looked at."""
    table = ProgrammeTable(request, list(catalogue.programmes_with_content(request.scope.as_of)))
    context = {"may_edit": catalogue.can_edit(request.user, request.scope.on), "as_of": request.scope.as_of}
    return table_response(request, "programmes/programme_list.html", table, context)


@screen(permission="programme.view", as_of=True)
def programme_page(request: ScreenRequest, code: str) -> HttpResponse:
    """One programme: content, assessment, paper and who may attend; the version of the day first, the others below."""
    programme = catalogue.get_programme(code)
    on = request.scope.as_of
    curricula = [_shown_curriculum(row) for row in catalogue.list_curricula(programme.pk)]
    assessments = [_shown_assessment(rule) for rule in catalogue.list_assessments(programme.pk)]
    papers = [_shown_paper(rule) for rule in catalogue.list_papers(programme.pk)]
    openings = [_shown_opening(rule) for rule in catalogue.list_opening_rules(programme.pk)]
    chains = [_shown_chain(rule) for rule in catalogue.list_chains(programme.pk)]
    rule_sets = [_shown_rules(info) for info in eligibility.rule_sets(programme.pk)]
    return page(
        request,
        "programmes/programme_page.html",
        {
            "programme": programme,
            "status": mark_status(programme.mark),
            "as_of": on,
            "may_edit": catalogue.can_edit(request.user, request.scope.on),
            "curricula": _split(curricula, on),
            "assessments": _split(assessments, on),
            "papers": _split(papers, on),
            "openings": _split(openings, on),
            "chains": _split(chains, on),
            "rule_sets": _split(rule_sets, on),
        },
    )


def _split(versions: list[dict[str, Any]], on: date) -> dict[str, Any]:
    """Versions in force on the day, and the others, newest first."""
    now = [version for version in versions if version["from"] <= on < version["to"]]
    return {"now": now, "others": [version for version in versions if version not in now]}


def _dated(row: Any) -> dict[str, Any]:
    return {"from": row.valid_from, "to": row.valid_to}


def _cited(row: Any) -> dict[str, Any]:
    return {**_dated(row), "citation": row.citation, "status": mark_status(row.mark)}


def _shown_curriculum(row: catalogue.Curriculum) -> dict[str, Any]:
    lessons = list(row.lessons.all())
    periods = sum(lesson.periods for lesson in lessons)
    return {
        **_cited(row),
        "version": row.version,
        "note": row.note,
        "lessons": lessons,
        "periods": periods,
        "periods_per_session": row.periods_per_session,
        "sessions": -(-periods // row.periods_per_session),
    }


def _shown_assessment(rule: catalogue.AssessmentRule) -> dict[str, Any]:
    return {**_cited(rule), "rule": rule, "kind": catalogue.AssessmentKind(rule.kind).label}


def _shown_paper(rule: catalogue.PaperRule) -> dict[str, Any]:
    kind, qr_place = catalogue.PaperKind(rule.kind).label, catalogue.QrPlace(rule.qr_place).label
    return {**_cited(rule), "rule": rule, "kind": kind, "qr_place": qr_place}


def _shown_opening(rule: catalogue.OpeningRule) -> dict[str, Any]:
    kinds = [str(org.UnitKind(kind).label) for kind in rule.kinds]
    return {**_cited(rule), "need": catalogue.OpeningNeed(rule.need).label, "kinds": ", ".join(kinds)}


def _shown_chain(rule: catalogue.ChainRule) -> dict[str, Any]:
    steps = [
        {
            "kind": catalogue.StepKind(step.kind).label,
            "place": catalogue.StepPlace(step.place).label,
            "units": ", ".join(
                [*(str(org.UnitKind(kind).label) for kind in step.unit_kinds), *(f"“{w}”" for w in step.unit_words)]
            ),
            "days_before": step.days_before,
        }
        for step in rule.steps
    ]
    return {**_cited(rule), "steps": steps}


def _shown_rules(info: eligibility.RuleSetInfo) -> dict[str, Any]:
    in_english = (get_language() or "").startswith("en")
    clauses: list[tuple[str, str, Status]] = [
        ((in_english and clause.title_en) or clause.title, clause.citation, mark_status(clause.mark))
        for clause in info.clauses
    ]
    mode = catalogue.StudyMode(info.study_mode).label if info.study_mode else ""
    return {**_dated(info), "note": info.note, "mode": mode, "clauses": clauses}
