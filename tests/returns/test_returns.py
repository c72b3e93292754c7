"""A return from its opening to its lock, by those who ask and those who answer."""

import json
from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.common.periods import parse_period
from hocvien.journal import api as journal
from hocvien.returns import api as returns
from tests.returns.conftest import DAY, DUE, fill_in, sheet_of

pytestmark = pytest.mark.django_db


def test_a_return_is_opened_for_the_units_below(world, asked):
    assert sorted(asked.sheets.values_list("unit__code", flat=True)) == ["ttct", "xa-a", "xa-b"]
    assert set(asked.sheets.values_list("receiver__code", flat=True)) == {"huyen"}
    standing = returns.standing_of(asked.sheets.all(), DAY)
    assert (standing.units, standing.waiting, standing.late) == (3, 3, 0)
    assert returns.standing_of(asked.sheets.all(), date(2026, 7, 16)).late == 3


def test_what_may_not_be_asked_is_refused(world, form, asked):
    def attempt(actor=world.committee, unit="huyen", period="2026-6m", due_on=DUE, **more):
        return returns.open_return(
            actor=actor, unit=world.units[unit], form=form, period=parse_period(period), due_on=due_on, on=DAY, **more
        )

    with pytest.raises(returns.ReturnRefused, match="đã mở biểu này"):
        attempt()
    with pytest.raises(returns.DueTooEarly):
        attempt(period="2026-9m", due_on=date(2026, 6, 1))
    with pytest.raises(returns.DueBeforePeriod):
        attempt(period="2027")
    with pytest.raises(returns.FormNotThen, match="đến trước"):
        attempt(period="2024")
    with pytest.raises(returns.UnitsNotBelow):
        attempt(period="2026-9m", units=[world.units["xa-z"]])
    with pytest.raises(returns.NobodyAsked):
        attempt(actor=None, unit="xa-a-cb1", period="2026-9m")
    for actor in (world.commune, world.outsider):
        with pytest.raises(access.NotAllowed):
            attempt(actor=actor, period="2026-9m")


def test_a_unit_counts_types_explains_and_hands_in(world, asked):
    sheet = sheet_of(asked, "ttct")
    returns.count_sheet(actor=world.centre, sheet=sheet, on=DAY)
    sheet.refresh_from_db()
    made = returns.compiled(asked.form)
    assert returns.filled(made, sheet).values["r1.c2"] == 3
    returns.record_sheet(actor=world.centre, sheet=sheet, told=returns.Told({"r1.c2": 5, "r8.c2": 40}, {}), on=DAY)
    with pytest.raises(returns.Unexplained) as refused:
        returns.submit_sheet(actor=world.centre, sheet=sheet, on=DAY)
    # what was entered where nothing is computed needs no words
    assert refused.value.cells == ("r1.c2",)
    told = returns.Told({}, {"r1.c2": "Hai người học ghép"})
    returns.record_sheet(actor=world.centre, sheet=sheet, told=told, on=DAY)
    kept = returns.submit_sheet(actor=world.centre, sheet=sheet, on=DAY)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.number, sheet.contradicting) == ("submitted", 1, 0)
    assert (kept.values["r1.c2"], kept.values["r7.c2"], kept.changed) == (5, 5, ["r1.c2"])
    assert kept.submitted_by == world.centre
    assert kept.question["unit"] == "ttct"
    assert "participations(programme=NTVD)" in kept.question["measures"]
    with pytest.raises(returns.SheetNotOpen):
        returns.record_sheet(actor=world.centre, sheet=sheet, told=returns.Told({"r1.c2": 6}, {}), on=DAY)


def test_numbers_no_cell_can_have_are_refused(world, asked):
    sheet = sheet_of(asked, "xa-a")
    for cells, refusal in (
        ({"r1.c2": -1}, returns.CellUnfit),
        ({"r1.c2": 10**10}, returns.CellUnfit),
        ({"r9.c9": 1}, returns.CellUnknown),
        ({"r1.c7": 1}, returns.CellUnknown),
    ):
        with pytest.raises(refusal):
            returns.record_sheet(actor=world.commune, sheet=sheet, told=returns.Told(cells, {}), on=DAY)
    with pytest.raises(returns.NothingTold):
        returns.take_file(actor=world.committee, sheet=sheet, cells={}, file_name="trong.xlsx", on=DAY)
    for actor in (world.neighbour, world.outsider):
        with pytest.raises(access.NotAllowed):
            returns.record_sheet(actor=actor, sheet=sheet, told=returns.Told({"r1.c2": 1}, {}), on=DAY)


