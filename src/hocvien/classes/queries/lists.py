"""The list of a class on the screens: names sent, people who could be sent, units called to send."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.arithmetic import birth_text
from hocvien.classes.data import (
    CandidateRow,
    ClauseRow,
    InvitationRow,
    NominationRow,
    OrderFact,
)
from hocvien.classes.models import (
    HELD,
    STANDING,
    WAITING,
    ExceptionRequest,
    ExceptionStatus,
    Invitation,
    Nomination,
    NominationStatus,
    ReturnReason,
    TrainingClass,
)
from hocvien.classes.queries.order import order_facts
from hocvien.classes.queries.seats import quota_of
from hocvien.classes.queries.visibility import (
    as_uuid,
    nominations_visible_to,
    people_in_classes_visible_to,
)
from hocvien.common.text import fold
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.quotas import api as quotas

_P = access.Permission
_NOT_PASSED = {"not_met": gettext_lazy("Chưa đạt"), "data_missing": gettext_lazy("Thiếu thông tin")}


def nomination_rows(
    actor: User | None,
    training_class: TrainingClass,
    on: date,
    *,
    sending_unit: org.Unit | None = None,
    with_order: bool = False,
) -> list[NominationRow]:
    """Names on the class's list that the actor sees, in name order; about eight queries for any list, six more `with_order`."""
    rows = nominations_visible_to(actor, on).filter(training_class=training_class)
    if sending_unit is not None:
        rows = rows.filter(sending_unit_id__in=org.descendant_ids_as_of(sending_unit.pk, on))
    asked = ExceptionRequest.objects.filter(nomination=OuterRef("pk"), status=ExceptionStatus.WAITING)
    decider = asked.annotate(name=Coalesce(org.name_subquery("decider_id", on), Value(""))).values("name")
    rows = rows.annotate(exception_at=Subquery(decider[:1]))
    found = list(
        rows.select_related("person", "proposed_by", "substitute_for__person", "round").order_by(
            "person__name_key", "pk"
        )
    )
    units = {unit_id for n in found for unit_id in (n.sending_unit_id, n.step_unit_id) if unit_id is not None}
    labels = access.labels_for(actor, units, training_class.opens_on)
    order = order_facts(training_class.programme, [n.person_id for n in found], on) if with_order else {}
    return [
        NominationRow(
            uuid=n.uuid,
            class_uuid=training_class.uuid,
            person_uuid=n.person.uuid,
            full_name=n.person.full_name,
            name_key=n.person.name_key,
            birth_on=n.person.birth_on,
            birth_text=birth_text(n.person.birth),
            sex=n.person.sex,
            unit_code=labels[n.sending_unit_id].code,
            unit_name=labels[n.sending_unit_id].name,
            verdict=n.verdict,
            failed_words=failed_words(clauses_of(n)),
            status=n.status,
            reason_words=_reason_words(n),
            is_late=n.is_late,
            substitute_for=n.substitute_for.person.full_name if n.substitute_for else "",
            proposed_by=str(n.proposed_by or ""),
            proposed_at=n.proposed_at,
            is_generated=n.person.is_generated,
            person_id=n.person_id,
            sending_unit_id=n.sending_unit_id,
            order=order.get(n.person_id, OrderFact()),
            round_number=n.round.number if n.round else None,
            reserve_position=n.reserve_position,
            position=n.position,
            **_where(n, labels),
        )
        for n in found
    ]


def _where(nomination: Nomination, labels: Mapping[int, org.UnitLabel]) -> dict[str, Any]:
    """Who has the name now, since when, by when; nothing once it is decided."""
    if nomination.status not in WAITING:
        return {}
    label = labels.get(nomination.step_unit_id or 0)
    return {
        "step": nomination.step,
        "step_label": str(catalogue.StepKind(nomination.step_kind).label) if nomination.step_kind else "",
        "step_unit_name": label.name if label else "",
        "step_since": nomination.step_since,
        "step_due_on": nomination.step_due_on,
    }


