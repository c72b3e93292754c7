"""Keeping the templates an office edits: tried before they are used, withdrawn and never changed."""

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
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.papers.arithmetic import filling
from hocvien.papers.constants import CHECK_SECONDS, SAMPLES
from hocvien.papers.errors import TemplateNotFound, TemplateRefused, TemplateWithdrawn
from hocvien.papers.models import PaperTemplate

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
