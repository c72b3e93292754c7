"""What tests of reorganisations on screen share: drafting one, adding steps, executing it, and each operation with its words."""

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hocvien.access import api as access
from hocvien.org import api as org
from tests.web.office import ON, office, sign_in

__all__ = ["office", "sign_in"]
LIST = reverse("reorganisations:reorganisation-list")
HEAD = {"title": "Sắp xếp hai xã", "resolution": "12-NQ/TU", "decided_on": "20/05/2023", "on": "01/06/2023"}
NOW = datetime(2023, 6, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def words(response):
    return " ".join(response.content.decode().split())


def url(name, row, **more):
    return reverse(f"reorganisations:{name}", kwargs={"uuid": row.uuid, **more})


def newest():
    return org.Reorganisation.objects.order_by("-pk").first()


@pytest.fixture
def client(office, sign_in):
    return sign_in(office["administrator"])


def draft(client, **changes):
    response = client.post(reverse("reorganisations:reorganisation-draft"), HEAD | changes)
    assert response.status_code == 302, words(response)
    return newest()


def let_see_people(office):
    """Let the administrator, who keeps units, read names beside."""
    access.give_grant(
        actor=None, user=office["administrator"], role="unit_officer", unit=office["tinh"], valid_from=date(2020, 1, 1)
    )


def add(client, row, act, form, query=""):
    return client.post(url("step-add", row, act=act) + query, form)


def execute(client, row):
    return client.post(url("reorganisation-execute", row))


def below(code, on=ON, **more):
    unit = org.find_unit(code)
    if unit is None:
        return set()
    ids = org.descendant_ids_as_of(unit.pk, on, **more)
    return set(org.Unit.objects.filter(pk__in=ids).values_list("code", flat=True))


def table(*rows, heads=("Đơn vị cũ", "Đơn vị mới", "Ngày", "Nghị quyết", "Cấp trên")):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sắp xếp")
        for number, row in enumerate((heads, *rows)):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def upload(client, content, name="bang.xlsx", **form):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("reorganisations:mapping-upload"), {"file": file, **form})


OPERATIONS = {
    "found": (
        {"name": "Chi bộ Trường Mầm non", "kind": "cell", "parent": "duc-thinh"},
        "Lập “Chi bộ Trường Mầm non” (Chi bộ), trực thuộc Đảng ủy xã Đức Thịnh.",
        lambda: "chi-bo-truong-mam-non" in below("duc-thinh"),
    ),
    "rename": (
        {"unit": "dong-hoa", "name": "Chi bộ thôn Đông Hòa Thượng"},
        "Chi bộ thôn Đông Hòa đổi tên thành “Chi bộ thôn Đông Hòa Thượng”.",
        lambda: org.label_as_of(org.get_unit("dong-hoa").pk, ON).name == "Chi bộ thôn Đông Hòa Thượng",
    ),
    "change_kind": (
        {"unit": "duc-thinh", "kind": "base_committee"},
        "Đảng ủy xã Đức Thịnh trở thành: Đảng ủy cơ sở.",
        lambda: org.label_as_of(org.get_unit("duc-thinh").pk, ON).kind == "base_committee",
    ),
    "move": (
        {"ticked": ["dong-hoa"], "more": "Chi bộ Trạm Y tế", "parent": "yen-son"},
        "Chi bộ thôn Đông Hòa, Chi bộ Trạm Y tế chuyển về trực thuộc Đảng ủy xã Yên Sơn.",
        lambda: below("yen-son") == {"yen-son", "thon-ngoai", "dong-hoa", "tram-y-te"},
    ),
    "dissolve": (
        {"unit": "duc-thinh", "successor": "yen-son"},
        "Giải thể Đảng ủy xã Đức Thịnh; Đảng ủy xã Yên Sơn kế tục.",
        lambda: below("yen-son") == {"yen-son", "thon-ngoai", "dong-hoa", "tram-y-te"},
    ),
    "abolish_level": (
        {"kind": "commune_committee", "parent": "tinh"},
        "Bỏ cấp “Đảng ủy xã, phường, đặc khu” dưới Tỉnh ủy Lâm Giang",
        lambda: below("tinh") == {"tinh", "dong-hoa", "tram-y-te", "thon-ngoai"},
    ),
    "merge": (
        {"ticked": [], "more": "duc-thinh\nyen-son", "name": "Đảng ủy xã Đức Yên"},
        "Đảng ủy xã Đức Thịnh, Đảng ủy xã Yên Sơn nhập vào Đảng ủy xã Đức Yên.",
        lambda: below("dang-uy-xa-duc-yen") == {"dang-uy-xa-duc-yen", "dong-hoa", "tram-y-te", "thon-ngoai"},
    ),
}
