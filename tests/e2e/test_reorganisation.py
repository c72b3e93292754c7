"""The reform of one province, July 2025, by clicking: from an office's table to the new tree, figures asked both ways, and back again."""

from datetime import date

import pytest
import xlsxwriter
from django.core.cache import cache

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PROVINCE, TOP, DISTRICT = "42", "tinh-42", "huyen-440"
EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)
RESOLUTION = "NQ 202/2025/QH15"
HEADS = ("Mã cũ", "Đơn vị cũ", "Mã mới", "Đơn vị mới", "Ngày", "Nghị quyết", "Cấp trên")


@pytest.fixture
def province(settings):
    """Hà Tĩnh as it stood, a cell below each commune, a class of Đức Thọ in 2023 with people of two communes, and who may reorganise."""
    settings.HOCVIEN_TODAY = "2025-07-02"
    cache.clear()
    found = org.found_units(
        actor=None, units=org.shipped_units(EVE, province=PROVINCE, cells=1, since=scenarios.FOUNDED)
    )
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)
    units = {unit.code: unit for unit in found}
    communes = org.children_ids_as_of(units[DISTRICT].pk, EVE)[:2]
    codes = org.codes_by_id(communes)
    # the names by which the scenarios know their places
    for alias, pk in zip(("xa-a", "xa-b"), communes, strict=True):
        units |= {alias: units[codes[pk]], f"{alias}-cb1": units[f"{codes[pk]}-cb1"]}
    world = scenarios.World(units | {"ttct": units[DISTRICT]})
    world.users |= dict.fromkeys(("centre", "committee", "commune", "neighbour", "head"))
    asked = {"today": date(2023, 5, 20)}
    made = scenarios.open_class(
        world,
        proposals_close_on=date(2023, 6, 1),
        opens_on=date(2023, 6, 8),
        closes_on=date(2023, 6, 12),
        **asked,
    )
    for unit in ("xa-a", "xa-b"):
        scenarios.admit_people(world, made, 3, unit=unit, **asked)
    user = scenarios.give_account(world, "quan-tri", ("administrator", TOP), ("inspector", TOP))
    accounts.set_password(actor=None, user=user, password=PASSWORD)
    return world


def write_table(path):
    """The mapping as an office writes it, out of what places became; returns how many units it founds."""
    reform = org.reform_steps(PROVINCE)
    new = {step.code: step.name for step in reform.steps if isinstance(step, org.Found)}
    rows = []
    for step in reform.steps:
        match step:
            case org.Merge(units=units, into=into):
                rows += [(unit, into) for unit in units]
            case org.Split(unit=unit, parts=parts, rest=rest):
                rows += [(unit, rest), *(("", part.into) for part in parts)]
            case org.AbolishLevel():
                districts = [
                    one.code for one in org.shipped_units(EVE, province=PROVINCE) if one.code.startswith("huyen")
                ]
                rows += [(code, TOP) for code in districts]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Sắp xếp")
        sheet.write_row(0, 0, HEADS)
        for number, (old, into) in enumerate(rows, start=1):
            first = ("01/07/2025", RESOLUTION) if number == 1 else ("", "")
            parent = TOP if into in new else ""
            sheet.write_row(number, 0, (old, "", into, new.get(into, ""), *first, parent))
    return len(new)


def tree(on):
    """(unit, unit above) of all that live that day."""
    ids = list(org.Unit.objects.filter(valid_from__lte=on, valid_to__gt=on).values_list("pk", flat=True))
    codes = org.codes_by_id(ids)
    return {(codes[pk], codes.get(parent, "")) for pk, parent in org.parent_ids_as_of(ids, on).items()}


def total(visitor, structure):
    """The last line of the report of 2023, figures as they are shown."""
    page = visitor.goto(f"/reports/?unit={TOP}&period=2023{structure}")
    return page.locator("table.rep").first.locator("tfoot tr").first.inner_text().split()


def test_a_province_is_reformed_from_a_table_and_put_back(visit, province, tmp_path):
    file = tmp_path / "ha-tinh.xlsx"
    founded = write_table(file)
    before = tree(date(2025, 7, 2))
    visitor = visit(DESK)
    page = visitor.sign_in("quan-tri")
    then = total(visitor, "")

    # the file
    visitor.goto(f"/reorganisations/?unit={TOP}")
    visitor.assert_accessible()
    visitor.shot("reorganisation-empty")
    page.click("text=Từ tệp")
    visitor.shot("reorganisation-file")
    page.set_input_files("[name=file]", str(file))
    page.click("button:has-text('Đọc tệp')")

    # what it would do, at a desk and on a phone
    page.wait_for_selector("h2:has-text('Sẽ thay đổi')")
    said = page.inner_text("main")
    assert f"Lập mới\n{founded}" in said
    assert RESOLUTION in said
    assert "2 đơn vị bị chia mà chưa nói phần nào về đâu" in said
    assert tree(date(2025, 7, 2)) == before, "nothing is written yet"
    visitor.assert_accessible()
    visitor.shot("reorganisation-preview")
    visitor.shot("reorganisation-preview-whole", full=True)
    page.locator("#picture").scroll_into_view_if_needed()
    visitor.shot("reorganisation-picture")
    page.set_viewport_size(PHONE)
    visitor.assert_accessible()
    visitor.shot("reorganisation-phone")
    visitor.shot("reorganisation-phone-whole", full=True)
    page.set_viewport_size(DESK)
    page.emulate_media(media="print")
    visitor.shot("reorganisation-print", full=True)
    page.emulate_media(media="screen")

    # done
    page.click("button:has-text('Thực hiện')")
    page.wait_for_selector("h2:has-text('Đã thay đổi')")
    after = tree(date(2025, 7, 2))
    communes = [one for one in org.shipped_units(DAY, province=PROVINCE) if one.kind == "commune_committee"]
    assert sum(parent == TOP for _code, parent in after) == len(communes)
    assert not [code for code, _parent in after if code.startswith("huyen")]
    visitor.shot("reorganisation-done", full=True)
    page.click("a[href*='/units/ended/']")
    page.wait_for_selector("h1:has-text('Kết thúc')")
    visitor.assert_accessible()
    visitor.shot("reorganisation-ended")

    # figures of 2023 as it was then and through today's structure
    assert total(visitor, "") == then
    assert total(visitor, "&structure=now") == then
    visitor.shot("reorganisation-report-now", full=True)

    # and back
    visitor.goto(f"/reorganisations/?unit={TOP}")
    visitor.shot("reorganisation-list")
    page.click("text=Sắp xếp theo tệp ha-tinh.xlsx")
    page.click("a:has-text('Hoàn tác')")
    page.wait_for_selector("text=Hoàn tác được")
    visitor.assert_accessible()
    visitor.shot("reorganisation-undo")
    page.click("button:has-text('Hoàn tác')")
    page.wait_for_selector("text=Những gì đã định thay đổi")
    assert tree(date(2025, 7, 2)) == before
    assert access.permissions_of(province.users["quan-tri"], DAY) >= {"unit.edit"}


