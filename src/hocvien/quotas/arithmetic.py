"""Seats given to those that wait, in a stated order. No Django, no database: the same input gives the same answer."""

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heapreplace

from hocvien.quotas.data import Given, Holding, Sharing, Waiting

ASKED_FIRST = "asked"
LEAST_SHARE = "share"


def share_seats(*, order: str, free: int, holdings: Iterable[Holding], waiting: Sequence[Waiting]) -> Sharing:
    """Give the owner's `free` seats and all of `holdings` to those that wait, in their order; never more than anybody wants.

    `asked`: whoever asked first gets all it wants, then the next. `share`: one seat after another goes to whoever has the least part of
    what it wanted by then; where two have the same, to whoever asked first.
    """
    taken = tuple(one for one in holdings if one.free or one.reserved)
    stock = free + sum(one.free + one.reserved for one in taken)
    asked = [one for one in waiting if one.left]
    shares = _by_turn(stock, asked) if order == LEAST_SHARE else _in_order(stock, asked)
    given = tuple(
        Given(one.ask_id, one.unit_id, shares[one.ask_id], place, one.given, one.wanted)
        for place, one in enumerate(asked, start=1)
        if shares[one.ask_id]
    )
    return Sharing(order, taken, given, stock - sum(shares.values()), len(asked))


def _in_order(stock: int, asked: Sequence[Waiting]) -> dict[int, int]:
    shares = {}
    for one in asked:
        shares[one.ask_id] = min(stock, one.left)
        stock -= shares[one.ask_id]
    return shares


def _by_turn(stock: int, asked: Sequence[Waiting]) -> dict[int, int]:
    shares = {one.ask_id: 0 for one in asked}
    turns = [(one.given / one.wanted, place, one) for place, one in enumerate(asked)]
    heapify(turns)
    while stock and turns:
        _share, place, one = turns[0]
        shares[one.ask_id] += 1
        stock -= 1
        has = one.given + shares[one.ask_id]
        if has < one.wanted:
            heapreplace(turns, (has / one.wanted, place, one))
        else:
            heappop(turns)
    return shares