def test_two_who_write_at_once_are_told(world, asked):
    sheet = sheet_of(asked, "xa-a")
    seen = str(sheet.stamp)
    returns.record_sheet(actor=world.commune, sheet=sheet, told=returns.Told({"r1.c2": 1}, {}, seen), on=DAY)
    with pytest.raises(returns.SheetChanged):
        returns.record_sheet(actor=world.commune, sheet=sheet, told=returns.Told({"r1.c2": 2}, {}, seen), on=DAY)


def test_a_sheet_is_sent_back_with_remarks_mended_and_compared(world, asked):
    sheet = sheet_of(asked, "xa-a")
    first = fill_in(sheet, world.commune, r1_c1=1, r1_c2=30, r1_c4=31)
    sheet.refresh_from_db()
    assert sheet.contradicting > 0
    with pytest.raises(returns.ReasonMissing):
        returns.send_back(actor=world.committee, sheet=sheet, on=DAY)
    with pytest.raises(access.NotAllowed):
        returns.send_back(actor=world.commune, sheet=sheet, reason="x", on=DAY)
    remarks = {"r1.c4": returns.Remark("sum", "Nữ nhiều hơn tổng")}
    returns.send_back(actor=world.committee, sheet=sheet, remarks=remarks, on=DAY)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.remarks["r1.c4"]["code"]) == ("sent_back", "sum")
    second = fill_in(sheet, world.commune, r1_c4=15)
    assert [(one.cell, one.before, one.after) for one in returns.compare(first, second)] == [
        ("r1.c4", 31, 15),
        ("r7.c4", 31, 15),
    ]
    first.refresh_from_db()
    assert first.remarks["r1.c4"]["words"] == "Nữ nhiều hơn tổng"
    sheet.refresh_from_db()
    assert (sheet.status, sheet.contradicting, sheet.number) == ("submitted", 0, 2)


def test_figures_far_from_the_last_period_are_explained(world, asked, form):
    fill_in(sheet_of(asked, "xa-a"), world.commune, r1_c2=30)
    later = returns.open_return(
        actor=world.committee, unit=world.units["huyen"], form=form, period=parse_period("2026-9m"), due_on=DUE, on=DAY
    )
    sheet = sheet_of(later, "xa-a")
    before, title = returns.last_period(sheet)
    assert (before["r1.c2"], title) == (30, asked.title)
    returns.count_sheet(actor=world.commune, sheet=sheet, on=DAY)
    with pytest.raises(returns.Unexplained) as refused:
        returns.submit_sheet(actor=world.commune, sheet=sheet, on=DAY)
    assert refused.value.cells == ("r1.c2", "r7.c2")


def test_units_without_the_program_are_answered_for_by_who_receives(world, asked):
    sheet = sheet_of(asked, "xa-b")
    with pytest.raises(access.NotAllowed):
        returns.take_file(actor=world.commune, sheet=sheet, cells={"r1.c2": 9}, file_name="xa-b.xlsx", on=DAY)
    kept = returns.take_file(
        actor=world.committee, sheet=sheet, cells={"r1.c2": 9, "r1.c4": 12}, file_name="xa-b.xlsx", on=DAY
    )
    sheet.refresh_from_db()
    assert (kept.source, sheet.status) == ("file", "submitted")
    assert [one["cell"] for one in kept.contradictions] == ["r1.c4", "r7.c4"]
    assert returns.standing_of(asked.sheets.all(), DAY).contradicting == 1


def test_a_return_is_locked_kept_and_opened_again_with_a_reason(world, asked):
    for code, actor in (("xa-a", world.commune), ("xa-b", world.neighbour)):
        fill_in(sheet_of(asked, code), actor, r1_c1=1, r1_c2=20, r1_c4=10)
    made = returns.compiled(asked.form)
    total = returns.consolidated(made, asked, DAY)
    assert (total.counted, total.units) == (2, 3)
    assert total.values["r1.c2"] == 40
    # people are counted once, over all the records, and never added up
    assert total.values["r1.c3"] == 3
    assert "r1.c3" in total.not_summed
    returns.lock_return_figures(actor=world.committee, asked=asked, on=DAY)
    asked.refresh_from_db()
    assert asked.status == "locked"
    assert returns.locked_total(made, asked).values == json.loads(json.dumps(total.values))
    assert sorted(asked.sheets.values_list("status", flat=True)) == ["locked", "locked", "open"]
    with pytest.raises(returns.ReturnLocked):
        returns.count_sheet(actor=world.centre, sheet=sheet_of(asked, "ttct"), on=DAY)
    with pytest.raises(returns.ReasonMissing):
        returns.reopen_return(actor=world.committee, asked=asked, reason=" ", on=DAY)
    returns.reopen_return(actor=world.committee, asked=asked, reason="Xã An Bình báo lại", on=DAY)
    returns.reopen_sheet(actor=world.committee, sheet=sheet_of(asked, "xa-a"), reason="Xã báo lại", on=DAY)
    assert sheet_of(asked, "xa-a").status == "sent_back"
    fill_in(sheet_of(asked, "xa-a"), world.commune, r1_c2=25)
    assert returns.consolidated(made, asked, DAY).values["r1.c2"] == 45


