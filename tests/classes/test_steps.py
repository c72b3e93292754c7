"""The way of a list: each programme's own steps, what each decided, the reserve, and what a list is ordered by."""

import contextlib
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from tests import scenarios
from tests.kept import kept

DAY = scenarios.TODAY
NOW = scenarios.at(DAY)


def found(world, code, name, kind, parent):
    unit = org.found_unit(
        actor=None, code=code, name=name, kind=kind, parent=world.units[parent], valid_from=scenarios.FOUNDED
    )
    world.units[code] = unit
    return unit


@kept()
def board(world):
    """A board for building the Party beside commune A, with an officer of its own; an office and an inspection beside it decide nothing."""
    found(world, "xa-a-vp", "Văn phòng Đảng ủy xã An Bình", "board", "xa-a")
    found(world, "xa-a-xdd", "Ban Xây dựng Đảng xã An Bình", "board", "xa-a")
    found(world, "xa-a-kt", "Ủy ban Kiểm tra xã An Bình", "board", "xa-a")
    scenarios.give_account(world, "reviewer", ("committee_office", "xa-a-xdd"))
    scenarios.give_account(world, "secretary", ("committee_office", "xa-a"), includes_below=False)
    return world.units["xa-a-xdd"]


def proposed(world, training_class, number=1, **options):
    persons = scenarios.add_candidates(world, number)
    return [o.nomination for o in scenarios.propose(world, training_class, persons, **options)]


def agree(actor, nominations):
    return classes.approve_nominations(actor=actor, nominations=[n.uuid for n in nominations], now=NOW)


def told(nomination):
    rows = classes.StepDecision.objects.filter(nomination=nomination).order_by("decided_at", "pk")
    return [(row.kind, row.outcome) for row in rows]


# --- The chain ------------------------------------------------------------------------------------------------------


def test_candidates_go_from_cell_to_committee_to_board_to_opener(world, board):
    opened = scenarios.open_class(world)
    (row,) = proposed(world, opened, unit="xa-a-cb1", actor=world.commune)
    row.refresh_from_db()
    assert (row.status, row.step_kind, row.step_unit.code) == ("proposed", "approve", "xa-a")
    assert row.step_due_on == scenarios.OPENS - timedelta(days=5)
    agree(world.secretary, [row])
    row.refresh_from_db()
    assert (row.status, row.step_kind, row.step_unit) == ("proposed", "review", board)
    with pytest.raises(classes.StepOfAnother, match="Ban Xây dựng Đảng"):
        agree(world.secretary, [row])
    with pytest.raises(classes.NotApprovedYet):
        scenarios.admit(world, opened, [row])
    agree(world.reviewer, [row])
    row.refresh_from_db()
    assert (row.status, row.step_kind, row.step_unit.code) == ("approved", "admit", "ttct")
    scenarios.admit(world, opened, [row])
    assert told(row) == [("propose", "passed"), ("approve", "passed"), ("review", "passed"), ("admit", "passed")]


def test_a_step_without_a_unit_is_skipped_and_told(world):
    opened = scenarios.open_class(world)
    (row,) = proposed(world, opened)
    agree(world.committee, [row])
    row.refresh_from_db()
    assert row.status == "approved"
    assert ("review", "skipped") in told(row)
    states = {step.kind: (step.state, step.unit_name) for step in classes.steps_of(row, DAY)}
    assert states["review"] == ("skipped", "")
    assert states["approve"] == ("done", "Đảng ủy xã An Bình")
    assert states["admit"][0] == "current"


def test_without_a_recorded_chain_the_senders_committee_approves(world, board):
    opened = scenarios.open_class(world, programme="NVCTD")
    (row,) = proposed(world, opened)
    row.refresh_from_db()
    assert (row.chain, row.step_kind, row.step_unit.code) == (None, "approve", "xa-a")
    agree(world.committee, [row])
    row.refresh_from_db()
    assert row.status == "approved"


