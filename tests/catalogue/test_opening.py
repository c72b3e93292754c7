"""Who may open classes: by the rules, by a decision, not recorded, refused."""

from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.journal import api as journal
from hocvien.org import api as org
from tests import scenarios
from tests.kept import kept
from tests.org.units import NOW

pytestmark = pytest.mark.django_db
D0 = date(2020, 1, 1)


def authorise(world, unit="ttct", programmes=("NTVD",), on=D0, **more):
    fields = {"number": "12-QĐ/HU", "decided_on": on, "decided_by": "Huyện ủy Mẫu", "today": scenarios.TODAY} | more
    return catalogue.record_authority(
        actor=None,
        unit=world.units[unit],
        programmes=[catalogue.get_programme(code) for code in programmes],
        valid_from=on,
        **fields,
    )


def standing(world, programme="NTVD", unit="ttct", on=scenarios.OPENS):
    return catalogue.opening_standing(catalogue.get_programme(programme), world.units[unit].pk, on)


def demand(programme, need, kinds=(), on=D0):
    catalogue.update_opening_rule(
        actor=None,
        programme=catalogue.get_programme(programme),
        new=catalogue.OpeningRule(need=need, kinds=kinds, valid_from=on),
        today=scenarios.TODAY,
    )


@kept()
def world():
    return scenarios.found_place()


def test_a_place_without_records_is_told_and_may_open(world):
    assert standing(world).verdict == "no_record"
    assert scenarios.open_class(world).authority == ""


def test_a_decision_gives_the_class_its_authority(world):
    authorise(world)
    assert standing(world).verdict == "given"
    opened = scenarios.open_class(world)
    assert opened.authority == "12-QĐ/HU ngày 01/01/2020 của Huyện ủy Mẫu"
    assert scenarios.open_class(world, authority="QĐ ghi tay").authority == "QĐ ghi tay"


def move(opened, day, **changes):
    return classes.update_class(
        actor=None, training_class=opened, changes={"opens_on": day, **changes}, today=scenarios.TODAY
    )


def test_a_class_moved_to_another_day_is_asked_again(world):
    authorise(world, valid_to=date(2026, 6, 9))
    opened = scenarios.open_class(world)
    with pytest.raises(catalogue.OpeningNotAuthorised, match="12-QĐ/HU chỉ có hiệu lực đến trước ngày 09/06/2026"):
        move(opened, date(2026, 6, 9))
    opened.refresh_from_db()
    assert opened.opens_on == scenarios.OPENS
    authorise(world, number="20-QĐ/HU", on=date(2026, 6, 9))
    moved = move(opened, date(2026, 6, 9), authority=opened.authority)
    assert moved.authority == "20-QĐ/HU ngày 09/6/2026 của Huyện ủy Mẫu", "the decision of the new day"
    detail = journal.list_entries(subject_uuid=opened.uuid)[0].detail
    assert set(detail.after) == {"opens_on", "authority"}
    by_hand = move(opened, scenarios.OPENS, authority="QĐ ghi tay")
    assert by_hand.authority == "QĐ ghi tay"
    assert move(by_hand, date(2026, 6, 9), authority="QĐ ghi tay").authority == "QĐ ghi tay"


def test_a_class_moved_where_nothing_was_recorded_is_told_not_refused(world):
    opened = scenarios.open_class(world)
    assert move(opened, date(2026, 6, 9)).authority == ""
    demand("NTVD", "required", on=date(2026, 6, 10))
    with pytest.raises(catalogue.OpeningNotAuthorised):
        move(opened, date(2026, 6, 10))
    classes.update_class(actor=None, training_class=opened, changes={"place": "Phòng 1"}, today=scenarios.TODAY)


def test_where_records_are_kept_another_programme_is_refused_in_words(world):
    authorise(world)
    with pytest.raises(catalogue.OpeningNotAuthorised) as refused:
        scenarios.open_class(world, programme="DVM", name="Lớp đảng viên mới")
    said = str(refused.value)
    for part in (
        "Trung tâm Chính trị huyện Mẫu",
        "08/06/2026",
        "Ghi quyết định giao thẩm quyền",
        "ngoài kế hoạch không thay",
    ):
        assert part in said


