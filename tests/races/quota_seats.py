"""Many hands, the last seats of a quota: processes that take them in the same moment, round after round, on the database of DATABASE_URL.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.quota_seats --processes 20 --rounds 30

Prints one JSON object: for each kind of race how many won in each round, how the others were answered, and what the ledger says. The
database must be empty.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from tests.races.harness import WON, ask_at_once, count_words, milliseconds, tell

# what each process asks for, of how many seats
SEATS, EACH = 7, 2
NAMING, ALLOTTING, GIVING_BACK, NOMINATING, SENDING = "naming", "allotting", "giving_back", "nominating", "sending"
KINDS = (NAMING, ALLOTTING, GIVING_BACK, NOMINATING, SENDING)
WINNERS = {NAMING: SEATS, ALLOTTING: SEATS // EACH, GIVING_BACK: SEATS // EACH, NOMINATING: SEATS, SENDING: SEATS}
REFUSED = dict.fromkeys(KINDS, "quota_seats_missing") | {
    NOMINATING: "quota_seats_missing_for_list",
    SENDING: "sending_unit_seats_missing",
}


def prepare(processes: int, rounds: int) -> list[dict]:
    """The place, one officer a process, and for each round a quota whose last seats stand at one commune."""
    from django.core.management import call_command

    from hocvien.catalogue import api as catalogue
    from hocvien.quotas import api as quotas
    from tests import scenarios

    call_command("migrate", verbosity=0)
    world = scenarios.found_place(seeded=False)
    programme = catalogue.add_programme(
        actor=None,
        code="NTVD",
        name="Bồi dưỡng nhận thức về Đảng",
        valid_from=scenarios.FOUNDED,
        today=scenarios.TODAY,
    )
    for number in range(processes):
        scenarios.give_account(world, f"officer{number}", ("unit_officer", "xa-a"))
    people = scenarios.add_candidates(world, processes)
    waiting = []
    said = {"actor": None, "today": scenarios.TODAY, "now": scenarios.at(scenarios.TODAY)}
    lines = scenarios.approved_lines(world, rounds, unit="huyen")
    for number in range(rounds):
        line, kind = lines[number], KINDS[number % len(KINDS)]
        source = quotas.Notice(f"{number}-TB", scenarios.TODAY, "Chiêu sinh", programme.pk)
        notice = _notice_of(world, number) if kind == SENDING else None
        if notice is not None:
            quota = notice.quota
        else:
            quota = quotas.issue_quota(
                owner=world.units["huyen"],
                source=quotas.Line(line.pk) if kind == NOMINATING else source,
                seats=SEATS,
                names_due_on=scenarios.TODAY + timedelta(days=9),
                **said,
            )
        commune = world.units["xa-a"].pk
        quotas.allot_seats(quota=quota, unit_id=quota.owner_id, seats={commune: SEATS}, **said)
        waiting.append(
            {
                "quota": quota.pk,
                "unit": commune,
                "below": world.units["xa-a-cb1"].pk,
                "people": [person.pk for person in people],
                "kind": kind,
                "notice": notice.pk if notice is not None else None,
                "classes": _classes_of(world, line, number) if kind == NOMINATING else [],
            }
        )
    return waiting


def _classes_of(world, line, number: int) -> list[int]:
    """Two classes of the line: their lists take the same seats under two locks of their own."""
    from tests import scenarios

    return [
        scenarios.open_class(
            world,
            actor=None,
            name=f"Lớp {number} {half}",
            opened_by="huyen",
            plan_line_id=line.pk,
            outside_plan_decision="",
        ).pk
        for half in ("A", "B")
    ]


def _notice_of(world, number: int):
    """A notice of the same many seats, handed down as a quota of its own."""
    from hocvien.sending import api as sending
    from tests import scenarios
    from tests.sending import office

    row = office.notice(world, actor=None, seats=SEATS, number=f"{number}-TB/S", programme="NTVD", study_mode="")
    quota = sending.split_seats(
        actor=None,
        notice=row,
        names_due_on=scenarios.TODAY + timedelta(days=9),
        waiting_order="asked",
        today=scenarios.TODAY,
        now=scenarios.at(scenarios.TODAY),
    )
    row.quota = quota
    return row


def hand(number: int) -> Callable[[dict], Callable]:
    """One process: takes seats."""
    from django.contrib.auth import get_user_model

    actor = get_user_model().objects.get(username=f"officer{number}")
    return lambda race: _taking(actor, race, number)


def _taking(actor, race: dict, number: int) -> Callable:
    from hocvien.quotas import api as quotas
    from tests import scenarios

    quota = quotas.Quota.objects.select_related("owner", "plan_line").get(pk=race["quota"])
    said = {
        "actor": actor,
        "quota": quota,
        "unit_id": race["unit"],
        "today": scenarios.TODAY,
        "now": scenarios.at(scenarios.TODAY),
    }
    if race["kind"] == NOMINATING:
        return _nominating(actor, race, number)
    if race["kind"] == SENDING:
        return _sending(actor, race, number)
    if race["kind"] == NAMING:
        return lambda: quotas.name_seat(**said, person_id=race["people"][number])
    if race["kind"] == ALLOTTING:
        return lambda: quotas.allot_seats(**said, seats={race["below"]: EACH})
    return lambda: quotas.return_seats(**said, free=EACH, reason="Không dùng hết")


def _nominating(actor, race: dict, number: int) -> Callable:
    """Put a person of the hand's own on the list of one of the two classes; a refusal of the name is raised like the others."""
    from hocvien.classes import api as classes
    from hocvien.org import api as org
    from tests import scenarios

    training_class = classes.TrainingClass.objects.get(pk=race["classes"][number % 2])
    unit = org.Unit.objects.get(pk=race["unit"])

    def attempt() -> None:
        (outcome,) = classes.propose_people(
            actor=actor,
            training_class=training_class,
            sending_unit=unit,
            person_ids=[race["people"][number]],
            today=scenarios.TODAY,
            now=scenarios.at(scenarios.TODAY),
        )
        if outcome.error is not None:
            raise outcome.error

    return attempt


