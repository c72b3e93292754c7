"""Which column holds what: headers in one, two or three rows, by our template's words and by those of real files. Pure.

A column has a *role*: a field ("birth"), a field for those of one sex ("birth:male"), a tick for one value ("theory_level:advanced"),
a part ("birth:day", "full_name:given"), or several fields in one cell ("sex+ethnicity+-"). "-" is read by nobody, on purpose;
"" is not known.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from hocvien.common.text import fold
from hocvien.exchange.arithmetic.encodings import MOJIBAKE, TCVN3, VNI, decode, is_beyond_old_fonts
from hocvien.exchange.constants import FIELDS, HEADERS, IGNORED

IGNORE = "-"
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOISE = re.compile(r"[*:.…\"“”]+")
_SPLIT = re.compile(r"[\n;,/|+]|\s-\s|(?<!họ)(?<!Họ)(?<!HỌ)\s+và\s+", re.IGNORECASE)

_EXACT = {fold(alias).replace(" ", ""): field for field, aliases in HEADERS.items() for alias in aliases}
_EXACT |= {fold(header).replace(" ", ""): IGNORE for header in IGNORED}

# asked in this order of a header that no list knows word for word; the first that is found decides
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("birth+-", r"(ngay|nam|thang).*noi sinh|noi sinh.*(ngay|nam)"),
        (IGNORE, r"hop xet|giup do|de nghi|nghi quyet|het (thoi gian |thoi |han )?(du bi|tap su|thu viec)"),
        (IGNORE, r"^(so )?tt$|^stt$|thu tu|^so thu tu"),
        (
            IGNORE,
            r"\b(ten|ngay sinh|nam sinh|nghiep)\b.*(\b(cha|me|vo|chong|con)\b|(?<!chi )(?<!dang )(?<!can )\bbo\b)|\b(than nhan|nguoi gioi thieu|nguoi ky|nguoi lap)\b",
        ),
        (
            IGNORE,
            r"nghe nghiep|chi bo ket nap|chuyen (di|den|sinh hoat)|tu tran|ra khoi|\bchet\b|nghi huu|cuu chien binh",
        ),
        (
            IGNORE,
            r"noi sinh(?! hoat)|que quan|nguyen quan|ton giao|ghi chu|^gc$|ho khau|thuong tru|tam tru|cho o|dia chi|noi o|noi cu tru",
        ),
        (
            IGNORE,
            r"noi cap|ngay cap|noi ket nap|noi cong nhan|co quan cap|huy hieu|tuoi dang|^tuoi|bi danh|ten goi khac|ten thuong goi",
        ),
        (
            IGNORE,
            r"doan\b.*(ngay|vao)|ngay vao doan|vao nganh|tuyen dung|nhap ngu|xuat ngu|ngoai ngu|tin hoc|bhxh|bhyt|bao hiem",
        ),
        (
            IGNORE,
            r"quy hoach|xep loai|danh gia|khen thuong|ky luat|luong|ngach|thanh phan|so nam|chu ky|ky nhan|ky ten|anh the",
        ),
        (IGNORE, r"qlnn|quan ly nha nuoc|boi duong|nghiep vu su pham"),
        (
            "full_name:family",
            r"^ho (va )?(ten )?(dem|lot|chu dem|chu lot)|^ho (va )?ten (dem|lot)$|^ho dem$|^ho$|^ho lot$",
        ),
        ("full_name:given", r"^ten$|^ten goi$"),
        ("birth_name", r"ten khai sinh"),
        (
            "full_name",
            r"^ho(,)? (va )?ten|^ten (dang vien|hoc vien|can bo|quan chung|cong dan)|^(dang vien|hoc vien)$|ho ten",
        ),
        ("birth", r"(ngay|nam|thang).*\bsinh$|sinh (ngay|nam)|^sinh$|nam sinh|ngay sinh|ntns|^ns$|^n/sinh$"),
        ("sex", r"gioi tinh|^gioi$|^phai$|^nam\W+nu$|^nam nu$|^sex$|^gender$|^nu\W+nam$|^gt$"),
        ("ethnicity", r"dan toc|^dt$"),
        ("identity_number", r"cccd|cmnd|cmt\b|can cuoc|chung minh|dinh danh"),
        ("profile_number", r"ly lich|^so ll(dv)?$|^lldv$"),
        ("party_card", r"the dang|ma the|so the|the dv|so the dv"),
        ("official_on", r"chinh thuc|^ct$"),
        (
            "admitted_on",
            r"(ngay|thang|nam|thoi gian).*(ket nap|vao dang|du bi|vao d\b|vao dcs)|^(vao dang|ket nap|du bi|db)$|^(vao dang|ket nap|du bi)\b",
        ),
        ("theory_level", r"llct|ly luan|trinh do chinh tri|^chinh tri$"),
        ("education:profession", r"chuyen mon|\bcm\b|^cmnv$|cmkt|nghiep vu|bang cap|hoc vi|hoc ham"),
        ("education", r"van hoa|hoc van|^gdpt$|pho thong|^trinh do$|^vh$|^tdvh$"),
        ("post_kind", r"nhom chuc vu"),
        ("phone", r"dien thoai|^sdt|so dt|di dong|^dtdd$|^tel|phone"),
        (
            "unit_name",
            r"chi bo|dang bo|don vi|noi cong tac|co quan|sinh hoat tai|noi sinh hoat|^thuoc cb|thuoc chi bo|to chuc dang|to dang|^truong$|^cb$",
        ),
        ("post", r"chuc vu|chuc danh|nhiem vu"),
    )
)
_SEXES = {"nam": "male", "nu": "female", "nam gioi": "male", "nu gioi": "female"}
_THEORY = {
    "so cap": "elementary", "sc": "elementary", "trung cap": "intermediate", "tc": "intermediate",
    "cao cap": "advanced", "cc": "advanced", "cu nhan": "advanced", "cn": "advanced", "cao cap cu nhan": "advanced",
}  # fmt: skip
_EDUCATION = {
    "tieu hoc": "primary", "th": "primary", "thcs": "lower_secondary", "thpt": "upper_secondary", "so cap nghe": "-",
    "trung cap": "intermediate", "tc": "intermediate", "cao dang": "college", "cd": "college", "dai hoc": "university",
    "dh": "university", "thac si": "master", "thac sy": "master", "ths": "master", "tien si": "doctor", "tien sy": "doctor",
    "ts": "doctor", "tren dai hoc": "-", "sau dai hoc": "-", "tren dh": "-", "sau dh": "-",
}  # fmt: skip
_PARTS = {"ngay": "day", "thang": "month", "nam (year)": "year"}
_POST_LEAVES = ("dang", "chinh quyen", "doan the", "kiem nhiem", "ve dang")
_DATED = {"birth", "admitted_on", "official_on"}
_LEAVES = {
    *_SEXES,
    *_THEORY,
    *_EDUCATION,
    *_PARTS,
    "du bi",
    "chinh thuc",
    "so",
    "vao dang",
    "ket nap",
    "db",
    "lan dau",
    "lan 1",
    "ct",
    *_POST_LEAVES,
}


def header_text(cell: object) -> str:
    """A header cell as words of one line; real line breaks stay, for those that hold several fields."""
    text = str(cell).replace("\r", "\n").replace("_x000D_", "")
    return "\n".join(" ".join(part.split()) for part in text.split("\n")).strip()


@lru_cache(maxsize=4000)
def role_of(header: str) -> str:
    """The role that one header names, in whatever encoding it is written; see the module's words for "-" and ""."""
    if header.strip().upper() in {"ĐT", "Đ.T"}:
        # only its stroke parts it from DT, dân tộc
        return "phone"
    for text in _readings(header):
        if role := _role_of_text(text):
            return role
    return ""


