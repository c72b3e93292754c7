"""Fourth step: what executing would do, who is who, who is missing; fifth: doing it, and taking it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.common import clock
from hocvien.exchange import api as exchange
from hocvien.jobs import api as jobs
from hocvien.people import api as people
from hocvien.web.persons.roster_tables import AbsentTable, EffectTable, RosterRowTable, birth_words
from hocvien.web.persons.views.roster.steps import AFTER, DONE, EFFECT, page_of, roster_for, steps_of, unit_name
from hocvien.web.shell.field_words import FIELD_WORDS
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, same_page, screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_ACTIONS = ("create", "update", "unchanged", "duplicate", "problem", "skip")
_PER_PAGE = 50


def _ready(request: ScreenRequest, uuid: UUID) -> tuple[exchange.StoredRoster, HttpResponse | None]:
    """The roster, and where to go instead when it is not waiting to be written."""
    roster = roster_for(request, uuid)
    if roster.state == exchange.RosterState.READY:
        return roster, None
    return roster, redirect_to(request, page_of(roster), uuid=uuid)


def _context(request: ScreenRequest, roster: exchange.StoredRoster, current: str) -> dict[str, Any]:
    counts = roster.counts
    tabs = (
        ("persons:roster-effect", _("Việc sẽ làm"), counts.get("rows", 0)),
        ("persons:roster-duplicates", _("Chờ quyết định"), counts.get("duplicate", 0)),
        ("persons:roster-absent", _("Không có trong tệp"), None),
    )
    return {
        "roster": roster,
        "unit_name": unit_name(request, roster),
        "steps": steps_of(EFFECT, roster),
        "tabs": [
            Tab(label, screen_url(request, name, uuid=roster.uuid), current=name == current, count=count)
            for name, label, count in tabs
        ],
        "will_write": counts.get("create", 0) + counts.get("update", 0),
        "chosen_absent": len(roster.absent),
        **{f"n_{action}": counts.get(action, 0) for action in _ACTIONS},
    }


@screen(permission="roster.import")
def roster_effect(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    roster, elsewhere = _ready(request, uuid)
    if elsewhere is not None:
        return elsewhere
    table = RosterRowTable(request, exchange.list_rows(roster))
    return table_response(
        request, "persons/roster_effect.html", table, _context(request, roster, "persons:roster-effect")
    )


@screen(permission="roster.import", methods=("GET", "POST"))
def roster_duplicates(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Rows that may be somebody recorded: the same person, another, or left out."""
    roster, elsewhere = _ready(request, uuid)
    if elsewhere is not None:
        return elsewhere
    on = request.scope.on
    if request.method == "POST":
        choices = _choices(request)
        said = exchange.decide_rows(actor=request.user, roster=roster, choices=choices, on=on, now=clock.now())
        words = _("Đã ghi quyết định cho {n} hàng.") if said else _("Chưa quyết định hàng nào.")
        notify(request, words.format(n=said), tone="met" if said else "info")
        return redirect_to(request, "persons:roster-duplicates", uuid=uuid)
    rows = exchange.list_rows(roster, actions=("duplicate",))
    decided = exchange.list_decisions(roster)
    number, pages = _paged(request, len(rows))
    shown = rows[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    candidates = exchange.list_candidates(request.user, shown, on)
    known = {row.key: row for row in exchange.list_rows(roster)} if decided else {}
    labels = dict(exchange.Decision.choices)
    context = {
        **_context(request, roster, "persons:roster-duplicates"),
        "rows": [
            {
                "row": row,
                "birth": birth_words(row),
                "changes": [(FIELD_WORDS.get(one.field, one.label), one.before, one.after) for one in row.changes],
                "candidates": candidates.get(row.key, []),
                "why": row.reason_en if get_language() == "en" else row.reason_vi,
            }
            for row in shown
        ],
        "decided": [
            {"row": known[key], "words": labels[choice]} for key, choice in sorted(decided.items()) if key in known
        ],
        "number": number,
        "pages": [(n, same_page(request, page=n)) for n in range(1, pages + 1)] if pages > 1 else [],
        "count": len(rows),
    }
    return page(request, "persons/roster_duplicates.html", context)


def _paged(request: ScreenRequest, count: int) -> tuple[int, int]:
    asked = request.GET.get("page", "")
    pages = max(1, -(-count // _PER_PAGE))
    return min(max(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, 1), pages), pages


def _choices(request: ScreenRequest) -> dict[str, tuple[str, UUID | None]]:
    """Row → what was said of it; the uuid of a record stands for "the same"."""
    if undone := request.POST.get("undo"):
        return {undone: ("", None)}
    found: dict[str, tuple[str, UUID | None]] = {}
    for name, value in request.POST.items():
        if not name.startswith("row:") or not value:
            continue
        if value in {exchange.Decision.ANOTHER, exchange.Decision.SKIP}:
            found[name.removeprefix("row:")] = (str(value), None)
            continue
        try:
            found[name.removeprefix("row:")] = (str(exchange.Decision.SAME), UUID(str(value)))
        except ValueError:
            continue
    return found


@screen(permission="roster.import", methods=("GET", "POST"))
def roster_absent(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """People of the unit whom the file does not name; nothing happens to them unless somebody says so."""
    roster, elsewhere = _ready(request, uuid)
    if elsewhere is not None:
        return elsewhere
    ids = exchange.list_absent_ids(request.user, roster, request.scope.on)
    found = people.people_by_ids(ids)
    if request.method == "POST":
        ticked = {str(person.uuid) for person in found.values()} & set(request.POST.getlist("row"))
        chosen = set(roster.absent)
        chosen = chosen - ticked if request.POST.get("act") == "keep" else chosen | ticked
        exchange.choose_absent(actor=request.user, roster=roster, people=[UUID(one) for one in chosen])
        return redirect_to(request, "persons:roster-absent", uuid=uuid)
    table = AbsentTable(request, list(found.values()), set(roster.absent))
    context = _context(request, roster, "persons:roster-absent")
    return table_response(request, "persons/roster_absent.html", table, context)


@screen(permission="roster.import", methods=("POST",))
def roster_execute(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Write it; sent twice it is written once."""
    roster = exchange.execute_roster(
        actor=request.user, roster=roster_for(request, uuid), on=request.scope.on, now=clock.now()
    )
    return redirect_to(request, page_of(roster), uuid=uuid)


@screen(permission="roster.import")
def roster_progress(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """How far a job is; the page asks again by itself, and moves on when there is nothing to wait for."""
    roster = roster_for(request, uuid)
    job = roster.job
    if roster.state in {exchange.RosterState.READY, exchange.RosterState.EXECUTED} and not (job and job.is_open):
        return redirect_to(request, page_of(roster), uuid=uuid)
    context = {
        "roster": roster,
        "job": job,
        "unit_name": unit_name(request, roster),
        "steps": steps_of(DONE if roster.state != exchange.RosterState.READING else EFFECT, None),
        "is_waiting": job is not None and job.is_open,
    }
    return page(request, "persons/roster_progress.html", context)


@screen(permission="roster.import", methods=("POST",))
def roster_stop(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Ask the job to end after the part it is in."""
    roster = roster_for(request, uuid)
    if roster.job is not None:
        jobs.cancel(owner=request.user, job=roster.job)
    return redirect_to(request, "persons:roster-progress", uuid=uuid)


@screen(permission="roster.import", methods=("POST",))
def roster_resume(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Go on with what was stopped or broke off."""
    roster = roster_for(request, uuid)
    if roster.state == exchange.RosterState.READING:
        exchange.plan_again(actor=request.user, roster=roster, on=request.scope.on, now=clock.now())
    else:
        roster = exchange.execute_roster(actor=request.user, roster=roster, on=request.scope.on, now=clock.now())
    return redirect_to(request, page_of(roster), uuid=uuid)


@screen(permission="roster.import")
def roster_done(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    roster = roster_for(request, uuid)
    if roster.executed_at is None:
        return redirect_to(request, page_of(roster), uuid=uuid)
    if roster.job is not None and roster.job.is_open:
        return redirect_to(request, "persons:roster-progress", uuid=uuid)
    table = RosterRowTable(request, exchange.list_rows(roster, actions=("problem", "duplicate")))
    context = {
        "roster": roster,
        "outcome": roster.outcome,
        "unit_name": unit_name(request, roster),
        "steps": steps_of(AFTER, roster),
        "can_take_back": exchange.can_take_back(roster, clock.now()),
        "until": exchange.back_until(roster),
    }
    return table_response(request, "persons/roster_done.html", table, context)


@screen(permission="roster.import", methods=("GET", "POST"))
def roster_back(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Take it back: whole, or the people who are ticked, as far as nothing was built on them."""
    roster = roster_for(request, uuid)
    if roster.executed_at is None or (roster.job is not None and roster.job.is_open):
        return redirect_to(request, page_of(roster), uuid=uuid)
    if request.method == "POST":
        before = roster.outcome.get("taken_back", 0)
        rows = None if request.POST.get("act") == "all" else _uuids(request.POST.getlist("row"))
        roster = exchange.take_back_roster(
            actor=request.user, roster=roster, rows=rows, on=request.scope.on, now=clock.now()
        )
        if roster.job is not None and roster.job.is_open:
            return redirect_to(request, "persons:roster-progress", uuid=uuid)
        undone = roster.outcome.get("taken_back", 0) - before
        words = _("Đã hoàn tác cho {n} người.") if undone else _("Không có người nào hoàn tác được.")
        notify(request, words.format(n=undone), tone="met" if undone else "warn")
        return redirect_to(request, "persons:roster-back", uuid=uuid)
    table = EffectTable(request, exchange.list_effects(roster))
    context = {
        "roster": roster,
        "unit_name": unit_name(request, roster),
        "can_take_back": exchange.can_take_back(roster, clock.now()),
        "until": exchange.back_until(roster),
    }
    return table_response(request, "persons/roster_back.html", table, context)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