def _sending(actor, race: dict, number: int) -> Callable:
    """Put a person of the hand's own on the list of the notice."""
    from hocvien.sending import api as sending
    from tests.sending import office

    row = sending.Notice.objects.get(pk=race["notice"])
    person_id = race["people"][number]

    def attempt() -> None:
        (outcome,) = sending.propose_people(
            actor=actor, notice=row, person_ids=[person_id], today=office.TODAY, now=office.NOW
        )
        if outcome.error is not None:
            raise outcome.error

    return attempt


def race(processes: int, rounds: int) -> dict:
    """Run all rounds and gather the answers."""
    waiting = prepare(processes, rounds)
    answers = ask_at_once(hand, waiting, processes)

    from hocvien.journal import api as journal
    from hocvien.quotas import api as quotas

    held = quotas.balances([one["quota"] for one in waiting])
    winners = Counter(answer.at for answer in answers if answer.word == WON)
    return {
        "rounds": rounds,
        "winners": {kind: [winners[at] for at, one in enumerate(waiting) if one["kind"] == kind] for kind in KINDS},
        "answers": {
            kind: count_words(answer for answer in answers if waiting[answer.at]["kind"] == kind) for kind in KINDS
        },
        "issued": sorted({sum(one.total for one in units.values()) for units in held.values()}),
        "lowest": min(
            min(one.free, one.reserved, one.named, one.confirmed) for units in held.values() for one in units.values()
        ),
        "journal_sound": journal.verify_chain().is_sound,
        "milliseconds": milliseconds(answers),
    }


if __name__ == "__main__":
    tell(race, "Race for the last seats of a quota.", processes=20, rounds=30)
