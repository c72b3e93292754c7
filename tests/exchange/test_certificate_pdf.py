"""Printed papers: what they show, that they scan, and that nothing a person typed becomes markup."""

import io
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pypdf
import pytest
import typst
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image

from hocvien.catalogue import api as catalogue
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.records import api as records
from tests.kept import kept

FONTS = Path(exchange.__file__).parent / "typst" / "fonts"
AT = datetime(2023, 5, 19, 8, 0, tzinfo=UTC)
PAPER = exchange.CertificatePrint(
    title="Giấy chứng nhận hoàn thành chương trình bồi dưỡng nhận thức về Đảng",
    programme_title="Bồi dưỡng nhận thức về Đảng",
    full_name="Nguyễn Thị Phương Thảo",
    number_text="0012/2023/NTVĐ",
    issued_on=date(2023, 2, 5),
    authority_name="Trung tâm Chính trị huyện Đức Thọ",
    payload="HV1:" + "ABCDEFGH" * 40,
    superior_name="Huyện ủy Đức Thọ",
    place_name="Đức Thọ",
    birth_text="05/08/1995",
    place_text="Chi bộ thôn Đông Vịnh",
    class_name="Lớp khóa I năm 2023",
    band_name="Giỏi",
    valid_until=date(2028, 2, 5),
    signer_title="Giám đốc",
    signer_name="Nguyễn Văn Giám",
    qr_place="none",
)
SAMPLE = "MẪU – dữ liệu trình diễn"


def pages(pdf: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return [re.sub(r"\s+", " ", unicodedata.normalize("NFC", page.extract_text())) for page in reader.pages]


def test_certificate_shows_what_the_register_holds():
    (text,) = pages(exchange.render_certificates_pdf([PAPER], at=AT))
    for words in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "HUYỆN ỦY ĐỨC THỌ",
        "GIẤY CHỨNG NHẬN",
        "GIÁM ĐỐC TRUNG TÂM CHÍNH TRỊ HUYỆN ĐỨC THỌ CHỨNG NHẬN",
        "Nguyễn Thị Phương Thảo",
        "Sinh ngày: 05/08/1995",
        "Chi bộ thôn Đông Vịnh",
        "Bồi dưỡng nhận thức về Đảng",
        "Giỏi",
        "Số vào sổ: 0012/2023/NTVĐ",
        "Có giá trị đến hết ngày 05/02/2028",
        "Đức Thọ, ngày 05 tháng 02 năm 2023",
        "Nguyễn Văn Giám",
    ):
        assert words in text
    assert SAMPLE not in text
    assert "Số hiệu" not in text


def test_diploma_and_state_header_read_as_their_own_kind():
    diploma = replace(
        PAPER, kind="diploma", title="Bằng tốt nghiệp chương trình sơ cấp lý luận chính trị", birth_text="1990"
    )
    (text,) = pages(exchange.render_certificates_pdf([diploma], exchange.CertificateLayout(header="state")))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "BẰNG TỐT NGHIỆP" in text
    assert "CHƯƠNG TRÌNH SƠ CẤP LÝ LUẬN CHÍNH TRỊ" in text
    assert "CẤP CHO" in text
    assert "Năm sinh: 1990" in text


@pytest.mark.parametrize(("place", "count"), [("front", 2), ("back", 4), ("slip", 3), ("none", 2)])
def test_qr_goes_where_the_form_allows_it(place, count):
    papers = [replace(PAPER, qr_place=place), replace(PAPER, qr_place=place, full_name="Trần Văn Bảy")]
    found = pages(exchange.render_certificates_pdf(papers))
    assert len(found) == count
    if place == "back":
        assert "Trần Văn Bảy" in found[2]
        assert "Trần Văn Bảy" in found[3]
    if place == "slip":
        assert "PHIẾU KIỂM TRA" in found[2]
    code = f"Mã kiểm tra: {records.check_code(PAPER.payload)}"
    assert "".join(found).count(code) == (0 if place == "none" else 2)


def test_overprint_prints_only_what_the_official_blank_lacks():
    layout = exchange.CertificateLayout(mode="overprint", offset_x_mm=1.5)
    (text,) = pages(exchange.render_certificates_pdf([PAPER], layout))
    assert "Nguyễn Thị Phương Thảo" in text
    assert "0012/2023/NTVĐ" in text
    assert "GIẤY CHỨNG NHẬN" not in text
    assert "ĐẢNG CỘNG SẢN" not in text
    assert "Sinh ngày" not in text


