"""Reads of what is told of units over time: facts of a unit, and which centre serves whom. As of a day, except for lists of all."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from hocvien.common.intervals import OPEN_END
from hocvien.common.periods import Period, parse_period, period_between
from hocvien.common.together import read_together
from hocvien.common.wording import official_date
from hocvien.org.arithmetic.facts import from_kept, is_term_code, reporting_year, terms_called, with_codes
from hocvien.org.data import (
    Contact,
    Deadlines,
    FactHeld,
    FactsHeld,
    FactTold,
    FactValue,
    InArea,
    Layout,
    Letterhead,
    NamedPeriod,
    ReportingYear,
    Signer,
    Term,
)
from hocvien.org.errors import FactNotFound, TermAmbiguous, TermNotBegun, TermUnknown
from hocvien.org.models import Area, Closure, FactKind, PaperLayout, ServiceArea, Unit, UnitFact, UnitKind, UnitName
from hocvien.org.queries.labels import label_as_of, name_subquery
from hocvien.org.queries.tree import ancestor_ids_as_of, descendant_ids_of_many, kind_ids_as_of

# what is told of a unit holds of those below it too, until something is told of them
INHERITED = (FactKind.TERM, FactKind.AREA, FactKind.LAYOUT, FactKind.REPORTING_YEAR, FactKind.DEADLINES)
# the words of a period say "nhiệm kỳ" themselves
_PREFIX = re.compile(r"nhiệm kỳ\s+", re.IGNORECASE)
CENTRES = (UnitKind.POLITICAL_CENTRE, UnitKind.POLITICAL_SCHOOL)


def facts_as_of(unit_id: int, on: date) -> FactsHeld:
    """What holds of the unit that day: told of itself, else, for what is passed down, of the nearest above. Two queries."""
    return _held(unit_id, ancestor_ids_as_of(unit_id, on) or [unit_id], on)


def find_signer(unit_id: int, on: date) -> Signer | None:
    """Who signs the unit's papers that day, where it is told. One query."""
    row = _facts_on(on).filter(unit_id=unit_id, kind=FactKind.SIGNER).first()
    value = None if row is None else from_kept(row.kind, row.value)
    return value if isinstance(value, Signer) else None


def find_layout(unit_id: int, on: date) -> str:
    """How the unit's papers are laid out that day, told of it or of one above; "" where it is not. Two queries."""
    held = facts_as_of(unit_id, on).layout
    return held.value.layout if held is not None and isinstance(held.value, Layout) else ""


def find_letterhead(unit_id: int, on: date) -> Letterhead:
    """What heads the unit's papers that day, as far as it is told of the unit itself; empty where it is not. One query."""
    row = _facts_on(on).filter(unit_id=unit_id, kind=FactKind.LETTERHEAD).first()
    value = None if row is None else from_kept(row.kind, row.value)
    return value if isinstance(value, Letterhead) else Letterhead()


def head_of_papers(unit_id: int, on: date) -> tuple[str, Letterhead, str, str]:
    """What heads the unit's papers that day: layout ("" where it is not told), letterhead, name of the unit above, of the unit. One query."""
    line = Closure.objects.filter(descendant_id=unit_id, valid_from__lte=on, valid_to__gt=on)
    height = Subquery(line.filter(ancestor_id=OuterRef("unit_id")).values("depth")[:1])
    inherited = Q(kind=FactKind.LAYOUT, unit_id__in=line.values("ancestor_id"))
    own = Q(unit_id=unit_id, kind__in=(FactKind.LAYOUT, FactKind.LETTERHEAD))
    facts, near = read_together(
        _facts_on(on).filter(own | inherited).annotate(height=height).order_by("height"),
        line.filter(depth__lte=1).annotate(told=name_subquery("ancestor_id", on)),
    )
    layout, letterhead = "", Letterhead()
    for row in facts:
        value = from_kept(row.kind, row.value)
        if isinstance(value, Layout):
            layout = layout or value.layout
        elif isinstance(value, Letterhead):
            letterhead = value
    names = {row.depth: row.told for row in near}
    return layout, letterhead, names.get(1) or "", names.get(0) or label_as_of(unit_id, on).name


def unit_ids_in_area(area: str, on: date) -> QuerySet[UnitFact, int]:
    """Ids of units told to lie in the area that day, without those below them, as a subquery."""
    return _facts_on(on).filter(kind=FactKind.AREA, code=area).values_list("unit_id", flat=True)


