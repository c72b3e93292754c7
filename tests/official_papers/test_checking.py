"""What a written text says otherwise than the program: against the paragraph of eight months, changed in many ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvien.figures.reading import read_text
from hocvien.official_papers.arithmetic.checking import compare, put_right, value_of, written
from hocvien.reporting.wording import paragraph
from tests.reporting.test_wording import DISTRICT

LIVE = paragraph(DISTRICT, planned=923)


def found(text, *, is_whole=True):
    return compare("figures", text, read_text(text), LIVE, read_text(LIVE), is_whole=is_whole)


def changed(was, now):
    assert LIVE.count(was) == 1, was
    return LIVE.replace(was, now)


def test_the_programs_own_text_differs_nowhere():
    assert "đạt 99,13% kế hoạch năm" in LIVE
    assert found(LIVE) == []


@pytest.mark.parametrize(
    ("was", "now", "text", "right"),
    [
        ("10 lớp đào tạo", "11 lớp đào tạo", "11", "10"),
        ("915 lượt", "951 lượt", "951", "915"),
        ("884 người", "848 người", "848", "884"),
        ("402 nữ", "420 nữ", "420", "402"),
        ("99,13%", "105%", "105", "99,13"),
        ("03 lớp cho 183", "04 lớp cho 183", "04", "03"),
        ("119 đồng chí", "1.190 đồng chí", "1.190", "119"),
        ("với 78 học viên", "với 87 học viên", "87", "78"),
        ("Cử 02 người", "Cử 12 người", "12", "02"),
        ("khóa 178", "khóa 179", "179", "178"),
    ],
)
def test_a_changed_figure_is_named_with_its_place_and_the_right_one(was, now, text, right):
    written_text = changed(was, now)
    (one,) = found(written_text)
    assert (one.kind, one.text, one.right) == ("differs", text, right)
    assert written_text[one.start : one.end] == text
    assert put_right(written_text, one) == LIVE


def test_a_sentence_written_anew_is_compared_by_what_it_counts():
    text = (
        "8 tháng đầu năm 2023, toàn huyện mở 10 lớp với 915 lượt học viên. Bồi dưỡng đảng viên mới được 3 lớp, 119 đồng chí tham gia; "
        "sơ cấp lý luận chính trị 01 lớp với 61 học viên."
    )
    (one,) = found(text)
    assert (one.text, one.right, one.programme, one.field) == ("3", "02", "DVM", "classes")


def test_a_programme_the_figures_do_not_have_is_absent_from_them():
    text = changed(" Phối hợp với", " Bồi dưỡng giáo viên lý luận chính trị 05 lớp cho 250 học viên. Phối hợp với")
    kinds = {(one.kind, one.text) for one in found(text)}
    assert ("absent", "05") in kinds
    assert ("absent", "250") in kinds


def test_figures_of_other_periods_and_other_things_are_only_pointed_at():
    text = f"{LIVE} Năm 2022 mở 14 lớp, 1.203 lượt học viên. Đã đầu tư 350 triệu đồng."
    told = found(text)
    assert told
    assert not any(one.is_wrong for one in told)
    assert "350" in {one.text for one in told}


def test_other_parts_are_only_pointed_at():
    (one,) = found("Còn 04 lớp chưa mở theo kế hoạch.", is_whole=False)
    assert not one.is_wrong
    assert found("Các lớp đều bảo đảm chương trình.", is_whole=False) == []


def test_a_number_in_words_cannot_be_put_right_but_is_told():
    text = changed("sơ cấp lý luận chính trị 01 lớp", "sơ cấp lý luận chính trị hai lớp")
    (one,) = [each for each in found(text) if each.is_wrong]
    assert (one.right, one.can_be_put) == ("01", False)
    assert put_right(text, one) is None


@given(st.integers(min_value=0, max_value=10**7))
def test_numbers_are_written_as_they_are_read(number):
    assert value_of(written(number, as_share=False)) == number


@given(st.integers(min_value=2, max_value=99_999), st.sampled_from(["10 lớp đào", "915 lượt", "884 người", "119 đồng"]))
def test_any_other_number_in_its_place_is_found(number, place):
    right, noun = place.split(" ", 1)
    if number == int(right):
        return
    told = [one for one in found(changed(place, f"{written(number, as_share=False)} {noun}")) if one.is_wrong]
    assert right in {one.right for one in told}
