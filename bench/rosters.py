"""A roster of 100,000 people in 20 columns: read, planned, kept and executed, held against the bare reading of the same file.

    python -m bench.rosters [--rows 100000]

The file is made as an office's would be: text, real days, numbers, blank cells, 200 cells (chi bộ) to belong to. Peaks of memory are those
of this process and of the child that reads the file.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bench.start import start

TODAY = date(2026, 9, 8)
CELLS = 200
MOST_RATIO = 20
MOST_MEGABYTES = 500
BARE = "bare reading (python-calamine)"
READ = "  of which: read, columns, encodings"
PLANNED, EXECUTED = "read, kept and planned", "executed"
HEADERS = (
    "TT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Tôn giáo|Quê quán|Số CCCD|Số thẻ đảng viên|Số lý lịch|Ngày vào Đảng|Ngày chính thức|"
    "Văn hóa|Chuyên môn|Trình độ LLCT|Chức vụ|Chi bộ|Điện thoại|Quy hoạch|Ghi chú"
).split("|")
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLES = "Văn Thị Đức Minh Ngọc Thanh Hữu Xuân Thu Quang".split()
GIVENS = "Anh Bình Chi Dũng Giang Hà Hải Hạnh Hòa Hùng Hương Khánh Lan Linh Long Mai Nam Nga Phương Quân Sơn Thảo Trang Tuấn Vân Yến".split()


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of processors: of this process, and of the children it waited for."""

    clock: float = 0.0
    here: float = 0.0
    children: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.clock + other.clock, self.here + other.here, self.children + other.children)

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.clock - other.clock, self.here - other.here, self.children - other.children)


