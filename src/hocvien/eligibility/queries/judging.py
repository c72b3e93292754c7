"""Who may (`eligible`, a WHERE) and why not (`judge`, the same expressions as columns)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override

from hocvien.eligibility.clauses import ApprovedException, Definition, read_clause
from hocvien.eligibility.data import DATA_MISSING, MET, NO_RULE, NOT_MET, ClauseVerdict, Verdict
from hocvien.eligibility.models import Clause
from hocvien.eligibility.queries.compiler import Compiled, Question, compile_clause, lift
from hocvien.eligibility.queries.recorded import citation_of, clause_codes, list_clauses, rule_set_as_of
from hocvien.eligibility.queries.words import is_private, say_value, what_is_missing
from hocvien.people import api as people

_PERSON_COLUMNS = (
    "pk",
    "birth_on",
    "birth_precision",
    "sex",
    "ethnicity",
    "education",
    "admitted_on",
    "official_on",
    "left_party_on",
)
Ruled = tuple[Clause, Definition]
_WORD = {1: MET, 0: NOT_MET, None: DATA_MISSING}


def judge(
    *,
    programme_id: int,
    study_mode: str,
    person_ids: Iterable[int],
    on: date,
    proposed_on: date | None = None,
    audience: str = "",
) -> dict[int, Verdict]:
    """Each person's verdict, clause by clause, under the rules of the day `on` (the opening of the class).

    Three queries however many people. Where no rule is recorded for the day everybody's verdict is `no_rule`. A person not met in one
    clause is not met, whatever data is missing for another. Ids of nobody are left out.
    """
    ids = list(person_ids)
    clauses = _clauses_of(programme_id, study_mode, audience, on)
    if clauses is None:
        return {pk: Verdict(verdict=NO_RULE, on=on) for pk in ids}
    question = Question(on=on, study_mode=study_mode, proposed_on=proposed_on, programme_id=programme_id)
    compiled = compile_rule(clauses, question)
    columns: dict[str, Any] = {}
    for n, (_row, _definition, sql) in enumerate(compiled):
        columns[f"c_{n}"] = sql.flag
        columns |= {f"v_{n}_{name}": expression for name, expression in sql.columns.items()}
    rows = list(people.people().filter(pk__in=ids).order_by().annotate(**columns).values(*_PERSON_COLUMNS, *columns))
    codes = clause_codes(row for row, _definition, _sql in compiled)
    values = {language: _all_values(language, compiled, question, rows) for language in ("vi", "en")}
    return {
        person["pk"]: _verdict(
            on,
            tuple(
                ClauseVerdict(
                    code=codes[n],
                    title=row.title,
                    title_en=row.title_en,
                    verdict=_WORD[person[f"c_{n}"]],
                    value=values["vi"][i][n],
                    value_en=values["en"][i][n],
                    citation=citation_of(row),
                    mark=row.mark,
                    fill=what_is_missing(definition, question, person) if person[f"c_{n}"] is None else "",
                    is_private=is_private(definition, _own_columns(person, n, sql)),
                )
                for n, (row, definition, sql) in enumerate(compiled)
            ),
        )
        for i, person in enumerate(rows)
    }


def eligible(
    queryset: QuerySet[people.Person],
    *,
    programme_id: int,
    study_mode: str,
    on: date,
    proposed_on: date | None = None,
    audience: str = "",
) -> QuerySet[people.Person]:
    """Narrow to those whose every clause is met: the expressions of `judge` as a WHERE. No rule for the day: nobody. Two queries to build.

    Drive it by a scope given as `pk__in`; a correlated scope is a hundred times slower on SQLite.
    """
    clauses = _clauses_of(programme_id, study_mode, audience, on)
    if clauses is None:
        return queryset.none()
    question = Question(on=on, study_mode=study_mode, proposed_on=proposed_on, programme_id=programme_id)
    flags = flags_of(clauses, question)
    return queryset.alias(**flags).filter(**dict.fromkeys(flags, 1))


def with_flags(
    queryset: QuerySet[people.Person], *, programme_id: int, study_mode: str, on: date, audience: str = ""
) -> QuerySet[people.Person, Any]:
    """(id, flag of each clause in order) of these people as tuples: 1 met, 0 not met, None data missing; only the id without a rule.

    For computing with many people at once; the sentences of a few are `judge`'s. Two queries to build.
    """
    clauses = _clauses_of(programme_id, study_mode, audience, on) or []
    flags = flags_of(clauses, Question(on=on, study_mode=study_mode, programme_id=programme_id))
    return queryset.annotate(**flags).values_list("pk", *flags)


def compile_rule(clauses: Sequence[Ruled], question: Question) -> list[tuple[Clause, Definition, Compiled]]:
    """The clauses that ask something, as SQL; those that a decision may lift are met where one stands. No query."""
    exceptions = [one for _row, one in clauses if isinstance(one, ApprovedException)]
    liftable = set().union(*(one.lifts for one in exceptions))
    lifts_all = any(not one.lifts for one in exceptions)
    found: list[tuple[Clause, Definition, Compiled]] = []
    for row, definition in clauses:
        if isinstance(definition, ApprovedException):
            continue
        sql = compile_clause(definition, question)
        if lifts_all or row.kind in liftable:
            sql = lift(sql, row.kind, question)
        found.append((row, definition, sql))
    return found


def flags_of(clauses: Sequence[Ruled], question: Question, prefix: str = "c_") -> dict[str, Any]:
    """Name → flag of each clause that asks something, in order: 1 met, 0 not met, NULL data missing."""
    return {f"{prefix}{n}": sql.flag for n, (_row, _definition, sql) in enumerate(compile_rule(clauses, question))}


def _clauses_of(programme_id: int, study_mode: str, audience: str, on: date) -> list[Ruled] | None:
    rule_set = rule_set_as_of(programme_id, study_mode, on, audience=audience)
    if rule_set is None:
        return None
    return [(row, read_clause(row.kind, row.parameters)) for row in list_clauses(rule_set)]


def _own_columns(person: Mapping[str, Any], n: int, sql: Compiled) -> dict[str, Any]:
    return {"flag": person[f"c_{n}"]} | {name: person[f"v_{n}_{name}"] for name in sql.columns}


def _all_values(
    language: str,
    compiled: Sequence[tuple[Clause, Definition, Compiled]],
    question: Question,
    rows: Sequence[Mapping[str, Any]],
) -> list[list[str]]:
    with override(language):
        return [
            [
                say_value(definition, question, person, _own_columns(person, n, sql))
                for n, (_row, definition, sql) in enumerate(compiled)
            ]
            for person in rows
        ]


def _verdict(on: date, clauses: tuple[ClauseVerdict, ...]) -> Verdict:
    found = {clause.verdict for clause in clauses}
    return Verdict(
        verdict=next((word for word in (NOT_MET, DATA_MISSING) if word in found), MET), on=on, clauses=clauses
    )
