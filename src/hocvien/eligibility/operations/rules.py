"""Writing rules: those the program ships with, and those people record from a day on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.eligibility.clauses import read_clause
from hocvien.eligibility.data import NewClause
from hocvien.eligibility.errors import ClauseUnreadable, NoClauses, RegulationUnknown, RulesUnreadable
from hocvien.eligibility.models import Clause, Regulation, RuleSet
from hocvien.eligibility.queries.compiler import Question, compile_clause
from hocvien.eligibility.queries.files import read_file
from hocvien.eligibility.queries.sentences import say_in_both
from hocvien.journal import api as journal


@transaction.atomic
def load_seed(*, actor: User | None) -> int:
    """Load or refresh the shipped regulations and rule sets; how many rows were written (0: nothing new).

    Needs the programmes of `catalogue.load_seed`. A regulation or rule set that people edited is left alone. Raises RulesUnreadable,
    ProgrammeNotFound.
    """
    regulations, written = _load_regulations()
    programmes = {programme.code: programme for programme in catalogue.list_programmes()}
    present = {
        (row.programme_id, row.study_mode, row.audience, row.valid_from): row
        for row in RuleSet.objects.prefetch_related("clauses")
    }
    edited = {row.programme_id for row in present.values() if row.is_edited}
    for entry in read_file("rules.yaml")["rule_sets"]:
        for code in entry["programmes"]:
            programme = programmes.get(code) or catalogue.get_programme(code)
            if programme.pk not in edited:
                key = (programme.pk, entry.get("study_mode", ""), entry.get("audience", ""), entry["valid_from"])
                written += _load_rule_set(entry, programme, regulations, present.get(key))
    if written:
        journal.record(actor=actor, verb="eligibility.load_seed", subject=None, after={"rows": written})
    return written


@transaction.atomic
def add_rule_set_version(
    *,
    actor: User | None,
    programme: catalogue.Programme,
    valid_from: date,
    clauses: Sequence[NewClause],
    today: date,
    study_mode: str = "",
    audience: str = "",
    audience_name: str = "",
    audience_name_en: str = "",
    note: str = "",
    now: datetime | None = None,
) -> RuleSet:
    """Put other conditions in force from a day; those before end that day, those of that very day are replaced.

    What was judged earlier keeps its verdict. `now`: when it was published. Raises ProgrammeEditForbidden, NoClauses, ClauseUnreadable,
    RegulationUnknown, ValidationError.
    """
    if not catalogue.can_edit(actor, today):
        raise catalogue.ProgrammeEditForbidden
    if not clauses:
        raise NoClauses
    sound = checked(clauses)
    regulations = {row.code: row for row in Regulation.objects.all()}
    versions = RuleSet.objects.select_for_update().filter(programme=programme, study_mode=study_mode, audience=audience)
    row = versions.filter(valid_from=valid_from).first()
    if row is None:
        row = RuleSet(
            programme=programme,
            study_mode=study_mode,
            audience=audience,
            valid_from=valid_from,
            valid_to=_end_before(valid_from, list(versions.order_by("valid_from"))),
        )
    row.note, row.is_edited, row.published_at = note, True, now
    row.audience_name, row.audience_name_en = audience_name, audience_name_en
    row.full_clean()
    row.save()
    row.clauses.all().delete()
    made = [
        Clause(
            rule_set=row,
            position=position,
            kind=new.kind,
            parameters=dict(new.parameters),
            title=new.title,
            title_en=new.title_en,
            regulation=regulations.get(new.regulation),
            citation=new.citation,
            mark=new.mark,
        )
        for position, new in enumerate(sound, 1)
    ]
    for clause in made:
        clause.clean_fields(exclude={"rule_set", "regulation"})
    Clause.objects.bulk_create(made)
    journal.record(
        actor=actor,
        verb="eligibility.add_rule_set_version",
        subject=row,
        after={
            "programme": programme.code,
            "study_mode": study_mode,
            "audience": audience,
            "valid_from": valid_from.isoformat(),
            "note": note,
            "clauses": [
                {"kind": c.kind, "parameters": c.parameters, "title": c.title, "citation": c.citation, "mark": c.mark}
                for c in made
            ],
        },
    )
    return row


def checked(clauses: Sequence[NewClause]) -> list[NewClause]:
    """The clauses with a title each, if every one can be asked; two queries. Raises ClauseUnreadable, RegulationUnknown."""
    known = set(Regulation.objects.values_list("code", flat=True))
    programmes = {row.code for row in catalogue.list_programmes()}
    found = []
    for position, new in enumerate(clauses, 1):
        try:
            definition = read_clause(new.kind, new.parameters)
            compile_clause(definition, Question(on=date(2026, 1, 1)))
            vietnamese, english = say_in_both(definition)
        except (TypeError, ValueError, KeyError) as trouble:
            raise ClauseUnreadable(position, new.title or new.kind) from trouble
        if set(getattr(definition, "programmes", ())) - programmes or new.mark not in catalogue.Mark.values:
            raise ClauseUnreadable(position, new.title or vietnamese)
        if new.regulation and new.regulation not in known:
            raise RegulationUnknown(new.regulation)
        found.append(
            replace(new, title=new.title or vietnamese, title_en=new.title_en or ("" if new.title else english))
        )
    return found


def _end_before(valid_from: date, versions: Sequence[RuleSet]) -> date:
    """End the version in force on that day there; the end of the new one: that version's, else where the next begins."""
    for version in versions:
        if version.valid_from < valid_from < version.valid_to:
            end = version.valid_to
            version.valid_to, version.is_edited = valid_from, True
            version.save(update_fields=["valid_to", "is_edited"])
            return end
    return min((version.valid_from for version in versions if version.valid_from > valid_from), default=OPEN_END)