SHIPPED = {
    "DVM": [("propose", "xa-a-cb1"), ("approve", "xa-a"), ("admit", "ttct")],
    "TCLLCT": [("propose", "xa-a-cb1"), ("approve", "xa-a"), ("review", "xa-a-xdd"), ("admit", "ttct")],
    "CCLLCT": [("propose", "xa-a-cb1"), ("review", "xa-a-xdd"), ("approve", "tinh"), ("admit", "ttct")],
    "PN": [("propose", "xa-a-cb1"), ("approve", "huyen-pn"), ("admit", "ttct")],
    "ND": [("propose", "xa-a-cb1"), ("approve", "xa-a-cb1"), ("admit", "ttct")],
}


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_each_shipped_chain_finds_its_units(world, board, code):
    """The women's own line is found in the district; for the farmers there is none, so the sender's committee decides: never the opener alone."""
    found(world, "huyen-pn", "Hội Liên hiệp Phụ nữ huyện Mẫu", "mass_organisation", "huyen")
    opened = scenarios.open_class(world)
    chain = catalogue.chain_as_of(catalogue.get_programme(code).pk, DAY)
    assert chain.mark == "default"
    assert chain.citation
    pair = (world.units["xa-a-cb1"].pk, scenarios.add_candidates(world, 1)[0].pk)
    codes = {unit.pk: unit.code for unit in world.units.values()}
    (stops,) = classes.ways_of(opened, chain, [pair], DAY).values()
    assert [(stop.kind, codes[stop.unit_id]) for stop in stops] == SHIPPED[code]


def test_a_mass_organisation_does_not_approve_its_own_list(world):
    own = found(world, "xa-a-pn", "Hội Phụ nữ xã An Bình", "mass_organisation", "xa-a")
    above = found(world, "huyen-pn", "Hội Phụ nữ huyện Mẫu", "mass_organisation", "huyen")
    chain = catalogue.chain_as_of(catalogue.get_programme("PN").pk, DAY)
    opened = scenarios.open_class(world)
    (stops,) = classes.ways_of(opened, chain, [(own.pk, 0)], DAY).values()
    assert stops[1].unit_id == above.pk


def test_the_managing_committee_decides_where_the_chain_says_so(world):
    programme = catalogue.get_programme("CNKT")
    steps = (
        catalogue.StepRule(kind="propose", place="sender"),
        catalogue.StepRule(kind="approve", place="manager"),
        catalogue.StepRule(kind="admit", place="host"),
    )
    rule = catalogue.ChainRule(steps=steps, valid_from=DAY, citation="Quy chế của tỉnh", mark="default")
    catalogue.update_chain(actor=None, programme=programme, new=rule, today=DAY)
    managed, other = scenarios.add_members(world, 2)
    people.add_facts(
        actor=None, person=managed, managements=[people.NewManagement(world.units["huyen"].pk, scenarios.FOUNDED)]
    )
    opened = scenarios.open_class(world, programme="CNKT")
    rows = [o.nomination for o in scenarios.propose(world, opened, [managed, other])]
    # nobody manages the other: the sender's own committee decides rather than nobody
    assert [row.step_unit_id for row in rows] == [world.units["huyen"].pk, world.units["xa-a"].pk]


def test_a_changed_chain_leaves_lists_under_way_as_they_began(world, board):
    opened = scenarios.open_class(world)
    (row,) = proposed(world, opened)
    rule = catalogue.ChainRule(
        steps=catalogue.DEFAULT_STEPS, valid_from=date(2026, 5, 1), citation="Quy chế mới", mark="default"
    )
    catalogue.update_chain(actor=None, programme=opened.programme, new=rule, today=DAY)
    agree(world.committee, [row])
    row.refresh_from_db()
    assert row.step_kind == "review"
    (later,) = proposed(world, opened)
    agree(world.committee, [later])
    later.refresh_from_db()
    assert later.status == "approved"


@pytest.mark.parametrize("kinds", [("propose", "admit"), ("approve", "review", "admit"), ("propose", "approve"), ()])
def test_a_chain_needs_somebody_between_sender_and_opener(world, kinds):
    places = {"propose": "sender", "approve": "sender", "review": "sender", "admit": "opener"}
    steps = tuple(catalogue.StepRule(kind=kind, place=places[kind]) for kind in kinds)
    rule = catalogue.ChainRule(steps=steps, valid_from=DAY)
    with pytest.raises(catalogue.ChainUnsound):
        catalogue.update_chain(actor=None, programme=catalogue.get_programme("NTVD"), new=rule, today=DAY)


