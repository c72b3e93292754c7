"""Whether the journal and the register's log are the ones that were written."""

import sys
from argparse import Namespace
from collections.abc import Sequence

from hocvien.console.database import prepare
from hocvien.journal import api as journal
from hocvien.records import api as records

_BROKEN = 1


def run(args: Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """0 and both heads when they hold; 1 and the first problems when not."""
    prepare()
    chain = journal.verify_chain()
    log = records.check_log()
    if chain.is_sound:
        print(
            f"Nhật ký nguyên vẹn (the journal is sound): {chain.entries} mục (entries), "
            f"{chain.erased} đã xóa giá trị (erased)\n{chain.head_hash}"
        )
    else:
        _say_problems("Nhật ký đã bị thay đổi (the journal was changed):", chain.problems)
    if log.sound:
        print(f"Sổ cấp giấy nguyên vẹn (the register is sound): {log.size} mục (entries)\n{log.root}")
    else:
        _say_problems("Sổ cấp giấy đã bị thay đổi (the register was changed):", log.problems)
    return 0 if chain.is_sound and log.sound else _BROKEN


def _say_problems(title: str, problems: Sequence[str]) -> None:
    print("\n  ".join([title, *problems]), file=sys.stderr)
