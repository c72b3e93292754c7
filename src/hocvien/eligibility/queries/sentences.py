"""What a clause asks, in words, in the language that is active: "Hệ không tập trung: nữ từ 28 tuổi, nam từ 30 tuổi"."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hocvien.catalogue import api as catalogue
from hocvien.common.wording import official_date
from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.models import AttestationSubject
from hocvien.org import api as org
from hocvien.people import api as people


def say_clause(clause: definitions.Definition) -> str:
    """The clause's sentence, from its figures alone; no query. Programmes and units are named by code."""
    return _SENTENCES[type(clause)](clause)


def say_in_both(clause: definitions.Definition) -> tuple[str, str]:
    """The sentence in Vietnamese and in English, each cut to what a title holds."""
    found = []
    for language in ("vi", "en"):
        with override(language):
            found.append(say_clause(clause)[:200])
    return found[0], found[1]


def say_kind(kind: str) -> str:
    """What a kind of clause is called."""
    return kind_words().get(kind, kind)


def kind_words() -> Mapping[str, str]:
    """Kind → what it is called, in the order in which they are offered."""
    return {
        "member": _("Là đảng viên"),
        "not_member": _("Chưa là đảng viên"),
        "probation_days_left": _("Còn trong thời gian dự bị"),
        "has_belonging": _("Được chi bộ giới thiệu, nơi sinh hoạt"),
        "education_at_least": _("Trình độ học vấn"),
        "age_at_least": _("Tuổi tối thiểu"),
        "years_left": _("Thời gian công tác còn lại"),
        "post_held": _("Chức vụ đang giữ hoặc quy hoạch"),
        "works_in": _("Lĩnh vực công tác"),
        "managed_by": _("Diện quản lý"),
        "within_units": _("Thuộc đơn vị"),
        "ratings_last_years": _("Xếp loại các năm liền trước"),
        "theory_level_at_least": _("Đã có trình độ lý luận chính trị"),
        "theory_level_below": _("Chưa có trình độ lý luận chính trị"),
        "has_certificate": _("Đã có giấy chứng nhận"),
        "no_valid_certificate": _("Chưa có giấy chứng nhận còn giá trị"),
        "attested": _("Nơi cử xác nhận"),
        "approved_exception": _("Đặc cách theo quyết định"),
    }


def _labels(scale: Any, values: Iterable[str]) -> str:
    return ", ".join(str(scale(value).label) if value in scale.values else value for value in values)


def _member(clause: definitions.Member) -> str:
    said = {
        "any": _("Là đảng viên (dự bị hoặc chính thức)"),
        "probationary": _("Là đảng viên dự bị"),
        "official": _("Là đảng viên chính thức"),
    }[clause.standing]
    return _("{standing} từ {months} tháng").format(standing=said, months=clause.months) if clause.months else said


def _not_member(_clause: definitions.NotMember) -> str:
    return _("Chưa là đảng viên")


def _probation(clause: definitions.ProbationDaysLeft) -> str:
    return _("Còn ít nhất {days} ngày trong {months} tháng dự bị").format(days=clause.at_least, months=clause.months)


def _education(clause: definitions.EducationAtLeast) -> str:
    parts = [_("Từ {level}").format(level=_labels(people.Education, [clause.level]))]
    if clause.minority_level:
        level = _labels(people.Education, [clause.minority_level])
        parts.append(_("dân tộc thiểu số từ {level}").format(level=level))
    if clause.area_level:
        areas, level = _labels(org.Area, clause.areas), _labels(people.Education, [clause.area_level])
        parts.append(_("địa bàn {areas} từ {level}").format(areas=areas, level=level))
    if clause.post_level:
        posts, level = _labels(people.PostKind, clause.posts), _labels(people.Education, [clause.post_level])
        parts.append(_("{posts} từ {level}").format(posts=posts, level=level))
    return "; ".join(parts)


def _age(clause: definitions.AgeAtLeast) -> str:
    said = _("nữ từ {female} tuổi, nam từ {male} tuổi, tính đến {day}").format(
        female=clause.female,
        male=clause.male,
        day=_("ngày khai giảng") if clause.reference == "opening" else _("ngày được cử"),
    )
    if not clause.study_mode:
        return said[:1].upper() + said[1:]
    return f"{catalogue.StudyMode(clause.study_mode).label}: {said}"


def _years_left(clause: definitions.YearsLeft) -> str:
    return _("Còn ít nhất {years} năm công tác đến tuổi nghỉ hưu").format(years=clause.years)


