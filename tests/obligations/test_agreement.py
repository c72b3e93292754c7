"""The rows kept, the explanation and a computation by hand say the same of everybody, whatever their history."""

from calendar import monthrange
from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Sum

from hocvien.common.intervals import OPEN_END
from hocvien.obligations import api as obligations
from hocvien.obligations.models import Stale, Standing, Tally
from hocvien.obligations.queries.compiler.statement import COLUMNS
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records.models import Certificate, ExternalTraining
from tests.obligations.conftest import NOW

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 10)
DAY = timedelta(days=1)


# --- by hand: lists and loops, no SQL --------------------------------------------------------------------------------------


def add_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_end(day):
    return date(day.year, 12, 31)


def pausing(start, base, leaves):
    """Walk from the start, a day at a time; a day of leave does not count."""
    left, day = (base - start).days, start
    while left or any(from_ <= day < to for from_, to in leaves):
        if not any(from_ <= day < to for from_, to in leaves):
            left -= 1
        day += DAY
    return day


def by_hand(person, obligation, versions, on):  # noqa: C901, PLR0912 - one rule after another, as they are told
    """(state, is met, missing, fell on, base, due, days away, paper, held until), None where not under it."""
    posts = [p for p in person.posts.all() if p.valid_from <= on < p.valid_to and p.kind in obligation.post_kinds]
    cells = [b for b in person.belongings.all() if b.valid_from <= on < b.valid_to]
    term, missing, at = None, "", None
    left = person.left_party_on is not None and person.left_party_on <= on
    if obligation.trigger == "post":
        if not posts:
            return None
        post = max(posts, key=lambda p: (p.valid_from, p.pk))
        began, at = post.valid_from, post.unit_id
        above = org.ancestor_ids_as_of(at, on)
        facts = [f for f in org.terms() if f.unit_id in above and f.valid_from <= on < f.valid_to]
        if obligation.committee_chooses or any(v.clock == "term" for v in versions):
            term = max(facts, key=lambda f: above.index(f.unit_id), default=None)
    elif obligation.trigger == "candidate":
        proposed = [b.valid_from for b in cells if b.kind == "proposing_cell"]
        if not proposed or (person.admitted_on is not None and person.admitted_on <= on):
            return None
        began = max(proposed)
    elif person.admitted_on is None:
        if left or person.left_party_on or not any(b.kind == "official_cell" for b in cells):
            return None
        began, missing = None, "admission"
    elif person.admitted_on > on or left or (person.official_on is not None and person.official_on <= on):
        return None
    else:
        began = person.admitted_on
    if began is None:
        return ("data_missing", False, missing, None, None, None, 0, None, None)

    def version_on(day):
        return next((v for v in versions if v.valid_from <= day < v.valid_to), None)

    def choice_on(day):
        line = org.ancestor_ids_as_of(at, on)
        found = [
            c for c in obligations.ClockChoice.objects.filter(obligation=obligation) if c.valid_from <= day < c.valid_to
        ]
        found = [c for c in found if c.unit_id in line]
        return max(found, key=lambda c: line.index(c.unit_id), default=None)

    starts = [began]
    if term is not None:
        starts.append(term.valid_from)
    if obligation.covers_earlier:
        starts.append(versions[0].valid_from)
    fell = max(starts)
    version = version_on(fell)
    if version is None:
        return None
    codes = obligation.programmes
    papers = [
        (c.first_issued_on, c.valid_until)
        for c in Certificate.objects.filter(person=person, programme__code__in=codes)
        if c.issued_on <= on and (c.status == "valid" or (c.withdrawn_on and c.withdrawn_on > on))
    ]
    papers += [
        (t.issued_on, t.valid_until)
        for t in ExternalTraining.objects.filter(person=person, programme__code__in=codes)
        if t.confirmed_at and t.issued_on and t.issued_on <= on
    ]
    if not obligation.counts_before:
        papers = [one for one in papers if one[0] >= fell]
    paper = max((issued for issued, _until in papers), default=None)
    until = [u for issued, u in papers if issued == paper]
    until = None if not until or None in until else max(until)
    chosen = choice_on(fell) if obligation.committee_chooses else None
    clock = chosen.clock if chosen else version.clock
    chosen_from = None
    if paper is not None:
        if clock in {"year", "every"} or (version.clock == "once" and version.valid_months):
            version = version_on(max(fell, paper)) or version
        now = choice_on(on) if obligation.committee_chooses else None
        clock = now.clock if now else version.clock
        chosen_from = now.valid_from if now and now.valid_from > paper else None
    end = term.valid_to - DAY if term is not None and term.valid_to < OPEN_END else None
    within, stands = version.within_months, version.valid_months
    base = held = None
    start = fell
    if paper is None:
        if clock == "once":
            base = add_months(fell, within) if within else None
        elif clock == "every":
            base = add_months(fell, within or stands)
        elif clock == "year":
            base = year_end(fell)
        else:
            days = [day for day in (add_months(fell, within) if within else None, end) if day]
            base = min(days, default=None)
            missing = "" if base else "term"
    elif clock == "once":
        days = [day for day in (add_months(paper, stands) if stands else None, until) if day]
        base = held = min(days, default=None)
    elif clock == "every":
        base = held = add_months(paper, stands)
        start = paper
    elif clock == "year":
        base, held = year_end(add_months(year_end(paper), 12)), year_end(paper)
        if chosen_from:
            base, held = max(base, year_end(chosen_from)), max(held, chosen_from - DAY)
        start = date(base.year, 1, 1)
    else:
        held = end
    leaves = [(one.valid_from, one.valid_to) for one in person.leaves.all()]
    away = any(from_ <= on < to for from_, to in leaves)
    due, days = base, 0
    if base is not None and not (clock == "once" and paper is not None):
        due = pausing(start, base, [(f, t) for f, t in leaves if f <= on and t < OPEN_END])
        days = (due - base).days
        if any(t == OPEN_END and f <= on and f <= due for f, t in leaves):
            due = None
    if clock == "every" and paper is not None:
        held = due
    home = next((b.unit_id for b in cells), at)
    line = org.ancestor_ids_as_of(home, on) if home else []
    told = [f for f in org.deadlines() if f.unit_id in line and f.valid_from <= on < f.valid_to]
    nearest = max(told, key=lambda f: line.index(f.unit_id), default=None)
    soon_days, late_days = (90, 365) if nearest is None else (nearest.value["soon_days"], nearest.value["late_days"])
    met = paper is not None and (held is None or held >= on)
    if met:
        state = "held" if due is None or (due - on).days > soon_days else "due_soon"
        missing = ""
    elif missing:
        state = "data_missing"
    elif away:
        state = "paused"
    elif due is None:
        state = "due"
    elif on > due + timedelta(days=late_days):
        state = "long_overdue"
    elif on > due:
        state = "overdue"
    else:
        state = "due_soon" if (due - on).days <= soon_days else "due"
    return (state, met, missing, fell, base, due, days, paper, held)


