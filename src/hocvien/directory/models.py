"""Who is in which set today: derived from `people` and `org`, made anew at any time, and right without being complete.

A list never trusts these rows alone: whoever stands in `Stale` is looked at in the tables themselves.
"""

from django.db import models

from hocvien.common.identity import new_uuid


class Index(models.Model):
    """One row, once the sets have been made: as of which day, in which version, and how each order was cut."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField(default=new_uuid)
    made_for = models.DateField()
    # ids of the units that have a set of their own
    units = models.JSONField(default=list)
    # sort → the first value of every block but the first
    cuts = models.JSONField(default=dict)


class Slice(models.Model):
    """The people of one set ("sex:female", "unit:77", "w:ngu", "name:12") whose ids lie in one chunk."""

    key = models.CharField(max_length=140)
    chunk = models.IntegerField()
    bits = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "chunk"], name="directory_slice_once")]
        indexes = [models.Index(fields=["chunk"], name="directory_slice_chunk")]


class Stale(models.Model):
    """From that day on the sets say nothing about this person. Written by triggers of the database, never updated."""

    person_id = models.BigIntegerField(null=True)
    # or about everybody who belongs to this unit
    unit_id = models.BigIntegerField(null=True)
    since = models.DateField(db_index=True)
