"""A backup to a file, while people go on working."""

from argparse import Namespace

from hocvien.common.clock import now
from hocvien.console.database import prepare
from hocvien.exchange import api as exchange


def run(args: Namespace) -> int:
    """Write the file and say what it holds."""
    prepare()
    made = exchange.back_up(actor=None, path=args.file, at=now())
    print(f"Đã sao lưu (backed up): {args.file} · {made.rows} dòng (rows) · {made.size / 1_048_576:.1f} MB")
    print("Hãy cất tệp này ở nơi khác với máy này. (Keep it away from this machine.)")
    return 0
