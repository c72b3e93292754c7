"""Classes of last year's plan as they would be prepared again from this year's: days moved by whole weeks, timetable, lecturers, units called."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from hocvien.catalogue import api as catalogue
from hocvien.classes.arithmetic import carried_words, days_to_next_year
from hocvien.classes.data import ClassCopy, NewClass, NewSession
from hocvien.classes.models import ClassStatus, Invitation, Session, TrainingClass
from hocvien.common.among import among
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.planning import api as planning

_UNITS = ("opened_by_id", "hosted_by_id", "taught_by_id", "paid_by_id", "certified_by_id", "joint_with_id")


def copies_of_last_year(plan: planning.Plan, free_days: Mapping[date, str]) -> list[ClassCopy]:
    """Every class held by the unit's plan of the year before, as it would stand in this year's, by the day it would open.

    `free_days`: public holidays by name, which are told and not gone round. A class keeps weekdays, half-days, lessons still in the curriculum,
    lecturers who still teach and are free, its place where that is free, and the units it called. A fixed number of queries (about ten).
    """
    sources = list(
        TrainingClass.objects.filter(
            plan_line__plan__unit_id=plan.unit_id,
            plan_line__plan__year=plan.year - 1,
            plan_line__plan__status=planning.PlanStatus.APPROVED,
        )
        .exclude(status__in=[ClassStatus.PLANNED, ClassStatus.CANCELLED])
        .select_related("programme", "plan_line", "head")
        .order_by("opens_on", "code")
    )
    return _Copying(plan, sources, free_days).all() if sources else []


class _Copying:
    """What the classes of one year meet in the next, read once for all of them."""

    def __init__(self, plan: planning.Plan, sources: Sequence[TrainingClass], free_days: Mapping[date, str]) -> None:
        self.plan, self.sources, self.free_days = plan, sources, free_days
        self.lines = planning.list_lines(plan) if plan.status == planning.PlanStatus.APPROVED else []
        self.left = {line.pk: line.classes for line in self.lines}
        self.copied: dict[int, str] = {}
        self._count_standing()
        self.moved = {one.pk: timedelta(days=days_to_next_year(one.opens_on, plan.year)) for one in sources}
        self.sessions: dict[int, list[Session]] = {one.pk: [] for one in sources}
        rows = Session.objects.filter(among("training_class_id", self.sessions)).select_related("lesson", "lecturer")
        for row in rows.order_by("on", "half"):
            self.sessions[row.training_class_id].append(row)
        self.called: dict[int, dict[int, int | None]] = {one.pk: {} for one in sources}
        for class_id, unit_id, seats in Invitation.objects.filter(among("training_class_id", self.called)).values_list(
            "training_class_id", "unit_id", "seats"
        ):
            self.called[class_id][unit_id] = seats
        self.lessons = self._lessons()
        self.alive = self._alive()
        self.taken = self._taken()

    def all(self) -> list[ClassCopy]:
        """In the order of the days they would open on."""
        return sorted((self._one(source) for source in self.sources), key=lambda one: (one.opens_on, one.source.code))

    def _count_standing(self) -> None:
        """What the lines have already, and which sources were prepared before; one query."""
        standing = TrainingClass.objects.exclude(status=ClassStatus.CANCELLED).filter(
            Q(among("plan_line_id", self.left)) | Q(among("copied_from_id", [one.pk for one in self.sources]))
        )
        for line_id, source_id, code in standing.values_list("plan_line_id", "copied_from_id", "code"):
            if line_id in self.left:
                self.left[line_id] -= 1
            if source_id is not None:
                self.copied[source_id] = code

    def _lessons(self) -> dict[int, list[catalogue.Lesson]]:
        rows = catalogue.Lesson.objects.filter(
            among("curriculum__programme_id", {one.programme_id for one in self.sources})
        ).select_related("curriculum")
        found: dict[int, list[catalogue.Lesson]] = {}
        for row in rows.order_by("position"):
            found.setdefault(row.curriculum.programme_id, []).append(row)
        return found

    def _alive(self) -> dict[int, tuple[date, date]]:
        wanted = {getattr(one, name) for one in self.sources for name in _UNITS}
        wanted |= {pk for units in self.called.values() for pk in units}
        rows = org.Unit.objects.filter(among("pk", [pk for pk in wanted if pk is not None]))
        return {pk: (from_, to) for pk, from_, to in rows.values_list("pk", "valid_from", "valid_to")}

    def _taken(self) -> set[tuple[str, date, str]]:
        """Who and what has a half-day already in the coming year, by the keys of the clash rule."""
        days = {row.on + self.moved[pk] for pk, rows in self.sessions.items() for row in rows}
        if not days:
            return set()
        rows = Session.objects.filter(on__gte=min(days), on__lte=max(days)).filter(
            Q(lecturer__isnull=False) | ~Q(place_key="")
        )
        found = set()
        for lecturer_id, place_key, on, half in rows.values_list("lecturer_id", "place_key", "on", "half"):
            found |= {(f"lecturer:{lecturer_id}", on, half), (place_key, on, half)}
        return found

    def _one(self, source: TrainingClass) -> ClassCopy:
        moved = self.moved[source.pk]
        opens_on, closes_on = source.opens_on + moved, source.closes_on + moved
        copy = ClassCopy(source=source, opens_on=opens_on, closes_on=closes_on)
        if source.pk in self.copied:
            return replace(copy, why_not=_("Đã chuẩn bị thành lớp {code}.").format(code=self.copied[source.pk]))
        if ended := [pk for pk in self._units(source) if not self._lives(pk, opens_on)]:
            names = org.labels_as_of(ended, source.opens_on)
            return replace(
                copy,
                why_not=_("Đơn vị không còn vào ngày khai giảng: {names}. Mở lớp mới với đơn vị khác.").format(
                    names="; ".join(names[pk].name for pk in ended)
                ),
            )
        line = self._line_for(source)
        if line is None:
            return replace(copy, why_not=self._no_line())
        self.left[line.pk] -= 1
        sessions, notes = self._timetable(source, opens_on)
        called = {pk: seats for pk, seats in self.called[source.pk].items() if self._lives(pk, opens_on)}
        if lost := len(self.called[source.pk]) - len(called):
            notes.append(_("{number} đơn vị được chiêu sinh không còn: không mời lại.").format(number=lost))
        head_id = source.head_id if source.head is not None and source.head.is_active else None
        if source.head_id and not head_id:
            notes.append(_("Tài khoản chủ nhiệm đã khóa: để trống chủ nhiệm."))
        return replace(
            copy,
            new=self._new(source, line, moved, head_id),
            line_id=line.pk,
            sessions=tuple(sessions),
            seats=called,
            notes=tuple(notes),
        )

    def _units(self, source: TrainingClass) -> list[int]:
        return list(dict.fromkeys(pk for name in _UNITS if (pk := getattr(source, name)) is not None))

    def _lives(self, unit_id: int, on: date) -> bool:
        from_, to = self.alive[unit_id]
        return from_ <= on < to

    def _line_for(self, source: TrainingClass) -> planning.PlanLine | None:
        """The line its own line was copied to, else one for the same programme, mode and opener; with classes left."""
        fit = [
            line
            for line in self.lines
            if line.programme_id == source.programme_id
            and line.opener_id == source.opened_by_id
            and line.study_mode in {"", source.study_mode}
            and line.audience in {"", source.audience}
            and self.left[line.pk] > 0
        ]
        return min(fit, key=lambda line: (line.copied_from_id != source.plan_line_id, line.position), default=None)

    def _no_line(self) -> str:
        if not self.lines:
            return _("Kế hoạch năm {year} chưa được duyệt: lớp mở từ mục đã duyệt.").format(year=self.plan.year)
        return _("Kế hoạch năm {year} không còn mục cho chương trình và đơn vị mở này.").format(year=self.plan.year)

    def _new(self, source: TrainingClass, line: planning.PlanLine, moved: timedelta, head_id: int | None) -> NewClass:
        before, after = source.opens_on.year, self.plan.year
        due = source.proposals_close_on
        return NewClass(
            name=carried_words(source.name, before, after),
            intake=carried_words(source.intake, before, after),
            programme_id=source.programme_id,
            study_mode=source.study_mode,
            audience=source.audience,
            seats=source.seats,
            opens_on=source.opens_on + moved,
            closes_on=source.closes_on + moved,
            proposals_close_on=due + moved if due else None,
            opened_by_id=source.opened_by_id,
            hosted_by_id=source.hosted_by_id,
            taught_by_id=source.taught_by_id,
            paid_by_id=source.paid_by_id,
            certified_by_id=source.certified_by_id,
            is_joint=source.is_joint,
            joint_with_id=source.joint_with_id,
            plan_line_id=line.pk,
            place=source.place,
            held_within=carried_words(source.held_within, before, after),
            head_id=head_id,
            is_generated=source.is_generated,
            copied_from_id=source.pk,
        )

    def _timetable(self, source: TrainingClass, opens_on: date) -> tuple[list[NewSession], list[str]]:
        """The half-days moved, and what of them is not carried over."""
        moved, known = self.moved[source.pk], self._known(source.programme_id, opens_on)
        gone, busy, lost, full, free = set(), set(), 0, 0, []
        found = []
        for row in self.sessions[source.pk]:
            on = row.on + moved
            if on in self.free_days:
                free.append(f"{on:%d/%m/%Y} ({self.free_days[on]})")
            lecturer = row.lecturer
            if lecturer is not None and not lecturer.is_active:
                gone.add(lecturer.full_name)
                lecturer = None
            if lecturer is not None and not self._take(f"lecturer:{lecturer.pk}", on, row.half):
                busy.add(lecturer.full_name)
                lecturer = None
            lesson_id = known.get(fold(row.lesson.title)) if row.lesson else None
            lost += row.lesson is not None and lesson_id is None
            place = fold(row.place or source.place)
            if place and not self._take(f"{source.hosted_by_id}:{place}", on, row.half):
                full += 1
                continue
            found.append(
                NewSession(
                    on=on,
                    half=row.half,
                    title=row.title,
                    lesson_id=lesson_id,
                    periods=row.periods,
                    form=row.form,
                    lecturer_id=lecturer.pk if lecturer else None,
                    place=row.place,
                )
            )
        said = (
            (gone, _("Không còn giảng dạy, để trống giảng viên: {what}."), "; ".join(sorted(gone))),
            (busy, _("Đã có lịch khác, để trống giảng viên: {what}."), "; ".join(sorted(busy))),
            (lost, _("Bài không còn trong chương trình, chỉ giữ tên bài: {what} buổi."), lost),
            (full, _("Địa điểm đã có lớp khác, không chép: {what} buổi."), full),
            (free, _("Rơi vào ngày nghỉ, cần đổi ngày: {what}."), "; ".join(dict.fromkeys(free))),
            (not self.sessions[source.pk], _("Lớp năm trước không có lịch học{what}."), ""),
        )
        return found, [words.format(what=what) for is_so, words, what in said if is_so]

    def _known(self, programme_id: int, on: date) -> dict[str, int]:
        """Folded title → lesson of the curriculum of that day."""
        return {
            fold(row.title): row.pk
            for row in self.lessons.get(programme_id, ())
            if row.curriculum.valid_from <= on < row.curriculum.valid_to
        }

    def _take(self, key: str, on: date, half: str) -> bool:
        """Whether it was free that half-day; it no longer is for the copies after this one."""
        if (key, on, half) in self.taken:
            return False
        self.taken.add((key, on, half))
        return True


def copies_planned(plan: planning.Plan) -> list[TrainingClass]:
    """Classes prepared from last year's in lines of this plan that are only planned yet, by the day they open; one query."""
    rows = TrainingClass.objects.filter(plan_line__plan=plan, status=ClassStatus.PLANNED, copied_from__isnull=False)
    return list(rows.select_related("programme", "opened_by").order_by("opens_on", "code"))
