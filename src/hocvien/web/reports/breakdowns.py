"""Measures by dimensions on screen: chosen, compared, opened, exported, kept under a name, fixed as of a moment."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.reports.asking import (
    LAST_YEAR,
    PLAN,
    comparison_of,
    dimension_picker,
    kept_back_words,
    measure_choices,
    measures_left_out,
    only_pickers,
    read_breakdown,
    titles_of,
    where_words,
    write_query,
)
from hocvien.web.reports.forms import CountingForm
from hocvien.web.reports.grids import GridMaker
from hocvien.web.reports.tables import (
    ClassTable,
    PeopleTable,
    SentTable,
    counting,
    visible_participations,
    visible_sendings,
)
from hocvien.web.reports.views import XLSX, asked, report_tabs
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

# the newest drafts; older ones are reached from the paper itself
_MOST_DRAFTS = 50


@screen(permission="report.view", methods=("GET", "POST"), as_of=True)
def breakdown(request: ScreenRequest) -> HttpResponse:
    """The table of a question; POST keeps the question, or fixes the answer."""
    if request.scope.unit is None:
        return page(request, "reports/report_without_unit.html", {"tabs": report_tabs(request, "reports:breakdown")})
    refused = ""
    if request.method == "POST":
        try:
            return _kept(request)
        except DomainError as refusal:
            refused = str(refusal)
    question = reporting.ask(**asked(request))
    told = read_breakdown(request.GET)
    try:
        answer = answer_for(request, question, told)
    except (reporting.MeasureUnknown, reporting.DimensionUnknown) as refusal:
        refused, told = str(refusal), reporting.Breakdown(("classes", "participations", "persons"), rows="programme")
        answer = answer_for(request, question, told)
    compare = comparison_of(request.GET)
    more = {**counting(question), "compare": compare}
    before = (
        answer_for(request, reporting.year_before(question), told, is_headed=False) if compare == LAST_YEAR else None
    )
    planned = reporting.planned_figures(question, told, request.scope.day) if compare == PLAN else None
    is_closed = reporting.is_closed_to(request.user, question, told, request.scope.on)
    maker = GridMaker(request, question, answer, more, before=before, planned=planned, is_closed=is_closed)
    query = write_query(told, more)
    context = {
        "answer": answer,
        "grid": maker.grid(),
        "chart": maker.chart(),
        "tabs": report_tabs(request, "reports:breakdown"),
        "sub": _("{unit}. Số liệu lúc {moment}.").format(
            unit=answer.unit_name, moment=formats.moment(answer.copied_at or clock.now())
        ),
        "notes": notes_of(answer),
        "kept_back": kept_back_words(answer),
        "untold": _untold_words(answer),
        "refused": refused,
        "measures": measure_choices(told),
        "pickers": [
            dimension_picker("rows", _("Hàng"), told.rows, nothing=_("không chia hàng")),
            dimension_picker("columns", _("Cột"), told.columns, nothing=_("không chia cột")),
        ],
        "only": only_pickers(told),
        "is_picked": bool(told.where),
        "form": CountingForm(initial=counting(question), label_suffix="", day=request.scope.asked_day),
        "comparisons": [
            ("", _("không so sánh"), not compare),
            (LAST_YEAR, _("cùng kỳ năm trước"), compare == LAST_YEAR),
            (PLAN, _("kế hoạch năm"), compare == PLAN),
        ],
        "left_out": ", ".join(measures_left_out(request.GET)),
        "has_no_plan": compare == PLAN and planned is None,
        "has_no_before": before is not None and before.is_empty,
        "workbook_url": screen_url(request, "reports:breakdown-workbook", query=query),
        "csv_url": screen_url(request, "reports:breakdown-csv", query=query),
        "here_url": screen_url(request, "reports:breakdown", query=query),
        "beside_url": _beside_url(request, question, told),
        "posted_title": request.POST.get("title", ""),
        "drafts": _drafts(request),
    }
    return page(request, "reports/breakdown.html", context, status=422 if refused else 200)


@screen(permission="report.view", as_of=True)
def breakdown_workbook(request: ScreenRequest) -> HttpResponse:
    answer = _answer(request)
    return _file(exchange.render_breakdown_xlsx(answer, notes_of(answer)), XLSX, answer, "xlsx")


@screen(permission="report.view", as_of=True)
def breakdown_csv(request: ScreenRequest) -> HttpResponse:
    answer = _answer(request)
    return _file(reporting.answer_as_csv(answer).encode(), "text/csv; charset=utf-8", answer, "csv")


@screen(permission="report.view", as_of=True)
def breakdown_json(request: ScreenRequest) -> JsonResponse:
    """The answer for another program, as `hocvien report --measures … --format json` writes it."""
    return JsonResponse(_answer(request).as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})


@screen(permission="report.view", as_of=True)
def breakdown_behind(request: ScreenRequest) -> HttpResponse:
    """Exactly what one figure counts: people as far as the viewer may see them, or classes."""
    question, told = reporting.ask(**asked(request)), read_breakdown(request.GET)
    if reporting.is_closed_to(request.user, question, told, request.scope.on):
        return redirect_to(request, "reports:breakdown")  # how many are left out would tell what the table keeps back
    measure, row, column = (request.GET.get(name, "") for name in ("measure", "row", "column"))
    measure = measure or told.measures[0]
    context = {
        "back_url": screen_url(request, "reports:breakdown", query=write_query(told, counting(question))),
        "title": ", ".join(_place_words(question, told, measure, row, column)),
    }
    classes = reporting.classes_of(question, told, measure, row, column)
    if classes is not None and measure not in {"sent", "sent_persons"}:
        people = reporting.participations_of(question, told, "participations", row, column)
        return _class_list(request, question, classes, people, context)
    if access.Permission.PERSON_VIEW not in request.held_permissions:
        return redirect_to(request, "reports:breakdown")
    people = reporting.participations_of(question, told, measure, row, column)
    sent = reporting.sendings_of(question, told, measure, row, column)
    return _people_list(request, question, people, sent, context)


def answer_for(
    request: ScreenRequest, question: reporting.Question, told: reporting.Breakdown, *, is_headed: bool = True
) -> reporting.Answer:
    """The answer as this viewer may see it."""
    return reporting.break_down_for(request.user, question, told, request.scope.on, is_headed=is_headed)


def notes_of(answer: reporting.Answer) -> list[str]:
    """What was counted and how: each measure in its words, what was picked, what cannot be told and what is kept back."""
    words = {one.code: (one.title, one.words) for one in reporting.MEASURES}
    told = [f"{words[code][0]}: {words[code][1]}" for code in answer.breakdown.measures]
    told += [f"{one.title}: {one.words}" for one in reporting.DIMENSIONS if one.code in answer.breakdown.dimensions]
    told += [_("Chỉ tính {what}.").format(what=one) for one in where_words(answer.breakdown)]
    told.append(reporting.basis_note(answer.basis, answer.from_, answer.to))
    told += filter(None, [reporting.learners_note(reporting.through_learners(answer.breakdown))])
    if answer.copied_at:
        told.append(reporting.copied_note(answer))
        told.append(_("Danh sách sau con số lấy theo dữ liệu lúc mở, nên có thể khác con số ấy."))
    if answer.unknown:
        titles = ", ".join(titles_of(sorted(answer.unknown)))
        told.append(_("Không chia được theo cách này nên để trống: {measures}.").format(measures=titles))
    told += kept_back_words(answer)
    return told


def _untold_words(answer: reporting.Answer) -> str:
    """Why nothing can be told however much there is: no measure asked is known by all that divides or picks; "" where one is."""
    if set(answer.breakdown.measures) - set(answer.unknown):
        return ""
    return _(
        "Chương trình không ghi {measures} theo {dimensions}, nên không có con số nào, dù trong kỳ có số liệu. Chọn cách chia khác, hoặc bỏ bớt điều kiện."
    ).format(
        measures=", ".join(titles_of(answer.breakdown.measures)),
        dimensions=", ".join(one.title for one in reporting.DIMENSIONS if one.code in answer.breakdown.dimensions),
    )


def _answer(request: ScreenRequest) -> reporting.Answer:
    return answer_for(request, reporting.ask(**asked(request)), read_breakdown(request.GET))


def _kept(request: ScreenRequest) -> HttpResponse:
    """Keep the question under a name, or fix the answer."""
    question, told = reporting.ask(**asked(request)), read_breakdown(request.GET)
    unit = request.scope.unit
    assert unit is not None
    common: dict[str, Any] = {
        "actor": request.user,
        "unit": unit,
        "title": request.POST.get("title", ""),
        "now": clock.now(),
        "on": request.scope.on,
    }
    if request.POST.get("act") == "paper":
        paper = official.get_paper_for(request.user, _uuid(request.POST.get("paper", "")), request.scope.on)
        official.add_question(
            actor=request.user,
            paper=paper,
            unit=unit,
            breakdown=told,
            period=request.scope.period,
            basis=question.basis,
            seen_on=question.seen_on,
            title=common["title"],
            now=common["now"],
            today=request.scope.on,
        )
        notify(request, _("Đã đưa vào văn bản. Số liệu còn tính lại cho đến khi cấp số."))
        return redirect_to(request, "official:paper-page", uuid=paper.uuid)
    if request.POST.get("act") == "freeze":
        _may_freeze(request, question, told)
        frozen = reporting.freeze_answer(**common, question=question, breakdowns=[told])
        notify(request, _("Đã chốt số liệu. Lần chốt này giữ nguyên từng số, và nói được sau này có gì khác."))
        return redirect_to(request, "reports:frozen-page", uuid=frozen.uuid)
    more = {**counting(question), "compare": comparison_of(request.GET)}
    is_shared = request.POST.get("shared") == "1"
    reporting.save_question(**common, breakdown=told, more=more, is_shared=is_shared)
    notify(request, _("Đã lưu câu hỏi."))
    return redirect_to(request, "reports:question-list")


def _drafts(request: ScreenRequest) -> list[official.OfficialPaper]:
    """Drafts that these figures can be put into; one query for who writes papers."""
    if access.Permission.OFFICIAL_WRITE not in request.held_permissions or request.scope.unit is None:
        return []
    return list(official.drafts_for(request.user, request.scope.unit, request.scope.on)[:_MOST_DRAFTS])


def _uuid(text: str) -> UUID:
    """Raises PaperNotFound for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise official.PaperNotFound from None


