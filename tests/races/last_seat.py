"""Many clerks, one seat left, or one class to open: processes that ask in the same moment, round after round, on the database of DATABASE_URL.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.last_seat --processes 20 --rounds 50

Prints one JSON object: for each kind of race, how many won in each round, and how the others were answered. The database must be empty.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

SEATS = 2  # one is taken before the race begins
LAST, SAME, TWIN = "last_seat", "same_name", "same_class"


def prepare(processes: int, rounds: int) -> list[dict]:
    """The place, one clerk a process, and for each round a class with one seat left and a name for each clerk."""
    from django.core.management import call_command
    from django.db import connections

    from hocvien.catalogue import api as catalogue
    from tests import scenarios

    call_command("migrate", verbosity=0)
    world = scenarios.found_place(seeded=False)
    catalogue.add_programme(
        actor=None,
        code="NTVD",
        name="Bồi dưỡng nhận thức về Đảng",
        valid_from=scenarios.FOUNDED,
        today=scenarios.TODAY,
    )
    for number in range(processes):
        scenarios.give_account(world, f"clerk{number}", ("clerk", "ttct"))
    people = scenarios.add_candidates(world, processes + 1)
    waiting = []
    for number in range(rounds):
        training_class = scenarios.open_class(world, seats=SEATS, name=f"Lớp {number}")
        outcomes = scenarios.propose(world, training_class, people)
        nominations = scenarios.approve(world, [o.nomination for o in outcomes])
        scenarios.admit(world, training_class, nominations[:1])
        waiting.append(
            {
                "class": training_class.pk,
                "names": [str(n.uuid) for n in nominations[1:]],
                "kind": SAME if number % 5 == 4 else LAST,
            }
        )
        if number % 10 == 9:
            waiting.append({"class": training_class.pk, "names": [], "kind": TWIN})
    connections.close_all()
    return waiting


def clerk(number: int, waiting: list[dict], barrier, results) -> None:
    """One process: in each round, ask for a seat as soon as everybody is ready."""
    from django.contrib.auth import get_user_model
    from django.db import connections

    from hocvien.classes import api as classes
    from hocvien.common.errors import DomainError

    connections.close_all()
    actor = get_user_model().objects.get(username=f"clerk{number}")
    for at, race in enumerate(waiting):
        training_class = classes.TrainingClass.objects.get(pk=race["class"])
        attempt = (
            _opening(actor, training_class) if race["kind"] == TWIN else _asking(actor, training_class, race, number)
        )
        barrier.wait(timeout=120)
        began = time.perf_counter()
        try:
            attempt()
            answer = "won"
        except DomainError as refusal:
            answer = refusal.code
        except Exception as failure:  # noqa: BLE001 - whatever is not an answer in words is what this looks for
            answer = f"{type(failure).__name__}: {failure}"
        results.put((at, answer, time.perf_counter() - began))
    connections.close_all()


def _asking(actor, training_class, race: dict, number: int) -> Callable:
    """Ask for the seat: for a name of the clerk's own, or all for the same name."""
    from hocvien.classes import api as classes
    from tests import scenarios

    name = race["names"][0 if race["kind"] == SAME else number]
    return lambda: classes.admit_nominations(
        actor=actor,
        training_class=training_class,
        nominations=[UUID(name)],
        today=scenarios.TODAY,
        now=scenarios.at(scenarios.TODAY),
    )


def _opening(actor, like) -> Callable:
    """Open a class with the form of another, under a name of its own."""
    from hocvien.classes import api as classes
    from tests import scenarios

    new = classes.NewClass(
        name=f"{like.name} mở thêm",
        programme_id=like.programme_id,
        opened_by_id=like.opened_by_id,
        seats=like.seats,
        opens_on=like.opens_on,
        closes_on=like.closes_on,
        outside_plan_decision="15-QĐ/TTCT",
    )
    return lambda: classes.open_class(actor=actor, new=new, today=scenarios.TODAY)


def race(processes: int, rounds: int) -> dict:
    """Run all rounds and gather the answers."""
    waiting = prepare(processes, rounds)
    fork = multiprocessing.get_context("fork")
    barrier, results = fork.Barrier(processes), fork.Queue()
    workers = [fork.Process(target=clerk, args=(n, waiting, barrier, results)) for n in range(processes)]
    for worker in workers:
        worker.start()
    answers = [results.get(timeout=300) for _ in range(processes * len(waiting))]
    for worker in workers:
        worker.join(timeout=60)

    from hocvien.classes import api as classes
    from hocvien.journal import api as journal

    winners = Counter(at for at, answer, _took in answers if answer == "won")
    took = sorted(took for _at, _answer, took in answers)
    active = [
        classes.Participation.objects.filter(training_class_id=race["class"], status="active").count()
        for race in waiting
    ]
    return {
        "rounds": rounds,
        "winners": [winners[at] for at in range(len(waiting))],
        "answers": {kind: _answers(answers, waiting, kind) for kind in (LAST, SAME, TWIN)},
        "active": active,
        "seats": SEATS,
        "journal_sound": journal.verify_chain().is_sound,
        "milliseconds": {"p50": round(1000 * took[len(took) // 2]), "max": round(1000 * took[-1])},
    }


def _answers(answers: list[tuple], waiting: list[dict], kind: str) -> dict[str, int]:
    return dict(Counter(answer for at, answer, _took in answers if waiting[at]["kind"] == kind))


def main() -> None:
    parser = argparse.ArgumentParser(description="Race for the last seat of a class.")
    parser.add_argument("--processes", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=50)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(json.dumps(race(options.processes, options.rounds), ensure_ascii=False))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
