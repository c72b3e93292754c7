"""Kept rosters: finding one, its rows as last planned, what stands in its cells."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.text import fold
from hocvien.exchange.arithmetic.columns import index_of
from hocvien.exchange.arithmetic.encodings import UNICODE, decode
from hocvien.exchange.arithmetic.tables import plain
from hocvien.exchange.data import Candidate, FieldChange, KeptProblem, KeptRow
from hocvien.exchange.errors import RosterBusy, RosterPlanGone
from hocvien.exchange.models import (
    RosterPart,
    RosterState,
    StoredRoster,
)
from hocvien.org import api as org
from hocvien.people import api as people


def find_roster(actor: User | None, uuid: UUID) -> StoredRoster:
    """The actor's roster with its unit; raises RosterPlanGone."""
    stored = StoredRoster.objects.select_related("unit", "job").filter(uuid=uuid, owner=actor).first()
    if stored is None:
        raise RosterPlanGone
    return stored


def lock_roster(actor: User | None, uuid: UUID) -> StoredRoster:
    """The same, held until the transaction ends."""
    rows = StoredRoster.objects.select_for_update(of=("self",)).select_related("unit")
    stored = rows.filter(uuid=uuid, owner=actor).first()
    if stored is None:
        raise RosterPlanGone
    return stored


def lock_ready(actor: User | None, uuid: UUID) -> StoredRoster:
    """The same, while it waits to be written; raises RosterBusy otherwise."""
    stored = lock_roster(actor, uuid)
    if stored.state != RosterState.READY:
        raise RosterBusy
    return stored


def part_numbers(stored: StoredRoster) -> list[int]:
    """Numbers of the parts, in order."""
    return list(RosterPart.objects.filter(roster=stored).order_by("number").values_list("number", flat=True))


def get_roster(*, actor: User | None, uuid: UUID, on: date) -> StoredRoster:
    """The actor's roster, if they still may import at its unit. Raises RosterPlanGone, NotAllowed."""
    stored = find_roster(actor, uuid)
    access.require(actor, access.Permission.ROSTER_IMPORT, stored.unit, on)
    return stored


def list_rosters(actor: User | None) -> QuerySet[StoredRoster]:
    """The actor's rosters, newest first, without their contents."""
    return (
        StoredRoster.objects.filter(owner=actor).select_related("unit", "job").defer("layout").order_by("-created_at")
    )


def list_rows(roster: StoredRoster, *, actions: Iterable[str] = (), is_marked: bool = False) -> list[KeptRow]:
    """Rows as last planned, in file order: those with one of these actions, or with something to look at. A query for parts that have any."""
    wanted = set(actions)
    numbers = [
        number
        for number, counts in RosterPart.objects.filter(roster=roster)
        .order_by("number")
        .values_list("number", "counts")
        if (is_marked and counts.get("marked"))
        or (not is_marked and (not wanted or any(counts.get(a) for a in wanted)))
    ]
    names = [sheet["name"] for sheet in roster.layout["sheets"]]
    plans = RosterPart.objects.filter(roster=roster, number__in=numbers).order_by("number")
    return [
        _row(row, names)
        for plan in plans.values_list("plan", flat=True).iterator()
        for row in plan
        if (is_marked and "problems" in row) or (not is_marked and (not wanted or row["do"] in wanted))
    ]


def _row(row: Mapping[str, Any], names: Sequence[str]) -> KeptRow:
    index, number = row["at"]
    return KeptRow(
        key=f"{index}!{number}",
        sheet=names[index],
        row=number,
        full_name=row["name"],
        birth=row["birth"],
        unit_name=row["unit"],
        action=row["do"],
        person_uuid=UUID(row["person"]) if "person" in row else None,
        changes=tuple(FieldChange(*change) for change in row.get("changes", ())),
        reason_vi=row.get("why", ("", ""))[0],
        reason_en=row.get("why", ("", ""))[1],
        raw=row.get("raw", {}),
        problems=tuple(KeptProblem(f"{index}!{one[0]}", *one[1:]) for one in row.get("problems", ())),
    )


def list_samples(roster: StoredRoster, *, most: int = 3) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """(sheet index, letter) → up to three different texts of that column: as in the file, and as read. One query."""
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    columns = [
        [(column["letter"], column["encoding"]) for column in sheet["columns"]] for sheet in roster.layout["sheets"]
    ]
    for rows in RosterPart.objects.filter(roster=roster).order_by("number").values_list("rows", flat=True)[:2]:
        for row in rows:
            for letter, encoding in columns[row[0]]:
                seen = found.setdefault((row[0], letter), [])
                text = cell_text(row, letter) if len(seen) < most else ""
                pair = (text, decode(text, encoding))
                # a repaired column is shown by texts that needed it
                if text and pair not in seen and (encoding == UNICODE or pair[0] != pair[1]):
                    seen.append(pair)
    return found