# --- histories ---------------------------------------------------------------------------------------------------------------

KINDS = ("cell_secretary", "committee_member", "committee_secretary", "leader", "teacher")
PROGRAMMES = ("NTVD", "DVM", "NVCTD", "CNKT")


def some_day(rng, first=date(2018, 1, 1), last=date(2026, 6, 30)):
    if rng.random() < 0.1:
        # the edges: ends of months and years, the day itself
        return rng.choice(
            [ON, ON - DAY, ON + DAY, date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1), date(2025, 5, 26)]
        )
    return first + timedelta(days=rng.randrange((last - first).days))


def draw_rules(rng, place):
    """Terms, what committees chose, and obligations with clocks that the shipped ones lack."""
    if rng.random() < 0.8:
        place.term(date(2020, 6, 1), date(2025, 6, 1))
        if rng.random() < 0.7:
            place.term(date(2025, 6, 1), date(2030, 6, 1) if rng.random() < 0.7 else None)
    if rng.random() < 0.5:
        place.term(date(2022, 3, 1), date(2027, 3, 1), unit="cb2")
    draw_deadlines(rng, place)
    for code in ("cell-secretary", "committee-member"):
        for unit in ("xa", "cb1"):
            if rng.random() < 0.6:
                first = some_day(rng, date(2019, 1, 1), date(2024, 1, 1))
                obligations.choose_clock(
                    actor=None, unit=place.units[unit], obligation=obligations.get_obligation(code),
                    clock=rng.choice(["term", "year"]), valid_from=first, today=ON,
                )  # fmt: skip
                if rng.random() < 0.6:
                    obligations.choose_clock(
                        actor=None, unit=place.units[unit], obligation=obligations.get_obligation(code),
                        clock=rng.choice(["term", "year"]), valid_from=max(first + DAY, some_day(rng, date(2024, 2, 1))), today=ON,
                    )  # fmt: skip
    every = obligations.Obligation.objects.create(
        code="every", title="Mỗi kỳ", trigger="post", post_kinds=["leader", "teacher"], programmes=["CNKT", "NVCTD"],
        covers_earlier=rng.random() < 0.5, position=9,
    )  # fmt: skip
    for from_, months, within in ((date(2020, 1, 1), 24, None), (date(2023, 5, 1), 12, 6), (date(2025, 2, 1), 36, 3)):
        obligations.add_version(
            actor=None, obligation=every, valid_from=from_, clock="every", valid_months=months, within_months=within,
            citation="Mẫu", today=ON,
        )  # fmt: skip
    obligations.add_version(
        actor=None, obligation=obligations.get_obligation("new-member"), valid_from=date(2025, 9, 1), clock="once",
        within_months=6, citation="Mẫu", today=ON,
    )  # fmt: skip
    obligations.add_version(
        actor=None, obligation=obligations.get_obligation("cell-secretary"), valid_from=date(2025, 7, 1),
        clock=rng.choice(["year", "term", "once"]), within_months=rng.choice([None, 6]), citation="Mẫu", today=ON,
    )  # fmt: skip