def test_one_sheet_is_locked_by_itself(world, asked):
    sheet = sheet_of(asked, "xa-a")
    with pytest.raises(returns.SheetNotSubmitted):
        returns.lock_sheets(actor=world.committee, sheets=[sheet], on=DAY)
    fill_in(sheet, world.commune, r1_c2=3)
    assert returns.lock_sheets(actor=world.committee, sheets=[sheet], on=DAY) == 1
    with pytest.raises(returns.SheetNotOpen):
        returns.record_sheet(actor=world.commune, sheet=sheet, told=returns.Told({"r1.c2": 4}, {}), on=DAY)


def test_a_return_climbs_by_two_levels(world, form):
    asked = returns.open_return(
        actor=world.province, unit=world.units["tinh"], form=form, period=parse_period("2026-6m"), due_on=DUE, on=DAY
    )
    middle = sheet_of(asked, "huyen")
    with pytest.raises(returns.BelowWaiting):
        returns.take_below(actor=world.committee, sheet=middle, on=DAY)
    assert returns.collect_below(actor=world.committee, sheet=middle, due_on=date(2026, 7, 10), on=DAY) == 3
    assert returns.collect_below(actor=world.committee, sheet=middle, due_on=date(2026, 7, 10), on=DAY) == 0
    below = sheet_of(asked, "xa-a")
    assert (below.receiver.code, below.parent_id) == ("huyen", middle.pk)
    for code, actor in (("xa-a", world.commune), ("xa-b", world.neighbour)):
        fill_in(sheet_of(asked, code), actor, r1_c2=20, r8_c2=5)
    returns.take_below(actor=world.committee, sheet=middle, on=DAY)
    middle = sheet_of(asked, "huyen")
    state = returns.filled(returns.compiled(form), middle)
    assert (state.values["r1.c2"], state.values["r7.c2"], state.values["r8.c2"]) == (40, 40, 10)
    assert state.values["r1.c3"] == 3
    assert not state.changed
    returns.record_sheet(
        actor=world.committee, sheet=middle, told=returns.Told({}, {"r1.c3": "Tính theo hồ sơ"}), on=DAY
    )
    returns.submit_sheet(actor=world.committee, sheet=middle, on=DAY)
    assert returns.consolidated(returns.compiled(form), asked, DAY).values["r1.c2"] == 40
    # who asked above receives the middle's sheet; what the middle collects is its own
    assert returns.standing_by_return([asked.pk], DAY)[asked.pk].units == asked.sheets.filter(parent=None).count()


def test_rows_of_units_below_are_entered_together(world, asked):
    sheet = sheet_of(asked, "xa-a")
    returns.collect_below(actor=world.commune, sheet=sheet, due_on=DUE, on=DAY)
    cell = world.units["xa-a-cb1"]
    rows = {cell.pk: returns.Told({"r1.c2": 7}, {})}
    assert returns.record_rows(actor=world.commune, sheets=rows, parent=sheet, on=DAY) == 1
    assert returns.record_rows(actor=world.commune, sheets=rows, parent=sheet, on=DAY) == 0
    with pytest.raises(returns.CellUnknown):
        returns.record_rows(
            actor=world.commune, sheets={world.units["xa-b"].pk: returns.Told({}, {})}, parent=sheet, on=DAY
        )
    assert sheet_of(asked, "xa-a-cb1").typed == {"r1.c2": 7}


def test_all_units_collect_at_once(world, asked):
    assert returns.collect_below_all(actor=world.committee, asked=asked, due_on=DUE, on=DAY) == 2
    assert returns.standing_below(asked.sheets.values_list("pk", flat=True), DAY)[sheet_of(asked, "xa-a").pk].units == 1