def main() -> int:
    """Make the file, time each step, print one table; 1 when something was not read, or the whole took more than MOST_RATIO or MOST_MEGABYTES."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    place = start()
    from django.db import connection

    file = Path(place.name) / "danh-sach.xlsx"
    make_file(file, options.rows)
    steps: dict[str, Spent] = {}
    made = run(file, steps)
    print(
        f"\n{connection.vendor}: {options.rows:,} rows × {len(HEADERS)} columns, {file.stat().st_size / 1e6:.1f} MB; "
        f"{made['created']:,} created, {made['held']:,} held"
    )
    bare = steps[BARE]
    whole = steps[PLANNED] + steps[EXECUTED]
    print(f"{'':40} {'clock':>10} {'ratio':>7} {'here':>9} {'children':>9}")
    # reading is timed by itself; a second time it is part of the planning
    for label in (BARE, PLANNED, READ, EXECUTED):
        print(line(label, steps[label], bare))
    print(line("planned and executed", whole, bare))
    memory = peaks()
    print(f"peak memory: {memory[0]:.0f} MB here, {memory[1]:.0f} MB in the child that reads")
    if max(memory) > MOST_MEGABYTES:
        print(f"more than {MOST_MEGABYTES} MB")
        return 1
    if made["created"] != options.rows or whole.clock > MOST_RATIO * bare.clock:
        print(f"not all rows went in, or more than {MOST_RATIO} times the bare reading")
        return 1
    return 0


def line(label: str, one: Spent, bare: Spent) -> str:
    """A row of the table."""
    return f"{label:40} {one.clock:8.2f} s {one.clock / bare.clock:7.1f} {one.here:7.2f} s {one.children:7.2f} s"


def run(file: Path, steps: dict[str, Spent]) -> dict[str, int]:
    """Each step once, with its seconds."""
    from hocvien.exchange import api as exchange
    from hocvien.exchange.operations.roster_reading import read_roster
    from hocvien.org import api as org

    unit = found_place(org)
    now = datetime(2026, 9, 8, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    content = file.read_bytes()
    bare = [bare_reading(file)]
    with timed(steps, READ):
        sum(len(part.rows) for part in read_roster(content, file.name).parts)
    with timed(steps, PLANNED):
        stored = exchange.keep_roster(
            actor=None, content=content, filename=file.name, unit=unit, on=TODAY, now=now, at_once=True
        )
    bare.append(bare_reading(file))
    with timed(steps, EXECUTED):
        done = exchange.execute_roster(actor=None, roster=stored, on=TODAY, now=now, at_once=True)
    bare.append(bare_reading(file))
    # a machine's speed drifts over minutes: what all is held against is read before, between and after
    print(f"bare reading, three times: {', '.join(f'{one.clock:.2f} s' for one in bare)}; their mean counts")
    steps[BARE] = Spent(*(sum(one) / len(bare) for one in zip(*map(astuple, bare), strict=True)))
    outcome = exchange.outcome_of(done)
    assert outcome is not None
    return {"created": outcome.created, "held": outcome.held}


_BARE = """
import json, sys, time, os, python_calamine
started, before = time.perf_counter(), os.times()
python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
own = os.times()
print(json.dumps([time.perf_counter() - started, own.user + own.system - before.user - before.system]))
"""


def bare_reading(file: Path) -> Spent:
    """One bare reading, in a process of its own so that its memory is not ours."""
    done = subprocess.run([sys.executable, "-c", _BARE, str(file)], capture_output=True, check=True)
    return Spent(*json.loads(done.stdout))


@contextmanager
def timed(steps: dict[str, Spent], label: str) -> Iterator[None]:
    started = spent()
    yield
    steps[label] = spent() - started


def spent() -> Spent:
    """What was spent so far."""
    own = os.times()
    return Spent(time.perf_counter(), own.user + own.system, own.children_user + own.children_system)


def found_place(org) -> object:
    """A commune committee with CELLS cells."""
    born = date(2010, 1, 1)
    new = [org.NewUnit(code="xa", name="Đảng ủy xã mẫu", kind="commune_committee", valid_from=born)]
    new += [
        org.NewUnit(code=f"cb{n}", name=f"Chi bộ {n}", kind="cell", valid_from=born, parent_code="xa")
        for n in range(CELLS)
    ]
    return next(unit for unit in org.found_units(actor=None, units=new) if unit.code == "xa")


def make_file(file: Path, rows: int) -> None:
    """The workbook, written in constant memory."""
    import xlsxwriter

    rng = Random(2026)
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADERS)
        for n in range(rows):
            for at, value in enumerate(person(rng, n)):
                if isinstance(value, date):
                    sheet.write_datetime(n + 1, at, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a cell has no zone
                elif value != "":
                    sheet.write(n + 1, at, value)


def person(rng: Random, n: int) -> list:
    """The cells of one row."""
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(15_000))
    is_male = rng.random() < 0.55
    admitted = born + timedelta(days=366 * 19 + rng.randrange(3000))
    admitted = min(admitted, date(2025, 1, 1))
    century = (0 if is_male else 1) + (2 if born.year >= 2000 else 0)
    return [
        n + 1,
        f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES)} {rng.choice(MIDDLES)} {rng.choice(GIVENS)}",
        f"{born:%d/%m/%Y}",
        "Nam" if is_male else "Nữ",
        "Kinh",
        "Không",
        "Xã mẫu",
        f"{1 + n // 1_000_000:03d}{century}{born.year % 100:02d}{n % 1_000_000:06d}",
        f"{n:08d}",
        str(n),
        admitted,
        admitted + timedelta(days=370),
        "12/12",
        rng.choice(("Đại học Luật", "Cao đẳng Sư phạm", "", "Thạc sĩ QLKT")),
        rng.choice(("Sơ cấp", "Trung cấp", "Cao cấp", "")),
        rng.choice(("", "", "Bí thư chi bộ", "Chi ủy viên")),
        f"Chi bộ {n % CELLS}",
        "0912345678",
        "",
        "",
    ]


def peaks() -> tuple[float, float]:
    """Peak resident memory of this process and of its children, in megabytes; zeros where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return 0.0, 0.0
    share = 1024 * 1024 if sys.platform == "darwin" else 1024
    here, child = (
        resource.getrusage(who).ru_maxrss / share for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return here, child


if __name__ == "__main__":
    sys.exit(main())