def list_candidates(actor: User | None, rows: Iterable[KeptRow], on: date) -> dict[str, list[Candidate]]:
    """Key of a row → records of that name and birth that the actor may edit. Some five queries."""
    keys = {}
    rows = list(rows)
    for row in rows:
        birth = people.read_birth(row.birth)
        if birth and birth[0]:
            keys[row.key] = (fold(row.full_name), birth[0])
    found = people.find_by_name_and_birth(set(keys.values()))
    # whom the plan has found already may have another name or birth in the file
    own = people.person_ids_by_uuid(row.person_uuid for row in rows if row.person_uuid)
    known = people.people_by_ids(own.values())
    ids = {person.pk for persons in found.values() for person in persons} | set(known)
    visible = access.people_visible_to(actor, on, access.Permission.PERSON_EDIT).filter(pk__in=ids)
    seen = set(visible.values_list("pk", flat=True))
    units = people.main_unit_ids(seen, on)
    labels = org.labels_as_of(set(units.values()), on)
    return {
        row.key: [
            Candidate(
                uuid=person.uuid,
                full_name=person.full_name,
                birth=person.birth_words,
                unit_name=labels[units[person.pk]].name if person.pk in units else "",
                identity_end=person.identity_number[-4:],
            )
            for person in _first_known(row, known, own, found.get(keys[row.key], []) if row.key in keys else [])
            if person.pk in seen
        ]
        for row in rows
    }


def _first_known(
    row: KeptRow, known: Mapping[int, people.Person], own: Mapping[UUID, int], namesakes: Sequence[people.Person]
) -> list[people.Person]:
    """Whom the plan takes the row for, alone when it is sure; else everybody of that name and birth."""
    person = known.get(own.get(row.person_uuid, 0)) if row.person_uuid else None
    if person is not None and row.changes:
        return [person]
    return list(namesakes)


def list_decisions(roster: StoredRoster) -> dict[str, str]:
    """Row → what was decided of it. One query."""
    return dict(roster.decisions.values_list("row", "choice"))


# --- cells -----------------------------------------------------------------------------------------------------------------


class CellTexts:
    """What stands in the cells of a part now: as in the file, its encoding repaired, or as it was typed over. One query."""

    def __init__(self, stored: StoredRoster, part: RosterPart) -> None:
        self._edits = dict(stored.edits.filter(part=part.number).values_list("cell", "after"))
        names = [sheet["name"] for sheet in stored.layout["sheets"]]
        self._rows = {(names[row[0]], row[1]): row for row in part.rows}
        self._encodings = [
            {column["letter"]: column["encoding"] for column in sheet["columns"]} for sheet in stored.layout["sheets"]
        ]
        self._has_unit = [
            any("unit_name" in column["field"].split("+") for column in sheet["columns"])
            for sheet in stored.layout["sheets"]
        ]

    def place(self, sheet: str, row: int) -> list[int]:
        """[index of the sheet in the layout, row]."""
        found = self._rows.get((sheet, row))
        return [found[0] if found else 0, row]

    def at(self, sheet: str, row: int, letter: str) -> str:
        """The text of one cell."""
        found = self._rows.get((sheet, row))
        if found is None:
            return ""
        edited = self._edits.get(f"{found[0]}!{letter}{row}")
        if edited is not None:
            return edited
        return decode(cell_text(found, letter), self._encodings[found[0]].get(letter, UNICODE))

    def letter_of(self, sheet: str, row: int, field: str, letter: str) -> str:
        """Where that field of a row is put right: "@", the group it stands under, where the sheet has no column for the unit."""
        found = self._rows.get((sheet, row))
        return "@" if found is not None and field == "unit_name" and not self._has_unit[found[0]] else letter


def row_of(cell: str) -> str:
    """The row of a cell: "0!B5" → "0!5"."""
    sheet, _mark, place = cell.partition("!")
    return f"{sheet}!{place.removeprefix(letters_of(cell))}"


def letters_of(cell: str) -> str:
    """The column of a cell: "0!B5" → "B"."""
    return cell.partition("!")[2].rstrip("0123456789")


def cell_text(row: Sequence[Any], letter: str) -> str:
    """What the file has in that column of a row, as a person reads it; "" where the row ends before it."""
    if letter == "@":
        return str(row[3])
    if not (letter.isascii() and letter.isupper() and len(letter) < 4):
        return ""
    index = index_of(letter)
    value = row[2][index] if index < len(row[2]) else ""
    return value if isinstance(value, str) else plain(value)
