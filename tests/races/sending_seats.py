"""Many decisions and one seat of a notice left: processes that ask in the same moment, round after round, on the database of DATABASE_URL.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.sending_seats --processes 10 --rounds 10

Prints one JSON object: how many were sent in each round, how everybody was answered, whether the journal is sound. The database must be empty.
"""

from collections.abc import Callable

from tests.races.harness import ask_at_once, count_words, tell

SEATS = 2  # one is taken before the race begins


def prepare(processes: int, rounds: int) -> list[dict]:
    """The place, one office a process, and for each round a notice with one seat left and a name for each office."""
    from django.core.management import call_command

    from hocvien.sending import api as sending
    from tests import scenarios
    from tests.sending import office

    call_command("migrate", verbosity=0)
    world = scenarios.found_place()
    for number in range(processes):
        scenarios.give_account(world, f"office{number}", ("committee_office", "huyen"))
    persons = office.cadres(world, processes + 1)
    waiting = []
    for number in range(rounds):
        notice = office.notice(world, seats=SEATS, number=f"{number}-TB")
        put = office.propose(world, notice, persons)
        office.decide(world, notice, [put[0].sending_uuid])
        waiting.append({"notice": notice.pk, "names": [str(one.sending_uuid) for one in put[1:]]})
    assert sending.Notice.objects.count() == rounds
    return waiting


def decide(number: int) -> Callable[[dict], Callable]:
    """One process: sends its own name."""
    from django.contrib.auth import get_user_model

    from hocvien.sending import api as sending
    from tests.sending import office

    actor = get_user_model().objects.get(username=f"office{number}")

    def attempt_of(race: dict) -> Callable:
        notice = sending.Notice.objects.get(pk=race["notice"])
        return lambda: office.decide(None, notice, [race["names"][number]], actor=actor)

    return attempt_of


def race(processes: int, rounds: int) -> dict:
    """Run all rounds and gather the answers."""
    waiting = prepare(processes, rounds)
    answers = ask_at_once(decide, waiting, processes)

    from hocvien.journal import api as journal
    from hocvien.sending import api as sending

    return {
        "sent": [sending.count_sent(sending.Notice.objects.get(pk=one["notice"])) for one in waiting],
        "seats": SEATS,
        "answers": count_words(answers),
        "journal_sound": journal.verify_chain().is_sound,
    }


if __name__ == "__main__":
    tell(race, "Race for the last seat of a notice.", processes=10, rounds=10)
