"""What figures are told of: units, programmes, periods, measures and dimensions, each with its words."""

from datetime import date
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.common.periods import Period, parse_period
from hocvien.common.wording import say
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.data_api.answering import SIGNED_IN, answer, answers, document, rows_as_csv
from hocvien.web.data_api.asking import paged, words_of
from hocvien.web.data_api.callers import CallerRequest
from hocvien.web.data_api.schemas import (
    AskedUnits,
    AsOf,
    Dimensions,
    Measures,
    OfUnit,
    Periods,
    Programmes,
    TokenTold,
    Units,
)

router = Router(tags=["organisation"])
_P = access.Permission
_YEARS = 6
_UNIT_COLUMNS = ("code", "name", "short_name", "kind", "kind_words", "parent", "is_sample_name")


@answers(
    router,
    "/v1/openapi.json",
    name="openapi",
    permission=SIGNED_IN,
    response=dict[str, Any],
    summary=gettext_noop("Mô tả của chính giao diện này"),
    description=gettext_noop("Theo OpenAPI 3.1, cho công cụ lập trình."),
)
def openapi(request: CallerRequest) -> HttpResponseBase:
    return answer(request, document("api/"))


@answers(
    router,
    "/v1/token",
    name="token",
    permission=SIGNED_IN,
    response=TokenTold,
    summary=gettext_noop("Mã truy cập đang dùng"),
    description=gettext_noop("Mã này đọc được gì, ở đâu, đến ngày nào."),
)
def token(request: CallerRequest) -> HttpResponseBase:
    caller = request.auth
    found = caller.token
    body = {
        "name": found.name,
        "unit": found.unit.code,
        "unit_name": org.label_as_of(found.unit_id, caller.today).name,
        "includes_below": found.includes_below,
        "last_day": found.last_day.isoformat(),
        "permissions": sorted(access.permissions_of(caller.user, caller.today) - {_P.PERSON_VIEW}),
        "today": caller.today.isoformat(),
    }
    return answer(request, body)


@answers(
    router,
    "/v1/units",
    name="units",
    permission=_P.UNIT_VIEW,
    response=Units,
    summary=gettext_noop("Đơn vị"),
    description=gettext_noop("Tìm theo tên, hoặc đi theo cây tổ chức của một ngày; chỉ đơn vị trong phạm vi."),
    is_table=True,
)
def units(request: CallerRequest, asked: Query[AskedUnits]) -> HttpResponseBase:
    """At most a dozen queries, whatever the size of a page."""
    caller = request.auth
    day = caller.day(asked.on)
    rows = access.units_visible_to(caller.user, caller.today)
    if asked.parent:
        above = caller.unit(asked.parent, _P.UNIT_VIEW)
        rows = rows.filter(pk__in=org.children_ids_as_of(above.pk, day, by_name=False))
    if asked.below:
        rows = rows.filter(
            pk__in=org.descendant_ids_as_of(caller.unit(asked.below, _P.UNIT_VIEW).pk, day, with_past=True)
        )
    if asked.q.strip():
        labels = org.search_units(asked.q, within=rows.order_by().values("pk"), on=day, limit=asked.size)
        page = {"number": 1, "size": asked.size, "total": None, "next": None}
    else:
        living = rows.filter(valid_from__lte=day, valid_to__gt=day).order_by("code")
        found, page = paged(living, asked)
        named = org.labels_as_of([one.pk for one in found], day)
        labels = [named[one.pk] for one in found if one.pk in named]
    told = _units(labels, day)
    body = {"on": day.isoformat(), "items": told, "page": page}
    return answer(request, body, lambda: rows_as_csv(told, _UNIT_COLUMNS))


