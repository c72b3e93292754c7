"""The figures of a unit and period, as the screen shows them: one computation, five forms."""

import json
import sys
from argparse import Namespace

from django.utils.translation import gettext_lazy as _

from hocvien.common.clock import today
from hocvien.common.errors import DomainError
from hocvien.common.periods import Period, period_between
from hocvien.console.database import prepare
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.reporting import api as reporting


def run(args: Namespace) -> int:
    """Print or write the answer; UnitNotFound, period_needed, or what `reporting.read_period` refuses."""
    prepare()
    unit = org.get_unit(args.unit)
    period = _period(args, unit)
    return _put(args, _breakdown(args, unit, period) if args.measures else _report(args, unit, period))


def _report(args: Namespace, unit: org.Unit, period: Period) -> bytes:
    """The standard report in the form asked for."""
    answer = reporting.compute_report(
        unit=unit,
        from_=period.from_,
        to=period.to,
        term=period.name,
        basis=args.basis,
        known_on=today(),
        seen_on=today() if args.structure == reporting.NOW else None,
    )
    if args.format == "json":
        return (json.dumps(answer.as_json(), ensure_ascii=False, indent=2) + "\n").encode()
    if args.format == "csv":
        return reporting.report_as_csv(answer).encode()
    if args.format == "xlsx":
        return exchange.render_report_xlsx(answer)
    if args.format == "docx":
        return exchange.render_report_docx(answer)
    return reporting.report_as_text(answer).rstrip("\n").encode() + b"\n"


def _breakdown(args: Namespace, unit: org.Unit, period: Period) -> bytes:
    """Measures by dimensions in the form asked for."""
    question = reporting.ask(
        unit=unit,
        from_=period.from_,
        to=period.to,
        basis=args.basis,
        known_on=today(),
        seen_on=today() if args.structure == reporting.NOW else None,
    )
    where = tuple(_picked(one) for one in args.only)
    measures = tuple(filter(None, args.measures.split(",")))
    answer = reporting.break_down_anywhere(question, reporting.Breakdown(measures, args.rows, args.columns, where))
    if args.format == "docx":
        raise DomainError("format_unknown", _("Bảng theo chỉ tiêu ghi được ra text, json, csv và xlsx."), format="docx")
    if args.format == "json":
        return (json.dumps(answer.as_json(), ensure_ascii=False, indent=2) + "\n").encode()
    if args.format == "csv":
        return reporting.answer_as_csv(answer).encode()
    if args.format == "xlsx":
        return exchange.render_breakdown_xlsx(answer, list(filter(None, [reporting.copied_note(answer)])))
    return reporting.answer_as_text(answer).encode()


def _picked(told: str) -> tuple[str, tuple[str, ...]]:
    """Of sex=female,male the dimension and the values that alone are counted."""
    code, _equals, values = told.partition("=")
    wanted = tuple(filter(None, values.split(",")))
    if not code or not wanted:
        raise DomainError(
            "only_unreadable",
            _("Không hiểu --only “{told}”. Viết cách chia, dấu bằng và các giá trị: --only sex=female."),
            told=told,
        )
    return code, wanted


def _put(args: Namespace, content: bytes) -> int:
    """Into the file, or onto the standard output."""
    if args.output:
        args.output.write_bytes(content)
        print(f"Đã ghi (written): {args.output}")
        return 0
    if args.format in {"xlsx", "docx"} and sys.stdout.isatty():
        raise DomainError(
            "output_needed",
            _("Dạng {format} không hiện được trên màn hình dòng lệnh: hãy thêm --output TỆP."),
            format=args.format,
        )
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    return 0


def _period(args: Namespace, unit: org.Unit) -> Period:
    """By its code, for which a term of office is the unit's of today, or by its two days."""
    if args.period and not (args.from_ or args.to):
        return reporting.read_period(args.period, unit, today(), until=today())
    if args.period or not (args.from_ and args.to):
        raise DomainError(
            "period_needed",
            _(
                "Cho biết kỳ báo cáo bằng một trong hai cách: --period MÃ (2023, 2023-8m, nk2020…), "
                "hoặc cả hai ngày --from và --to."
            ),
        )
    return period_between(args.from_, args.to)