def _beside_url(request: ScreenRequest, question: reporting.Question, told: reporting.Breakdown) -> str:
    """The same measures of the units that stand beside this one, for who may see the reports of the unit above. No query."""
    above = request.scope.above(access.Permission.REPORT_VIEW)
    if not above:
        return ""
    by_unit = reporting.Breakdown(told.measures, rows="opener_branch", where=told.where)
    query = write_query(by_unit, counting(question))
    return screen_url(request, "reports:breakdown", query=query, with_unit=above)


def _may_freeze(request: ScreenRequest, question: reporting.Question, told: reporting.Breakdown) -> None:
    """Facts of a sensitive dimension are kept by those alone who may see the unit's people."""
    if reporting.is_sensitive(told):
        unit = org.Unit.objects.get(pk=question.unit_id)
        access.require(request.user, access.Permission.PERSON_VIEW, unit, request.scope.on)


def _place_words(
    question: reporting.Question, told: reporting.Breakdown, measure: str, row: str, column: str
) -> list[str]:
    said = titles_of([measure])
    for dimension, value in ((told.rows, row), (told.columns, column)):
        if dimension and value:
            said += [one.title for one in reporting.headings_of(dimension, [value], question)]
    return said


def _class_list(
    request: ScreenRequest, question: reporting.Question, classes: Any, people: Any, context: dict[str, Any]
) -> HttpResponse:
    day: date = question.seen_on or question.to
    rows = classes.select_related("programme").annotate(opener_name=org.name_subquery("opened_by", day))
    counted = (
        people.filter(training_class=OuterRef("pk"))
        .order_by()
        .values("training_class")
        .annotate(counted=Count("pk"))
        .values("counted")
    )
    rows = rows.annotate(counted=Coalesce(Subquery(counted), 0))
    return table_response(request, "reports/breakdown_behind.html", ClassTable(request, rows), context)


def _people_list(
    request: ScreenRequest, question: reporting.Question, people: Any, sent: Any, context: dict[str, Any]
) -> HttpResponse:
    day: date = question.seen_on or question.to
    if sent is not None:
        seen = visible_sendings(request, sent)
        rows = seen.select_related("person", "notice__programme").annotate(
            sender_name=org.name_subquery("sending_unit", day)
        )
        context |= {"hidden": sent.count() - seen.count()}
        if people is None or not people.exists():
            return table_response(request, "reports/breakdown_behind.html", SentTable(request, rows), context)
        context |= {"sent": SentTable(request, rows)}
    visible = visible_participations(request, people)
    rows = visible.select_related("person", "training_class").annotate(
        sender_name=org.name_subquery("sending_unit", day)
    )
    context["hidden"] = context.get("hidden", 0) + people.count() - visible.count()
    context["persons"] = visible.order_by().aggregate(persons=Count("person", distinct=True))["persons"]
    return table_response(request, "reports/breakdown_behind.html", PeopleTable(request, rows), context)


def _file(content: bytes, kind: str, answer: reporting.Answer, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"{_('thong-ke')}-{answer.unit_code}-{answer.from_:%Y%m%d}-{answer.to:%Y%m%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