def terms() -> QuerySet[UnitFact]:
    """Every term of office ever told, for subqueries of rules."""
    return UnitFact.objects.filter(kind=FactKind.TERM)


def deadlines() -> QuerySet[UnitFact]:
    """Every telling of when something is due soon and long overdue, for subqueries of rules."""
    return UnitFact.objects.filter(kind=FactKind.DEADLINES)


def lines_to_facts(kind: str, on: date) -> QuerySet[Closure, int]:
    """Ids of the facts of a kind that hold that day at or above a unit, the nearest first: narrow by `descendant_id`, for subqueries of rules."""
    rows = Closure.objects.filter(
        valid_from__lte=on,
        valid_to__gt=on,
        is_past=False,
        ancestor__facts__kind=kind,
        ancestor__facts__valid_from__lte=on,
        ancestor__facts__valid_to__gt=on,
    )
    return rows.order_by("depth").values_list("ancestor__facts__pk", flat=True)


def named_periods(line: Sequence[int], on: date, years: Sequence[int]) -> tuple[list[NamedPeriod], list[NamedPeriod]]:
    """Terms of office, newest first, and these reporting years, of the last unit of a line from the root down; one query.

    Each from the nearest unit that tells it; no reporting years where they are the calendar's.
    """
    rows = UnitFact.objects.filter(unit_id__in=line, kind__in=[FactKind.TERM, FactKind.REPORTING_YEAR])
    told: dict[tuple[str, int], list[UnitFact]] = {}
    for row in rows.order_by("-valid_from"):
        told.setdefault((row.kind, row.unit_id), []).append(row)
    upwards = list(reversed(line))
    terms = next((told[FactKind.TERM, pk] for pk in upwards if (FactKind.TERM, pk) in told), [])
    rule = next(
        (
            from_kept(row.kind, row.value)
            for pk in upwards
            for row in told.get((FactKind.REPORTING_YEAR, pk), [])
            if row.valid_from <= on < row.valid_to
        ),
        None,
    )
    is_own = isinstance(rule, ReportingYear) and (rule.day, rule.month) != (1, 1)
    return (
        with_codes([NamedPeriod(str(row.value["name"]), row.valid_from, row.valid_to) for row in terms]),
        [reporting_year(rule, year) for year in years] if is_own and isinstance(rule, ReportingYear) else [],
    )


def list_terms(unit: Unit, on: date) -> list[NamedPeriod]:
    """Terms of office the unit goes by that day, newest first, each with its code: its own, else of the nearest above. Two queries."""
    return named_periods(line_near(unit, on), on, ())[0]


def read_period(code: str, unit: Unit, on: date, *, until: date) -> Period:
    """The period a code means for this unit: one of its terms of office that day (nk2020), or what every unit calls so.

    A term without an end goes as far as `until`. Raises TermUnknown, TermAmbiguous, TermNotBegun, or as `parse_period`.
    No query but for a term: two, and two for a refusal.
    """
    code = code.strip()
    if not is_term_code(code.lower()):
        return parse_period(code, until=until)
    terms = list_terms(unit, on)
    called = terms_called(terms, code.lower())
    if len(called) == 1:
        return term_period(called[0], until=until)
    name = label_as_of(unit.pk, _day_near(unit, on)).name
    if called:
        raise TermAmbiguous(name, code, [_term_words(one) for one in called])
    raise TermUnknown(name, code, [_term_words(one) for one in terms])


def term_period(term: NamedPeriod, *, until: date) -> Period:
    """A term as a period; raises TermNotBegun where it has neither an end nor a day until then, or as `period_between`."""
    to_exclusive = term.to_exclusive
    if to_exclusive >= OPEN_END:
        if until < term.from_:
            raise TermNotBegun(term.name, term.from_)
        to_exclusive = date.fromordinal(until.toordinal() + 1)
    period_between(term.from_, date.fromordinal(to_exclusive.toordinal() - 1))
    return Period(term.code, term.from_, to_exclusive, _PREFIX.sub("", term.name) or term.name)


def _term_words(term: NamedPeriod) -> str:
    last = "" if term.to_exclusive >= OPEN_END else official_date(date.fromordinal(term.to_exclusive.toordinal() - 1))
    return f"{term.code} ({term.name}: {official_date(term.from_)}–{last})"


