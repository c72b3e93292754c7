"""Whatever many hands do with the seats of a quota: their sum is the number issued, no balance is negative, and each is what the entries add up to."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from tests import scenarios

TODAY, NOW = scenarios.TODAY, scenarios.at(scenarios.TODAY)
UNITS = ("huyen", "xa-a", "xa-b", "xa-a-cb1", "xa-b-cb1", "xa-z")
HANDS = ("everyone", "everyone", "everyone", "committee", "commune", "neighbour", "centre", "outsider")
GIVING = (("huyen", "xa-a"), ("huyen", "xa-b"), ("xa-a", "xa-a-cb1"), ("xa-b", "xa-b-cb1"), ("huyen", "xa-z"))
PEOPLE, ISSUED = 4, 12

unit = st.integers(0, len(UNITS) - 1)
number = st.integers(0, 7)
kinds = (
    *("allot", "allot", "allot", "reserve", "free", "name", "name", "release", "confirm", "return"),
    *("ask", "ask_move", "ask_move", "accept", "accept", "refuse", "withdraw_ask", "share", "late", "issued"),
    *("merge", "undo"),
)
acts = st.lists(
    st.tuples(st.sampled_from(kinds), st.integers(0, len(HANDS) - 1), unit, unit, number, number),
    min_size=12,
    max_size=50,
)


class Hands:
    """One quota and what people do with it; refusals are counted, never raised."""

    def __init__(self, world, quota, people):
        self.world, self.quota, self.people, self.made = world, quota, people, []
        self.refused = self.done = 0

    def act(self, kind, hand, one, other, count, more):
        who = self.world.users[HANDS[hand]]
        here, there = self.world.units[UNITS[one]].pk, self.world.units[UNITS[other]].pk
        person = self.people[count % PEOPLE].pk
        said = {"actor": who, "quota": self.quota, "today": TODAY, "now": NOW}
        giver, taker = (self.world.units[code].pk for code in GIVING[one % len(GIVING)])
        home = self.world.units["xa-a" if count % PEOPLE < PEOPLE // 2 else "xa-b"].pk
        at = said | {"unit_id": here}
        request = {"actor": who, "today": TODAY, "now": NOW}
        moves, asks = list(self.quota.moves.all()), list(self.quota.asks.all())
        late = TODAY + timedelta(days=60)
        doing = {
            "allot": lambda: quotas.allot_seats(**said, unit_id=giver, seats={taker: count}),
            "reserve": lambda: quotas.reserve_seats(**at, seats=count),
            "free": lambda: quotas.free_reserved(**at, seats=count),
            "name": lambda: quotas.name_seat(**said, unit_id=home if more else here, person_id=person),
            "release": lambda: quotas.release_seat(**said, person_id=person),
            "confirm": lambda: quotas.confirm_seats(**said, person_ids=[person]),
            "return": lambda: quotas.return_seats(**at, free=count, reserved=more, reason="Thừa"),
            "ask": lambda: quotas.ask_seats(**at, seats=count, reason="Thiếu"),
            "ask_move": lambda: quotas.ask_move(
                **said,
                from_unit_id=here,
                to_unit_id=there,
                seats=count,
                reason="Nhường",
                asked_by_giver=bool(more % 2),
            ),
            "accept": lambda: quotas.accept_move(**request, request=moves[count % len(moves)]),
            "refuse": lambda: quotas.refuse_move(**request, request=moves[count % len(moves)], reason="Không"),
            "withdraw_ask": lambda: quotas.withdraw_ask(**request, ask=asks[count % len(asks)]),
            "share": lambda: quotas.share_out(**said, seen=quotas.preview_sharing(self.quota, TODAY)),
            "late": lambda: quotas.share_out(
                **said | {"today": late},
                seen=quotas.preview_sharing(self.quota, late),
                names_due_on=late + timedelta(days=9),
            ),
            "issued": lambda: quotas.change_issued(**said, seats=ISSUED - 3 + count, reason="Đổi"),
            "merge": lambda: self.made.append(
                org.record_reorganisation(
                    actor=None,
                    title="Sắp xếp",
                    resolution="1-NQ",
                    steps=(org.Merge((UNITS[1 + one % 4],), UNITS[other]),),
                    on=TODAY,
                    today=TODAY,
                    now=NOW,
                )
            ),
            "undo": lambda: org.undo_reorganisation(actor=None, reorganisation=self.made.pop(), now=NOW),
        }
        needs = {"accept": moves, "refuse": moves, "withdraw_ask": asks, "undo": self.made}
        if not needs.get(kind, True):
            return
        # who acts does so with every right of the moment
        for user in self.world.users.values():
            access.remember_grants(user, TODAY, access.list_grants(user, TODAY))
        try:
            doing[kind]()
            self.done += 1
            event(f"{kind} done")
        except DomainError as refusal:
            self.refused += 1
            event(f"{kind}: {refusal.code}")


class TestLedger(TestCase):
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    )
    @given(acts, st.sampled_from(["asked", "share"]))
    def test_the_ledger_balances(self, acts, order):
        world = scenarios.found_place(seeded=False)
        scenarios.give_account(world, "everyone", ("clerk", "tinh"), ("committee_office", "tinh"))
        programme = catalogue.add_programme(
            actor=None,
            code="NTVD",
            name="Bồi dưỡng nhận thức về Đảng",
            valid_from=scenarios.FOUNDED,
            today=TODAY,
        )
        people = [
            *scenarios.add_candidates(world, PEOPLE // 2),
            *scenarios.add_candidates(world, PEOPLE // 2, cell="xa-b-cb1"),
        ]
        quota = quotas.issue_quota(
            actor=None,
            owner=world.units["huyen"],
            source=quotas.Notice("1-TB", TODAY, "Chiêu sinh", programme.pk),
            seats=ISSUED,
            names_due_on=TODAY + timedelta(days=9),
            waiting_order=order,
            today=TODAY,
            now=NOW,
        )
        hands = Hands(world, quota, people)
        for one in acts:
            hands.act(*one)
            self.check(quota)

    def check(self, quota):
        balance, persons, issued = Counter(), Counter(), 0
        for entry in quotas.Entry.objects.filter(quota=quota):
            if entry.from_unit_id is None:
                issued += entry.seats
            else:
                balance[entry.from_unit_id, entry.from_account] -= entry.seats
            if entry.to_unit_id is None:
                issued -= entry.seats
            else:
                balance[entry.to_unit_id, entry.to_account] += entry.seats
            if entry.person_id is not None:
                for account, way in ((entry.from_account, -1), (entry.to_account, 1)):
                    if account in {"named", "confirmed"}:
                        persons[entry.person_id] += way
        assert min(balance.values()) >= 0
        assert sum(balance.values()) == issued == quotas.seats_issued(quota)
        assert set(persons.values()) <= {0, 1}, "one seat a person"
        told = {
            (unit_id, account): getattr(one, account)
            for unit_id, one in quotas.balances([quota.pk])[quota.pk].items()
            for account in ("free", "reserved", "named", "confirmed")
        }
        assert {key: value for key, value in told.items() if value} == {
            key: value for key, value in balance.items() if value
        }
        held = quotas.seats_held(quota)
        assert len(held) == sum(
            value for (_unit, account), value in balance.items() if account in {"named", "confirmed"}
        )
        quota.refresh_from_db()
        assert sum(one.whole.total for one in quotas.branches(quota, quota.owner_id, TODAY)) == issued