def test_late_names_taken_in_first_say_which_steps_were_put_off(world, board):
    opened = scenarios.open_class(world)
    (row,) = proposed(world, opened, today=scenarios.OPENS, is_late=True)
    scenarios.admit(world, opened, [row], today=scenarios.OPENS)
    assert told(row) == [
        ("propose", "passed"),
        ("approve", "deferred"),
        ("review", "deferred"),
        ("admit", "passed"),
    ]


def test_the_decider_of_a_step_sees_the_names_before_it_and_the_work(world, board):
    opened = scenarios.open_class(world)
    rows = proposed(world, opened, 2)
    assert not classes.nomination_rows(world.reviewer, opened, DAY)
    agree(world.committee, rows[:1])
    (seen,) = classes.nomination_rows(world.reviewer, opened, DAY)
    assert (seen.step_label, seen.step_unit_name) == ("Thẩm định", "Ban Xây dựng Đảng xã An Bình")
    assert opened in classes.classes_visible_to(world.reviewer, DAY)
    assert classes.actions_of(world.reviewer, opened, DAY).approve
    (work,) = [item for item in classes.work_items(world.reviewer, DAY) if item.kind == "approve_list"]
    assert (work.count, work.due_on) == (1, scenarios.OPENS - timedelta(days=3))
    assert work.title.startswith("Thẩm định")
    agree(world.reviewer, rows[:1])
    assert len(classes.nomination_rows(world.reviewer, opened, DAY)) == 1  # what it decided it still sees


# --- Returning ------------------------------------------------------------------------------------------------------


def test_a_step_returns_to_the_one_before_or_to_the_sender(world, board):
    opened = scenarios.open_class(world)
    (row,) = proposed(world, opened)
    agree(world.committee, [row])
    give = {"actor": world.reviewer, "nominations": [row.uuid], "now": NOW}
    classes.return_nominations(**give, reason="paper_missing", note="Thiếu bản sao", to="previous")
    row.refresh_from_db()
    assert (row.status, row.step_kind, row.step_unit.code) == ("proposed", "approve", "xa-a")
    assert row.return_reason == "paper_missing"
    agree(world.committee, [row])
    row.refresh_from_db()
    assert (row.step_kind, row.return_reason) == ("review", "")
    classes.return_nominations(**give, reason="not_agreed", to="sender")
    row.refresh_from_db()
    assert row.status == "returned"
    assert told(row)[-1] == ("review", "returned")
    (last, *_others) = classes.decisions_of(row, DAY)
    assert (last.outcome, last.reason) == ("returned", "Cấp thẩm định không nhất trí cử")


def test_the_first_step_has_only_the_sender_before_it(world):
    opened = scenarios.open_class(world)
    (row,) = proposed(world, opened)
    classes.return_nominations(
        actor=world.committee, nominations=[row.uuid], reason="data_missing", to="previous", now=NOW
    )
    row.refresh_from_db()
    assert row.status == "returned"


# --- Reserve --------------------------------------------------------------------------------------------------------


def leave(world, participation, on=DAY):
    classes.end_participation(actor=world.centre, participation=participation, reason="Đi công tác", on=on)


def reserve(world, training_class, number, **options):
    unit = options.pop("unit", "xa-a")
    persons = scenarios.add_candidates(world, number, cell=f"{unit}-cb1")
    outcomes = scenarios.propose(world, training_class, persons, unit=unit, is_reserve=True)
    return agree(world.committee, [o.nomination for o in outcomes])


def call_in(world, training_class, **changes):
    offers = classes.reserve_offers(training_class, DAY)
    given_ = {
        "actor": world.centre,
        "training_class": training_class,
        "expected": [offer.uuid for offer in offers],
        "today": DAY,
        "now": NOW,
    } | changes
    return classes.fill_from_reserve(**given_)


def test_a_reserve_goes_the_whole_way_and_takes_no_seat(world):
    opened = scenarios.open_class(world, seats=1)
    classes.invite_units(actor=world.centre, training_class=opened, seats={world.units["xa-a"].pk: 1}, today=DAY)
    (held,) = scenarios.admit_people(world, opened, 1)
    first, second = reserve(world, opened, 2)
    assert [(n.status, n.reserve_position) for n in (first, second)] == [("reserve", 1), ("reserve", 2)]
    assert classes.reserve_offers(opened, DAY) == []
    leave(world, held)
    (offer,) = classes.reserve_offers(opened, DAY)
    assert (offer.uuid, offer.leaving, offer.is_own_reserve) == (first.uuid, held.person.full_name, True)
    (came,) = call_in(world, opened)
    held.refresh_from_db()
    first.refresh_from_db()
    assert (came.person_id, held.status, first.substitute_for) == (first.person_id, "replaced", held)
    counted = classes.participation_facts(from_=date(2026, 1, 1), to_exclusive=date(2027, 1, 1))
    assert counted.count() == 1  # one seat, one lượt
    assert next(entry.verb for entry in journal.list_entries(subject_uuid=held.uuid)) == "classes.replace_participation"


