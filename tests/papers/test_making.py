"""Papers of a class and of a plan: what the screens show stands in them, for those who may see it, and the journal says they were made."""

from dataclasses import replace

import pytest

from hocvien.classes import api as classes
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending
from tests import scenarios
from tests.kept import kept
from tests.papers.test_templates import NOW, text_of, word_file
from tests.scenarios import TODAY
from tests.sending import office

pytestmark = pytest.mark.django_db
HEAD = papers.PaperHead(
    number="15-QĐ/HU",
    place="Mẫu",
    on=TODAY,
    signer_name="Nguyễn Văn Ký",
    signer_post="Phó Bí thư",
    stead="T/M Ban Thường vụ",
)


@kept()
def world():
    return scenarios.found_place()


@kept()
def training_class(world):
    found = scenarios.open_class(world)
    scenarios.admit_people(world, found, 3)
    return found


def make(world, training_class, kind, actor="centre", **more):
    return papers.make_class_paper(
        actor=world.users[actor], training_class=training_class, kind=kind, head=HEAD, today=TODAY, now=NOW, **more
    )


def names(world, training_class, actor="centre"):
    return [row.full_name for row in classes.learner_rows(world.users[actor], training_class, TODAY)]


def test_the_decision_names_everybody_and_the_head(world, training_class):
    made = make(world, training_class, "opening")
    text = text_of(made.content)
    for name in names(world, training_class):
        assert name in text
    assert "Triệu tập 3 học viên" in text
    assert "15-QĐ/HU" in text
    assert "NGUYỄN VĂN KÝ" not in text
    assert "Nguyễn Văn Ký" in text
    assert "từ ngày 08/6/2026 đến hết ngày 12/6/2026" in text or "từ ngày 8/6/2026 đến hết ngày 12/6/2026" in text
    assert made.name.endswith(f"-{training_class.code}.docx")
    entry = journal.list_entries().first()
    assert (entry.verb, entry.subject_uuid) == ("papers.make_paper", training_class.uuid)


@pytest.mark.parametrize("name", ["Lớp nhận thức khóa I", "Nhận thức khóa I"])
@pytest.mark.parametrize("kind", ["call", "opening", "summons", "nominations"])
def test_a_class_is_called_a_class_once(world, kind, name):
    opened = scenarios.open_class(world, name=name)
    if kind == "nominations":
        scenarios.approved_list(world, opened, 1)
        text = text_of(make(world, opened, kind, actor="commune", sending_unit=world.units["xa-a"]).content)
    else:
        scenarios.admit_people(world, opened, 1)
        text = text_of(make(world, opened, kind).content)
    assert "hận thức khóa I" in text
    assert "lớp lớp" not in text.lower()
    assert "lớp nhận thức khóa i" in text.lower()


def test_a_teacher_who_is_also_the_host_is_named_once(world, training_class):
    training_class.hosted_by = training_class.taught_by
    training_class.save()
    host = org.label_as_of(training_class.taught_by_id, TODAY).name
    assert f"Điều 3. {host} và các học viên thi hành" in text_of(make(world, training_class, "opening").content)


def test_a_letter_each(world, training_class):
    text = text_of(make(world, training_class, "summons").content)
    assert text.count("GIẤY TRIỆU TẬP") == 3
    for name in names(world, training_class):
        assert text.count(name) == 1


def test_the_call_says_the_seats_of_each_unit(world, training_class):
    text = text_of(make(world, training_class, "call").content)
    assert "Đảng ủy xã An Bình" in text
    assert "Đảng ủy xã Bình Minh" in text


def test_the_call_has_the_table_of_the_quota_where_there_is_one(world):
    line = scenarios.approved_line(world, unit="huyen")
    said = {"actor": None, "today": scenarios.TODAY, "now": scenarios.at(scenarios.TODAY)}
    quota = quotas.issue_quota(
        owner=world.units["huyen"],
        source=quotas.Line(line.pk),
        seats=50,
        names_due_on=scenarios.LIST_CLOSES,
        **said,
    )
    seats = {world.units["xa-a"].pk: 17, world.units["xa-b"].pk: 13}
    quotas.allot_seats(quota=quota, unit_id=quota.owner_id, seats=seats, **said)
    below = {world.units["xa-a-cb1"].pk: 4}
    quotas.allot_seats(quota=quota, unit_id=world.units["xa-a"].pk, seats=below, **said)
    opened = scenarios.open_class(
        world, actor=None, opened_by="huyen", plan_line_id=line.pk, outside_plan_decision="", invited=("xa-a",)
    )
    text = text_of(make(world, opened, "call").content)
    assert "17" in text
    assert "Đảng ủy xã Bình Minh" in text
    assert "13" in text