def nominations_for(
    actor: User | None, training_class: TrainingClass, uuids: Iterable[object], on: date
) -> list[Nomination]:
    """The named rows of this class that the actor sees, in name order; what is not visible is left out. Two or three queries."""
    keys = [key for key in map(as_uuid, uuids) if key is not None]
    return list(
        nominations_visible_to(actor, on)
        .select_related("person", "sending_unit")
        .filter(training_class=training_class, uuid__in=keys)
        .order_by("person__name_key", "pk")
    )


def candidate_rows(
    actor: User | None, training_class: TrainingClass, sending_unit: org.Unit, on: date
) -> list[CandidateRow]:
    """People of the unit and below whom the actor may propose, each judged for this class; a fixed number of queries.

    Meant for a unit of a commune's size: everybody of the unit is judged.
    """
    below = people.person_ids_at(org.descendant_ids_as_of(sending_unit.pk, on), on)
    listed = Nomination.objects.filter(training_class=training_class, status__in=STANDING, person=OuterRef("pk"))
    found = list(
        access.people_visible_to(actor, on).filter(pk__in=below).annotate(listed=Subquery(listed.values("status")[:1]))
    )
    verdicts = eligibility.judge(
        programme_id=training_class.programme_id,
        study_mode=training_class.study_mode,
        audience=training_class.audience,
        person_ids=[p.pk for p in found],
        on=training_class.opens_on,
        proposed_on=on,
    )
    order = order_facts(training_class.programme, [p.pk for p in found], on)
    units = people.main_unit_names([p.pk for p in found], on)
    return [
        CandidateRow(
            uuid=p.uuid,
            full_name=p.full_name,
            name_key=p.name_key,
            birth_on=p.birth_on,
            birth_text=birth_text(p.birth),
            sex=p.sex,
            unit_name=units.get(p.pk, ""),
            verdict=verdicts[p.pk].verdict,
            failed_words=failed_words(verdicts[p.pk].clauses),
            state_label=str(NominationStatus(p.listed).label) if p.listed else "",
            is_generated=p.is_generated,
            order=order.get(p.pk, OrderFact()),
        )
        for p in found
    ]


def person_ids_for(actor: User | None, uuids: Iterable[object], on: date) -> list[int]:
    """Ids of the named people the actor sees (own units, or classes run), in the order given; others are left out. Two or three queries."""
    keys = [key for key in map(as_uuid, uuids) if key is not None]
    visible = Q(pk__in=access.people_visible_to(actor, on).order_by().values("pk"))
    visible |= Q(pk__in=people_in_classes_visible_to(actor, on))
    found = dict(people.people().order_by().filter(visible, uuid__in=keys).values_list("uuid", "pk"))
    return [found[key] for key in keys if key in found]


def invitation_rows(training_class: TrainingClass) -> list[InvitationRow]:
    """Units called to send people, by name, with how many they and those below sent and had taken; five queries, three more with a quota.

    Where the plan line has a quota, the seats are those it has at the unit and below it, for all classes of the line.
    """
    day = training_class.opens_on
    invitations = list(Invitation.objects.filter(training_class=training_class))
    labels = org.labels_as_of((i.unit_id for i in invitations), day)
    counts: dict[int, Counter[str]] = {pk: Counter() for pk in labels}
    again = Nomination.objects.filter(training_class=training_class, person=OuterRef("person"), status__in=STANDING)
    heads = list(
        Nomination.objects.filter(training_class=training_class)
        .filter(Q(status__in=HELD) | Q(~Exists(again), status=NominationStatus.RETURNED))
        .values_list("sending_unit_id", "status")
        .annotate(heads=Count("pk"))
    )
    quota = quota_of(training_class)
    seats: dict[int, int | None] = {i.unit_id: i.seats for i in invitations}
    held = quotas.balances([quota.pk])[quota.pk] if quota is not None else {}
    parents = _parents({unit_id for unit_id, _status, _heads in heads} | set(held), day)
    if quota is not None:
        seats = dict.fromkeys(seats, 0)
        for unit_id, balance in held.items():
            for above in _line(unit_id, parents):
                if above in seats and unit_id != quota.owner_id:
                    seats[above] = (seats[above] or 0) + balance.total
    for unit_id, status, number in heads:
        for above in _line(unit_id, parents):
            if above in counts:
                counts[above][status] += number
    return sorted(
        (
            InvitationRow(
                unit_id=i.unit_id,
                unit_code=labels[i.unit_id].code,
                unit_name=labels[i.unit_id].name,
                seats=seats[i.unit_id],
                sent=sum(counts[i.unit_id][status] for status in HELD),
                taken=counts[i.unit_id][NominationStatus.ADMITTED],
                waiting=sum(counts[i.unit_id][status] for status in WAITING),
                returned=counts[i.unit_id][NominationStatus.RETURNED],
            )
            for i in invitations
        ),
        key=lambda row: fold(row.unit_name),
    )


