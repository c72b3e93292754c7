"""What the sender attests, and the decisions that lift a clause."""

from collections.abc import Iterable
from datetime import date

from django.db.models import IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from hocvien.eligibility import clauses as definitions
from hocvien.eligibility.models import Attestation, GrantedException
from hocvien.eligibility.queries.compiler.parts import MET, NOT_MET, PERSON, Compiled, Question, answer
from hocvien.org import api as org


def attested(clause: definitions.Attested, question: Question) -> Compiled:
    on = question.on
    rows = (
        Attestation.objects.filter(person=PERSON, subject=clause.subject, attested_on__lte=on, valid_to__gt=on)
        .annotate(flag=answer(When(holds=True, then=MET), default=NOT_MET), unit_name=org.name_subquery("unit_id", on))
        .order_by("-attested_on", "-pk")
    )
    found = Subquery(rows.values("flag")[:1])
    flag: Combinable = found if clause.without == "missing" else Coalesce(found, MET, output_field=IntegerField())
    return Compiled(
        flag,
        {
            "told": found,
            "unit": Subquery(rows.values("unit_name")[:1]),
            "day": Subquery(rows.values("attested_on")[:1]),
        },
    )


def exception(_clause: definitions.ApprovedException, _question: Question) -> Compiled:
    return Compiled(Value(1))


def granted(kinds: Iterable[str], programme_id: int, on: date) -> QuerySet[GrantedException]:
    """Exceptions that stand that day and lift clauses of one of these kinds, newest first."""
    rows = GrantedException.objects.filter(programme_id=programme_id, decided_on__lte=on, valid_to__gt=on)
    return rows.filter(clause_kind__in=["", *kinds]).order_by("-decided_on", "-pk")


def lift(compiled: Compiled, kind: str, question: Question) -> Compiled:
    """The clause, met also where a decision of the competent authority stands that day."""
    rows = granted([kind], question.programme_id, question.on)
    excepted = Q(pk__in=rows.order_by().values("person_id"))
    flag = answer(
        When(excepted, then=MET),
        default=compiled.flag,  # type: ignore[arg-type]  # the stubs know no scalar of ours
    )
    own = rows.filter(person=PERSON)
    words = {f"exception_{name}": Subquery(own.values(name)[:1]) for name in ("number", "decided_on", "authority")}
    return Compiled(flag, {**compiled.columns, **words}, lifted=(compiled.flag, excepted))