def test_the_senders_own_reserve_goes_first(world):
    opened = scenarios.open_class(world, seats=2)
    (_here, _there) = (
        scenarios.admit_people(world, opened, 1)[0],
        scenarios.admit_people(world, opened, 1, unit="xa-b")[0],
    )
    (early,) = reserve(world, opened, 1)
    (own,) = reserve(world, opened, 1, unit="xa-b")
    leave(world, _there)
    (offer,) = classes.reserve_offers(opened, DAY)
    assert offer.uuid == own.uuid
    leave(world, _here)
    assert [offer.uuid for offer in classes.reserve_offers(opened, DAY)] == [early.uuid, own.uuid]
    assert len(call_in(world, opened)) == 2


def test_the_opener_puts_names_in_reserve_and_takes_exactly_what_was_shown(world):
    opened = scenarios.open_class(world, seats=1)
    (held,) = scenarios.admit_people(world, opened, 1)
    rows = scenarios.approved_list(world, opened, 2)
    kept = classes.reserve_nominations(
        actor=world.centre, training_class=opened, nominations=[n.uuid for n in reversed(rows)], now=NOW
    )
    assert [n.uuid for n in kept] == [rows[1].uuid, rows[0].uuid]
    with pytest.raises(classes.NotInReserve):
        classes.reserve_nominations(actor=world.centre, training_class=opened, nominations=[rows[0].uuid], now=NOW)
    leave(world, held)
    with pytest.raises(classes.ReserveChanged):
        call_in(world, opened, expected=[rows[0].uuid])
    with pytest.raises(classes.LateListsOver):
        call_in(world, opened, today=scenarios.OPENS + timedelta(days=1))
    (came,) = call_in(world, opened)
    assert came.person_id == rows[1].person_id
    with pytest.raises(classes.ReserveChanged):
        call_in(world, opened)


def test_who_does_not_meet_a_clause_is_not_called_in(world):
    opened = scenarios.open_class(world, seats=1)
    member = scenarios.add_members(world, 1)
    outcomes = scenarios.propose(world, opened, member, is_reserve=True)
    agree(world.committee, [o.nomination for o in outcomes])
    assert classes.reserve_offers(opened, DAY) == []


# --- Order ----------------------------------------------------------------------------------------------------------


def test_order_shows_due_day_planning_and_years_beside_each_other(world):
    programme = catalogue.get_programme("NVCTD")
    plain, planned, secretary = scenarios.add_members(world, 3)
    people.add_facts(
        actor=None,
        person=secretary,
        posts=[people.NewPost(world.units["xa-a-cb1"].pk, "cell_secretary", "Bí thư chi bộ", date(2023, 1, 10))],
    )
    people.add_facts(
        actor=None,
        person=planned,
        plannings=[
            people.NewPlanning(
                unit_id=world.units["xa-a"].pk,
                kind="committee_member",
                number="12-QĐ/HU",
                decided_on=date(2025, 3, 1),
                valid_from=date(2025, 3, 1),
            )
        ],
    )
    facts = classes.order_facts(programme, [plain.pk, planned.pk, secretary.pk], DAY)
    assert facts[plain.pk].key > facts[planned.pk].key
    assert "12-QĐ/HU" in facts[planned.pk].planned
    assert facts[plain.pk].waiting_since is None
    assert facts[secretary.pk].waiting_since is not None
    assert facts[secretary.pk].years >= 3
    assert "thuộc diện" in facts[secretary.pk].waiting_words


