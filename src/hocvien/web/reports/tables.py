"""The rows of a report as the page draws them, each figure with the address of what it counts; and those lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.people import api as people
from hocvien.reporting import api as reporting
from hocvien.sending import api as sending
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import BarChart, Series, Status
from hocvien.web.ui.tables import Column, Table

_CLASS_TONES = {"planned": "neutral", "enrolling": "info", "running": "info", "finished": "met", "cancelled": "bad"}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row: words, four figures, and where each leads."""

    title: str
    classes: int
    participations: int
    persons: int
    female: int
    classes_url: str
    people_url: str
    female_url: str
    number: int | None = None

    @property
    def female_share(self) -> float | None:
        return reporting.share(self.female, self.persons)


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A row of a publication as it is drawn, and where its statement is."""

    title: str
    classes: str
    participations: str
    persons: str
    url: str


class FigureRows:
    """Builds the rows of one report; people are linked only for those who may see people."""

    def __init__(self, request: ScreenRequest, report: reporting.Report) -> None:
        self.request = request
        self.report = report
        self.sees_people = access.Permission.PERSON_VIEW in request.held_permissions

    def programmes(self) -> list[FigureRow]:
        return [
            self._row(row.name, row, row.classes, number=at, programme=row.code)
            for at, row in enumerate(self.report.programmes, start=1)
        ]

    def total(self) -> FigureRow:
        return self._row(reporting.total_title(), self.report.totals, self.report.classes)

    def beside(self) -> list[FigureRow]:
        parts = ((reporting.JOINT, self.report.joint), (reporting.SENT, self.report.sent))
        return [
            self._row(
                reporting.beside_title(part, row),
                row,
                row.classes,
                part=part,
                programme=row.code,
                partner=row.partner_code,
            )
            if not row.is_outside
            else self._outside(reporting.beside_title(part, row), row)
            for part, rows in parts
            for row in rows
        ]

    def senders(self) -> list[FigureRow]:
        return [
            self._row(row.name, row, row.classes, number=at, sender=row.code)
            for at, row in enumerate(self.report.by_sending_unit, start=1)
        ]

    def published(self) -> list[PublishedLine]:
        """What was published of the period, each publication with the address of its statement."""
        return [
            PublishedLine(
                title=row.title,
                classes=_told(row.classes),
                participations=_told(row.participations),
                persons=_told(row.persons),
                url=screen_url(self.request, "figures:statement-page", uuid=row.uuid) if row.uuid else "",
            )
            for row in reporting.published_rows(self.report)
        ]

    def chart(self, rows: Sequence[FigureRow]) -> BarChart:
        """Participations by programme, the bars of the very rows of the table; beside them what was published of just this period."""
        live = {code.code: row for code, row in zip(self.report.programmes, rows, strict=True)}
        names = {one.code: one.name for one in self.report.programmes}
        told: dict[str, int] = {}
        for one in self.report.published_of_it[:1]:
            for line in one.lines:
                if line.part == "item" and line.code and line.participants is not None:
                    names.setdefault(line.code, line.name)
                    told[line.code] = told.get(line.code, 0) + line.participants
        shown = [live.get(code) for code in names]
        series = [
            Series(
                str(_("Lượt học viên")),
                [row.participations if row else None for row in shown],
                urls=[row.people_url if row else "" for row in shown],
            )
        ]
        if told:
            series.append(Series(str(_("Đã công bố")), [told.get(code) for code in names], style="before"))
        title = _("Lượt học viên theo chương trình, {unit}, {period}").format(
            unit=self.report.unit_name, period=reporting.period_words(self.report)
        )
        return BarChart(
            title=title,
            labels=list(names.values()),
            series=tuple(series),
            is_horizontal=True,
            head=str(_("Chương trình")),
        )

    def _outside(self, title: str, row: reporting.BesideRow) -> FigureRow:
        """People sent by a notice: no class of the program stands behind them, every figure leads to the list of who was sent."""
        query = {**counting(self.report), "programme": row.code, "issuer": row.partner}
        url = screen_url(self.request, "sending:people-sent", query=query) if self.sees_people else ""
        women = screen_url(self.request, "sending:people-sent", query={**query, "women": "1"}) if url else ""
        return FigureRow(
            title=title,
            classes=row.classes,
            participations=row.participations,
            persons=row.persons,
            female=row.female,
            classes_url=url,
            people_url=url,
            female_url=women,
        )

    def _row(self, title: str, counts: Any, n_classes: int, *, number: int | None = None, **where: str) -> FigureRow:
        query = {**counting(self.report), **where}
        classes_url = screen_url(self.request, "reports:classes-counted", query=query)
        people_url = (
            screen_url(self.request, "reports:people-counted", query=query) if self.sees_people else classes_url
        )
        female_url = (
            screen_url(self.request, "reports:people-counted", query={**query, "women": "1"})
            if self.sees_people
            else classes_url
        )
        return FigureRow(
            title=title,
            classes=n_classes,
            participations=counts.participations,
            persons=counts.persons,
            female=counts.female,
            classes_url=classes_url,
            people_url=people_url,
            female_url=female_url,
            number=number,
        )


def _told(value: int | str | None) -> str:
    """A published number, or the words of one that is hedged."""
    return value if isinstance(value, str) else formats.number(value)


class PeopleTable(Table):
    """Participations behind a figure. A person in two classes has two rows, as the figure has two."""

    name = "report-people"
    caption = _("Học viên được tính")
    noun = _("lượt học viên")
    default_sort = "name"
    numbered = True
    search_folded = ("person__name_folded",)
    columns = (
        Column(
            "name",
            _("Họ và tên"),
            value="person.full_name",
            sort="person__name_key",
            header=True,
            template="reports/_person_cell.html",
        ),
        Column("birth", _("Ngày sinh"), value="person.birth_text", css="date"),
        Column("sex", _("Giới tính"), value=lambda row: row.person.get_sex_display(), sort="person__sex"),
        Column("sender", _("Đơn vị cử"), value="sender_name", sort="sender_name"),
        Column(
            "class",
            _("Lớp"),
            value="training_class.name",
            sort="training_class__opens_on",
            link=lambda row: ("classes:class-page", {"uuid": row.training_class.uuid}),
        ),
        Column(
            "opens_on", _("Khai giảng"), kind="date", value="training_class.opens_on", sort="training_class__opens_on"
        ),
        Column("status", _("Tình trạng"), value="standing_words", sort="status"),
    )
    empty_title = _("Con số này không có ai")
    empty_text = _("Trở lại báo cáo và chọn con số khác.")

    def prepare(self, rows: list[Any]) -> list[Any]:
        """Mark whose own page the viewer may open; two queries for a page."""
        seen = set(
            access.people_visible_to(self.request.user, self.request.scope.on)
            .filter(pk__in={row.person_id for row in rows})
            .order_by()
            .values_list("pk", flat=True)
        )
        for row in rows:
            row.person_url = (
                screen_url(self.request, "persons:person-page", uuid=row.person.uuid) if row.person_id in seen else ""
            )
            row.person.birth_text = _birth_words(row.person)
        return rows


def _birth_words(person: people.Person) -> str:
    """As far as it is known, day first."""
    return "/".join(reversed(person.birth.split("-"))) if person.birth else ""


class SentTable(Table):
    """People sent by a decision behind a figure."""

    name = "report-sent"
    prefix = "s-"
    caption = _("Người được cử đi học nơi khác")
    noun = _("lượt cử")
    default_sort = "name"
    numbered = True
    columns = (
        Column(
            "name",
            _("Họ và tên"),
            value="person.full_name",
            sort="person__name_key",
            header=True,
            link=lambda row: ("sending:sending-page", {"uuid": row.uuid}),
        ),
        Column("sender", _("Đơn vị cử"), value="sender_name", sort="sender_name"),
        Column("programme", _("Chương trình"), value="notice.programme.name", sort="notice__programme__position"),
        Column("issuer", _("Nơi mở lớp"), value="notice.issuer_name", sort="notice__issuer_name"),
        Column(
            "decided_on", _("Ngày quyết định"), kind="date", value="decision.decided_on", sort="decision__decided_on"
        ),
    )
    empty_title = _("Con số này không có ai")
    empty_text = _("Trở lại báo cáo và chọn con số khác.")


class ClassTable(Table):
    """Classes behind a figure; the people column holds those of the figure and no others."""

    name = "report-classes"
    caption = _("Lớp được tính")
    noun = _("lớp")
    default_sort = "opens_on"
    numbered = True
    search_folded = ("name_folded",)
    search_plain = ("code",)
    columns = (
        Column(
            "name",
            _("Lớp"),
            sort="name_folded",
            header=True,
            link=lambda row: ("classes:class-page", {"uuid": row.uuid}),
            note=lambda row: row.code,
        ),
        Column("programme", _("Chương trình"), value="programme.name", sort="programme__position"),
        Column("opener", _("Đơn vị mở lớp"), value="opener_name", sort="opener_name"),
        Column("opens_on", _("Khai giảng"), kind="date", sort="opens_on"),
        Column("closes_on", _("Bế giảng"), kind="date", sort="closes_on"),
        Column(
            "status",
            _("Tình trạng"),
            kind="status",
            value=lambda row: Status(_CLASS_TONES[row.status], row.get_status_display()),
            sort="status",
        ),
        Column("people", _("Lượt học viên"), kind="number", value="counted", sort="counted", total=True),
    )
    empty_title = _("Con số này không có lớp nào")
    empty_text = _("Trở lại báo cáo và chọn con số khác.")


def counting(asked: reporting.Report | reporting.Question) -> dict[str, str]:
    """How it was counted, as the address says it; what goes without saying is left out."""
    said = {"basis": asked.basis}
    return said if asked.seen_on is None else {**said, "structure": reporting.NOW}


def visible_participations(request: ScreenRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of classes the viewer runs, and those the viewer's units sent."""
    on = request.scope.on
    run = classes.classes_where(request.user, access.Permission.PERSON_VIEW, on).values("pk")
    own = access.unit_ids_for(request.user, access.Permission.PERSON_VIEW, on)
    return rows.filter(training_class__in=run) | rows.filter(sending_unit__in=own)


def visible_sendings(request: ScreenRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those whose sending the viewer may see."""
    return rows.filter(pk__in=sending.sendings_visible_to(request.user, request.scope.on).values("pk"))