def _load_regulations() -> tuple[dict[str, Regulation], int]:
    rows = {row.code: row for row in Regulation.objects.all()}
    edited = {code for code, row in rows.items() if row.is_edited}
    entries = read_file("regulations.yaml")["regulations"]
    written = 0
    for entry in entries:
        if entry["code"] in edited:
            continue
        fields = {key: value for key, value in entry.items() if key != "successor"}
        fields.setdefault("valid_to", OPEN_END)
        written += _write(rows.setdefault(entry["code"], Regulation(code=entry["code"])), fields)
    for entry in entries:
        if entry["code"] in edited:
            continue
        successor = rows[entry["successor"]] if "successor" in entry else None
        written += _write(rows[entry["code"]], {"successor": successor})
    return rows, written


def _load_rule_set(
    entry: Mapping[str, Any],
    programme: catalogue.Programme,
    regulations: Mapping[str, Regulation],
    recorded: RuleSet | None,
) -> int:
    rule_set = recorded or RuleSet(
        programme=programme,
        study_mode=entry.get("study_mode", ""),
        audience=entry.get("audience", ""),
        valid_from=entry["valid_from"],
    )
    present = {clause.position: clause for clause in rule_set.clauses.all()} if recorded else {}
    written = _write(
        rule_set,
        {
            "valid_to": entry.get("valid_to", OPEN_END),
            "note": entry.get("note", ""),
            "audience_name": entry.get("audience_name", ""),
            "audience_name_en": entry.get("audience_name_en", ""),
        },
    )
    new: list[Clause] = []
    for position, wanted in enumerate(entry["clauses"], 1):
        parameters = wanted.get("parameters", {})
        try:
            read_clause(wanted["kind"], parameters)
        except ValueError as trouble:
            raise RulesUnreadable("rules.yaml", f"{programme.code}: {trouble}") from trouble
        clause = present.pop(position, None) or Clause(rule_set=rule_set, position=position)
        written += _write(
            clause,
            {
                "kind": wanted["kind"],
                "parameters": parameters,
                "title": wanted["title"],
                "title_en": wanted.get("title_en", ""),
                "regulation": regulations[wanted["regulation"]] if "regulation" in wanted else None,
                "citation": wanted.get("citation", ""),
                "mark": wanted.get("mark", catalogue.Mark.DEFAULT),
            },
            into=new,
        )
    Clause.objects.bulk_create(new)
    for extra in present.values():
        extra.delete()
        written += 1
    return written


def _write(row: Any, fields: Mapping[str, Any], into: list[Any] | None = None) -> int:
    """Save the row if it is new or differs; a new one is only added to `into`, where that is given."""
    if row.pk and all(getattr(row, name) == value for name, value in fields.items()):
        return 0
    for name, value in fields.items():
        setattr(row, name, value)
    row.clean_fields(exclude={"programme", "rule_set", "regulation", "successor"})
    if into is not None and not row.pk:
        into.append(row)
    else:
        row.save()
    return 1