@answers(
    router,
    "/v1/programmes",
    name="programmes",
    permission=_P.PROGRAMME_VIEW,
    response=Programmes,
    summary=gettext_noop("Chương trình"),
    description=gettext_noop("Chương trình đang áp dụng vào ngày xem."),
    is_table=True,
)
def programmes(request: CallerRequest, asked: Query[AsOf]) -> HttpResponseBase:
    day = request.auth.day(asked.on)
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "family": one.family,
            "is_sent_only": one.is_sent_only,
            "is_trip": one.is_trip,
            "valid_from": one.valid_from.isoformat(),
            "valid_to": one.valid_to.isoformat() if one.valid_to < OPEN_END else None,
            "citation": one.citation,
            "mark": one.mark,
        }
        for one in catalogue.list_programmes(day)
    ]
    columns = list(rows[0]) if rows else ["code", "name"]
    return answer(request, {"on": day.isoformat(), "items": rows}, lambda: rows_as_csv(rows, columns))


@answers(
    router,
    "/v1/periods",
    name="periods",
    permission=_P.REPORT_VIEW,
    response=Periods,
    summary=gettext_noop("Kỳ báo cáo của đơn vị"),
    description=gettext_noop("Các kỳ hay dùng và nhiệm kỳ của đơn vị, kèm mã để hỏi."),
    is_table=True,
)
def periods(request: CallerRequest, asked: Query[OfUnit]) -> HttpResponseBase:
    """Six queries."""
    caller = request.auth
    unit, day = caller.unit(asked.unit), caller.day(asked.on)
    told = [_period(one) for one in _usual(day)] + [
        {
            "code": one.code,
            "words": one.name,
            "from": one.from_.isoformat(),
            "to": org.term_period(one, until=day).to.isoformat(),
        }
        for one in org.list_terms(unit, day)
        if one.from_ <= day
    ]
    body = {"unit": unit.code, "on": day.isoformat(), "items": told}
    return answer(request, body, lambda: rows_as_csv(told, ("code", "words", "from", "to")))


@answers(
    router,
    "/v1/measures",
    name="measures",
    permission=_P.REPORT_VIEW,
    response=Measures,
    summary=gettext_noop("Chỉ tiêu hỏi được"),
    description=gettext_noop("Mã, tên và đúng cái được đếm của mỗi chỉ tiêu."),
    is_table=True,
)
def measures(request: CallerRequest) -> HttpResponseBase:
    told = words_of([one.code for one in reporting.MEASURES], reporting.MEASURES)
    return answer(request, {"items": told}, lambda: rows_as_csv(told, ("code", "title", "words")))


@answers(
    router,
    "/v1/dimensions",
    name="dimensions",
    permission=_P.REPORT_VIEW,
    response=Dimensions,
    summary=gettext_noop("Cách chia hỏi được"),
    description=gettext_noop("Mã, tên, lời giải thích và các giá trị đã biết của mỗi cách chia."),
)
def dimensions(request: CallerRequest) -> HttpResponseBase:
    """Three queries for the lists of values."""
    lists = reporting.every_list([one.code for one in reporting.DIMENSIONS])
    told = [
        {
            "code": one.code,
            "title": one.title,
            "words": one.words,
            "group": say(reporting.GROUPS[one.group]),
            "is_sensitive": one.is_sensitive,
            "values": [{"code": code, "title": title} for code, title in lists.get(one.code, {}).items()],
        }
        for one in reporting.DIMENSIONS
    ]
    return answer(request, {"items": told})


def _units(labels: list[org.UnitLabel], day: date) -> list[dict[str, Any]]:
    """Three queries."""
    parents = org.parent_ids_as_of([one.id for one in labels], day)
    codes = {pk: label.code for pk, label in org.labels_as_of(set(parents.values()), day).items()}
    return [
        {
            "code": one.code,
            "name": one.name,
            "short_name": one.short_name,
            "kind": one.kind,
            "kind_words": str(org.UnitKind(one.kind).label) if one.kind else "",
            "parent": codes.get(parents.get(one.id, 0)),
            "is_sample_name": one.is_sample_name,
        }
        for one in labels
    ]


def _usual(day: date) -> list[Period]:
    """The year of the day and those before, with the parts reports are asked for."""
    codes = [f"{year}{part}" for year in range(day.year, day.year - _YEARS, -1) for part in ("", "-6m", "-8m", "-9m")]
    return [parse_period(code) for code in codes]


def _period(one: Period) -> dict[str, str]:
    return {"code": one.code, "words": one.label, "from": one.from_.isoformat(), "to": one.to.isoformat()}