def is_headed(header: str, words: Sequence[str]) -> bool:
    """Whether the header is one of these, marks, case and encoding aside."""
    wanted = {_plain(one) for one in words}
    return any(_plain(text) in wanted for text in _readings(header))


def _readings(header: str) -> list[str]:
    if header.isascii() or is_beyond_old_fonts(header):
        return [header]
    return [header, *(decode(header, encoding) for encoding in (TCVN3, VNI, MOJIBAKE))]


def _role_of_text(text: str) -> str:
    whole = _plain(text)
    if not whole:
        return ""
    for words in (whole, _plain(_BRACKETS.sub(" ", text))):
        if role := _EXACT.get(words.replace(" ", "")):
            return role
    if role := _several(text):
        return role
    words = _plain(_BRACKETS.sub(" ", text)) or whole
    if role := next((role for role, rule in _RULES if rule.search(words)), ""):
        return role
    # a head in two languages, a line each
    told = {role for line in text.split("\n") if (role := _EXACT.get(_plain(line).replace(" ", ""), ""))}
    return told.pop() if len(told) == 1 else ""


def _plain(text: str) -> str:
    return " ".join(_NOISE.sub(" ", fold(text)).split())


def _several(text: str) -> str:
    """The roles of a header that names several fields ("Chức vụ, đơn vị"; the member book's), joined by "+"; "" when it names one."""
    pieces = (piece.strip() for piece in _SPLIT.split(_BRACKETS.sub(" ", text)))
    # a piece that ends in a colon introduces those after it ("Trình độ:")
    parts = [piece.rpartition(":")[2].strip() for piece in pieces if piece and not piece.endswith(":")]
    if len(parts) < 2 or len(parts) > 6:
        return ""
    roles = [_EXACT.get(_plain(part).replace(" ", "")) or _rule_of(part) for part in parts]
    # "Nam, nữ" names one field, the sex
    folded = [_plain(part) for part in parts]
    for at in range(len(folded) - 1):
        if folded[at] in _SEXES and folded[at + 1] in _SEXES:
            roles[at : at + 2] = ["sex"]
            break
    known = [role for role in roles if role and role != IGNORE]
    if known == ["identity_number"] and roles[0] == "identity_number" and IGNORE in roles:
        return "+".join(role or IGNORE for role in roles)
    if len({role.partition(":")[0] for role in known}) < 2 and not ("full_name" in known and "birth_name" in roles):
        return ""
    if any(role in {"full_name:given", "full_name:family"} for role in known):
        return ""
    return "+".join(role or IGNORE for role in roles)


