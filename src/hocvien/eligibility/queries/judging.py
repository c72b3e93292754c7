"""Who may (`eligible`, a WHERE) and why not (`judge`, the same expressions as columns)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override

from hocvien.eligibility.clauses import Definition, read_clause
from hocvien.eligibility.data import DATA_MISSING, MET, NO_RULE, NOT_MET, ClauseVerdict, Verdict
from hocvien.eligibility.models import Clause
from hocvien.eligibility.queries.compiler import Compiled, Question, compile_clause
from hocvien.eligibility.queries.recorded import citation_of, clause_codes, list_clauses, rule_set_as_of
from hocvien.eligibility.queries.words import say_value
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
_WORD = {1: MET, 0: NOT_MET, None: DATA_MISSING}


def judge(
    *, programme_id: int, study_mode: str, person_ids: Iterable[int], on: date, proposed_on: date | None = None
) -> dict[int, Verdict]:
    """Each person's verdict, clause by clause, under the rules of the day `on` (the opening of the class).

    Three queries however many people. Where no rule is recorded for the day everybody's verdict is `no_rule`. A person not met in one
    clause is not met, whatever data is missing for another. Ids of nobody are left out.
    """
    ids = list(person_ids)
    clauses = _clauses_of(programme_id, study_mode, on)
    if clauses is None:
        return {pk: Verdict(verdict=NO_RULE, on=on) for pk in ids}
    question = Question(on=on, study_mode=study_mode, proposed_on=proposed_on)
    compiled = [(row, definition, compile_clause(definition, question)) for row, definition in clauses]
    columns: dict[str, Any] = {}
    for n, (_row, _definition, sql) in enumerate(compiled):
        columns[f"c_{n}"] = sql.flag
        columns |= {f"v_{n}_{name}": expression for name, expression in sql.columns.items()}
    rows = list(people.people().filter(pk__in=ids).order_by().annotate(**columns).values(*_PERSON_COLUMNS, *columns))
    codes = clause_codes(row for row, _definition in clauses)
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
                )
                for n, (row, _definition) in enumerate(clauses)
            ),
        )
        for i, person in enumerate(rows)
    }


def eligible(
    queryset: QuerySet[people.Person], *, programme_id: int, study_mode: str, on: date, proposed_on: date | None = None
) -> QuerySet[people.Person]:
    """Narrow to those whose every clause is met: the expressions of `judge` as a WHERE. No rule for the day: nobody. Two queries to build.

    Drive it by a scope given as `pk__in`; a correlated scope is a hundred times slower on SQLite.
    """
    clauses = _clauses_of(programme_id, study_mode, on)
    if clauses is None:
        return queryset.none()
    question = Question(on=on, study_mode=study_mode, proposed_on=proposed_on)
    flags: dict[str, Any] = {
        f"c_{n}": compile_clause(definition, question).flag for n, (_row, definition) in enumerate(clauses)
    }
    return queryset.alias(**flags).filter(**dict.fromkeys(flags, 1))


def _clauses_of(programme_id: int, study_mode: str, on: date) -> list[tuple[Clause, Definition]] | None:
    rule_set = rule_set_as_of(programme_id, study_mode, on)
    if rule_set is None:
        return None
    return [(row, read_clause(row.kind, row.parameters)) for row in list_clauses(rule_set)]


def _all_values(
    language: str,
    compiled: Sequence[tuple[Clause, Definition, Compiled]],
    question: Question,
    rows: Sequence[Mapping[str, Any]],
) -> list[list[str]]:
    with override(language):
        return [
            [
                say_value(
                    definition,
                    question,
                    person,
                    {"flag": person[f"c_{n}"]} | {name: person[f"v_{n}_{name}"] for name in sql.columns},
                )
                for n, (_row, definition, sql) in enumerate(compiled)
            ]
            for person in rows
        ]


def _verdict(on: date, clauses: tuple[ClauseVerdict, ...]) -> Verdict:
    found = {clause.verdict for clause in clauses}
    return Verdict(
        verdict=next((word for word in (NOT_MET, DATA_MISSING) if word in found), MET), on=on, clauses=clauses
    )