def _parents(unit_ids: set[int], on: date) -> dict[int, int]:
    """Unit → parent, for these and everything above them; one query for each level of the tree."""
    parents: dict[int, int] = {}
    level = unit_ids
    while level:
        found = org.parent_ids_as_of(level, on)
        parents |= found
        level = set(found.values()) - set(parents)
    return parents


def _line(unit_id: int, parents: dict[int, int]) -> Iterator[int]:
    """The unit and everything above it."""
    at: int | None = unit_id
    while at is not None:
        yield at
        at = parents.get(at)


def clauses_of(nomination: Nomination) -> tuple[ClauseRow, ...]:
    """The clauses as they were judged, in the reader's language."""
    clauses = eligibility.Verdict.from_json(nomination.verdict_clauses or {}).clauses
    english = _is_english()
    return tuple(
        ClauseRow(
            title=_title(clause),
            verdict=clause.verdict,
            value=(clause.value_en or clause.value) if english else clause.value,
            citation=clause.citation,
            mark=clause.mark,
            fill=clause.fill,
            is_private=clause.is_private,
        )
        for clause in clauses
    )


def failed_words(clauses: Iterable[Any]) -> str:
    """Titles of the clauses not met, then of those lacking data."""
    bad = [_title(c) for c in clauses if c.verdict == "not_met"]
    lacking = [_title(c) for c in clauses if c.verdict == "data_missing"]
    parts = [_("Chưa đủ: {titles}").format(titles="; ".join(bad))] if bad else []
    parts += [_("Thiếu: {titles}").format(titles="; ".join(lacking))] if lacking else []
    return ". ".join(parts)


def open_clause_words(verdict: eligibility.Verdict) -> str:
    """Each clause not met or lacking data with the value found and its article, in the reader's language; no query."""
    english = _is_english()
    parts = []
    for clause in (*verdict.refused, *verdict.missing):
        value = "" if clause.is_private else (clause.value_en or clause.value) if english else clause.value
        words = f"{_title(clause)}: {value}" if value else f"{_title(clause)}: {_NOT_PASSED[clause.verdict]}"
        parts.append(f"{words} ({clause.citation})" if clause.citation else words)
    return "; ".join(parts)


def persons_of_nominations(uuids: Iterable[object]) -> set[int]:
    """Ids of the people of these nominations who are on a list still; one query."""
    keys = [key for key in map(as_uuid, uuids) if key is not None]
    return set(Nomination.objects.filter(uuid__in=keys, status__in=STANDING).values_list("person_id", flat=True))


def nominations_waiting(uuids: Iterable[object]) -> list[UUID]:
    """Those of these nominations that nobody has admitted, returned or withdrawn, by name order; one query."""
    keys = [key for key in map(as_uuid, uuids) if key is not None]
    rows = Nomination.objects.filter(uuid__in=keys, status__in=(*WAITING, NominationStatus.RESERVE))
    return list(rows.order_by("person__name_key", "pk").values_list("uuid", flat=True))


def _title(clause: Any) -> str:
    title_en = getattr(clause, "title_en", "")
    return str(title_en if title_en and _is_english() else clause.title)


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _reason_words(nomination: Nomination) -> str:
    words = []
    if nomination.return_reason:
        words.append(str(ReturnReason(nomination.return_reason).label))
    words += [
        text for text in (nomination.return_note, nomination.over_seats_reason, nomination.exception_reason) if text
    ]
    decider = getattr(nomination, "exception_at", None)
    if decider is not None:
        words.append(_("Có đề nghị đặc cách chờ {unit} quyết định").format(unit=decider or _("cấp có thẩm quyền")))
    return ". ".join(words)
