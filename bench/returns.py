"""A return at the size of a bloc of central agencies: 1,092 base organisations, 5,939 cells below them. Opened, answered, seen, consolidated, locked.

python -m bench.returns [--organisations 1092] [--cells 5939]
"""

import argparse
import sys
import time
from datetime import date

from bench.pages import measure_pages
from bench.start import analyse, start

TODAY = date(2026, 7, 1)
DUE = date(2026, 7, 15)
SINCE = date(2010, 1, 1)


def main() -> int:
    """Fill, measure, print; 1 when a page asks more than 20 queries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=1_092)
    parser.add_argument("--cells", type=int, default=5_939)
    options = parser.parse_args()
    _place = start(TODAY)
    from django.db import connection

    from hocvien.returns import api as returns
    from hocvien.returns.models import Sheet

    began = time.perf_counter()
    units, user = found(options.organisations, options.cells)
    returns.load_seed(actor=None)
    form = returns.Form.objects.get(code="HV-XA")
    analyse()
    print(f"\n{connection.vendor}: {len(units):,} units founded in {time.perf_counter() - began:.1f} s")

    from hocvien.common.periods import parse_period

    asked = timed(
        "open for base organisations",
        lambda: returns.open_return(
            actor=user, unit=units["khoi"], form=form, period=parse_period("2026-6m"), due_on=DUE, on=TODAY
        ),
    )
    timed("open for all cells below", lambda: returns.collect_below_all(actor=user, asked=asked, due_on=DUE, on=TODAY))
    analyse()
    answer(Sheet, asked, returns)
    analyse()
    first = asked.sheets.filter(parent=None).order_by("pk").first()
    timed("one organisation takes its cells", lambda: returns.take_below(actor=user, sheet=first, on=TODAY))
    made = returns.compiled(form)
    timed("add up base organisations", lambda: returns.consolidated(made, asked, TODAY))
    cells = [dict(one) for one in Sheet.objects.exclude(parent=None).values_list("values", flat=True)]
    from hocvien.returns.arithmetic.filling import consolidate

    timed(f"add up {len(cells):,} sheets of cells", lambda: consolidate(made, cells, {}))
    answered = measure_pages(
        user,
        [
            ("returns of the period", "/returns/?unit=khoi&period=2026"),
            ("overview, 1st page of 400", f"/returns/{asked.uuid}/?unit=khoi&period=2026"),
            ("overview, late alone", f"/returns/{asked.uuid}/?unit=khoi&period=2026&state=late"),
            ("consolidated", f"/returns/{asked.uuid}/total/?unit=khoi&period=2026"),
            ("one sheet", f"/returns/sheets/{first.uuid}/?unit=khoi&period=2026"),
            ("cells of one organisation", f"/returns/sheets/{first.uuid}/below/?unit=khoi&period=2026"),
            ("their rows to enter", f"/returns/sheets/{first.uuid}/below/rows/?unit=khoi&period=2026&row=r1"),
        ],
    )
    timed("lock", lambda: returns.lock_return_figures(actor=user, asked=asked, on=TODAY))
    return answered


def found(organisations: int, cells: int) -> tuple[dict, object]:
    """A bloc, its base organisations, their cells; the office that asks."""
    from hocvien.access import api as access
    from hocvien.org import api as org

    new = [org.NewUnit("khoi", "Đảng ủy khối mẫu", "bloc_committee", SINCE)]
    new += [
        org.NewUnit(f"cs-{n}", f"Đảng bộ cơ sở mẫu {n}", "base_committee", SINCE, "khoi") for n in range(organisations)
    ]
    new += [org.NewUnit(f"cb-{n}", f"Chi bộ mẫu {n}", "cell", SINCE, f"cs-{n % organisations}") for n in range(cells)]
    units = {unit.code: unit for unit in org.found_units(actor=None, units=new)}
    user = access.open_account(actor=None, username="khoi", full_name="Văn phòng khối", password=None)
    access.give_grant(actor=None, user=user, role="committee_office", unit=units["khoi"], valid_from=SINCE)
    return units, user


def answer(sheets: type, asked: object, returns: object) -> None:
    """All but a few have handed in: written as rows, for what is measured is reading them."""
    made = returns.compiled(asked.form)
    rows = list(sheets.objects.filter(in_return=asked).order_by("pk"))
    for at, row in enumerate(rows):
        if at % 40 == 0:
            continue
        typed = {f"r{n}.c{c}": (at + n * c) % 90 + 60 // c for n in range(1, 7) for c in (1, 2, 4, 5, 6)}
        row.typed = typed
        row.values = returns.fill(made, {}, typed).values
        row.status, row.number, row.submitted_on = "submitted", 1, TODAY
        row.contradicting = at % 15 == 0
    sheets.objects.bulk_update(
        rows, ["typed", "values", "status", "number", "submitted_on", "contradicting"], batch_size=200
    )


def timed(label: str, do: object) -> object:
    began = time.perf_counter()
    done = do()
    print(f"{label:40} {time.perf_counter() - began:8.2f} s")
    return done


if __name__ == "__main__":
    sys.exit(main())