def test_a_decision_that_ended_is_named(world):
    authorise(world, valid_to=date(2026, 6, 1))
    with pytest.raises(catalogue.OpeningNotAuthorised, match="12-QĐ/HU chỉ có hiệu lực đến trước ngày 01/06/2026"):
        scenarios.open_class(world)


def test_a_decision_for_a_unit_and_all_below(world):
    authorise(world, unit="huyen", includes_below=True)
    assert standing(world).verdict == "given"
    assert [row.unit.code for row in catalogue.authorities_as_of(world.units["ttct"].pk, scenarios.OPENS)] == ["huyen"]


def test_a_decision_for_the_unit_above_alone_gives_nothing(world):
    authorise(world, unit="huyen")
    assert standing(world).verdict == "no_record"


def test_the_rules_themselves_let_the_school_open(world):
    assert standing(world, "TCLLCT", "truong").verdict == "by_rule"
    assert standing(world, "TCLLCT", "ttct").verdict == "no_record"
    assert "57-QĐ/TW" in standing(world, "SCLLCT", on=date(2024, 5, 1)).basis


def test_a_programme_that_always_asks_refuses_where_nothing_is_recorded(world):
    demand("NTVD", "required")
    with pytest.raises(catalogue.OpeningNotAuthorised):
        scenarios.open_class(world)
    demand("NTVD", "free", on=date(2026, 1, 1))
    assert standing(world).verdict == "not_needed"
    scenarios.open_class(world)


def test_records_that_begin_later_do_not_judge_earlier_classes(world):
    authorise(world, programmes=("DVM",), on=date(2026, 7, 1))
    assert standing(world).verdict == "no_record"


def test_a_plan_line_is_refused_unless_some_day_of_it_is_covered(world):
    authorise(world, valid_to=date(2026, 4, 1))
    scenarios.approved_line(world)
    with pytest.raises(catalogue.OpeningNotAuthorised):
        scenarios.approved_line(world, programme="DVM", year=2027)


def test_a_new_decision_ends_the_one_before_and_what_crosses_is_refused(world):
    authorise(world)
    authorise(world, number="20-QĐ/HU", on=date(2024, 1, 1))
    assert [(row.number, row.valid_from) for row in catalogue.list_authorities(world.units["ttct"])] == [
        ("20-QĐ/HU", date(2024, 1, 1)),
        ("12-QĐ/HU", D0),
    ]
    with pytest.raises(catalogue.AuthorityOverlaps, match="20-QĐ/HU"):
        authorise(world, number="21-QĐ/HU", on=date(2023, 1, 1), valid_to=date(2025, 1, 1))


def test_facts_are_told_with_the_rest(world):
    authorise(world)
    (told,) = catalogue.list_authority_facts(world.units["ttct"])
    assert (told.kind, told.text, told.source) == (
        "authority",
        "Bồi dưỡng nhận thức về Đảng",
        "12-QĐ/HU ngày 01/01/2020 của Huyện ủy Mẫu",
    )


def test_who_may_not_change_the_unit_records_nothing(world):
    from hocvien.access import api as access

    with pytest.raises(access.NotAllowed):
        catalogue.record_authority(
            actor=world.centre,
            unit=world.units["ttct"],
            programmes=[catalogue.get_programme("NTVD")],
            number="1",
            decided_on=D0,
            decided_by="X",
            valid_from=D0,
            today=scenarios.TODAY,
        )


def test_an_authority_ends_with_its_unit_and_nobody_gets_it(world):
    authorise(world)
    authorise(world, programmes=("DVM",), on=date(2027, 1, 1))
    before = sorted(map(str, catalogue.OpeningAuthority.objects.values()))
    day = date(2026, 7, 1)
    made = org.record_reorganisation(
        actor=None,
        title="Nhập trung tâm",
        resolution="QĐ 1",
        steps=(org.Merge(("ttct",), "truong"),),
        on=day,
        today=day,
        now=NOW,
    )
    assert catalogue.authorities_as_of(world.units["truong"].pk, day) == []
    assert [row.valid_to for row in catalogue.OpeningAuthority.objects.all()] == [day]
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert sorted(map(str, catalogue.OpeningAuthority.objects.values())) == before
