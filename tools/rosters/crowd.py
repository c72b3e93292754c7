"""Generated people: names from the demonstration's word lists, facts that agree with one another. Nobody here exists."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hocvien.demonstration.arithmetic import compose_name
from hocvien.demonstration.queries import read_name_book
from tools.rosters.place import CELLS, ON

BOOK = read_name_book()
MINORITY = (
    ("Y Bhiăk Niê", "male", "Ê Đê"),
    ("H'Hen Êban", "female", "Ê Đê"),
    ("H'Lan Byă", "female", "Ê Đê"),
    ("Y Thông Mlô", "male", "Ê Đê"),
    ("Giàng A Páo", "male", "Mông"),
    ("Sùng Thị Mỷ", "female", "Mông"),
    ("Vàng A Lử", "male", "Mông"),
    ("Thạch Sa Rây", "male", "Khmer"),
    ("Kim Thị Sà Phên", "female", "Khmer"),
    ("Ksor H'Nhung", "female", "Gia Rai"),
    ("Rơ Châm Hyớ", "male", "Gia Rai"),
    ("Siu Blưn", "male", "Gia Rai"),
    ("K'Brêu", "male", "Cơ Ho"),
    ("Lò Văn Ính", "male", "Thái"),
    ("Quàng Thị Ọt", "female", "Thái"),
    ("Nông Văn Ứng", "male", "Tày"),
    ("Hoàng Thị Ẻn", "female", "Nùng"),
    ("Đinh Klíp", "male", "Ba Na"),
    ("A Biu", "male", "Xơ Đăng"),
    ("Y Pôn", "female", "Xơ Đăng"),
    ("Lý Phù Chòi", "male", "Dao"),
    ("Tẩn Mùi Pham", "female", "Dao"),
)
# one-letter middle names, toned capitals at the start, short and long names
UNUSUAL = (
    ("Nguyễn Thị Ánh", "female"),
    ("Lê Ý", "male"),
    ("Trần Thị Út", "female"),
    ("Phạm Á", "male"),
    ("Võ Thị Ấm", "female"),
    ("Nguyễn Ngọc Ẩn", "male"),
    ("Đỗ Ức", "male"),
    ("Tôn Nữ Thị Ái Liên", "female"),
    ("Công Huyền Tôn Nữ Bích Ngọc", "female"),
    ("Đặng Thị Ờn", "female"),
)
OLD_TONES = (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("úy", "uý"), ("ùy", "uỳ"), ("Thúy", "Thuý"))
EDUCATION = (
    "primary",
    "lower_secondary",
    "upper_secondary",
    "intermediate",
    "college",
    "university",
    "master",
    "doctor",
)
POSTS = (
    "Bí thư chi bộ",
    "Phó Bí thư chi bộ",
    "Chi ủy viên",
    "Trưởng thôn",
    "Chủ tịch Hội Nông dân",
    "Chi hội trưởng Phụ nữ",
    "Bí thư Đoàn Thanh niên",
    "Công chức Tư pháp - Hộ tịch",
    "Giáo viên",
    "Hiệu trưởng",
    "Y sĩ",
    "Trưởng Công an xã",
    "Chỉ huy trưởng Quân sự",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One generated person and all that an office might write of them; `culture` is general school as "12/12"."""

    full_name: str
    sex: str
    born: date
    ethnicity: str
    identity_number: str
    party_card: str
    profile_number: str
    admitted: date
    official: date | None
    culture: str
    degree: str
    theory: str
    post: str
    unit: str
    phone: str


def identity(rng: Random, place: str, sex: str, born: date) -> str:
    """Twelve digits whose century, sex and year agree with the person."""
    century = (born.year // 100 - 19) * 2 + (sex == "female")
    return f"{place}{century}{born.year % 100:02d}{rng.randint(0, 999_999):06d}"


def _later(day: date, years: int, days: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28)) + timedelta(days=days)


def one(
    rng: Random, unit: str, *, name: str = "", sex: str = "", ethnicity: str = "Kinh", place: str = "000"
) -> Sample:
    """A member of the Party with facts that agree."""
    sex = sex or rng.choice(("female", "male"))
    born = date(1948, 1, 1) + timedelta(days=rng.randint(0, 365 * 57))
    name = name or compose_name(rng, BOOK, sex, born.year)
    if rng.random() < 0.3:
        for new, old in OLD_TONES:
            name = name.replace(new, old)
    admitted = min(_later(born, 19, rng.randint(0, 5000)), ON - timedelta(days=rng.randint(40, 300)))
    official = _later(admitted, 1, rng.randint(0, 20))
    old_school = born.year < 1972
    culture = rng.choice(("7/10", "10/10", "10/10")) if old_school else rng.choice(("9/12", "12/12", "12/12", "12/12"))
    whole = culture in {"10/10", "12/12"}
    degree = rng.choices(("", "intermediate", "college", "university", "master", "doctor"), (40, 15, 10, 28, 6, 1))[0]
    return Sample(
        full_name=name,
        sex=sex,
        born=born,
        ethnicity=ethnicity,
        identity_number=identity(rng, place, sex, born),
        party_card=f"{rng.randint(10_000_000, 99_999_999)}",
        profile_number=f"{rng.randint(100_000, 999_999)}{rng.choice(('HT', 'ĐL', 'GL'))}",
        admitted=admitted,
        official=official if official <= ON else None,
        culture=culture,
        degree=degree if whole else "",
        theory=rng.choices(("", "elementary", "intermediate", "advanced"), (35, 35, 24, 6))[0],
        post=rng.choice(POSTS) if rng.random() < 0.55 else "",
        unit=unit,
        phone=f"09{rng.randint(10_000_000, 99_999_999)}",
    )


def crowd(
    rng: Random,
    number: int,
    units: tuple[str, ...] = CELLS,
    *,
    minority: float = 0.12,
    unusual: float = 0.05,
    place: str = "000",
) -> list[Sample]:
    """`number` people in the order of their units; no name and birth date twice."""
    people: list[Sample] = []
    seen: set[tuple[str, date]] = set()
    while len(people) < number:
        unit = units[len(people) * len(units) // number]
        draw = rng.random()
        if draw < minority:
            name, sex, ethnicity = rng.choice(MINORITY)
            person = one(rng, unit, name=name, sex=sex, ethnicity=ethnicity, place=place)
        elif draw < minority + unusual:
            name, sex = rng.choice(UNUSUAL)
            person = one(rng, unit, name=name, sex=sex, place=place)
        else:
            person = one(rng, unit, place=place)
        if (person.full_name, person.born) not in seen:
            seen.add((person.full_name, person.born))
            people.append(person)
    return people
