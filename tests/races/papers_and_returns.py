"""Many offices, one register of papers; a return locked while its sheets are handed in: processes that ask in the same moment, on the database of DATABASE_URL.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.papers_and_returns --processes 8 --rounds 6

Prints one JSON object: what was answered in each kind of race, the numbers of each register, and how each return stands. The database must be empty.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date

from tests.races.harness import ask_at_once, count_words, tell

NUMBERS, LOCKED = "numbers", "locked"
LOCKER = 0
TODAY = date(2026, 9, 5)


def prepare(processes: int, rounds: int) -> list[dict]:
    """For each round one draft a process, of one unit and one year of issue; then a return of as many units, all but one hand in."""
    from django.core.management import call_command

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


def office(number: int) -> Callable[[dict], Callable]:
    """One process: numbers a paper, locks a return or hands a sheet of it in."""
    return lambda race: _numbering(race, number) if race["kind"] == NUMBERS else _handing_in(race, number)


def _numbering(race: dict, number: int) -> Callable:
    """Number a paper of one's own."""
    from hocvien.official_papers import api as official
    from tests import scenarios

    paper = official.OfficialPaper.objects.get(pk=race["papers"][number])
    return lambda: official.number_paper(actor=None, paper=paper, now=scenarios.at(TODAY), today=TODAY)


def _handing_in(race: dict, number: int) -> Callable:
    """The first locks the return; every other hands a sheet of its own in."""
    from hocvien.returns import api as returns

    if number == LOCKER:
        asked = returns.Return.objects.select_related("unit", "form").get(pk=race["return"])
        return lambda: returns.lock_return_figures(actor=None, asked=asked, on=TODAY)
    rows = returns.Sheet.objects.select_related("unit", "receiver", "in_return__form", "in_return__unit")
    sheet = rows.get(pk=race["sheets"][number - 1])
    return lambda: returns.submit_sheet(actor=None, sheet=sheet, on=TODAY)


def race(processes: int, rounds: int) -> dict:
    """Run all rounds; how everybody was answered, and what stands afterwards."""
    waiting = prepare(processes, rounds)
    answers = ask_at_once(office, waiting, processes)

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
        "numbering": count_words(one for one in answers if waiting[one.at]["kind"] == NUMBERS),
        "locking": count_words(one for one in answers if waiting[one.at]["kind"] == LOCKED and one.number == LOCKER),
        "handing_in": count_words(one for one in answers if waiting[one.at]["kind"] == LOCKED and one.number != LOCKER),
        "registers": registers,
        "returns": stand,
        "journal_sound": journal.verify_chain().is_sound,
    }


if __name__ == "__main__":
    os.environ.setdefault("HOCVIEN_TODAY", TODAY.isoformat())
    tell(race, "Race for numbers of a register, and to hand in before a return is locked.", processes=8, rounds=6)
