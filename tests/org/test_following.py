"""People, roles and everything else that stands at units that end."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.people.models import Belonging, Carried, Post
from tests.org.units import D0, NOW, reform, rows

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)
MERGE = (org.Merge(("a1",), "a2"),)


def person(name, unit, **more):
    return people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name=name,
            belongings=(people.NewBelonging(unit_id=org.get_unit(unit).pk, kind="official_cell", valid_from=D0),),
            posts=(
                people.NewPost(
                    unit_id=org.get_unit(unit).pk, kind="cell_secretary", title="Bí thư chi bộ", valid_from=D0
                ),
            ),
            managements=(people.NewManagement(unit_id=org.get_unit(unit).pk, valid_from=D0),),
        ),
        **more,
    )


def facts():
    return {
        model.__name__: sorted(
            map(str, model.objects.values_list("pk", "person_id", "unit_id", "valid_from", "valid_to"))
        )
        for model in (Belonging, Post, access.Grant)
        if model is not access.Grant
    } | {"grants": sorted(map(str, access.Grant.objects.values_list("pk", "unit_id", "valid_from", "valid_to")))}


def test_people_go_where_their_cell_goes(province):
    member = person("Nguyễn Thị Mẫu", "a1")
    reform(MERGE)
    assert people.main_unit_ids([member.pk], DAY) == {member.pk: org.get_unit("a2").pk}
    assert people.main_unit_ids([member.pk], date(2025, 6, 30)) == {member.pk: org.get_unit("a1").pk}
    assert people.posts_as_of([member.pk], DAY) == {}, "a post ends with the unit in which it was held"


def test_roles_end_and_are_given_to_nobody(province):
    user = access.open_account(actor=None, username="bi-thu", full_name="Bí thư mẫu", password=None)
    other = access.open_account(actor=None, username="khac", full_name="Người khác mẫu", password=None)
    access.give_grant(actor=None, user=user, role="clerk", unit=org.get_unit("a1"), valid_from=D0)
    access.give_grant(actor=None, user=other, role="clerk", unit=org.get_unit("a2"), valid_from=D0)
    reform(MERGE)
    assert access.list_grants(user, DAY) == []
    assert len(access.list_grants(user, date(2025, 6, 30))) == 1
    reached = set(
        org.Unit.objects.filter(pk__in=access.unit_ids_for(other, "unit.view", DAY)).values_list("code", flat=True)
    )
    assert reached == {"a2", "a1"}, "the successor's clerk finds what the ended unit left"


def test_everything_comes_back(province):
    user = access.open_account(actor=None, username="bi-thu", full_name="Bí thư mẫu", password=None)
    access.give_grant(actor=None, user=user, role="clerk", unit=org.get_unit("a1"), valid_from=D0)
    person("Nguyễn Thị Mẫu", "a1")
    before, tree = facts(), rows()
    made = reform(MERGE)
    assert facts() != before
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert (facts(), rows()) == (before, tree)
    assert not Carried.objects.exists()


def test_who_moved_on_since_stands_in_the_way(province):
    member = person("Nguyễn Thị Mẫu", "a1")
    made = reform(MERGE)
    fact = Belonging.objects.get(person=member, unit=org.get_unit("a2"))
    people.end_belonging(actor=None, belonging=fact, on=date(2025, 9, 1))
    with pytest.raises(people.PeopleMovedSince):
        org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)


def test_a_split_takes_each_person_where_the_list_says(province):
    first, second = person("Nguyễn Thị Một", "a1"), person("Trần Văn Hai", "a1")
    steps = (
        org.Found("a8", "Chi bộ 8", "cell", "xa-a"),
        org.Found("a9", "Chi bộ 9", "cell", "xa-a"),
        org.Split(
            "a1", (org.SplitPart("a8", people=(str(first.uuid),)), org.SplitPart("a9", people=(str(second.uuid),)))
        ),
    )
    reform(steps)
    there = people.main_unit_ids([first.pk, second.pk], DAY)
    assert there == {first.pk: org.get_unit("a8").pk, second.pk: org.get_unit("a9").pk}


def test_a_split_forgets_nobody(province):
    person("Nguyễn Thị Một", "a1")
    steps = (
        org.Found("a8", "Chi bộ 8", "cell", "xa-a"),
        org.Split("a1", (org.SplitPart("a8"),)),
    )
    with pytest.raises(people.PeopleLeftOver):
        reform(steps)


def test_a_preview_counts_what_stands_there(province):
    person("Nguyễn Thị Mẫu", "a1")
    touched = org.preview_reorganisation(steps=MERGE, on=DAY)
    told = {str(label): count for label, count in touched.things if count}
    assert told == {"Người sinh hoạt, công tác": 1}


def test_who_goes_on_with_a_successor_that_ends_too_comes_back(province):
    member = person("Nguyễn Thị Mẫu", "a1")
    before, tree = facts(), rows()
    made = reform((org.Merge(("a1",), "a2"), org.Merge(("a2",), "b1")))
    assert people.main_unit_ids([member.pk], DAY) == {member.pk: org.get_unit("b1").pk}
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert (facts(), rows()) == (before, tree)


def test_nobody_inherits_once_they_have_ended(province):
    with pytest.raises(org.UnitOutsideLife, match="a2"):
        reform((org.Merge(("a2",), "a1"), org.Dissolve("b1", "a2")))


def test_a_unit_that_lives_on_with_less_keeps_whoever_is_not_named(province):
    user = access.open_account(actor=None, username="bi-thu", full_name="Bí thư mẫu", password=None)
    access.give_grant(actor=None, user=user, role="clerk", unit=org.get_unit("a1"), valid_from=D0)
    first, second = person("Nguyễn Thị Một", "a1"), person("Trần Văn Hai", "a1")
    before, tree = facts(), rows()
    made = reform(
        (
            org.Found("a8", "Chi bộ 8", "cell", "xa-a"),
            org.Split("a1", (org.SplitPart("a8", people=(str(first.uuid),)), org.SplitPart("a1")), rest="a1"),
        )
    )
    there = people.main_unit_ids([first.pk, second.pk], DAY)
    assert there == {first.pk: org.get_unit("a8").pk, second.pk: org.get_unit("a1").pk}
    assert len(people.posts_as_of([first.pk, second.pk], DAY).get(second.pk, [])) == 1
    assert len(access.list_grants(user, DAY)) == 1
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert (facts(), rows()) == (before, tree)


def test_ending_a_unit_by_itself_takes_everybody_up_and_ends_roles(province):
    user = access.open_account(actor=None, username="bi-thu", full_name="Bí thư mẫu", password=None)
    access.give_grant(actor=None, user=user, role="clerk", unit=org.get_unit("a1"), valid_from=D0)
    member = person("Nguyễn Thị Mẫu", "a1")
    org.dissolve_unit(actor=None, unit=org.get_unit("a1"), on=DAY)
    assert people.main_unit_ids([member.pk], DAY) == {member.pk: org.get_unit("xa-a").pk}
    assert access.list_grants(user, DAY) == []


# --- requests to move that wait ---------------------------------------------------------------------------------------


def ask(member, to_unit, on=date(2025, 8, 1)):
    return people.ask_transfer(actor=None, person=member, to_unit=org.get_unit(to_unit), on=on, now=NOW)


def asked():
    rows = people.TransferRequest.objects.order_by("pk")
    return [
        (row.from_unit and row.from_unit.code, row.to_unit.code, row.on, row.status)
        for row in rows.select_related("from_unit", "to_unit")
    ]


def test_a_request_to_move_goes_with_both_its_units(province):
    early, late = date(2025, 6, 20), date(2025, 8, 1)
    ask(person("Nguyễn Thị Đi", "a1"), "c1", late)
    ask(person("Trần Văn Đến", "c1"), "a1", early)
    done = ask(person("Lê Thị Xong", "c1"), "a1", early)
    people.withdraw_transfer(actor=None, request=done, now=NOW)
    before = asked()
    touched = org.preview_reorganisation(steps=MERGE, on=DAY)
    assert {str(label): count for label, count in touched.things}["Đề nghị chuyển sinh hoạt chờ trả lời"] == 2
    assert asked() == before
    made = reform(MERGE)
    assert asked() == [
        ("a2", "c1", late, "asked"),
        ("c1", "a2", DAY, "asked"),
        ("c1", "a1", early, "withdrawn"),
    ]
    for row in people.TransferRequest.objects.filter(status="asked"):
        journalled = journal.list_entries(subject_uuid=row.person.uuid)
        assert "people.carry_transfer" in {entry.verb for entry in journalled}
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert asked() == before
    assert not Carried.objects.exists()


def test_a_request_carried_on_can_be_accepted(province):
    out, come = person("Nguyễn Thị Đi", "a1"), person("Trần Văn Đến", "c1")
    requests = [ask(out, "c1"), ask(come, "a1", date(2025, 6, 20))]
    reform(MERGE)
    later = NOW.replace(month=8, day=2)
    for request in requests:
        people.accept_transfer(actor=None, request=request, now=later)
    day = later.date()
    cells = people.main_unit_ids([out.pk, come.pk], day)
    assert cells == {out.pk: org.get_unit("c1").pk, come.pk: org.get_unit("a2").pk}


def test_a_request_between_units_that_become_one_is_withdrawn(province):
    ask(person("Nguyễn Thị Đi", "a1"), "a2")
    before = asked()
    made = reform(MERGE)
    assert asked() == [("a2", "a2", date(2025, 8, 1), "withdrawn")]
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert asked() == before


def test_a_request_goes_on_with_a_successor_that_ends_too(province):
    ask(person("Trần Văn Đến", "c1"), "a1")
    before = asked()
    made = reform((org.Merge(("a1",), "a2"), org.Merge(("a2",), "b1")))
    assert asked() == [("c1", "b1", date(2025, 8, 1), "asked")]
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert asked() == before


@pytest.mark.parametrize(
    ("steps", "heirs"),
    [
        (
            (
                org.Found("a8", "Chi bộ 8", "cell", "xa-a"),
                org.Found("a9", "Chi bộ 9", "cell", "xa-a"),
                org.Split("a1", (org.SplitPart("a8"), org.SplitPart("a9")), rest="a9"),
            ),
            "tiếp nối là Chi bộ 8, Chi bộ 9",
        ),
        ((org.Dissolve("a1"),), "đã kết thúc từ ngày 01/07/2025. Trả lại"),
    ],
)
def test_a_request_to_a_unit_that_nobody_alone_carries_on_stays_and_says_so(province, steps, heirs):
    request = ask(person("Trần Văn Đến", "c1"), "a1")
    before = asked()
    made = reform(steps)
    assert asked() == before
    with pytest.raises(people.TransferUnitEnded) as refused:
        people.accept_transfer(actor=None, request=request, now=NOW)
    assert heirs in str(refused.value)
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    people.accept_transfer(actor=None, request=request, now=NOW)


def test_a_request_leaves_a_divided_unit_with_its_person(province):
    first, second = person("Nguyễn Thị Một", "a1"), person("Trần Văn Hai", "a1")
    for member in (first, second):
        ask(member, "c1")
    ask(person("Lê Thị Ba", "c1"), "a1")
    before = asked()
    made = reform(
        (
            org.Found("a8", "Chi bộ 8", "cell", "xa-a"),
            org.Split("a1", (org.SplitPart("a8", people=(str(first.uuid),)), org.SplitPart("a1")), rest="a1"),
        )
    )
    assert [row[:2] for row in asked()] == [("a8", "c1"), ("a1", "c1"), ("c1", "a1")]
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert asked() == before


def test_an_answer_given_since_is_kept_when_all_is_undone(province):
    returned = ask(person("Trần Văn Đến", "c1"), "a1")
    accepted = ask(person("Lê Thị Vào", "c1"), "a1")
    made = reform(MERGE)
    people.return_transfer(actor=None, request=returned, reason="Thiếu giấy", now=NOW)
    people.accept_transfer(actor=None, request=accepted, now=NOW)
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert [row[1:] for row in asked()] == [
        ("a1", date(2025, 8, 1), "returned"),
        ("a2", date(2025, 8, 1), "accepted"),
    ]


def test_a_request_carried_on_since_stands_in_the_way(province):
    ask(person("Trần Văn Đến", "c1"), "a1")
    first = reform(MERGE)
    second = reform((org.Merge(("a2",), "b1"),), on=date(2025, 7, 2))
    with pytest.raises(DomainError):
        org.undo_reorganisation(actor=None, reorganisation=first, now=NOW)
    org.undo_reorganisation(actor=None, reorganisation=second, now=NOW)
    org.undo_reorganisation(actor=None, reorganisation=first, now=NOW)
    assert [row[1] for row in asked()] == ["a1"]


def test_a_unit_that_ends_alone_takes_the_asking_side_up(province):
    ask(person("Nguyễn Thị Đi", "a1"), "c1")
    ask(person("Trần Văn Đến", "c1"), "a1")
    org.dissolve_unit(actor=None, unit=org.get_unit("a1"), on=DAY)
    assert [row[:2] for row in asked()] == [("xa-a", "c1"), ("c1", "a1")]
    assert not Carried.objects.exists()
