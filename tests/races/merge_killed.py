"""A merger of communes whose process is killed at a random moment: it happened whole, with all that stands at the units, or not at all.

    DATABASE_URL=sqlite:////tmp/race.sqlite3 python -m tests.races.merge_killed --kills 100

Prints one JSON object: how many were killed at work, how often the merger was found done or not done, and everything that was neither. The
database must be empty.
"""

from datetime import UTC, date, datetime

from tests.races.harness import Kills, soundness, tell

D0, DAY = date(2020, 1, 1), date(2025, 7, 1)
NOW = datetime(2025, 7, 2, 3, tzinfo=UTC)
COMMUNES, CELLS, PEOPLE = 6, 15, 3


def prepare() -> None:
    """A province of communes with cells, people in each with posts and managing committees, and a role at each commune."""
    from django.core.management import call_command

    from hocvien.access import api as access
    from hocvien.org import api as org
    from hocvien.people import api as people

    call_command("migrate", verbosity=0)
    new = [org.NewUnit("tinh", "Tỉnh ủy", "province_committee", D0)]
    for commune in range(COMMUNES):
        new.append(org.NewUnit(f"xa{commune}", f"Đảng ủy xã {commune}", "commune_committee", D0, "tinh"))
        new += [
            org.NewUnit(f"xa{commune}-c{n}", f"Chi bộ {commune}.{n}", "cell", D0, f"xa{commune}") for n in range(CELLS)
        ]
    ids = {unit.code: unit.pk for unit in org.found_units(actor=None, units=new)}
    people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name=f"Nguyễn Văn {chr(65 + n)}",
                belongings=(people.NewBelonging(ids[code], "official_cell", D0),),
                posts=(people.NewPost(ids[code], "cell_secretary", "Bí thư", D0),),
                managements=(people.NewManagement(ids[code.partition("-")[0]], D0),),
            )
            for code in ids
            if code != "tinh"
            for n in range(PEOPLE)
        ],
    )
    for commune in range(COMMUNES):
        user = access.open_account(actor=None, username=f"xa{commune}", full_name="Giáo vụ mẫu", password=None)
        access.give_grant(actor=None, user=user, role="clerk", unit=org.get_unit(f"xa{commune}"), valid_from=D0)


def steps() -> tuple:
    """All communes in one new one; in each, half of the cells in the other half."""
    from hocvien.org import api as org

    cells = [
        org.Merge((f"xa{commune}-c{2 * n + 1}",), f"xa{commune}-c{2 * n}")
        for commune in range(COMMUNES)
        for n in range(CELLS // 2)
    ]
    return (
        *cells,
        org.Found("xa-moi", "Đảng ủy xã Mới", "commune_committee", "tinh"),
        org.Merge(tuple(f"xa{commune}" for commune in range(COMMUNES)), "xa-moi"),
    )


def merger() -> None:
    from hocvien.org import api as org

    org.record_reorganisation(
        actor=None, title="Sáp nhập", resolution="NQ", steps=steps(), on=DAY, today=NOW.date(), now=NOW
    )


def facts() -> dict[str, list[str]]:
    """All that the merger may touch, by codes and names instead of keys."""
    from hocvien.access import api as access
    from hocvien.org import models as org
    from hocvien.people import models as people

    asked = {
        org.Unit: ("code", "valid_from", "valid_to"),
        org.UnitName: ("unit__code", "name", "valid_from", "valid_to"),
        org.UnitKindPeriod: ("unit__code", "kind", "valid_from", "valid_to"),
        org.Placement: ("unit__code", "parent__code", "valid_from", "valid_to", "is_past"),
        org.Closure: ("ancestor__code", "descendant__code", "depth", "valid_from", "valid_to", "is_past"),
        org.Succession: ("predecessor__code", "successor__code", "kind", "on"),
        people.Belonging: ("person__uuid", "unit__code", "kind", "valid_from", "valid_to"),
        people.Post: ("person__uuid", "unit__code", "valid_from", "valid_to"),
        people.Management: ("person__uuid", "unit__code", "valid_from", "valid_to"),
        people.Carried: ("table", "on"),
        access.Grant: ("user__username", "unit__code", "valid_from", "valid_to"),
    }
    return {
        model.__name__: sorted(map(str, model._default_manager.values_list(*names))) for model, names in asked.items()
    }


def seen_at_once() -> tuple[dict[str, list[str]], int]:
    """(`facts`, how many reorganisations are executed), all of one moment."""
    from django.db import connection, transaction

    from hocvien.org import api as org

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return facts(), org.Reorganisation.objects.filter(status=org.ReorganisationStatus.EXECUTED).count()


def race(kills: int, seed: int) -> dict:
    """Mergers until so many were killed at work; each that was done is undone before the next."""
    from hocvien.org import api as org

    prepare()

    def undo() -> None:
        for one in org.Reorganisation.objects.filter(status=org.ReorganisationStatus.EXECUTED):
            org.undo_reorganisation(actor=None, reorganisation=one, now=NOW)

    before = facts()
    mergers = Kills(merger, kills=kills, seed=seed)
    after = facts()
    undo()
    faults = [] if facts() == before else ["undoing did not put everything back"]
    found = {"done": 0, "not done": 0}
    for number in mergers:
        now, done = seen_at_once()
        if (now, done) == (after, 1):
            found["done"] += 1
            undo()
        elif (now, done) == (before, 0):
            found["not done"] += 1
        else:
            stands = {name: [now[name] == before[name], now[name] == after[name]] for name in now}
            is_lasting = seen_at_once() == (now, done)
            faults.append(
                f"{number}: neither done nor not done: {done} executed; the same when read again: {is_lasting}; "
                f"as before, as after: {stands}"
            )
            undo()
        if facts() != before:
            faults.append(f"{number}: not as it was")
            break
    return {**mergers.told, **found, "faults": faults, **soundness()}


if __name__ == "__main__":
    tell(race, "Kill a merger of communes at random moments.", kills=100, seed=1)
