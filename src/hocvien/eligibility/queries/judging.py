"""Who may (`eligible`, a WHERE) and why not (`judge`, the same expressions as columns)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.lookups import Exact
from django.utils.translation import override

from hocvien.eligibility.clauses import ApprovedException, Definition, read_clause
from hocvien.eligibility.data import DATA_MISSING, MET, NO_RULE, NOT_MET, ClauseVerdict, Verdict
from hocvien.eligibility.models import Clause
from hocvien.eligibility.queries.compiler import Compiled, Question, compile_clause, cost_of, lift
from hocvien.eligibility.queries.recorded import (
    citation_of,
    clause_codes,
    clauses_of_each,
    list_clauses,
    rule_set_as_of,
)
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
    question = Question(on=on, study_mode=study_mode, proposed_on=proposed_on, programme_id=programme_id)
    return dict.fromkeys(ids, _no_rule(question)) if clauses is None else _judge_by(clauses, question, ids)


def judge_each(
    *, programme_ids: Iterable[int], study_mode: str, person_ids: Iterable[int], on: date
) -> dict[int, dict[int, Verdict]]:
    """Programme → `judge` of these people by the rules that everybody goes by; two queries for all programmes together."""
    ids, wanted = list(person_ids), list(dict.fromkeys(programme_ids))
    if not wanted:
        return {}
    rules = {
        pk: [(row, read_clause(row.kind, row.parameters)) for row in rows]
        for pk, rows in clauses_of_each(wanted, study_mode, on).items()
    }
    questions = {pk: Question(on=on, study_mode=study_mode, proposed_on=None, programme_id=pk) for pk in wanted}
    judged = _judge_all([(rules[pk], questions[pk]) for pk in wanted if pk in rules], ids)
    found = dict(zip((pk for pk in wanted if pk in rules), judged, strict=True))
    return {pk: found[pk] if pk in found else dict.fromkeys(ids, _no_rule(questions[pk])) for pk in wanted}


def judge_again(
    kept: Mapping[int, Mapping[str, Any]], *, programme_id: int, study_mode: str, on: date, audience: str = ""
) -> dict[int, Verdict]:
    """Each person judged anew by the very clauses of the verdict kept (`Verdict.as_json`): papers may have come, a rule published since
    changes nothing. Where no clauses are kept, by the rule of the day.

    One query for each rule and day of nomination found among the verdicts, two more where no rule is kept.
    """
    alike: dict[str, list[int]] = {}
    for pk, verdict in kept.items():
        alike.setdefault(json.dumps([verdict.get("rule"), verdict.get("proposed_on")], sort_keys=True), []).append(pk)
    found: dict[int, Verdict] = {}
    for ids in alike.values():
        before = Verdict.from_json(kept[ids[0]])
        question = Question(on=on, study_mode=study_mode, proposed_on=before.proposed_on, programme_id=programme_id)
        clauses = _kept_clauses(before) or _clauses_of(programme_id, study_mode, audience, on)
        found |= dict.fromkeys(ids, _no_rule(question)) if clauses is None else _judge_by(clauses, question, ids)
    return found


def _kept_clauses(verdict: Verdict) -> list[Ruled]:
    """The clauses a kept verdict was drawn from, with the words it was given in."""
    said = {clause.code: clause for clause in verdict.clauses}
    rows = [Clause(kind=kind, parameters=parameters) for kind, parameters in verdict.rule]
    asking = [row for row in rows if row.kind != ApprovedException.kind]
    for row, code in zip(asking, clause_codes(asking), strict=True):
        if code in said:
            row.title, row.title_en = said[code].title, said[code].title_en
            row.citation, row.mark = said[code].citation, said[code].mark
    return [(row, read_clause(row.kind, row.parameters)) for row in rows]


def _no_rule(question: Question) -> Verdict:
    return Verdict(verdict=NO_RULE, on=question.on, proposed_on=question.proposed_on)


def _judge_by(clauses: Sequence[Ruled], question: Question, ids: Sequence[int]) -> dict[int, Verdict]:
    """One query."""
    return _judge_all([(clauses, question)], ids)[0]


def _judge_all(rules: Sequence[tuple[Sequence[Ruled], Question]], ids: Sequence[int]) -> list[dict[int, Verdict]]:
    """The verdicts by each rule, one query for all of them; none without a rule."""
    if not rules:
        return []
    compiled = [compile_rule(clauses, question) for clauses, question in rules]
    columns: dict[str, Any] = {}
    for at, rule in enumerate(compiled):
        for n, (_row, _definition, sql) in enumerate(rule):
            columns[f"r{at}_c_{n}"] = sql.flag
            columns |= {f"r{at}_v_{n}_{name}": expression for name, expression in sql.columns.items()}
    rows = list(people.people().filter(pk__in=ids).order_by().annotate(**columns).values(*_PERSON_COLUMNS, *columns))
    return [
        _verdicts(clauses, question, compiled[at], [_of_rule(row, at) for row in rows])
        for at, (clauses, question) in enumerate(rules)
    ]


def _of_rule(person: Mapping[str, Any], at: int) -> dict[str, Any]:
    """The person with the columns of one of the rules, under the names they have for it alone."""
    own = {name.removeprefix(f"r{at}_"): value for name, value in person.items() if name.startswith(f"r{at}_")}
    return {name: person[name] for name in _PERSON_COLUMNS} | own


def _verdicts(
    clauses: Sequence[Ruled],
    question: Question,
    compiled: Sequence[tuple[Clause, Definition, Compiled]],
    rows: Sequence[Mapping[str, Any]],
) -> dict[int, Verdict]:
    rule = tuple((row.kind, row.parameters) for row, _definition in clauses)
    codes = clause_codes(row for row, _definition, _sql in compiled)
    values = {language: _all_values(language, compiled, question, rows) for language in ("vi", "en")}
    return {
        person["pk"]: _verdict(
            question,
            rule,
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
    compiled = compile_rule(clauses, question)
    if connection.vendor != "postgresql":
        # SQLite goes through them in the order they are written, after those that look at nothing else; nesting slows it down.
        return queryset.filter(*(sql.is_met for _row, _definition, sql in compiled))
    compiled.sort(key=lambda one: cost_of(one[1]))
    # One inside the other, the cheap ones outside: left to itself PostgreSQL counts ratings before it looks for a post.
    every: Any = Value(1)
    for _row, _definition, sql in reversed(compiled):
        every = Case(When(Exact(sql.flag, Value(1)), then=every), default=Value(0), output_field=IntegerField())
    return queryset.filter(Exact(every, Value(1)))


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


def _verdict(
    question: Question, rule: tuple[tuple[str, Mapping[str, Any]], ...], clauses: tuple[ClauseVerdict, ...]
) -> Verdict:
    found = {clause.verdict for clause in clauses}
    word = next((word for word in (NOT_MET, DATA_MISSING) if word in found), MET)
    return Verdict(verdict=word, on=question.on, clauses=clauses, rule=rule, proposed_on=question.proposed_on)
