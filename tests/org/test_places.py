"""Official places: the shipped lists hold what they claim, load whole or not at all, and carry Party units through the reform."""

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from hocvien.journal import api as journal
from hocvien.org import api as org

D0 = date(2020, 1, 1)
EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)
NOW = datetime(2025, 7, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FILES = Path(org.__file__).parent / "data_files" / "places"
HEADER = "level,code,name,kind,parent,valid_from,valid_to\n"
PAIRS = "on,old,new,share,note\n"
# the seven whose code was another province's before
TRAP = {
    "15": ("Yên Bái", "Lào Cai"),
    "52": ("Bình Định", "Gia Lai"),
    "24": ("Bắc Giang", "Bắc Ninh"),
    "80": ("Long An", "Tây Ninh"),
    "82": ("Tiền Giang", "Đồng Tháp"),
    "91": ("Kiên Giang", "An Giang"),
    "44": ("Quảng Bình", "Quảng Trị"),
}
# had merged before the reform, and no source says into which
NOT_KNOWN = {"04561", "17563", "20239", "28825"}


def test_the_counts():
    assert Counter(place.level for place in org.shipped_places(EVE)) == {
        "province": 63,
        "district": 705,
        "commune": 10_599,
    }
    new = org.shipped_places(DAY)
    assert Counter(place.level for place in new) == {"province": 34, "commune": 3_321}
    kinds = Counter(place.kind for place in new if place.level == "commune")
    assert kinds == {"commune": 2_621, "ward": 687, "special_zone": 13}


def test_every_old_place_became_something_and_every_new_one_came_from_something():
    old = {place.code: place for place in org.shipped_places(EVE)}
    new = {place.code: place for place in org.shipped_places(DAY)}
    pairs = org.shipped_pairs()
    told = {pair.old for pair in pairs if pair.new}
    assert {pair.old for pair in pairs} <= set(old)
    assert {code for code, place in old.items() if place.level != "district"} - told == NOT_KNOWN
    assert {pair.new for pair in pairs} - {""} == set(new)
    lines = Counter(pair.old for pair in pairs)
    assert {pair.share for pair in pairs if lines[pair.old] > 1} == {"part"}
    assert all(len(pair.new) >= len(pair.old) for pair in pairs if pair.new)


@pytest.mark.parametrize("code", sorted(TRAP))
def test_a_code_alone_says_nothing(code):
    before, after = TRAP[code]
    (old,) = (place for place in org.shipped_places(EVE) if place.code == code)
    (new,) = (place for place in org.shipped_places(DAY) if place.code == code)
    assert (old.name, new.name) == (before, after)
    (namesake,) = (one for one in org.shipped_places(EVE) if one.level == "province" and one.name == after)
    assert {pair.old for pair in org.shipped_pairs() if pair.new == code} >= {code, namesake.code}


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    first = org.load_places(actor=None)
    assert (first.new, first.pairs_new, first.unchanged) == (14_722, len(org.shipped_pairs()), 0)
    entries = journal.verify_chain().entries
    again = org.load_places(actor=None)
    assert (again.new, again.changed, again.ended, again.unchanged) == (0, 0, 0, 14_722)
    assert journal.verify_chain().entries == entries

    for code, (before, after) in TRAP.items():
        assert org.find_place(code, EVE).full_name == f"Tỉnh {before}"
        assert org.find_place(code, DAY).full_name == f"Tỉnh {after}"
    assert len(org.list_places(DAY, level="province")) == 34
    assert len(org.list_places(DAY, parent="42")) == 69
    assert org.search_places("duc tho", on=DAY)[0].path == "Xã Đức Thọ, Tỉnh Hà Tĩnh"
    assert org.search_places("huyen duc tho", on=EVE)[0].path == "Huyện Đức Thọ, Tỉnh Hà Tĩnh"
    assert org.find_place("436", DAY) is None


SMALL = HEADER + "province,42,Hà Tĩnh,province,,2020-01-01,\ncommune,18241,Đức Minh,xã,42,2025-07-01,\n"


def load(text, name="tep.csv"):
    content = text.encode() if isinstance(text, str) else text
    return org.load_places(actor=None, files=[(name, content)])


@pytest.mark.django_db
def test_an_update_says_what_it_did():
    assert load(SMALL).new == 2
    done = load(
        HEADER
        + "province,42,Hà Tĩnh,tỉnh,,01/01/2020,\n"
        + "commune,18241,Đức Minh,commune,42,2025-07-01,2026-01-01\n"
        + "commune,18241,Đức Minh Mới,ward,42,2026-01-01,\n"
    )
    assert (done.new, done.changed, done.ended, done.unchanged) == (1, 0, 1, 1)
    assert org.find_place("18241", date(2025, 12, 31)).full_name == "Xã Đức Minh"
    assert org.find_place("18241", date(2026, 1, 1)).full_name == "Phường Đức Minh Mới"
    assert load(PAIRS + "2026-01-01,18241,18241,whole,\n").pairs_new == 1
    changed = load(PAIRS + "2026-01-01,18241,18241,một phần,\n")
    assert (changed.pairs_new, changed.pairs_changed) == (0, 1)
    renamed = load("cấp;mã;tên;loại;mã cấp trên;từ ngày;đến trước ngày\ntỉnh;42;Hà Tĩnh B;Tỉnh;;01/01/2020;\n")
    assert (renamed.changed, org.find_place("42", DAY).full_name) == (1, "Tỉnh Hà Tĩnh B")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "line", "vietnamese", "english"),
    [
        (b"\xff\xfe\x00\x80", 1, "UTF-8", "UTF-8"),
        ("", 1, "thiếu cột", "missing"),
        ("a,b\n1,2\n", 1, "thiếu cột level, code", "missing"),
        (HEADER, 1, "không có dòng dữ liệu", "no rows"),
        (SMALL + "village,1,A,commune,42,2025-07-01,\n", 4, "cấp “village”", "level “village”"),
        (SMALL + "commune,1824,A,commune,42,2025-07-01,\n", 4, "5 chữ số", "5 digits"),
        (SMALL + "commune,18242,,commune,42,2025-07-01,\n", 4, "thiếu tên", "name is missing"),
        (SMALL + "commune,18242,A,quận,42,2025-07-01,\n", 4, "loại “quận”", "kind “quận”"),
        (SMALL + "commune,18242,A,commune,42,7/2025,\n", 4, "không phải ngày", "is not a day"),
        (SMALL + "commune,18242,A,commune,42,2025-07-01,2025-07-01\n", 4, "không sau ngày", "not after"),
        (SMALL + "commune,18242,A,commune,,2025-07-01,\n", 4, "thiếu mã đơn vị cấp trên", "unit above is missing"),
        (SMALL + "province,43,A,province,42,2025-07-01,\n", 4, "không có đơn vị cấp trên", "no unit above"),
        (SMALL + "commune,18242,A,commune,43,2025-07-01,\n", 4, "đơn vị cấp trên 43", "unit above 43"),
        (SMALL + "commune,18242,A,commune,18241,2025-07-01,\n", 4, "cấp cao hơn", "higher level"),
        (SMALL + "commune,18242,A,commune,42,2019-07-01,\n", 4, "đơn vị cấp trên 42", "unit above 42"),
        (SMALL + "commune,18241,A,commune,42,2025-07-01,\n", 4, "đã có ở dòng 3", "line 3"),
        (SMALL + "commune,18241,A,commune,42,2026-07-01,\n", 4, "còn hiệu lực", "still holds"),
        (HEADER + "province,42,Hà Tĩnh,province,,2020-01-01,2026-01-01\ncommune,18241,A,commune,42,2025-07-01,\n", 3, "đơn vị cấp trên 42", "unit above 42"),
        (PAIRS + "2025-07-01,18241,18241,half,\n", 2, "phần “half”", "share “half”"),
        (PAIRS + "2025-07-01,18241,,whole,\n", 2, "thiếu mã mới", "new code is missing"),
        (PAIRS + "2025-07-01,1,18241,whole,\n", 2, "mã “1”", "“1”"),
        (PAIRS + "1,18241,18241,whole,\n", 2, "không phải ngày", "is not a day"),
        (PAIRS + "2025-07-01,18241,18241,whole,\n", 2, "không có đơn vị mã 18241 kết thúc", "18241"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_whole(text, line, vietnamese, english):
    with pytest.raises(org.PlaceFileRefused) as refused:
        load(text)
    assert f"Dòng {line}:" in str(refused.value)
    assert vietnamese in str(refused.value)
    with translation.override("en"):
        assert f"Line {line}:" in str(refused.value)
        assert english in str(refused.value)
    assert org.Place.objects.count() == 0


@pytest.mark.django_db
def test_a_refused_file_takes_back_those_before_it():
    with pytest.raises(org.PlaceFileRefused, match=r"hai\.csv"):
        org.load_places(actor=None, files=[("mot.csv", SMALL.encode()), ("hai.csv", b"x")])
    assert org.Place.objects.count() == 0


@pytest.mark.django_db
def test_many_wrong_lines_are_counted_and_the_first_ones_said():
    rows = "".join(f"commune,{number:05},,commune,42,2025-07-01,\n" for number in range(1, 31))
    with pytest.raises(org.PlaceFileRefused) as refused:
        load(SMALL + rows)
    said = str(refused.value)
    assert "Số chỗ sai: 30" in said
    assert said.count("\n") == 10


@pytest.mark.django_db
def test_loading_asks_the_same_number_of_questions_whatever_the_size(django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        org.load_places(actor=None)


def test_the_shipped_files_are_as_the_tool_writes_them():
    for name in ("old.csv", "new.csv", "mapping.csv"):
        content = (FILES / name).read_text("utf-8")
        assert "\r" not in content
        assert all(cell == cell.strip() for row in csv.reader(content.splitlines()) for cell in row)


# --- Party units out of places ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_reform_of_one_province():
    units = org.shipped_units(EVE, province="42", cells=1, since=D0)
    assert Counter(unit.kind for unit in units) == {
        "province_committee": 1,
        "district_committee": 13,
        "commune_committee": 216,
        "cell": 216,
    }
    org.found_units(actor=None, units=units)
    steps, unsure = org.reform_steps("42").steps, org.reform_steps("42").unsure
    assert unsure == ("xa-18082", "xa-18796"), "divided, and nobody knows which cell went where"
    touched = org.preview_reorganisation(steps=steps, on=DAY)
    assert (touched.founded, touched.ended) == (67, 13 + 214)

    org.record_reorganisation(
        actor=None, title="Hà Tĩnh", resolution="", steps=steps, on=DAY, today=NOW.date(), now=NOW
    )
    top = org.get_unit("tinh-42")
    assert org.label_as_of(top.pk, DAY).is_sample_name
    communes = org.children_ids_as_of(top.pk, DAY)
    assert len(communes) == 69
    assert {label.name for label in org.labels_as_of(communes, DAY).values()} == {
        unit.name for unit in org.shipped_units(DAY, province="42") if unit.kind == "commune_committee"
    }
    assert org.count_below(top.pk, DAY) == 69 + 216, "every cell stands somewhere"
    assert org.count_below(top.pk, EVE) == 13 + 216 + 216


def test_places_that_have_a_unit_already_are_not_given_another():
    standing = {"42": "ha-tinh", "440": "duc-tho", "18229": "tt-duc-tho"}
    units = org.shipped_units(EVE, province="42", standing=standing)
    assert len(units) == 1 + 13 + 216 - 3
    above = {unit.code: unit.parent_code for unit in units}
    assert not {"tinh-42", "huyen-440", "xa-18229"} & set(above)
    assert (above["xa-18235"], above["huyen-436"]) == ("duc-tho", "ha-tinh")
    steps = org.reform_steps("42", standing=standing).steps
    named = org.codes_named(steps)
    assert {"ha-tinh", "tt-duc-tho", "xa-18229-2025"} <= named
    assert not {"tinh-42", "xa-18229"} & named, "the code of the old place is that of a new one too"
    assert [step.below for step in steps if isinstance(step, org.AbolishLevel)] == ["ha-tinh"]


@pytest.mark.django_db
def test_provinces_merge_and_the_code_is_no_identity():
    """Lào Cai takes the code of Yên Bái, where one commune is not known; Quảng Trị that of Quảng Bình, with an island district."""
    for province, olds in (("15", ("10", "15")), ("44", ("44", "45"))):
        units = [unit for old in olds for unit in org.shipped_units(EVE, province=old, since=D0)]
        org.found_units(actor=None, units=units)
        org.record_reorganisation(
            actor=None, title=province, resolution="", steps=org.reform_steps(province).steps, on=DAY, today=NOW.date(), now=NOW
        )  # fmt: skip
    lao_cai = org.get_unit("tinh-15-2025")
    assert org.label_as_of(lao_cai.pk, DAY).name == "Tỉnh ủy Lào Cai"
    assert [one.code for one in org.path_as_of(org.get_unit("tinh-15").pk, DAY)] == ["tinh-15-2025", "tinh-15"]
    assert "xa-04561" in org.reform_steps("15").unsure
    assert org.is_within(org.get_unit("xa-04561").pk, lao_cai.pk, DAY)
    island = org.get_unit("xa-19742-2025")
    assert org.label_as_of(island.pk, DAY).name == "Đảng ủy đặc khu Cồn Cỏ"
    assert [one.code for one in org.path_as_of(org.get_unit("huyen-471").pk, DAY)][1:] == [island.code, "huyen-471"]


def test_the_nation_in_steps():
    steps, unsure = org.reform_steps().steps, org.reform_steps().unsure
    made = Counter(type(step).__name__ for step in steps)
    lives = sum(len(step.units) for step in steps if isinstance(step, org.MoveUnits))
    communes = sum(step.kind == "commune_committee" for step in steps if isinstance(step, org.Found))
    assert lives + communes == 3_321
    assert made["AbolishLevel"] == 63
    assert len(unsure) == made["Split"] + made["Dissolve"]
    assert made["Dissolve"] == len(NOT_KNOWN)
