"""A centre, a programme and people, built through the doors."""

from datetime import date
from uuid import uuid4

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records
from tests.kept import kept

ISSUED_ON = date(2023, 5, 19)
NAMES = ["Nguyễn Thị Phương Thảo", "Trần Văn Bảy", "Lê Hoàng Đức", "Phạm Thị Huệ", "Võ Minh Triết"]


def make_programme(code: str) -> catalogue.Programme:
    return catalogue.add_programme(
        actor=None,
        code=code,
        today=ISSUED_ON,
        name="Bồi dưỡng nhận thức về Đảng",
        valid_from=date(2010, 1, 1),
        people_phrase="học viên",
    )


def make_centre(code: str) -> org.Unit:
    return org.found_unit(
        actor=None, code=code, name=f"Trung tâm Chính trị {code}", kind="political_centre", valid_from=date(2010, 1, 1)
    )


@kept()
def centre():
    return make_centre("duc-tho")


@kept()
def programme():
    return make_programme("NTVD")


@kept()
def form(programme):
    return records.PaperForm(
        programme_id=programme.pk,
        programme_code=programme.code,
        kind="certificate",
        form_code="CN-NTVD",
        title="Giấy chứng nhận",
        programme_title=programme.name,
        signer_name="Nguyễn Văn Giám",
        signer_title="Giám đốc",
        authority_name="Trung tâm Chính trị huyện Đức Thọ",
        qr_place="back",
        valid_months=60,
    )


@pytest.fixture
def items(db):
    """Makes a list of that many people to be issued a paper."""

    def make(count: int) -> list[records.IssueItem]:
        names = [NAMES[number % len(NAMES)] for number in range(count)]
        persons = people.add_people(
            actor=None,
            people=[people.NewPerson(full_name=name, birth=f"19{70 + n % 30}-01-02") for n, name in enumerate(names)],
        )
        return [
            records.IssueItem(
                key=uuid4(),
                person_id=person.pk,
                full_name=person.full_name,
                birth_text="02/01/1970",
                birth_on=date(1970, 1, 2),
                sex="female",
                place_text="Chi bộ thôn Đông",
                class_name="Lớp bồi dưỡng nhận thức về Đảng khóa I",
                class_code="NTVD-01-2023",
                band_code="kha",
                band_name="Khá",
            )
            for person in persons
        ]

    return make


@pytest.fixture
def issue(centre, form, items):
    """Issues papers to that many new people."""

    def make(count: int = 1, **more):
        arguments = {"authority": centre, "register_code": "GCN-NTVD", "issued_on": ISSUED_ON, "form": form} | more
        return records.issue_certificates(actor=None, **{"items": more.get("items") or items(count)} | arguments)

    return make
