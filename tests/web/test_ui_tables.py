from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables import Column, ExportSink, Filter, Table, table_response


@dataclass
class Row:
    name: str
    born: date
    seats: int | None
    share: Decimal
    state: Status


ROWS = [
    Row("Lê Văn Ấn", date(1990, 2, 3), 30, Decimal("0.5"), Status("met", "Đủ")),
    Row("=1+1", date(1880, 1, 1), None, Decimal("0.9916"), Status("warn", "Thiếu")),
    Row("Đặng Thị Anh", date(1991, 2, 3), 1200, Decimal(0), Status("met", "Đủ")),
]


class RowTable(Table):
    name = "rows"
    caption = "Danh sách: lớp/1"
    search_folded = ("name",)
    columns = (
        Column("name", "Họ và tên", header=True, sort=lambda row: row.name.split()[-1]),
        Column("born", "Ngày sinh", kind="date", sort=True),
        Column("seats", "Suất", kind="number", sort=True, total=True),
        Column("share", "Tỉ lệ", kind="percent", hidden=True),
        Column("state", "Tình trạng", kind="status"),
    )
    filters = (
        Filter(
            "state",
            "Tình trạng",
            (("met", "Đủ"), ("warn", "Thiếu")),
            lambda rows, v: [r for r in rows if r.state.tone == v],
        ),
    )


def ask(query="", rows=ROWS, table=RowTable, user=None, **more):
    request = RequestFactory().get(f"/x/?{query}")
    request.user = user or AnonymousUser()
    return table(request, rows, **more)


def shown(table):
    return [row.label for row in table.page_rows]


def sheet(table, index=0):
    return CalamineWorkbook.from_filelike(BytesIO(table.as_xlsx())).get_sheet_by_index(index).to_python()


def test_list_sorts_in_vietnamese_order_and_turns():
    assert shown(ask("sort=name")) == ["=1+1", "Đặng Thị Anh", "Lê Văn Ấn"]
    assert shown(ask("sort=-name")) == ["Lê Văn Ấn", "Đặng Thị Anh", "=1+1"]


def test_list_sorts_missing_values_last_either_way():
    assert shown(ask("sort=seats"))[-1] == shown(ask("sort=-seats"))[-1] == "=1+1"


def test_unknown_sort_page_and_filter_change_nothing():
    table = ask("sort=secret&page=x&state=zzz")
    assert shown(table) == [row.name for row in ROWS]
    assert table.page_number == 1
    assert table.active_filters == []


def test_search_ignores_marks_and_wants_every_word():
    assert shown(ask("q=anh dang")) == ["Đặng Thị Anh"]
    assert shown(ask("q=khong co")) == []


def test_filter_narrows_and_says_so():
    table = ask("state=warn")
    assert shown(table) == ["=1+1"]
    assert table.active_filters == [("Tình trạng", "Thiếu")]


def test_pages_never_hide_the_count():
    table = ask("page=2", rows=ROWS * 40)
    assert (table.count, table.page_count, len(table.page_rows)) == (120, 3, 50)
    assert (table.first_number, table.last_number) == (51, 100)
    assert ask("page=99", rows=ROWS * 40).page_number == 3


def test_totals_count_all_rows_not_the_page():
    assert ask("", rows=ROWS * 40).totals["seats"] == 1230 * 40
    assert ask("", totals={"seats": 7}).totals["seats"] == 7


@pytest.mark.django_db
def test_chosen_columns_are_remembered_with_the_account_and_the_header_column_always_stays():
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ", password=None)
    assert [c.key for c in ask("cols=share", user=user).shown_columns] == ["name", "share"]
    assert [c.key for c in ask("", user=user).shown_columns] == ["name", "share"]
    assert [c.key for c in ask("cols=nonsense").shown_columns] == ["name", "born", "seats", "state"]
    assert [c.key for c in ask("").shown_columns] == ["name", "born", "seats", "state"]


def test_two_tables_on_a_page_do_not_disturb_each_other():
    table = ask("a-sort=-name&sort=name&q=anh", prefix="a-")
    assert shown(table)[0] == "Lê Văn Ấn"


def test_export_holds_what_is_shown_on_all_pages():
    table = ask("sort=name&state=met", rows=ROWS * 40)
    rows = sheet(table)
    assert rows[0] == ["Họ và tên", "Ngày sinh", "Suất", "Tình trạng"]
    assert len(rows) == 1 + table.count + 1
    assert rows[1] == ["Đặng Thị Anh", date(1991, 2, 3), 1200.0, "Đủ"]
    assert rows[-1][:3] == ["Tổng cộng", "", 49200.0]
    about = dict(row[:2] for row in sheet(table, 1))
    assert about["Số hàng"] == "80"
    assert about["Tình trạng"] == "Đủ"


