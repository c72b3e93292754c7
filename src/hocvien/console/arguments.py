"""The words of the command line. No Django here: `--help` must answer at once and on an empty machine."""

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any

BASES = ("opened", "running", "finished")
STRUCTURES = ("then", "now")
# In the middle of the teaching year, so that every role has something waiting.
DEMO_TODAY = date(2026, 9, 8)
REPORT_FORMATS = ("text", "json", "csv", "xlsx", "docx")


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(
        prog="hocvien",
        description="Học viên – quản lý đào tạo, bồi dưỡng lý luận chính trị (political-theory training).",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    init = commands.add_parser("init", help="lập cơ sở dữ liệu trống cho một đơn vị (an empty installation)")
    init.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị gốc (code of the root unit)")
    init.add_argument("--name", required=True, help="tên đơn vị gốc (its name)")
    init.add_argument("--kind", default="political_centre", help="loại đơn vị (kind; default: political_centre)")
    init.add_argument(
        "--since", type=_day, default=date(2000, 1, 1), help="có từ ngày (exists since; default: 2000-01-01)"
    )

    serve = commands.add_parser("serve", help="chạy chương trình trên trình duyệt (serve to browsers)")
    _add_serving(serve)
    serve.add_argument("--today", type=_day, help="đặt ngày hiện tại để trình diễn (a clock for demonstrations)")

    demo = commands.add_parser("demo", help="dựng dữ liệu mẫu rồi chạy (build the demonstration, then serve)")
    _add_serving(demo)
    demo.add_argument(
        "--today", type=_day, default=DEMO_TODAY, help=f"ngày của dữ liệu mẫu (its day; default: {DEMO_TODAY})"
    )
    demo.add_argument("--build-only", action="store_true", help="chỉ dựng, không chạy (build, do not serve)")

    work = commands.add_parser("work", help="làm thêm các việc chạy nền (one more worker for background jobs)")
    work.add_argument("--child", action="store_true", help=argparse.SUPPRESS)

    report = commands.add_parser("report", help="số liệu của một đơn vị trong một kỳ (figures of a unit and period)")
    report.add_argument("--unit", required=True, metavar="CODE")
    report.add_argument(
        "--period",
        metavar="CODE",
        help="kỳ: 2023, 2023-8m, 2023-q1, hay nhiệm kỳ của đơn vị: nk2020 (a period, or a term of office of the unit)",
    )
    report.add_argument("--from", dest="from_", type=_day, metavar="DATE", help="hoặc từ ngày (or a first day)")
    report.add_argument("--to", type=_day, metavar="DATE", help="đến hết ngày (and a last day, included)")
    report.add_argument("--basis", choices=BASES, default="opened")
    report.add_argument(
        "--structure",
        choices=STRUCTURES,
        default="then",
        help="theo tổ chức lúc đó hay hiện nay (by the structure of each day, or through today's)",
    )
    report.add_argument(
        "--measures",
        metavar="CODES",
        help="chỉ tiêu, cách nhau dấu phẩy: classes,participations… thay cho báo cáo thường (measures instead of the standard report)",
    )
    report.add_argument("--rows", default="", metavar="DIM", help="chia hàng theo: programme, month, sex… (rows by)")
    report.add_argument("--columns", default="", metavar="DIM", help="chia cột theo (columns by)")
    report.add_argument(
        "--only", action="append", default=[], metavar="DIM=VALUES", help="chỉ tính, thí dụ sex=female (only these)"
    )
    report.add_argument("--format", choices=REPORT_FORMATS, default="text")
    report.add_argument("--output", type=Path, metavar="FILE", help="ghi vào tệp (write to a file)")

    _add_parquet(commands)
    _add_rollup(commands)

    figures = commands.add_parser("figures", help="số liệu các năm trước (figures of the past)")
    figured = figures.add_subparsers(dest="step", required=True, metavar="read")
    read = figured.add_parser(
        "read", help="đọc số liệu trong đoạn văn báo cáo, trả lời bằng JSON (read figures in prose, as JSON)"
    )
    read.add_argument(
        "file", metavar="FILE", help="tệp .txt, .docx, hoặc - để đọc từ bàn phím, ống dẫn (or - for input)"
    )

    _add_eligible(
        commands.add_parser("eligible", help="ai đủ điều kiện học một chương trình (who may attend, and why not)")
    )

    verify = commands.add_parser("verify", help="kiểm tra mã QR của giấy, không cần mạng (check a paper's QR, offline)")
    verify.add_argument("payload", help="nội dung mã QR (what the QR says)")
    verify.add_argument(
        "--keys", type=Path, metavar="FILE", help="tệp khóa công khai, không cần cơ sở dữ liệu (no database)"
    )

    keys = commands.add_parser(
        "keys", help="xuất khóa công khai để kiểm tra ở nơi khác (public keys for verifying elsewhere)"
    )
    keys.add_argument("file", type=Path, metavar="FILE")

    backup = commands.add_parser("backup", help="sao lưu ra một tệp (back up to a file)")
    backup.add_argument("file", type=Path, metavar="FILE")

    restore = commands.add_parser("restore", help="phục hồi vào nơi còn trống (restore into an empty place)")
    restore.add_argument("file", type=Path, metavar="FILE")

    _add_roster(commands.add_parser("roster", help="nhập danh sách hồ sơ cá nhân (import a roster)"))

    _add_org(commands.add_parser("org", help="đơn vị hành chính và sắp xếp tổ chức (places and reorganisations)"))

    commands.add_parser(
        "retain", help="xóa dữ liệu hết hạn lưu, không kể hồ sơ (take away what is past its term, not records)"
    )
    commands.add_parser("check-journal", help="soát nhật ký và sổ cấp giấy (verify journal and register)")
    return parser


def _add_eligible(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--programme", required=True, metavar="CODE", help="mã chương trình (its code)")
    parser.add_argument("--mode", metavar="MODE", help="hệ học (study mode): full_time, part_time")
    parser.add_argument("--audience", default="", metavar="CODE", help="nhóm đối tượng (audience of the rule)")
    parser.add_argument("--as-of", required=True, metavar="DATE", help="xét cho ngày (the day judged for)")
    parser.add_argument("--unit", required=True, metavar="CODE", help="đơn vị và bên dưới (unit, and all below)")
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON (answer as JSON)")


def _add_roster(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="plan|execute")
    for name, help_text in (
        ("plan", "chỉ đọc và cho biết sẽ làm gì (read, and say what would be done)"),
        ("execute", "đọc rồi ghi (read and write)"),
    ):
        step = steps.add_parser(name, help=help_text)
        step.add_argument("file", type=Path, metavar="FILE")
        step.add_argument("--unit", required=True, metavar="CODE", help="đơn vị nhận danh sách (unit of the people)")
        step.add_argument("--on", type=_day, metavar="DATE", help="ghi theo ngày (as of; default: today)")
        step.add_argument("--format", choices=("text", "json"), default="text")
        step.add_argument(
            "--json", dest="format", action="store_const", const="json", help="như --format json (the same)"
        )


def _add_figures(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="read")
    read = steps.add_parser(
        "read", help="đọc số liệu trong đoạn văn báo cáo, trả lời bằng JSON (read figures in prose, as JSON)"
    )
    read.add_argument("file", metavar="FILE", help="tệp .txt, .docx, hoặc - là dữ liệu vào (or - for standard input)")


def _add_org(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="load-places|found-nation|reform|reorganise")
    places = steps.add_parser(
        "load-places", help="nạp danh mục đơn vị hành chính (load official places; without FILE: those shipped)"
    )
    places.add_argument("file", type=Path, nargs="?", metavar="FILE")
    nation = steps.add_parser(
        "found-nation", help="lập tổ chức mẫu theo danh mục (sample committees for the places of a day)"
    )
    when = nation.add_mutually_exclusive_group(required=True)
    when.add_argument("--old", action="store_true", help="cơ cấu đến 30/6/2025 (until 30 June 2025)")
    when.add_argument("--new", action="store_true", help="cơ cấu từ 01/7/2025 (since 1 July 2025)")
    nation.add_argument("--cells", type=int, default=0, metavar="N", help="số chi bộ mỗi xã (cells of each commune)")
    nation.add_argument("--since", type=_day, metavar="DATE", help="có từ ngày (default: that of the list)")
    reform = steps.add_parser(
        "reform", help="sắp xếp ngày 01/7/2025 cho tổ chức mẫu (the reform of that day for such committees)"
    )
    for step in (nation, reform):
        step.add_argument("--province", default="", metavar="CODE", help="chỉ một tỉnh, mã hai số (one province)")
        step.add_argument(
            "--under", default="", metavar="UNIT", help="đơn vị trên các tỉnh (the unit above the provinces)"
        )
    table = steps.add_parser(
        "reorganise", help="sắp xếp theo bảng: cũ, mới, ngày, nghị quyết (by a table: old, new, day, resolution)"
    )
    table.add_argument("file", type=Path, metavar="FILE")
    table.add_argument("--on", type=_day, metavar="DATE", help="có hiệu lực từ ngày (default: as the table says)")
    for step in (reform, table):
        step.add_argument("--execute", action="store_true", help="thực hiện, không chỉ xem trước (do it)")
    for step in (places, nation, reform, table):
        step.add_argument("--json", action="store_true", help="trả lời bằng JSON (answer as JSON)")


def _add_parquet(commands: Any) -> None:
    parquet = commands.add_parser(
        "parquet", help="hỏi số liệu cỡ toàn quốc trên bản sao Parquet (questions of a nation's size, on a copy)"
    )
    actions = parquet.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("write", help="ghi lại bản sao từ cơ sở dữ liệu (write the copy anew)")
    asked = actions.add_parser("ask", help="chỉ tiêu theo phân tổ, dạng CSV (measures by dimensions, as CSV)")
    asked.add_argument("--unit", required=True, metavar="CODE")
    asked.add_argument("--from", dest="from_", type=_day, required=True, metavar="DATE", help="từ ngày (first day)")
    asked.add_argument("--to", type=_day, required=True, metavar="DATE", help="đến hết ngày (last day, included)")
    asked.add_argument("--basis", choices=BASES, default="opened")
    asked.add_argument("--structure", choices=STRUCTURES, default="then")
    asked.add_argument(
        "--measures", default="classes,participations,persons", metavar="CODES", help="cách nhau dấu phẩy (by commas)"
    )
    asked.add_argument("--rows", default="", metavar="DIMENSION", help="phân tổ theo dòng (a dimension down)")
    asked.add_argument("--columns", default="", metavar="DIMENSION", help="phân tổ theo cột (a dimension across)")


def _add_rollup(commands: Any) -> None:
    rollup = commands.add_parser(
        "rollup", help="số liệu cộng dồn cho báo cáo cỡ toàn quốc (standard reports kept counted, at a nation's size)"
    )
    actions = rollup.add_subparsers(dest="action", required=True, metavar="ACTION")
    rebuild = actions.add_parser("rebuild", help="cộng lại tất cả (count everything anew)")
    rebuild.add_argument(
        "--least", type=int, metavar="N", help="giữ đơn vị từ N lượt trở lên (keep units of at least N participations)"
    )
    actions.add_parser("check", help="đối chiếu với số đếm lại (hold it against a count; 1 when it differs)")
    actions.add_parser("repair", help="đối chiếu và sửa (check, and mend)")
    actions.add_parser("drop", help="bỏ (do without)")


def _add_serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ (default: 127.0.0.1; 0.0.0.0: cả mạng nội bộ)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, help="số tiến trình (default: 1 on SQLite)")


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"“{text}”: ngày viết 2023-08-31 hoặc 31/08/2023 (a day is written so)")
