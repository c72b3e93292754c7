"""Questions kept under a name, and answers fixed as of a moment with what counts otherwise since."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common import clock
from hocvien.common.errors import NotVisible
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.reports.asking import titles_of, write_query
from hocvien.web.reports.grids import GridMaker
from hocvien.web.reports.views import report_tabs
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import Column, Table, table_response

_MOST_CHANGES = 500
_MOST_REORGANISED = 20
CAUSES = {
    reporting.Cause.LATE_ENTRY: gettext_lazy("Nhập muộn, sau khi chốt"),
    reporting.Cause.CORRECTION: gettext_lazy("Sửa sau khi chốt"),
    reporting.Cause.REORGANISATION: gettext_lazy("Sắp xếp tổ chức"),
}
_FACTS = {
    "class": gettext_lazy("lớp"),
    "participation": gettext_lazy("lượt học viên"),
    "absence": gettext_lazy("lượt vắng"),
    "session": gettext_lazy("buổi học"),
    "lesson": gettext_lazy("bài học của lớp"),
    "taught": gettext_lazy("buổi dạy"),
    "sending": gettext_lazy("lượt cử đi học"),
    "study": gettext_lazy("đơn vị dự học tập"),
    "standing": gettext_lazy("nghĩa vụ học tập"),
}


class QuestionTable(Table):
    """Questions one may ask again with one click."""

    name = "questions"
    caption = gettext_lazy("Câu hỏi đã lưu")
    noun = gettext_lazy("câu hỏi")
    default_sort = "title"
    search_plain = ("title",)
    columns = (
        Column("title", gettext_lazy("Câu hỏi"), sort="title", header=True, link=lambda row: row.ask_url),
        Column("measures", gettext_lazy("Chỉ tiêu"), value="measure_words"),
        Column("unit", gettext_lazy("Đơn vị"), value="unit_words", sort="unit_order"),
        Column("owner", gettext_lazy("Của"), value="owner_words"),
        Column("shared", gettext_lazy("Dùng chung"), kind="status", value="shared_status", sort="is_shared"),
        Column(
            "acts", gettext_lazy("Làm gì"), value="change_url", template="reports/_question_acts.html", export=False
        ),
    )
    empty_title = gettext_lazy("Chưa có câu hỏi nào được lưu")
    empty_text = gettext_lazy("Mở Thống kê theo chỉ tiêu, chọn chỉ tiêu và cách chia, rồi bấm Lưu câu hỏi.")

    def prepare(self, rows: list[Any]) -> list[Any]:
        """What each asks, in words, and the way to ask it of its unit and the period in the bar."""
        names = org.labels_as_of({row.unit_id for row in rows}, self.request.scope.on)
        for row in rows:
            told = reporting.Breakdown.from_json(row.asked)
            more = {key: row.asked.get(key, "") for key in ("basis", "structure", "compare")}
            row.ask_url = screen_url(
                self.request, "reports:breakdown", query=write_query(told, more), with_unit=row.unit.code
            )
            row.measure_words = ", ".join(titles_of(told.measures))
            row.unit_words = names[row.unit_id].name
            row.is_own = row.owner_id == self.request.user.pk
            row.owner_words = _("của bạn") if row.is_own else row.owner.get_full_name() or row.owner.get_username()
            row.shared_status = Status("info", _("dùng chung")) if row.is_shared else Status("neutral", _("riêng"))
            row.change_url = screen_url(self.request, "reports:question-change", uuid=row.uuid)
        return rows


class FrozenTable(Table):
    """Answers fixed as of a moment."""

    name = "frozen"
    caption = gettext_lazy("Số liệu đã chốt")
    noun = gettext_lazy("lần chốt")
    default_sort = "-taken_at"
    search_plain = ("title",)
    columns = (
        Column(
            "title",
            gettext_lazy("Tên"),
            sort="title",
            header=True,
            link=lambda row: ("reports:frozen-page", {"uuid": row.uuid}),
        ),
        Column("unit", gettext_lazy("Đơn vị"), value="unit_words", sort="unit_order"),
        Column("period", gettext_lazy("Kỳ"), value="period_words"),
        Column("taken_at", gettext_lazy("Lúc chốt"), kind="datetime", sort="taken_at"),
        Column("taken_by", gettext_lazy("Người chốt"), value="taken_by"),
    )
    empty_title = gettext_lazy("Chưa chốt số liệu lần nào")
    empty_text = gettext_lazy("Ở trang Thống kê theo chỉ tiêu, bấm Chốt số liệu để giữ nguyên các con số của hôm nay.")

    def prepare(self, rows: list[Any]) -> list[Any]:
        names = org.labels_as_of({row.unit_id for row in rows}, self.request.scope.on)
        for row in rows:
            row.period_words = _days(row)
            row.unit_words = names[row.unit_id].name
        return rows


@screen(permission="report.view")
def question_list(request: ScreenRequest) -> HttpResponse:
    rows = _by_unit(reporting.saved_visible_to(request.user, request.scope.on), request)
    context = {"tabs": report_tabs(request, "reports:question-list")}
    return table_response(request, "reports/question_list.html", QuestionTable(request, rows), context)


@screen(permission="report.view", methods=("POST",))
def question_change(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Share an own question, keep it to oneself, or remove it."""
    rows = reporting.saved_visible_to(request.user, request.scope.on)
    question = rows.filter(uuid=uuid).first()
    if question is None:
        raise NotVisible("question_not_visible", _("Không có câu hỏi này trong phạm vi của bạn."))
    if request.POST.get("act") == "remove":
        reporting.remove_question(actor=request.user, question=question)
        notify(request, _("Đã xóa câu hỏi “{title}”.").format(title=question.title))
    else:
        is_shared = request.POST.get("act") == "share"
        reporting.share_question(actor=request.user, question=question, is_shared=is_shared)
        notify(request, _("Đã dùng chung câu hỏi.") if is_shared else _("Câu hỏi chỉ còn bạn thấy."))
    return redirect_to(request, "reports:question-list")


