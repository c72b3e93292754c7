"""The clock at its edges, and how it is said."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from tests.obligations.conftest import FAR

pytestmark = pytest.mark.django_db


def test_a_new_member_has_twelve_months_the_last_day_included(place):
    person = place.person(admitted_on=date(2025, 3, 5))
    assert place.told(person, "new-member", date(2025, 12, 4)).state == "due"
    assert place.told(person, "new-member", date(2025, 12, 5)).state == "due_soon"
    assert place.told(person, "new-member", date(2026, 3, 5)).state == "due_soon"
    told = place.told(person, "new-member", date(2026, 3, 6))
    assert told.state == "overdue"
    assert told.arithmetic == ("Kết nạp 05/3/2025 + 12 tháng = 05/3/2026.",)
    assert "24" in told.citation
    assert told.mark == "seen"
    assert place.told(person, "new-member", date(2027, 3, 5)).state == "overdue"
    assert place.told(person, "new-member", date(2027, 3, 6)).state == "long_overdue"


def test_the_month_that_is_too_short_ends_on_its_last_day(place):
    person = place.person(admitted_on=date(2024, 2, 29))
    assert place.told(person, "new-member", date(2024, 5, 1)).due_on == date(2025, 2, 28)


def test_the_paper_clears_a_new_member_and_being_official_ends_it(place):
    person = place.person(admitted_on=date(2025, 3, 5))
    place.paper(person, "DVM", date(2025, 9, 1))
    told = place.told(person, "new-member", date(2025, 9, 1))
    assert (told.state, told.is_met) == ("held", True)
    assert told.arithmetic == ("Giấy chứng nhận cấp 01/9/2025: đã hoàn thành.",)
    people.update_person(actor=None, person=person, changes={"official_on": date(2026, 3, 5)})
    assert place.told(person, "new-member", date(2026, 3, 5)) is None


def test_without_a_day_of_admission_nobody_can_say(place):
    told = place.told(place.person(), "new-member", date(2026, 1, 1))
    assert (told.state, told.missing) == ("data_missing", "admission")


def test_before_the_first_recorded_rule_there_is_no_obligation(place):
    assert place.told(place.person(admitted_on=date(2021, 7, 29)), "new-member", date(2022, 1, 1)) is None
    assert place.told(place.person(admitted_on=date(2021, 7, 30)), "new-member", date(2022, 1, 1)) is not None


def test_a_paper_from_before_the_election_does_not_count(place):
    person = place.member()
    place.post(person, "cell_secretary", date(2025, 3, 5))
    place.paper(person, "NVCTD", date(2024, 1, 10))
    told = place.told(person, "cell-secretary", date(2025, 6, 1))
    assert told.due_on == date(2026, 3, 5)
    assert told.arithmetic == (
        "Bầu, bổ nhiệm 05/3/2025 + 12 tháng = 05/3/2026.",
        "Giấy cấp 10/01/2024 trước ngày bầu, bổ nhiệm nên không tính.",
    )
    place.paper(person, "NVCTD", date(2025, 3, 5))
    assert place.told(person, "cell-secretary", date(2025, 6, 1)).state == "held"


def test_a_new_post_of_that_kind_starts_again_and_another_kind_does_not(place):
    person = place.member()
    place.post(person, "cell_secretary", date(2022, 3, 5))
    place.paper(person, "NVCTD", date(2022, 5, 1))
    on = date(2025, 6, 1)
    place.post(person, "youth_officer", date(2025, 1, 1))
    assert place.told(person, "cell-secretary", on).state == "held"
    place.post(person, "cell_secretary", date(2025, 3, 5), unit="cb2")
    assert place.told(person, "cell-secretary", on).due_on == date(2026, 3, 5)


def test_a_transfer_keeps_the_days(place):
    person = place.member()
    place.post(person, "cell_secretary", date(2025, 3, 5))
    on = date(2025, 9, 1)
    before = place.reckoned(person, "cell-secretary", on)
    people.transfer_people(actor=None, transfers=[people.Transfer(person.pk, place.units["cb2"].pk, date(2025, 8, 1))])
    after = place.reckoned(person, "cell-secretary", on)
    assert (before.fell_on, before.due_on) == (after.fell_on, after.due_on)
    assert (before.unit_id, after.unit_id) == (place.units["cb1"].pk, place.units["cb2"].pk)


def test_leave_is_added_day_by_day(place):
    person = place.member()
    place.post(person, "cell_secretary", date(2025, 3, 5))
    place.leave(person, date(2025, 6, 1), date(2025, 12, 1))
    during = place.told(person, "cell-secretary", date(2025, 7, 1))
    assert during.state == "paused"
    after = place.told(person, "cell-secretary", date(2026, 4, 1))
    assert (after.state, after.due_on) == ("due", date(2026, 9, 4))
    assert after.arithmetic == ("Bầu, bổ nhiệm 05/3/2025 + 12 tháng = 05/3/2026 + 183 ngày nghỉ = 04/9/2026.",)
    # one that begins within the days added is added too, one behind them is not
    place.leave(person, date(2026, 9, 4), date(2026, 9, 14))
    place.leave(person, date(2026, 12, 1), date(2026, 12, 31))
    assert place.told(person, "cell-secretary", date(2027, 1, 5)).due_on == date(2026, 9, 14)


def test_leave_without_an_end_pauses_without_a_day(place):
    person = place.member()
    place.post(person, "cell_secretary", date(2025, 3, 5))
    place.leave(person, date(2025, 6, 1))
    told = place.told(person, "cell-secretary", date(2026, 6, 1))
    assert (told.state, told.due_on) == ("paused", None)


def test_a_term_starts_again_and_ends_what_was_held(place):
    place.term(date(2020, 6, 1), date(2025, 6, 1))
    place.term(date(2025, 6, 1), date(2030, 6, 1))
    person = place.member()
    place.post(person, "cell_secretary", date(2021, 1, 1))
    place.paper(person, "NVCTD", date(2021, 9, 1))
    assert place.told(person, "cell-secretary", date(2025, 5, 31)).held_until == date(2025, 5, 31)
    told = place.told(person, "cell-secretary", date(2025, 6, 1))
    assert (told.state, told.due_on) == ("due", date(2026, 6, 1))
    assert told.arithmetic == (
        "Bầu, bổ nhiệm 01/01/2021, nhiệm kỳ từ 01/6/2025 + 12 tháng = 01/6/2026.",
        "Giấy cấp 01/9/2021 thuộc nhiệm kỳ trước nên không tính.",
    )


def test_leaders_need_the_term_and_without_one_nobody_can_say(place):
    person = place.member()
    place.post(person, "leader", date(2024, 9, 1), unit="xa")
    told = place.told(person, "leader-update", date(2025, 1, 1))
    assert (told.state, told.missing) == ("data_missing", "term")
    place.term(date(2024, 6, 1), date(2025, 6, 1))
    told = place.told(person, "leader-update", date(2025, 1, 1))
    assert (told.state, told.due_on) == ("due", date(2025, 5, 31))
    assert told.arithmetic == ("Bầu, bổ nhiệm 01/9/2024, hết nhiệm kỳ: 31/5/2025.",)


def test_a_committee_chooses_every_year_for_itself_and_below(place):
    obligation = obligations.get_obligation("cell-secretary")
    person = place.member()
    place.post(person, "cell_secretary", date(2024, 3, 5))
    obligations.choose_clock(
        actor=None, unit=place.units["xa"], obligation=obligation, clock="year", valid_from=date(2024, 1, 1), today=FAR
    )
    assert place.told(person, "cell-secretary", date(2024, 6, 1)).due_on == date(2024, 12, 31)
    place.paper(person, "NVCTD", date(2024, 10, 1))
    assert place.told(person, "cell-secretary", date(2024, 12, 31)).state == "held"
    told = place.told(person, "cell-secretary", date(2025, 1, 1))
    assert (told.state, told.due_on) == ("due", date(2025, 12, 31))
    # the nearest decides: the cell's own committee
    obligations.choose_clock(
        actor=None, unit=place.units["cb1"], obligation=obligation, clock="term", valid_from=date(2025, 2, 1), today=FAR
    )
    assert place.told(person, "cell-secretary", date(2025, 3, 1)).state == "held"


def test_choosing_every_year_does_not_move_a_day_that_runs_already(place):
    obligation = obligations.get_obligation("cell-secretary")
    late, done = place.member(), place.member()
    for person in (late, done):
        place.post(person, "cell_secretary", date(2024, 3, 5))
    place.paper(done, "NVCTD", date(2024, 10, 1))
    obligations.choose_clock(
        actor=None, unit=place.units["xa"], obligation=obligation, clock="year", valid_from=date(2026, 1, 1), today=FAR
    )
    assert place.told(late, "cell-secretary", date(2026, 2, 1)).due_on == date(2025, 3, 5)
    assert place.told(done, "cell-secretary", date(2026, 2, 1)).due_on == date(2026, 12, 31)


def test_a_later_rule_leaves_those_who_fell_under_the_one_before(place):
    early, later = place.person(admitted_on=date(2025, 8, 31)), place.person(admitted_on=date(2025, 9, 1))
    obligations.add_version(
        actor=None,
        obligation=obligations.get_obligation("new-member"),
        valid_from=date(2025, 9, 1),
        clock="once",
        within_months=6,
        citation="Mẫu",
        today=FAR,
    )
    on = date(2025, 10, 1)
    assert place.told(early, "new-member", on).due_on == date(2026, 8, 31)
    assert place.told(later, "new-member", on).due_on == date(2026, 3, 1)


def test_the_candidates_paper_stands_sixty_months(place):
    person = place.person(kind="proposing_cell")
    assert place.told(person, "candidate", date(2026, 1, 1)).arithmetic == (
        (
            "Chi bộ giới thiệu 01/01/2000, nghĩa vụ áp dụng từ 01/01/2021; chưa có giấy. "
            "Không đặt hạn học: khi xét kết nạp phải có giấy cấp chưa quá 60 tháng."
        ),
    )
    assert place.told(person, "candidate", date(2026, 1, 1)).due_words == "trước khi xét kết nạp"
    place.paper(person, "NTVD", date(2022, 4, 15))
    assert place.told(person, "candidate", date(2027, 1, 14)).state == "held"
    soon = place.told(person, "candidate", date(2027, 1, 15))
    assert (soon.state, soon.is_met) == ("due_soon", True)
    assert soon.arithmetic == (
        "Giấy chứng nhận cấp 15/4/2022 + 60 tháng = 15/4/2027.",
        "Hạn là ngày giấy hết giá trị: đến hết ngày ấy chưa được kết nạp thì học lại để có giấy mới.",
    )
    assert (soon.due_on, soon.held_until) == (date(2027, 4, 15), date(2027, 4, 15))
    assert place.told(person, "candidate", date(2027, 4, 15)).is_met
    assert place.told(person, "candidate", date(2027, 4, 16)).state == "overdue"
    # leave does not move the paper's own last day
    place.leave(person, date(2026, 1, 1), date(2026, 12, 1))
    assert place.told(person, "candidate", date(2027, 1, 15)).due_on == date(2027, 4, 15)


def test_a_training_elsewhere_counts_once_somebody_saw_its_paper(place):
    person = place.person(admitted_on=date(2025, 3, 5))
    training = place.elsewhere(person, "DVM", date(2025, 9, 1), is_confirmed=False)
    told = place.told(person, "new-member", date(2025, 10, 1))
    assert not told.is_met
    assert "chưa ai xác nhận" in told.arithmetic[-1]
    training.delete()
    place.elsewhere(person, "DVM", date(2025, 9, 1))
    told = place.told(person, "new-member", date(2025, 10, 1))
    assert told.is_met
    assert told.arithmetic == ("Giấy của nơi khác cấp 01/9/2025: đã hoàn thành.",)


def test_a_theory_level_can_be_what_is_asked(place):
    obligation = obligations.Obligation.objects.create(
        code="level", title="Trung cấp", trigger="post", post_kinds=["leader"], theory_level="intermediate"
    )
    obligations.add_version(
        actor=None, obligation=obligation, valid_from=FAR, clock="once", within_months=24, citation="Mẫu", today=FAR
    )
    person = place.member()
    place.post(person, "leader", date(2024, 1, 1))
    assert place.told(person, "level", date(2024, 6, 1)).due_on == date(2026, 1, 1)
    people.Qualification.objects.create(person=person, level="advanced", evidence="diploma", issued_on=date(2024, 5, 1))
    assert place.told(person, "level", date(2024, 6, 1)).is_met


def test_an_obligation_can_be_of_units_fields_and_who_is_managed(place):
    obligation = obligations.Obligation.objects.create(
        code="group",
        title="Nhóm",
        trigger="post",
        post_kinds=["leader"],
        unit_kinds=["commune_committee"],
        work_fields=["propaganda"],
        managed_kinds=["commune_committee"],
        programmes=["CNKT"],
    )
    obligations.add_version(
        actor=None, obligation=obligation, valid_from=FAR, clock="once", within_months=24, citation="Mẫu", today=FAR
    )
    person, on = place.member(), date(2025, 1, 1)
    post = place.post(person, "leader", date(2024, 1, 1), unit="xa")
    assert place.told(person, "group", on) is None
    people.Post.objects.filter(pk=post.pk).update(work_field="propaganda")
    assert place.told(person, "group", on) is None
    people.Management.objects.create(person=person, unit=place.units["xa"], valid_from=FAR)
    assert place.told(person, "group", on).state == "due"


def test_only_who_edits_rules_there_chooses(place):
    obligation = obligations.get_obligation("cell-secretary")
    user = access.open_account(actor=None, username="officer", full_name="Cán bộ", password=None)
    access.give_grant(actor=None, user=user, role="unit_officer", unit=place.units["xa"], valid_from=FAR)
    day = date(2026, 1, 1)
    with pytest.raises(access.NotAllowed):
        obligations.choose_clock(
            actor=user, unit=place.units["xa"], obligation=obligation, clock="year", valid_from=day, today=day
        )
    with pytest.raises(catalogue.ProgrammeEditForbidden):
        obligations.add_version(actor=user, obligation=obligation, valid_from=day, clock="year", citation="", today=day)
    with pytest.raises(obligations.ClockNotChosen):
        obligations.choose_clock(
            actor=None,
            unit=place.units["xa"],
            obligation=obligations.get_obligation("new-member"),
            clock="year",
            valid_from=day,
            today=day,
        )


def test_a_choice_ends_and_can_be_taken_back(place):
    obligation, unit = obligations.get_obligation("cell-secretary"), place.units["xa"]

    def choose(clock, day):
        return obligations.choose_clock(
            actor=None, unit=unit, obligation=obligation, clock=clock, valid_from=day, today=FAR
        )

    choose("year", date(2024, 1, 1))
    second = choose("term", date(2025, 1, 1))
    with pytest.raises(obligations.ChoiceOverlaps):
        choose("year", date(2025, 1, 1))
    with pytest.raises(obligations.ChoiceOutsideLife):
        choose("year", date(1999, 1, 1))
    assert obligations.choices_above(place.units["cb1"].pk, date(2024, 6, 1))[obligation.pk].clock == "year"
    assert obligations.choices_above(place.units["cb1"].pk, date(2025, 6, 1))[obligation.pk].clock == "term"
    obligations.remove_choice(actor=None, choice=second, today=FAR)
    assert obligations.choices_above(place.units["cb1"].pk, date(2025, 6, 1))[obligation.pk].clock == "year"


def test_a_reorganisation_ends_what_was_chosen_and_undoing_gives_it_back(place):
    obligation = obligations.get_obligation("cell-secretary")
    obligations.choose_clock(
        actor=None, unit=place.units["cb2"], obligation=obligation, clock="year", valid_from=date(2024, 1, 1), today=FAR
    )
    before = obligations.choices_at(place.units["cb2"])[0]
    made = org.record_reorganisation(
        actor=None,
        title="Nhập",
        resolution="",
        today=date(2025, 7, 2),
        on=date(2025, 7, 1),
        steps=[org.Merge(units=("cb2",), into="cb1")],
        now=place.now,
    )
    assert obligations.choices_at(place.units["cb2"])[0].valid_to == date(2025, 7, 1)
    org.undo_reorganisation(actor=None, reorganisation=made, now=place.now)
    after = obligations.choices_at(place.units["cb2"])[0]
    assert (after.pk, after.uuid, after.valid_to) == (before.pk, before.uuid, before.valid_to)


def test_a_reorganisation_shows_how_many_obligations_it_touches(place):
    person = place.person(admitted_on=date(2025, 3, 5))
    on = date(2025, 7, 1)
    steps = [org.Merge(units=("cb1",), into="cb2")]
    words = "Nghĩa vụ học tập chưa xong (theo người)"

    def told():
        obligations.compute_all(on=on)
        touched = org.preview_reorganisation(steps=steps, on=on)
        return {str(label): count for label, count in touched.things}[words]

    assert told() == 1
    place.paper(person, "DVM", date(2025, 6, 1))
    assert told() == 0


def test_the_seed_is_loaded_once_and_leaves_what_was_edited(place):
    assert obligations.load_seed(actor=None) == 0
    obligation = obligations.get_obligation("cell-secretary")
    obligations.add_version(
        actor=None, obligation=obligation, valid_from=date(2026, 1, 1), clock="year", citation="Mẫu", today=FAR
    )
    assert obligations.load_seed(actor=None) == 0
    assert obligation.versions.count() == 2
