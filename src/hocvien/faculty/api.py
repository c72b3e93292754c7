"""The door of `faculty`: lecturers."""

from hocvien.faculty.errors import LecturerExists, LecturerNotFound, ProgrammeUnknown
from hocvien.faculty.models import Lecturer, LecturerKind
from hocvien.faculty.operations import EDITABLE, add_lecturer, clear_contacts, update_lecturer
from hocvien.faculty.queries import (
    get_lecturer,
    get_lecturer_for,
    lecturers_by_ids,
    lecturers_visible_to,
    list_lecturers,
    matching,
)

__all__ = [
    "EDITABLE",
    "Lecturer",
    "LecturerExists",
    "LecturerKind",
    "LecturerNotFound",
    "ProgrammeUnknown",
    "add_lecturer",
    "clear_contacts",
    "get_lecturer",
    "get_lecturer_for",
    "lecturers_by_ids",
    "lecturers_visible_to",
    "list_lecturers",
    "matching",
    "update_lecturer",
]
