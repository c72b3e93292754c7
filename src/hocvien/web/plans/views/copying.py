"""Last year carried into this year's plan: its lines into a draft, its classes once the plan is approved, the papers with either; all shown first,
all taken back.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.planning import api as planning
from hocvien.privacy import api as privacy
from hocvien.web.plans.tables.copying import (
    ChosenCopyTable,
    ClassCopyTable,
    LineCopyTable,
    PreparedTable,
    class_copy_rows,
    line_copy_rows,
    paper_words,
    prepared_rows,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen

P = access.Permission


@screen(permission="plan.edit", methods=("GET", "POST"))
def plan_copy(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The lines of last year's plan and the classes held by it, before anything is copied; with POST the lines go into the draft."""
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    if request.method == "POST":
        copied, left_out = papers.copy_plan(actor=request.user, plan=plan)
        words = _("Đã chép {copied} mục từ kế hoạch năm {year}.")
        if not copied:
            words = _("Không chép thêm mục nào từ kế hoạch năm {year}.")
        notify(request, words.format(copied=copied, year=plan.year - 1))
        for line, why in left_out:
            notify(request, _("Không chép mục {position}: {why}").format(position=line.position, why=why), tone="warn")
        return redirect_to(request, "plans:plan-page", uuid=plan.uuid)
    lines = planning.list_lines(plan)
    source = planning.lines_in_force(plan.unit, plan.year - 1)
    done = classes.counts_by_plan_line([line.pk for line in source])
    is_draft = plan.status == planning.PlanStatus.DRAFT
    context: dict[str, Any] = {
        "plan": plan,
        "unit_name": org.label_as_of(plan.unit_id, request.scope.on).name,
        "year": plan.year - 1,
        "may_copy": is_draft and bool(source),
        "has_copied": any(line.copied_from_id for line in lines),
        "table": LineCopyTable(request, line_copy_rows(plan, lines, source, done)),
    }
    if is_draft:
        # once the plan is approved, its classes are shown where they are prepared
        copies = classes.copies_of_last_year(plan, _free_days(plan.year))
        carried = papers.papers_to_carry(copies, plan)
        context["classes"] = ClassCopyTable(request, class_copy_rows(copies, carried), prefix="c-")
        context["paper"] = paper_words([carried.plan]) if carried.plan else ""
    return page(request, "plans/plan_copy.html", context)


@screen(permission="plan.edit", methods=("POST",))
def copy_take_back(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    number = papers.take_back_plan(actor=request.user, plan=plan)
    notify(request, _("Đã bỏ {number} mục chép từ năm trước.").format(number=number))
    return redirect_to(request, "plans:plan-page", uuid=plan.uuid)


@screen(permission="class.open", methods=("GET", "POST"))
def classes_copy(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Classes of last year's plan as they would stand this year; those chosen are prepared, each whole or not at all."""
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    free_days = _free_days(plan.year)
    context: dict[str, Any] = {
        "plan": plan,
        "unit_name": org.label_as_of(plan.unit_id, request.scope.on).name,
        "year": plan.year - 1,
    }
    if request.method == "POST":
        chosen = _chosen(request)
        made = papers.copy_classes(
            actor=request.user, plan=plan, chosen=chosen, free_days=free_days, today=request.scope.on
        )
        context |= {
            "is_tried": True,
            "is_empty": not chosen,
            "made": sum(1 for one in made if one.training_class is not None),
            "refused": [one for one in made if one.training_class is None],
        }
    copies = classes.copies_of_last_year(plan, free_days)
    prepared = classes.copies_planned(plan)
    filled = papers.filled_papers([*(one.source.pk for one in copies), *(one.pk for one in prepared)])
    context |= {
        "table": ChosenCopyTable(request, class_copy_rows(copies, papers.papers_to_carry(copies, filled=filled))),
        "prepared": PreparedTable(request, prepared_rows(prepared, filled), prefix="p-"),
        "has_any": any(one.new is not None for one in copies),
    }
    return page(request, "plans/classes_copy.html", context)


@screen(permission="class.open", methods=("POST",))
def classes_take_back(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    gone, kept = papers.take_back_classes(actor=request.user, plan=plan, today=request.scope.on)
    notify(request, _("Đã bỏ {number} lớp chuẩn bị từ năm trước.").format(number=len(gone)))
    if kept:
        notify(request, _("Giữ lại vì đã có người hoặc giấy tờ: {codes}.").format(codes="; ".join(kept)), tone="warn")
    return redirect_to(request, "plans:classes-copy", uuid=plan.uuid)


def _chosen(request: ScreenRequest) -> set[UUID]:
    """The rows ticked; what is no identity names nobody."""
    found = set()
    for text in request.POST.getlist("row"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _free_days(year: int) -> dict[date, str]:
    """Public holidays of the plan's year and the next, by name in the reader's language: a class may run over New Year."""
    language = "vi" if get_language() == "vi" else "en"
    return {one.on: one.name[language] for one in privacy.free_days_of(year, year + 1)}
