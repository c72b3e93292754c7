"""Refusals, the clock and identifiers."""

from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from hocvien.common.clock import now, today
from hocvien.common.errors import DomainError, Forbidden, NotVisible
from hocvien.common.identity import new_uuid


def test_domain_error_fills_its_places_and_writes_dates_day_first():
    error = DomainError("x", gettext_lazy("Lớp {name} mở ngày {on}."), name="A", on=date(2023, 5, 2))
    assert str(error) == "Lớp A mở ngày 02/05/2023."
    assert error.data["on"] == date(2023, 5, 2)


def test_domain_error_kinds_are_told_apart():
    assert issubclass(NotVisible, DomainError)
    assert issubclass(Forbidden, DomainError)


def test_clock_stands_on_the_day_of_a_demonstration(settings):
    settings.HOCVIEN_TODAY = "2023-08-15"
    assert today() == date(2023, 8, 15)
    assert timezone.localtime(now()).date() == date(2023, 8, 15)


def test_clock_otherwise_goes_on():
    assert abs((now() - datetime.now(tz=UTC)).total_seconds()) < 5


def test_new_uuid_made_later_sorts_later():
    made = [new_uuid() for _ in range(50)]
    assert made == sorted(made)
    assert made[0].version == 7
