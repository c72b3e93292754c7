"""The reform of 1 July 2025 of the whole nation, by the commands an office has: 63 provinces, 705 districts and 10,599 communes become 34 and 3,321.

    python -m bench.reform [--cells 1] [--classes 4]

Founds sample committees for the real places, writes generated classes of 2023 and 2024 below them, executes the reform, then asks every figure
of both years as it was then and through today's structure: of the nation by the command `report`, of every province by the same computation.
Fails when one differs, or when what the provinces tell does not add up to the nation.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from bench.classes import Sample, insert_classes
from bench.nation import analyse
from bench.people import insert, persons
from bench.start import start

TODAY = date(2026, 9, 8)
BORN = date(2020, 1, 1)
EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)
YEARS = (2023, 2024)
TOP = "toan-quoc"
SEATS, PER_CELL, JOINT, STRANGERS = 30, 8, 20, 7
PROGRAMMES = ("NTVD", "DVM", "NVCTD", "DOAN")
# programme → (classes, participations)
Told = Mapping[str, tuple[int, int]]


def main() -> int:
    """Found, fill, reform, ask; 1 when a total differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=1, help="cells of each commune")
    parser.add_argument("--classes", type=int, default=4, help="classes of each district and year")
    options = parser.parse_args()
    _place = start(TODAY)
    from django.db import connection

    from hocvien.org import api as org

    org.found_unit(actor=None, code=TOP, name="Trung ương mẫu", kind="central", valid_from=BORN)
    print(f"\n{connection.vendor}")
    found = command("org", "found-nation", "--old", "--cells", options.cells, "--since", BORN, "--under", TOP, "--json")
    tell(f"founding {found['founded']:,} units, by the command", found["seconds"])
    begun = time.perf_counter()
    expected = fill(options.classes)
    analyse()
    tell("(filling)", time.perf_counter() - begun)
    tried = command("org", "reform", "--under", TOP, "--json")
    tell("previewing the reform of the nation, by the command", tried["seconds"])
    done = command("org", "reform", "--under", TOP, "--execute", "--json")
    tell("executing it (with its preview), by the command", done["seconds"])
    print(
        f"{done['steps']:,} steps: {done['founded']:,} founded, {done['ended']:,} ended, {done['moved']:,} moved, {done['below']:,} with them"
    )
    assert done["status"] == "executed", done["status"]
    analyse()
    faults = faults_of_tree()
    for year in YEARS:
        faults += faults_of_nation(year, expected[year]) + faults_of_provinces(year, expected[year])
    for fault in faults:
        print(f"WRONG: {fault}")
    print(
        "every figure is the same both ways, and the provinces add up to the nation"
        if not faults
        else f"{len(faults)} faults"
    )
    return bool(faults)


def tell(what: str, seconds: float) -> None:
    print(f"{what:68} {seconds:8.1f} s", flush=True)


def command(*arguments: object) -> dict[str, Any]:
    """The answer of a command of its own process, and how long all of it took."""
    begun = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-m", "hocvien.console.main", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout) | {"seconds": time.perf_counter() - begun}


def fill(per_district: int) -> dict[int, Counter]:
    """People in every cell and the classes they attended. Year → (programme, "classes" or "participations") → how many of nobody but the opener."""
    from hocvien.access import api as access
    from hocvien.catalogue import api as catalogue
    from hocvien.people import models as p

    catalogue.load_seed(actor=None)
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    homes, living = settle()
    insert(p.Person, persons(Random(2026), len(living)))
    insert(
        p.Belonging,
        (
            {"person_id": n, "unit_id": unit, "kind": "official_cell", "valid_from": BORN}
            for n, unit in enumerate(living, 1)
        ),
    )
    codes = {catalogue.get_programme(code).pk: code for code in PROGRAMMES}
    expected: dict[int, Counter] = {year: Counter() for year in YEARS}
    samples = list(classes_of(homes, list(codes), per_district))
    for one in samples:
        if one.joint_with_id is None:
            expected[one.opens_on.year][codes[one.programme_id], "classes"] += 1
            expected[one.opens_on.year][codes[one.programme_id], "participations"] += len(one.attended)
    insert_classes(user, samples)
    attended = sum(len(one.attended) for one in samples)
    print(f"{len(living):,} people, {len(samples):,} classes, {attended:,} participations")
    return expected


