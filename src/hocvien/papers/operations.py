"""Keeping the templates an office edits, and making papers from them. What a paper says is read anew each time; only that it was made is kept."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.common.text import clean_name, fold
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.papers.arithmetic import filling
from hocvien.papers.arithmetic.filling import TemplateUnfit, fill, shape_of
from hocvien.papers.constants import (
    ADMISSION,
    CALL,
    CHECK_SECONDS,
    NOMINATIONS,
    OPENING,
    PLAN,
    SAMPLES,
    SENDING,
    SUMMONS,
)
from hocvien.papers.data import Paper, PaperHead
from hocvien.papers.errors import NothingToWrite, TemplateNotFound, TemplateRefused, TemplateWithdrawn
from hocvien.papers.models import PaperKind, PaperTemplate
from hocvien.papers.queries.templates import content_in_use
from hocvien.papers.queries.values import class_values, head_values, people_values, plan_values, sending_values
from hocvien.planning import api as planning
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending

_SCRIPT = Path(filling.__file__)


def save_template(
    *,
    actor: User | None,
    unit: org.Unit,
    kind: str,
    name: str,
    content: bytes,
    now: datetime,
    today: date,
    note: str = "",
) -> PaperTemplate:
    """Let the unit's papers of this kind be made from this Word file. Tried first, by a process of its own, with sample values.

    Raises NotAllowed, TemplateNotFound (no such kind), TemplateRefused with all that is wrong; what was used before stays then.
    """
    access.require(actor, access.Permission.PAPER_EDIT, unit, today)
    if kind not in SAMPLES:
        raise TemplateNotFound
    problems = _try_apart(kind, content)
    if problems:
        raise TemplateRefused(name, problems)
    with transaction.atomic():
        row = PaperTemplate.objects.create(
            kind=kind,
            unit=unit,
            name=clean_name(name)[:200],
            content=content,
            note=clean_name(note)[:200],
            made_by=actor,
            made_at=now,
        )
        _journal(actor, "papers.save_template", row, {"kind": kind, "name": row.name, "note": row.note}, now)
    return row


@transaction.atomic
def withdraw_template(*, actor: User | None, template: PaperTemplate, now: datetime, today: date) -> PaperTemplate:
    """Use it no more: the unit's one before is used again, else the nearest above's, else the program's. Raises NotAllowed, TemplateWithdrawn."""
    row = PaperTemplate.objects.select_for_update(of=("self",)).select_related("unit").get(pk=template.pk)
    access.require(actor, access.Permission.PAPER_EDIT, row.unit, today)
    if row.withdrawn_at is not None:
        raise TemplateWithdrawn(row.name)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    _journal(actor, "papers.withdraw_template", row, {"kind": row.kind, "name": row.name}, now)
    return row


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
    """A decision to send, with its list as it stood. Five queries."""
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
    name = "-".join(fold(str(PaperKind(kind).label)).replace(",", "").split())
    return Paper(f"{name}-{about}.docx", content)


def _journal(actor: User | None, verb: str, row: PaperTemplate, said: dict[str, Any], now: datetime) -> None:
    journal.record(actor=actor, verb=verb, subject=row, unit_code=row.unit.code, after=said, at=now)


def _try_apart(kind: str, content: bytes) -> Sequence[dict[str, str]]:
    """The problems of a file nobody has vouched for, found by a process that ends after CHECK_SECONDS whatever it holds."""
    if len(content) > filling.MOST_BYTES:
        return [{"code": "too_big", "tag": "", "near": ""}]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own script
            [sys.executable, "-I", "-X", "utf8", str(_SCRIPT)],
            input=json.dumps(SAMPLES[kind]).encode() + b"\n" + content,
            capture_output=True,
            timeout=CHECK_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return [{"code": "slow", "tag": "", "near": ""}]
    except subprocess.CalledProcessError:
        return [{"code": "broken", "tag": "", "near": ""}]
    found: Sequence[dict[str, str]] = json.loads(done.stdout)
    return found
