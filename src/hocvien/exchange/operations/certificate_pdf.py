"""Certificates, diplomas and register pages as PDF, set by typst from the templates in `exchange/typst`.

What people typed goes in as JSON and is printed as it stands: it can never become markup. Signing and numbering are long done;
nothing here writes to the database, so it runs outside every transaction.
"""

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import segno
import typst

from hocvien.common.batched import batched
from hocvien.common.wording import official_date
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.people import api as people
from hocvien.records import api as records

_TYPST = Path(__file__).resolve().parent.parent / "typst"
_VERSION = 10
_ROOM = {
    "h": 174,
    "q": 221,
    "m": 311,
    "l": 395,
}  # letters a symbol of version 10 holds at each level of error correction
_MASK = 3  # weighing all eight costs five times the rest, and letters of a signature look random under any
_BATCH = 500
_VOID = {
    records.CertificateStatus.WITHDRAWN.value: "ĐÃ THU HỒI",
    records.CertificateStatus.REPLACED.value: "ĐÃ CẤP LẠI SỐ KHÁC",
}
_TITLES = ("Giấy chứng nhận", "Bằng tốt nghiệp", "Chứng chỉ", "Bằng")
_COMMITTEES = re.compile(
    r"^(Ban Thường vụ )?(Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Đảng ủy|Đảng bộ)( (tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu|thị trấn))? ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePrint:
    """Everything one printed paper shows. Empty text: that line is left out."""

    title: str
    programme_title: str
    full_name: str
    number_text: str
    issued_on: date
    authority_name: str
    payload: str
    kind: str = "certificate"
    form_code: str = ""
    superior_name: str = ""
    place_name: str = ""
    birth_text: str = ""
    sex: str = ""
    place_text: str = ""
    class_name: str = ""
    band_name: str = ""
    blank_number: str = ""
    valid_until: date | None = None
    signer_title: str = ""
    signer_name: str = ""
    salutation: str = "Đồng chí"
    note: str = ""
    qr_place: str = "back"
    void_text: str = ""  # stamped across a paper that no longer stands
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where one piece of text goes on an official blank: millimetres from the top left, size in points."""

    x: float
    y: float
    size: float = 13
    bold: bool = False
    align: str = "left"


OVERPRINT_SPOTS: Mapping[str, Spot] = MappingProxyType(
    {
        "full_name": Spot(x=148.5, y=88, size=22, bold=True, align="center"),
        "birth_text": Spot(x=95, y=105),
        "place_text": Spot(x=95, y=113),
        "programme_title": Spot(x=95, y=121, bold=True),
        "class_name": Spot(x=95, y=129),
        "band_name": Spot(x=95, y=137, bold=True),
        "number_text": Spot(x=60, y=176, size=12),
        "place_and_day": Spot(x=222, y=150, size=13, align="center"),
        "signer_name": Spot(x=222, y=188, size=14, bold=True, align="center"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLayout:
    """How an office prints: on its own paper, or only the words onto an official blank.

    `header` is "party" (HD 36-HD/VPTW) or "state" (NĐ 30/2020/NĐ-CP). `spots` places the words of an overprint; the offsets shift all
    of them, because no printer takes paper in quite like another.
    """

    header: str = "party"
    mode: str = "full"
    offset_x_mm: float = 0
    offset_y_mm: float = 0
    qr_x_mm: float = 24
    qr_y_mm: float = 152
    spots: Mapping[str, Spot] = field(default_factory=lambda: OVERPRINT_SPOTS)


def render_certificates_pdf(
    certificates: Iterable[records.Certificate | CertificatePrint],
    layout: CertificateLayout | None = None,
    *,
    is_sample: bool = False,
    at: datetime | None = None,
) -> bytes:
    """One PDF (A4 landscape, PDF/A-2b) of all papers in the order given; a paper with its QR on the back takes two pages, slips
    follow at the end. `is_sample`, and papers of generated people in any case, carry "MẪU – dữ liệu trình diễn".

    Without `layout`: headed as the papers of whoever issues them were laid out on the day of issue, else as Party papers [default].
    A few queries whatever their number, and none for ready CertificatePrints; about a second per 100 papers.
    """
    given = list(certificates)
    layout = layout or CertificateLayout(header=_header_of(given))
    prints = _prints(given)
    rows = [_row(replace(each, is_sample=True) if is_sample else each, layout) for each in prints]
    data = {
        "title": prints[0].title if len(prints) == 1 else "Văn bằng, chứng nhận",
        "author": prints[0].authority_name if prints else "",
        "header": layout.header,
        "mode": layout.mode,
        "offset_x": layout.offset_x_mm,
        "offset_y": layout.offset_y_mm,
        "qr_x": layout.qr_x_mm,
        "qr_y": layout.qr_y_mm,
        "certificates": rows,
    }
    return _compiled("certificate.typ", data, at)


def certificate_prints(certificates: Sequence[records.Certificate]) -> list[CertificatePrint]:
    """What the papers show, with the committee above each authority as of the day of issue. A few queries per authority and day."""
    return _prints(certificates)


def render_register_pdf(
    *,
    authority: org.Unit,
    register_code: str,
    year: int,
    on: date,
    header: str = "",
    is_sample: bool = False,
    at: datetime | None = None,
) -> bytes:
    """The pages of one register to print, bind and keep; at the foot of each, the log's head at the end of the day `on`.

    That head fixes every entry before it: whoever holds the printed page can show that nothing was added or changed later.
    About ten queries.
    """
    certificates = list(records.list_register(authority_id=authority.pk, year=year, code=register_code))
    head = records.tree_head(on)
    name = certificates[-1].authority_name if certificates else org.label_as_of(authority.pk, on).name
    last_title = certificates[-1].signer_title if certificates else "Giám đốc"
    data = {
        "title": f"Sổ {register_code} năm {year}",
        "author": name,
        "header": header or org.find_layout(authority.pk, on) or "party",
        "superior_name": papers.superior_name(authority.pk, on).upper(),
        "authority_name": name.upper(),
        "heading": "SỔ CẤP BẰNG" if certificates and certificates[0].kind == "diploma" else "SỔ CẤP GIẤY CHỨNG NHẬN",
        "subheading": f"Ký hiệu {register_code} · Năm {year}",
        "signer_title": last_title.upper(),
        "is_sample": is_sample or bool(_generated(certificates)),
        "head_on": official_date(on),
        "head_size": head.size,
        "head_root": head.root,
        "first": certificates[0].number_text if certificates else "",
        "last": certificates[-1].number_text if certificates else "",
        "rows": [_register_row(certificate) for certificate in certificates],
    }
    return _compiled("register.typ", data, at)


def qr_svg(payload: str) -> str:
    """The symbol of a payload: version 10 for all but the longest names, with as much error correction as it then has room for."""
    level = next((level for level, letters in _ROOM.items() if len(payload) <= letters), None)
    if level is None:
        symbol = segno.make(payload, micro=False, error="l", mask=_MASK)
    else:
        symbol = segno.make(payload, micro=False, error=level, version=_VERSION, mask=_MASK, boost_error=False)
    out = io.BytesIO()
    symbol.save(out, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, nl=False)
    return out.getvalue().decode()


def _compiled(template: str, data: dict[str, Any], at: datetime | None) -> bytes:
    return typst.compile(
        str(_TYPST / template),
        root=str(_TYPST),
        font_paths=[str(_TYPST / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=at,
    )


def _row(each: CertificatePrint, layout: CertificateLayout) -> dict[str, Any]:
    heading, subheading = _headings(each)
    row = asdict(each) | {
        "heading": heading,
        "subheading": subheading,
        "declaration": f"{each.signer_title} {each.authority_name} {'cấp cho' if each.kind == 'diploma' else 'chứng nhận'}".upper(),
        "authority_name": each.authority_name.upper(),
        "superior_name": each.superior_name.upper(),
        "signer_title": each.signer_title.upper(),
        "birth_label": "Sinh ngày:"
        if each.birth_text.count("/") > 1
        else "Năm sinh:"
        if each.birth_text.isdigit()
        else "Sinh:",
        "valid_text": f"Có giá trị đến hết ngày {official_date(each.valid_until)}" if each.valid_until else "",
        "place_and_day": f"{each.place_name}, {_day_in_words(each.issued_on)}"
        if each.place_name
        else _day_in_words(each.issued_on).capitalize(),
        "qr": qr_svg(each.payload) if each.qr_place != "none" and each.payload else "",
        "check_code": records.check_code(each.payload),
        "issued_on": official_date(each.issued_on),
        "valid_until": "",
    }
    if not row["qr"]:
        row["qr_place"] = "none"
    if layout.mode == "overprint":
        row["fields"] = [
            {
                "text": str(row[name]),
                "x": spot.x,
                "y": spot.y,
                "size": spot.size,
                "bold": spot.bold,
                "align": spot.align,
            }
            for name, spot in layout.spots.items()
            if row.get(name)
        ]
    return row


def _headings(each: CertificatePrint) -> tuple[str, str]:
    """The large title and the rest below it: "BẰNG TỐT NGHIỆP" over "CHƯƠNG TRÌNH SƠ CẤP LÝ LUẬN CHÍNH TRỊ".

    The rest is dropped where it only announces the programme, which the paper states in a line of its own.
    """
    for start in _TITLES:
        if each.title.casefold().startswith(start.casefold()):
            rest = each.title[len(start) :].strip()
            announced = rest.casefold().startswith(("hoàn thành chương trình", "hoàn thành bồi dưỡng"))
            return start.upper(), "" if announced else rest.upper()
    return each.title.upper(), ""


def _day_in_words(day: date) -> str:
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _prints(given: Sequence[records.Certificate | CertificatePrint]) -> list[CertificatePrint]:
    rows = [each for each in given if not isinstance(each, CertificatePrint)]
    superiors = {key: papers.superior_name(*key) for key in {(row.authority_id, row.issued_on) for row in rows}}
    generated = _generated(rows)
    prints = []
    for each in given:
        if isinstance(each, CertificatePrint):
            prints.append(each)
            continue
        superior = superiors[each.authority_id, each.issued_on]
        prints.append(
            CertificatePrint(
                title=each.title,
                programme_title=each.programme_title,
                full_name=each.full_name,
                number_text=each.number_text,
                issued_on=each.issued_on,
                authority_name=each.authority_name,
                payload=each.payload,
                kind=each.kind,
                form_code=each.form_code,
                superior_name=superior,
                place_name=_place_of(superior),
                birth_text=each.birth_text,
                sex=each.sex,
                place_text=each.place_text,
                class_name=each.class_name,
                band_name=each.band_name,
                blank_number=each.blank_number,
                valid_until=each.valid_until,
                signer_title=each.signer_title,
                signer_name=each.signer_name,
                note=each.note,
                qr_place=each.qr_place,
                void_text=_VOID.get(each.status, ""),
                is_sample=each.person_id in generated,
            )
        )
    return prints


def _header_of(given: Sequence[records.Certificate | CertificatePrint]) -> str:
    first = next((each for each in given if not isinstance(each, CertificatePrint)), None)
    return (first is not None and org.find_layout(first.authority_id, first.issued_on)) or "party"


def _place_of(superior: str) -> str:
    """The place a paper is dated at: "Huyện ủy Đức Thọ" gives "Đức Thọ". Empty where the name does not say."""
    found = _COMMITTEES.match(superior)
    return superior[found.end() :].strip() if found else ""


def _generated(rows: Sequence[records.Certificate]) -> set[int]:
    """People of the demonstration among these; one query per 500."""
    ids = sorted({row.person_id for row in rows})
    found: set[int] = set()
    for part in batched(ids, _BATCH):
        rows_of = people.people().filter(pk__in=part, is_generated=True)
        found |= set(rows_of.values_list("pk", flat=True))
    return found


def _register_row(certificate: records.Certificate) -> dict[str, Any]:
    notes = [certificate.note]
    if certificate.status == records.CertificateStatus.WITHDRAWN and certificate.withdrawn_on:
        notes.append(f"Thu hồi ngày {official_date(certificate.withdrawn_on)} theo {certificate.withdrawn_decision}")
    if certificate.status == records.CertificateStatus.REPLACED and certificate.replaced_on:
        notes.append(f"Đã cấp lại ngày {official_date(certificate.replaced_on)}")
    return {
        "number": certificate.number,
        "full_name": certificate.full_name,
        "birth_text": certificate.birth_text,
        "place_text": certificate.place_text,
        "class_name": certificate.class_name,
        "band_name": certificate.band_name,
        "blank_number": certificate.blank_number,
        "number_text": certificate.number_text,
        "issued_on": official_date(certificate.issued_on),
        "received_by": certificate.received_by,
        "received_on": official_date(certificate.received_on) if certificate.received_on else "",
        "note": "; ".join(note for note in notes if note),
    }
