"""Whether the journal is the one that was written."""

import sys
from argparse import Namespace

from hocvien.console.database import prepare
from hocvien.journal import api as journal

_BROKEN = 1


def run(args: Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """0 and the head when the chain holds; 1 and the first problems when not."""
    prepare()
    report = journal.verify_chain()
    if report.is_sound:
        print(
            f"Nhật ký nguyên vẹn (the journal is sound): {report.entries} mục (entries), {report.erased} đã xóa giá trị (erased)"
        )
        print(f"{report.head_hash}")
        return 0
    print("Nhật ký đã bị thay đổi (the journal was changed):", file=sys.stderr)
    for problem in report.problems:
        print(f"  {problem}", file=sys.stderr)
    return _BROKEN
