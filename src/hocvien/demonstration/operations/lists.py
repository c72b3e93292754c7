"""Samples of a list under way: a class that draws on the seats of its plan line, names at every step, a reserve, an exception that waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.demonstration.arithmetic import moment
from hocvien.demonstration.operations.cast import Cast
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.quotas import api as quotas

PROGRAMME = "TCLLCT"
_PROVINCE, _SCHOOL = "lam-giang", "truong-lam-giang"
_MODE = catalogue.StudyMode.PART_TIME
_KEPT = 2
_RATINGS, _SCHOOLING = "ratings_last_years", "education_at_least"


@dataclass(frozen=True, slots=True)
class _Sent:
    """How many names a commune sends: meeting everything, lacking their ratings, without the schooling asked for, in reserve; of `seats`."""

    unit: str
    seats: int
    met: int
    lacking: int = 0
    unschooled: int = 0
    reserve: int = 0


_COMMUNES = (
    _Sent("minh-thuan", seats=8, met=3, lacking=1, unschooled=1, reserve=1),
    _Sent("phu-thinh-dong", seats=3, met=1, lacking=1),
    _Sent("an-linh-ha", seats=2, met=1, reserve=1),
)
# of the first commune's names: taken in, and only agreed to by its committee
_ADMITTED, _REVIEWED = 2, 1


def enter_lists(units: Mapping[str, org.Unit], cast: Cast, line: planning.PlanLine, today: date) -> None:
    """The school's part-time class: seats handed to three communes, eight names, a reserve of two, two confirmed, one exception asked for."""
    called, sent, decided = (today - timedelta(days=days) for days in (16, 9, 4))
    _issue(units, cast, line, called, today)
    opened = _open(units, cast, line, called, today)
    names = {commune.unit: _send(units[commune.unit], commune, cast, opened, sent) for commune in _COMMUNES}
    first = names[_COMMUNES[0].unit]
    _agree(cast, [*first["met"][:_ADMITTED], *(one for every in names.values() for one in every["reserve"])], decided)
    _agree(cast, first["met"][_ADMITTED : _ADMITTED + _REVIEWED], decided, steps=1)
    classes.admit_nominations(
        actor=cast.one_at("clerk", _SCHOOL),
        training_class=opened,
        nominations=[one.uuid for one in first["met"][:_ADMITTED]],
        today=decided,
        now=moment(decided, 15),
    )
    for one in first["unschooled"]:
        classes.request_exception(
            actor=cast.officer_of(_COMMUNES[0].unit),
            nomination=one,
            clause_kind=_SCHOOLING,
            reason="needed_for_post",
            number="31-CV/ĐU (mẫu)",
            dated_on=decided,
            today=decided,
            now=moment(decided, 16),
        )


def _issue(units: Mapping[str, org.Unit], cast: Cast, line: planning.PlanLine, on: date, today: date) -> None:
    office = cast.one_at("committee_office", _PROVINCE)
    said: dict[str, Any] = {"actor": office, "today": on, "now": moment(on)}
    quota = quotas.issue_quota(
        owner=units[_PROVINCE],
        source=quotas.Line(line.pk),
        seats=sum(commune.seats for commune in _COMMUNES) + _KEPT,
        names_due_on=today + timedelta(days=10),
        **said,
    )
    seats = {units[commune.unit].pk: commune.seats for commune in _COMMUNES}
    quotas.allot_seats(quota=quota, unit_id=units[_PROVINCE].pk, seats=seats, **said)


