"""The demonstration: built once, then served; a second start keeps what people did in it."""

from argparse import Namespace
from functools import partial

from hocvien.console.commands import serve
from hocvien.console.database import prepare
from hocvien.demonstration import api as demonstration

_DIFFERS = 1


def run(args: Namespace) -> int:
    """Build what is missing, tell the sign-ins and the published answer, then serve. 1 when the answers differ."""
    prepare()
    summary = demonstration.build(today=args.today, echo=partial(print, flush=True))
    if summary.built:
        print(f"Đã dựng xong (built) trong {summary.seconds:.0f} giây.")
    print(f"\nCông bố (published): {summary.published.strip()}")
    print(f"Chương trình (ours): {summary.answer.strip()}")
    for difference in summary.differences:
        print(f"  khác (differs): {difference}")
    print(
        "\nHỏi hai cách (asked both ways): hocvien report --unit duc-tho|ha-tinh --from 2023-01-01 --to 2023-08-31 --structure then|now"
    )
    for line in summary.both_ways:
        print(f"  {line}")
    place = ""
    for sign_in in summary.sign_ins:
        if sign_in.place != place:
            place = sign_in.place
            print(f"\n{place}")
        print(f"  {sign_in.username:<24} {sign_in.password:<22} {sign_in.role} · {sign_in.unit}")
    print(flush=True)
    if summary.differences or args.build_only:
        return _DIFFERS if summary.differences else 0
    return serve.run(args)
