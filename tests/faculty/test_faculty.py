"""Lecturers: who keeps them, who may write them, how they are found."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.faculty import api as faculty
from hocvien.journal import api as journal
from hocvien.org import api as org
from tests.kept import kept

TODAY = date(2026, 9, 7)
pytestmark = pytest.mark.django_db


@kept()
def centre():
    catalogue.load_seed(actor=None)
    return org.found_unit(
        actor=None, code="ttct", name="Trung tâm chính trị", kind="political_centre", valid_from=date(2025, 7, 1)
    )


def _add(unit, name, **fields):
    return faculty.add_lecturer(actor=None, unit=unit, full_name=name, kind="full_time", **fields)


def _clerk(unit, username="giao-vu"):
    user = accounts.create_user(actor=None, username=username, full_name="Giáo vụ", password=None)
    access.give_grant(actor=None, user=user, role="clerk", unit=unit, valid_from=date(2025, 7, 1))
    return user


def test_lecturers_are_listed_by_given_name(centre):
    for name in ("Trần Văn Bình", "Nguyễn Thị Đào", "Lê Văn An"):
        _add(centre, name)
    names = [lecturer.full_name for lecturer in faculty.list_lecturers([centre.pk])]
    assert names == ["Lê Văn An", "Trần Văn Bình", "Nguyễn Thị Đào"]


def test_matching_ignores_marks(centre):
    _add(centre, "Nguyễn Thị Đào")
    assert faculty.matching(faculty.list_lecturers(), "dao nguyen").count() == 1
    assert faculty.matching(faculty.list_lecturers(), "binh").count() == 0


def test_add_lecturer_records_programmes_and_journal(centre):
    lecturer = _add(centre, "  Lê  Văn An ", programme_codes=["NTVD", "DVM"])
    assert lecturer.full_name == "Lê Văn An"
    assert {p.code for p in lecturer.programmes.all()} == {"NTVD", "DVM"}
    assert journal.list_entries(subject_uuid=lecturer.uuid).get().unit_code == "ttct"


def test_add_lecturer_refuses_twin_and_unknown_programme(centre):
    _add(centre, "Lê Văn An")
    with pytest.raises(faculty.LecturerExists):
        _add(centre, "Lê Văn An")
    _add(centre, "Lê Văn An", workplace="Huyện đoàn")
    with pytest.raises(faculty.ProgrammeUnknown):
        _add(centre, "Lê Văn Ba", programme_codes=["XYZ"])


def test_update_lecturer_journals_only_what_differs(centre):
    lecturer = _add(centre, "Lê Văn An", programme_codes=["NTVD"])
    faculty.update_lecturer(actor=None, lecturer=lecturer, changes={"full_name": "Lê Văn An", "title": "Thạc sĩ"})
    entry = journal.list_entries(subject_uuid=lecturer.uuid).first()
    assert entry.verb == "faculty.update_lecturer"
    assert '"after":{"title":"Thạc sĩ"}' in entry.detail.content
    assert faculty.get_lecturer(lecturer.uuid).title == "Thạc sĩ"


def test_only_the_keeping_units_clerk_writes(centre):
    other = org.found_unit(
        actor=None, code="khac", name="Trung tâm khác", kind="political_centre", valid_from=date(2025, 7, 1)
    )
    clerk = _clerk(centre)
    lecturer = faculty.add_lecturer(actor=clerk, unit=centre, full_name="Lê Văn An", kind="visiting", today=TODAY)
    with pytest.raises(access.NotAllowed):
        faculty.add_lecturer(actor=clerk, unit=other, full_name="Lê Văn Ba", kind="visiting", today=TODAY)
    outsider = _clerk(other, "nguoi-khac")
    assert list(faculty.lecturers_visible_to(clerk, TODAY)) == [lecturer]
    with pytest.raises(faculty.LecturerNotFound):
        faculty.get_lecturer_for(outsider, lecturer.uuid, TODAY)