def _day_near(unit: Unit, on: date) -> date:
    """That day, or the nearest on which the unit stood."""
    return min(max(on, unit.valid_from), date.fromordinal(unit.valid_to.toordinal() - 1))


def line_near(unit: Unit, on: date) -> list[int]:
    """Ids from the root down to the unit by which its terms are told that day: as it stands then, or on the nearest day it was there; one query."""
    return ancestor_ids_as_of(unit.pk, _day_near(unit, on)) or [unit.pk]


def get_fact(unit: Unit, uuid: UUID) -> UnitFact:
    """One fact of this unit; raises FactNotFound (a 404)."""
    row = UnitFact.objects.filter(unit=unit, uuid=uuid).first()
    if row is None:
        raise FactNotFound
    return row


def get_service_area(centre: Unit, uuid: UUID) -> ServiceArea:
    """One service area of this centre; raises FactNotFound (a 404)."""
    row = ServiceArea.objects.select_related("unit", "centre").filter(centre=centre, uuid=uuid).first()
    if row is None:
        raise FactNotFound
    return row


def value_of(fact: UnitFact) -> FactValue:
    """What a row holds, as its class."""
    return from_kept(fact.kind, fact.value)


def service_of(unit: Unit, on: date) -> ServiceArea | None:
    """By which service area the unit is served that day: its own, else that of the nearest above; with its centre. One query."""
    line = Closure.objects.filter(descendant=unit, valid_from__lte=on, valid_to__gt=on)
    height = Subquery(line.filter(ancestor=OuterRef("unit")).values("depth")[:1])
    near = _areas_on(on).filter(unit__in=line.values("ancestor")).alias(height=height)
    found = near.select_related("centre", "unit").order_by("height").first()
    return found if found is not None and found.centre_id != unit.pk else None


def centre_of(unit: Unit, on: date) -> Unit | None:
    """The centre or school that serves the unit that day: told of it, else of the nearest above; None where nothing is. One query."""
    found = service_of(unit, on)
    return None if found is None else found.centre


def served_unit_ids(centre: Unit, on: date) -> QuerySet[Unit, int]:
    """Ids of all units the centre serves that day, those below of which nothing else is told included, as a subquery.

    One or two small queries, and one more for each time areas of different centres lie within one another. Of a unit that serves nobody it is a
    subquery known to be empty.
    """
    own = list(_areas_on(on).filter(centre=centre).values_list("unit_id", flat=True))
    if not own:
        return Unit.objects.none().values_list("pk", flat=True)
    found = Q(pk__in=descendant_ids_of_many(own, on))
    within, taken = own, False
    layers: list[list[int]] = []
    while within:
        others = _areas_on(on).filter(unit_id__in=descendant_ids_of_many(within, on)).exclude(unit_id__in=within)
        others = others.filter(centre=centre) if taken else others.exclude(centre=centre)
        within, taken = list(others.values_list("unit_id", flat=True)), not taken
        if within:
            layers.append(within)
    for number, layer in enumerate(layers):
        inside = Q(pk__in=descendant_ids_of_many(layer, on))
        found = found & ~inside if number % 2 == 0 else found | inside
    return Unit.objects.filter(found).exclude(pk=centre.pk).values_list("pk", flat=True)


def centre_ids_of(unit_ids: Iterable[int], on: date) -> QuerySet[ServiceArea, int]:
    """Ids of the centres told to serve one of these units that day, as a subquery; what is told of units above them is not asked."""
    return _areas_on(on).filter(unit_id__in=list(unit_ids)).values_list("centre_id", flat=True)


def is_centre(unit: Unit, on: date) -> bool:
    """Whether the unit is a centre or school that day, to which units can be given. One query."""
    return kind_ids_as_of(CENTRES, on).filter(unit=unit).exists()


def list_service_areas(centre: Unit) -> list[ServiceArea]:
    """Every unit the centre was ever given, the latest first; one query."""
    return list(ServiceArea.objects.filter(centre=centre).select_related("unit").order_by("-valid_from", "unit__code"))