def test_years_wait_since_first_proposed_and_not_taken(world):
    opened = scenarios.open_class(world, programme="CNKT")
    (outcome,) = scenarios.propose(world, opened, scenarios.add_members(world, 1))
    row, person = outcome.nomination, outcome.person_id
    classes.Nomination.objects.filter(pk=row.pk).update(proposed_at=scenarios.at(date(2023, 5, 21)))
    classes.return_nominations(actor=world.committee, nominations=[row.uuid], reason="not_this_time", now=NOW)
    fact = classes.order_facts(opened.programme, [person], DAY)[person]
    assert (fact.years, fact.waiting_since) == (2, date(2023, 5, 21))
    assert "cử lần đầu 21/05/2023" in fact.waiting_words
    assert classes.order_facts(opened.programme, [person], DAY + timedelta(days=1))[person].years == 3
    (again,) = scenarios.propose(world, opened, [row.person])
    scenarios.admit(world, opened, agree(world.committee, [again.nomination]))
    assert classes.order_facts(opened.programme, [person], DAY)[person].years == 0


def test_an_order_chosen_by_hand_is_kept(world):
    opened = scenarios.open_class(world)
    rows = proposed(world, opened, 4)
    ids = [n.uuid for n in rows]
    classes.order_nominations(actor=world.centre, training_class=opened, first=[ids[3], ids[1]], now=NOW)
    classes.order_nominations(actor=world.commune, training_class=opened, first=[ids[1]], now=NOW)
    kept = {row.uuid: row.position for row in classes.nomination_rows(None, opened, DAY)}
    assert [kept[key] for key in ids] == [None, 1, None, 2]
    with pytest.raises(classes.NominationNotFound):
        classes.order_nominations(actor=world.neighbour, training_class=opened, first=[ids[0]], now=NOW)


# --- Rounds ---------------------------------------------------------------------------------------------------------


def rounds(world, training_class, *seats):
    """One after the other, ten days each, from the tenth of May."""
    for number, one in enumerate(seats):
        classes.open_round(
            actor=world.centre,
            training_class=training_class,
            opens_on=date(2026, 5, 10) + timedelta(days=10 * number),
            closes_on=date(2026, 5, 19) + timedelta(days=10 * number),
            seats=one,
            today=date(2026, 5, 10),
        )


def test_names_belong_to_the_round_that_is_open_else_to_the_next(world):
    opened = scenarios.open_class(world)
    rounds(world, opened, None, None)
    (first,) = proposed(world, opened, today=date(2026, 5, 12))
    waiting = classes.close_round(
        actor=world.centre, training_class=opened, number=1, now=scenarios.at(date(2026, 5, 14))
    )
    assert [(one.kind_label, one.unit_name, one.names) for one in waiting] == [("Duyệt", "Đảng ủy xã An Bình", 1)]
    (after,) = proposed(world, opened, today=date(2026, 5, 15))
    assert (first.round.number, after.round.number) == (1, 2)
    assert not classes.is_past_deadline(opened, date(2026, 5, 15))
    with pytest.raises(classes.ProposalsClosed):
        proposed(world, opened, today=date(2026, 5, 31))
    (late,) = proposed(world, opened, today=date(2026, 5, 31), is_late=True)
    assert (late.is_late, late.round) == (True, None)
    assert [(row.names, row.waiting, row.is_closed) for row in classes.round_rows(opened)] == [
        (1, 1, True),
        (1, 1, False),
    ]


def test_a_round_takes_no_more_than_its_seats(world):
    opened = scenarios.open_class(world, seats=5)
    rounds(world, opened, 1, None)
    rows = scenarios.approved_list(world, opened, 2, today=date(2026, 5, 12))
    with pytest.raises(classes.RoundSeatsTaken):
        scenarios.admit(world, opened, rows)
    scenarios.admit(world, opened, rows[:1])
    with pytest.raises(classes.RoundSeatsTaken):
        scenarios.admit(world, opened, rows[1:])
    scenarios.admit(world, opened, rows[1:], over_seats_reason="Đợt sau ít người")


