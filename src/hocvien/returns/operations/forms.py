"""Writes of forms: shipped ones loaded, new ones made, versions beside versions."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.clock import today
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.returns.arithmetic.layouts import layout_as_json, layout_from
from hocvien.returns.data import Layout
from hocvien.returns.errors import FormInUse, FormRefused, FormShipped, FormsUnreadable, LayoutWrong
from hocvien.returns.models import Form, FormMark
from hocvien.returns.operations.locking import check_and_save, note
from hocvien.returns.queries.forms import check_layout
from hocvien.returns.rules import can_edit_form

_FILE = Path(__file__).resolve().parent.parent / "data_files" / "forms.yaml"
_P = access.Permission
EDITABLE = ("name", "citation", "mark", "valid_from", "valid_to", "signers")


@transaction.atomic
def load_seed(*, actor: User | None) -> int:
    """Load or refresh the shipped forms; how many were written (0: nothing new). One that people edited, or that returns use, is left alone.

    Raises FormsUnreadable, LayoutWrong.
    """
    try:
        entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["forms"]
    except (OSError, yaml.YAMLError) as trouble:
        raise FormsUnreadable(_FILE.name, str(trouble)) from trouble
    present = {(row.code, row.valid_from): row for row in Form.objects.filter(owner=None)}
    in_use = set(Form.objects.filter(owner=None, returns__isnull=False).values_list("pk", flat=True))
    written = 0
    for entry in entries:
        layout = _checked(layout_from(entry["layout"]))
        fields = {name: value for name, value in entry.items() if name != "layout"} | {"layout": layout}
        fields.setdefault("valid_to", OPEN_END)
        row = present.get((entry["code"], entry["valid_from"]), Form())
        if row.is_edited or row.pk in in_use or all(getattr(row, name) == value for name, value in fields.items()):
            continue
        for name, value in fields.items():
            setattr(row, name, value)
        check_and_save(row, FormRefused)
        written += 1
    if written:
        journal.record(actor=actor, verb="returns.load_seed", subject=None, after={"rows": written})
    return written


@transaction.atomic
def make_form(
    *,
    actor: User | None,
    owner: org.Unit,
    code: str,
    name: str,
    layout: Layout,
    valid_from: date,
    valid_to: date = OPEN_END,
    citation: str = "",
    mark: str = FormMark.DEFAULT,
    signers: str = "",
    on: date | None = None,
) -> Form:
    """Make a unit's own form. Raises LayoutWrong (every mistake with its place), FormRefused, NotAllowed."""
    access.require(actor, _P.FORM_EDIT, owner, on or today())
    form = Form(
        owner=owner,
        code=clean_name(code),
        name=clean_name(name),
        citation=clean_name(citation),
        mark=mark,
        valid_from=valid_from,
        valid_to=valid_to,
        signers=clean_name(signers),
        layout=_checked(layout),
    )
    check_and_save(form, FormRefused)
    note(actor, "returns.make_form", form, owner, after=_told(form))
    return form


@transaction.atomic
def update_form(
    *,
    actor: User | None,
    form: Form,
    changes: Mapping[str, Any],
    layout: Layout | None = None,
    on: date | None = None,
) -> Form:
    """Change fields of EDITABLE, and rows, columns, formulas while no return uses the version.

    Raises FormShipped (a shared one, without the right over everybody), FormInUse, LayoutWrong, FormRefused, NotAllowed.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    locked = _lock(actor, form, on or today())
    before = _told(locked)
    if layout is not None:
        fresh = _checked(layout)
        if fresh != locked.layout and locked.returns.exists():
            raise FormInUse(locked.name)
        locked.layout = fresh
    for name, value in changes.items():
        setattr(locked, name, clean_name(value) if isinstance(value, str) else value)
    locked.is_edited = True
    check_and_save(locked, FormRefused)
    note(actor, "returns.update_form", locked, locked.owner, before=before, after=_told(locked))
    return locked


@transaction.atomic
def copy_form(
    *, actor: User | None, form: Form, owner: org.Unit, valid_from: date, code: str = "", on: date | None = None
) -> Form:
    """A version of one's own from another form, to be changed. The same form of the same owner ends the day before. Raises FormRefused, NotAllowed."""
    day = on or today()
    access.require(actor, _P.FORM_EDIT, owner, day)
    copied = Form(
        owner=owner,
        code=clean_name(code) or form.code,
        name=form.name,
        citation=form.citation,
        mark=form.mark,
        valid_from=valid_from,
        valid_to=max(form.valid_to, valid_from + timedelta(days=1)),
        signers=form.signers,
        layout=form.layout,
        is_edited=True,
    )
    if form.owner_id == owner.pk and copied.code == form.code and form.valid_from < valid_from < form.valid_to:
        before = _told(form)
        form.valid_to = valid_from
        check_and_save(form, FormRefused)
        note(actor, "returns.update_form", form, owner, before=before, after=_told(form))
    check_and_save(copied, FormRefused)
    note(actor, "returns.make_form", copied, owner, after=_told(copied) | {"copied_from": str(form.uuid)})
    return copied


@transaction.atomic
def remove_form(*, actor: User | None, form: Form, on: date | None = None) -> None:
    """Take back a form made by mistake. Raises FormShipped, FormInUse, NotAllowed."""
    locked = _lock(actor, form, on or today())
    if locked.returns.exists():
        raise FormInUse(locked.name)
    note(actor, "returns.remove_form", locked, locked.owner, before=_told(locked))
    locked.delete()


def _lock(actor: User | None, form: Form, on: date) -> Form:
    locked = Form.objects.select_for_update(of=("self",)).select_related("owner").get(pk=form.pk)
    if not can_edit_form(actor, locked, on):
        if locked.owner is None:
            raise FormShipped(locked.name)
        access.require(actor, _P.FORM_EDIT, locked.owner, on)
    return locked


def _checked(layout: Layout) -> dict[str, Any]:
    """As it is kept; raises LayoutWrong."""
    made = check_layout(layout)
    if made.problems:
        raise LayoutWrong(made.problems)
    return layout_as_json(layout)


def _told(form: Form) -> dict[str, Any]:
    return {
        "code": form.code,
        **{name: getattr(form, name) for name in EDITABLE},
        "rows": len(form.layout.get("rows", ())),
        "columns": len(form.layout.get("columns", ())),
        "layout": form.layout,
    }
