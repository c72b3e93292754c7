"""Who still has to do with classes: what decides whether a record's term is over. Subqueries for `pk__in`, no query of their own."""

from datetime import date

from django.db.models import Q, QuerySet

from hocvien.classes.models import STANDING, ClassStatus, Nomination, Participation

_OPEN = Q(training_class__status__in=(ClassStatus.PLANNED, ClassStatus.ENROLLING, ClassStatus.RUNNING))
_STANDING = Q(status__in=STANDING)


def people_with_open_class() -> QuerySet[Nomination, int]:
    """People on the list of a class that is not over, also where their participation ended: the class may still ask."""
    return Nomination.objects.filter(_OPEN & _STANDING).values_list("person_id", flat=True)


def people_taught_since(day: date) -> QuerySet[Participation, int]:
    """People of classes that close after that day and were not cancelled."""
    rows = Participation.objects.filter(training_class__closes_on__gt=day)
    return rows.exclude(training_class__status=ClassStatus.CANCELLED).values_list("person_id", flat=True)


def people_judged_since(day: date) -> QuerySet[Nomination, int]:
    """People proposed for a class after that day."""
    return Nomination.objects.filter(judged_on__gt=day).values_list("person_id", flat=True)