def draw_deadlines(rng, place):
    for unit, soon, late in (("xa", 30, 100), ("cb1", 200, 10)):
        if rng.random() < 0.4:
            org.record_fact(
                actor=None, unit=place.units[unit], value=org.Deadlines(soon, late),
                valid_from=some_day(rng, date(2024, 1, 1), date(2026, 6, 1)),
            )  # fmt: skip


def draw_person(rng, place):
    cell = rng.choice(["cb1", "cb2", "xa"])
    sort = rng.random()
    if sort < 0.25:
        return place.person(cell=cell, kind="proposing_cell")
    if sort < 0.35:
        return place.person(cell=cell)
    admitted = some_day(rng, date(2019, 1, 1))
    fields = {"admitted_on": admitted}
    if rng.random() < 0.4:
        fields["official_on"] = add_months(admitted, 12)
    if rng.random() < 0.05:
        fields["left_party_on"] = add_months(admitted, 18)
    return place.person(cell=cell if rng.random() < 0.95 else None, **fields)


def draw_history(rng, place, person):
    for _ in range(rng.randrange(3)):
        from_ = some_day(rng)
        to = None if rng.random() < 0.7 else from_ + timedelta(days=rng.randrange(1, 1200))
        place.post(person, rng.choice(KINDS), from_, to, unit=rng.choice(["cb1", "cb2", "xa"]))
    for _ in range(rng.randrange(3)):
        on = some_day(rng, date(2019, 1, 1))
        until = None if rng.random() < 0.6 else on + timedelta(days=rng.randrange(1, 900))
        if rng.random() < 0.7:
            more = {"status": "withdrawn", "withdrawn_on": on + timedelta(days=400)} if rng.random() < 0.1 else {}
            place.paper(person, rng.choice(PROGRAMMES), on, until, **more)
        else:
            place.elsewhere(person, rng.choice(PROGRAMMES), on, is_confirmed=rng.random() < 0.8, until=until)
    if person.leaves.exists():
        return
    day = some_day(rng, date(2019, 1, 1), date(2024, 1, 1))
    for _ in range(rng.randrange(4)):
        length = rng.randrange(1, 400)
        if rng.random() < 0.2:
            place.leave(person, day)
            return
        place.leave(person, day, day + timedelta(days=length))
        day += timedelta(days=length + rng.randrange(400))


def kept(person_ids=None):
    rows = Standing.objects.order_by("person_id", "obligation_id")
    rows = rows if person_ids is None else rows.filter(person_id__in=person_ids)
    return list(rows.values_list(*COLUMNS))


