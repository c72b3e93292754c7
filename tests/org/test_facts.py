"""What holds of a unit for a time, which centre serves whom, and what a reorganisation does with both."""

from datetime import date

import pytest

from hocvien.common.errors import DomainError
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.org.arithmetic.facts import reporting_year
from hocvien.org.models import EndedFact, ServiceArea, UnitFact
from tests.org.units import D0, DAY, NOW, found, reform

pytestmark = pytest.mark.django_db
BEFORE = date(2025, 6, 30)


def tell(unit, value, on=D0, **more):
    return org.record_fact(actor=None, unit=org.get_unit(unit), value=value, valid_from=on, **more)


def give(centre, unit, on=D0, **more):
    return org.record_service_area(
        actor=None, centre=org.get_unit(centre), unit=org.get_unit(unit), valid_from=on, **more
    )


def held(unit, on=DAY):
    return org.facts_as_of(org.get_unit(unit).pk, on)


def centre(unit, on=DAY):
    found_centre = org.centre_of(org.get_unit(unit), on)
    return found_centre and found_centre.code


def served(unit, on=DAY):
    ids = org.served_unit_ids(org.get_unit(unit), on)
    return set(org.Unit.objects.filter(pk__in=ids).values_list("code", flat=True))


def standing():
    return {
        model.__name__: sorted(map(str, model.objects.values_list("pk", "unit_id", "valid_from", "valid_to", "source")))
        for model in (UnitFact, ServiceArea)
    }


# --- facts ------------------------------------------------------------------------------------------------------------


def test_a_change_ends_the_old_and_begins_the_new(province):
    tell("tt-1", org.Signer("Lê Thị Hà", "Giám đốc"), source="QĐ 1")
    tell("tt-1", org.Signer("Trần Văn Bình", "Phó Giám đốc", "KT.", "Giám đốc"), date(2024, 3, 1))
    at = org.get_unit("tt-1").pk
    assert org.find_signer(at, date(2024, 2, 29)) == org.Signer("Lê Thị Hà", "Giám đốc")
    assert org.find_signer(at, date(2024, 3, 1)) == org.Signer("Trần Văn Bình", "Phó Giám đốc", "KT.", "Giám đốc")
    told = org.list_facts(org.get_unit("tt-1"))
    assert [(one.kind, one.valid_from) for one in told] == [("signer", D0), ("signer", date(2024, 3, 1))]
    assert told[0].text == "Lê Thị Hà, Giám đốc"
    assert told[0].source == "QĐ 1"


def test_what_is_told_earlier_ends_where_the_next_begins(province):
    tell("tt-1", org.Layout("state"), date(2024, 1, 1))
    earlier = tell("tt-1", org.Layout("party"))
    assert earlier.valid_to == date(2024, 1, 1)


def test_terms_are_passed_down_until_one_is_told(province):
    tell("tinh", org.Term("2020–2025"), date(2020, 10, 1), valid_to=date(2025, 10, 1))
    assert held("xa-a").term.value == org.Term("2020–2025")
    assert held("xa-a").term.unit_id == org.get_unit("tinh").pk
    tell("xa-a", org.Term("2020–2025 xã"), date(2020, 5, 1), valid_to=date(2025, 5, 1))
    assert held("a1", date(2024, 1, 1)).term.value == org.Term("2020–2025 xã")
    assert held("b1", date(2024, 1, 1)).term.value == org.Term("2020–2025")


def test_signer_and_contact_are_not_passed_down(province):
    tell("huyen-1", org.Signer("Lê Thị Hà", "Bí thư"))
    tell("huyen-1", org.Contact(phone="0239 3831 000"))
    assert held("xa-a").signer is None
    assert held("xa-a").contact is None


