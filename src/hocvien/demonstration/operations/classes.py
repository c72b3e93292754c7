"""A class of the demonstration from opening to certificate, as far as its stage says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.demonstration.arithmetic import absent_halves_of, moment
from hocvien.demonstration.data import ClassEntry, Enrolment, PlaceFile, Population
from hocvien.demonstration.operations.cast import Cast
from hocvien.faculty import api as faculty
from hocvien.org import api as org
from hocvien.planning import api as planning

_GROUP_SIZE = 12
_HALVES = {"morning": classes.Half.MORNING, "afternoon": classes.Half.AFTERNOON}


@dataclass(frozen=True, slots=True)
class Office:
    """What a class is entered with: the place, who acts, and the ids of what was entered before."""

    place: PlaceFile
    cast: Cast
    units: Mapping[str, org.Unit]
    people: Mapping[str, int]
    lecturers: Mapping[str, faculty.Lecturer]
    lines: Mapping[tuple[int, str], planning.PlanLine]
    today: date


def enter_classes(office: Office, population: Population) -> None:
    """Enter every class of the place in the order of opening."""
    rows: dict[str, list[Enrolment]] = {entry.code: [] for entry in office.place.classes}
    for row in population.enrolments:
        rows[row.class_code].append(row)
    for entry in sorted(office.place.classes, key=lambda entry: entry.opened_on):
        _ClassEntering(office, entry, rows[entry.code]).run()


class _ClassEntering:
    """One class on its way; each step acts as the person whose work it is."""

    def __init__(self, office: Office, entry: ClassEntry, rows: list[Enrolment]) -> None:
        self._office = office
        self._entry = entry
        self._rows = rows
        self._clerk = office.cast.one_at("clerk", entry.opened_by)
        self._head = office.cast.one_at("class_head", entry.hosted_by)
        self._nominations: dict[str, classes.Nomination] = {}
        self._participations: dict[str, classes.Participation] = {}

    def run(self) -> None:
        entry = self._entry
        self._class = self._open()
        self._propose(
            [row for row in self._rows if row.status != "unproposed" and not row.added_late], self._called_on()
        )
        self._admit([row for row in self._rows if not row.added_late], entry.opened_on - timedelta(days=1))
        late = [row for row in self._rows if row.added_late]
        if late:
            self._propose(late, entry.opened_on)
            self._admit(late, entry.opened_on)
        if entry.stage == "enrolling":
            return
        classes.assign_groups(actor=self._clerk, training_class=self._class, size=_GROUP_SIZE, on=entry.opened_on)
        classes.start_class(actor=self._clerk, training_class=self._class, today=entry.opened_on)
        self._teach()
        if entry.stage == "running":
            return
        classes.close_class(actor=self._clerk, training_class=self._class, today=entry.closes_on)
        self._assess()
        if entry.stage == "assessed":
            return
        self._recognise()
        if entry.stage == "certified":
            self._issue()

    def _called_on(self) -> date:
        return min(self._entry.decision_on + timedelta(days=2), self._office.today)

    def _open(self) -> classes.TrainingClass:
        entry, units = self._entry, self._office.units
        # a class of last year's plan, which this place does not tell, stands on its own decision
        line = None if entry.outside_plan else self._office.lines.get((entry.opened_on.year, entry.programme))
        new = classes.NewClass(
            code=entry.code,
            name=entry.name,
            programme_id=catalogue.get_programme(entry.programme).pk,
            study_mode=entry.study_mode,
            opened_by_id=units[entry.opened_by].pk,
            hosted_by_id=units[entry.hosted_by].pk,
            taught_by_id=units[entry.taught_by].pk,
            paid_by_id=units[entry.paid_by].pk,
            certified_by_id=units[entry.certified_by].pk,
            is_joint=bool(entry.joint_with),
            joint_with_id=units[entry.joint_with].pk if entry.joint_with else None,
            is_carried_over=entry.carried_over,
            plan_line_id=line.pk if line else None,
            outside_plan_decision="" if line else entry.decision_number,
            decision_number=entry.decision_number,
            decision_on=entry.decision_on,
            seats=entry.seats,
            proposals_close_on=entry.proposals_close_on or entry.opened_on - timedelta(days=3),
            opens_on=entry.opened_on,
            closes_on=entry.closes_on,
            place=entry.place,
            held_within=entry.held_within,
            head_id=self._head.pk,
            is_generated=True,
            invited_unit_ids=tuple(units[code].pk for code in entry.sent_by),
        )
        return classes.open_class(actor=self._clerk, new=new, today=entry.decision_on)

    def _propose(self, rows: list[Enrolment], on: date) -> None:
        """Each committee's officer proposes its own."""
        keys = {self._office.people[row.person]: row.person for row in rows}
        by_unit: dict[str, list[int]] = {}
        for row in rows:
            by_unit.setdefault(row.sent_by, []).append(self._office.people[row.person])
        for unit, person_ids in by_unit.items():
            outcomes = classes.propose_people(
                actor=self._office.cast.officer_of(unit),
                training_class=self._class,
                sending_unit=self._office.units[unit],
                person_ids=person_ids,
                today=on,
                now=moment(on),
                is_late=on == self._entry.opened_on,
            )
            for outcome in outcomes:
                if outcome.error is not None or outcome.nomination is None:
                    raise outcome.error or AssertionError(outcome.person_id)
                self._nominations[keys[outcome.person_id]] = outcome.nomination

    def _admit(self, rows: list[Enrolment], on: date) -> None:
        """The committees approve what goes on, the opener admits, and returns what cannot be taken."""
        on = min(on, self._office.today)
        passed = [row for row in rows if row.status in {"admitted", "approved", "returned"}]
        self._approve([self._nominations[row.person].uuid for row in passed], on)
        for row in passed:
            if row.status == "returned":
                classes.return_nominations(
                    actor=self._clerk,
                    nominations=[self._nominations[row.person].uuid],
                    reason=row.return_reason,
                    note="",
                    now=moment(on, 14),
                )
        admitted = [row for row in passed if row.status == "admitted"]
        if not admitted:
            return
        made = classes.admit_nominations(
            actor=self._clerk,
            training_class=self._class,
            nominations=[self._nominations[row.person].uuid for row in admitted],
            today=on,
            now=moment(on, 15),
        )
        by_person = {participation.person_id: participation for participation in made}
        for row in admitted:
            self._participations[row.person] = by_person[self._office.people[row.person]]

    def _approve(self, uuids: list[UUID], on: date) -> None:
        """Each step of the chain by the office at its unit, until everybody waits for the opener."""
        hour = 10
        waiting = classes.Nomination.objects.filter(uuid__in=uuids, status=classes.NominationStatus.PROPOSED)
        while rows := list(waiting.select_related("step_unit", "sending_unit").order_by("pk")):
            by_office: dict[accounts.User, list[UUID]] = {}
            for row in rows:
                unit = row.step_unit or row.sending_unit
                by_office.setdefault(self._office.cast.one_at("committee_office", unit.code), []).append(row.uuid)
            for actor, chosen in by_office.items():
                classes.approve_nominations(actor=actor, nominations=chosen, now=moment(on, hour))
            hour += 1

    def _teach(self) -> None:
        """Lay the curriculum over the half-days of the class, and record the roll of those that are over."""
        entry = self._entry
        halves = entry.days.halves_in_order()
        lessons = classes.propose_timetable(
            self._class,
            entry.days.first,
            [_HALVES[half] for half in entry.days.halves],
            entry.days.weekdays,
            entry.days.skip,
        )
        planned = []
        for number, (lesson, (day, half)) in enumerate(zip(lessons, halves, strict=False)):
            lecturer = self._office.lecturers[entry.lecturers[number % len(entry.lecturers)]]
            planned.append(replace(lesson, on=day, half=_HALVES[half], lecturer_id=lecturer.pk, place=entry.place))
        sessions = classes.plan_sessions(
            actor=self._clerk, training_class=self._class, sessions=planned, today=entry.opened_on
        )
        missed: dict[int, dict[UUID | str, tuple[str, str]]] = {}
        for row in self._rows:
            if row.person not in self._participations:
                continue
            absent = min(row.absent_halves, len(planned))
            for number in absent_halves_of(entry.code, row.person, absent, len(planned)):
                status = classes.RollStatus.ABSENT_WITH_LEAVE if row.mark else classes.RollStatus.ABSENT_WITHOUT_LEAVE
                missed.setdefault(number, {})[self._participations[row.person].uuid] = (status, "")
        for number, session in enumerate(sessions):
            if session.on >= self._office.today:
                break
            hour = 7 if session.half == classes.Half.MORNING else 13
            classes.record_roll(
                actor=self._head,
                session=session,
                exceptions=missed.get(number, {}),
                rest=classes.RollStatus.PRESENT,
                now=moment(session.on, hour),
            )

    def _assess(self) -> None:
        """Enter marks, bands or pass and fail, by what the programme asks for on that day."""
        entry = self._entry
        rule = catalogue.assessment_as_of(self._class.programme_id, entry.opened_on)
        entries: dict[UUID | str, classes.ResultEntry] = {}
        if rule is None:
            return
        for row in self._rows:
            if row.person not in self._participations or not row.mark:
                continue
            mark = Decimal(row.mark)
            uuid = self._participations[row.person].uuid
            if rule.kind == catalogue.AssessmentKind.MARK:
                entries[uuid] = classes.ResultEntry(mark=mark)
            elif rule.kind == catalogue.AssessmentKind.BAND:
                band = catalogue.band_for_mark(rule, mark)
                entries[uuid] = classes.ResultEntry(band_code=band.code if band else "")
            elif rule.kind == catalogue.AssessmentKind.PASS_FAIL:
                passed = mark >= (rule.pass_mark or Decimal(5))
                outcome = classes.Outcome.COMPLETED if passed else classes.Outcome.FAILED
                entries[uuid] = classes.ResultEntry(outcome=outcome)
        if entries:
            classes.enter_results(actor=self._clerk, training_class=self._class, entries=entries, today=self._after(1))

    def _after(self, days: int) -> date:
        return min(self._entry.closes_on + timedelta(days=days), self._office.today)

    def _recognise(self) -> None:
        entry = self._entry
        decided = self._after(3)
        classes.recognise_results(
            actor=self._office.cast.one_at("committee_office", entry.certified_by),
            training_class=self._class,
            number=self._next_number(),
            decided_on=decided,
            decided_by_name=self._director().full_name,
            decided_by_title="Giám đốc Trung tâm",
            decided=None,
            now=moment(decided, 16),
        )

    def _next_number(self) -> str:
        """The decision after the one that opened the class, in the same office's counting."""
        number, _, office = self._entry.decision_number.partition("-")
        return f"{int(number) + 1:02d}-{office}"

    def _issue(self) -> None:
        issued = self._after(5)
        classes.issue_certificates(
            actor=self._clerk,
            training_class=self._class,
            issued_on=issued,
            signer_name=self._director().full_name,
            now=moment(issued, 15),
        )

    def _director(self) -> faculty.Lecturer:
        return next(iter(self._office.lecturers.values()))
