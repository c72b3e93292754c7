"""The rules as they are recorded."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from hocvien.catalogue import api as catalogue
from hocvien.common.together import read_together
from hocvien.common.wording import official_date
from hocvien.eligibility.clauses import read_clause
from hocvien.eligibility.data import Audience, ClauseInfo, RuleCount, RuleSetInfo
from hocvien.eligibility.errors import RegulationNotFound
from hocvien.eligibility.models import Clause, Regulation, RuleSet
from hocvien.eligibility.queries.sentences import say_clause


def list_regulations() -> list[Regulation]:
    """All recorded regulations, newest first; one query."""
    return list(Regulation.objects.select_related("successor").order_by("-valid_from", "code"))


def get_regulation(code: str) -> Regulation:
    """One query. Raises RegulationNotFound."""
    row = Regulation.objects.select_related("successor").filter(code=code).first()
    if row is None:
        raise RegulationNotFound
    return row


def rule_set_as_of(programme_id: int, study_mode: str, on: date, *, audience: str = "") -> RuleSet | None:
    """The rule set of that day: the one for this audience before the one for everybody, then for this mode before any. One query.

    `audience` empty: only what holds for everybody.
    """
    return _holding(study_mode, on, audience).filter(programme_id=programme_id).first()


def _holding(study_mode: str, on: date, audience: str) -> QuerySet[RuleSet]:
    """Rule sets of that day for this mode and audience or for any, the nearer first."""
    rows = RuleSet.objects.filter(valid_from__lte=on, valid_to__gt=on)
    rows = rows.filter(study_mode__in={"", study_mode}, audience__in={"", audience})
    return rows.order_by("-audience", "-study_mode")


def clauses_of_each(programme_ids: Iterable[int], study_mode: str, on: date) -> dict[int, list[Clause]]:
    """Programme → the clauses of its rule set of that day for everybody, in order; left out without one. One query."""
    sets = _holding(study_mode, on, "").filter(programme_id__in=list(programme_ids))
    clauses = Clause.objects.filter(rule_set__in=sets.order_by().values("pk")).select_related("regulation")
    rule_sets_held, rows = read_together(sets, clauses.order_by("position"))
    held: dict[int, RuleSet] = {}
    for one in rule_sets_held:
        held.setdefault(one.programme_id, one)
    return {pk: [row for row in rows if row.rule_set_id == one.pk] for pk, one in held.items()}


def list_audiences() -> list[Audience]:
    """Every group that some rule set was ever recorded for, by programme; one query."""
    rows = RuleSet.objects.exclude(audience="").order_by("programme__code", "audience", "valid_from", "pk")
    found: dict[tuple[int, str], Audience] = {}
    names = ("programme_id", "programme__code", "programme__name", "audience", "audience_name", "audience_name_en")
    for programme_id, programme_code, programme_name, code, name, name_en in rows.values_list(*names):
        found[programme_id, code] = Audience(
            programme_id=programme_id,
            programme_code=programme_code,
            programme_name=programme_name,
            code=code,
            name=name or code,
            name_en=name_en or name or code,
        )
    return list(found.values())


def has_audience(programme_id: int, audience: str, on: date) -> bool:
    """Whether the programme has rules of its own for this group that day; one query."""
    rows = RuleSet.objects.filter(programme_id=programme_id, audience=audience)
    return rows.filter(valid_from__lte=on, valid_to__gt=on).exists()


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


def rules_in_force(on: date) -> dict[int, list[RuleCount]]:
    """Programme id → its rule sets of that day; one query."""
    rows = RuleSet.objects.filter(valid_from__lte=on, valid_to__gt=on).order_by("audience", "study_mode", "pk")
    counted = rows.annotate(
        count=Count("clauses"), defaults=Count("clauses", filter=Q(clauses__mark=catalogue.Mark.DEFAULT))
    )
    found: dict[int, list[RuleCount]] = {}
    for programme_id, since, count, defaults in counted.values_list("programme_id", "valid_from", "count", "defaults"):
        found.setdefault(programme_id, []).append(RuleCount(valid_from=since, clauses=count, defaults=defaults))
    return found


def rule_sets(programme_id: int) -> list[RuleSetInfo]:
    """Every rule set of a programme with its clauses, newest first, for screens; two queries."""
    rows = (
        RuleSet.objects.filter(programme_id=programme_id)
        .prefetch_related(Prefetch("clauses", Clause.objects.select_related("regulation").order_by("position")))
        .order_by("-valid_from", "audience", "study_mode")
    )
    return [
        RuleSetInfo(
            study_mode=row.study_mode,
            audience=row.audience,
            audience_name=row.audience_name,
            audience_name_en=row.audience_name_en,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            note=row.note,
            is_edited=row.is_edited,
            published_at=row.published_at,
            clauses=tuple(
                ClauseInfo(
                    code=code,
                    kind=clause.kind,
                    title=clause.title,
                    title_en=clause.title_en,
                    citation=citation_of(clause),
                    mark=clause.mark,
                    parameters=clause.parameters,
                    regulation=clause.regulation.code if clause.regulation else "",
                    own_citation=clause.citation,
                    sentence=say_clause(read_clause(clause.kind, clause.parameters)),
                )
                for clause, code in zip(row.clauses.all(), clause_codes(row.clauses.all()), strict=True)
            ),
        )
        for row in rows
    ]
