"""Asking for thousands of values in one parameter."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Lookup


class _Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        values: Any = self.rhs
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, values]
        texts = json.dumps(values, ensure_ascii=False)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, texts]  # noqa: S608 - a column of ours


def among(field: str, values: Iterable[str] | Iterable[int]) -> Lookup:
    """A condition for `filter`: the field has one of these texts or whole numbers. As `__in`, but one parameter and one text of the statement
    whatever their number: `__in` prepares and writes out each, which for a list is dearer than the answer.
    """
    return _Among(F(field), list(values))
