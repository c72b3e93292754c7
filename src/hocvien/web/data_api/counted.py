"""Figures of the program: standard report, measures by dimensions, answers fixed as of a moment. The same functions as screens and files."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hocvien.access import api as access
from hocvien.reporting import api as reporting
from hocvien.web.data_api.answering import answer, answers, rows_as_csv
from hocvien.web.data_api.asking import breakdown_of, paged, put, words_of
from hocvien.web.data_api.callers import CallerRequest
from hocvien.web.data_api.schemas import (
    AskedBreakdown,
    BreakdownTold,
    Counting,
    Frozen,
    Paged,
    Report,
    Rows,
)

router = Router(tags=["figures"])
_VIEW = access.Permission.REPORT_VIEW
_IN_REPORT = ("classes", "participations", "persons")
_LISTED = ("uuid", "title", "unit", "from", "to", "basis", "known_on", "seen_on", "taken_at", "digest", "is_generated")


@answers(
    router,
    "/v1/report",
    name="report",
    permission=_VIEW,
    response=Report,
    summary=gettext_noop("Báo cáo chuẩn"),
    description=gettext_noop(
        "Lớp, lượt, người theo chương trình; phối hợp và cử đi học để bên cạnh, không cộng vào tổng."
    ),
    is_table=True,
)
def report(request: CallerRequest, asked: Query[Counting]) -> HttpResponseBase:
    """What `/reports/` shows, `hocvien report` prints and the workbook holds."""
    question = put(request.auth, asked)
    told = reporting.compute_report(**question.arguments, term=question.period.name, most=reporting.MOST_WHILE_WAITING)
    body = {
        "asked": question.as_json(told.unit_name),
        "title": reporting.report_title(told),
        "answer": told.as_json(),
        "senders": [
            {
                "code": one.code,
                "name": one.name,
                "classes": one.classes,
                "participations": one.participations,
                "persons": one.persons,
                "female": one.female,
            }
            for one in told.by_sending_unit
        ],
        "paragraph": reporting.paragraph(told),
        "measures": words_of(_IN_REPORT, reporting.MEASURES),
        "notes": reporting.notes(told),
        "is_generated": told.is_generated,
    }
    return answer(request, body, lambda: reporting.report_as_csv(told))


@answers(
    router,
    "/v1/breakdown",
    name="breakdown",
    permission=_VIEW,
    response=BreakdownTold,
    summary=gettext_noop("Chỉ tiêu theo cách chia"),
    description=gettext_noop(
        "Bất kỳ chỉ tiêu nào chia theo một hoặc hai cách. Ô trống (null) là không nói được theo cách chia ấy, hoặc được giữ kín vì quá ít người."
    ),
    is_table=True,
)
def breakdown(request: CallerRequest, asked: Query[AskedBreakdown]) -> HttpResponseBase:
    caller = request.auth
    question, told = put(caller, asked), breakdown_of(asked)
    whole = reporting.ask(**question.arguments)
    found = reporting.break_down_for(caller.user, whole, told, caller.today)
    before = planned = None
    if asked.compare == "last_year":
        before = reporting.break_down_for(caller.user, reporting.year_before(whole), told, caller.today).as_json()
    elif asked.compare == "plan":
        figures = reporting.planned_figures(whole, told, question.day)
        if figures is not None:
            planned = [{"row": row, "measure": measure, "figure": figure} for (row, measure), figure in figures.items()]
    body = {
        "asked": question.as_json(found.unit_name),
        "title": reporting.answer_title(found),
        "answer": found.as_json(),
        "before": before,
        "planned": planned,
        "measures": words_of(told.measures, reporting.MEASURES),
        "dimensions": words_of(told.dimensions, reporting.DIMENSIONS),
        "unknown": sorted(found.unknown),
        "kept_back": found.kept_back and found.kept_back.value,
        "kept_measures": sorted(found.kept_measures),
        # of which moment it is, where a large question was put to the copy
        "notes": [
            reporting.basis_note(found.basis, found.from_, found.to),
            *filter(None, [reporting.learners_note(reporting.through_learners(told)), reporting.copied_note(found)]),
        ],
        "is_generated": found.is_generated,
    }
    return answer(request, body, lambda: reporting.answer_as_csv(found))


@answers(
    router,
    "/v1/frozen",
    name="frozen-list",
    permission=_VIEW,
    response=Rows,
    summary=gettext_noop("Số liệu đã chốt"),
    description=gettext_noop("Các lần chốt số liệu trong phạm vi, mới nhất trước."),
    is_table=True,
)
def frozen_list(request: CallerRequest, asked: Query[Paged]) -> HttpResponseBase:
    caller = request.auth
    found, page = paged(reporting.frozen_visible_to(caller.user, caller.today), asked)
    rows = [{key: value for key, value in _head(one).items() if key != "question"} | _days(one) for one in found]
    return answer(request, {"items": rows, "page": page}, lambda: rows_as_csv(rows, _LISTED))


@answers(
    router,
    "/v1/frozen/{uuid}",
    name="frozen",
    permission=_VIEW,
    response=Frozen,
    summary=gettext_noop("Một lần chốt số liệu"),
    description=gettext_noop("Các bảng đúng như lúc chốt, và tính lại từ dữ kiện đã giữ có ra đúng từng số không."),
)
def frozen(request: CallerRequest, uuid: UUID) -> HttpResponseBase:
    """One with a table of a sensitive dimension is for who may see the unit's people, as on its page."""
    caller = request.auth
    found = reporting.get_frozen_for(caller.user, uuid, caller.today)
    body = {**_head(found), "tables": found.tables, "recounts_alike": reporting.recounts_alike(found)}
    return answer(request, body)


def _head(one: reporting.FrozenAnswer) -> dict[str, Any]:
    return {
        "uuid": str(one.uuid),
        "title": one.title,
        "unit": one.unit.code,
        "question": one.question,
        "taken_at": one.taken_at.isoformat(),
        "digest": one.digest,
        "is_generated": one.is_generated,
    }


def _days(one: reporting.FrozenAnswer) -> dict[str, Any]:
    told = one.question
    return {key: told.get(key) for key in ("from", "to", "basis", "known_on", "seen_on")}
