"""Standard reports kept counted: built, held against a count, mended, dropped."""

from argparse import Namespace

from hocvien.common import clock
from hocvien.console.database import prepare
from hocvien.rollup import api as rollup


def run(args: Namespace) -> int:
    """1 where a check finds rows that differ; 2 where this installation keeps none, or no month could be compared."""
    prepare()
    if args.action == "drop":
        rollup.drop()
        return 0
    if not rollup.is_on():
        print("Đặt HOCVIEN_ROLLUP=1 trước (set HOCVIEN_ROLLUP=1 first).")
        return 2
    if args.action == "rebuild":
        months = sum(1 for _done in rollup.rebuild())
        print(f"Đã cộng {months} tháng ({months} months counted).")
        return 0
    found = rollup.check(on=clock.today(), repair=args.action == "repair")
    if not found.months:
        print(
            "Chưa đối chiếu tháng nào: chạy hocvien rollup rebuild (no month was compared: run hocvien rollup rebuild)."
        )
        return 2
    print(f"{found.months} tháng, {found.rows} dòng khác ({found.months} months, {found.rows} rows differ).")
    return int(bool(found.rows) and args.action == "check")
