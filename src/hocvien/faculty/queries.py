"""Reads of lecturers. One query each."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.text import fold
from hocvien.faculty.errors import LecturerNotFound
from hocvien.faculty.models import Lecturer


def list_lecturers(unit_ids: QuerySet | Iterable[int] | None = None) -> QuerySet[Lecturer]:
    """Lecturers kept by these units (None: all), in Vietnamese name order."""
    rows = Lecturer.objects.select_related("unit").order_by("name_key", "pk")
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def lecturers_visible_to(
    actor: User | None, on: date, permission: str = access.Permission.LECTURER_VIEW
) -> QuerySet[Lecturer]:
    """Lecturers of units where the actor holds the permission that day."""
    return list_lecturers(access.unit_ids_for(actor, permission, on))


def get_lecturer(uuid: UUID) -> Lecturer:
    """The lecturer; raises LecturerNotFound."""
    found = list_lecturers().filter(uuid=uuid).first()
    if found is None:
        raise LecturerNotFound
    return found


def get_lecturer_for(
    actor: User | None, uuid: UUID, on: date, permission: str = access.Permission.LECTURER_VIEW
) -> Lecturer:
    """The lecturer, if kept where the actor holds the permission; else LecturerNotFound (a 404)."""
    found = lecturers_visible_to(actor, on, permission).filter(uuid=uuid).first()
    if found is None:
        raise LecturerNotFound
    return found


def lecturers_by_ids(ids: Iterable[int]) -> dict[int, Lecturer]:
    """Lecturers by id."""
    return Lecturer.objects.in_bulk(list(ids))


def matching(queryset: QuerySet[Lecturer], text: str) -> QuerySet[Lecturer]:
    """Narrow to names that hold every word of the text, marks ignored."""
    for word in fold(text).split():
        queryset = queryset.filter(name_folded__contains=word)
    return queryset
