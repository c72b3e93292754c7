"""Many offices, one register of papers; a return locked while its sheets are handed in: processes that ask in the same moment, on the database of DATABASE_URL.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.papers_and_returns --processes 8 --rounds 6

Prints one JSON object: what was answered in each kind of race, the numbers of each register, and how each return stands. The database must be empty.
"""

import argparse
import json
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

NUMBERS, LOCKED = "numbers", "locked"
TODAY = date(2026, 9, 5)


def prepare(processes: int, rounds: int) -> list[dict]:
    """For each round one draft a process, of one unit and one year of issue; then a return of as many units, all but one hand in."""
    from django.core.management import call_command
    from django.db import connections

    from hocvien.common.periods import parse_period
    from hocvien.official_papers import api as official
    from hocvien.org import api as org
    from hocvien.returns import api as returns
    from tests import scenarios

    call_command("migrate", verbosity=0)
    world = scenarios.found_place()
    given = {"actor": None, "now": scenarios.at(TODAY), "today": TODAY}
    waiting = []
    for number in range(rounds):
        papers = []
        for _one in range(processes):
            paper = official.begin_report(
                unit=world.units["ttct"], kind="report", period=parse_period("2026-8m"), **given
            )
            change = official.HeadChange(subject=paper.subject, issued_on=date(2020 + number, 9, 1), symbol="TT")
            papers.append(official.update_head(paper=paper, change=change, **given).pk)
        waiting.append({"kind": NUMBERS, "papers": papers, "year": 2020 + number})
    returns.load_seed(actor=None)
    units = [
        org.found_unit(
            actor=None,
            code=f"cb-{number}",
            kind="cell",
            name=f"Chi bộ {number}",
            parent=world.units["huyen"],
            valid_from=scenarios.FOUNDED,
        )
        for number in range(processes - 1)
    ]
    waiting += [{"kind": LOCKED, **_asked(world, units, number)} for number in range(rounds)]
    connections.close_all()
    return waiting


def _asked(world, units: list, number: int) -> dict:
    """A return of these units, every sheet filled in and none handed in."""
    from hocvien.common.periods import parse_period
    from hocvien.returns import api as returns

    asked = returns.open_return(
        actor=None,
        unit=world.units["huyen"],
        form=returns.Form.objects.get(code="HV-XA"),
        period=parse_period(f"2026-01-01..2026-01-{number + 2:02d}"),
        due_on=TODAY,
        units=units,
        title=f"Biểu {number}",
        on=TODAY,
    )
    told = returns.Told({"r1.c2": number + 1}, {"r1.c2": "Theo sổ", "r7.c2": "Theo sổ"})
    sheets = list(asked.sheets.select_related("unit", "receiver", "in_return__form", "in_return__unit").order_by("pk"))
    for sheet in sheets:
        returns.record_sheet(actor=None, sheet=sheet, told=told, on=TODAY)
    return {"return": asked.pk, "sheets": [sheet.pk for sheet in sheets]}


def office(number: int, waiting: list[dict], barrier, results) -> None:
    """One process: in each round, do its part as soon as everybody is ready."""
    from django.db import connections

    from hocvien.common.errors import DomainError

    connections.close_all()
    for race in waiting:
        attempt = _numbering(race, number) if race["kind"] == NUMBERS else _handing_in(race, number)
        barrier.wait(timeout=120)
        try:
            answer = attempt()
        except DomainError as refusal:
            answer = refusal.code
        except Exception as failure:  # noqa: BLE001 - whatever is not an answer in words is what this looks for
            answer = f"{type(failure).__name__}: {failure}"
        results.put((race["kind"], answer))
    connections.close_all()


def _numbering(race: dict, number: int) -> Callable[[], str]:
    """Number a paper of one's own."""
    from hocvien.official_papers import api as official
    from tests import scenarios

    paper = official.OfficialPaper.objects.get(pk=race["papers"][number])

    def attempt() -> str:
        official.number_paper(actor=None, paper=paper, now=scenarios.at(TODAY), today=TODAY)
        return "numbered"

    return attempt


def _handing_in(race: dict, number: int) -> Callable[[], str]:
    """The first locks the return; every other hands a sheet of its own in."""
    from hocvien.returns import api as returns

    if number == 0:
        asked = returns.Return.objects.select_related("unit", "form").get(pk=race["return"])

        def lock() -> str:
            returns.lock_return_figures(actor=None, asked=asked, on=TODAY)
            return "locked"

        return lock
    rows = returns.Sheet.objects.select_related("unit", "receiver", "in_return__form", "in_return__unit")
    sheet = rows.get(pk=race["sheets"][number - 1])

    def hand_in() -> str:
        returns.submit_sheet(actor=None, sheet=sheet, on=TODAY)
        return "handed_in"

    return hand_in


def race(processes: int, rounds: int) -> dict:
    """Run all rounds; how everybody was answered, and what stands afterwards."""
    waiting = prepare(processes, rounds)
    fork = multiprocessing.get_context("fork")
    barrier, results = fork.Barrier(processes), fork.Queue()
    workers = [fork.Process(target=office, args=(n, waiting, barrier, results)) for n in range(processes)]
    for worker in workers:
        worker.start()
    answers = [results.get(timeout=300) for _ in range(processes * len(waiting))]
    for worker in workers:
        worker.join(timeout=60)

    from hocvien.journal import api as journal
    from hocvien.official_papers import api as official
    from hocvien.returns import api as returns

    registers = [
        sorted(official.OfficialPaper.objects.filter(issued_on__year=one["year"]).values_list("number", flat=True))
        for one in waiting
        if one["kind"] == NUMBERS
    ]
    stand = []
    for one in (one for one in waiting if one["kind"] == LOCKED):
        asked = returns.Return.objects.get(pk=one["return"])
        counts = Counter(asked.sheets.values_list("status", flat=True))
        handed_in = returns.Submission.objects.filter(sheet__in_return=asked).count()
        told = asked.locked_values or {}
        stand.append({"sheets": dict(counts), "handed_in": handed_in, "counted": told.get("counted")})
    return {
        "answers": {
            kind: dict(Counter(answer for what, answer in answers if what == kind)) for kind in (NUMBERS, LOCKED)
        },
        "registers": registers,
        "returns": stand,
        "journal_sound": journal.verify_chain().is_sound,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Race for numbers of a register, and to hand in before a return is locked."
    )
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("HOCVIEN_TODAY", TODAY.isoformat())
    import django

    django.setup()
    print(json.dumps(race(options.processes, options.rounds), ensure_ascii=False))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
