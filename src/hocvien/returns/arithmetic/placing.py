"""Formulas where they stand: whose row and column a reference means, which cells it is made of, what a row's conditions add."""

from collections.abc import Iterable

from hocvien.returns.arithmetic.formulas import Binary, Count, Node, Number, Ref, Run, Share, Sum, nodes_in
from hocvien.returns.data import Layout

Where = tuple[tuple[str, tuple[str, ...]], ...]


def key_of(row: str, column: str) -> str:
    return f"{row}.{column}"


def cells_in(node: Node, layout: Layout) -> Iterable[str]:
    """Keys of the cells a placed node is made of, runs told one by one."""
    for one in nodes_in(node):
        if isinstance(one, Run):
            yield from run_cells(one, layout)
        elif isinstance(one, Ref):
            yield key_of(one.row, one.column)


def run_cells(run: Run, layout: Layout) -> list[str]:
    """Keys of the cells of a placed run."""
    if run.first.column == run.last.column:
        codes = [row.code for row in layout.rows]
        between = codes[codes.index(run.first.row) : codes.index(run.last.row) + 1]
        return [key_of(code, run.first.column) for code in between]
    codes = [column.code for column in layout.columns]
    between = codes[codes.index(run.first.column) : codes.index(run.last.column) + 1]
    return [key_of(run.first.row, code) for code in between]


def placed(node: Node, row: str, column: str) -> Node:
    """The same with the row or column of the cell it stands in, where it names none."""

    def ref(one: Ref) -> Ref:
        return Ref(one.row or row, one.column or column, "", one.at)

    match node:
        case Ref():
            return ref(node)
        case Sum(parts=parts):
            return Sum(
                tuple(Run(ref(part.first), ref(part.last)) if isinstance(part, Run) else ref(part) for part in parts)
            )
        case Share(part=part, whole=whole):
            return Share(placed(part, row, column), placed(whole, row, column))
        case Binary(sign=sign, left=left, right=right):
            return Binary(sign, placed(left, row, column), placed(right, row, column))
        case _:
            return node


def narrowed(node: Node, where: Where) -> Node:
    """The same with the row's conditions at every measure; of one dimension named twice the common values, none of which is nothing."""
    match node:
        case Count(measure=measure, where=own, at=at):
            merged = dict(own)
            for name, values in where:
                if name not in merged:
                    merged[name] = values
                    continue
                merged[name] = tuple(value for value in merged[name] if value in values)
                if not merged[name]:
                    return Number(0)
            return Count(measure, tuple(sorted(merged.items())), at)
        case Share(part=part, whole=whole):
            return Share(narrowed(part, where), narrowed(whole, where))
        case Binary(sign=sign, left=left, right=right):
            return Binary(sign, narrowed(left, where), narrowed(right, where))
        case _:
            return node
