"""The figures of all sources asked of the demonstration and answered: the district's live in `test_build`, the others here, each with its source."""

from datetime import date

import pytest
import yaml
from django.test import Client

from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.console.main import main
from hocvien.demonstration.constants import DUC_THO, MINISTRY, PUBLISHED
from hocvien.demonstration.operations.cast import Cast
from hocvien.demonstration.operations.people import enter_facts, enter_units
from hocvien.demonstration.operations.published import enter_history, enter_published
from hocvien.demonstration.queries import read_ministry, read_published
from hocvien.figures import api as figures
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from tests.kept import kept

TODAY = date(2026, 9, 8)
# unit, period as one would ask, (fit, classes, participants), [(programme, part, classes, participants)], words of the source
ASKED = [
    (
        "bo-mau",
        "nk2015",
        ("same", 12, 1122),
        [
            ("NTVD", "item", 5, 485),
            ("DVM", "item", 4, 276),
            ("NVCTD", "item", 3, 361),
            ("CCLLCT", "sent", 2, 170),
            ("TCLLCT", "sent", 13, 716),
            ("CNKT", "sent", None, 18),
            ("BDCM", "sent", None, 5),
        ],
        "Bộ Công Thương",
    ),
    ("khoi-trung-uong", "2009-01-01..2018-12-31", ("same", 70, 6392), [], "tóm tắt"),
    (
        "son-la",
        "2010-10-01..2020-09-30",
        ("same", 109, 6306),
        [("DVM", "item", 36, 2699), ("NTVD", "item", 73, 3607), ("NVCTD", "planned", None, 12000)],
        "tóm tắt",
    ),
    ("son-la", "nk2010", ("wider", 109, 6306), None, "tóm tắt"),
    ("son-la", "nk2015", ("wider", 109, 6306), None, "tóm tắt"),
    ("hai-phong", "2018", ("same", None, 70000), [], "tóm tắt"),
    ("hai-phong", "2019-6m", ("same", 502, 55000), [], "tóm tắt"),
    ("hung-yen", "2019", ("same", 315, 27010), [("SCLLCT", "item", 8, 310), ("BDCM", "item", 307, 26700)], "Hưng Yên"),
    (
        "khoi-thai-nguyen",
        "2020-9m",
        ("same", 3, 262),
        [("NTVD", "item", 1, 103), ("DVM", "item", 2, 159)],
        "Thái Nguyên",
    ),
]


@kept(today=TODAY)
def places():
    catalogue.load_seed(actor=None)
    ministry = read_ministry(MINISTRY)
    enter_facts(ministry, enter_units(ministry), ministry.valid_from)
    place = read_published(PUBLISHED)
    units = enter_units(place)
    enter_facts(place, units, place.valid_from)
    cast = Cast(place, units)
    cast.enter("an-ba-binh-cam-10")
    enter_published(cast, TODAY)


def ask(code, period):
    unit = org.get_unit(code)
    asked = reporting.read_period(period, unit, TODAY, until=TODAY)
    return reporting.compute_report(unit=unit, from_=asked.from_, to=asked.to, term=asked.name, known_on=TODAY)


@pytest.mark.django_db
def test_every_source_is_answered_with_its_citation(places):
    for code, period, totals, lines, source in ASKED:
        answer = ask(code, period)
        (told,) = answer.published
        assert (told.fit, told.classes, told.participants) == totals, (code, period)
        if lines is not None:
            found = [(line.code, line.part, line.classes, line.participants) for line in told.beside_total]
            assert found == lines, code
        assert source in told.source, code
        assert source in reporting.report_as_text(answer), code
    assert {one.fit for one in ask("hai-phong", "2018").published} == {"same"}
    (city,) = ask("hai-phong", "2018").published
    assert (city.participants_to, city.are_days_assumed) == (78000, True)
    assert "70.000–78.000" in reporting.paragraph(ask("hai-phong", "2018"))
    # nothing but what the sources say goes without a mark
    for one in figures.Statement.objects.all():
        assert one.are_days_assumed or one.text, one


@pytest.mark.django_db
def test_the_command_and_the_page_answer_alike(places, capfd, monkeypatch):
    assert main(["report", "--unit", "bo-mau", "--period", "nk2015"]) == 0
    told = capfd.readouterr().out
    assert "05 lớp, 485 người" in told
    assert "Bộ Công Thương" in told
    client = Client()
    client.force_login(accounts.find_user("solieu.congbo"))
    page = client.get("/reports/?unit=son-la&period=nk2015").content.decode()
    for words in ("2.699", "3.607", "ngày giả định", "kỳ rộng hơn"):
        assert words in page, words
    series = client.get("/figures/series/?unit=hai-phong&period=2026").content.decode()
    assert "đến 78.000" in series


@pytest.mark.django_db
def test_sample_years_say_that_they_are_samples(settings):
    settings.HOCVIEN_TODAY = TODAY.isoformat()
    raw = yaml.safe_load((DUC_THO / "history.yaml").read_text("utf-8"))
    assert all(row["year"] < 2023 for row in raw["rows"])
    unit = org.found_unit(
        actor=None, code="duc-tho", name="Huyện ủy Đức Thọ", kind="district_committee", valid_from=date(2020, 1, 1)
    )

    class Nobody:
        def one_at(self, role, code):
            return None

    enter_history(Nobody())
    assert figures.Statement.objects.filter(is_generated=True, source_title__endswith="(mẫu)").count() == len(
        raw["rows"]
    )
    series = reporting.compute_series(unit=unit, last=TODAY)
    assert [one.year for one in series.years] == list(range(2010, 2023))
