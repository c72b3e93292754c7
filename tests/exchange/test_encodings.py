"""Old fonts' encodings: the published tables both ways, and what may not be taken for one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvien.exchange.arithmetic import encodings
from hocvien.exchange.arithmetic.encodings import DECOMPOSED, MOJIBAKE, TCVN3, UNICODE, VNI
from hocvien.exchange.arithmetic.syllables import is_syllable
from hocvien.exchange.arithmetic.text_files import decode_text, find_delimiter

NAMES = ["Nguyễn Văn Hòa", "Trần Thị Hương", "Lê Đức Phượng", "Đặng Thùy Dương", "Toán", "Vũ Thị Mai", "Lưu Quý Ngữ"]
TO_TCVN3 = dict(zip(encodings._TCVN3_LETTERS, encodings._TCVN3_CODES, strict=True))
TO_VNI = {letter: code for code, letter in reversed(encodings._VNI.items())}


def in_tcvn3(text):
    return "".join(TO_TCVN3.get(char, TO_TCVN3.get(char.lower(), char)) for char in text)


def in_vni(text):
    return "".join(TO_VNI.get(char, char) for char in text)


@pytest.mark.parametrize(
    ("encoding", "text", "meant"),
    [
        (
            TCVN3,
            "Quy chÕ thi, kiÓm tra vμ c«ng nhËn tèt nghiÖp trong d¹y nghÒ hÖ chÝnh quy",
            "Quy chế thi, kiểm tra và công nhận tốt nghiệp trong dạy nghề hệ chính quy",
        ),
        (TCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        (TCVN3, "Ph-¬ng, L-u, -u tiªn", "Phương, Lưu, ưu tiên"),
        (VNI, "Xin chaøo caùc baïn", "Xin chào các bạn"),
        (MOJIBAKE, "Nguyá»…n VÄƒn HÃ²a", "Nguyễn Văn Hòa"),
    ],
)
def test_decode_reads_the_known_pairs(encoding, text, meant):
    assert encodings.decode(text, encoding) == meant


def test_a_column_is_recognised_and_comes_back_whole():
    for encoding, encode in ((TCVN3, in_tcvn3), (VNI, in_vni)):
        texts = [encode(name) for name in NAMES]
        assert encodings.detect(texts) == encoding
        read = [encodings.decode(text, encoding) for text in texts]
        assert [name.lower() for name in read] == [name.lower() for name in NAMES]


def test_unicode_is_left_alone():
    assert encodings.detect(NAMES) == UNICODE
    assert encodings.detect(["Toán", "Hà", "Hùng", "Thúy", "Hoà"]) == UNICODE
    assert encodings.detect(["Nam", "Kinh", "12/12"]) == UNICODE
    assert encodings.detect([unicodedata.normalize("NFD", name) for name in NAMES]) == DECOMPOSED


def test_a_word_alone_goes_with_the_columns_around_it():
    assert encodings.detect(["Hoà"], hint=VNI) == VNI
    assert encodings.detect(["Hoà"]) == UNICODE


def test_unicode_among_old_texts_stays_as_it_is():
    assert encodings.decode("Trần Thị Bưởi", TCVN3) == "Trần Thị Bưởi"


def test_a_text_that_becomes_no_vietnamese_is_doubted():
    assert encodings.is_doubtful("NguyÔn ThÞ H¬ng", TCVN3)
    assert not encodings.is_doubtful("NguyÔn ThÞ H\u00ad¬ng", TCVN3)


@given(st.lists(st.sampled_from([*NAMES, "Bí thư chi bộ", "Ủy viên", "Đảng ủy xã"]), min_size=1))
def test_tcvn3_of_small_letters_comes_back(texts):
    for text in texts:
        assert encodings.decode(in_tcvn3(text.lower()), TCVN3) == text.lower()


@pytest.mark.parametrize("word", ["Nguyễn", "quyền", "Gìn", "giêng", "Oanh", "Y", "thuở", "khuya", "hoặc", "nghĩa"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Hơng", "Th", "xyz", "bắn̉", "cát̀", "toán̉"])
def test_what_is_no_syllable(word):
    assert not is_syllable(word)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_of_unicode(codec):
    text = "Họ và tên;Ngày sinh\nNguyễn Thị Hương;1985\n"
    assert decode_text(text.encode(codec)) == (text, UNICODE)


def test_a_text_file_of_cp1258_and_one_of_old_codes():
    text = "Họ và tên;Đơn vị\n" + "".join(f"{name};Chi bộ thôn Đông\n" for name in NAMES)
    decomposed = "".join(_cp1258(char) for char in text)
    assert decode_text(decomposed.encode("cp1258")) == (text, "cp1258")
    told, encoding = decode_text(in_tcvn3(text.lower()).encode("latin-1"))
    assert encoding == UNICODE
    assert encodings.decode(told, TCVN3) == text.lower()


def _cp1258(char):
    """The letter and its tone apart, as the code page has them."""
    whole = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in whole[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
    return unicodedata.normalize("NFC", whole.replace(tone, "")) + tone if tone else char


@pytest.mark.parametrize(("line", "sign"), [("a,b,c", ","), ("a;b;c", ";"), ("a\tb\tc", "\t"), ('"a, b";c;d', ";")])
def test_find_delimiter(line, sign):
    assert find_delimiter(f"{line}\n{line}\n") == sign


def test_one_column_has_no_delimiter():
    assert find_delimiter("chỉ một cột\nkhông có gì\n") is None


def test_bytes_that_are_no_text():
    assert decode_text(b"\x00\x01\x02" * 50) is None
