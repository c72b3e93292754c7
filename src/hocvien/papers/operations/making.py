"""Making papers from templates. What a paper says is read anew each time; kept is only what the office filled into its head."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.common.text import fold
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.papers.arithmetic.filling import TemplateUnfit, fill, shape_of
from hocvien.papers.constants import (
    ADMISSION,
    CALL,
    KEPT_OF_CLASS,
    NOMINATIONS,
    OPENING,
    PLAN,
    SAMPLES,
    SENDING,
    SUMMONS,
)
from hocvien.papers.data import Paper, PaperHead
from hocvien.papers.errors import NothingToWrite, TemplateNotFound, TemplateRefused
from hocvien.papers.models import FilledPaper, PaperKind
from hocvien.papers.queries.filled import HEAD_FIELDS
from hocvien.papers.queries.templates import content_in_use
from hocvien.papers.queries.values import class_values, head_values, people_values, plan_values, sending_values
from hocvien.planning import api as planning
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending


def make_class_paper(
    *,
    actor: User | None,
    training_class: classes.TrainingClass,
    kind: str,
    head: PaperHead,
    today: date,
    now: datetime,
    sending_unit: org.Unit | None = None,
) -> Paper:
    """A paper of a class: call, list of those proposed (of one sending unit), decision with its list, letters to each.

    What may be in it the caller settles by how it came by the class; people are those the actor sees. Raises NothingToWrite, TemplateNotFound,
    TemplateRefused. About 25 queries however many people.
    """
    if kind not in {CALL, NOMINATIONS, OPENING, SUMMONS, ADMISSION}:
        raise TemplateNotFound
    issuer = sending_unit if kind == NOMINATIONS and sending_unit is not None else training_class.opened_by
    learners = classes.learner_rows(actor, training_class, today, active_only=True)
    values = head_values(issuer.pk, head) | class_values(training_class, learners)
    if kind == CALL:
        values["don_vi_cu"] = [
            {"tt": str(at), "ten": name, "suat": str(seats or "")}
            for at, (name, seats) in enumerate(_called(training_class, today), start=1)
        ]
    elif kind == NOMINATIONS:
        standing = {"proposed", "approved", "admitted"}
        rows = classes.nomination_rows(actor, training_class, today, sending_unit=sending_unit)
        rows = [row for row in rows if row.status in standing]
        values["don_vi_lap"] = org.label_as_of(issuer.pk, head.on).name
        values["nguoi_hoc"] = _some(kind, people_values(rows))
    else:
        values["hoc_vien" if kind == OPENING else "cac_giay"] = _some(kind, people_values(learners))
    return _make(actor, kind, issuer, values, training_class, training_class.code, head, now)


def _called(training_class: classes.TrainingClass, today: date) -> list[tuple[str, int | None]]:
    """(unit, seats) of a call: the table of the quota of the class's plan line, else the invitations. Ten queries at most."""
    quota = classes.quota_of(training_class)
    rows = [one for one in quotas.branches(quota, quota.owner_id, today) if not one.is_above] if quota else []
    if not rows:
        return [(row.unit_name, row.seats) for row in classes.invitation_rows(training_class)]
    labels = org.labels_as_of([one.unit_id for one in rows], today)
    return [(labels[one.unit_id].name, one.whole.total) for one in rows]


def make_plan_paper(*, actor: User | None, plan: planning.Plan, head: PaperHead, today: date, now: datetime) -> Paper:
    """A year plan as a paper, in the version given. Raises NothingToWrite when it has no line."""
    values = head_values(plan.unit_id, head) | plan_values(plan, today)
    _some(PLAN, values["muc"])
    return _make(actor, PLAN, plan.unit, values, plan, f"{plan.unit.code}-{plan.year}", head, now)


def make_sending_paper(
    *,
    actor: User | None,
    notice: sending.Notice,
    decision: sending.SendingDecision,
    head: PaperHead,
    now: datetime,
) -> Paper:
    """A decision to send, with its list as it stood. Five queries. Raises sending.DecisionAnnulled."""
    if decision.annulled_at is not None:
        raise sending.DecisionAnnulled(decision.number)
    values = head_values(decision.unit_id, head) | sending_values(notice, decision)
    _some(SENDING, values["hoc_vien"])
    return _make(
        actor, SENDING, decision.unit, values, decision, f"{decision.unit.code}-{decision.decided_on:%Y%m%d}", head, now
    )


def _some(kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not rows:
        raise NothingToWrite(PaperKind(kind).label)
    return rows


def _make(
    actor: User | None,
    kind: str,
    unit: org.Unit,
    values: dict[str, Any],
    subject: Any,
    about: str,
    head: PaperHead,
    now: datetime,
) -> Paper:
    try:
        content = fill(content_in_use(kind, unit.pk, head.on), values, shape_of(SAMPLES[kind]))
    except TemplateUnfit as unfit:
        raise TemplateRefused(str(PaperKind(kind).label), unfit.problems) from unfit
    with transaction.atomic():
        said = {"kind": kind, "number": head.number, "on": head.on.isoformat()}
        journal.record(actor=actor, verb="papers.make_paper", subject=subject, unit_code=unit.code, after=said, at=now)
        if kind in KEPT_OF_CLASS:
            _keep(actor, head, now, training_class=subject, kind=kind)
        elif kind == PLAN:
            _keep(actor, head, now, plan=subject, kind=kind)
    name = "-".join(fold(str(PaperKind(kind).label)).replace(",", "").split())
    return Paper(f"{name}-{about}.docx", content)


def _keep(actor: User | None, head: PaperHead, now: datetime, **of: Any) -> None:
    """What was filled in, over what was filled in before; the journal keeps both."""
    filled = {name: getattr(head, name) for name in HEAD_FIELDS}
    FilledPaper.objects.update_or_create(**of, defaults=filled | {"made_at": now, "made_by": actor})
