"""Conditions met in practice, offered to whoever writes a rule; nobody is judged by them."""

from functools import cache

from hocvien.eligibility.data import NewClause, Suggestion
from hocvien.eligibility.queries.files import read_file

_CITATION = "Thông lệ"


def list_suggestions(programme_code: str) -> list[Suggestion]:
    """What may be added to the rules of a programme; no query."""
    return [suggestion for codes, suggestion in _all() if programme_code in codes]


@cache
def _all() -> tuple[tuple[frozenset[str], Suggestion], ...]:
    return tuple(
        (frozenset(entry["programmes"]), _read(entry)) for entry in read_file("suggestions.yaml")["suggestions"]
    )


def _read(entry: dict[str, object]) -> Suggestion:
    words = {name: str(entry.get(name, "")) for name in ("kind", "title", "title_en")}
    parameters = entry["parameters"]
    assert isinstance(parameters, dict)
    clause = NewClause(parameters=parameters, citation=str(entry.get("citation", _CITATION)), **words)
    return Suggestion(code=str(entry["code"]), clause=clause, why=str(entry["why"]), why_en=str(entry["why_en"]))
