"""The value of a clause in words, in the language that is active: "29 tuổi 11 tháng ngày 07/9/2026"."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from hocvien.common.wording import official_date
from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.arithmetic import add_months, months_between, retires_on
from hocvien.eligibility.data import (
    ATTESTATION,
    BELONGING,
    MANAGEMENT,
    PERSON,
    PLANNING,
    POST,
    QUALIFICATION,
    RATING,
    STUDY_MODE,
    TRAINING,
)
from hocvien.eligibility.queries.compiler import Question, age_day, rating_years
from hocvien.people import api as people

Row = Mapping[str, Any]


def say_value(clause: definitions.Definition, question: Question, person: Row, columns: Row) -> str:
    """What was found for a clause, from the person's row and the clause's own columns; no query."""
    found = _WORDS[type(clause)](clause, question, person, columns)
    if not columns.get("exception_number"):
        return found
    decided = _("đặc cách theo quyết định số {number} ngày {day} của {authority}").format(
        number=columns["exception_number"],
        day=official_date(columns["exception_decided_on"]),
        authority=columns["exception_authority"],
    )
    return f"{found}; {decided}"


def what_is_missing(clause: definitions.Definition, question: Question, person: Row) -> str:
    """What to record so that a clause whose data is missing can be decided: `data.PERSON` or one of the words beside it."""
    if isinstance(clause, definitions.AgeAtLeast) and person["birth_on"] is not None and person["sex"]:
        is_open = bool(clause.study_mode) and not question.study_mode
        return STUDY_MODE if is_open and person["birth_precision"] == people.BirthPrecision.DAY else PERSON
    if isinstance(clause, definitions.PostHeld):
        return PLANNING if clause.or_planned else POST
    if isinstance(clause, definitions.WorksIn):
        return POST
    return _FILLS.get(type(clause), PERSON)


_FILLS: dict[type[Any], str] = {
    definitions.RatingsLastYears: RATING,
    definitions.TheoryLevelAtLeast: QUALIFICATION,
    definitions.TheoryLevelBelow: QUALIFICATION,
    definitions.HasCertificate: TRAINING,
    definitions.HasBelonging: BELONGING,
    definitions.WithinUnits: BELONGING,
    definitions.ManagedBy: MANAGEMENT,
    definitions.Attested: ATTESTATION,
}


def _label(scale: type[TextChoices], value: str) -> str:
    return str(scale(value).label)


def _standing(_clause: Any, question: Question, person: Row, _columns: Row) -> str:
    on, admitted, official, left = question.on, person["admitted_on"], person["official_on"], person["left_party_on"]
    if admitted is None:
        return _("Chưa ghi ngày vào Đảng")
    if admitted > on:
        return _("Chưa vào Đảng (vào Đảng ngày {day})").format(day=official_date(admitted))
    if left is not None and left <= on:
        return _("Đã ra khỏi Đảng ngày {day}").format(day=official_date(left))
    if official is not None and official <= on:
        return _("Đảng viên chính thức từ {day}").format(day=official_date(official))
    if official is None and admitted <= add_months(on, -12):
        return _("Vào Đảng ngày {day}, chưa ghi ngày chính thức").format(day=official_date(admitted))
    return _("Đảng viên dự bị, vào Đảng ngày {day}").format(day=official_date(admitted))


def _not_member(clause: Any, question: Question, person: Row, columns: Row) -> str:
    if person["admitted_on"] is None and columns["flag"] is not None:
        return _("Chưa vào Đảng")
    return _standing(clause, question, person, columns)


def _probation(clause: definitions.ProbationDaysLeft, question: Question, person: Row, columns: Row) -> str:
    admitted = person["admitted_on"]
    if columns["flag"] is None or admitted is None or admitted > question.on:
        return _standing(clause, question, person, columns)
    if person["official_on"] is not None and person["official_on"] <= question.on:
        return _standing(clause, question, person, columns)
    ends = add_months(admitted, clause.months)
    days = (ends - question.on).days
    if days > 0:
        return _("Còn {days} ngày, hết dự bị ngày {day}").format(days=days, day=official_date(ends))
    return _("Đã hết {months} tháng dự bị ngày {day}").format(months=clause.months, day=official_date(ends))


def _education(clause: definitions.EducationAtLeast, _question: Question, person: Row, columns: Row) -> str:
    if not person["education"]:
        return _("Chưa ghi trình độ học vấn")
    level = _label(people.Education, person["education"])
    levels = list(people.Education.values)
    has = levels.index(person["education"])
    if columns["flag"] is None:
        return _("{level}; chưa ghi dân tộc").format(level=level)
    if columns["flag"] == 1 and has < levels.index(clause.level):
        if columns.get("area") and has >= levels.index(clause.area_level):
            return _("{level}, thuộc địa bàn được ưu tiên").format(level=level)
        if columns.get("post") and has >= levels.index(clause.post_level):
            return _("{level}, giữ chức vụ được ưu tiên").format(level=level)
        if clause.minority_level and has >= levels.index(clause.minority_level):
            # that it applies, not which ethnicity: those who judge a list need no more
            return _("{level}, dân tộc thiểu số").format(level=level)
    return level


def _age(clause: definitions.AgeAtLeast, question: Question, person: Row, columns: Row) -> str:
    if clause.study_mode and question.study_mode and clause.study_mode != question.study_mode:
        return _("Hệ học này không quy định tuổi tối thiểu")
    on, birth, precision = age_day(clause, question), person["birth_on"], person["birth_precision"]
    if birth is None:
        return _("Chưa ghi ngày sinh")
    if precision == people.BirthPrecision.YEAR:
        age = _("Sinh năm {year}, chưa rõ ngày, tháng").format(year=birth.year)
    elif precision == people.BirthPrecision.MONTH:
        age = _("Sinh tháng {month}/{year}, chưa rõ ngày").format(month=f"{birth:%m}", year=birth.year)
    else:
        years, months = divmod(max(months_between(birth, on), 0), 12)
        age = (
            _("{years} tuổi {months} tháng ngày {day}").format(years=years, months=months, day=official_date(on))
            if months
            else _("{years} tuổi ngày {day}").format(years=years, day=official_date(on))
        )
    if columns["flag"] is None and not person["sex"]:
        return _("{age}; chưa ghi giới tính").format(age=age)
    if columns["flag"] is None and clause.study_mode and not question.study_mode:
        return _("{age}; chưa rõ hệ học").format(age=age)
    return age


def is_private(clause: definitions.Definition, columns: Row) -> bool:
    """Whether the value says that somebody is planned for a post, or what the sender attested."""
    if isinstance(clause, definitions.PostHeld):
        return _says_planning(clause, columns)
    return isinstance(clause, definitions.Attested) and columns["told"] is not None


def _says_planning(clause: definitions.PostHeld, columns: Row) -> bool:
    return bool(columns.get("planned_number")) and not (columns["title"] and not clause.months)


def _post(clause: definitions.PostHeld, _question: Question, _person: Row, columns: Row) -> str:
    if _says_planning(clause, columns):
        return _("Quy hoạch {post}, văn bản số {number} ngày {day}").format(
            post=_label(people.PostKind, columns["planned_kind"]),
            number=columns["planned_number"],
            day=official_date(columns["planned_decided_on"]),
        )
    if columns["title"] and clause.months:
        return _("{title}, từ ngày {day}").format(title=columns["title"], day=official_date(columns["since"]))
    if columns["title"]:
        return str(columns["title"])
    if clause.or_planned:
        return _("Chưa ghi chức vụ; nếu trong quy hoạch, kèm quyết định quy hoạch")
    return _("Không có chức vụ thuộc đối tượng")


def _works_in(_clause: Any, _question: Question, _person: Row, columns: Row) -> str:
    if columns["title"] is None:
        return _("Chưa ghi chức vụ")
    if not columns["field"]:
        return _("{title}, chưa ghi lĩnh vực công tác").format(title=columns["title"])
    return f"{columns['title']}, {_label(people.WorkField, columns['field'])}"


def _managed_by(_clause: Any, _question: Question, _person: Row, columns: Row) -> str:
    return _("Diện {unit} quản lý").format(unit=columns["unit"]) if columns["unit"] else _("Chưa ghi diện quản lý")


def _within_units(_clause: Any, _question: Question, _person: Row, columns: Row) -> str:
    return str(columns["unit"]) if columns["unit"] else _("Chưa ghi nơi sinh hoạt, công tác")


def _years_left(clause: definitions.YearsLeft, _question: Question, person: Row, _columns: Row) -> str:
    birth = person["birth_on"]
    if birth is None:
        return _("Chưa ghi ngày sinh")
    if not person["sex"]:
        return _("Chưa ghi giới tính")
    if person["birth_precision"] != people.BirthPrecision.DAY:
        return _("Sinh năm {year}, chưa rõ ngày, tháng").format(year=birth.year)
    is_female = person["sex"] == people.Sex.FEMALE
    rule = (
        (clause.female, clause.female_step, clause.female_most)
        if is_female
        else (clause.male, clause.male_step, clause.male_most)
    )
    return _("Đến tuổi nghỉ hưu ngày {day}").format(day=official_date(retires_on(birth, clause.first_year, *rule)))


def _attested(_clause: Any, _question: Question, _person: Row, columns: Row) -> str:
    if columns["told"] is None:
        return _("Nơi cử chưa xác nhận")
    words = {1: _("{unit} xác nhận ngày {day}"), 0: _("{unit} xác nhận không đạt, ngày {day}")}[columns["told"]]
    return words.format(unit=columns["unit"], day=official_date(columns["day"]))


def _nothing(_clause: Any, _question: Question, _person: Row, _columns: Row) -> str:
    return ""


def _ratings(clause: definitions.RatingsLastYears, question: Question, _person: Row, columns: Row) -> str:
    parts = []
    for year in rating_years(clause, question):
        grade = columns[f"y{year}"]
        parts.append(f"{year}: {_label(people.RatingGrade, grade) if grade else _('chưa ghi')}")
    return "; ".join(parts)


def _theory(clause: Any, _question: Question, _person: Row, columns: Row) -> str:
    if columns["level"]:
        return _label(people.TheoryLevel, columns["level"])
    if columns.get("diploma"):
        return _("Bằng số {number}").format(number=columns["diploma"])
    if columns["claimed"]:
        return _("{level}, chưa có minh chứng").format(level=_label(people.TheoryLevel, columns["claimed"]))
    if columns["refused_on"]:
        return _("Giấy xác nhận ngày {day} không được tính: chỉ nhận giấy cấp trước ngày {end}").format(
            day=official_date(columns["refused_on"]), end=official_date(clause.confirmation_before)
        )
    return _("Chưa ghi trình độ này")


def _certificate(clause: Any, _question: Question, _person: Row, columns: Row) -> str:
    is_aged = isinstance(clause, definitions.HasCertificate) and bool(clause.at_least or clause.at_most)
    if columns["number"]:
        said, until, issued = (
            _("Giấy số {number}").format(number=columns["number"]),
            columns["until"],
            columns["issued"],
        )
    elif columns["elsewhere"]:
        said = _("Giấy số {number} của {organiser}, học nơi khác").format(
            number=columns["elsewhere_number"] or "–", organiser=columns["elsewhere"]
        )
        until, issued = columns["elsewhere_until"], columns["elsewhere_issued"]
    else:
        return _("Không có giấy còn giá trị trong sổ")
    if is_aged and issued is not None:
        said = _("{paper}, cấp ngày {day}").format(paper=said, day=official_date(issued))
    return said if until is None else _("{paper}, giá trị đến {day}").format(paper=said, day=official_date(until))


def _belonging(_clause: Any, _question: Question, _person: Row, columns: Row) -> str:
    return str(columns["unit"]) if columns["unit"] else _("Chưa ghi chi bộ giới thiệu")


_WORDS: dict[type[Any], Callable[[Any, Question, Row, Row], str]] = {
    definitions.NotMember: _not_member,
    definitions.Member: _standing,
    definitions.ProbationDaysLeft: _probation,
    definitions.EducationAtLeast: _education,
    definitions.AgeAtLeast: _age,
    definitions.PostHeld: _post,
    definitions.RatingsLastYears: _ratings,
    definitions.TheoryLevelAtLeast: _theory,
    definitions.TheoryLevelBelow: _theory,
    definitions.NoValidCertificate: _certificate,
    definitions.HasCertificate: _certificate,
    definitions.HasBelonging: _belonging,
    definitions.WorksIn: _works_in,
    definitions.ManagedBy: _managed_by,
    definitions.WithinUnits: _within_units,
    definitions.YearsLeft: _years_left,
    definitions.Attested: _attested,
    definitions.ApprovedException: _nothing,
}