def test_export_writes_text_as_text_and_old_days_as_words():
    rows = sheet(ask("state=warn"))
    assert rows[1][0] == "=1+1"
    assert rows[1][1] == "01/01/1880"


def test_cells_follow_the_language():
    cells = {cell.column.key: cell.text for cell in ask("cols=seats,share&sort=-seats").page_rows[0].cells}
    assert (cells["seats"], cells["share"]) == ("1.200", "0,00%")


def test_table_response_answers_workbook_or_page(rf):
    request = rf.get("/x/?export=xlsx")
    request.user = AnonymousUser()
    response = table_response(request, "errors/404.html", RowTable(request, ROWS))
    assert response["Content-Disposition"] == 'attachment; filename="rows.xlsx"'
    assert response.content[:2] == b"PK"


def test_an_export_for_a_worker_goes_into_its_file_and_says_how_far_it_is(rf):
    told = []
    request = rf.get("/x/?export=xlsx")
    request.user = AnonymousUser()
    request.export_sink = ExportSink(lambda done, total: told.append((done, total)))
    table_response(request, "errors/404.html", RowTable(request, ROWS * 400))
    with request.export_sink.file as file:
        book = CalamineWorkbook.from_filelike(file)
    assert len(book.get_sheet_by_index(0).to_python()) == 1 + 1200 + 1
    assert request.export_sink.name == "rows.xlsx"
    assert told[-1] == (1200, 1200)


class PersonTable(Table):
    name = "people"
    default_sort = "full_name"
    search_folded = ("name_folded",)
    selectable = True
    columns = (
        Column("full_name", "Họ và tên", sort="name_key", header=True, link=lambda row: f"/p/{row.uuid}/"),
        Column("birth_words", "Ngày sinh", sort=("birth_on", "full_name")),
        Column("height", "Số", value=lambda row: 1, kind="number", total=lambda rows: rows.count()),
    )


@pytest.mark.django_db
def test_queryset_sorts_searches_and_asks_the_same_whatever_the_rows(place, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert shown(ask("", rows=people.people(), table=PersonTable)) == [
            "Nguyễn Thị Hòa",
            "Nguyễn Thị Hoà",
            "Trần Văn Xa",
        ]
    with django_assert_num_queries(2):
        assert shown(ask("q=xa", rows=people.people(), table=PersonTable)) == ["Trần Văn Xa"]
    assert shown(ask("sort=-birth_words", rows=people.people(), table=PersonTable))[-1] == "Trần Văn Xa"


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["full_name", "-full_name", "birth_words", "-birth_words"])
def test_pages_of_a_queryset_follow_each_other_to_the_end_and_back(place, sort):
    class Short(PersonTable):
        per_page = 1

    def at(query):
        return ask(f"sort={sort}&{query}", rows=people.people(), table=Short)

    def ways(table):
        return {link.label: link.url.partition("?")[2] for link in table.pages}

    first = at("")
    seen, numbers = shown(first), [first.first_number]
    table = first
    while "Trang sau" in ways(table):
        table = ask(ways(table)["Trang sau"], rows=people.people(), table=Short)
        seen += shown(table)
        numbers.append(table.first_number)
    assert len(set(seen)) == len(seen) == table.count
    assert numbers == list(range(1, table.count + 1))
    assert shown(at("at=last")) == seen[-1:]
    back = []
    while True:
        back = shown(table) + back
        if "Trang trước" not in ways(table):
            break
        table = ask(ways(table)["Trang trước"], rows=people.people(), table=Short)
    assert back == seen
    assert shown(at("after=999999")) == shown(at("after=x")) == shown(first)


@pytest.mark.django_db
def test_queryset_totals_are_one_aggregate(place, django_assert_num_queries):
    class UnitTable(Table):
        columns = (
            Column("code", "Mã", header=True, sort=True),
            Column("pk", "Số", kind="number", sort="pk", total=True),
        )

    table = ask("", rows=org.Unit.objects.all(), table=UnitTable)
    with django_assert_num_queries(1):
        assert table.totals["pk"] > 0


def test_column_refuses_an_unknown_kind():
    with pytest.raises(ValueError, match="unknown kind"):
        Column("x", "X", kind="money")


def test_moments_are_said_in_vietnam(settings):
    class MomentTable(Table):
        columns = (Column("at", "Lúc", kind="datetime", header=True),)

    from zoneinfo import ZoneInfo

    table = ask("", rows=[{"at": datetime(2026, 9, 7, 7, 5, tzinfo=ZoneInfo("UTC"))}], table=MomentTable)
    assert shown(table) == ["14:05 07/09/2026"]
    assert sheet(table)[1][0] == datetime(2026, 9, 7, 14, 5)
