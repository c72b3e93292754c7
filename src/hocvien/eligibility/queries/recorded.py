"""The rules as they are recorded."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch

from hocvien.common.wording import official_date
from hocvien.eligibility.data import ClauseInfo, RuleSetInfo
from hocvien.eligibility.models import Clause, Regulation, RuleSet


def list_regulations() -> list[Regulation]:
    """All recorded regulations, newest first; one query."""
    return list(Regulation.objects.select_related("successor").order_by("-valid_from", "code"))


def rule_set_as_of(programme_id: int, study_mode: str, on: date) -> RuleSet | None:
    """The rule set of that day: the one for this mode before the one for any; one query."""
    return (
        RuleSet.objects.filter(
            programme_id=programme_id, study_mode__in={"", study_mode}, valid_from__lte=on, valid_to__gt=on
        )
        .order_by("-study_mode")
        .first()
    )


def list_clauses(rule_set: RuleSet) -> list[Clause]:
    """Its clauses in order; one query."""
    return list(rule_set.clauses.select_related("regulation").order_by("position"))


def clause_codes(clauses: Iterable[Clause]) -> list[str]:
    """A stable code for each clause within its rule set: its kind, numbered where a kind comes twice."""
    seen: dict[str, int] = {}
    codes = []
    for clause in clauses:
        seen[clause.kind] = seen.get(clause.kind, 0) + 1
        codes.append(clause.kind if seen[clause.kind] == 1 else f"{clause.kind}-{seen[clause.kind]}")
    return codes


def citation_of(clause: Clause) -> str:
    """What the clause cites: its own words, else its regulation with its day."""
    if clause.citation or clause.regulation is None:
        return clause.citation
    issued = clause.regulation.issued_on
    return clause.regulation.number if issued is None else f"{clause.regulation.number} ({official_date(issued)})"


def rule_sets(programme_id: int) -> list[RuleSetInfo]:
    """Every rule set of a programme with its clauses, newest first, for screens; two queries."""
    rows = (
        RuleSet.objects.filter(programme_id=programme_id)
        .prefetch_related(Prefetch("clauses", Clause.objects.select_related("regulation").order_by("position")))
        .order_by("-valid_from", "study_mode")
    )
    return [
        RuleSetInfo(
            study_mode=row.study_mode,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            note=row.note,
            clauses=tuple(
                ClauseInfo(
                    code=code,
                    kind=clause.kind,
                    title=clause.title,
                    title_en=clause.title_en,
                    citation=citation_of(clause),
                    mark=clause.mark,
                    parameters=clause.parameters,
                )
                for clause, code in zip(row.clauses.all(), clause_codes(row.clauses.all()), strict=True)
            ),
        )
        for row in rows
    ]
