"""From a form as it is written to what stands in each of its cells; every mistake is told with its place, not only the first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hocvien.common.wording import gettext_noop, say
from hocvien.returns.arithmetic.formulas import (
    Binary,
    Count,
    FormulaWrong,
    Node,
    Number,
    Ref,
    Rule,
    Run,
    Share,
    Sum,
    nodes_in,
    parse_conditions,
    parse_formula,
    parse_rule,
)
from hocvien.returns.arithmetic.layouts import CODE
from hocvien.returns.arithmetic.placing import Where, cells_in, key_of, narrowed, placed
from hocvien.returns.constants import (
    ADDITIVE,
    COLUMN_KINDS,
    COUNTED,
    ENTERED,
    FORMULA,
    HEADING,
    MOST_COLUMNS,
    MOST_ROWS,
    PERCENT,
    ROW_KINDS,
)
from hocvien.returns.data import ColumnSpec, Layout, LayoutProblem, RowSpec, Vocabulary


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands in a cell. `node` None: entered by hand. `is_summed`: units' figures may be added up."""

    node: Node | None
    is_summed: bool = True
    is_percent: bool = False

    @property
    def is_entered(self) -> bool:
        return self.node is None

    @property
    def has_measure(self) -> bool:
        return self.node is not None and any(isinstance(one, Count) for one in nodes_in(self.node))

    @property
    def is_added(self) -> bool:
        """Whether units' figures are added up for it; any other cell is computed anew of those that are."""
        return self.is_summed and (self.node is None or self.has_measure)


@dataclass(slots=True)
class Compiled:
    """`plans`: "r1.c2" → what stands there, in the order of the form; a cell without one is crossed out. `order`: as they are computed."""

    layout: Layout
    plans: dict[str, Plan] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    rules: list[tuple[Rule, str, str]] = field(default_factory=list)
    problems: list[LayoutProblem] = field(default_factory=list)

    @property
    def leaves(self) -> dict[str, Count]:
        """Every measure the form asks, once, by its key."""
        return {
            one.key: one
            for plan in self.plans.values()
            if plan.node is not None
            for one in nodes_in(plan.node)
            if isinstance(one, Count)
        }


def compile_layout(layout: Layout, known: Vocabulary | None = None) -> Compiled:
    """What stands in each cell; `problems` names every mistake. Without `known` names of measures and dimensions are not looked up."""
    made = Compiled(layout)
    maker = _Maker(layout, known, made)
    maker.check_codes()
    maker.make_cells()
    maker.make_rules()
    if not made.problems:
        made.order = tuple(maker.ordered())
    return made


