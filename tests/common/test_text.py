"""Names as rosters write them: stored once, found without marks, sorted as an office sorts them."""

import random
import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hocvien.common.text import clean_name, collation_key, fold, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0309\u0303\u0301\u0323"
SYLLABLES = [
    "hòa",
    "hoà",
    "hoa",
    "hỏa",
    "đạt",
    "dũng",
    "ăn",
    "an",
    "ân",
    "ướt",
    "uốn",
    "tuấn",
    "yến",
    "ý",
    "oanh",
    "ổn",
    "quỳnh",
]
vietnamese = st.text(alphabet=LETTERS + LETTERS.upper() + TONES + " \u00a0", max_size=30)


def test_clean_name_repairs_lookalikes_spaces_and_invisible_characters():
    assert clean_name("  Ðặng\u00a0 Văn\u200b\tHòa ") == "Đặng Văn Hòa"


def test_clean_name_composes_decomposed_input():
    assert clean_name(unicodedata.normalize("NFD", "Nguyễn Thị Ướt")) == "Nguyễn Thị Ướt"


@pytest.mark.parametrize(
    "written", ["Nguyễn Văn Hòa", "nguyễn  văn hoà", "NGUYEN VAN HOA", unicodedata.normalize("NFD", "Nguyễn Văn Hòa")]
)
def test_fold_finds_a_name_however_it_is_typed(written):
    assert fold(written) == "nguyen van hoa"


def test_fold_makes_stroked_d_plain():
    assert fold("Đỗ Đình Đạt") == "do dinh dat"


@given(st.text(max_size=40))
def test_fold_and_clean_name_are_settled_after_one_pass(text):
    assert fold(fold(text)) == fold(text)
    assert clean_name(clean_name(text)) == clean_name(text)


@given(vietnamese)
def test_fold_and_sort_key_do_not_see_the_normal_form(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)
    assert sort_key(composed) == sort_key(decomposed)


@given(st.text(max_size=40))
def test_sort_key_is_ascii_that_every_collation_orders_alike(text):
    key = sort_key(text)
    assert key.isascii()
    assert all(c.isdigit() or ("a" <= c <= "z") for c in key)


def test_sort_key_orders_by_given_name_then_middle_then_family():
    expected = ["Bùi Văn An", "An Thị Anh", "Trần Bình", "Lê Văn Bình", "Nguyễn Văn Bình", "Lê Xuân Bình"]
    shuffled = random.Random(1).sample(expected, len(expected))
    assert sorted(shuffled, key=sort_key) == expected


def test_sort_key_orders_letters_of_the_alphabet():
    words = [letter + "n" for letter in LETTERS]
    assert sorted(random.Random(2).sample(words, len(words)), key=sort_key) == words


def test_sort_key_orders_the_six_tones():
    words = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(random.Random(3).sample(words, 6), key=sort_key) == words


def test_sort_key_letters_decide_before_tones():
    assert sorted(["mạ", "man", "mả", "mai"], key=sort_key) == ["mả", "mạ", "mai", "man"]


def test_sort_key_treats_both_tone_placements_as_one():
    assert sort_key("Lê Hòa") == sort_key("Lê Hoà")


@pytest.mark.parametrize("name", ["", " ", "Y", "H'Hen Niê", "K’Brơi", "Nguyễn Văn A2", "李小龙"])
def test_sort_key_takes_names_of_every_people(name):
    assert sort_key(name).isascii()


@pytest.mark.django_db
def test_collation_key_agrees_with_the_database_that_knows_vietnamese():
    if connection.vendor != "postgresql":
        return  # SQLite has no Vietnamese order to compare with
    words = sorted(
        {s for s in SYLLABLES if s != "hoà"} | {a + b for a in LETTERS for b in ("", "n", "\u0301", "\u0323n")}
    )
    words = [unicodedata.normalize("NFC", w) for w in words]
    with connection.cursor() as cursor:
        cursor.execute('SELECT w FROM unnest(%s::text[]) AS w ORDER BY w COLLATE "vi-VN-x-icu"', [words])
        theirs = [row[0] for row in cursor.fetchall()]
    assert sorted(words, key=collation_key) == theirs