def list_facts(unit: Unit) -> list[FactTold]:
    """All that was ever told of the unit over time, in words, oldest first: facts, its centres, whom it serves. One query."""
    facts, served, serving = read_together(
        UnitFact.objects.filter(unit=unit),
        ServiceArea.objects.filter(centre=unit).annotate(told_name=_name_then("unit_id")),
        ServiceArea.objects.filter(unit=unit).annotate(told_name=_name_then("centre_id")),
    )
    told = [
        FactTold(
            row.uuid,
            row.kind,
            str(FactKind(row.kind).label),
            fact_words(from_kept(row.kind, row.value)),
            row.valid_from,
            row.valid_to,
            row.source,
        )
        for row in facts
    ]
    for kind, title, rows in (
        ("serves", _("Phục vụ đơn vị"), served),
        ("centre", _("Thuộc trung tâm"), serving),
    ):
        told += [
            FactTold(row.uuid, kind, title, row.told_name or "", row.valid_from, row.valid_to, row.source)
            for row in rows
        ]
    return sorted(told, key=lambda one: (one.valid_from, one.kind, one.text))


def fact_words(value: FactValue) -> str:
    """What a fact says, in the reader's language; names and addresses as they were written."""
    if isinstance(value, Term):
        return value.name
    if isinstance(value, InArea):
        return str(Area(value.area).label)
    if isinstance(value, Contact):
        return " · ".join(part for part in (value.address, value.phone, value.email) if part)
    if isinstance(value, Signer):
        return f"{value.name}, {value.title}"
    if isinstance(value, Layout):
        return str(PaperLayout(value.layout).label)
    if isinstance(value, Letterhead):
        return _head_words(value)
    if isinstance(value, Deadlines):
        return _("Sắp đến hạn: trong {soon} ngày; quá hạn lâu: sau {late} ngày").format(
            soon=value.soon_days, late=value.late_days
        )
    if (value.day, value.month) == (1, 1):
        return _("Theo năm dương lịch")
    last = reporting_year(value, 2023).to_exclusive.toordinal() - 1
    return _("Từ {first} đến hết {last} năm sau").format(
        first=f"{value.day}/{value.month}",
        last=f"{date.fromordinal(last).day}/{date.fromordinal(last).month}",
    )


def _name_then(unit_field: str) -> Subquery:
    """The name of the unit in this field on the first day of the row."""
    names = UnitName.objects.filter(unit_id=OuterRef(unit_field), valid_from__lte=OuterRef("valid_from"))
    return Subquery(names.order_by("-valid_from").values("name")[:1])


def _facts_on(on: date) -> QuerySet[UnitFact]:
    return UnitFact.objects.filter(valid_from__lte=on, valid_to__gt=on)


def _areas_on(on: date) -> QuerySet[ServiceArea]:
    return ServiceArea.objects.filter(valid_from__lte=on, valid_to__gt=on)


def _held(unit_id: int, line: Sequence[int], on: date) -> FactsHeld:
    """What holds of the last unit of a line from the root down."""
    passed_down = Q(unit_id__in=line, kind__in=INHERITED)
    rows = _facts_on(on).filter(passed_down | Q(unit_id=unit_id)).order_by("kind", "code")
    nearest: dict[str, list[UnitFact]] = {}
    height = {pk: at for at, pk in enumerate(line)}
    for row in rows:
        standing = nearest.get(row.kind)
        if standing is None or height[row.unit_id] > height[standing[0].unit_id]:
            nearest[row.kind] = [row]
        elif row.unit_id == standing[0].unit_id:
            standing.append(row)
    held = {
        kind: tuple(
            FactHeld(from_kept(row.kind, row.value), row.unit_id, row.valid_from, row.valid_to, row.source)
            for row in found
        )
        for kind, found in nearest.items()
    }

    def one(kind: str) -> FactHeld | None:
        return held[kind][0] if kind in held else None

    return FactsHeld(
        term=one(FactKind.TERM),
        areas=held.get(FactKind.AREA, ()),
        contact=one(FactKind.CONTACT),
        signer=one(FactKind.SIGNER),
        layout=one(FactKind.LAYOUT),
        reporting_year=one(FactKind.REPORTING_YEAR),
        deadlines=one(FactKind.DEADLINES),
        letterhead=one(FactKind.LETTERHEAD),
    )


def _head_words(value: Letterhead) -> str:
    margins = (value.top, value.bottom, value.left, value.right)
    words = [value.superior, value.body, value.place, value.symbol]
    if any(margins):
        sides = "-".join(str(one or "…") for one in margins)
        words.append(_("lề trên-dưới-trái-phải {sides} mm").format(sides=sides))
    if value.grounds:
        words.append(_("{count} căn cứ của quyết định").format(count=len(value.grounds.splitlines())))
    return " · ".join(word for word in words if word)