def test_who_sees_what(world, asked):
    def seen(actor):
        return set(returns.sheets_of(actor, asked, DAY).values_list("unit__code", flat=True))

    assert seen(world.committee) == {"ttct", "xa-a", "xa-b"}
    assert seen(world.commune) == {"xa-a"}
    for name in ("committee", "commune", "province"):
        assert returns.get_return_for(world.users[name], asked.uuid, DAY) == asked
    with pytest.raises(returns.ReturnNotFound):
        returns.get_return_for(world.outsider, asked.uuid, DAY)
    with pytest.raises(returns.ReturnNotFound):
        returns.get_sheet_for(world.neighbour, sheet_of(asked, "xa-a").uuid, DAY)


def test_what_waits_stands_on_the_desk(world, asked, django_assert_num_queries):
    def desk(name, on=DAY):
        return [(one.kind, one.count) for one in returns.returns_on_desk(world.users[name], on)]

    assert desk("commune") == [("submit", 0)]
    assert desk("committee", date(2026, 7, 16)) == [("missing", 3)]
    fill_in(sheet_of(asked, "xa-a"), world.commune, r1_c2=3)
    assert desk("committee") == [("check", 1)]
    assert desk("commune") == []
    returns.send_back(actor=world.committee, sheet=sheet_of(asked, "xa-a"), reason="Thiếu số", on=DAY)
    assert desk("commune") == [("mend", 0)]


def test_somebody_acts_for_another(world, asked):
    access.delegate(
        actor=world.commune,
        to_user=world.neighbour,
        unit=world.units["xa-a"],
        includes_below=True,
        permissions=[access.Permission.RETURN_SUBMIT],
        valid_from=DAY,
        valid_to=date(2026, 8, 1),
        today=DAY,
    )
    acting = type(world.neighbour).objects.get(pk=world.neighbour.pk)
    delegation = access.delegations_received(acting, DAY)[0]
    access.act_for(acting, access.find_delegation_for(acting, delegation.uuid, DAY))
    fill_in(sheet_of(asked, "xa-a"), acting, r1_c2=3)
    entry = journal.last_entry("returns.submit_sheet")
    assert entry.on_behalf_of


def test_a_return_opened_by_mistake_is_taken_back(world, asked):
    returns.release_sheet(actor=world.committee, sheet=sheet_of(asked, "ttct"), on=DAY)
    returns.add_units(actor=world.committee, asked=asked, units=[world.units["ttct"]], on=DAY)
    with pytest.raises(returns.UnitAskedAlready):
        returns.add_units(actor=world.committee, asked=asked, units=[world.units["ttct"]], on=DAY)
    returns.update_return(actor=world.committee, asked=asked, changes={"due_on": date(2026, 7, 20)}, on=DAY)
    assert set(asked.sheets.values_list("due_on", flat=True)) == {date(2026, 7, 20)}
    fill_in(sheet_of(asked, "xa-a"), world.commune, r1_c2=3)
    with pytest.raises(returns.ReturnHasAnswers):
        returns.remove_return(actor=world.committee, asked=asked, on=DAY)


def test_an_empty_return_is_removed(world, asked):
    returns.collect_below_all(actor=world.committee, asked=asked, due_on=DUE, on=DAY)
    returns.remove_return(actor=world.committee, asked=asked, on=DAY)
    assert not returns.Return.objects.exists()


def test_every_role_that_sees_returns_sees_people():
    """Small figures of sensitive columns are kept back from nobody who reads a sheet: README of `returns`."""
    told = [permissions for permissions in access.ROLE_PERMISSIONS.values() if "return.view" in permissions]
    assert told
    assert all("person.view" in permissions for permissions in told)


def test_people_of_units_that_tell_otherwise_than_the_records_are_said_to_be_lacking(world, asked):
    made = returns.compiled(asked.form)
    centre = sheet_of(asked, "ttct")
    returns.count_sheet(actor=world.centre, sheet=centre, on=DAY)
    returns.submit_sheet(actor=world.centre, sheet=centre, on=DAY)
    # as the records tell: nothing is lacking
    assert returns.consolidated(made, asked, DAY).outside == {}
    returns.take_file(
        actor=world.committee,
        sheet=sheet_of(asked, "xa-b"),
        cells={"r1.c1": 1, "r1.c2": 9, "r2.c1": 0, "r8.c1": 4},
        file_name="b.xlsx",
        on=DAY,
    )
    total = returns.consolidated(made, asked, DAY)
    assert total.outside == {"r1.c3": 1, "r7.c3": 1}
    assert total.values["r1.c3"] == 3
    fill_in(sheet_of(asked, "xa-a"), world.commune, r2_c2=20)
    total = returns.consolidated(made, asked, DAY)
    assert total.outside == {"r1.c3": 1, "r2.c3": 1, "r7.c3": 2}
    returns.lock_return_figures(actor=world.committee, asked=asked, on=DAY)
    asked.refresh_from_db()
    assert returns.total_of(asked, DAY).outside == total.outside


