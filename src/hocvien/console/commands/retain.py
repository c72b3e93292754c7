"""Taking away what is past its term, for installations without a worker; the worker does the same once a day."""

from argparse import Namespace

from hocvien.common import clock
from hocvien.console.database import prepare
from hocvien.privacy import api as privacy


def run(args: Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """Sweep, and say how many of each went and how many records wait for somebody to end them."""
    prepare()
    counts = privacy.sweep_terms(now=clock.now())
    titles = {term.key: term.title for term in privacy.list_terms(clock.today())}
    for key, number in counts.items():
        print(f"{titles[key]['vi']} ({titles[key]['en']}): {number}")
    waiting = privacy.people_due(None, clock.today()).count()
    print(f"Hồ sơ hết hạn lưu, chờ người xem rồi ẩn danh (records whose term is over, to be read and ended): {waiting}")
    return 0
