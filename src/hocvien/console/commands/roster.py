"""A roster workbook: what it would do (plan), or doing it (execute). The same steps as on the screens."""

import json
from argparse import Namespace

from hocvien.common.clock import now, today
from hocvien.console.database import prepare
from hocvien.exchange import api as exchange
from hocvien.org import api as org

_HELD = 1


def run(args: Namespace) -> int:
    """0; 1 when some rows are held back by a problem (the good ones still go in)."""
    prepare()
    on, content, unit = args.on or today(), args.file.read_bytes(), org.get_unit(args.unit)
    if args.step == "execute":
        return _execute(
            exchange.keep_roster(
                actor=None, content=content, filename=args.file.name, unit=unit, on=on, now=now(), at_once=True
            ),
            args,
        )
    plan = exchange.plan_roster(actor=None, content=content, filename=args.file.name, unit=unit, on=on)
    if args.format == "json":
        print(json.dumps(plan.as_json(), ensure_ascii=False, indent=2))
    else:
        _print_plan(plan)
    return _HELD if any(problem.holds for problem in plan.problems) else 0


def _execute(kept: exchange.StoredRoster, args: Namespace) -> int:
    """Here and now, without a worker: a script waits for the answer."""
    stored = exchange.execute_roster(actor=None, roster=kept, on=kept.on, now=now(), at_once=True)
    done = exchange.outcome_of(stored)
    assert done is not None
    if args.format == "json":
        print(json.dumps(done.as_json(), ensure_ascii=False, indent=2))
    else:
        print(
            f"Đã ghi (written): {done.created} mới (new), {done.updated} sửa (changed), {done.unchanged} không đổi (same)"
        )
        print(f"Giữ lại (held back): {done.held}")
    return _HELD if done.held else 0


def _print_plan(plan: exchange.RosterPlan) -> None:
    for problem in plan.problems:
        mark = "✗" if problem.holds else "·"
        print(f"{mark} {problem.sheet} {problem.cell}: {problem.message_vi} ({problem.message_en})")
    print(
        f"Sẽ ghi (would write): {plan.count('create')} mới (new), {plan.count('update')} sửa (changed); "
        f"{plan.count('unchanged')} không đổi (same), {plan.count('duplicate')} trùng (duplicates), "
        f"{plan.count('problem')} giữ lại (held back)"
    )
