"""Standard reports kept counted: built, held against a count, mended, dropped."""

from argparse import Namespace

from hocvien.common import clock
from hocvien.console.database import prepare
from hocvien.rollup import api as rollup


def run(args: Namespace) -> int:
    """1 where a check finds rows that differ; 2 where this installation keeps none, or nothing could be compared."""
    prepare()
    if args.action == "drop":
        rollup.drop()
        return 0
    if not rollup.is_on():
        print("Đặt HOCVIEN_ROLLUP=1 trước (set HOCVIEN_ROLLUP=1 first).")
        return 2
    if args.action == "rebuild":
        _rebuild(args.least)
        return 0
    found = rollup.check(on=clock.today(), now=clock.now(), repair=args.action == "repair")
    if not found.rows:
        print(
            "Chưa đối chiếu được: chạy hocvien rollup rebuild, hoặc chờ việc đang chạy "
            "(nothing was compared: run hocvien rollup rebuild, or wait for what is under way)."
        )
        return 2
    print(f"{found.rows} dòng, {found.differing} dòng khác ({found.rows} rows, {found.differing} differ).")
    return int(bool(found.differing) and args.action == "check")


def _rebuild(least: int | None) -> None:
    said = 0
    for done, total in rollup.rebuild(now=clock.now(), least=least):
        if total and done * 10 // total > said:
            said = done * 10 // total
            print(f"{done}/{total}", flush=True)
    told = rollup.state()
    units = told.units if told else 0
    print(f"Đã cộng xong, {units} đơn vị lớn (counted, {units} large units).")
