"""Changing rules: a draft is written, tried on real people, put in force from its day."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.catalogue import api as catalogue
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.web.rules.forms import CITATIONS, MOST_CLAUSES, STARTS, RuleFileForm, RulesForm
from hocvien.web.rules.views import in_force_on, shown_suggestions, shown_version
from hocvien.web.rules.words import mark_status, rule_name
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen


@screen(permission="programme.edit", methods=("GET", "POST"))
def rule_edit(request: ScreenRequest, code: str) -> HttpResponse:
    """A new draft, started from the version in force (for `mode` and `audience`); `suggest` names one more condition that practice knows,
    `add` puts one on the page, both unsaved.
    """
    programme = catalogue.get_programme(code)
    current = in_force_on(programme.pk, request.scope.on, request.GET.get("mode", ""), request.GET.get("audience", ""))
    head = {} if current is None else _head(current)
    clauses = () if current is None else current.clauses
    start = _start({**head, "valid_from": request.scope.on}, [*clauses, *_suggested(request, code)])
    return _edit(request, programme, None, start)


@screen(permission="programme.edit", methods=("GET", "POST"))
def draft_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    draft = eligibility.get_draft(uuid)
    clauses = [*eligibility.draft_clauses(draft), *_suggested(request, draft.programme.code)]
    start = _start({**_head(draft), "valid_from": draft.valid_from}, clauses)
    return _edit(request, draft.programme, draft, start)


def _suggested(request: ScreenRequest, code: str) -> list[eligibility.NewClause]:
    wanted = request.GET.get("suggest", "")
    return [one.clause for one in eligibility.list_suggestions(code) if one.code == wanted]


def _edit(
    request: ScreenRequest,
    programme: catalogue.Programme,
    draft: eligibility.RuleDraft | None,
    start: dict[str, Any],
) -> HttpResponse:
    form = RulesForm(_sent(request), request=request, has_study_modes=programme.has_study_modes, **start)
    context = {"form": form, "programme": programme, "draft": draft, "kinds": list(form.kind_words.items())}
    if "add" in request.POST:
        form.errors.clear()
        return page(request, "rules/rule_form.html", context)
    if form.is_valid():
        try:
            saved = eligibility.save_draft(
                actor=request.user,
                programme=programme,
                today=request.scope.on,
                now=clock.now(),
                draft=draft,
                **form.rule(),
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            notify(request, _("Đã ghi bản nháp. Thử trên người thật rồi ban hành."))
            return redirect_to(request, "rules:draft-page", uuid=saved.uuid)
    return page(request, "rules/rule_form.html", context, form=form)


def _sent(request: ScreenRequest) -> QueryDict | None:
    """What was sent, with the condition asked for added after the last."""
    if request.method != "POST":
        return None
    kind = request.POST.get("add_kind", "")
    if "add" not in request.POST or kind not in STARTS:
        return request.POST
    sent = request.POST.copy()
    n = next((n for n in range(1, MOST_CLAUSES + 1) if f"base_{n}" not in sent), None)
    if n is None:
        return sent
    sent[f"base_{n}"] = json.dumps([kind, STARTS[kind], ""])
    sent[f"keep_{n}"], sent[f"mark_{n}"] = "on", catalogue.Mark.DEFAULT
    sent[f"citation_{n}"] = CITATIONS.get(kind, "")
    for name, value in STARTS[kind].items():
        if isinstance(value, list):
            sent.setlist(f"{name}_{n}", value)
        elif value is not False:
            sent[f"{name}_{n}"] = str(value)
    return sent


def _head(rule: Any) -> dict[str, Any]:
    names = ("study_mode", "audience", "audience_name", "audience_name_en", "note")
    return {name: getattr(rule, name) for name in names}


def _start(initial: dict[str, Any], clauses: Sequence[Any]) -> dict[str, Any]:
    for n, clause in enumerate(clauses, 1):
        citation = clause.own_citation if isinstance(clause, eligibility.ClauseInfo) else clause.citation
        initial |= {
            f"title_{n}": clause.title,
            f"title_en_{n}": clause.title_en,
            f"regulation_{n}": clause.regulation,
            f"citation_{n}": citation,
            f"mark_{n}": clause.mark,
        }
    return {"initial": initial, "clauses": [(clause.kind, clause.parameters) for clause in clauses]}


@screen(permission="programme.edit", methods=("GET", "POST"))
def rule_upload(request: ScreenRequest) -> HttpResponse:
    """The reviewed file back: a draft for each rule set in it."""
    form = RuleFileForm(request.POST or None, request.FILES or None, request=request)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            drafts = eligibility.save_drafts_of_file(
                actor=request.user,
                content=file.read(eligibility.LARGEST_FILE + 1),
                today=request.scope.on,
                now=clock.now(),
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            notify(request, _("Đã ghi {count} bản nháp từ tệp.").format(count=len(drafts)))
            if len(drafts) == 1:
                return redirect_to(request, "rules:draft-page", uuid=drafts[0].uuid)
            return redirect_to(request, "rules:rule-list")
    return page(request, "rules/rule_upload.html", {"form": form}, form=form)


@screen(permission="programme.edit")
def draft_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """A draft beside what is in force, and what it would change for the people in the scope, where that was counted."""
    draft = eligibility.get_draft(uuid)
    on, is_open = request.scope.on, draft.status == eligibility.DraftStatus.OPEN
    current = in_force_on(draft.programme_id, draft.valid_from, draft.study_mode, draft.audience)
    unit = request.scope.unit
    tried = eligibility.find_trial(request.user, draft, unit.code if unit is not None else "") if is_open else None
    context: dict[str, Any] = {
        "draft": draft,
        "programme": draft.programme,
        "name": rule_name(draft),
        "clauses": _shown_clauses(eligibility.draft_clauses(draft)),
        "suggestions": shown_suggestions(draft.programme.code),
        "current": shown_version(current) if current is not None else None,
        "is_open": is_open,
        "starts_past": draft.valid_from < on,
        "modes": catalogue.StudyMode.choices if draft.programme.has_study_modes and not draft.study_mode else [],
        "mode": tried.study_mode if tried is not None else "",
    }
    if tried is not None:
        context |= {
            "trial": _shown_trial(request, tried),
            "verdict_query": {"programme": draft.programme.code, "mode": tried.study_mode or None},
            "job": tried.job,
            "is_counting": tried.job is not None and tried.job.is_open,
        }
    return page(request, "rules/draft_page.html", context)


def _shown_clauses(clauses: Sequence[eligibility.NewClause]) -> list[dict[str, Any]]:
    in_english = (get_language() or "").startswith("en")
    numbers = {row.code: row.number for row in eligibility.list_regulations()}
    return [
        {
            "title": (in_english and clause.title_en) or clause.title,
            "sentence": eligibility.say_clause(eligibility.read_clause(clause.kind, clause.parameters)),
            "citation": clause.citation or numbers.get(clause.regulation, ""),
            "mark": mark_status(clause.mark),
        }
        for clause in clauses
    ]


@screen(permission="programme.edit", methods=("POST",))
def draft_try(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Count what the draft would change for the people of the scope; many people are counted in the background."""
    mode = request.POST.get("mode", "")
    eligibility.try_draft(
        actor=request.user,
        draft=eligibility.get_draft(uuid),
        unit=request.scope.unit,
        study_mode=mode if mode in catalogue.StudyMode.values else "",
        today=request.scope.on,
        now=clock.now(),
    )
    return redirect_to(request, "rules:draft-page", uuid=uuid)