def test_areas_stand_beside_one_another(province):
    tell("xa-a", org.InArea("border"))
    tell("xa-a", org.InArea("ethnic_minority"), date(2024, 1, 1))
    assert [one.value.area for one in held("xa-a").areas] == ["border", "ethnic_minority"]
    assert [one.value.area for one in held("a1", D0).areas] == ["border"]
    assert list(org.unit_ids_in_area("border", DAY)) == [org.get_unit("xa-a").pk]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (org.Term(" "), "Chưa ghi tên nhiệm kỳ"),
        (org.InArea("sea"), "Chưa chọn địa bàn"),
        (org.Contact(), "Chưa ghi gì để liên hệ"),
        (org.Contact(email="van-thu"), "Thư điện tử chưa đúng"),
        (org.Signer("Hà", ""), "Chưa ghi chức vụ"),
        (org.Signer("Hà", "Giám đốc", "X/X"), "Chọn cách ký"),
        (org.Signer("Hà", "Phó Giám đốc", "KT."), "Chưa ghi ký thay mặt ai"),
        (org.Layout("other"), "Chọn thể thức"),
        (org.ReportingYear(29, 2), "phải có trong mọi năm"),
        (org.Deadlines(0, 365), "từ 1 đến 3660"),
        (org.Deadlines(90, 3661), "từ 1 đến 3660"),
        (org.Letterhead(), "Chưa ghi gì cho tiêu đề"),
        (org.Letterhead(left=90), "từ 5 đến 60"),
        (org.Contact(address="x" * 400), "quá dài"),
    ],
)
def test_what_says_nothing_is_refused(province, value, said):
    with pytest.raises(org.FactIncomplete, match=said):
        tell("xa-a", value)


def test_days_outside_the_units_life_are_refused(province):
    with pytest.raises(org.FactOutsideLife, match="hoạt động từ ngày 01/01/2020"):
        tell("xa-a", org.Layout("party"), date(2019, 12, 31))


def test_terms_that_overlap_are_refused_in_words(province):
    tell("xa-a", org.Term("2020–2025"), date(2020, 5, 1), valid_to=date(2025, 5, 1))
    with pytest.raises(org.FactOverlaps, match=r"“2020–2025” từ ngày 01/05/2020 đến trước ngày 01/05/2025"):
        tell("xa-a", org.Term("2022–2024"), date(2022, 1, 1), valid_to=date(2024, 1, 1))
    with pytest.raises(DomainError, match="không sau"):
        tell("xa-a", org.Term("Ngược"), date(2026, 1, 1), valid_to=date(2025, 12, 1))


def test_setting_right_and_removing_are_journalled(province):
    fact = tell("xa-a", org.Contact(address="Thôn 1"))
    org.update_fact(actor=None, fact=fact, value=org.Contact(address="Thôn 2"), valid_from=D0, source="CV 3")
    assert held("xa-a").contact.value.address == "Thôn 2"
    org.remove_fact(actor=None, fact=UnitFact.objects.get())
    verbs = list(journal.list_entries().filter(verb__contains="_fact").values_list("verb", flat=True))
    assert sorted(verbs) == ["org.record_fact", "org.remove_fact", "org.update_fact"]


def test_reporting_years_are_named_by_the_year_they_end_in():
    one = reporting_year(org.ReportingYear(15, 12), 2026)
    assert (one.from_, one.to_exclusive) == (date(2025, 12, 15), date(2026, 12, 15))
    whole = reporting_year(org.ReportingYear(1, 1), 2026)
    assert (whole.from_, whole.to_exclusive) == (date(2026, 1, 1), date(2027, 1, 1))


def test_named_periods_come_from_the_nearest_that_tells_them(province, django_assert_num_queries):
    tell("tinh", org.Term("2020–2025"), date(2020, 10, 1), valid_to=date(2025, 10, 1))
    tell("tinh", org.ReportingYear(15, 12))
    tell("huyen-1", org.Term("2020–2025 huyện"), date(2020, 8, 1), valid_to=date(2025, 7, 1))
    line = org.ancestor_ids_as_of(org.get_unit("xa-a").pk, BEFORE)
    with django_assert_num_queries(1):
        terms, years = org.named_periods(line, BEFORE, (2024, 2025))
    assert [one.name for one in terms] == ["2020–2025 huyện"]
    assert [(one.name, one.from_) for one in years] == [("2024", date(2023, 12, 15)), ("2025", date(2024, 12, 15))]


def read(code, unit, on=BEFORE, until=BEFORE):
    return org.read_period(code, org.get_unit(unit), on, until=until)