class _Maker:
    def __init__(self, layout: Layout, known: Vocabulary | None, made: Compiled) -> None:
        self.layout, self.known, self.made = layout, known, made
        self.row_places = {row.code: at for at, row in enumerate(layout.rows)}
        self.column_places = {column.code: at for at, column in enumerate(layout.columns)}

    def problem(self, place: str, words: str, **data: object) -> None:
        self.made.problems.append(LayoutProblem(place, say(words, **data)))

    def attempt(self, place: str, text: str) -> Node | None:
        """The formula of a place, its names looked up; a mistake is told there."""
        try:
            return self.named(parse_formula(text))
        except FormulaWrong as wrong:
            self.problem(place, str(wrong))
            return None

    # --- rows, columns ----------------------------------------------------------------------------------------------

    def check_codes(self) -> None:
        layout = self.layout
        if not layout.rows or not layout.columns:
            self.problem("", gettext_noop("Biểu mẫu cần ít nhất một hàng và một cột."))
        if len(layout.rows) > MOST_ROWS or len(layout.columns) > MOST_COLUMNS:
            words = gettext_noop("Biểu mẫu có nhiều nhất {rows} hàng và {columns} cột. Tách thành hai biểu.")
            self.problem("", words, rows=MOST_ROWS, columns=MOST_COLUMNS)
        seen: set[str] = set()
        lines: tuple[tuple[str, Iterable[RowSpec | ColumnSpec], tuple[str, ...]], ...] = (
            ("rows", layout.rows, ROW_KINDS),
            ("columns", layout.columns, COLUMN_KINDS),
        )
        for kind, specs, kinds in lines:
            for at, spec in enumerate(specs):
                if not CODE.fullmatch(spec.code):
                    words = gettext_noop(
                        "Mã “{code}” chưa dùng được: bắt đầu bằng chữ thường không dấu, chỉ gồm chữ, số, gạch dưới."
                    )
                    self.problem(f"{kind}.{at}", words, code=spec.code)
                elif spec.code in seen or spec.code in {"sum", "share"}:
                    words = gettext_noop("Mã “{code}” đã dùng. Mỗi hàng, mỗi cột một mã riêng.")
                    self.problem(f"{kind}.{at}", words, code=spec.code)
                if spec.kind not in kinds:
                    self.problem(f"{kind}.{at}", gettext_noop("Không hiểu loại “{kind}”."), kind=spec.kind)
                seen.add(spec.code)

    # --- cells ------------------------------------------------------------------------------------------------------

    def make_cells(self) -> None:
        filters = {at: self.conditions(at, row) for at, row in enumerate(self.layout.rows) if row.kind == COUNTED}
        row_nodes = {
            at: self.attempt(f"rows.{at}", row.text) for at, row in enumerate(self.layout.rows) if row.kind == FORMULA
        }
        column_nodes = {
            at: self.attempt(f"columns.{at}", column.text)
            for at, column in enumerate(self.layout.columns)
            if column.kind != ENTERED
        }
        for r, row in enumerate(self.layout.rows):
            if row.kind == HEADING:
                continue
            for c, column in enumerate(self.layout.columns):
                plan = self.cell(row, column, filters.get(r, ()), row_nodes.get(r), column_nodes.get(c), filters)
                if plan is not None:
                    self.made.plans[key_of(row.code, column.code)] = plan
        for key, text in self.layout.cells.items():
            self.override(key, text)

    def cell(
        self,
        row: RowSpec,
        column: ColumnSpec,
        where: Where,
        row_node: Node | None,
        column_node: Node | None,
        filters: Mapping[int, Where],
    ) -> Plan | None:
        """A column's own formula comes first (shares, differences), then the row's (sums), then what is entered, then what is counted."""
        is_percent = column.format == PERCENT
        if column.kind == FORMULA:
            return None if column_node is None else self.plan(placed(column_node, row.code, column.code), column)
        if row.kind == FORMULA:
            if row_node is None:
                return None
            if column.kind == ENTERED and not column.is_summed:
                return Plan(None, is_summed=False, is_percent=is_percent)
            if column_node is not None and not self.is_additive(column_node):
                # what counts people once is never a sum of rows: asked for the whole, where the rows say of what
                whole = self.whole_of(row_node, filters)
                return None if whole is None else self.plan(narrowed(column_node, whole), column)
            return self.plan(placed(row_node, row.code, column.code), column)
        if ENTERED in {row.kind, column.kind}:
            return Plan(None, is_summed=column.is_summed and not is_percent, is_percent=is_percent)
        return None if column_node is None else self.plan(narrowed(column_node, where), column)

    def plan(self, node: Node, column: ColumnSpec) -> Plan:
        return Plan(node, column.is_summed and self.is_additive(node), column.format == PERCENT)

    def override(self, key: str, text: str) -> None:
        row, _dot, column = key.partition(".")
        place = f"cells.{key}"
        if row not in self.row_places or column not in self.column_places:
            self.problem(place, gettext_noop("Không có ô “{cell}” trong biểu mẫu."), cell=key)
            return
        spec = self.layout.columns[self.column_places[column]]
        if text == ENTERED:
            self.made.plans[key] = Plan(None, spec.is_summed, spec.format == PERCENT)
        elif text in {"", "x"}:
            self.made.plans.pop(key, None)
        elif (node := self.attempt(place, text)) is not None:
            self.made.plans[key] = self.plan(placed(node, row, column), spec)

    def conditions(self, at: int, row: RowSpec) -> Where:
        try:
            found = parse_conditions(row.text)
            for name, values in found:
                self.check_dimension(name, values, 1)
        except FormulaWrong as wrong:
            self.problem(f"rows.{at}", str(wrong))
            return ()
        return found

    def whole_of(self, node: Node, filters: Mapping[int, Where]) -> Where | None:
        """What a sum of rows asks taken together: rows narrowed by one and the same dimension, or not at all; else None."""
        if not isinstance(node, Sum):
            return None
        values: dict[str, set[str]] = {}
        for code in self.codes_of(node):
            place = self.row_places.get(code, -1)
            if place not in filters:
                return None
            where = filters[place]
            if not where:
                return ()
            if len(where) > 1:
                return None
            values.setdefault(where[0][0], set()).update(where[0][1])
        return tuple((name, tuple(sorted(found))) for name, found in values.items()) if len(values) == 1 else None

    def codes_of(self, node: Sum) -> list[str]:
        """Rows a sum names."""
        found = []
        for part in node.parts:
            if isinstance(part, Run):
                first, last = (self.row_places.get(one.row, 0) for one in (part.first, part.last))
                found += [row.code for row in self.layout.rows[first : last + 1] if row.kind != HEADING]
            else:
                found.append(part.row)
        return found

    # --- names ------------------------------------------------------------------------------------------------------

    def named(self, node: Node) -> Node:
        """The same with every word alone made a row, a column or a measure, runs checked; raises FormulaWrong."""
        match node:
            case Ref():
                return self.reference(node, may_be_measure=True)
            case Sum(parts=parts):
                return Sum(
                    tuple(self.run(part) if isinstance(part, Run) else self.reference_only(part) for part in parts)
                )
            case Share(part=part, whole=whole):
                return Share(self.named(part), self.named(whole))
            case Binary(sign=sign, left=left, right=right):
                return Binary(sign, self.named(left), self.named(right))
            case Count():
                return self.counted(node)
            case Number():
                return node

    def reference(self, ref: Ref, *, may_be_measure: bool) -> Ref | Count:
        if ref.name:
            if ref.name in self.row_places:
                return Ref(ref.name, "", "", ref.at)
            if ref.name in self.column_places:
                return Ref("", ref.name, "", ref.at)
            if may_be_measure:
                return self.counted(Count(ref.name, (), ref.at))
            raise _unknown(ref.name, ref.at)
        for code, places in ((ref.row, self.row_places), (ref.column, self.column_places)):
            if code not in places:
                raise _unknown(code, ref.at)
        return ref

    def reference_only(self, ref: Ref) -> Ref:
        found = self.reference(ref, may_be_measure=False)
        assert isinstance(found, Ref)
        return found

    def run(self, run: Run) -> Run:
        """Ends of a run; in `r1..r5.c2` the first takes the column of the last."""
        last = self.reference_only(run.last)
        first = self.reference_only(run.first)
        if first.row and not first.column and last.column:
            first = replace(first, column=last.column)
        if first.row and last.row and first.column == last.column:
            places, ends = self.row_places, (first.row, last.row)
        elif first.column and last.column and first.row in {last.row, ""}:
            places, ends = self.column_places, (first.column, last.column)
        elif first.row and last.column and not last.row:
            # r1.c1..c4
            last = replace(last, row=first.row)
            places, ends = self.column_places, (first.column, last.column)
        else:
            raise FormulaWrong(
                "bad_run",
                gettext_noop("Vị trí {at}: dãy ô đi theo một cột (r1..r5.c2) hoặc một hàng (r1.c1..c4)."),
                at=run.first.at,
            )
        if places.get(ends[0], 0) > places.get(ends[1], 0):
            raise FormulaWrong(
                "run_backwards",
                gettext_noop("Vị trí {at}: dãy ô bị ngược, “{first}” đứng sau “{last}”."),
                at=run.first.at,
                first=ends[0],
                last=ends[1],
            )
        return Run(first, last)

    def counted(self, count: Count) -> Count:
        if self.known is not None and count.measure not in self.known.measures:
            raise FormulaWrong(
                "unknown_measure",
                gettext_noop("Vị trí {at}: không có số liệu, hàng hay cột nào tên “{text}”."),
                at=count.at,
                text=count.measure,
            )
        for name, values in count.where:
            self.check_dimension(name, values, count.at)
        return count

    def check_dimension(self, name: str, values: Sequence[str], at: int) -> None:
        if self.known is None:
            return
        if name not in self.known.dimensions:
            raise FormulaWrong(
                "unknown_dimension",
                gettext_noop("Vị trí {at}: không có chiều phân tổ “{text}”."),
                at=at,
                text=name,
            )
        known = self.known.values.get(name)
        if strange := [value for value in values if known is not None and value not in known]:
            # a slip of the pen would count nothing for ever, and look like a figure
            raise FormulaWrong(
                "unknown_value",
                gettext_noop("Vị trí {at}: “{dimension}” không có giá trị “{text}”."),
                at=at,
                dimension=name,
                text=strange[0],
            )

    def is_additive(self, node: Node) -> bool:
        """Whether figures of units may be added: sums and differences of what adds up."""
        match node:
            case Count(measure=measure):
                return self.known is None or self.known.measures.get(measure, ADDITIVE) == ADDITIVE
            case Binary(sign="*") | Share():
                return False
            case Binary(left=left, right=right):
                return self.is_additive(left) and self.is_additive(right)
            case _:
                return True

    # --- rules, order -----------------------------------------------------------------------------------------------

    def make_rules(self) -> None:
        for at, check in enumerate(self.layout.checks):
            try:
                rule = parse_rule(check.text)
                named = Rule(self.named(rule.left), rule.sign, self.named(rule.right))
            except FormulaWrong as wrong:
                self.problem(f"checks.{at}", str(wrong))
                continue
            if any(isinstance(one, Count) for side in (named.left, named.right) for one in nodes_in(side)):
                self.problem(f"checks.{at}", gettext_noop("Quy tắc chỉ so các ô của biểu, không hỏi thẳng số liệu."))
                continue
            self.made.rules.append((named, check.text, check.words))

    def ordered(self) -> list[str]:
        """Cells after all they are made of; a circle is told at the cell where it closes."""
        done: dict[str, bool] = {}
        found: list[str] = []

        def visit(key: str) -> None:
            if key in done:
                if not done[key]:
                    words = gettext_noop(
                        "Ô {cell} tính từ chính nó qua các công thức. Sửa một công thức trong vòng đó."
                    )
                    self.problem(f"cells.{key}", words, cell=key)
                return
            plan = self.made.plans.get(key)
            if plan is None:
                return
            done[key] = False
            if plan.node is not None:
                for below in cells_in(plan.node, self.layout):
                    visit(below)
            done[key] = True
            found.append(key)

        for key in self.made.plans:
            visit(key)
        return found


def _unknown(name: str, at: int) -> FormulaWrong:
    return FormulaWrong(
        "unknown_name", gettext_noop("Vị trí {at}: biểu mẫu không có hàng hay cột mã “{text}”."), at=at, text=name
    )
