"""Holding reports from the roll-up against those counted from facts."""

from datetime import UTC, date, datetime, timedelta

from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.reporting.queries import answer

ON = date(2024, 2, 1)
NOW = datetime(2024, 2, 1, 3, 4, 5, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
WHOLE = {"from_": date(2022, 10, 1), "to": date(2023, 12, 31)}


def hold(world, chance, *, periods=2, not_before=None):
    """Some units over all days, over a year, and over random ones with ragged ends, also as known on some day."""
    for code in ("tinh", *chance.sample(sorted(set(world.units) - {"tinh"}), 2)):
        unit = world.units[code]
        asked = [WHOLE, {"from_": date(2023, 1, 1), "to": date(2023, 12, 31)}]
        for _number in range(periods):
            month = (
                date(2022, 10 + chance.randrange(3), 1)
                if chance.random() < 0.3
                else date(2023, 1 + chance.randrange(12), 1)
            )
            asked.append({"from_": month, "to": date(2023, 12, 31)})
            first = date(2022, 9, 1) + timedelta(days=chance.randrange(480))
            known_on = date(2022, 9, 1) + timedelta(days=chance.randrange(480)) if chance.random() < 0.3 else None
            asked.append({"from_": first, "to": first + timedelta(days=chance.randrange(480)), "known_on": known_on})
        for days in asked:
            fresh = org.get_unit(unit.code)
            here = reporting.compute_report(unit=fresh, **days, not_before=not_before)
            assert here == answer.compute_report(unit=fresh, **days), (code, days)
