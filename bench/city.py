"""A city's half-year: 502 classes, 55,000 participations, from the plan to the report, through the doors; then the pages that show it.

What is written goes through the operations an office uses (plan, quota, list, approval, admission), so that their time is told as well.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.pages import fill_place, measure_pages
from bench.start import start

TODAY = date(2026, 1, 2)
LAST = date(2026, 6, 30)
LINES = ("NTVD", "DVM", "NVCTD", "DOAN")
DISTRICTS = 10


def main() -> int:
    """Fill, measure, print two tables; 1 when a page asks more than 20 queries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classes", type=int, default=502)
    parser.add_argument("--people", type=int, default=110, help="in each class")
    options = parser.parse_args()
    _place = start(LAST)
    from django.db import connection

    made = fill(options.classes, options.people)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"\n{connection.vendor}: {options.classes:,} classes, {made['participations']:,} participations")
    print(f"{'what is written':40} {'times':>6} {'s in all':>9} {'ms each':>8}")
    for what, (times, seconds) in made["spent"].items():
        print(f"{what:40} {times:6,} {seconds:9.1f} {seconds / times * 1000:8.1f}")
    scope = "?unit=tinh&period=2026-6m"
    return measure_pages(
        made["user"],
        [
            ("plan", f"/plans/{made['plan']}/{scope}"),
            ("plans below, merged", f"/plans/merged/{scope}"),
            ("thread of a plan line", f"/threads/line/{made['line']}/{scope}"),
            ("quotas", f"/quotas/{scope}"),
            ("a quota", f"/quotas/{made['quota']}/{scope}"),
            ("list of a class that waits", f"/classes/{made['waiting']}/list/{scope}"),
            ("class list", f"/classes/{scope}"),
            ("class page", f"/classes/{made['class']}/{scope}"),
            ("report, half a year of the city", f"/reports/{scope}"),
            ("report, a district", "/reports/?unit=h3&period=2026-6m"),
        ],
    )


def fill(class_count: int, size: int) -> dict:
    """Plan, quotas and classes of half a year; returns what the pages need and what the writing took."""
    from hocvien.catalogue import api as catalogue
    from hocvien.classes import api as classes
    from hocvien.planning import api as planning
    from hocvien.quotas import api as quotas

    # each district has as many classes of each programme, and nobody is in two classes of one programme
    turns = -(-class_count // (len(LINES) * DISTRICTS))
    seats = turns * DISTRICTS * size
    place = fill_place(max(seats + DISTRICTS * size, 2_000))
    units, user = place["units"], place["user"]
    moment = datetime(2026, 1, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    spent: dict[str, tuple[int, float]] = {}

    def timed(what: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        found = work()
        times, seconds = spent.get(what, (0, 0.0))
        spent[what] = (times + 1, seconds + time.perf_counter() - started)
        return found

    plan = planning.create_plan(actor=user, unit=units["tinh"], year=2026)
    programmes = [catalogue.get_programme(code) for code in LINES]
    lines = [
        planning.add_line(
            actor=user, plan=plan, programme=programme, classes=turns * DISTRICTS, seats=seats, opener=units["tinh"]
        )
        for programme in programmes
    ]
    planning.submit_plan(actor=user, plan=plan)
    planning.approve_plan(actor=user, plan=plan, number="01-KH/TU", issued_on=TODAY)
    districts = [units[f"h{d}"] for d in range(DISTRICTS)]
    kept = []
    for line in lines:
        quota = quotas.issue_quota(
            actor=user,
            owner=units["tinh"],
            source=quotas.Line(line.pk),
            seats=seats,
            names_due_on=LAST,
            today=TODAY,
            now=moment,
        )
        timed(
            "seats handed to ten districts",
            lambda quota=quota: quotas.allot_seats(
                actor=user,
                quota=quota,
                unit_id=units["tinh"].pk,
                seats={one.pk: turns * size for one in districts},
                today=TODAY,
                now=moment,
            ),
        )
        kept.append(quota)
    people = people_of_districts(place)
    participations, opened = 0, None
    for n in range(class_count + 1):
        district, turn = n % DISTRICTS, n // DISTRICTS
        line, at = lines[turn % len(LINES)], turn // len(LINES)
        opens = TODAY + timedelta(days=14 + n % 160)
        new = classes.NewClass(
            name=f"Lớp {line.programme.name.lower()} số {n}",
            programme_id=line.programme_id,
            opened_by_id=units["tinh"].pk,
            hosted_by_id=units[f"h{district}-tt"].pk,
            seats=size,
            opens_on=opens,
            closes_on=opens + timedelta(days=4),
            plan_line_id=line.pk if n < class_count else None,
            outside_plan_decision="" if n < class_count else "QĐ mẫu",
            place=f"Hội trường {n}",
        )
        row = timed("class opened", lambda new=new: classes.open_class(actor=user, new=new, today=TODAY))
        chosen = people[district]
        ids = chosen[at * size : (at + 1) * size]
        outcomes = timed(
            f"{size} people proposed",
            lambda row=row, ids=ids, district=district: classes.propose_people(
                actor=user,
                training_class=row,
                sending_unit=units[f"h{district}"],
                person_ids=ids,
                today=TODAY,
                now=moment,
            ),
        )
        nominations = [one.nomination for one in outcomes if one.nomination is not None]
        if n == class_count:
            waiting = row
            break
        admit(user, row, nominations, timed, moment, size)
        participations += len(nominations)
        opened = row
    return {
        "user": user,
        "plan": plan.uuid,
        "line": lines[0].uuid,
        "quota": kept[0].uuid,
        "waiting": waiting.uuid,
        "class": opened.uuid,
        "participations": participations,
        "spent": spent,
    }


def people_of_districts(place: dict) -> dict[int, list[int]]:
    """District → its people."""
    codes = {unit.pk: code for code, unit in place["units"].items()}
    found: dict[int, list[int]] = {d: [] for d in range(DISTRICTS)}
    for person_id in place["people_ids"]:
        found[int(codes[place["home_cell"][person_id]].split("-")[0][1:])].append(person_id)
    return found


def admit(user: Any, row: Any, nominations: list, timed: Callable, moment: datetime, size: int) -> None:
    """Every step of the chain, then admission."""
    from hocvien.classes import api as classes

    for _step in range(6):
        asked = classes.Nomination.objects.filter(pk__in=[one.pk for one in nominations], status="proposed")
        waiting = list(asked.values_list("uuid", flat=True))
        if not waiting:
            break
        timed(
            f"{size} names decided at one step",
            lambda waiting=waiting: classes.approve_nominations(actor=user, nominations=waiting, now=moment),
        )
    timed(
        f"{size} people admitted",
        lambda: classes.admit_nominations(
            actor=user, training_class=row, nominations=nominations, today=TODAY, now=moment, exception_reason="mẫu đo"
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
