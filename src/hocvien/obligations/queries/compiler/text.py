"""A statement as it grows, and what other apps say of themselves put into it."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


@dataclass(slots=True)
class Text:
    """A statement as it grows: its parameters stand in the order of their places."""

    sql: str = ""
    params: list[Any] = field(default_factory=list)

    def add(self, *parts: "str | Text") -> "Text":
        for part in parts:
            if isinstance(part, Text):
                self.sql += part.sql
                self.params += part.params
            else:
                self.sql += part
        return self


def query(rows: QuerySet[Any, Any]) -> Text:
    """The statement of a queryset, to be put into another."""
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return Text(sql, list(params))


def outer(name: str) -> RawSQL:
    """A column of the step around a subquery."""
    return RawSQL(name, ())  # noqa: S611 - names of our own
