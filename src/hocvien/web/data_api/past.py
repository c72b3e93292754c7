"""Figures of the past: as they were published, joined with those of the program, and read from text."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.figures import api as figures
from hocvien.reporting import api as reporting
from hocvien.web.data_api.answering import SIGNED_IN, answer, answers, rows_as_csv
from hocvien.web.data_api.asking import paged, words_of
from hocvien.web.data_api.callers import CallerRequest
from hocvien.web.data_api.schemas import AskedPublished, AskedSeries, Prose, Readings, Rows, SeriesTold

router = Router(tags=["past"])
_COLUMNS = (
    "year", "part", "label", "from", "to", "classes", "participations", "persons", "participants", "participants_to", "unit",
    "qualifier", "source", "citation",
)  # fmt: skip
_PUBLISHED = (
    "uuid", "unit", "label", "from", "to", "days_assumed", "source", "number", "publisher", "published_on", "address", "withdrawn",
    "is_generated",
)  # fmt: skip


@answers(
    router,
    "/v1/series",
    name="series",
    permission=access.Permission.REPORT_VIEW,
    response=SeriesTold,
    summary=gettext_noop("Nhiều năm liền"),
    description=gettext_noop(
        "Số của chương trình và số đã công bố theo năm, để riêng, không cộng vào nhau; kèm nguồn."
    ),
    is_table=True,
)
def series(request: CallerRequest, asked: Query[AskedSeries]) -> HttpResponseBase:
    """About a dozen queries, whatever the number of years."""
    caller = request.auth
    unit, day = caller.unit(asked.unit), caller.day(asked.on)
    _check_programme(asked.programme)
    seen_on = day if asked.structure == reporting.NOW else None
    known = {one.code for one in catalogue.list_programmes()}
    last = min(day, caller.today)
    told = reporting.compute_series(
        unit=unit,
        last=last,
        programme=asked.programme if asked.programme in known else ("-" if asked.programme else ""),
        published_programme=asked.programme,
        seen_on=seen_on,
    )
    years = [
        {
            "year": one.year,
            "classes": one.classes,
            "participations": one.participations,
            "persons": one.persons,
            "published": [each.as_json() | {"is_generated": each.is_generated} for each in one.published],
        }
        for one in told.years
    ]
    periods = [
        {
            "classes": one.classes,
            "participations": one.participations,
            "published": one.published.as_json() | {"is_generated": one.published.is_generated},
        }
        for one in told.periods
    ]
    body = {
        "unit": told.unit_code,
        "unit_name": told.unit_name,
        "known_on": last.isoformat(),
        "seen_on": seen_on.isoformat() if seen_on else None,
        "programme": asked.programme,
        "measures": words_of(("classes", "participations", "persons"), reporting.MEASURES),
        "years": years,
        "periods": periods,
        "notes": [
            _("Số đã công bố là của chính đơn vị theo báo cáo của đơn vị, không bao giờ cộng với số của chương trình.")
        ],
        "is_generated": any(each.is_generated for one in told.years for each in one.published),
    }
    return answer(request, body, lambda: rows_as_csv(_lines(years, periods), _COLUMNS))


@answers(
    router,
    "/v1/published",
    name="published",
    permission=access.Permission.REPORT_VIEW,
    response=Rows,
    summary=gettext_noop("Số liệu đã công bố"),
    description=gettext_noop(
        "Từng số liệu của các năm trước như đã công bố, kèm nguồn; không có nguyên văn đoạn báo cáo."
    ),
    is_table=True,
)
def published(request: CallerRequest, asked: Query[AskedPublished]) -> HttpResponseBase:
    """Seven queries, whatever the size of a page."""
    caller = request.auth
    rows = figures.statements_of(caller.user, caller.unit(asked.unit), caller.day(asked.on), below=asked.below)
    found, page = paged(rows.defer("text").prefetch_related("lines"), asked)
    told = [
        {
            "uuid": str(one.uuid),
            "unit": one.unit.code,
            "label": one.period_label,
            "from": one.first_on.isoformat(),
            "to": one.last_on.isoformat(),
            "days_assumed": one.are_days_assumed,
            "source": one.source_title,
            "number": one.source_number,
            "publisher": one.publisher,
            "published_on": one.published_on.isoformat() if one.published_on else None,
            "address": one.address,
            "withdrawn": one.withdrawn_on is not None,
            "is_generated": one.is_generated,
            "lines": [_line(line) for line in sorted(one.lines.all(), key=lambda line: line.position)],
        }
        for one in found
    ]
    return answer(request, {"items": told, "page": page}, lambda: rows_as_csv(told, _PUBLISHED))


@answers(
    router,
    "/v1/figures/read",
    name="figures-read",
    permission=SIGNED_IN,
    response=Readings,
    summary=gettext_noop("Đọc số liệu trong đoạn văn"),
    description=gettext_noop(
        "Gửi đoạn văn báo cáo, nhận kỳ, chương trình, số lớp, số người, chỗ mâu thuẫn, như lệnh hocvien figures read. Không lưu gì."
    ),
    method="POST",
)
def figures_read(request: CallerRequest, prose: Prose) -> HttpResponseBase:
    """No query. The same reading as of a file with these words."""
    text = exchange.read_prose(prose.text.encode(), name="text")
    return answer(request, {"paragraphs": [one.as_json() for one in figures.read_text(text)]})


def _check_programme(code: str) -> None:
    known = figures.programme_names() if code else {}
    if code and code not in known:
        raise DomainError(
            "programme_unknown",
            _("Không có chương trình “{programme}”. Mã ở /api/v1/programmes, hoặc một trong: {known}."),
            programme=code,
            known=", ".join(figures.PROGRAMME_CODES),
        )


def _line(line: figures.Line) -> dict[str, Any]:
    return {
        "is_total": line.is_total,
        "programme": line.programme,
        "name": line.name,
        "classes": line.classes,
        "participants": line.participants,
        "participants_to": line.participants_to,
        "graduated": line.graduated,
        "unit": line.counted_as,
        "qualifier": line.qualifier,
        "is_intakes": line.is_intakes,
        "is_sent": line.is_sent,
        "is_joint": line.is_joint,
        "in_totals": line.in_totals,
        "is_planned": line.is_planned,
        "grading": line.grading,
    }


def _lines(years: list[dict[str, Any]], periods: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A line for what the program counts of a year, and one for each publication."""
    told = []
    for one in years:
        told.append({**one, "part": "program"})
        told += [{**each, "year": one["year"], "part": "published"} for each in one["published"]]
    return told + [{**one["published"], "part": "published"} for one in periods]