def _rule_of(part: str) -> str:
    words = _plain(part)
    return next((role for role, rule in _RULES if rule.search(words)), "")


def compose(block: Sequence[Sequence[object]]) -> list[tuple[str, ...]]:
    """For each column its header texts from the top row to the lowest; a parent over several columns is given to each of them."""
    texts = [[header_text(cell) for cell in row] for row in block]
    width = max((len(row) for row in texts), default=0)
    for row in texts:
        row.extend([""] * (width - len(row)))
    for level, row in enumerate(texts[:-1]):
        for index in range(1, width):
            has_below = any(lower[index] for lower in texts[level + 1 :])
            same_above = all(upper[index] == upper[index - 1] for upper in texts[:level])
            if not row[index] and has_below and same_above:
                row[index] = row[index - 1]
    return [tuple(dict.fromkeys(row[index] for row in texts if row[index])) for index in range(width)]


def roles_of(headers: Sequence[tuple[str, ...]]) -> list[str]:
    """The role of each column of a composed header."""
    return [_role_in(headers, index) for index in range(len(headers))]


def settle(headers: Sequence[tuple[str, ...]], roles: Sequence[str]) -> list[str]:
    """Where several columns would give one field: the cell before the workplace, the name in use before the name at birth."""
    settled = list(roles)
    cells = [at for at, role in enumerate(roles) if role == "unit_name" and "chi bo" in fold(" ".join(headers[at]))]
    if cells:
        settled = [IGNORE if role == "unit_name" and at not in cells else role for at, role in enumerate(settled)]
    if "birth_name" in roles and not any(role.startswith("full_name") for role in roles):
        settled[settled.index("birth_name")] = "full_name"
    return settled


def _role_in(headers: Sequence[tuple[str, ...]], index: int) -> str:
    parts = headers[index]
    if not parts:
        return ""
    leaf = _leaf(parts[-1])
    parent = field_of(role_of(parts[-2])) if len(parts) > 1 else ""
    if leaf == "nam" and _is_year(headers, index):
        leaf = "nam (year)"
    role = _below_parent(leaf, parent) or _among_neighbours(headers, index, leaf)
    return role or _by_words(parts, leaf, parent)


