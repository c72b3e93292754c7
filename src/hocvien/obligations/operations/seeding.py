"""The obligations the program ships with."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.obligations.errors import ObligationsUnreadable
from hocvien.obligations.models import Obligation, Version
from hocvien.obligations.operations.keeping import note_everybody

_FILE = Path(__file__).resolve().parent.parent / "data_files" / "obligations.yaml"


@transaction.atomic
def load_seed(*, actor: User | None) -> int:
    """Load or refresh the shipped obligations; how many rows were written (0: nothing new).

    Needs the programmes of `catalogue.load_seed` and the regulations of `eligibility.load_seed`. One that people edited is left alone.
    Raises ObligationsUnreadable.
    """
    try:
        entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["obligations"]
    except (OSError, yaml.YAMLError) as trouble:
        raise ObligationsUnreadable(_FILE.name, str(trouble)) from trouble
    regulations = {row.code: row for row in eligibility.list_regulations()}
    programmes = {programme.code for programme in catalogue.list_programmes()}
    present = {row.code: row for row in Obligation.objects.prefetch_related("versions")}
    written = 0
    for position, entry in enumerate(entries):
        row = present.get(entry["code"], Obligation(code=entry["code"]))
        if row.is_edited:
            continue
        unknown = set(entry.get("programmes", ())) - programmes
        if unknown:
            raise ObligationsUnreadable(_FILE.name, f"{entry['code']}: {sorted(unknown)}")
        fields = {name: value for name, value in entry.items() if name not in {"code", "versions"}}
        written += _write(row, fields | {"position": position})
        standing: dict[date, Version] = {one.valid_from: one for one in row.versions.all()}
        for wanted in entry["versions"]:
            version = standing.pop(wanted["valid_from"], Version(obligation=row, valid_from=wanted["valid_from"]))
            code = wanted.get("regulation")
            fields = {name: value for name, value in wanted.items() if name not in {"valid_from", "regulation"}}
            fields.setdefault("valid_to", OPEN_END)
            written += _write(version, fields | {"regulation": regulations[code] if code else None})
        for extra in standing.values():
            extra.delete()
            written += 1
    if written:
        note_everybody()
        journal.record(actor=actor, verb="obligations.load_seed", subject=None, after={"rows": written})
    return written


def _write(row: Any, fields: Mapping[str, Any]) -> int:
    """Save the row if it is new or differs."""
    if row.pk and all(getattr(row, name) == value for name, value in fields.items()):
        return 0
    for name, value in fields.items():
        setattr(row, name, value)
    row.clean_fields(exclude={"obligation", "regulation"})
    row.save()
    return 1
