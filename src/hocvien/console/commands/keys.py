"""The public keys as a file, for whoever verifies papers without this installation."""

from argparse import Namespace

from hocvien.console.database import prepare
from hocvien.records import api as records


def run(args: Namespace) -> int:
    """Write the file; it holds no secret."""
    prepare()
    args.file.write_text(records.export_public_keys(), "utf-8")
    print(f"Đã ghi khóa công khai (public keys written): {args.file}")
    return 0