def test_two_cells_are_merged_step_by_step_on_a_phone(visit, province):
    """A draft by its forms: the decision, a merge into a new cell, a move; kept for a day to come, withdrawn."""
    visitor = visit(PHONE)
    page = visitor.sign_in("quan-tri")
    commune = org.label_as_of(province.units["xa-a"].pk, EVE)
    other = org.label_as_of(province.units["xa-b"].pk, EVE)
    visitor.goto(f"/reorganisations/new/?unit={commune.code}")
    page.fill("[name=title]", "Nhập hai chi bộ")
    page.fill("[name=resolution]", "07-NQ/ĐU")
    page.fill("#id_on", "1/9/2025")
    visitor.assert_accessible()
    visitor.shot("draft-head-phone")
    page.click("button:has-text('Tiếp')")
    visitor.shot("draft-empty-phone", full=True)
    page.click("a:has-text('Nhập, hợp nhất')")
    page.check("[name=ticked]")
    page.fill("[name=more]", f"{other.code}-cb1")
    page.fill("[name=name]", "Chi bộ liên thôn")
    visitor.assert_accessible()
    visitor.shot("merge-phone", full=True)
    page.click("button:has-text('Thêm việc này')")
    page.wait_for_selector("h2:has-text('Sẽ thay đổi')")
    page.click("summary:has-text('Thêm việc')")
    page.click("a:has-text('Chia, tách')")
    page.fill("[name=split]", commune.code)
    page.fill("[name=parts]", "2")
    page.click("button:has-text('Tiếp')")
    visitor.assert_accessible()
    visitor.shot("split-phone", full=True)
    page.set_viewport_size(DESK)
    visitor.assert_accessible()
    visitor.shot("split-desk", full=True)
    page.click("a:has-text('Thôi')")
    page.click("button:has-text('Lưu, chờ đến ngày')")
    page.wait_for_selector("text=Đang chờ đến ngày")
    visitor.assert_accessible()
    visitor.shot("waiting-desk", full=True)
    page.click("button:has-text('Rút lại')")
    page.wait_for_selector("text=Không có gì trong tổ chức thay đổi")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_steps_of_a_draft_are_changed_in_place_by_keys(visit, settings, size):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    user = scenarios.give_account(world, "quan-tri", ("administrator", "tinh"))
    accounts.set_password(actor=None, user=user, password=PASSWORD)
    made = org.draft_reorganisation(
        actor=None,
        title="Sắp xếp hai xã",
        resolution="12-NQ/TU",
        decided_on=scenarios.TODAY,
        on=scenarios.TODAY,
        steps=[
            org.Rename("xa-a", "Đảng ủy xã An Bình mới"),
            org.Found("xa-moi", "Đảng ủy xã Mới", "commune_committee", "huyen"),
            org.Merge(("xa-b",), "xa-moi"),
        ],
        now=scenarios.at(scenarios.TODAY),
    )
    visitor = visit(size)
    page = visitor.sign_in("quan-tri")
    visitor.goto(f"/reorganisations/{made.uuid}/#steps")
    visitor.shot(f"steps-{size['width']}")
    visitor.assert_accessible()
    page.get_by_role("button", name="Lên 2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#step-1")
    assert "Việc số 2 nay là việc số 1" in page.inner_text("main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#step-1') !== null"), "keys go on at the step"
    page.get_by_role("link", name="Sửa 3").click()
    page.wait_for_selector("h1")
    visitor.shot(f"step-edit-{size['width']}", full=True)
    visitor.assert_accessible()
    page.get_by_label("Vào đơn vị đang có").fill("khong co dau ca")
    page.get_by_role("button", name="Ghi thay đổi").click()
    page.wait_for_selector(".err")
    visitor.shot(f"step-edit-wrong-{size['width']}", full=True)
    visitor.assert_accessible()
    page.get_by_label("Vào đơn vị đang có").fill("xa-a")
    page.get_by_role("button", name="Ghi thay đổi").click()
    page.wait_for_url("**#step-3")
    made.refresh_from_db()
    assert org.from_kept(made.steps)[2] == org.Merge(("xa-b",), "xa-a")