def _post(clause: definitions.PostHeld) -> str:
    parts = [_labels(people.PostKind, clause.kinds) or _("Chức vụ bất kỳ")]
    if clause.unit_kinds:
        parts.append(_("ở {units}").format(units=_labels(org.UnitKind, clause.unit_kinds)))
    if clause.months:
        parts.append(_("giữ từ {months} tháng trở lên").format(months=clause.months))
    if clause.or_planned:
        parts.append(_("đương chức hoặc trong quy hoạch"))
    return "; ".join(parts)


def _works_in(clause: definitions.WorksIn) -> str:
    return _("Công tác ở lĩnh vực: {fields}").format(fields=_labels(people.WorkField, clause.work_fields))


def _managed_by(clause: definitions.ManagedBy) -> str:
    return _("Thuộc diện quản lý của: {units}").format(units=_labels(org.UnitKind, clause.unit_kinds))


def _within_units(clause: definitions.WithinUnits) -> str:
    return _("Thuộc hoặc dưới đơn vị: {units}").format(units=", ".join(clause.units))


def _ratings(clause: definitions.RatingsLastYears) -> str:
    said = _("{grade} trở lên trong từng năm của {years} năm liền trước").format(
        grade=_labels(people.RatingGrade, [clause.grade]), years=clause.years
    )
    return f"{said} ({_labels(people.RatingKind, [clause.rating_kind])})" if clause.rating_kind else said


def _theory_at_least(clause: definitions.TheoryLevelAtLeast) -> str:
    return _("Đã có trình độ {level} trở lên; giấy xác nhận chỉ nhận nếu cấp trước ngày {day}").format(
        level=_labels(people.TheoryLevel, [clause.level]), day=official_date(clause.confirmation_before)
    )


def _theory_below(clause: definitions.TheoryLevelBelow) -> str:
    return _("Chưa có trình độ {level}; giấy xác nhận chỉ nhận nếu cấp trước ngày {day}").format(
        level=_labels(people.TheoryLevel, [clause.level]), day=official_date(clause.confirmation_before)
    )


def _no_certificate(clause: definitions.NoValidCertificate) -> str:
    return _("Chưa có giấy chứng nhận còn giá trị của: {programmes}").format(programmes=", ".join(clause.programmes))


def _has_certificate(clause: definitions.HasCertificate) -> str:
    parts = [_("Có giấy chứng nhận còn giá trị của: {programmes}").format(programmes=", ".join(clause.programmes))]
    if clause.at_least:
        parts.append(_("cấp đã đủ {months} tháng").format(months=clause.at_least))
    if clause.at_most:
        parts.append(_("cấp chưa quá {months} tháng").format(months=clause.at_most))
    return "; ".join(parts)


def _belonging(clause: definitions.HasBelonging) -> str:
    return _labels(people.BelongingKind, clause.kinds)


def _attested(clause: definitions.Attested) -> str:
    said = _("Nơi cử xác nhận: {what}").format(what=_labels(AttestationSubject, [clause.subject]))
    return said if clause.without == "missing" else _("{said}; chưa xác nhận thì coi như đạt").format(said=said)


def _exception(clause: definitions.ApprovedException) -> str:
    if not clause.lifts:
        return _("Trường hợp đặc biệt theo quyết định của cấp có thẩm quyền: mọi điều kiện")
    words = kind_words()
    return _("Trường hợp đặc biệt theo quyết định của cấp có thẩm quyền: {clauses}").format(
        clauses=", ".join(words.get(kind, kind) for kind in clause.lifts)
    )


_SENTENCES: dict[type[Any], Callable[[Any], str]] = {
    definitions.NotMember: _not_member,
    definitions.Member: _member,
    definitions.ProbationDaysLeft: _probation,
    definitions.EducationAtLeast: _education,
    definitions.AgeAtLeast: _age,
    definitions.YearsLeft: _years_left,
    definitions.PostHeld: _post,
    definitions.WorksIn: _works_in,
    definitions.ManagedBy: _managed_by,
    definitions.WithinUnits: _within_units,
    definitions.RatingsLastYears: _ratings,
    definitions.TheoryLevelAtLeast: _theory_at_least,
    definitions.TheoryLevelBelow: _theory_below,
    definitions.NoValidCertificate: _no_certificate,
    definitions.HasCertificate: _has_certificate,
    definitions.HasBelonging: _belonging,
    definitions.Attested: _attested,
    definitions.ApprovedException: _exception,
}
