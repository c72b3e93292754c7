"""Changes people make. A changed rule is a new row from a day on; what a class was judged by on its own day stays."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.catalogue.arithmetic import bands_are_sound, chain_is_sound
from hocvien.catalogue.data import AssessmentRule, BandRule, ChainRule, NewCurriculum, OpeningRule, PaperRule
from hocvien.catalogue.errors import BandsUnsound, ChainUnsound, NoLessons, VersionSameDay, VersionTaken
from hocvien.catalogue.models import (
    Assessment,
    AssessmentKind,
    Band,
    Chain,
    ChainStep,
    Curriculum,
    Lesson,
    Opening,
    Paper,
    Programme,
)
from hocvien.catalogue.rules import require_edit
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org

EDITABLE = (
    "name",
    "name_en",
    "report_phrase",
    "people_phrase",
    "family",
    "synonyms",
    "has_study_modes",
    "uses_quotas",
    "is_sent_only",
    "is_trip",
    "position",
    "valid_from",
    "valid_to",
    "citation",
    "mark",
    "note",
)


@transaction.atomic
def add_programme(*, actor: User | None, code: str, today: date, **fields: Any) -> Programme:
    """Add a programme of one's own. Raises ProgrammeEditForbidden, ValidationError."""
    require_edit(actor, today)
    programme = Programme(code=code, is_edited=True, **_known(fields))
    programme.full_clean()
    programme.save()
    journal.record(
        actor=actor,
        verb="catalogue.add_programme",
        subject=programme,
        after={"code": code, **{key: _plain(value) for key, value in fields.items()}},
    )
    return programme


@transaction.atomic
def update_programme(*, actor: User | None, programme: Programme, changes: Mapping[str, Any], today: date) -> Programme:
    """Change fields of EDITABLE; only what differs is written and journalled. Raises ProgrammeEditForbidden, ValidationError."""
    require_edit(actor, today)
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    changed = {key: value for key, value in _known(changes).items() if getattr(row, key) != value}
    if not changed:
        return row
    before = {key: _plain(getattr(row, key)) for key in changed}
    for key, value in changed.items():
        setattr(row, key, value)
    row.is_edited = True
    row.full_clean()
    row.save()
    journal.record(
        actor=actor,
        verb="catalogue.update_programme",
        subject=row,
        before=before,
        after={key: _plain(value) for key, value in changed.items()},
    )
    return row


@transaction.atomic
def add_curriculum_version(*, actor: User | None, programme: Programme, new: NewCurriculum, today: date) -> Curriculum:
    """Put a new version in force from its day; the one before ends that day, classes keep the one they were taught by.

    Raises ProgrammeEditForbidden, VersionTaken, VersionSameDay, NoLessons.
    """
    require_edit(actor, today)
    _lock(programme)
    version = clean_name(new.version)
    if not new.lessons:
        raise NoLessons
    if Curriculum.objects.filter(programme=programme, version=version).exists():
        raise VersionTaken(version, programme.name)
    same_day = Curriculum.objects.filter(programme=programme, valid_from=new.valid_from).first()
    if same_day is not None:
        raise VersionSameDay(same_day.version, new.valid_from)
    curriculum = Curriculum(
        programme=programme,
        version=version,
        periods_per_session=new.periods_per_session,
        note=new.note,
        valid_from=new.valid_from,
        valid_to=_make_room(Curriculum, programme, new.valid_from),
        citation=new.citation,
        mark=new.mark,
        is_edited=True,
    )
    curriculum.full_clean()
    curriculum.save()
    lessons = [
        Lesson(
            curriculum=curriculum, position=n, title=clean_name(lesson.title), periods=lesson.periods, form=lesson.form
        )
        for n, lesson in enumerate(new.lessons, 1)
    ]
    for lesson in lessons:
        lesson.clean_fields(exclude={"curriculum"})
    Lesson.objects.bulk_create(lessons)
    journal.record(
        actor=actor,
        verb="catalogue.add_curriculum_version",
        subject=curriculum,
        after={
            "programme": programme.code,
            "version": version,
            "valid_from": new.valid_from.isoformat(),
            "lessons": [[lesson.title, lesson.periods, lesson.form] for lesson in new.lessons],
            "citation": new.citation,
            "mark": new.mark,
        },
    )
    return curriculum


@transaction.atomic
def update_assessment(*, actor: User | None, programme: Programme, new: AssessmentRule, today: date) -> AssessmentRule:
    """Put another way of assessing in force from `new.valid_from`; one that began that very day is corrected in place.

    `new.valid_to` is not read: a version holds until the next one. Raises ProgrammeEditForbidden, BandsUnsound, ValidationError.
    """
    require_edit(actor, today)
    _lock(programme)
    if not bands_are_sound(new.bands) or (not new.bands and new.kind in {AssessmentKind.BAND, AssessmentKind.MARK}):
        raise BandsUnsound
    row = Assessment.objects.filter(programme=programme, valid_from=new.valid_from).first()
    if row is None:
        row = Assessment(
            programme=programme,
            valid_from=new.valid_from,
            valid_to=_make_room(Assessment, programme, new.valid_from),
        )
    row.kind, row.pass_mark, row.max_absence_percent = new.kind, new.pass_mark, new.max_absence_percent
    row.citation, row.mark, row.is_edited = new.citation, new.mark, True
    row.full_clean()
    row.save()
    row.bands.all().delete()
    _add_bands(row, new.bands)
    journal.record(
        actor=actor,
        verb="catalogue.update_assessment",
        subject=programme,
        after={key: _plain(value) for key, value in asdict(new).items() if key != "valid_to"},
    )
    return new


