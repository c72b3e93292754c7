"""People, rosters, units and administration in a real browser: accessible, at a desk and on a phone, and a roster by clicking."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.exchange.constants import HEADERS
from hocvien.org import api as org
from hocvien.people import api as people
from tests.e2e.conftest import DESK, SIZES
from tests.web.office import D0, account, add_people, found_units

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PASSWORD = "bay-con-cho-sua-trang"


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2023-06-01"
    units = found_units()
    add_people(units["dong-hoa"], 26)
    first = people.people().first()
    people.update_person(
        actor=None,
        person=first,
        changes={"identity_number": f"042{1 if first.sex == 'female' else 0}{first.birth[2:4]}003317"},
    )
    org.rename_unit(
        actor=None,
        unit=units["duc-thinh"],
        name="Đảng ủy xã Đức Thịnh Thượng",
        on=date(2023, 1, 1),
        source="NQ 5-NQ/TU",
    )
    users = {
        "officer": account("officer", "unit_officer", units["duc-thinh"]),
        "administrator": account("administrator", "administrator", units["tinh"]),
    }
    access.give_grant(actor=None, user=users["administrator"], role="inspector", unit=units["tinh"], valid_from=D0)
    for user in users.values():
        accounts.set_password(actor=None, user=user, password=PASSWORD)
    return {**units, **users, "first": first}


def roster(folder):
    rows = [
        ("Võ Thị Thanh Nhàn", "05/05/1996", "Nữ", "", "Chi bộ thôn Đông Hòa"),
        ("Trần Thị Mai Lan", "31/02/1998", "Nữ", "042198006120", "Chi bộ thôn Đông Hòa"),
        ("Lê Đình Quang", "04/11/1995", "Nam", "42095011872", "Chi bộ thôn Đông Hòa"),
        ("Phạm Thị Hương Ly", "22/06/2000", "Nữ", "042300007745", "CB Đông hoà"),
        ("Bùi Thị Hải Anh", "17/08/1993", "Nữ", "042093002284", "Chi bộ Trạm Y tế"),
    ]
    fields = ("full_name", "birth", "sex", "identity_number", "unit_name")
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Danh sách")
        sheet.write_row(0, 0, ["TT", *(HEADERS[f][0] for f in fields)])
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [str(number), *row])
    path = folder / "ds_dong_hoa.xlsx"
    path.write_bytes(buffer.getvalue())
    return str(path)


def look(visitor, path, name):
    visitor.goto(path)
    visitor.shot(name)
    visitor.assert_accessible()


@SIZES
def test_officer_screens_are_accessible(visit, world, viewport, tmp_path):
    visitor = visit(viewport)
    size = "desk" if viewport is DESK else "phone"
    visitor.sign_in("officer")
    uuid = world["first"].uuid
    look(visitor, "/people/", f"people-{size}")
    look(visitor, f"/people/{uuid}/", f"person-{size}")
    look(visitor, f"/people/{uuid}/edit/", f"person-edit-{size}")
    look(visitor, "/people/add/", f"person-add-{size}")
    look(visitor, f"/people/{uuid}/posts/add/", f"post-add-{size}")
    look(visitor, f"/people/{uuid}/transfer/", f"transfer-{size}")
    look(visitor, "/units/", f"units-{size}")
    look(visitor, "/units/duc-thinh/", f"unit-{size}")
    look(visitor, "/people/roster/", f"roster-upload-{size}")
    visitor.page.set_input_files("[name=file]", roster(tmp_path))
    visitor.page.click("main form.form button[type=submit]")
    visitor.page.wait_for_url("**/columns/**")
    visitor.shot(f"roster-columns-{size}")
    visitor.assert_accessible()
    visitor.page.click("main .acts a.p")
    visitor.page.wait_for_url("**/problems/**")
    visitor.shot(f"roster-problems-{size}")
    visitor.assert_accessible()
    visitor.page.click("main .acts a.p")
    visitor.page.wait_for_url("**/effect/**")
    visitor.shot(f"roster-effect-{size}")
    visitor.assert_accessible()
    visitor.page.click("main .acts button.p")
    visitor.page.wait_for_url("**/done/**")
    visitor.shot(f"roster-done-{size}")
    visitor.assert_accessible()
    assert people.find_by_identity(["042095011872"])


@SIZES
def test_administrator_screens_are_accessible(visit, world, viewport):
    visitor = visit(viewport)
    size = "desk" if viewport is DESK else "phone"
    visitor.sign_in("administrator")
    look(visitor, "/units/?q=chi+bo", f"units-search-{size}")
    look(visitor, "/units/duc-thinh/", f"unit-admin-{size}")
    look(visitor, "/units/duc-thinh/move/", f"unit-move-{size}")
    visitor.page.fill("[name=parent]", "yen-son")
    visitor.page.fill("main form.form [name=on]", "01/06/2023")
    visitor.page.fill("[name=source]", "NQ 8")
    visitor.page.click("main form.form button[type=submit]")
    visitor.page.wait_for_selector("[name=confirmed]", state="attached")
    visitor.shot(f"unit-move-effect-{size}")
    visitor.assert_accessible()
    look(visitor, "/units/found/", f"unit-found-{size}")
    look(visitor, "/administration/", f"administration-{size}")
    look(visitor, "/administration/accounts/", f"accounts-{size}")
    look(visitor, f"/administration/accounts/{world['officer'].uuid}/", f"account-{size}")
    look(visitor, "/administration/accounts/open/", f"account-open-{size}")
    look(visitor, "/administration/journal/", f"journal-{size}")
    look(visitor, "/administration/backups/", f"backups-{size}")
