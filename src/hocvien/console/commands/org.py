"""Official places, committees made for them, and reorganisations: tried, or done. Says how long it took."""

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from hocvien.common.clock import now, today
from hocvien.console.database import prepare
from hocvien.exchange import api as exchange
from hocvien.org import api as org

_REFORM = date(2025, 7, 1)
_SHOWN = 20


def run(args: Namespace) -> int:
    """0, and what was done or would be."""
    prepare()
    started = perf_counter()
    steps = {
        "load-places": _load_places,
        "found-nation": _found_nation,
        "reform": _reform,
        "reorganise": _reorganise,
    }
    answer, lines = steps[args.step](args)
    answer["seconds"] = round(perf_counter() - started, 1)
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print("\n".join([*lines, f"{answer['seconds']} giây (seconds)"]))
    return 0


def _load_places(args: Namespace) -> tuple[dict[str, Any], list[str]]:
    files = [(args.file.name, args.file.read_bytes())] if args.file else []
    done = org.load_places(actor=None, files=files)
    return asdict(done), [
        (
            f"Đơn vị hành chính (places): {done.new} mới (new), {done.changed} sửa (changed), {done.ended} kết thúc (ended), "
            f"{done.unchanged} không đổi (same)"
        ),
        (
            f"Chuyển đổi (what became what): {done.pairs_new} mới (new), {done.pairs_changed} sửa (changed), "
            f"{done.pairs_unchanged} không đổi (same)"
        ),
    ]


def _found_nation(args: Namespace) -> tuple[dict[str, Any], list[str]]:
    day = _REFORM if args.new else _REFORM - timedelta(days=1)
    units = org.shipped_units(day, province=args.province, cells=args.cells, since=args.since, under=args.under)
    if not units:
        raise org.PlaceNotFound(args.province, f"{day:%d/%m/%Y}")
    org.found_units(actor=None, units=units)
    counts = {kind: sum(unit.kind == kind for unit in units) for kind in dict.fromkeys(unit.kind for unit in units)}
    said = ", ".join(f"{count} {org.UnitKind(kind).label} ({kind})" for kind, count in counts.items())
    return {"founded": len(units), "kinds": counts}, [f"Đã lập (founded) {len(units)}: {said}"]


def _reform(args: Namespace) -> tuple[dict[str, Any], list[str]]:
    reform = org.reform_steps(args.province, under=args.under)
    if not reform.steps:
        raise org.PlaceNotFound(args.province, f"{_REFORM:%d/%m/%Y}")
    title = "Sắp xếp đơn vị hành chính và tổ chức đảng từ 01/7/2025"
    return _do(args, reform.steps, _REFORM, title, "NQ 202/2025/QH15", reform.unsure)


def _reorganise(args: Namespace) -> tuple[dict[str, Any], list[str]]:
    rows = exchange.read_mapping(args.file.read_bytes(), args.file.name)
    plan = org.find_mapping_steps(rows, file=args.file.name, on=args.on)
    return _do(args, plan.steps, plan.on, f"Sắp xếp theo {args.file.name}"[:200], plan.resolution, plan.unsure)


def _do(
    args: Namespace, steps: Sequence[org.Step], on: date, title: str, resolution: str, unsure: Sequence[str]
) -> tuple[dict[str, Any], list[str]]:
    """Try it; with `--execute` do it instead, or keep it until its day."""
    touched = org.preview_reorganisation(steps=steps, on=on)
    answer: dict[str, Any] = {
        "on": on.isoformat(),
        "resolution": resolution,
        "steps": len(steps),
        "founded": touched.founded,
        "renamed": touched.renamed,
        "changed_kind": touched.changed_kind,
        "moved": touched.moved,
        "below": touched.below,
        "ended": touched.ended,
        "things": {str(label): count for label, count in touched.things if count},
        "unsure": list(unsure),
        "status": "preview",
    }
    lines = [
        f"Ngày (on) {on:%d/%m/%Y}. {resolution}".strip(),
        (
            f"Lập mới (founded): {touched.founded}; kết thúc (ended): {touched.ended}; chuyển (moved): {touched.moved}, "
            f"kèm bên dưới (with those below): {touched.below}; đổi tên (renamed): {touched.renamed}"
        ),
        *(f"  {label}: {count}" for label, count in touched.things if count),
    ]
    if unsure:
        lines.append(
            "Chưa biết chi bộ nào về đâu nên tất cả về đơn vị nhận đầu tiên, không có thì về cấp trên (not known what goes where: all to the first "
            f"successor, else to the unit above): {len(unsure)}: {', '.join(unsure[:_SHOWN])}{'…' if len(unsure) > _SHOWN else ''}"
        )
    if args.execute:
        made = org.record_reorganisation(
            actor=None, title=title, resolution=resolution, steps=steps, on=on, today=today(), now=now()
        )
        answer |= {"status": made.status, "uuid": str(made.uuid)}
        lines.append(f"{made.get_status_display()} ({made.status}) {made.uuid}")
    else:
        lines.append("Chỉ xem trước, chưa ghi gì; thêm --execute để thực hiện (a preview; nothing was written)")
    return answer, lines
