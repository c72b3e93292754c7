"""Questions of a nation's size: the copy in Parquet, and measures by dimensions from it."""

import sys
from argparse import Namespace

from hocvien.common import clock
from hocvien.console.database import prepare
from hocvien.org import api as org
from hocvien.reporting import api as reporting


def run(args: Namespace) -> int:
    """Write the copy, or print an answer as CSV; what `reporting.write_parquet` and `reporting.break_down_in_parquet` refuse."""
    prepare()
    if args.action == "write":
        for table, rows in reporting.write_parquet(actor=None, now=clock.now()).items():
            print(f"{table:32} {rows:>12,}")
        return 0
    today = clock.today()
    question = reporting.ask(
        unit=org.get_unit(args.unit),
        from_=args.from_,
        to=args.to,
        basis=args.basis,
        known_on=today,
        seen_on=today if args.structure == reporting.NOW else None,
    )
    breakdown = reporting.Breakdown(tuple(args.measures.split(",")), rows=args.rows, columns=args.columns)
    answer = reporting.break_down_in_parquet(question, breakdown)
    print(reporting.copied_note(answer), file=sys.stderr)
    sys.stdout.flush()
    sys.stdout.buffer.write(reporting.answer_as_csv(answer).encode())
    sys.stdout.buffer.flush()
    return 0