def test_what_people_typed_is_never_markup():
    typed = '#panic("x") *đậm* $x^2$ `mã` \\ "ngoặc" <nhãn> @ai // hết #{1+1} [a] = b'
    (text,) = pages(exchange.render_certificates_pdf([replace(PAPER, place_text=typed, full_name="#let a = 1")]))
    assert "#let a = 1" in text
    for piece in ("#panic", "*đậm*", "$x^2$", "`mã`", "<nhãn>", "@ai", "#{1+1}"):
        assert piece in text


def test_sample_mark_is_on_every_page_of_generated_people():
    papers = [replace(PAPER, qr_place="back", is_sample=True)]
    assert all(SAMPLE in text for text in pages(exchange.render_certificates_pdf(papers)))
    assert all(SAMPLE in text for text in pages(exchange.render_certificates_pdf([PAPER], is_sample=True)))


def test_longest_names_stay_on_the_paper():
    long = replace(
        PAPER,
        full_name="Công Tằng Tôn Nữ Thị Hoàng Phương Nguyễn Thị Minh Khai Trần Lê",
        authority_name="Trung tâm Chính trị xã Đức Thọ trực thuộc Ban Thường vụ Đảng ủy xã Đức Thọ, tỉnh Hà Tĩnh",
        programme_title="Bồi dưỡng nghiệp vụ công tác đảng cho bí thư chi bộ và cấp ủy viên cơ sở nhiệm kỳ 2025 - 2030",
    )
    assert len(pages(exchange.render_certificates_pdf([long]))) == 1


def test_pdf_is_archivable_and_carries_its_own_fonts():
    pdf = exchange.render_certificates_pdf([PAPER], at=AT)
    assert b"pdfaid:part" in pdf
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata.title == PAPER.title
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        base = font.get_object()["/DescendantFonts"][0].get_object()
        assert "Tinos" in base["/BaseFont"]
        assert {"/FontFile2", "/FontFile3"} & set(base["/FontDescriptor"].get_object())
    assert exchange.render_certificates_pdf([PAPER], at=AT) == pdf


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.ttf")), ids=lambda file: file.stem)
def test_every_vietnamese_letter_has_a_glyph(file):
    letters = {
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    } | set("đĐ–“”…·₫")
    font = TTFont(file)
    cmap = font.getBestCmap()
    assert not [letter for letter in letters if ord(letter) not in cmap]
    outlines = font["glyf"]
    assert not [letter for letter in letters if not outlines[cmap[ord(letter)]].numberOfContours]


def test_symbol_of_a_payload_is_version_10_with_the_correction_it_has_room_for():
    for letters in (150, 200, 300, 390):
        svg = exchange.qr_svg("HV1:" + "A" * (letters - 4))
        assert 'width="65"' in svg  # 57 modules of version 10 and a quiet zone of four on each side
    assert 'width="65"' not in exchange.qr_svg("HV1:" + "A" * 500)


# --- From the register ----------------------------------------------------------------------------------------------


@kept()
def issued():
    committee = org.found_unit(
        actor=None, code="hu", name="Huyện ủy Đức Thọ", kind="district_committee", valid_from=date(2010, 1, 1)
    )
    centre = org.found_unit(
        actor=None,
        code="duc-tho",
        name="Trung tâm Chính trị huyện Đức Thọ",
        kind="political_centre",
        valid_from=date(2010, 1, 1),
        parent=committee,
    )
    programme = catalogue.add_programme(
        actor=None, code="NTVD", today=date(2023, 1, 1), name="Bồi dưỡng nhận thức về Đảng", valid_from=date(2010, 1, 1)
    )
    persons = people.add_people(
        actor=None,
        people=[
            people.NewPerson(full_name="Nguyễn Thị Mai", birth="1990"),
            people.NewPerson(full_name="Trần Văn Bảy", birth="1991", is_generated=True),
            people.NewPerson(full_name="Lê Hoàng Đức", birth="1992"),
        ],
    )
    form = records.PaperForm(
        programme_id=programme.pk,
        programme_code="NTVD",
        kind="certificate",
        form_code="CN-NTVĐ",
        title=PAPER.title,
        programme_title=programme.name,
        signer_name="Nguyễn Văn Giám",
        signer_title="Giám đốc",
        authority_name="Trung tâm Chính trị huyện Đức Thọ",
        valid_months=60,
    )
    certificates = records.issue_certificates(
        actor=None,
        authority=centre,
        register_code="NTVĐ",
        issued_on=date(2023, 5, 19),
        form=form,
        items=[
            records.IssueItem(
                key=uuid4(), person_id=person.pk, full_name=person.full_name, birth_text="1990", place_text="Chi bộ 1"
            )
            for person in persons
        ],
        at=AT,
    )
    return centre, certificates