@screen(permission="programme.edit", methods=("POST",))
def draft_stop(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """End the counting; nothing of it is kept."""
    unit = request.scope.unit
    code = unit.code if unit is not None else ""
    eligibility.stop_trial(actor=request.user, draft=eligibility.get_draft(uuid), unit_code=code)
    return redirect_to(request, "rules:draft-page", uuid=uuid)


def _shown_trial(request: ScreenRequest, kept: eligibility.RuleTrial) -> dict[str, Any] | None:
    """What was counted, as the template shows it: names of those alone whom the user may see; None until it is counted."""
    found = kept.result
    if not found:
        return None
    labels = org.labels_as_of([pk for pk, _gain, _loss in found["by_unit"] if pk], kept.on)
    in_english = (get_language() or "").startswith("en")
    # a trial counted before names were kept has none
    let_in = [one.get("named", []) for one in found["dropped"]]
    wanted = [*found["gained"], *found["lost"], *(pk for ids in let_in for pk in ids)]
    seen = {row.pk: row for row in eligibility.people_tried(request.user, None, request.scope.on).filter(pk__in=wanted)}
    return {
        **{name: found[name] for name in ("people", "before", "after", "missing", "gains", "losses")},
        "on": kept.on,
        "asked_at": kept.asked_at,
        "mode": str(catalogue.StudyMode(kept.study_mode).label) if kept.study_mode else "",
        "by_unit": sorted(
            ((labels[pk].name if pk in labels else "–", gain, loss) for pk, gain, loss in found["by_unit"]),
            key=lambda row: (-(row[1] + row[2]), row[0]),
        ),
        "named": [
            (title, [row for pk, row in seen.items() if pk in found[key]], found[count])
            for title, key, count in ((_("Được thêm"), "gained", "gains"), (_("Không còn đủ"), "lost", "losses"))
        ],
        "dropped": [
            ((in_english and one["title_en"]) or one["title"], [seen[pk] for pk in ids if pk in seen], one["people"])
            for one, ids in zip(found["dropped"], let_in, strict=True)
        ],
    }


@screen(permission="programme.edit", methods=("POST",))
def draft_publish(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    draft = eligibility.get_draft(uuid)
    eligibility.publish_draft(actor=request.user, draft=draft, today=request.scope.on, now=clock.now())
    notify(request, _("Đã ban hành quy định, áp dụng từ ngày đã chọn. Người đã được xét giữ kết quả cũ."))
    return redirect_to(request, "rules:rule-page", code=draft.programme.code)


@screen(permission="programme.edit", methods=("POST",))
def draft_discard(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    draft = eligibility.get_draft(uuid)
    eligibility.discard_draft(actor=request.user, draft=draft, today=request.scope.on, now=clock.now())
    notify(request, _("Đã bỏ bản nháp."))
    return redirect_to(request, "rules:rule-page", code=draft.programme.code)