def test_a_sending_units_list_holds_its_own_people_alone(world, training_class):
    made = make(world, training_class, "nominations", actor="commune", sending_unit=world.units["xa-a"])
    text = text_of(made.content)
    assert "DANH SÁCH" in text
    with pytest.raises(papers.NothingToWrite):
        make(world, training_class, "nominations", actor="neighbour", sending_unit=world.units["xa-b"])


def test_an_empty_list_is_no_paper(world):
    empty = scenarios.open_class(world)
    for kind in ("opening", "summons"):
        with pytest.raises(papers.NothingToWrite):
            make(world, empty, kind)


def test_a_plan_with_its_sums(world):
    line = scenarios.approved_line(world)
    made = papers.make_plan_paper(actor=None, plan=line.plan, head=HEAD, today=TODAY, now=NOW)
    text = text_of(made.content)
    assert f"năm {line.plan.year}" in text
    assert line.programme.name in text
    assert f"Cộng: {line.classes} lớp" in text


def test_the_offices_own_wording_is_used(world, training_class):
    papers.save_template(
        actor=None, unit=world.units["huyen"], kind="summons", name="m.docx", now=NOW, today=TODAY,
        content=word_file("{%p for g in cac_giay %}", "Trân trọng mời {{ g.ho_ten|upper }}.", "{%p endfor %}"),
    )  # fmt: skip
    text = text_of(make(world, training_class, "summons").content)
    assert text.count("Trân trọng mời") == 3
    assert names(world, training_class)[0].upper() in text


def test_a_message_names_one_person_and_no_unit_of_theirs(world, training_class):
    rows = classes.learner_rows(world.centre, training_class, TODAY)
    text = papers.summons_text(training_class, rows[0])
    assert rows[0].full_name in text
    assert rows[1].full_name not in text
    assert rows[0].unit_name not in text
    assert "đồng chí" not in text


def test_as_many_queries_for_one_as_for_thirty(world, django_assert_max_num_queries):
    small, large = scenarios.open_class(world), scenarios.open_class(world, name="Lớp đông")
    scenarios.admit_people(world, small, 1)
    scenarios.admit_people(world, large, 30)
    for training_class in (small, large):
        with django_assert_max_num_queries(45):
            make(world, training_class, "opening")


def test_a_decision_to_send_holds_its_list_as_it_stood(world):
    people = office.cadres(world, 2)
    notice, _people = office.sent(world, people)
    decision = sending.decisions_of(notice)[0]
    made = papers.make_sending_paper(actor=None, notice=notice, decision=decision, head=HEAD, now=NOW)
    text = text_of(made.content)
    assert "Cử 2 người" in text
    for person in people:
        assert person.full_name in text
    assert notice.number in text


def test_no_paper_is_made_of_an_annulled_decision(world):
    notice, _people = office.sent(world, office.cadres(world, 1))
    decision = sending.decisions_of(notice)[0]
    said = {"actor": None, "notice": notice, "head": HEAD, "now": NOW}
    sending.annul_decision(actor=None, decision=decision, reason="Ký nhầm", today=office.TODAY, now=office.NOW)
    (decision,) = sending.decisions_of(notice)
    with pytest.raises(sending.DecisionAnnulled):
        papers.make_sending_paper(decision=decision, **said)


def test_what_the_office_left_empty_is_dotted_within_a_sentence(world, training_class):
    said = {"actor": world.users["centre"], "training_class": training_class, "kind": "opening", "now": NOW}
    text = text_of(papers.make_class_paper(head=replace(HEAD, number="", place=""), today=TODAY, **said).content)
    assert "……, ngày" in text
    assert "Quyết định số ……, ngày" in text
