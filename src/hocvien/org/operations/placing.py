"""The tree's one primitive: from a day on, units with all below them stand under other parents. Whole batches in a few statements.

Everything that changes the tree goes through `place_units`, because only here `Closure` follows `Placement`. A unit that ends is
placed too: under whoever carries its history on, with all that was carried to it before.

A line of the closure is one row for as long as it holds: no two rows of the same ancestor, descendant and depth, both living or both
past, meet. So the rows follow from the places alone, and an undone change leaves those that stood before it (`lines`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from hocvien.common.batched import batched
from hocvien.common.intervals import OPEN_END
from hocvien.org.errors import LaterRowsExist, UnitCircle, UnitStillHasUnits
from hocvien.org.models import Closure, Placement, Unit

_CLOSURE, _PLACEMENT, _UNIT = (model._meta.db_table for model in (Closure, Placement, Unit))
_BATCH = 300


@dataclass(frozen=True, slots=True)
class Move:
    """A unit and its parent from that day (None: a root). With `ends` the unit's own life ends that day."""

    unit_id: int
    parent_id: int | None
    ends: bool = False


def lock_tree() -> None:
    """Changes of the tree follow one another: two at once could close a circle that neither sees."""
    list(Unit.objects.select_for_update().order_by("pk")[:1])


def place_units(moves: Sequence[Move], *, on: date, source: str = "") -> None:
    """Place all these units from that day, in the caller's transaction. Not journalled; the unit rows of those that end are the caller's.

    About 16 statements for a batch, whatever its size; more batches only where one of the units, or the parent of one, stands below
    another. Raises UnitCircle; UnitStillHasUnits where one that ends has living units below; LaterRowsExist where something is already
    recorded for a later day about one of them or what stands below: it would have to be made again on top, and only a person can say
    how. What is recorded for later about a new parent is followed.
    """
    pending = list(moves)
    with connection.cursor() as cursor:
        tree = _Statements(cursor, on, source)
        while pending:
            tree.fill(pending)
            waiting = tree.waiting()
            ready = [move for move in pending if move.unit_id not in waiting] or pending[:1]
            if len(ready) < len(pending):
                tree.fill(ready)
            tree.refuse_what_cannot_be()
            tree.apply()
            done = {move.unit_id for move in ready}
            pending = [move for move in pending if move.unit_id not in done]


