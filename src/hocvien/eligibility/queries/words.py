"""The value of a clause in words, in the language that is active: "29 tuổi 11 tháng ngày 07/9/2026"."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from hocvien.common.wording import official_date
from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.arithmetic import add_months, months_between
from hocvien.eligibility.queries.compiler import Question, age_day, rating_years
from hocvien.people import api as people

Row = Mapping[str, Any]


def say_value(clause: definitions.Definition, question: Question, person: Row, columns: Row) -> str:
    """What was found for a clause, from the person's row and the clause's own columns; no query."""
    return _WORDS[type(clause)](clause, question, person, columns)


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
    if not clause.minority_level:
        return level
    if columns["flag"] is None:
        return _("{level}; chưa ghi dân tộc").format(level=level)
    levels = list(people.Education.values)
    if columns["flag"] == 1 and levels.index(person["education"]) < levels.index(clause.level):
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


def _post(clause: definitions.PostHeld, _question: Question, _person: Row, columns: Row) -> str:
    if columns["title"]:
        return str(columns["title"])
    if clause.or_planned:
        return _("Chưa ghi chức vụ; nếu trong quy hoạch, kèm quyết định quy hoạch")
    return _("Không có chức vụ thuộc đối tượng")


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


def _certificate(_clause: Any, _question: Question, _person: Row, columns: Row) -> str:
    until: date | None
    if not columns["number"] and columns["elsewhere"]:
        until = columns["elsewhere_until"]
        said = _("Giấy số {number} của {organiser}, học nơi khác").format(
            number=columns["elsewhere_number"] or "–", organiser=columns["elsewhere"]
        )
        return said if until is None else _("{paper}, giá trị đến {day}").format(paper=said, day=official_date(until))
    if not columns["number"]:
        return _("Không có giấy còn giá trị trong sổ")
    until = columns["until"]
    if until is None:
        return _("Giấy số {number}").format(number=columns["number"])
    return _("Giấy số {number}, giá trị đến {day}").format(number=columns["number"], day=official_date(until))


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
}