def _open(
    units: Mapping[str, org.Unit], cast: Cast, line: planning.PlanLine, on: date, today: date
) -> classes.TrainingClass:
    school = units[_SCHOOL].pk
    opens_on = today + timedelta(weeks=5)
    new = classes.NewClass(
        code="mt-tcllct-1",
        name="Lớp trung cấp lý luận chính trị hệ không tập trung (mẫu)",
        programme_id=line.programme_id,
        study_mode=_MODE,
        opened_by_id=school,
        hosted_by_id=school,
        taught_by_id=school,
        paid_by_id=school,
        certified_by_id=school,
        plan_line_id=line.pk,
        outside_plan_decision="",
        decision_number="112-QĐ/TCT (mẫu)",
        decision_on=on,
        seats=line.seats,
        proposals_close_on=today + timedelta(weeks=2),
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=540),
        place="Hội trường Trường Chính trị tỉnh (mẫu)",
        is_generated=True,
        invited_unit_ids=tuple(units[commune.unit].pk for commune in _COMMUNES),
    )
    return classes.open_class(actor=cast.one_at("clerk", _SCHOOL), new=new, today=on)


def _send(
    unit: org.Unit, commune: _Sent, cast: Cast, opened: classes.TrainingClass, on: date
) -> dict[str, list[classes.Nomination]]:
    """Names of the commune by what they are examples of; who is to meet everything has the ratings recorded first."""
    officer = cast.officer_of(commune.unit)
    unrated, unschooled = _who_lacks(unit, opened, on, {_RATINGS}), _who_lacks(unit, opened, on, {_RATINGS, _SCHOOLING})
    rated = commune.met + commune.reserve
    chosen = {
        "met": unrated[: commune.met],
        "reserve": unrated[commune.met : rated],
        "lacking": unrated[rated : rated + commune.lacking],
        "unschooled": unschooled[: commune.unschooled],
    }
    for what in ("met", "reserve", "unschooled"):
        for person in chosen[what]:
            grades = [people.NewRating(on.year - back, "party_member", "good") for back in (1, 2)]
            people.add_facts(actor=officer, person=person, ratings=grades)
    found: dict[str, list[classes.Nomination]] = {what: [] for what in chosen}
    for what, persons in ((what, persons) for what, persons in chosen.items() if persons):
        outcomes = classes.propose_people(
            actor=officer,
            training_class=opened,
            sending_unit=unit,
            person_ids=[person.pk for person in persons],
            today=on,
            now=moment(on),
            is_reserve=what == "reserve",
        )
        if refused := [outcome.error for outcome in outcomes if outcome.error is not None]:
            raise refused[0]
        found[what] = [outcome.nomination for outcome in outcomes if outcome.nomination is not None]
    return found


def _who_lacks(unit: org.Unit, opened: classes.TrainingClass, on: date, kinds: set[str]) -> Sequence[people.Person]:
    """People of the unit, by name, who would meet every clause of the class but exactly those of these kinds."""
    there = people.person_ids_at(org.descendant_ids_as_of(unit.pk, on), on).values("person_id")
    persons = list(people.people().filter(pk__in=there, is_generated=True).order_by("name_key", "pk"))
    verdicts = eligibility.judge(
        programme_id=opened.programme_id,
        study_mode=opened.study_mode,
        audience=opened.audience,
        person_ids=[person.pk for person in persons],
        on=opened.opens_on,
        proposed_on=on,
    )
    return [person for person in persons if _lacking(verdicts[person.pk]) == kinds]


def _lacking(verdict: eligibility.Verdict) -> set[str]:
    # what lifts clauses is none to be met
    asking = [kind for kind, _parameters in verdict.rule if kind != "approved_exception"]
    clauses = zip(asking, verdict.clauses, strict=False)
    return {kind for kind, clause in clauses if clause.verdict != eligibility.MET}


def _agree(cast: Cast, rows: Sequence[classes.Nomination], on: date, *, steps: int = 2) -> None:
    """So many steps of the way, each by the office at the unit that has the names then."""
    for hour in range(steps):
        for row in classes.Nomination.objects.filter(pk__in=[one.pk for one in rows]).select_related("step_unit"):
            if row.step_unit is not None and row.status == classes.NominationStatus.PROPOSED:
                office = cast.one_at("committee_office", row.step_unit.code)
                classes.approve_nominations(actor=office, nominations=[row.uuid], now=moment(on, 9 + hour))
