"""Papers held: what proves a theory level, certificates of programmes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.arithmetic import earliest_start, latest_start
from hocvien.eligibility.queries.compiler.parts import (
    MET,
    MISSING,
    NOT_MET,
    PERSON,
    Compiled,
    Question,
    answer,
    levels_from,
)
from hocvien.people import api as people
from hocvien.records import api as records


def theory(clause: definitions.TheoryLevelAtLeast | definitions.TheoryLevelBelow, question: Question) -> Compiled:
    wanted = levels_from(people.TheoryLevel, clause.level)
    rows = people.qualifications().filter(person=PERSON)
    by_then = rows.filter(Q(issued_on=None) | Q(issued_on__lte=question.on), level__in=wanted)
    confirmations = by_then.filter(evidence=people.Evidence.CONFIRMATION)
    proven = by_then.filter(
        Q(evidence=people.Evidence.DIPLOMA)
        | Q(evidence=people.Evidence.CONFIRMATION, issued_on__lt=clause.confirmation_before)
    )
    undecided = by_then.filter(
        Q(evidence=people.Evidence.NONE) | Q(evidence=people.Evidence.CONFIRMATION, issued_on=None)
    )
    held = Q(Exists(proven))
    codes = [code for level, code in clause.diplomas if level in wanted]
    columns: dict[str, Combinable] = {
        "level": _highest(proven),
        "claimed": _highest(undecided),
        "refused_on": Subquery(
            confirmations.filter(issued_on__gte=clause.confirmation_before)
            .order_by("-issued_on")
            .values("issued_on")[:1]
        ),
    }
    if codes:
        issued = records.certificates_valid_on(codes, question.on).filter(person=PERSON)
        held |= Q(Exists(issued))
        columns["diploma"] = Subquery(issued.order_by("-issued_on", "-pk").values("number_text")[:1])
    if isinstance(clause, definitions.TheoryLevelBelow):
        flag = answer(When(held, then=NOT_MET), When(Exists(undecided), then=MISSING), default=MET)
    else:
        flag = answer(
            When(held, then=MET),
            When(Exists(undecided), then=MISSING),
            When(Exists(rows), then=NOT_MET),
            default=MISSING,
        )
    return Compiled(flag, columns)


def _highest(rows: Any) -> Subquery:
    levels: Iterable[str] = people.TheoryLevel.values
    rank = Case(*[When(level=level, then=Value(n)) for n, level in enumerate(levels)], output_field=IntegerField())
    return Subquery(rows.annotate(rank=rank).order_by("-rank", "pk").values("level")[:1])


def certificate(clause: definitions.NoValidCertificate | definitions.HasCertificate, question: Question) -> Compiled:
    """A paper of our register, else one from elsewhere that somebody saw and confirmed."""
    on = question.on
    held = records.certificates_valid_on(clause.programmes, on).filter(person=PERSON)
    elsewhere = records.trainings_valid_on(clause.programmes, on).filter(person=PERSON)
    holds = Q(Exists(held)) | Q(Exists(elsewhere))
    if isinstance(clause, definitions.NoValidCertificate):
        flag = answer(When(holds, then=NOT_MET), default=MET)
    else:
        of_age = _aged(clause, held, "first_issued_on", on) | _aged(clause, elsewhere, "issued_on", on)
        wrong_age = [When(holds, then=NOT_MET)] if clause.at_least or clause.at_most else []
        without = MISSING if clause.without == "missing" else NOT_MET
        flag = answer(When(of_age, then=MET), *wrong_age, default=without)
    latest = held.order_by("-issued_on", "-pk")
    other = elsewhere.order_by("-issued_on", "-pk")
    return Compiled(
        flag,
        {
            "number": Subquery(latest.values("number_text")[:1]),
            "issued": Subquery(latest.values("first_issued_on")[:1]),
            "until": Subquery(latest.values("valid_until")[:1]),
            "elsewhere": Subquery(other.values("organiser")[:1]),
            "elsewhere_number": Subquery(other.values("paper_number")[:1]),
            "elsewhere_issued": Subquery(other.values("issued_on")[:1]),
            "elsewhere_until": Subquery(other.values("valid_until")[:1]),
        },
    )


def _aged(clause: definitions.HasCertificate, rows: QuerySet[Any], field_name: str, on: date) -> Q:
    """A paper that was earned long enough ago, and not too long."""
    if clause.at_least:
        rows = rows.filter(**{f"{field_name}__lte": latest_start(clause.at_least, on)})
    if clause.at_most:
        rows = rows.filter(**{f"{field_name}__gte": earliest_start(clause.at_most, on)})
    return Q(Exists(rows))