def test_a_term_is_a_period_by_the_year_it_began(province, django_assert_max_num_queries):
    tell("tinh", org.Term("Nhiệm kỳ 2020–2025"), date(2020, 10, 1), valid_to=date(2025, 10, 1))
    tell("tinh", org.Term("2025–2030"), date(2025, 10, 1))
    xa = org.get_unit("xa-a")
    with django_assert_max_num_queries(2):
        period = org.read_period("nk2020", xa, BEFORE, until=BEFORE)
    assert (period.code, period.from_, period.to) == ("nk2020", date(2020, 10, 1), date(2025, 9, 30))
    assert period.label == "nhiệm kỳ 2020–2025 (từ 01/10/2020 đến 30/9/2025)"
    assert period.plain_code == "2020-10-01..2025-09-30"
    assert read("NK2020-10-01", "tinh") == period, "a longer code than needed"
    running = read("nk2025", "xa-a", until=date(2026, 3, 4))
    assert running.to == date(2026, 3, 4), "a term without an end goes as far as today"
    with pytest.raises(org.TermNotBegun, match="bắt đầu từ 01/10/2025"):
        read("nk2025", "xa-a")
    assert read("2023-8m", "xa-a").label == "8 tháng đầu năm 2023"


def test_terms_that_began_in_one_year_are_told_apart_by_the_month_or_the_day(province):
    tell("a1", org.Term("2020–2022"), date(2020, 3, 1), valid_to=date(2020, 9, 1))
    tell("a1", org.Term("2020–2022 bổ sung"), date(2020, 9, 1), valid_to=date(2020, 9, 20))
    tell("a1", org.Term("2020–2025"), date(2020, 9, 20), valid_to=date(2022, 10, 1))
    tell("a1", org.Term("2022–2025"), date(2022, 10, 1), valid_to=date(2025, 1, 1))
    codes = [one.code for one in org.list_terms(org.get_unit("a1"), BEFORE)]
    assert codes == ["nk2022", "nk2020-09-20", "nk2020-09-01", "nk2020-03"]
    assert {read(code, "a1").code for code in codes} == set(codes)
    with pytest.raises(org.TermAmbiguous, match="“a1” có 3 nhiệm kỳ"):
        read("nk2020", "a1")
    with pytest.raises(org.TermAmbiguous, match="có 2 nhiệm kỳ"):
        read("nk2020-09", "a1")


def test_a_term_nobody_recorded_is_said(province):
    with pytest.raises(org.TermUnknown, match="Chưa ghi nhiệm kỳ nào cho “xa-a”"):
        read("nk2020", "xa-a")
    tell("huyen-1", org.Term("2020–2025"), date(2020, 8, 1), valid_to=date(2025, 7, 1))
    with pytest.raises(org.TermUnknown, match=r"Nhiệm kỳ đã ghi: nk2020 \(2020–2025: 01/8/2020–30/6/2025\)"):
        read("nk2015", "xa-a")
    for code in ("nk", "nk20", "nk2020-3", "nk2020-03-15-01", "nhiệm kỳ"):
        with pytest.raises(DomainError) as refused:
            read(code, "xa-a")
        assert refused.value.code == "period_unknown"


def test_a_unit_that_ended_keeps_its_terms(province):
    tell("huyen-1", org.Term("2020–2025"), date(2020, 8, 1))
    reform()
    assert read("nk2020", "huyen-1", DAY).to == BEFORE
    with pytest.raises(org.TermUnknown):
        read("nk2020", "xa-moi", DAY)


# --- who serves whom --------------------------------------------------------------------------------------------------


def test_a_centre_serves_what_lies_below_until_another_is_told(province):
    found("tt-2", org.get_unit("huyen-2"), "political_centre")
    give("tt-1", "huyen-1")
    give("tt-2", "xa-b", date(2024, 1, 1))
    give("tt-1", "b1", date(2025, 1, 1))
    assert (centre("a1"), centre("xa-b"), centre("b1"), centre("xa-c")) == ("tt-1", "tt-2", "tt-1", None)
    assert centre("xa-b", date(2023, 12, 31)) == "tt-1"
    assert served("tt-1") == {"huyen-1", "xa-a", "a1", "a2", "b1"}
    assert served("tt-2") == {"xa-b"}
    assert served("tt-1", date(2023, 1, 1)) == {"huyen-1", "xa-a", "a1", "a2", "xa-b", "b1"}


