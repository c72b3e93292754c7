"""Many clerks, one seat left, or one class to open: processes that ask in the same moment, round after round, on the database of DATABASE_URL.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.last_seat --processes 20 --rounds 50

Prints one JSON object: for each kind of race, how many won in each round, and how the others were answered. The database must be empty.
"""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from tests.races.harness import WON, ask_at_once, count_words, milliseconds, tell

SEATS = 2  # one is taken before the race begins
LAST, SAME, TWIN = "last_seat", "same_name", "same_class"


def prepare(processes: int, rounds: int) -> list[dict]:
    """The place, one clerk a process, and for each round a class with one seat left and a name for each clerk."""
    from django.core.management import call_command

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
    return waiting


def clerk(number: int) -> Callable[[dict], Callable]:
    """One process: asks for a seat, or opens the class."""
    from django.contrib.auth import get_user_model

    from hocvien.classes import api as classes

    actor = get_user_model().objects.get(username=f"clerk{number}")

    def attempt_of(race: dict) -> Callable:
        training_class = classes.TrainingClass.objects.get(pk=race["class"])
        if race["kind"] == TWIN:
            return _opening(actor, training_class)
        return _asking(actor, training_class, race, number)

    return attempt_of


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
    answers = ask_at_once(clerk, waiting, processes)

    from hocvien.classes import api as classes
    from hocvien.journal import api as journal

    winners = Counter(answer.at for answer in answers if answer.word == WON)
    active = [
        classes.Participation.objects.filter(training_class_id=race["class"], status="active").count()
        for race in waiting
    ]
    return {
        "rounds": rounds,
        "winners": [winners[at] for at in range(len(waiting))],
        "answers": {
            kind: count_words(answer for answer in answers if waiting[answer.at]["kind"] == kind)
            for kind in (LAST, SAME, TWIN)
        },
        "active": active,
        "seats": SEATS,
        "journal_sound": journal.verify_chain().is_sound,
        "milliseconds": milliseconds(answers),
    }


if __name__ == "__main__":
    tell(race, "Race for the last seat of a class.", processes=20, rounds=50)
