"""Rosters as files of a few rows, kept and executed in a word."""

from datetime import UTC, date, datetime
from io import BytesIO

import xlsxwriter

from hocvien.exchange import api as exchange

D0 = date(2020, 1, 1)
ON = date(2023, 6, 1)
NOW = datetime(2023, 6, 1, 3, tzinfo=UTC)
HEADERS = ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Đơn vị", "Điện thoại", "Chức vụ")
HOA = ("Nguyễn Văn Hoà", "12/03/1989", "Nam", "042089003317", "Chi bộ thôn Đông Hòa", "0912345678", "")
LAN = ("Lê Thị Lan", "03/02/1990", "Nữ", "042190001234", "Chi bộ Trạm Y tế", "", "")


def book(*rows, headers=HEADERS):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Danh sách")
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [str(number), *row])
    return buffer.getvalue()


def keep(xa, *rows, actor=None, on=ON, now=NOW, **more):
    return exchange.keep_roster(
        actor=actor, content=book(*rows, **more), filename="ds.xlsx", unit=xa["duc-thinh"], on=on, now=now
    )


def execute(stored, actor=None, on=ON, now=NOW, **more):
    return exchange.execute_roster(actor=actor, roster=stored, on=on, now=now, **more)


def many(number):
    return [
        (
            f"Nguyễn Văn {chr(65 + n % 26)}{'abcdefgh'[n // 26]}",
            "12/03/1989",
            "Nam",
            f"042089{n:06d}",
            "dong-hoa",
            "",
            "",
        )
        for n in range(number)
    ]
