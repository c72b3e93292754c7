"""What races share: processes that ask in the same moment, a process killed at work again and again, and the answer as one JSON object.

Processes are forked, so that a race may hand them whatever it prepared; no connection to the database is taken along.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import django
from django.db import connection, connections

from hocvien.common.errors import DomainError

MOST_SECONDS = 120
WON = "won"


class Answer(NamedTuple):
    """What process `number` was told in round `at`: WON, the code of a refusal, or a failure that nobody should see."""

    at: int
    number: int
    word: str
    seconds: float


def ask_at_once(
    part: Callable[[int], Callable[[dict], Callable[[], Any]]], waiting: list[dict], processes: int
) -> list[Answer]:
    """All answers of all rounds. `part(number)` gives what a process prepares of a round, and that what it tries once everybody is ready."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    barrier, results = fork.Barrier(processes), fork.Queue()
    workers = [fork.Process(target=_ask, args=(part, n, waiting, barrier, results)) for n in range(processes)]
    for worker in workers:
        worker.start()
    answers = [results.get(timeout=300) for _ in range(processes * len(waiting))]
    for worker in workers:
        worker.join(timeout=60)
    return answers


def _ask(part: Callable, number: int, waiting: list[dict], barrier: Any, results: Any) -> None:
    connections.close_all()
    attempt_of = part(number)
    for at, race in enumerate(waiting):
        attempt = attempt_of(race)
        barrier.wait(timeout=MOST_SECONDS)
        began = time.perf_counter()
        try:
            attempt()
            word = WON
        except DomainError as refusal:
            word = refusal.code
        except Exception as failure:  # noqa: BLE001 - whatever is not an answer in words is what this looks for
            word = f"{type(failure).__name__}: {failure}"
        results.put(Answer(at, number, word, time.perf_counter() - began))
    connections.close_all()


def count_words(answers: Iterable[Answer]) -> dict[str, int]:
    return dict(Counter(answer.word for answer in answers))


def milliseconds(answers: Iterable[Answer]) -> dict[str, int]:
    """How long the answers took, in the middle and at most."""
    took = sorted(answer.seconds for answer in answers)
    return {"p50": round(1000 * took[len(took) // 2]), "max": round(1000 * took[-1])}


def work(target: Callable[[], None], *, kill_after: float | None = None) -> tuple[float, bool]:
    """Do it in another process, kill that after some seconds if it still works; (seconds it worked, whether it was killed)."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=_work, args=(target,))
    began = time.perf_counter()
    process.start()
    process.join(kill_after if kill_after is not None else MOST_SECONDS)
    took = time.perf_counter() - began
    if process.is_alive():
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        _wait_for_the_server()
        return took, True
    return took, False


def _wait_for_the_server() -> None:
    """Until nobody else is connected: PostgreSQL ends what a killed process had sent it, a commit too, and only then may it be judged."""
    if connection.vendor != "postgresql":
        return
    ends = time.monotonic() + MOST_SECONDS
    while _others_connected():
        if time.monotonic() > ends:
            raise TimeoutError("a killed process is still connected to the database")
        time.sleep(0.01)


def _others_connected() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _work(target: Callable[[], None]) -> None:
    connections.close_all()
    target()
    connections.close_all()


class Kills:
    """Work done once whole, then, by iterating, begun until it was killed so many times: the number of each try, which may have come to its end."""

    def __init__(self, target: Callable[[], None], *, kills: int, seed: int) -> None:
        self.target, self.kills = target, kills
        self.chance = random.Random(seed)
        self.killed = self.tries = 0
        self.seconds, _is_killed = work(target)

    def __iter__(self) -> Iterator[int]:
        while self.killed < self.kills and self.tries < self.kills * 5:
            self.tries += 1
            took, is_killed = work(self.target, kill_after=self.chance.uniform(0.01, self.seconds * 1.2))
            self.killed += is_killed
            if not is_killed:
                # the next moment is drawn within what it lately took: the first may have had to wait for a busy machine
                self.seconds = took
            yield self.tries

    @property
    def told(self) -> dict[str, float]:
        return {"seconds": round(self.seconds, 2), "killed": self.killed, "tries": self.tries}


def soundness() -> dict[str, Any]:
    """Whether the journal's chain holds, and what SQLite says of its file."""
    from hocvien.journal import api as journal

    integrity = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            integrity = cursor.fetchone()[0]
    return {"journal_sound": journal.verify_chain().is_sound, "integrity": integrity}


def tell(race: Callable[..., dict], description: str, **numbers: int) -> None:
    """Run a race as a command: each of `numbers` is an option with its default, the answer goes to the terminal."""
    parser = argparse.ArgumentParser(description=description)
    for name, default in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(race(**vars(options)), ensure_ascii=False))  # noqa: T201 - the answer
