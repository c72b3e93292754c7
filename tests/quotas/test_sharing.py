"""Seats given to those that wait: never more than there are or anybody wants, none left while somebody waits, in the stated order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvien.quotas import api as quotas

asks = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 6)), max_size=6).map(
    lambda rows: [quotas.Waiting(pk, 100 + pk, wanted, min(got, wanted)) for pk, (wanted, got) in enumerate(rows)]
)
holdings = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4).map(
    lambda rows: [quotas.Holding(200 + pk, *row) for pk, row in enumerate(rows)]
)


@given(st.sampled_from(["asked", "share"]), st.integers(0, 20), holdings, asks)
def test_nothing_is_lost_and_nobody_gets_more_than_it_wants(order, free, held, waiting):
    sharing = quotas.share_seats(order=order, free=free, holdings=held, waiting=waiting)
    stock = free + sum(one.free + one.reserved for one in held)
    assert sharing.given_seats + sharing.left == stock
    left = {one.ask_id: one.left for one in waiting}
    assert all(0 < one.seats <= left[one.ask_id] for one in sharing.given)
    unmet = sum(left.values()) - sharing.given_seats
    assert not (unmet and sharing.left), "seats stay while somebody waits"
    if order == "asked":
        got = {one.ask_id: one.seats for one in sharing.given}
        short = [one.ask_id for one in waiting if one.left and got.get(one.ask_id, 0) < one.left]
        assert all(got.get(pk, 0) == 0 for pk in got if short and pk > short[0])


@pytest.mark.parametrize(
    ("free", "given_"), [(1, {2: 1}), (4, {2: 4}), (5, {1: 1, 2: 4}), (12, {1: 4, 2: 8}), (99, {1: 5, 2: 8})]
)
def test_the_least_share_is_served_first(free, given_):
    # the first has 5 of 10, the second none of 8
    waiting = [quotas.Waiting(1, 1, 10, 5), quotas.Waiting(2, 2, 8, 0)]
    sharing = quotas.share_seats(order="share", free=free, holdings=[], waiting=waiting)
    got = {one.ask_id: one.seats for one in sharing.given}
    assert got == given_
