"""Many decisions and one seat of a notice left: processes that ask in the same moment, round after round, on the database of DATABASE_URL.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.sending_seats --processes 10 --rounds 10

Prints one JSON object: how many were sent in each round, how everybody was answered, whether the journal is sound. The database must be empty.
"""

import argparse
import json
import multiprocessing
import os
import sys
from collections import Counter
from pathlib import Path

SEATS = 2  # one is taken before the race begins


def prepare(processes: int, rounds: int) -> list[dict]:
    """The place, one office a process, and for each round a notice with one seat left and a name for each office."""
    from django.core.management import call_command
    from django.db import connections

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
    connections.close_all()
    return waiting


def decide(number: int, waiting: list[dict], barrier, results) -> None:
    """One process: in each round, send its own name as soon as everybody is ready."""
    from django.contrib.auth import get_user_model
    from django.db import connections

    from hocvien.common.errors import DomainError
    from hocvien.sending import api as sending
    from tests.sending import office

    connections.close_all()
    actor = get_user_model().objects.get(username=f"office{number}")
    for at, race in enumerate(waiting):
        notice = sending.Notice.objects.get(pk=race["notice"])
        barrier.wait(timeout=120)
        try:
            office.decide(None, notice, [race["names"][number]], actor=actor)
            answer = "won"
        except DomainError as refusal:
            answer = refusal.code
        except Exception as failure:  # noqa: BLE001 - whatever is not an answer in words is what this looks for
            answer = f"{type(failure).__name__}: {failure}"
        results.put((at, answer))
    connections.close_all()


def race(processes: int, rounds: int) -> dict:
    """Run all rounds and gather the answers."""
    waiting = prepare(processes, rounds)
    fork = multiprocessing.get_context("fork")
    barrier, results = fork.Barrier(processes), fork.Queue()
    workers = [fork.Process(target=decide, args=(n, waiting, barrier, results)) for n in range(processes)]
    for worker in workers:
        worker.start()
    answers = [results.get(timeout=300) for _ in range(processes * rounds)]
    for worker in workers:
        worker.join(timeout=60)

    from hocvien.journal import api as journal
    from hocvien.sending import api as sending

    return {
        "sent": [sending.count_sent(sending.Notice.objects.get(pk=one["notice"])) for one in waiting],
        "seats": SEATS,
        "answers": dict(Counter(answer for _at, answer in answers)),
        "journal_sound": journal.verify_chain().is_sound,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Race for the last seat of a notice.")
    parser.add_argument("--processes", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(json.dumps(race(options.processes, options.rounds), ensure_ascii=False))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
