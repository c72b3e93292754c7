"""Samples of planning: papers of this year's classes, next year's plan carried forward with them, needs of the communes, a target above the year."""

from datetime import date, timedelta

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.demonstration.arithmetic import moment
from hocvien.demonstration.constants import COMMUNE_CENTRE_UNIT
from hocvien.demonstration.data import PlaceFile
from hocvien.demonstration.operations.cast import Cast
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.planning import api as planning

# days between the decision to open a class and its call and its letters
_PAPERS = (("call", 2), ("opening", 0))
_PAPERS_OF = ("mt-ntvd-1", "mt-dvm-1")
_HEAD = {"place": "Minh Thuận (mẫu)", "signer_name": "Lê Quang Vinh", "signer_post": "Giám đốc"}
_ADJUSTED, _PEOPLE = "NTVD", 20
# a scheme for over 12,000 cell secretaries of a province, as a hundredth of it
_TARGET, _SHARES = 120, {"minh-thuan": 45, "phu-thinh-dong": 40, "an-linh-ha": 35}


def enter_planning(place: PlaceFile, units: dict[str, org.Unit], cast: Cast, today: date) -> None:
    """What a centre has prepared by autumn; about two seconds."""
    _make_papers(place, units, cast, today)
    _carry_forward(place, units, cast, today)
    _count_needs(units[COMMUNE_CENTRE_UNIT], today.year, cast, today)
    for entry in place.served:
        _count_needs(units[entry.unit], today.year + 1, cast, today)
    _set_target(units, cast, today)


def _make_papers(place: PlaceFile, units: dict[str, org.Unit], cast: Cast, today: date) -> None:
    for entry in place.plans:
        if entry.issued_on:
            plan = planning.find_plan_in_force(units[entry.unit], entry.year)
            head = papers.PaperHead(number=entry.number, on=entry.issued_on, **_HEAD)
            if plan is not None:
                papers.make_plan_paper(
                    actor=cast.one_at("clerk", entry.unit),
                    plan=plan,
                    head=head,
                    today=entry.issued_on,
                    now=moment(entry.issued_on),
                )
    for of in place.classes:
        if of.code not in _PAPERS_OF:
            continue
        row = classes.TrainingClass.objects.select_related("programme", "opened_by", "plan_line__plan", "head").get(
            code=of.code
        )
        for kind, later in _PAPERS:
            on = of.decision_on + timedelta(days=later)
            number = of.decision_number if kind == "opening" else "(mẫu)"
            papers.make_class_paper(
                actor=cast.one_at("clerk", of.opened_by),
                training_class=row,
                kind=kind,
                head=papers.PaperHead(number=number, on=on, **_HEAD),
                today=today,
                now=moment(on),
            )


def _carry_forward(place: PlaceFile, units: dict[str, org.Unit], cast: Cast, today: date) -> None:
    for entry in place.plans:
        if entry.issued_on is None:
            plan = planning.Plan.objects.select_related("unit").get(unit=units[entry.unit], year=entry.year)
            papers.copy_plan(actor=cast.one_at("clerk", entry.unit), plan=plan, on=today)


def _count_needs(unit: org.Unit, year: int, cast: Cast, today: date) -> None:
    """Counted by the committee's office; who is nearest says fewer than the rules imply, and why."""
    office = cast.one_at("committee_office", unit.code)
    planning.count_needs(actor=office, unit=unit, year=year, on=today)
    if unit.code == COMMUNE_CENTRE_UNIT:
        for need in planning.list_needs(unit, year):
            if need.programme.code == _ADJUSTED:
                planning.adjust_need(
                    actor=office,
                    need=need,
                    people=_PEOPLE,
                    reason="Một số người đi làm xa, giới thiệu năm sau (mẫu)",
                    on=today,
                )


def _set_target(units: dict[str, org.Unit], cast: Cast, today: date) -> None:
    province = units["lam-giang"]
    office = cast.one_at("committee_office", province.code)
    target = planning.record_target(
        actor=office,
        unit=province,
        title="Bồi dưỡng hơn 12.000 bí thư chi bộ, cấp ủy viên (mẫu, thu nhỏ 1/100)",
        programme=catalogue.get_programme("NVCTD"),
        measure=planning.Measure.PEOPLE,
        amount=_TARGET,
        first_year=today.year - 1,
        last_year=today.year + 3,
        decision_number="05-ĐA/TU (mẫu)",
        decided_on=date(today.year - 1, 11, 10),
        on=today,
    )
    shares = {units[code].pk: number for code, number in _SHARES.items()}
    planning.share_target(actor=office, target=target, amounts=shares, on=today)