def test_certificates_of_the_register_print_with_the_committee_and_place_of_their_day(issued):
    _centre, certificates = issued
    prints = exchange.certificate_prints(certificates)
    assert prints[0].superior_name == "Huyện ủy Đức Thọ"
    assert prints[0].place_name == "Đức Thọ"
    assert [each.is_sample for each in prints] == [False, True, False]
    found = pages(exchange.render_certificates_pdf(certificates))
    assert len(found) == 6
    assert [SAMPLE in text for text in found] == [False, False, True, True, False, False]
    assert "0002/2023/NTVĐ" in found[2]


def test_paper_that_no_longer_stands_is_stamped_across(issued):
    _centre, certificates = issued
    records.withdraw_certificate(
        actor=None, certificate=certificates[0], withdrawn_on=date(2023, 6, 1), reason="Sai", decision_number="12"
    )
    records.reissue_certificate(
        actor=None, certificate=certificates[1], issued_on=date(2023, 6, 2), reason="Mất", at_fault=False
    )
    found = pages(exchange.render_certificates_pdf(records.certificates()))
    assert ["ĐÃ THU HỒI" in text for text in found] == [True, True] + [False] * 6
    assert ["ĐÃ CẤP LẠI SỐ KHÁC" in text for text in found] == [False] * 2 + [True] * 2 + [False] * 4
    assert "Cấp lại, thay số 0002/2023/NTVĐ" in found[6]


def test_register_page_has_every_column_and_the_head_of_the_log(issued):
    centre, certificates = issued
    records.record_blank_numbers(actor=None, certificates=certificates, first_blank="A 000998")
    records.record_receipt(actor=None, certificates=certificates[:1], received_on=date(2023, 5, 22))
    records.withdraw_certificate(
        actor=None,
        certificate=certificates[2],
        withdrawn_on=date(2023, 6, 1),
        reason="Sai hồ sơ",
        decision_number="QĐ 12-QĐ/TTCT",
    )
    pdf = exchange.render_register_pdf(authority=centre, register_code="NTVĐ", year=2023, on=date(2023, 5, 19), at=AT)
    (text,) = pages(pdf)
    for words in ("Nơi sinh hoặc đơn vị", "Số hiệu phôi", "Số vào sổ", "Ngày cấp", "Người nhận", "Ghi chú"):
        assert words in text
    for words in ("0003/2023/NTVĐ", "A 000999", "22/5/2023", "Thu hồi ngày", "SỔ CẤP GIẤY CHỨNG NHẬN", SAMPLE):
        assert words in text
    head = records.tree_head(date(2023, 5, 19))
    assert head.size == 3
    assert head.root in text.replace(" ", "")
    assert "3 mục" in text


def test_empty_register_is_a_page_too(issued):
    centre, _certificates = issued
    (text,) = pages(exchange.render_register_pdf(authority=centre, register_code="DVM", year=2024, on=date(2024, 1, 2)))
    assert "Sổ chưa có số nào" in text


def scanned(pdf: bytes, page: int, folder: Path, ppi: int) -> str:
    """What a scanner of so many dots an inch reads on that page."""
    (folder / "paper.pdf").write_bytes(pdf)
    source = f'#set page(width: 297mm, height: 210mm, margin: 0mm)\n#image("paper.pdf", page: {page}, width: 297mm)'
    (folder / "scan.typ").write_text(source)
    picture = typst.compile(str(folder / "scan.typ"), root=str(folder), format="png", ppi=ppi)
    return zxingcpp.read_barcode(Image.open(io.BytesIO(picture)).convert("L")).text


@pytest.mark.parametrize(("place", "page", "ppi"), [("front", 1, 150), ("back", 2, 110)])
def test_printed_symbol_is_scanned_and_verified_offline(issued, tmp_path, place, page, ppi):
    _centre, certificates = issued
    keys = records.read_public_keys(records.export_public_keys())
    prints = [replace(each, qr_place=place) for each in exchange.certificate_prints(certificates[:1])]
    text = scanned(exchange.render_certificates_pdf(prints), page, tmp_path, ppi)
    answer = records.verify_text(text, keys)
    assert answer.code == "matches"
    assert answer.facts.full_name == "Nguyễn Thị Mai"
