"""The ministry's committee of the demonstration: the article's figures, told as sent and never as own."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.demonstration.constants import MINISTRY, MINISTRY_UNIT, PLACE_PERIODS
from hocvien.demonstration.operations.cast import Cast
from hocvien.demonstration.operations.ministry import enter_ministry
from hocvien.demonstration.operations.people import enter_facts, enter_units
from hocvien.demonstration.queries import read_ministry, read_name_book
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.reporting import api as reporting
from hocvien.sending import api as sending

TERM = {"from_": date(2015, 8, 1), "to": date(2020, 7, 31)}
SENT = {"CCLLCT": (2, 170), "TCLLCT": (13, 716), "CNKT": (1, 18), "BDCM": (1, 5)}


def test_the_files_say_what_the_article_says():
    counted = {code: [0, 0] for code in SENT}
    for entry in read_ministry(MINISTRY).notices:
        counted[entry.programme][0] += 1
        counted[entry.programme][1] += entry.people
    assert {code: tuple(both) for code, both in counted.items()} == SENT


@pytest.mark.django_db
def test_the_term_tells_them_as_sent_and_nobody_as_own(settings):
    settings.HOCVIEN_TODAY = "2026-09-08"
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)
    place = read_ministry(MINISTRY)
    units = enter_units(place)
    enter_facts(place, units, place.valid_from)
    cast = Cast(place, units)
    cast.enter("an-ba-binh-cam-10")
    enter_ministry(place, units, cast, read_name_book())
    codes = Counter(sending.sent_facts(**_half_open()).values_list("programme_code", flat=True))
    assert codes == {code: number for code, (_notices, number) in SENT.items()}
    assert not sending.Notice.objects.filter(is_generated=False).exists()
    assert not people.people().filter(is_generated=False).exists()
    unit = org.get_unit(MINISTRY_UNIT)
    own = reporting.compute_report(unit=unit, **TERM)
    assert (own.classes, own.totals.participations) == (0, 0)
    page = Client()
    page.force_login(accounts.find_user("bomau.tochuc"))
    address = f"/sendings/figures/?unit={MINISTRY_UNIT}&period={PLACE_PERIODS[MINISTRY_UNIT]}"
    page.get(address)
    with CaptureQueriesContext(connection) as asked:
        shown = page.get(address).content.decode()
    for number in ("170", "716", "18", "909"):
        assert f">{number}<" in shown, number
    assert len(asked) <= 20
    # nobody who went to one of the two levels is told to be without an end
    assert set(sending.Sending.objects.values_list("status", "course")) == {("sent", "finished")}


def _half_open():
    return {"from_": TERM["from_"], "to_exclusive": date(2020, 8, 1)}
