"""Filling an empty place from a backup."""

from argparse import Namespace

from hocvien.common.clock import now
from hocvien.console.database import prepare
from hocvien.exchange import api as exchange


def run(args: Namespace) -> int:
    """Read the file, whole or not at all, and say what it held."""
    prepare()
    read = exchange.restore(actor=None, path=args.file, at=now())
    print(f"Đã phục hồi (restored): {read.rows} dòng (rows), sao lưu lúc (of) {read.made_at:%H:%M %d/%m/%Y}")
    return 0