def assert_all_agree(persons, on):
    listed = {}
    for row in Standing.objects.all():
        listed.setdefault(row.person_id, {})[row.obligation_id] = row
    explained = obligations.reckon([person.pk for person in persons], on)
    seen = set()
    for person in people.people().prefetch_related("posts", "belongings", "leaves"):
        mine = {row.obligation_id: row for row in explained[person.pk]}
        assert mine.keys() == listed.get(person.pk, {}).keys()
        for obligation in obligations.list_obligations():
            expected = by_hand(person, obligation, list(obligation.versions.all()), on)
            row = mine.get(obligation.pk)
            assert (expected is None) == (row is None), (person.pk, obligation.code, expected, row)
            if row is None:
                continue
            said = (
                row.state, row.is_met, row.missing, row.fell_on, row.base_on, row.due_on, row.away_days, row.paper_on, row.held_until,
            )  # fmt: skip
            assert said == expected, (person.pk, obligation.code, row)
            line = listed[person.pk][obligation.pk]
            assert all(getattr(line, name) == getattr(row, name) for name in COLUMNS)
            seen.add(row.state)
    return seen


def assert_counted():
    summed = {}
    for unit_id, obligation_id, state, is_met, number in Tally.objects.values_list(
        "unit_id", "obligation_id", "state", "is_met"
    ).annotate(all=Sum("number")):
        if number:
            summed[unit_id, obligation_id, state, is_met] = number
    by_hand_too = {}
    for row in Standing.objects.filter(unit_id__isnull=False):
        for unit_id in org.ancestor_ids_as_of(row.unit_id, ON):
            key = (unit_id, row.obligation_id, row.state, row.is_met)
            by_hand_too[key] = by_hand_too.get(key, 0) + 1
    assert summed == by_hand_too


@pytest.mark.parametrize("seed", range(6))
def test_list_explanation_and_hand_agree_on_everybody(place, seed):
    rng = Random(seed)
    draw_rules(rng, place)
    persons = [draw_person(rng, place) for _ in range(60)]
    for person in persons:
        draw_history(rng, place, person)
    obligations.compute_all(on=ON)
    states = assert_all_agree(persons, ON)
    assert len(states) >= 5
    assert_counted()


@pytest.mark.parametrize("seed", range(4))
def test_the_kept_rows_follow_every_change(place, seed):
    rng = Random(100 + seed)
    draw_rules(rng, place)
    persons = [draw_person(rng, place) for _ in range(25)]
    obligations.compute_all(on=ON)
    for _step in range(6):
        for person in rng.sample(persons, 4):
            draw_history(rng, place, person)
        mover = rng.choice(persons)
        people.transfer_people(
            actor=None, transfers=[people.Transfer(mover.pk, place.units[rng.choice(["cb1", "cb2"])].pk, ON)]
        ) if not mover.belongings.filter(kind="official_cell", valid_from__gte=ON).exists() else None
        people.Leave.objects.filter(person=rng.choice(persons)).delete()
        assert Stale.objects.exists()
        assert obligations.bring_up(on=ON)
        assert not Stale.objects.exists()
        assert_counted()
    followed, counted = kept(), None
    del counted
    obligations.compute_all(on=ON)
    assert kept() == followed


def test_a_change_of_the_tree_or_the_term_is_followed(place):
    person = place.member(cell="cb2")
    place.post(person, "cell_secretary", date(2024, 1, 1), unit="cb2")
    obligations.compute_all(on=ON)
    place.term(date(2025, 6, 1), date(2030, 6, 1))
    assert obligations.bring_up(on=ON)
    assert Standing.objects.get(person_id=person.pk).fell_on == date(2025, 6, 1)
    followed = kept()
    obligations.compute_all(on=ON)
    assert kept() == followed


def test_the_kept_rows_are_of_one_day(place):
    person = place.member()
    place.post(person, "cell_secretary", date(2025, 3, 5))
    assert obligations.keep_current(on=ON, now=NOW) == ON
    later = ON + timedelta(days=30)
    assert not obligations.bring_up(on=later)
    assert obligations.keep_current(on=later, now=NOW) == later
    assert Standing.objects.get(person_id=person.pk).state == "overdue"


def test_bringing_up_too_many_is_left_to_the_worker(place):
    persons = [place.member() for _ in range(4)]
    obligations.compute_all(on=ON)
    for person in persons:
        place.post(person, "cell_secretary", date(2025, 3, 5))
    assert not obligations.bring_up(on=ON, most=3)
    assert Standing.objects.count() == 0
    assert obligations.ask_for_upkeep(on=ON, now=NOW)
    assert Standing.objects.count() == 4