class _Statements:
    """The statements over tables of this connection.

    `org_moving`: what is asked; `org_carried`: all that goes along; `org_above`: what stands above the new parents; `org_kept`: lines that stay.
    """

    def __init__(self, cursor: Any, on: date, source: str) -> None:
        self.cursor = cursor
        is_postgresql = connection.vendor == "postgresql"
        self.is_postgresql = is_postgresql
        self.on_date = on
        self.words = {
            "later": "GREATEST" if is_postgresql else "MAX",
            "earlier": "LEAST" if is_postgresql else "MIN",
            "closure": _CLOSURE,
            "placement": _PLACEMENT,
            "unit": _UNIT,
        }
        as_written = connection.ops.adapt_datefield_value
        self.values = {"on": as_written(on), "end": as_written(OPEN_END), "source": source}
        for table, columns in {
            "org_moving": "unit_id bigint PRIMARY KEY, parent_id bigint, ends boolean NOT NULL",
            "org_kept": "top bigint NOT NULL, ancestor_id bigint NOT NULL, PRIMARY KEY (top, ancestor_id)",
            "org_carried": "top bigint NOT NULL, unit_id bigint NOT NULL, depth integer NOT NULL, "
            "valid_to date NOT NULL, is_past boolean NOT NULL",
            "org_above": "top bigint NOT NULL, ancestor_id bigint NOT NULL, depth integer NOT NULL, valid_from date NOT NULL, "
            "valid_to date NOT NULL, is_kept boolean NOT NULL, PRIMARY KEY (top, ancestor_id, valid_from)",
        }.items():
            cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {table} ({columns})")

    def run(self, statement: str) -> Any:
        self.cursor.execute(statement.format(**self.words), self.values)
        return self.cursor

    def fill(self, moves: Sequence[Move]) -> None:
        """What is asked, and all that goes along with it."""
        self.run("DELETE FROM org_moving")
        self.run("DELETE FROM org_carried")
        self.run("DELETE FROM org_kept")
        self.run("DELETE FROM org_above")
        for part in batched(moves, _BATCH):
            places = ", ".join(["(%s, %s, %s)"] * len(part))
            values = [value for move in part for value in (move.unit_id, move.parent_id, move.ends)]
            self.cursor.execute(f"INSERT INTO org_moving (unit_id, parent_id, ends) VALUES {places}", values)  # noqa: S608 - places only
        # how few these are: both databases would otherwise expect very many and read the whole closure
        self.run("ANALYZE org_moving" if self.is_postgresql else "ANALYZE temp.org_moving")
        self.run(
            """
            INSERT INTO org_carried (top, unit_id, depth, valid_to, is_past)
            SELECT m.unit_id, c.descendant_id, c.depth,
                   CASE WHEN m.ends AND c.depth = 0 THEN %(end)s ELSE c.valid_to END,
                   c.is_past OR (m.ends AND c.depth = 0)
            FROM org_moving m JOIN {closure} c ON c.ancestor_id = m.unit_id
            WHERE c.valid_from <= %(on)s AND c.valid_to > %(on)s
            """
        )
        self.run("ANALYZE org_carried" if self.is_postgresql else "ANALYZE temp.org_carried")

    def waiting(self) -> set[int]:
        """Units that must be placed after others of the batch: those above another one, and those whose new parent goes along with one."""
        rows = self.run(
            """
            SELECT s.top FROM org_carried s JOIN org_moving m ON m.unit_id = s.unit_id WHERE s.top <> s.unit_id
            UNION
            SELECT m.unit_id FROM org_moving m JOIN org_carried s ON s.unit_id = m.parent_id WHERE s.top <> m.unit_id
            """
        ).fetchall()
        return {row[0] for row in rows}

    def refuse_what_cannot_be(self) -> None:
        circle = self.run(
            "SELECT m.unit_id, m.parent_id FROM org_moving m "
            "JOIN org_carried s ON s.top = m.unit_id AND s.unit_id = m.parent_id LIMIT 1"
        ).fetchone()
        if circle:
            codes = _codes(circle)
            raise UnitCircle(codes[circle[0]], codes[circle[1]])
        left = self.run(
            "SELECT s.top, COUNT(*) FROM org_carried s JOIN org_moving m ON m.unit_id = s.top "
            "WHERE m.ends AND s.depth > 0 AND NOT s.is_past GROUP BY s.top LIMIT 1"
        ).fetchone()
        if left:
            raise UnitStillHasUnits(_codes(left[:1])[left[0]], left[1])
        # a place told again later under the same parent begins no line
        later = self.run(
            """
            SELECT s.top FROM org_carried s JOIN {closure} c ON c.descendant_id = s.unit_id WHERE c.valid_from > %(on)s
            UNION ALL
            SELECT m.unit_id FROM org_moving m JOIN {closure} c ON c.ancestor_id = m.unit_id WHERE c.valid_from > %(on)s
            UNION ALL
            SELECT s.top FROM org_carried s JOIN {placement} p ON p.unit_id = s.unit_id WHERE p.valid_from > %(on)s
            LIMIT 1
            """
        ).fetchone()
        if later:
            raise LaterRowsExist(_codes(later)[later[0]], f"{self.on_date:%d/%m/%Y}")

    def apply(self) -> None:
        """Close the old lines and places, open the new ones. A row that would start and end on the same day never was."""
        # (CROSS JOIN and the plus signs tell SQLite the way: a unit has few lines up, its ancestors hundreds of thousands down)
        # above both the old parent and the new one, equally far and for good: of these lines nothing changes but for a unit that ends
        self.run(
            """
            INSERT INTO org_kept (top, ancestor_id)
            SELECT m.unit_id AS top, p.ancestor_id AS ancestor_id
            FROM org_moving m CROSS JOIN {closure} p CROSS JOIN {closure} a
            WHERE p.descendant_id = m.parent_id AND a.descendant_id = m.unit_id AND +a.ancestor_id = p.ancestor_id
              AND p.valid_from <= %(on)s AND p.valid_to = %(end)s AND a.valid_from <= %(on)s AND a.valid_to = %(end)s
              AND a.depth = p.depth + 1 AND NOT p.is_past
            """
        )
        is_kept = "EXISTS (SELECT 1 FROM org_kept k WHERE k.top = m.unit_id AND k.ancestor_id = {line}.ancestor_id)"
        gone = f"""
            SELECT c.id FROM org_moving m CROSS JOIN {{closure}} a CROSS JOIN org_carried s CROSS JOIN {{closure}} c
            WHERE a.descendant_id = m.unit_id AND a.valid_from <= %(on)s AND a.valid_to > %(on)s AND s.top = m.unit_id
              AND c.descendant_id = s.unit_id AND +c.ancestor_id = a.ancestor_id AND c.valid_to > %(on)s
              AND (a.depth > 0 OR (m.ends AND s.depth = 0)) AND ((m.ends AND s.depth = 0) OR NOT {is_kept.format(line="a")})
        """  # noqa: S608 - our own words
        self.run("CREATE TEMPORARY TABLE org_gone AS " + gone)
        self.run("DELETE FROM {closure} WHERE valid_from = %(on)s AND id IN (SELECT id FROM org_gone)")
        self.run("UPDATE {closure} SET valid_to = %(on)s WHERE id IN (SELECT id FROM org_gone)")
        self.run("DROP TABLE org_gone")
        # lines to whatever stands above the new parent; where that ends, what is past by then stays below it, in the same row
        stays = "(m.ends OR u.valid_to <= %(on)s)"
        same = "{other}.descendant_id = p.descendant_id AND +{other}.ancestor_id = p.ancestor_id AND {other}.depth = p.depth"
        self.run(
            f"""
            INSERT INTO org_above (top, ancestor_id, depth, valid_from, valid_to, is_kept)
            SELECT m.unit_id, p.ancestor_id, p.depth + 1, {{later}}(p.valid_from, %(on)s), COALESCE(q.valid_to, p.valid_to),
                   {is_kept.format(line="p")}
            FROM org_moving m JOIN {{unit}} u ON u.id = m.unit_id JOIN {{closure}} p ON p.descendant_id = m.parent_id
            LEFT JOIN {{closure}} q ON {same.format(other="q")} AND q.valid_from = p.valid_to AND q.is_past AND {stays}
            WHERE p.valid_to > %(on)s AND (NOT p.is_past OR {stays})
              AND NOT EXISTS (SELECT 1 FROM {{closure}} r WHERE {same.format(other="r")} AND r.valid_to = p.valid_from
                              AND r.valid_to > %(on)s AND NOT r.is_past)
            """  # noqa: S608 - our own words
        )
        # a line is one row for as long as it holds: where one ends that day that says the same, it goes on
        self.run(
            """
            CREATE TEMPORARY TABLE org_opened AS
            SELECT b.ancestor_id, s.unit_id, b.depth + s.depth AS depth, COALESCE(c.valid_from, b.valid_from) AS valid_from,
                   {earlier}(b.valid_to, s.valid_to) AS valid_to, s.is_past, c.id AS goes_on
            FROM org_carried s JOIN org_above b ON b.top = s.top JOIN org_moving m ON m.unit_id = s.top
            LEFT JOIN {closure} c ON c.descendant_id = s.unit_id AND c.valid_to = b.valid_from
              AND +c.ancestor_id = b.ancestor_id AND c.depth = b.depth + s.depth AND c.is_past = s.is_past
            WHERE b.valid_from < {earlier}(b.valid_to, s.valid_to) AND ((m.ends AND s.depth = 0) OR NOT b.is_kept)
            """
        )
        self.run("DELETE FROM {closure} WHERE id IN (SELECT goes_on FROM org_opened WHERE goes_on IS NOT NULL)")
        self.run(
            """
            INSERT INTO {closure} (ancestor_id, descendant_id, depth, valid_from, valid_to, is_past)
            SELECT ancestor_id, unit_id, depth, valid_from, valid_to, is_past FROM org_opened
            """
        )
        self.run("DROP TABLE org_opened")
        self.run(
            """
            INSERT INTO {closure} (ancestor_id, descendant_id, depth, valid_from, valid_to, is_past)
            SELECT unit_id, unit_id, 0, %(on)s, %(end)s, ends FROM org_moving WHERE ends
            """
        )
        mine = "unit_id IN (SELECT unit_id FROM org_moving) AND valid_to > %(on)s"
        self.run(f"DELETE FROM {{placement}} WHERE valid_from = %(on)s AND {mine}")  # noqa: S608 - our own words
        self.run(f"UPDATE {{placement}} SET valid_to = %(on)s WHERE {mine}")  # noqa: S608 - our own words
        self.run(
            """
            INSERT INTO {placement} (unit_id, parent_id, valid_from, valid_to, source, is_past)
            SELECT m.unit_id, m.parent_id, %(on)s,
                   CASE WHEN m.ends OR u.valid_to <= %(on)s THEN %(end)s ELSE {earlier}(u.valid_to, p.valid_to) END,
                   %(source)s, m.ends OR u.valid_to <= %(on)s
            FROM org_moving m JOIN {unit} u ON u.id = m.unit_id JOIN {unit} p ON p.id = m.parent_id
            """
        )


def _codes(ids: Sequence[int]) -> dict[int, str]:
    return dict(Unit.objects.filter(pk__in=list(ids)).values_list("pk", "code"))
