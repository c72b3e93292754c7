"""Years in a row: what the program counts, and before and beside it what was published. Two kinds of figures, told apart, never added."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractYear

from hocvien.figures import api as figures
from hocvien.org import api as org
from hocvien.reporting.data import Published, Series, SeriesPeriod, SeriesYear
from hocvien.reporting.queries.behind import ask, own_classes, own_participations
from hocvien.reporting.queries.published import published_from

_FIRST = 1945


def compute_series(
    *,
    unit: org.Unit,
    last: date,
    programme: str = "",
    published_programme: str = "",
    seen_on: date | None = None,
) -> Series:
    """Every year of the unit and all below it up to `last`: own classes and participations by the day of opening, and what was published.

    Years run from the first that either side knows. `programme`: a code of the catalogue; `published_programme`: of published figures.
    Published figures are of the unit alone, as its own reports told them. Seven queries, whatever the amount.
    """
    question = ask(unit=unit, from_=date(_FIRST, 1, 1), to=last, known_on=last, seen_on=seen_on)
    classes, people = own_classes(question), own_participations(question)
    if programme:
        classes = classes.filter(programme__code=programme)
        people = people.filter(training_class__programme__code=programme)
    opened_on = dict(classes.order_by().values_list("opens_on").annotate(n=Count("pk")))
    heads_on = dict(people.order_by().values_list("training_class__opens_on").annotate(n=Count("pk")))
    opened: dict[int, int] = {}
    for day, number in opened_on.items():
        opened[day.year] = opened.get(day.year, 0) + number
    counted = {
        year: (participations, persons)
        for year, participations, persons in people.order_by()
        .annotate(year=ExtractYear("training_class__opens_on"))
        .values_list("year")
        .annotate(n=Count("pk"), persons=Count("person", distinct=True))
    }
    told = published_from(figures.told_of(unit.pk, programme=published_programme))
    yearly: dict[int, list[Published]] = {}
    others: list[Published] = []
    for one in told:
        if one.first_on == date(one.first_on.year, 1, 1) and one.last_on == date(one.first_on.year, 12, 31):
            yearly.setdefault(one.first_on.year, []).append(one)
        else:
            others.append(one)
    known = [*opened, *yearly]
    years = range(min(known), max(known) + 1) if known else range(0)
    rows = [
        SeriesYear(
            year=year,
            classes=opened.get(year),
            participations=counted.get(year, (None, None))[0],
            persons=counted.get(year, (None, None))[1],
            published=tuple(yearly.get(year, ())),
        )
        for year in years
    ]
    return Series(
        unit_code=unit.code,
        unit_name=org.label_as_of(unit.pk, last).name,
        years=tuple(rows),
        periods=tuple(
            SeriesPeriod(one, _between(opened_on, one), _between(heads_on, one) if _between(opened_on, one) else None)
            for one in others
        ),
    )


def _between(numbers: Mapping[date, int], told: Published) -> int | None:
    """The sum over the days of the period; None without any."""
    found = [number for day, number in numbers.items() if told.first_on <= day <= told.last_on]
    return sum(found) if found else None
