"""Quotas on screen: the list, one quota at a node of its tree, its ledger."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending
from hocvien.web.quotas.tables import (
    BranchTable,
    LedgerTable,
    NameTable,
    QuotaTable,
    branch_rows,
    name_rows,
    programme_words,
    source_words,
)
from hocvien.web.quotas.views.common import node_of
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.screens import screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(permission="plan.view")
def quota_list(request: ScreenRequest) -> HttpResponse:
    """Quotas that concern the scope's unit, each with the seats at and below it that the reader sees."""
    table = QuotaTable(request, quotas.quotas_of(request.user, request.scope.unit, request.scope.on))
    may_issue = P.PLAN_EDIT in request.held_permissions
    return table_response(request, "quotas/quota_list.html", table, {"may_issue": may_issue})


@screen(permission="plan.view")
def quota_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One quota at the scope's unit: its branches, its names, who waits, what is asked of it."""
    on = request.scope.on
    quota = quotas.get_quota_for(request.user, uuid, on)
    node = node_of(request, quota)
    branches = quotas.branches(quota, node.pk, on)
    may = quotas.actions_at(request.user, quota, node, on)
    asks, moves = quotas.list_asks(quota), quotas.list_moves(request.user, quota, on)
    line = access.line_above(request.user, node.pk, on)
    path = line[line.index(quota.owner_id) :] if quota.owner_id in line else [quota.owner_id]
    named = {pk for move in moves for pk in (move.from_unit_id, move.to_unit_id)}
    units = {*path, *named, node.pk, quota.owner_id, *(one.unit_id for one in branches), *(ask.unit_id for ask in asks)}
    labels = access.labels_for(request.user, units, on)
    above = access.units_among(request.user, P.PLAN_VIEW, path, on)
    asked = {ask.unit_id: ask.seats - ask.given for ask in asks}
    shown = {labels[one.unit_id].code for one in branches}
    table = BranchTable(request, branch_rows(branches, labels, asked), quota=quota, shown=shown)
    whole = sum((one.whole for one in branches), quotas.Balance())
    context: dict[str, Any] = {
        "quota": quota,
        "programme": programme_words(quota),
        "source": source_words(quota),
        # the way back to the list is the owner's; below, the notice is found where its people are chosen
        "notice": sending.find_notice_of_quota(request.user, quota, on) if node.pk == quota.owner_id else None,
        "node": node,
        "labels": labels,
        "node_name": labels[node.pk].name,
        "owner_name": labels[quota.owner_id].name,
        "path": [labels[pk] for pk in path if pk in above and pk != node.pk],
        "whole": whole,
        "own": branches[0].own,
        "may": may,
        "is_owner": node.pk == quota.owner_id,
        "is_closed": quotas.is_closed(quota),
        "is_overdue": quota.names_due_on < on and bool(whole.unused),
        "has_below": len(branches) > 1,
        "asks": _asks(quota, asks, labels, node),
        "moves": _moves(moves, labels, node, may=may),
    }
    if access.can(request.user, P.PERSON_VIEW, node, on):
        names = NameTable(request, name_rows(quotas.seats_held(quota, [node.pk])), prefix="n-")
        if names.is_export_asked:
            return names.as_response()
        context["names"] = names
    return table_response(request, "quotas/quota_page.html", table, context)


@screen(permission="plan.view")
def ledger_list(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Every entry at units the reader sees, the newest first; names of people only where the reader sees people."""
    quota = quotas.get_quota_for(request.user, uuid, request.scope.on)
    table = LedgerTable(request, quotas.ledger(request.user, quota, request.scope.on))
    context = {"quota": quota, "programme": programme_words(quota), "source": source_words(quota)}
    return table_response(request, "quotas/ledger_list.html", table, context)


def _asks(
    quota: quotas.Quota,
    asks: list[Any],
    labels: dict[int, org.UnitLabel],
    node: org.Unit,
) -> list[dict[str, Any]]:
    """Who waits, in order; a unit sees its own place, the owner's side sees all."""
    sees_all = node.pk == quota.owner_id
    return [
        {
            "ask": ask,
            "place": place,
            "name": labels[ask.unit_id].name,
            "left": ask.seats - ask.given,
            "is_own": ask.unit_id == node.pk,
        }
        for place, ask in enumerate(asks, start=1)
        if sees_all or ask.unit_id == node.pk
    ]


def _moves(
    moves: list[quotas.SeatMove], labels: dict[int, org.UnitLabel], node: org.Unit, *, may: quotas.May
) -> list[dict[str, Any]]:
    """Requests that wait; those that this unit asked can be withdrawn, those it was asked for answered."""
    rows = []
    for move in moves:
        asker, other = move.from_unit_id, move.to_unit_id
        if not move.asked_by_giver:
            asker, other = other, asker
        rows.append(
            {
                "move": move,
                "from": labels[move.from_unit_id].name,
                "to": labels[move.to_unit_id].name,
                "may_answer": may.hold and other == node.pk,
                "may_withdraw": may.hold and asker == node.pk,
                "waits_for": labels[other].name,
            }
        )
    return rows
