"""What stands around the table of a roster: titles above, groups inside, signatures at the foot."""

from collections.abc import Callable, Sequence
from itertools import groupby

from tools.rosters.crowd import Sample
from tools.rosters.pages import Page, Section

SIGNERS = ("Nguyễn Văn Hùng", "Trần Thị Thu Hà", "Lê Đức Thọ", "Phạm Quang Vinh")
ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
)


def party_titles(
    page: Page,
    width: int,
    subject: str = "DANH SÁCH ĐẢNG VIÊN",
    *,
    body: str = "ĐẢNG ỦY XÃ HÒA THỦY",
    under: str = "",
    attached: bool = True,
) -> int:
    """A Party paper's head; returns the row below it."""
    right = max(width - 4, 2)
    page.put(0, 0, "ĐẢNG BỘ TỈNH MẪU")
    page.put(0, right, "ĐẢNG CỘNG SẢN VIỆT NAM")
    page.merge(0, 0, 0, 1)
    page.put(1, 0, body)
    page.put(2, 0, under or "*")
    page.put(2, right, "Hòa Thủy, ngày 12 tháng 5 năm 2026")
    page.put(4, 0, subject)
    page.merge(4, 0, 4, width - 1)
    row = 5
    if attached:
        page.put(5, 0, "(Kèm theo Công văn số 45-CV/ĐU ngày 12/5/2026 của Đảng ủy xã Hòa Thủy)")
        page.merge(5, 0, 5, width - 1)
        row = 6
    return row + 1


def state_titles(page: Page, width: int, subject: str, *, body: str = "ỦY BAN NHÂN DÂN XÃ HÒA THỦY") -> int:
    right = max(width - 4, 2)
    page.put(0, 0, body)
    page.put(0, right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    page.put(1, right, "Độc lập - Tự do - Hạnh phúc")
    page.put(3, 0, subject)
    page.merge(3, 0, 3, width - 1)
    page.put(4, 0, "Tính đến ngày 30 tháng 4 năm 2026")
    return 6


def foot(
    page: Page, row: int, *, left: int = 1, right: int = 6, signer: str = SIGNERS[0], count: int = 0, blank: bool = True
) -> int:
    """Sum, date line, whom it is for, office and the signer's name alone."""
    if count:
        page.put(row, left, f"Tổng cộng danh sách có {count} đồng chí./.")
        row += 1
    row += blank
    page.put(row, right, "Hòa Thủy, ngày 12 tháng 5 năm 2026")
    page.put(row + 1, left, "NGƯỜI LẬP BIỂU")
    page.put(row + 1, right, "T/M CHI BỘ")
    page.put(row + 2, right, "BÍ THƯ")
    page.put(row + 3, right, "(Ký, ghi rõ họ tên)")
    page.put(row + 7, left, SIGNERS[1])
    page.put(row + 7, right, signer)
    return row + 8


def bare_foot(page: Page, row: int, *, column: int = 1, signer: str = SIGNERS[2]) -> int:
    """Everything in the column of names: the signer's name stands there alone."""
    page.put(row, column, "T/M CHI BỘ")
    page.put(row + 1, column, "BÍ THƯ")
    page.put(row + 4, column, signer)
    return row + 5


def copies_foot(page: Page, row: int, *, right: int = 5) -> int:
    page.put(row + 1, 0, "Nơi nhận:")
    page.put(row + 2, 0, "- Trung tâm Chính trị (để t/h);")
    page.put(row + 3, 0, "- Lưu: Văn phòng.")
    page.put(row + 1, right, "T/M BAN THƯỜNG VỤ")
    page.put(row + 2, right, "PHÓ BÍ THƯ")
    page.put(row + 6, right, SIGNERS[3])
    page.put(row + 8, 0, "* Ghi chú: cột 5 ghi theo giấy khai sinh; mọi thắc mắc liên hệ đ/c Hà, ĐT 0912345678")
    return row + 9


def by_unit(
    people: Sequence[Sample],
    label: Callable[[int, str, int], tuple[str, ...]],
    *,
    merged: bool = False,
    subtotal: str = "",
) -> list[Section]:
    """A section for each unit in order; `label` gets its index, name and how many people."""
    out = []
    for index, (unit, group) in enumerate(groupby(people, key=lambda person: person.unit)):
        members = list(group)
        out.append(
            Section(
                members,
                label(index, unit, len(members)),
                unit,
                merged,
                subtotal=subtotal.format(len(members)) if subtotal else "",
            )
        )
    return out