class District(NamedTuple):
    """Who opens classes there, and (person, unit) of all who live there."""

    openers: tuple[int, int]
    people: list[tuple[int, int]]


def settle() -> tuple[dict[int, list[District]], list[int]]:
    """PER_CELL people in each cell, on islands without communes in the district itself: province → districts, and where each person lives."""
    from hocvien.org import api as org

    ids = dict(org.Unit.objects.values_list("code", "pk"))
    communes: dict[str, list[str]] = {}
    for place in org.shipped_places(EVE):
        communes.setdefault(place.parent, []).append(place.code)
    homes: dict[int, list[District]] = {}
    living: list[int] = []
    for province in communes[""]:
        districts = homes.setdefault(ids[f"tinh-{province}"], [])
        for district in communes[province]:
            own = ids[f"huyen-{district}"]
            below = [f"xa-{code}" for code in communes.get(district, ())]
            cells = [pk for code in below for n in range(1, 100) if (pk := ids.get(f"{code}-cb{n}"))]
            units = [unit for unit in cells or [own] for _ in range(PER_CELL)]
            people = list(enumerate(units, len(living) + 1))
            districts.append(District((own, ids[below[0]] if below else own), people))
            living += units
    return homes, living


def classes_of(
    homes: Mapping[int, Sequence[District]], programmes: Sequence[int], per_district: int
) -> Iterator[Sample]:
    """Of every district, the last by one of its communes, and of every province; some joint, some with people from elsewhere."""
    rng = Random(2023)
    everywhere = [district for districts in homes.values() for district in districts]
    number = 0
    for year in YEARS:
        for province, districts in homes.items():
            whole = [one for district in districts for one in district.people]
            held = [(province, whole)] * len(programmes)
            for district in districts:
                own, commune = district.openers
                held += [(own, district.people)] * (per_district - 1) + [(commune, district.people)]
            for opener, people in held:
                number += 1
                attended = dict(rng.sample(people, min(SEATS, len(people))))
                if number % STRANGERS == 0:
                    attended |= dict(rng.sample(rng.choice(everywhere).people, 2))
                partner = rng.choice(list(homes)) if number % JOINT == 0 else None
                opens = date(year, 1, 2) + timedelta(days=rng.randrange(360))
                yield Sample(programmes[number % len(programmes)], opener, opens, list(attended.items()), partner)


def faults_of_tree() -> list[str]:
    """Provinces, districts and communes that live after the reform, and how many there are by the decision."""
    from hocvien.org import api as org
    from hocvien.org.models import UnitKindPeriod

    wrong = []
    for day, wanted in ((EVE, (63, 705, 10_599)), (DAY, (34, 0, 3_321))):
        rows = UnitKindPeriod.objects.filter(valid_from__lte=day, valid_to__gt=day)
        told = tuple(rows.filter(kind=f"{level}_committee").count() for level in ("province", "district", "commune"))
        print(
            f"{day:%d/%m/%Y}: {told[0]} provinces, {told[1]} districts, {told[2]:,} communes; {org.count_below(org.get_unit(TOP).pk, day):,} units"
        )
        if told != wanted:
            wrong.append(f"{day}: {told} instead of {wanted}")
    return wrong


