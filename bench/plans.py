"""Pages of planning where a province merges the plans of hundreds of communes: plan, merged plans, needs, proposal, carrying last year over.

A province of 10 districts with 20 communes each, every unit with its plan in force and its needs; a district with last year's classes.
"""

import argparse
import sys
import time
from datetime import date

from bench.pages import fill_place, measure_pages
from bench.start import analyse, start

TODAY = date(2026, 9, 8)
YEAR = 2026
PROGRAMMES = ("NTVD", "DVM", "NVCTD", "CNKT", "DOAN", "TCLLCT", "CCLLCT")


def main() -> int:
    """Fill, measure, print one table; 1 when a page asks more than 20 queries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument(
        "--communes",
        type=int,
        default=200,
        help="units with a plan of their own, at most 3,321 (a country as one tree)",
    )
    options = parser.parse_args()
    _place = start(TODAY)
    from django.db import connection

    began = time.perf_counter()
    made = fill(options.people, options.communes)
    analyse()
    print(
        f"\n{connection.vendor}: {made['plans']:,} plans, {made['lines']:,} lines, {made['needs']:,} needs of "
        f"{made['units']:,} units; filled in {time.perf_counter() - began:.0f} s"
    )
    return measure(made)


def fill(people_count: int, commune_count: int) -> dict:
    """The place, a plan in force and needs at each unit, the draft of the province's next year."""
    from hocvien.catalogue import api as catalogue
    from hocvien.org import api as org
    from hocvien.planning import api as planning
    from hocvien.planning import models as p

    place = fill_place(people_count)
    units = place["units"]
    communes = [unit for code, unit in units.items() if "-x" in code and "-c" not in code]
    more = max(0, commune_count - len(communes))
    if more:
        communes += org.found_units(
            actor=None,
            units=[
                org.NewUnit(
                    code=f"them-{n}",
                    name=f"Đảng ủy xã thêm {n}",
                    kind="commune_committee",
                    valid_from=date(2010, 1, 1),
                    parent_code=f"h{n % 10}",
                )
                for n in range(more)
            ],
        )
    planners = [units["tinh"], *(units[f"h{d}"] for d in range(10)), *communes[:commune_count]]
    programmes = [catalogue.get_programme(code) for code in PROGRAMMES]
    openers = {unit.pk: units["h0-tt"] for unit in planners}
    made: dict = {}
    for year in (YEAR - 1, YEAR):
        plans = p.Plan.objects.bulk_create(
            [
                p.Plan(unit=unit, year=year, status="approved", number=f"{n}-KH", issued_on=date(year, 1, 10))
                for n, unit in enumerate(planners)
            ]
        )
        p.PlanLine.objects.bulk_create(
            [
                p.PlanLine(
                    plan=plan,
                    position=at,
                    programme=programme,
                    study_mode=("full_time", "part_time")[at % 2] if programme.has_study_modes else "",
                    classes=1 + at % 3,
                    seats=80,
                    quarter=1 + at % 4,
                    opener=openers[plan.unit_id],
                    lecturer_hours=40,
                )
                for plan in plans
                for at, programme in enumerate(programmes, start=1)
            ],
            batch_size=2000,
        )
        made[year] = plans
    p.PlanNeed.objects.bulk_create(
        [
            p.PlanNeed(unit=unit, year=YEAR, programme=programme, implied=100, may=90, due=20, counted_on=TODAY)
            for unit in planners
            for programme in programmes
            if not programme.has_study_modes
        ],
        batch_size=2000,
    )
    planning.record_target(
        actor=None,
        unit=units["tinh"],
        title="Đề án mẫu",
        programme=catalogue.get_programme("TCLLCT"),
        measure="full_time",
        amount=60,
        first_year=YEAR - 1,
        last_year=YEAR + 3,
        decision_number="1-ĐA/TU",
        decided_on=date(YEAR, 1, 5),
    )
    draft = planning.create_plan(actor=None, unit=units["tinh"], year=YEAR + 1)
    held = fill_classes(place, made[YEAR - 1][1])
    return {
        "user": place["user"],
        "plans": p.Plan.objects.count(),
        "lines": p.PlanLine.objects.count(),
        "needs": p.PlanNeed.objects.count(),
        "units": len(planners),
        "classes": held,
        "province": made[YEAR][0].uuid,
        "district": made[YEAR][1].uuid,
        "commune": made[YEAR][11].uuid,
        "draft": draft.uuid,
    }


def fill_classes(place: dict, plan: object) -> int:
    """Last year's classes of a district's plan: two for each line that has room, each with ten half-days."""
    from hocvien.classes import models as c
    from hocvien.common.text import fold

    centre, number = place["units"]["h0-tt"], 0
    for line in plan.lines.select_related("programme"):
        for _at in range(line.classes):
            number += 1
            name = f"Lớp mẫu {number} năm {YEAR - 1}"
            opens = date(YEAR - 1, 3, 3 + number)
            row = c.TrainingClass.objects.create(
                code=f"MAU-25-{number:03d}",
                name=name,
                name_folded=fold(name),
                programme=line.programme,
                study_mode=line.study_mode,
                opened_by=centre,
                hosted_by=centre,
                taught_by=centre,
                paid_by=centre,
                certified_by=centre,
                plan_line=line,
                seats=80,
                opens_on=opens,
                closes_on=date(YEAR - 1, 6, 30),
                place=f"Hội trường {number}",
                status="finished",
                is_generated=True,
            )
            c.Session.objects.bulk_create(
                [
                    c.Session(
                        training_class=row,
                        on=date(YEAR - 1, 4, 1 + half // 2),
                        half=("1_morning", "2_afternoon")[half % 2],
                        title=f"Bài {half}",
                        place_key=f"{centre.pk}:hoi truong {number}",
                    )
                    for half in range(10)
                ]
            )
    return number


def measure(made: dict) -> int:
    """Ask the pages of planning as somebody who sees the whole province."""
    scope = f"?unit=tinh&period={YEAR}"
    return measure_pages(
        made["user"],
        [
            ("plan list", f"/plans/{scope}"),
            ("plan, province", f"/plans/{made['province']}/{scope}"),
            ("plan, commune", f"/plans/{made['commune']}/?unit=h3-x7&period={YEAR}"),
            ("merged, by unit", f"/plans/merged/{scope}"),
            ("merged, by programme", f"/plans/merged/{scope}&view=programmes"),
            ("merged, each line", f"/plans/merged/{scope}&view=lines"),
            ("needs, by programme", f"/plans/needs/{scope}"),
            ("needs, by unit", f"/plans/needs/{scope}&view=units"),
            ("targets", f"/plans/targets/{scope}"),
            ("proposal", f"/plans/{made['draft']}/propose/{scope}"),
            ("copy lines, shown", f"/plans/{made['draft']}/copy/{scope}"),
            (f"copy {made['classes']} classes, shown", f"/plans/{made['district']}/classes/?unit=h0&period={YEAR}"),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
