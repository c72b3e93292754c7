"""Trying a draft on real people: at once for few, by a job for many; the figures stay with the draft until it changes."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.eligibility.constants import NAMED_MOST, TRIED_AT_ONCE
from hocvien.eligibility.errors import DraftNotOpen
from hocvien.eligibility.models import DraftStatus, RuleDraft, RuleTrial
from hocvien.eligibility.queries.drafts import draft_clauses
from hocvien.eligibility.queries.trying import people_tried, try_rules
from hocvien.jobs import api as jobs
from hocvien.jobs.api import Progress
from hocvien.journal import api as journal
from hocvien.org import api as org


def try_draft(
    *, actor: User | None, draft: RuleDraft, unit: org.Unit | None, study_mode: str, today: date, now: datetime
) -> RuleTrial:
    """Count what the draft would change for the people of the unit and below (None: for all) whom the actor may see.

    Up to TRIED_AT_ONCE people before this returns, more by a job that tells how far it is. Asked again, it takes the place of the actor's
    trial before. Raises ProgrammeEditForbidden, DraftNotOpen.
    """
    if not catalogue.can_edit(actor, today):
        raise catalogue.ProgrammeEditForbidden
    count = people_tried(actor, unit.pk if unit is not None else None, today).count()
    with transaction.atomic():
        row = RuleDraft.objects.select_for_update(of=("self",)).select_related("programme").get(pk=draft.pk)
        if row.status != DraftStatus.OPEN:
            raise DraftNotOpen
        code = unit.code if unit is not None else ""
        forget_trials(row, asked_by=actor, unit_code=code)
        mode = row.study_mode or (study_mode if row.programme.has_study_modes else "")
        trial = RuleTrial.objects.create(
            draft=row,
            asked_by=actor,
            asked_at=now,
            unit_code=code,
            study_mode=mode,
            on=max(row.valid_from, today),
            seen_on=today,
        )
        journal.record(
            actor=actor,
            verb="eligibility.try_draft",
            subject=row,
            unit_code=code,
            after={"programme": row.programme.code, "study_mode": mode, "people": count},
            at=now,
        )
        if count > TRIED_AT_ONCE:
            job = jobs.enqueue(
                task="eligibility.try_draft",
                arguments={"trial": str(trial.uuid)},
                owner=actor,
                label=row.programme.name,
                now=now,
                total=count,
            )
            RuleTrial.objects.filter(pk=trial.pk).update(job=job)
    if count <= TRIED_AT_ONCE:
        finish_trial(uuid=trial.uuid)
    trial.refresh_from_db()
    return trial


def finish_trial(*, uuid: UUID, progress: Progress | None = None) -> None:
    """Count, and keep the figures. Where the draft changed meanwhile, the trial is gone and nothing is kept. Done twice it is as done once."""
    trial = RuleTrial.objects.select_related("draft", "asked_by").filter(uuid=uuid, result={}).first()
    if trial is None:
        return
    unit_id = org.get_unit(trial.unit_code).pk if trial.unit_code else None
    found = try_rules(
        people_tried(trial.asked_by, unit_id, trial.seen_on),
        programme_id=trial.draft.programme_id,
        study_mode=trial.study_mode,
        audience=trial.draft.audience,
        clauses=draft_clauses(trial.draft),
        on=trial.on,
        unit_id=unit_id,
        **({"told": progress.report} if progress is not None else {}),
    )
    RuleTrial.objects.filter(pk=trial.pk).update(result=found.as_json(NAMED_MOST))


@transaction.atomic
def stop_trial(*, actor: User | None, draft: RuleDraft, unit_code: str) -> None:
    """Take back the actor's trial with that unit's people; what is being counted ends after the step it is in."""
    forget_trials(draft, asked_by=actor, unit_code=unit_code)
    journal.record(actor=actor, verb="eligibility.stop_trial", subject=draft, unit_code=unit_code)


def forget_trials(draft: RuleDraft, **of: object) -> None:
    """What was counted of a draft as it stood, or is being counted; called under the lock of the draft where it changes."""
    for trial in RuleTrial.objects.select_related("job__owner").filter(draft=draft, **of):
        if trial.job is not None:
            jobs.cancel(owner=trial.job.owner, job=trial.job)
        trial.delete()