def faults_of_nation(year: int, expected: Counter) -> list[str]:
    """What the two answers of the command do not share, or what was not written."""
    answers = []
    for structure in ("then", "now"):
        period = ("--from", f"{year}-01-01", "--to", f"{year}-12-31")
        answer = command("report", "--unit", TOP, *period, "--structure", structure, "--format", "json")
        tell(f"the nation's {year}, --structure {structure}, by the command", answer.pop("seconds"))
        answers.append(told_by_command(answer))
    faults = [] if answers[0] == answers[1] else [f"{year}: the nation then {answers[0]}, now {answers[1]}"]
    whole = {row["code"]: (row["classes"], row["participations"]) for row in answers[0][1]}
    wanted = {code: (expected[code, "classes"], expected[code, "participations"]) for code in PROGRAMMES}
    return faults if whole == wanted else [*faults, f"{year}: the nation tells {whole}, written were {wanted}"]


def faults_of_provinces(year: int, expected: Counter) -> list[str]:
    """The old provinces that differ both ways, the new ones that are not what they were made of, and sums that are not the nation's."""
    from hocvien.org import api as org
    from hocvien.reporting import api as reporting

    asked = {"from_": date(year, 1, 1), "to": date(year, 12, 31), "known_on": TODAY}
    became = {one.old: one.new for one in org.shipped_pairs() if len(one.old) == len(one.new) == len("42")}
    begun = time.perf_counter()
    faults: list[str] = []
    then: dict[str, Told] = {}
    for old in sorted(became):
        unit = org.get_unit(f"tinh-{old}")
        both = [reporting.compute_report(unit=unit, **asked, seen_on=day) for day in (None, TODAY)]
        if figures(both[0]) != figures(both[1]):
            faults.append(f"{year}: {unit.code} then {figures(both[0])}, now {figures(both[1])}")
        faults += [f"{year}: {unit.code}: the units do not add up" for one in both if not adds_up(one)]
        then[old] = told(both[0])
    tell(f"{year}: {len(then)} provinces as it was then and through today", time.perf_counter() - begun)
    begun = time.perf_counter()
    now: dict[str, Told] = {}
    for new in sorted(set(became.values())):
        unit = org.find_unit(f"tinh-{new}-{DAY.year}") or org.get_unit(f"tinh-{new}")
        report = reporting.compute_report(unit=unit, **asked, seen_on=TODAY)
        faults += [] if adds_up(report) else [f"{year}: {unit.code}: the units do not add up"]
        now[new] = told(report)
        of_old = total(then[old] for old, one in became.items() if one == new)
        if now[new] != of_old:
            faults.append(f"{year}: {unit.code} now {now[new]}, those it was made of {of_old}")
    tell(f"{year}: the {len(now)} new provinces through today", time.perf_counter() - begun)
    wanted = {code: (expected[code, "classes"], expected[code, "participations"]) for code in PROGRAMMES}
    for label, parts in (("old", then), ("new", now)):
        if total(parts.values()) != wanted:
            faults.append(f"{year}: the {label} provinces tell {total(parts.values())}, written were {wanted}")
    return faults


def told_by_command(answer: dict[str, Any]) -> tuple:
    """Everything that is counted, without by whom it is told."""
    beside = [
        (part, code, sum(row[what] for row in answer[part] if row["code"] == code))
        for part in ("joint", "sent")
        for code in PROGRAMMES
        for what in ("classes", "participations")
    ]
    return answer["totals"], answer["programmes"], beside


def figures(report: Any) -> tuple:
    """The same of a computed report."""
    beside = [
        (
            code,
            sum(row.classes for row in rows if row.code == code),
            sum(row.participations for row in rows if row.code == code),
        )
        for rows in (report.joint, report.sent)
        for code in PROGRAMMES
    ]
    return report.classes, report.totals, report.programmes, beside


def told(report: Any) -> Told:
    return {row.code: (row.classes, row.participations) for row in report.programmes}


def total(parts: Iterable[Told]) -> Told:
    found: Counter = Counter()
    for part in parts:
        for code, (classes, participations) in part.items():
            found[code, 0] += classes
            found[code, 1] += participations
    return {code: (found[code, 0], found[code, 1]) for code in PROGRAMMES if found[code, 0]}


def adds_up(report: Any) -> bool:
    return sum(row.participations for row in report.by_sending_unit) == report.totals.participations


if __name__ == "__main__":
    sys.exit(main())
