"""An import whose worker is killed: planning, writing and taking back are each cut off at a random moment, and the next worker goes on.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.import_killed --kills 100

Prints one JSON object: for each kill where it fell, and everything that was lost, doubled or unsound afterwards. The database must be empty.
"""

import os
import random
from datetime import UTC, date, datetime
from io import BytesIO

from tests.races.harness import soundness, tell, work

ON, D0 = date(2026, 9, 8), date(2020, 1, 1)
NOW = datetime(2026, 9, 8, 3, tzinfo=UTC)
ROWS, PART, KNOWN = 40, 5, 8
MOST_SECONDS = 60


def prepare() -> None:
    """A commune with a cell, and the settings that make every step a job of many parts that is taken up at once."""
    from django.conf import settings
    from django.core.management import call_command

    from hocvien.exchange.operations import roster_execution, roster_keeping, roster_reading, roster_return
    from hocvien.jobs import operations as jobs
    from hocvien.org import api as org

    settings.JOBS_INLINE = False
    roster_reading.PART_ROWS = PART
    roster_keeping.INLINE_ROWS = roster_execution.EXECUTE_ROWS = roster_return.EXECUTE_ROWS = 0
    # a worker killed here is dead for certain: the next need not wait for its silence
    jobs.SILENCE_SECONDS = -1
    call_command("migrate", verbosity=0)
    org.found_units(
        actor=None,
        units=[
            org.NewUnit("xa", "Đảng ủy xã", "commune_committee", D0),
            org.NewUnit("chi-bo", "Chi bộ 1", "cell", D0, "xa"),
        ],
    )


def number_of(round_: int, row: int) -> str:
    """An identity number of a man born in 1989."""
    return f"042089{round_:03d}{row:03d}"


def workbook(round_: int) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(
            0, 0, ("Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Đơn vị", "Điện thoại", "Chức vụ")
        )
        for row in range(ROWS):
            sheet.write_row(
                row + 1,
                0,
                (name_of(row), "12/03/1989", "Nam", number_of(round_, row), "chi-bo", "0912345678", "Chi ủy viên"),
            )
    return buffer.getvalue()


def name_of(row: int) -> str:
    return f"Nguyễn Văn {chr(65 + row % 26)}{'abcd'[row // 26]}"


def worker() -> None:
    """Does what waits."""
    from hocvien.jobs import api as jobs

    while jobs.work_once(worker=f"w{os.getpid()}"):
        pass


def one_round(round_: int, cuts: dict[str, float], chance: random.Random) -> tuple[list[dict], list[str]]:
    """One file from being kept to being taken back; each step cut off once at a moment drawn from how long it took before."""
    from hocvien.exchange import api as exchange
    from hocvien.org import api as org
    from hocvien.people import api as people

    people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name=name_of(row),
                birth="1989-03-12",
                sex="male",
                identity_number=number_of(round_, row),
                belongings=(people.NewBelonging(org.get_unit("chi-bo").pk, "employer", D0),),
            )
            for row in range(KNOWN)
        ],
    )
    before = _snapshots(round_)
    kills: list[dict] = []

    def cut(step: str) -> None:
        took, killed = work(worker, kill_after=chance.uniform(0.02, cuts.get(step, 1.0)))
        rest, _ = work(worker, kill_after=MOST_SECONDS)
        cuts[step] = max(0.05, took + rest) if killed else max(0.05, took)
        kills.append({"round": round_, "step": step, "killed": killed, "after": round(took, 3)})

    roster = exchange.keep_roster(
        actor=None, content=workbook(round_), filename="ds.xlsx", unit=org.get_unit("xa"), on=ON, now=NOW
    )
    cut("plan")
    roster.refresh_from_db()
    exchange.execute_roster(actor=None, roster=roster, on=ON, now=NOW)
    cut("execute")
    roster.refresh_from_db()
    faults = _faults_when_written(round_, roster)
    exchange.take_back_roster(actor=None, roster=roster, rows=None, on=ON, now=NOW)
    cut("take_back")
    roster.refresh_from_db()
    if _snapshots(round_) != before:
        faults.append(f"{round_}: not as it was before the import")
    if roster.outcome.get("taken_back") != ROWS:
        faults.append(f"{round_}: taken back {roster.outcome.get('taken_back')} of {ROWS}")
    return kills, faults


def _snapshots(round_: int) -> dict:
    from hocvien.people import api as people

    numbers = [number_of(round_, row) for row in range(ROWS)]
    return people.snapshots_of(person.pk for person in people.find_by_identity(numbers).values())


def _faults_when_written(round_: int, roster) -> list[str]:
    """What is lost or doubled of one round, as soon as the import says that it is written."""
    from hocvien.exchange.models import RosterEffect
    from hocvien.jobs import api as jobs
    from hocvien.journal import api as journal
    from hocvien.people import api as people

    found = people.find_by_identity(number_of(round_, row) for row in range(ROWS))
    uuids = [person.uuid for person in found.values()]
    entries = journal.list_entries().filter(subject_uuid__in=uuids)
    told = {
        "state": (roster.state, "executed"),
        "people": (len(found), ROWS),
        "posts": (sum(len(rows) for rows in people.posts_as_of([p.pk for p in found.values()], ON).values()), ROWS),
        "phones": (sum(1 for person in found.values() if person.phone == "0912345678"), ROWS),
        "outcome": ((roster.outcome.get("created"), roster.outcome.get("updated")), (ROWS - KNOWN, KNOWN)),
        "effects": (RosterEffect.objects.filter(part__roster=roster).count(), ROWS),
        "added": (entries.filter(verb="people.add_person").count(), ROWS),
        "updated": (entries.filter(verb="people.update_person").count(), KNOWN),
        "parts": (
            journal.list_entries().filter(verb="exchange.execute_roster", subject_uuid=roster.uuid).count(),
            ROWS // PART,
        ),
        "open jobs": (jobs.has_open_jobs(), False),
    }
    return [f"{round_}: {what} is {is_}, not {wanted}" for what, (is_, wanted) in told.items() if is_ != wanted]


def race(kills: int, seed: int) -> dict:
    """Rounds until so many workers were killed at work."""
    from hocvien.people import api as people

    prepare()
    chance, cuts = random.Random(seed), {}
    done: list[dict] = []
    faults: list[str] = []
    rounds = 0
    while sum(1 for one in done if one["killed"]) < kills and rounds < kills * 3:
        more, wrong = one_round(rounds, cuts, chance)
        done += more
        faults += wrong
        rounds += 1
    return {
        "killed": sum(1 for one in done if one["killed"]),
        "by_step": {
            step: sum(1 for one in done if one["killed"] and one["step"] == step)
            for step in ("plan", "execute", "take_back")
        },
        "faults": faults,
        "people": people.people().count(),
        "expected_people": rounds * KNOWN,
        **soundness(),
    }


if __name__ == "__main__":
    tell(race, "Kill the worker of an import at random moments.", kills=100, seed=1)