@screen(permission="report.view")
def frozen_list(request: ScreenRequest) -> HttpResponse:
    rows = _by_unit(reporting.frozen_visible_to(request.user, request.scope.on), request)
    context = {"tabs": report_tabs(request, "reports:frozen-list")}
    return table_response(request, "reports/frozen_list.html", FrozenTable(request, rows), context)


@screen(permission="report.view")
def frozen_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The tables as they were told, whether they come out of their facts again, and what counts otherwise today by cause."""
    frozen = reporting.get_frozen_for(request.user, uuid, request.scope.on)
    question, changes = reporting.question_of(frozen), reporting.changes_since(frozen)
    answers = reporting.answers_of(frozen)
    counted = Counter((one.cause, one.fact, _kind(one)) for one in changes)
    context = {
        "frozen": frozen,
        "back_url": screen_url(request, "reports:frozen-list"),
        "period_words": _days(frozen),
        "unit_words": next((one.unit_name for one in answers), frozen.unit.code),
        "tables": [GridMaker(request, question, one, {}, is_closed=True).grid() for one in answers],
        "is_alike": reporting.recounts_alike(frozen),
        "summary": [
            (CAUSES[cause], _FACTS[fact], kind, number) for (cause, fact, kind), number in sorted(counted.items())
        ],
        "reorganised": _reorganised(request, frozen, changes),
        "changed": _named(request, question, changes[:_MOST_CHANGES]),
        "more": max(len(changes) - _MOST_CHANGES, 0),
        "now": formats.moment(clock.now()),
        "basis_note": reporting.basis_note(question.basis, question.from_, question.to),
    }
    return page(request, "reports/frozen_page.html", context)


def _by_unit(rows: QuerySet[Any], request: ScreenRequest) -> QuerySet[Any]:
    """What a list is sorted by where it names units: their names without marks, not the codes nobody reads."""
    ordered: QuerySet[Any] = rows.annotate(
        unit_order=org.name_subquery("unit_id", request.scope.on, field="name_folded")
    )
    return ordered


def _reorganised(
    request: ScreenRequest, frozen: reporting.FrozenAnswer, changes: list[reporting.Difference]
) -> list[org.Reorganisation]:
    """Where units stand differently: what of it the viewer may see, around the unit asked; three queries."""
    if all(one.cause != reporting.Cause.REORGANISATION for one in changes):
        return []
    seen = access.reorganisations_visible_to(request.user, request.scope.on)
    return org.reorganisations_since(seen, frozen.taken_at, around=frozen.unit)[:_MOST_REORGANISED]


def _days(frozen: reporting.FrozenAnswer) -> str:
    question = frozen.question
    first, last = (formats.day(date.fromisoformat(question[key])) for key in ("from", "to"))
    return _("từ {first} đến {last}").format(first=first, last=last)


def _kind(change: reporting.Difference) -> str:
    if change.was is None:
        return _("thêm vào")
    return _("không còn tính") if change.now is None else _("tính khác đi")


def _named(
    request: ScreenRequest, question: reporting.Question, changes: list[reporting.Difference]
) -> list[dict[str, Any]]:
    """Each change with its class, as far as the viewer may open it; one query, and those of the headings. People are not named here."""
    seen = {
        row.pk: row
        for row in classes.classes_visible_to(request.user, request.scope.on).filter(
            pk__in={one.class_id for one in changes if one.class_id}
        )
    }
    titles = _titles(question, changes)
    found = []
    for one in changes:
        row = seen.get(one.class_id or 0)
        found.append(
            {
                "cause": CAUSES[one.cause],
                "fact": _FACTS[one.fact],
                "kind": _kind(one),
                "class": row.name if row else "",
                "url": screen_url(request, "classes:class-page", uuid=row.uuid) if row else "",
                "was": _values(one, one.was, titles),
                "now": _("của người khác, vì hồ sơ được ghép") if one.was == one.now else _values(one, one.now, titles),
            }
        )
    return found


def _titles(question: reporting.Question, changes: list[reporting.Difference]) -> dict[tuple[str, str], str]:
    """(Dimension, value) → its heading, of every value the changes speak of."""
    told: dict[str, set[str]] = {}
    for one in changes:
        for row in (one.was, one.now):
            for code, value in zip(one.dimensions, (row or ())[1:], strict=False):
                told.setdefault(code, set()).add(value)
    return {
        (code, heading.code): heading.title
        for code, values in told.items()
        for heading in reporting.headings_of(code, values, question)
    }


def _values(change: reporting.Difference, row: tuple[str, ...] | None, titles: dict[tuple[str, str], str]) -> str:
    """What a fact counted as, in words; sums follow the values."""
    values = (row or ())[1:]
    width = len(change.dimensions)
    named = [titles.get((code, value), value) for code, value in zip(change.dimensions, values, strict=False)]
    return ", ".join([*named, *(formats.number(int(value)) for value in values[width:])])
