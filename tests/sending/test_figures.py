"""Those sent are counted by the basis stated, beside the own total and never in it; every figure has its list."""

from datetime import date

import pytest
from django.urls import reverse

from hocvien.reporting import api as reporting
from hocvien.sending import api as sending
from tests import scenarios
from tests.kept import kept
from tests.sending import office

YEAR = {"from_": date(2026, 1, 1), "to": date(2026, 12, 31)}


def asked(world, unit="huyen", basis="decided", **more):
    return reporting.ask_sent(unit=world.units[unit], basis=basis, **YEAR | more)


def figures(rows):
    return [(row.code, row.participations, row.persons, row.female) for row in rows]


@kept()
def places(world):
    """Three sent to the academy, one of them to the school's class too."""
    first, second = office.cadres(world, 2)
    (third,) = office.cadres(world, 1, cell="xa-b-cb1", birth_year=1970)
    _row, sent = office.sent(world, [first, second, third])
    _row, again = office.sent(
        world,
        [first],
        programme="BCV",
        study_mode="",
        number="9-TB",
        issuer_name="Trường Chính trị tỉnh Mẫu",
        opens_on=date(2027, 2, 1),
        ends_on=date(2027, 2, 5),
    )
    return [*sent, *again]


def test_by_programme_unit_level_sex_and_year(world, places):
    counted = reporting.count_sent_out(asked(world))
    assert (counted.totals.participations, counted.totals.persons, counted.totals.female) == (4, 3, 1)
    assert set(figures(counted.by_programme)) == {("CCLLCT", 3, 3, 1), ("BCV", 1, 1, 0)}
    assert figures(counted.by_unit) == [("xa-a", 3, 2, 1), ("xa-b", 1, 1, 0)]
    assert figures(counted.by_level) == [("", 1, 1, 0), ("advanced", 3, 3, 1)]
    assert figures(counted.by_year) == [("2026", 4, 3, 1)]


def test_the_basis_decides_the_period(world, places):
    assert reporting.count_sent_out(asked(world, basis="opened")).totals.participations == 3
    assert reporting.count_sent_out(asked(world, basis="finished")).totals.participations == 0
    office.diploma(world, places[0])
    late = {"from_": date(2028, 1, 1), "to": date(2028, 12, 31)}
    assert reporting.count_sent_out(asked(world, basis="finished", **late)).totals.participations == 1
    with pytest.raises(reporting.BasisUnknown):
        asked(world, basis="running")


def test_every_figure_is_its_list(world, places):
    question = asked(world)
    counted = reporting.count_sent_out(question)
    for rows, key in (
        (counted.by_programme, "programme_code"),
        (counted.by_unit, "sender_code"),
        (counted.by_level, "level"),
    ):
        for row in rows:
            behind = reporting.sent_behind(question, **{key: row.code or "-"})
            assert behind.count() == row.participations, (key, row)
    assert reporting.sent_behind(question, year=2026).count() == 4
    assert reporting.sent_behind(question, issuer="Trường Chính trị tỉnh Mẫu").count() == 1


def test_the_unit_of_the_day_of_the_decision_tells(world, places):
    office.move(world, places[0].person, "xa-b-cb1", date(2026, 5, 19))
    assert figures(reporting.count_sent_out(asked(world)).by_unit) == [("xa-a", 3, 2, 1), ("xa-b", 1, 1, 0)]
    assert reporting.count_sent_out(asked(world, unit="xa-a")).totals.participations == 3
    assert reporting.count_sent_out(asked(world, unit="huyen-khac")).totals.participations == 0


def test_an_annulled_decision_counts_nobody_and_who_left_still_counts(world, places):
    office.event(world, places[1], "withdrawal", date(2026, 10, 1), paper_number="4-QĐ")
    assert reporting.count_sent_out(asked(world)).totals.participations == 4
    sending.recall_person(
        actor=world.committee, sending=places[2], reason="Xin không đi", today=office.TODAY, now=office.NOW
    )
    assert reporting.count_sent_out(asked(world)).totals.participations == 3


@pytest.mark.parametrize("basis", reporting.BASES)
def test_the_own_total_never_changes(world, basis):
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 2)

    def own():
        report = reporting.compute_report(unit=world.units["huyen"], basis=basis, **YEAR)
        return report.classes, report.totals, report.programmes, report.joint, report.by_sending_unit

    before = own()
    _row, (one,) = office.sent(
        world, office.cadres(world, 1), opens_on=date(2026, 5, 19), names_due_on=None, ends_on=date(2026, 6, 1)
    )
    office.event(world, one, "finished", date(2026, 6, 1))
    assert own() == before
    report = reporting.compute_report(unit=world.units["huyen"], basis=basis, **YEAR)
    (row,) = report.sent
    assert (row.code, row.partner, row.classes, row.participations, row.is_outside) == (
        "CCLLCT",
        "Học viện Chính trị khu vực I",
        1,
        1,
        True,
    )
    assert "Cử 01 người tham gia 01 lớp" in reporting.paragraph(report)
    assert "do Học viện Chính trị khu vực I mở" in reporting.paragraph(report)


def test_a_report_costs_no_more_for_many(world, django_assert_max_num_queries):
    office.sent(world, office.cadres(world, 12))
    with django_assert_max_num_queries(8):
        reporting.compute_report(unit=world.units["huyen"], basis="running", **YEAR)
    with django_assert_max_num_queries(6):
        reporting.count_sent_out(asked(world))


def test_figures_and_lists_on_screen(world, places, client, settings):
    settings.HOCVIEN_TODAY = office.TODAY.isoformat()
    client.force_login(world.committee)
    shown = client.get(reverse("sending:sent-figures") + "?unit=huyen&period=2026").content.decode()
    assert "Theo ngày quyết định cử" in shown
    assert reverse("sending:people-sent") in shown
    listed = client.get(reverse("sending:people-sent") + "?unit=huyen&period=2026&programme=CCLLCT")
    assert listed.context["table"].count == 3
    women = client.get(reverse("sending:people-sent") + "?unit=huyen&period=2026&women=1&level=advanced")
    assert women.context["table"].count == 1
    report = client.get(reverse("reports:report-page") + "?unit=huyen&period=2026&basis=running").content.decode()
    assert reverse("sending:people-sent") in report or "Ngoài tổng: cử đi học" not in report
    for wrong in ("&basis=nothing", "&year=x", "&level=zzz", "&sender=khong-co"):
        assert client.get(reverse("sending:people-sent") + f"?unit=huyen&period=2026{wrong}").status_code in {
            200,
            404,
            409,
        }
