"""Whether a paper is what its authority issued, read from its QR; no network, and with a key file no database either."""

from argparse import Namespace

from hocvien.common.clock import today
from hocvien.console.database import prepare
from hocvien.records import api as records

_NOT_GENUINE = 1


def run(args: Namespace) -> int:
    """0 when genuine, 1 when not; the sentence says why, and what the paper says where that can be trusted."""
    keys = records.read_public_keys(args.keys.read_text("utf-8")) if args.keys else None
    if keys is None:
        prepare()
    answer = records.verify_text(args.payload, keys, on=today())
    print(answer.sentence)
    if answer.facts:
        facts = answer.facts
        print(f"{facts.number_text} · {facts.full_name} · {facts.birth_text}")
        print(f"{facts.programme_title} · {facts.band_code} · {facts.issued_on:%d/%m/%Y} · {facts.authority_name}")
    return 0 if answer.genuine else _NOT_GENUINE