def test_a_collected_sheet_is_outside_the_records_only_where_a_sheet_below_is(world, form):
    asked = returns.open_return(
        actor=world.province, unit=world.units["tinh"], form=form, period=parse_period("2026-6m"), due_on=DUE, on=DAY
    )
    made = returns.compiled(form)
    returns.collect_below(actor=world.committee, sheet=sheet_of(asked, "huyen"), due_on=DUE, on=DAY)

    def collect(**typed):
        middle = sheet_of(asked, "huyen")
        returns.take_below(actor=world.committee, sheet=middle, on=DAY)
        cells = {key.replace("_", "."): value for key, value in typed.items()}
        told = returns.Told(cells, dict.fromkeys(made.plans, "Theo hồ sơ"))
        returns.record_sheet(actor=world.committee, sheet=sheet_of(asked, "huyen"), told=told, on=DAY)
        returns.submit_sheet(actor=world.committee, sheet=sheet_of(asked, "huyen"), on=DAY)
        total = returns.consolidated(made, asked, DAY)
        returns.send_back(actor=world.province, sheet=sheet_of(asked, "huyen"), reason="Xem lại", on=DAY)
        return total

    # the centre, whose three learners are in the records, has not handed in: less than the records, and nobody is in none
    fill_in(sheet_of(asked, "xa-a"), world.commune, r8_c1=1)
    total = collect()
    assert (total.values["r1.c2"] or 0, total.values["r1.c3"], total.outside) == (0, 3, {})
    # a sheet below by file, less in all than the records still
    cells = {"r1.c1": 1, "r1.c2": 2}
    returns.take_file(actor=world.committee, sheet=sheet_of(asked, "xa-b"), cells=cells, file_name="b.xlsx", on=DAY)
    total = collect()
    assert (total.values["r1.c2"], total.outside) == (2, {"r1.c3": 1, "r7.c3": 1})
    # typed over by who collects
    assert collect(r2_c2=20).outside == {"r1.c3": 1, "r2.c3": 1, "r7.c3": 1}


def test_what_was_collected_stays_outside_the_records_when_its_sheet_goes_back(world, form):
    asked = returns.open_return(
        actor=world.province, unit=world.units["tinh"], form=form, period=parse_period("2026-6m"), due_on=DUE, on=DAY
    )
    made = returns.compiled(form)
    returns.collect_below(actor=world.committee, sheet=sheet_of(asked, "huyen"), due_on=DUE, on=DAY)
    returns.take_file(
        actor=world.committee, sheet=sheet_of(asked, "xa-b"), cells={"r2.c2": 9}, file_name="b.xlsx", on=DAY
    )
    returns.take_below(actor=world.committee, sheet=sheet_of(asked, "huyen"), on=DAY)
    told = returns.Told({}, dict.fromkeys(made.plans, "Theo hồ sơ"))
    returns.record_sheet(actor=world.committee, sheet=sheet_of(asked, "huyen"), told=told, on=DAY)
    returns.submit_sheet(actor=world.committee, sheet=sheet_of(asked, "huyen"), on=DAY)
    returns.send_back(actor=world.committee, sheet=sheet_of(asked, "xa-b"), reason="Xem lại", on=DAY)
    assert returns.consolidated(made, asked, DAY).outside == {"r2.c3": 1, "r7.c3": 1}


def test_talks_entered_by_hand_lack_nobody(world, asked):
    fill_in(sheet_of(asked, "xa-a"), world.commune, r8_c1=2, r8_c2=86)
    assert returns.consolidated(returns.compiled(asked.form), asked, DAY).outside == {}


def test_a_lock_taken_off_is_told_at_the_submission_it_was_taken_off(world, asked):
    sheet = sheet_of(asked, "xa-a")
    kept = fill_in(sheet, world.commune, r1_c2=20)
    returns.lock_sheets(actor=world.committee, sheets=[sheet], on=DAY)
    returns.reopen_sheet(actor=world.committee, sheet=sheet, reason="Xã báo thiếu một lớp", on=DAY)
    kept.refresh_from_db()
    assert kept.return_reason == "Xã báo thiếu một lớp"
    sheet = sheet_of(asked, "xa-a")
    assert sheet.is_reopened
    fill_in(sheet, world.commune, r1_c2=25)
    returns.send_back(actor=world.committee, sheet=sheet_of(asked, "xa-a"), reason="Thiếu căn cứ", on=DAY)
    assert not sheet_of(asked, "xa-a").is_reopened
