"""Papers by their numbers, and returns from below: how they stand, and what they come to together."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hocvien.access import api as access
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.returns import api as returns
from hocvien.web.data_api.answering import answer, answers, rows_as_csv
from hocvien.web.data_api.asking import paged, period_of
from hocvien.web.data_api.callers import Caller, CallerRequest
from hocvien.web.data_api.schemas import Cells, OfPeriod, Paged, ReturnTold, Rows

router = Router(tags=["papers and returns"])
_P = access.Permission
_PAPER = (
    "uuid",
    "unit",
    "kind",
    "kind_words",
    "number",
    "issued_on",
    "from",
    "to",
    "term",
    "is_annulled",
    "is_generated",
)
_STANDING = ("units", "waiting", "late", "submitted", "sent_back", "locked", "contradicting")
_RETURN = ("uuid", "unit", "form", "form_name", "title", "from", "to", "basis", "due_on", "is_locked", *_STANDING)
_SHEET = ("unit", "unit_name", "status", "is_late", "due_on", "submitted_on", "number", "contradicting")
_CELL = ("row", "column", "cell", "value", "summed_apart", "is_summed", "units_outside")


class InPeriod(OfPeriod, Paged):
    """Of a unit and what lies below, of a period."""


@answers(
    router,
    "/v1/papers",
    name="papers",
    permission=_P.REPORT_VIEW,
    response=Rows,
    summary=gettext_noop("Sổ văn bản đi"),
    description=gettext_noop(
        "Báo cáo, sơ kết, tổng kết đã cấp số: số và ký hiệu, ngày, kỳ. Không có nội dung, không có tên người ký."
    ),
    is_table=True,
)
def papers(request: CallerRequest, asked: Query[InPeriod]) -> HttpResponseBase:
    """Six queries, whatever the size of a page."""
    caller = request.auth
    unit, day = caller.unit(asked.unit), caller.day(asked.on)
    rows = official.papers_of(caller.user, unit, caller.today).exclude(state=official.PaperState.DRAFT)
    rows = rows.filter(kind__in=official.OF_PERIOD)
    if asked.period.strip():
        period = period_of(caller, unit, asked.period, day)
        rows = rows.filter(issued_on__gte=period.from_, issued_on__lt=period.to_exclusive)
    found, page = paged(rows.order_by("-issued_on", "-pk"), asked)
    told = [
        {
            "uuid": str(one.uuid),
            "unit": one.unit.code,
            "kind": one.kind,
            "kind_words": one.get_kind_display(),
            "number": one.number_text,
            "issued_on": one.issued_on.isoformat(),
            "from": one.first_on.isoformat() if one.first_on else None,
            "to": one.last_on.isoformat() if one.last_on else None,
            "term": one.term,
            "is_annulled": one.state == official.PaperState.ANNULLED,
            "is_generated": one.is_generated,
        }
        for one in found
    ]
    return answer(request, {"items": told, "page": page}, lambda: rows_as_csv(told, _PAPER))


@answers(
    router,
    "/v1/returns",
    name="returns",
    permission=_P.RETURN_VIEW,
    response=Rows,
    summary=gettext_noop("Biểu báo cáo từ cấp dưới"),
    description=gettext_noop("Các đợt có kỳ chạm kỳ hỏi, và bao nhiêu đơn vị đã nộp, quá hạn, mâu thuẫn."),
    is_table=True,
)
def return_list(request: CallerRequest, asked: Query[InPeriod]) -> HttpResponseBase:
    """Ten queries, whatever the size of a page."""
    caller = request.auth
    unit, day = caller.unit(asked.unit, _P.RETURN_VIEW), caller.day(asked.on)
    period = period_of(caller, unit, asked.period, day)
    rows = returns.returns_of(
        caller.user, unit, from_=period.from_, to_exclusive=period.to_exclusive, on=caller.today, as_of=day
    )
    found, page = paged(rows, asked)
    standing = returns.standing_seen(caller.user, found, caller.today)
    told = [_head(one, standing.get(one.pk, returns.Standing())) for one in found]
    return answer(request, {"items": told, "page": page}, lambda: rows_as_csv(told, _RETURN))


@answers(
    router,
    "/v1/returns/{uuid}",
    name="return",
    permission=_P.RETURN_VIEW,
    response=ReturnTold,
    summary=gettext_noop("Một đợt biểu báo cáo"),
    description=gettext_noop("Từng đơn vị trong phạm vi: đã nộp chưa, có quá hạn, có mâu thuẫn không."),
    is_table=True,
)
def return_page(request: CallerRequest, uuid: UUID, asked: Query[Paged]) -> HttpResponseBase:
    """A dozen queries, whatever the size of a page."""
    caller = request.auth
    one = returns.get_return_for(caller.user, uuid, caller.today)
    sheets = returns.sheets_of(caller.user, one, caller.today)
    standing = returns.standing_of(sheets, caller.today)
    found, page = paged(sheets.select_related("unit").order_by("unit__code"), asked)
    named = org.labels_as_of({row.unit_id for row in found}, caller.today)
    told = [_sheet(row, named[row.unit_id].name, caller) for row in found]
    body = {"asked": _head(one, standing), "sheets": told, "page": page}
    return answer(request, body, lambda: rows_as_csv(told, _SHEET))


@answers(
    router,
    "/v1/returns/{uuid}/cells",
    name="return-cells",
    permission=_P.RETURN_VIEW,
    response=Cells,
    summary=gettext_noop("Số tổng hợp của một đợt"),
    description=gettext_noop(
        "Từng ô cộng từ các đơn vị đã nộp; đợt đã chốt thì đúng như lúc chốt. Chỉ cho nơi nhận biểu."
    ),
    is_table=True,
)
def return_cells(request: CallerRequest, uuid: UUID) -> HttpResponseBase:
    """What the page “Tổng hợp” shows, by the same functions."""
    caller = request.auth
    one = returns.get_whole_return_for(caller.user, uuid, caller.today)
    layout, total = returns.layout_of(one.form), returns.total_of(one, caller.today)
    cells = [
        {
            "row": key.partition(".")[0],
            "column": key.partition(".")[2],
            "cell": key,
            "value": value,
            "summed_apart": total.apart.get(key),
            "is_summed": key not in total.not_summed,
            "units_outside": total.outside.get(key, 0),
        }
        for key, value in total.values.items()
    ]
    body = {
        "asked": _head(one, None),
        "is_locked": one.status == returns.ReturnStatus.LOCKED,
        "units": total.units,
        "counted": total.counted,
        "rows": [
            {"code": row.code, "number": row.number, "label": row.label, "level": row.level} for row in layout.rows
        ],
        "columns": [{"code": col.code, "label": col.label, "heads": list(col.heads)} for col in layout.columns],
        "cells": cells,
    }
    return answer(request, body, lambda: rows_as_csv(cells, _CELL))


def _head(one: returns.Return, standing: returns.Standing | None) -> dict[str, Any]:
    told = {
        "uuid": str(one.uuid),
        "unit": one.unit.code,
        "form": one.form.code,
        "form_name": one.form.name,
        "form_mark": one.form.mark,
        "title": one.title,
        "from": one.from_on.isoformat(),
        "to": one.to_on.isoformat(),
        "basis": one.basis,
        "due_on": one.due_on.isoformat(),
        "is_locked": one.status == returns.ReturnStatus.LOCKED,
        "locked_on": one.locked_on.isoformat() if one.locked_on else None,
    }
    return told if standing is None else told | {name: getattr(standing, name) for name in _STANDING}


def _sheet(row: returns.Sheet, name: str, caller: Caller) -> dict[str, Any]:
    return {
        "unit": row.unit.code,
        "unit_name": name,
        "status": row.status,
        "is_late": returns.is_late(row, caller.today),
        "due_on": row.due_on.isoformat(),
        "submitted_on": row.submitted_on.isoformat() if row.submitted_on else None,
        "number": row.number,
        "contradicting": row.contradicting,
    }