@transaction.atomic
def update_paper(*, actor: User | None, programme: Programme, new: PaperRule, today: date) -> PaperRule:
    """Put another paper in force from `new.valid_from`; one that began that very day is corrected in place.

    `new.valid_to` is not read. Raises ProgrammeEditForbidden, ValidationError.
    """
    require_edit(actor, today)
    _lock(programme)
    row = Paper.objects.filter(programme=programme, valid_from=new.valid_from).first()
    if row is None:
        row = Paper(
            programme=programme, valid_from=new.valid_from, valid_to=_make_room(Paper, programme, new.valid_from)
        )
    for key in (
        "kind",
        "form_code",
        "title",
        "signer_title",
        "register_code",
        "valid_months",
        "qr_place",
        "citation",
        "mark",
    ):
        setattr(row, key, getattr(new, key))
    row.is_edited = True
    row.full_clean()
    row.save()
    journal.record(
        actor=actor,
        verb="catalogue.update_paper",
        subject=programme,
        after={key: _plain(value) for key, value in asdict(new).items() if key != "valid_to"},
    )
    return new


@transaction.atomic
def update_opening_rule(*, actor: User | None, programme: Programme, new: OpeningRule, today: date) -> OpeningRule:
    """Put another rule of who may open classes in force from `new.valid_from`; one that began that very day is corrected in place.

    `new.valid_to` is not read. Raises ProgrammeEditForbidden, ValidationError.
    """
    require_edit(actor, today)
    _lock(programme)
    row = Opening.objects.filter(programme=programme, valid_from=new.valid_from).first()
    if row is None:
        row = Opening(
            programme=programme, valid_from=new.valid_from, valid_to=_make_room(Opening, programme, new.valid_from)
        )
    row.need, row.kinds = new.need, [kind for kind in org.UnitKind.values if kind in new.kinds]
    row.citation, row.mark, row.is_edited = new.citation, new.mark, True
    row.full_clean()
    row.save()
    journal.record(
        actor=actor,
        verb="catalogue.update_opening_rule",
        subject=programme,
        after={key: _plain(value) for key, value in asdict(new).items() if key != "valid_to"},
    )
    return new


@transaction.atomic
def update_chain(*, actor: User | None, programme: Programme, new: ChainRule, today: date) -> Chain:
    """Put another way of deciding who goes in force from `new.valid_from`; one that began that very day is corrected in place.

    Names already on a list go on by the version they began with. `new.valid_to` is not read.
    Raises ProgrammeEditForbidden, ChainUnsound, ValidationError.
    """
    require_edit(actor, today)
    _lock(programme)
    if not chain_is_sound(new.steps):
        raise ChainUnsound
    row = Chain.objects.filter(programme=programme, valid_from=new.valid_from).first()
    if row is None:
        row = Chain(
            programme=programme, valid_from=new.valid_from, valid_to=_make_room(Chain, programme, new.valid_from)
        )
    row.citation, row.mark, row.is_edited = new.citation, new.mark, True
    row.full_clean()
    row.save()
    row.steps.all().delete()
    made = [
        ChainStep(
            chain=row,
            position=n,
            kind=step.kind,
            place=step.place,
            unit_kinds=[kind for kind in org.UnitKind.values if kind in step.unit_kinds],
            unit_words=[clean_name(word) for word in step.unit_words if word.strip()],
            days_before=step.days_before,
        )
        for n, step in enumerate(new.steps, 1)
    ]
    for step in made:
        step.clean_fields(exclude={"chain"})
    ChainStep.objects.bulk_create(made)
    journal.record(
        actor=actor,
        verb="catalogue.update_chain",
        subject=programme,
        after={key: _plain(value) for key, value in asdict(new).items() if key not in {"valid_to", "pk"}},
    )
    return row


def _add_bands(row: Assessment, bands: Sequence[BandRule]) -> None:
    made = [
        Band(assessment=row, position=n, code=band.code, name=band.name, min_mark=band.min_mark, is_pass=band.is_pass)
        for n, band in enumerate(bands, 1)
    ]
    for band in made:
        band.clean_fields(exclude={"assessment"})
    Band.objects.bulk_create(made)


def _make_room(model: type[Any], programme: Programme, from_: date) -> date:
    """End the version in force on that day there; the end of the new one: where the next begins, else open."""
    versions = model.objects.filter(programme=programme)
    covering = versions.filter(valid_from__lt=from_, valid_to__gt=from_).first()
    if covering is not None:
        end: date = covering.valid_to
        covering.valid_to = from_
        covering.is_edited = True
        covering.save(update_fields=["valid_to", "is_edited"])
        return end
    following = versions.filter(valid_from__gt=from_).order_by("valid_from").first()
    return OPEN_END if following is None else following.valid_from


def _lock(programme: Programme) -> None:
    Programme.objects.select_for_update().get(pk=programme.pk)


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    return dict(fields)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
