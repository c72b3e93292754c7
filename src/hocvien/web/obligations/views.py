"""The clock made readable: figures of a unit with a way down, the list of who is due, the rules, what a committee chooses."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.common.text import collation_key
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.obligations.forms import ChoiceForm, DeadlinesForm, VersionForm
from hocvien.web.obligations.tables import (
    DutyTable,
    ObligationShareTable,
    ObligationTable,
    ShareRow,
    UnitShareTable,
    percent,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, same_page, screen_url
from hocvien.web.ui.parts import Status, TreeCell, TreeMap
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import CSV, as_csv, table_response

P = access.Permission
# a picture with more parts shows none of them; the rest stand together
_MOST_CELLS = 60
_MOST_CHILDREN = 1_000


@screen(permission="person.view")
def overview(request: ScreenRequest) -> HttpResponse:
    """Share met of the unit in the bar, by obligation and by the units right below. About fifteen queries, whatever its size."""
    scope = request.scope
    unit = scope.unit
    day = obligations.keep_current(on=scope.on, now=clock.now())
    context: dict[str, Any] = {"unit": unit, "day": day, "is_today": day == scope.on}
    if unit is None or day is None:
        return page(request, "obligations/overview.html", context)
    known = obligations.list_obligations()
    asked = next((one for one in known if one.code == request.GET.get("obligation")), None)
    is_whole = access.can_below(request.user, P.PERSON_VIEW, unit, scope.on)
    children = _children(request, unit, is_whole=is_whole)
    kept = obligations.counts_of([unit.pk, *(child.id for child in children)] if is_whole else [c.id for c in children])
    own = (
        kept.get(unit.pk, {})
        if is_whole
        else obligations.counts_here(obligations.standings_within(request.user, unit, scope.on), unit.pk)
    )
    by_obligation = ObligationShareTable(
        request,
        [
            ShareRow(obligations.title_of(one), one.code, own[one.pk], str(obligations.Trigger(one.trigger).label))
            for one in known
            if one.pk in own
        ],
        prefix="o-",
    )
    rows = [
        ShareRow(child.name, child.code, _chosen(kept.get(child.id, {}), asked), is_unit=True) for child in children
    ]
    rows = [row for row in rows if row.counts.total]
    total = _chosen(own, asked)
    rest = _rest(total, rows)
    if is_whole and rest.total and rows:
        rows.append(ShareRow(_("Trực tiếp tại đơn vị"), "", rest, is_unit=True))
    by_unit = UnitShareTable(request, rows, prefix="u-")
    for table in (by_obligation, by_unit):
        if table.is_export_asked:
            return table.as_response()
    may_choose = access.can(request.user, obligations.PERMISSION, unit, scope.on)
    context |= {
        "total": total,
        "share": percent(total.share),
        "known": [(one.code, obligations.title_of(one), one == asked) for one in known],
        "asked": asked,
        "by_obligation": by_obligation,
        "by_unit": by_unit if rows else None,
        "map": _map(rows, scope.unit_name, asked, day) if rows else None,
        "urls": {
            state: screen_url(request, "obligations:duty-list", query={"state": state} | _of(asked))
            for state in ("open", "due_soon", "overdue", "long_overdue", "data_missing")
        },
        "year_url": screen_url(request, "obligations:duty-list", query={"due": "year"} | _of(asked)),
        "year": scope.on.year,
        "choices": _choices(request, unit, known, may_choose=may_choose),
        "may_choose": may_choose,
        "deadlines": _deadlines(request, unit),
    }
    return page(request, "obligations/overview.html", context)


def _deadlines(request: ScreenRequest, unit: org.Unit) -> dict[str, Any]:
    """When something is due soon and long overdue at the unit, and of which unit that is told. Two queries, one more where it is another."""
    on = request.scope.on
    held = obligations.deadlines_at(unit.pk, on)
    is_own = held.unit_id == unit.pk
    return {
        "soon": held.soon_days,
        "late": held.late_days,
        "since": held.valid_from,
        "source": held.source,
        "is_default": held.unit_id is None,
        "told_of": "" if held.unit_id is None or is_own else org.label_as_of(held.unit_id, on).name,
    }


def _of(asked: obligations.Obligation | None) -> dict[str, str]:
    return {"obligation": asked.code} if asked else {}


def _chosen(by_obligation: dict[int, obligations.Counts], asked: obligations.Obligation | None) -> obligations.Counts:
    found = obligations.Counts()
    for pk, counts in by_obligation.items():
        if asked is None or pk == asked.pk:
            found += counts
    return found


def _rest(total: obligations.Counts, rows: list[ShareRow]) -> obligations.Counts:
    """Who belongs to the unit itself: what the units below leave of the whole."""
    states = {state: number - sum(row.counts.number(state) for row in rows) for state, number in total.by_state.items()}
    return obligations.Counts(
        {state: number for state, number in states.items() if number > 0},
        max(total.met - sum(row.counts.met for row in rows), 0),
    )


def _children(request: ScreenRequest, unit: org.Unit, *, is_whole: bool) -> list[org.UnitLabel]:
    """Units right below whose people the user sees, with all below them."""
    on = request.scope.on
    children = org.children_labels(unit.pk, on, most=_MOST_CHILDREN)
    if is_whole:
        return children
    deep, _flat = access.granted_unit_ids(request.user, P.PERSON_VIEW, on)
    return [child for child in children if child.id in deep]


def _map(rows: list[ShareRow], name: str, asked: obligations.Obligation | None, day: Any) -> TreeMap:
    title = _("Tỉ lệ hoàn thành theo đơn vị trực thuộc {unit}, ngày {day}: {what}").format(
        unit=name,
        day=f"{day:%d/%m/%Y}",
        what=obligations.title_of(asked) if asked else _("mọi nghĩa vụ"),
    )
    ordered = sorted(rows, key=lambda row: (-row.counts.total, collation_key(row.name)))
    shown, others = ordered[:_MOST_CELLS], ordered[_MOST_CELLS:]
    cells = [_cell(row.name, row.counts) for row in shown]
    if others:
        together = sum((row.counts for row in others), obligations.Counts())
        cells.append(_cell(_("{n} đơn vị khác").format(n=len(others)), together))
    return TreeMap(title, cells)


def _cell(name: str, counts: obligations.Counts) -> TreeCell:
    text = _("{unit}: {met} / {total} đã hoàn thành, {share}; quá hạn {late}").format(
        unit=name, met=counts.met, total=counts.total, share=percent(counts.share), late=counts.late
    )
    return TreeCell(name, counts.total, counts.share, text)


def _choices(
    request: ScreenRequest, unit: org.Unit, known: list[obligations.Obligation], *, may_choose: bool
) -> list[dict[str, Any]]:
    """What holds today for each obligation that committees choose, and where it was chosen."""
    on = request.scope.on
    held = obligations.choices_above(unit.pk, on)
    names = org.labels_as_of({one.unit_id for one in held.values()}, on)
    found = []
    for obligation in known:
        if not obligation.committee_chooses:
            continue
        choice = held.get(obligation.pk)
        is_own = choice is not None and choice.unit_id == unit.pk
        found.append(
            {
                "title": obligations.title_of(obligation),
                "clock": _("Theo quy định chung") if choice is None else choice.get_clock_display(),
                "since": None if choice is None else choice.valid_from,
                "told_of": "" if choice is None or is_own else names[choice.unit_id].name,
                "source": "" if choice is None else choice.source,
                "remove_url": screen_url(request, "obligations:choice-remove", uuid=choice.uuid)
                if choice is not None and is_own and may_choose
                else "",
            }
        )
    return found


@screen(permission="person.view")
def duty_list(request: ScreenRequest) -> HttpResponse:
    """Everybody under an obligation in the unit of the bar and below; narrowed by obligation, state and day, sorted by the day due."""
    scope = request.scope
    day = obligations.keep_current(on=scope.on, now=clock.now())
    rows = obligations.standings_within(request.user, scope.unit, scope.on)
    shows_days = (
        access.can_below(request.user, P.PERSON_EDIT, scope.unit, scope.on)
        if scope.unit is not None
        else access.reaches_all(request.user, P.PERSON_EDIT, scope.on)
    )
    # by a name or a day the figures kept do not tell rows apart
    is_whole = (
        day == scope.on
        and not (request.GET.get("q") or request.GET.get("due"))
        and scope.unit is not None
        and access.can_below(request.user, P.PERSON_VIEW, scope.unit, scope.on)
    )
    tallied = obligations.counts_of([scope.unit.pk]).get(scope.unit.pk, {}) if is_whole and scope.unit else None
    table = DutyTable(request, rows, on=day or scope.on, shows_days=shows_days, tallied=tallied)
    if table.asked("export") == "csv":
        return table.as_file("csv", f"{table.name}.csv", lambda: as_csv(table), CSV)
    context = {
        "day": day,
        "is_today": day == scope.on,
        "csv_url": same_page(request, export="csv", **table.no_place),
        "shows_days": shows_days,
    }
    return table_response(request, "obligations/duty_list.html", table, context)


@screen(permission="person.view")
def obligation_list(request: ScreenRequest) -> HttpResponse:
    """The obligations in words, each period with its citation and whether it was seen in a source."""
    may_edit = catalogue.can_edit(request.user, request.scope.on)
    programmes = {one.code: one.name for one in catalogue.list_programmes()}
    statuses = {
        "seen": Status("met", _("Đã đối chiếu")),
        "default": Status("warn", _("Mặc định, chưa đối chiếu")),
    }
    posts = {code: str(label) for code, label in people.PostKind.choices}
    levels = {code: str(label) for code, label in people.TheoryLevel.choices}
    rows = []
    for one in obligations.list_obligations():
        for at, version in enumerate(reversed(one.versions.all())):
            who = "; ".join(posts.get(kind, kind) for kind in one.post_kinds)
            rows.append(
                {
                    "title": obligations.title_of(one),
                    "who": who or str(obligations.Trigger(one.trigger).label),
                    "programmes": "; ".join(
                        [
                            *(programmes.get(code, code) for code in one.programmes),
                            *([levels[one.theory_level]] if one.theory_level else []),
                        ]
                    ),
                    "how": obligations.say_version(version)
                    + (f" ({_('cấp ủy chọn mỗi nhiệm kỳ hoặc mỗi năm')})" if one.committee_chooses else ""),
                    "valid_from": version.valid_from,
                    "valid_to": version.valid_to,
                    "citation": obligations.citation_of(version),
                    "mark": statuses.get(version.mark, statuses["default"]),
                    "add": _("Quy định mới") if may_edit and at == 0 else "",
                    "add_url": screen_url(request, "obligations:version-add", code=one.code)
                    if may_edit and at == 0
                    else "",
                }
            )
    table = ObligationTable(request, rows, may_edit=may_edit)
    return table_response(request, "obligations/obligation_list.html", table)


@screen(permission="programme.edit", methods=("GET", "POST"))
def version_add(request: ScreenRequest, code: str) -> HttpResponse:
    obligation = obligations.get_obligation(code)
    last = obligation.versions.order_by("-valid_from").first()
    names = ("clock", "within_months", "valid_months", "minimum_days", "citation")
    initial = {name: getattr(last, name) for name in names} if last is not None else {}
    form = VersionForm(request.POST or None, request=request, initial=initial | {"valid_from": request.scope.on})
    if form.is_valid():
        try:
            obligations.add_version(
                actor=request.user, obligation=obligation, today=request.scope.on, **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã ghi quy định mới. Ai thuộc diện trước ngày ấy giữ nguyên hạn."))
            return redirect_to(request, "obligations:obligation-list")
    context = {
        "form": form,
        "title": obligations.title_of(obligation),
        "back_url": screen_url(request, "obligations:obligation-list"),
        "back_label": _("Các nghĩa vụ học tập"),
    }
    return page(request, "obligations/small_form.html", context, form=form)


@screen(permission="programme.edit", methods=("GET", "POST"))
def choice_add(request: ScreenRequest) -> HttpResponse:
    """Choose, for the unit in the bar and all below, "once a term" or "every year" from a day."""
    unit = request.scope.unit
    if unit is None:
        raise access.OutOfSight
    access.require(request.user, obligations.PERMISSION, unit, request.scope.on)
    form = ChoiceForm(request.POST or None, request=request, initial={"valid_from": request.scope.on, "clock": "year"})
    if form.is_valid():
        data = form.cleaned_data
        try:
            obligations.choose_clock(
                actor=request.user,
                unit=unit,
                obligation=obligations.get_obligation(data["obligation"]),
                clock=data["clock"],
                valid_from=data["valid_from"],
                source=data["source"],
                today=request.scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã ghi chu kỳ của {unit}.").format(unit=request.scope.unit_name))
            return redirect_to(request, "obligations:overview")
    context = {
        "form": form,
        "title": _("Chọn chu kỳ cho {unit}").format(unit=request.scope.unit_name),
        "back_url": screen_url(request, "obligations:overview"),
        "back_label": _("Nghĩa vụ học tập"),
    }
    return page(request, "obligations/small_form.html", context, form=form)


@screen(permission="programme.edit", methods=("GET", "POST"))
def deadlines_set(request: ScreenRequest) -> HttpResponse:
    """Say when something is due soon and long overdue, for the unit in the bar and all below."""
    unit, on = request.scope.unit, request.scope.on
    if unit is None:
        raise access.OutOfSight
    access.require(request.user, obligations.PERMISSION, unit, on)
    held = obligations.deadlines_at(unit.pk, on)
    initial = {"soon_days": held.soon_days, "late_days": held.late_days, "valid_from": on}
    form = DeadlinesForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            obligations.set_deadlines(actor=request.user, unit=unit, today=on, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi mốc báo hạn của {unit}.").format(unit=request.scope.unit_name))
            return redirect_to(request, "obligations:overview")
    context = {
        "form": form,
        "title": _("Mốc báo hạn của {unit}").format(unit=request.scope.unit_name),
        "back_url": screen_url(request, "obligations:overview"),
        "back_label": _("Nghĩa vụ học tập"),
    }
    return page(request, "obligations/small_form.html", context, form=form)


@screen(permission="programme.edit", methods=("POST",))
def choice_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    unit = request.scope.unit
    if unit is None:
        raise access.OutOfSight
    choice = obligations.get_choice(unit, uuid)
    obligations.remove_choice(actor=request.user, choice=choice, today=request.scope.on)
    notify(request, _("Đã bỏ chu kỳ ghi nhầm; chu kỳ trước đó áp dụng trở lại."))
    return redirect_to(request, "obligations:overview")
