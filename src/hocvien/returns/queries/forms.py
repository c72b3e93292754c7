"""Forms as they hold on a day, and what their formulas may name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.reporting import api as reporting
from hocvien.returns.arithmetic.compiling import Compiled, compile_layout
from hocvien.returns.arithmetic.layouts import layout_from
from hocvien.returns.constants import ADDITIVE
from hocvien.returns.data import Layout, Vocabulary
from hocvien.returns.errors import FormNotFound
from hocvien.returns.models import Form

_P = access.Permission
_ONE_UNIT = frozenset({"classes", "trips"})


def vocabulary() -> Vocabulary:
    """Measures and dimensions that formulas may name, as `reporting` tells them. No query."""
    return Vocabulary(
        {one.code: _kind(one) for one in reporting.MEASURES},
        frozenset(one.code for one in reporting.DIMENSIONS),
    )


def _kind(measure: reporting.Measure) -> str:
    """A class or a trip has one unit that opened it: units' figures of them add up, though each is counted once. People's do not."""
    return ADDITIVE if measure.how == "sum" or measure.code in _ONE_UNIT else measure.how


def forms_visible_to(actor: User | None, on: date) -> QuerySet[Form]:
    """Shipped forms, and those of units in sight or above one's own; by code, the newest version first. One query beside the sight's."""
    forms = Form.objects.select_related("owner").annotate(uses=Count("returns")).order_by("code", "-valid_from")
    if actor is None:
        return forms
    return forms.filter(Q(owner=None) | Q(owner__in=_owners(actor, on)))


def get_form_for(actor: User | None, uuid: UUID, on: date) -> Form:
    """The form, if visible to the actor; else FormNotFound (a 404)."""
    form = forms_visible_to(actor, on).filter(uuid=uuid).first()
    if form is None:
        raise FormNotFound
    return form


def forms_for(actor: User | None, from_: date, to: date, on: date) -> Sequence[Form]:
    """Visible forms that hold on some day of the period, to open a return on."""
    return list(forms_visible_to(actor, on).filter(valid_from__lte=to, valid_to__gt=from_))


def layout_of(form: Form) -> Layout:
    return layout_from(form.layout)


def compiled(form: Form) -> Compiled:
    """What stands in each cell of a form that is kept; it was found right when it was. No query."""
    return compile_layout(layout_of(form), vocabulary())


def check_layout(layout: Layout) -> Compiled:
    """What would stand in each cell of a form that is being written, with every mistake in it. At most four queries, for the values."""
    lists = reporting.every_list(one.code for one in reporting.DIMENSIONS)
    values = {code: frozenset({*titles, reporting.NOT_RECORDED}) for code, titles in lists.items() if titles}
    return compile_layout(layout, replace(vocabulary(), values=values))


def is_sensitive(made: Compiled) -> bool:
    """Whether some cell is told by something about people that is kept from who may not see them. No query."""
    sensitive = {one.code for one in reporting.DIMENSIONS if one.is_sensitive}
    return any(name in sensitive for leaf in made.leaves.values() for name, _values in leaf.where)


def _owners(actor: User, on: date) -> set[int]:
    """Units where the actor sees returns, and all above them, whose forms they are asked to fill in."""
    deep, flat = access.granted_unit_ids(actor, _P.RETURN_VIEW, on)
    own = {*deep, *flat}
    found = set(own)
    for line in access.lines_above(actor, own, on).values():
        found |= set(line)
    return found | set(access.unit_ids_for(actor, _P.RETURN_VIEW, on).filter(pk__in=Form.objects.values("owner")))