def test_one_centre_a_day(province):
    found("tt-2", org.get_unit("huyen-2"), "political_centre")
    area = give("tt-1", "xa-a")
    with pytest.raises(org.ServiceAreaOverlaps, match="“xa-a” đã thuộc tt-1 từ ngày 01/01/2020"):
        give("tt-2", "xa-a", date(2024, 1, 1))
    org.update_service_area(actor=None, area=area, valid_from=D0, valid_to=date(2024, 1, 1))
    give("tt-2", "xa-a", date(2024, 1, 1))
    assert (centre("xa-a", date(2023, 12, 31)), centre("xa-a")) == ("tt-1", "tt-2")


def test_only_centres_serve_and_not_themselves(province):
    with pytest.raises(org.NotACentre, match="không phải trung tâm chính trị"):
        give("xa-a", "xa-b")
    with pytest.raises(org.ServesItself):
        give("tt-1", "tt-1")


# --- in a reorganisation ----------------------------------------------------------------------------------------------


def test_facts_end_with_their_unit_and_come_back(province):
    tell("xa-a", org.Signer("Lê Thị Hà", "Bí thư"))
    tell("xa-a", org.Term("2025–2030"), date(2025, 8, 1))
    tell("xa-b", org.InArea("border"))
    before = standing()
    made = reform((org.Merge(("xa-a",), "xa-b"),))
    assert org.find_signer(org.get_unit("xa-a").pk, BEFORE) is not None
    assert [row.valid_to for row in UnitFact.objects.filter(unit=org.get_unit("xa-a"))] == [DAY]
    assert held("xa-b").signer is None
    assert [one.value.area for one in held("xa-b").areas] == ["border"]
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert standing() == before
    assert not EndedFact.objects.exists()


def test_merged_units_keep_their_centre_where_all_agree(province):
    give("tt-1", "xa-a", source="QĐ 7")
    give("tt-1", "xa-b")
    before = standing()
    steps = (
        org.Found("xa-moi", "Đảng ủy xã Mới", "commune_committee", "tinh"),
        org.Merge(("xa-a", "xa-b"), "xa-moi"),
    )
    made = reform(steps)
    assert centre("xa-moi") == "tt-1"
    assert centre("xa-a", BEFORE) == "tt-1"
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert standing() == before


def test_merged_units_of_different_centres_wait_to_be_told(province):
    found("tt-2", org.get_unit("huyen-2"), "political_centre")
    give("tt-1", "xa-a")
    give("tt-2", "xa-b")
    reform(
        (
            org.Found("xa-moi", "Đảng ủy xã Mới", "commune_committee", "tinh"),
            org.Merge(("xa-a", "xa-b"), "xa-moi"),
        )
    )
    assert centre("xa-moi") is None


def test_the_reform_hands_on_what_a_centre_served(province):
    give("tt-1", "huyen-1")
    give("tt-1", "xa-a", date(2024, 1, 1))
    give("tt-1", "xa-b", date(2024, 1, 1))
    before = standing()
    made = reform()
    assert centre("xa-moi") == "tt-moi"
    assert served("tt-moi") == {"xa-moi", "a1", "a2", "b1"}
    assert centre("tinh") is None, "a level taken out gives the one above no centre"
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert standing() == before


def test_an_area_changed_since_stands_in_the_way_of_undoing(province):
    found("tt-2", org.get_unit("huyen-2"), "political_centre")
    give("tt-1", "xa-a")
    made = reform((org.Merge(("tt-1",), "tt-2"),))
    assert centre("xa-a") == "tt-2"
    org.update_service_area(actor=None, area=ServiceArea.objects.get(valid_to__gt=DAY), valid_from=DAY, source="QĐ 9")
    with pytest.raises(org.FactsChangedSince, match="1 thông tin"):
        org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)


def test_facts_told_of_a_new_unit_stand_in_the_way_of_undoing(province):
    made = reform((org.Found("xa-moi", "Đảng ủy xã Mới", "commune_committee", "tinh"),))
    tell("xa-moi", org.Layout("party"), DAY)
    with pytest.raises(org.ReorganisationBuiltOn, match="Thông tin theo thời gian"):
        org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)


def test_a_unit_that_ends_alone_takes_its_facts_along(province):
    tell("c1", org.Contact(phone="0239"))
    org.dissolve_unit(actor=None, unit=org.get_unit("c1"), on=DAY)
    assert UnitFact.objects.get().valid_to == DAY
    assert not EndedFact.objects.exists()