def test_rounds_follow_each_other_until_the_opening(world):
    opened = scenarios.open_class(world)
    rounds(world, opened, None)
    new = {"actor": world.centre, "training_class": opened, "today": DAY}
    with pytest.raises(classes.RoundOverlaps):
        classes.open_round(**new, opens_on=date(2026, 5, 19), closes_on=date(2026, 5, 25))
    with pytest.raises(classes.RoundAfterOpening):
        classes.open_round(**new, opens_on=date(2026, 5, 20), closes_on=date(2026, 6, 9))
    with pytest.raises(classes.FieldsRefused):
        classes.open_round(**new, opens_on=date(2026, 5, 25), closes_on=date(2026, 5, 22))
    with pytest.raises(access.NotAllowed):
        classes.open_round(**new | {"actor": world.commune}, opens_on=date(2026, 5, 25), closes_on=date(2026, 5, 26))
    classes.close_round(actor=world.centre, training_class=opened, number=1, now=NOW)
    with pytest.raises(classes.RoundClosed):
        classes.close_round(actor=world.centre, training_class=opened, number=1, now=NOW)
    with pytest.raises(classes.RoundNotFound):
        classes.close_round(actor=world.centre, training_class=opened, number=9, now=NOW)


# --- What always holds ----------------------------------------------------------------------------------------------

DEEDS = (
    "propose",
    "late",
    "reserve",
    "agree",
    "review",
    "admit",
    "back",
    "return",
    "withdraw",
    "keep",
    "leave",
    "call",
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 7)), min_size=8, max_size=30))
def test_no_name_passes_a_step_undecided_and_no_seat_is_given_twice(world, board, deeds):
    opened = scenarios.open_class(world, seats=2)
    for deed, at in deeds:
        with contextlib.suppress(DomainError):
            do(world, opened, deed, at)
        holds(opened)


def do(world, opened, deed, at):
    rows = list(classes.Nomination.objects.filter(training_class=opened).order_by("pk"))
    if deed in {"propose", "late", "reserve"}:
        persons = scenarios.add_candidates(world, 1)
        options = {"is_late": deed == "late", "is_reserve": deed == "reserve"}
        scenarios.propose(world, opened, persons, **options)
        return
    if deed == "leave":
        active = classes.Participation.objects.filter(training_class=opened, status="active").order_by("pk")
        if active:
            leave(world, active[at % len(active)])
        return
    if deed == "call":
        call_in(world, opened)
        return
    if not rows:
        return
    one = rows[at % len(rows)]
    if deed in {"agree", "review"}:
        agree(world.secretary if deed == "agree" else world.reviewer, [one])
    elif deed == "admit":
        scenarios.admit(world, opened, [one])
    elif deed == "withdraw":
        classes.withdraw_nominations(actor=world.commune, nominations=[one.uuid], now=NOW)
    elif deed == "keep":
        classes.reserve_nominations(actor=world.centre, training_class=opened, nominations=[one.uuid], now=NOW)
    else:
        to = "previous" if deed == "back" else "sender"
        who = world.centre if at % 2 else world.reviewer
        classes.return_nominations(actor=who, nominations=[one.uuid], reason="class_full", to=to, now=NOW)


def holds(opened):
    """Every step before the one a name stands at was decided, or skipped, after it was last sent back past it; never more learners than seats."""
    assert classes.Participation.objects.filter(training_class=opened, status="active").count() <= opened.seats
    for row in classes.Nomination.objects.filter(training_class=opened):
        settled = set()
        for decision in classes.StepDecision.objects.filter(nomination=row).order_by("decided_at", "pk"):
            if decision.outcome in {"passed", "skipped", "deferred"}:
                settled.add(decision.step)
            elif decision.outcome == "sent_back":
                settled = {step for step in settled if step < max(s for s in settled if s < decision.step)}
        last = row.step + 1 if row.status == "admitted" else row.step
        assert set(range(1, last)) <= settled, (row.status, row.step, settled)


@pytest.mark.parametrize("what", ["rows", "steps", "offers", "approve"])
def test_one_name_and_thirty_take_the_same_queries(world, board, what):
    used = []
    for number in (1, 30):
        opened = scenarios.open_class(world, name=f"Lớp {number}")
        rows = proposed(world, opened, number)
        if what == "offers":
            reserve(world, opened, number)
        listed = classes.nomination_rows(world.centre, opened, DAY)
        call = {
            "rows": lambda opened=opened: classes.nomination_rows(world.centre, opened, DAY, with_order=True),
            "steps": lambda opened=opened, names=listed: classes.list_steps(opened, names, DAY),
            "offers": lambda opened=opened: classes.reserve_offers(opened, DAY),
            "approve": lambda rows=rows: agree(world.committee, rows),
        }[what]
        with CaptureQueriesContext(connection) as queries:
            call()
        used.append(len(queries))
    assert used[0] == used[1]
    assert used[1] <= 20
