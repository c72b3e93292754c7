"""The kept months and years, and the notes of what changed since."""

from django.db import models


class Index(models.Model):
    """One row, once the keeping has begun; `is_whole` from when every month has been counted."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_whole = models.BooleanField(default=False)
    checked_on = models.DateField(null=True)


class Span(models.Model):
    """What one unit's classes of a month or a year come to; a unit that has no row had none and sent nobody.

    Without a key to the unit: a derived row keeps no unit from going.
    """

    unit_id = models.BigIntegerField()
    first_on = models.DateField()
    is_year = models.BooleanField(default=False)
    # numbers; sets of people; participations of people sent to others' classes: each packed by `arithmetic`
    counts = models.BinaryField()
    people = models.BinaryField()
    sent = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "is_year", "first_on"], name="rollup_span_once")]
        indexes = [models.Index(fields=["is_year", "first_on"], name="rollup_span_days")]


class Odd(models.Model):
    """A month that is always counted from facts: a class or its people are of a unit that had ended by then."""

    first_on = models.DateField(primary_key=True)


class Note(models.Model):
    """Whose months changed; written by triggers of the database, never updated. A row without any means all months."""

    opens_on = models.DateField(null=True)
    class_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    programme_id = models.BigIntegerField(null=True)