def _is_year(headers: Sequence[tuple[str, ...]], index: int) -> bool:
    """Whether "nam" without its marks is Năm, the year: it says so, or stands after a month."""
    is_after_month = index > 0 and bool(headers[index - 1]) and _leaf(headers[index - 1][-1]) == "thang"
    return is_after_month or any(
        "ă" in reading.lower() for reading in _readings(headers[index][-1])[-3:] if _plain(reading) == "nam"
    )


def _below_parent(leaf: str, parent: str) -> str:
    """What a word means below a head that names a field: Nam below Ngày sinh, Cao cấp below Trình độ LLCT."""
    if leaf in _SEXES and parent in {"birth", "sex"}:
        return f"{parent}:{_SEXES[leaf]}"
    if leaf in _POST_LEAVES and parent == "post":
        return "post"
    if leaf in _PARTS and parent in _DATED:
        return f"{parent}:{_PARTS[leaf]}"
    if leaf in _EDUCATION and parent == "education":
        return _ticked("education", _EDUCATION[leaf])
    if leaf in _THEORY and parent == "theory_level":
        return _ticked("theory_level", _THEORY[leaf])
    return ""


def _among_neighbours(headers: Sequence[tuple[str, ...]], index: int, leaf: str) -> str:
    """What a word means beside its likes: Nam beside Nữ, Trung cấp beside Cao cấp (theory) or beside Đại học (education)."""
    near = {_leaf(headers[at][-1]) for at in (index - 1, index + 1) if 0 <= at < len(headers) and headers[at]}
    if leaf in _SEXES and near & set(_SEXES):
        return f"sex:{_SEXES[leaf]}"
    if leaf in _THEORY and near & (set(_THEORY) - set(_EDUCATION)):
        return _ticked("theory_level", _THEORY[leaf])
    if leaf in _EDUCATION and near & set(_EDUCATION):
        return _ticked("education", _EDUCATION[leaf])
    if leaf in _THEORY and near & set(_THEORY):
        return _ticked("theory_level", _THEORY[leaf])
    return ""


def _ticked(field: str, value: str) -> str:
    return IGNORE if value == IGNORE else f"{field}:{value}"


def _by_words(parts: tuple[str, ...], leaf: str, parent: str) -> str:
    if leaf in _SEXES:
        # a column of women alone, ticked; the cells decide whether it is that
        return f"sex:{_SEXES[leaf]}" if len(parts) == 1 else ""
    if own := role_of(parts[-1]):
        return own
    if len(parts) == 1:
        return ""
    if leaf in {"so", "so the", "ma so"}:
        return role_of(parts[-2])
    joined = role_of(" ".join(parts))
    return joined if field_of(joined) != parent or leaf in _LEAVES else ""


def is_leaf(text: str) -> bool:
    """Whether the words stand below another head (Nam, Sơ cấp, Dự bị)."""
    return _leaf(text) in _LEAVES


def _leaf(text: str) -> str:
    for reading in _readings(text):
        if _EXACT.get(_plain(reading).replace(" ", "")) == "sex":
            break
        plain = _plain(_BRACKETS.sub(" ", reading)) or _plain(reading)
        if plain in _LEAVES:
            return plain
    return _plain(text)


def field_of(role: str) -> str:
    """The field (or fields, joined by "+") that a role fills; "" for none."""
    if role in {"", IGNORE, "birth_name"}:
        return ""
    fields = [part.partition(":")[0] for part in role.split("+")]
    return "+".join(dict.fromkeys(field for field in fields if field in FIELDS))


def count_fields(roles: Sequence[str]) -> int:
    """How many different fields these columns fill."""
    return len({field for role in roles for field in field_of(role).split("+") if field})


def letter(index: int) -> str:
    """Column index from 0 → "A", "AA"."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def index_of(letters: str) -> int:
    """The index of a column from its letters: A is 0, AA is 26."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number - 1
