"""The kept rows, the ledger of what they were counted from, and the notes of what changed since. Without keys to what is counted: derived rows
keep nothing from going.
"""

from django.db import models

from hocvien.rollup.constants import LARGE, PERSON


class Index(models.Model):
    """One row, once the keeping has begun; `is_whole` from when everything has been counted. `counted_at`: as of when."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_whole = models.BooleanField(default=False)
    least = models.PositiveIntegerField(default=LARGE)
    counted_at = models.DateTimeField(null=True)
    checked_on = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_rows = models.PositiveIntegerField(default=0)
    differing = models.PositiveIntegerField(default=0)
    is_repaired = models.BooleanField(default=False)


class Kept(models.Model):
    """A unit large enough to be kept."""

    unit_id = models.BigIntegerField(primary_key=True)


class Group(models.Model):
    """One row of the reports of a unit: `kind`, ids and name as `constants` says."""

    unit_id = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField()
    first_key = models.BigIntegerField(default=0)
    second_key = models.BigIntegerField(default=0)
    name = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "kind", "first_key", "second_key", "name"], name="rollup_group_once"
            )
        ]


class Span(models.Model):
    """The numbers of all groups of a unit in a month or a year, packed by `arithmetic`; no row: nothing in it."""

    unit_id = models.BigIntegerField()
    first_on = models.DateField()
    is_year = models.BooleanField(default=False)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "is_year", "first_on"], name="rollup_span_once")]
        indexes = [models.Index(fields=["is_year", "first_on"], name="rollup_span_days")]


class Ledger(models.Model):
    """In which groups and months people, classes, or notices (`of`) were counted; BLOCK of them in a row, by their ids."""

    of = models.PositiveSmallIntegerField(default=PERSON)
    block = models.BigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "block"], name="rollup_ledger_once")]


class Note(models.Model):
    """What changed; written by triggers of the database, never updated. A row without any means everything."""

    class_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    programme_id = models.BigIntegerField(null=True)
    notice_id = models.BigIntegerField(null=True)
