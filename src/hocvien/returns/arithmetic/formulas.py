"""The language of forms: measures with conditions, cells, sums, differences, products, shares. Parsed here; nothing is ever executed.

    participations(programme=NTVD|DVM, sex=female)      a measure of `reporting`, narrowed
    r1.c2                                               a cell; `r1` or `c2` alone: of the same column or row
    sum(r1..r5.c2, r7.c2)   c1 + c2 - 3   share(c3, c1) sums over a run of rows or columns, arithmetic, parts of a whole
    c3 <= c2                                            a rule: = <= >= < >

A mistake is a FormulaWrong: where it stands, counted from 1, and a sentence. README.md has the whole language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hocvien.common.errors import DomainError
from hocvien.common.wording import gettext_noop

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|\"(?P<quoted>[^\"]*)\"|(?P<sign><=|>=|\.\.|[-+*(),.|=<>]))"
)
COMPARISONS = ("=", "<=", ">=", "<", ">")
_MOST_TEXT = 600
_DEEPEST = 40


class FormulaWrong(DomainError):
    """A formula that cannot be read; `at` is the place in its text, from 1."""

    def __init__(self, code: str, message: str, *, at: int, **data: object) -> None:
        super().__init__(f"formula_{code}", message, at=at, **data)
        self.at = at


@dataclass(frozen=True, slots=True)
class Number:
    value: int


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell; "" where it is that of the cell the formula stands in. `name`: a word alone, a row, a column or a measure."""

    row: str
    column: str
    name: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """From one row or column to another, in the order of the form."""

    first: Ref
    last: Ref


@dataclass(frozen=True, slots=True)
class Sum:
    parts: "tuple[Ref | Run, ...]"


@dataclass(frozen=True, slots=True)
class Share:
    part: "Node"
    whole: "Node"


@dataclass(frozen=True, slots=True)
class Count:
    """A measure; each condition is a dimension and the values it may have."""

    measure: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    at: int = 0

    @property
    def key(self) -> str:
        """As it is kept with the figure it gave: the same words for the same question."""
        told = ", ".join(f"{name}={'|'.join(values)}" for name, values in self.where)
        return f"{self.measure}({told})"


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str
    left: "Node"
    right: "Node"


Node = Number | Ref | Sum | Share | Count | Binary


@dataclass(frozen=True, slots=True)
class Rule:
    left: Node
    sign: str
    right: Node


def parse_formula(text: str) -> Node:
    """The formula as a tree; raises FormulaWrong."""
    reader = _Reader(text)
    node = reader.expression()
    reader.end()
    return node


def parse_rule(text: str) -> Rule:
    """A rule between two formulas; raises FormulaWrong."""
    reader = _Reader(text)
    left = reader.expression()
    sign = reader.take_any(COMPARISONS)
    if sign is None:
        raise FormulaWrong(
            "no_comparison",
            gettext_noop("Vị trí {at}: quy tắc cần một dấu so sánh: =, <=, >=, < hoặc >."),
            at=reader.at,
        )
    right = reader.expression()
    reader.end()
    return Rule(left, sign, right)


def parse_conditions(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Conditions alone, `programme=NTVD|DVM, sex=female`; () of nothing. Raises FormulaWrong."""
    reader = _Reader(text)
    if reader.is_over:
        return ()
    found = reader.conditions()
    reader.end()
    return found


def nodes_in(node: Node) -> Iterator[Node | Run]:
    """The node and everything inside it."""
    yield node
    match node:
        case Sum(parts=parts):
            yield from parts
            for part in parts:
                if isinstance(part, Run):
                    yield from (part.first, part.last)
        case Share(part=left, whole=right) | Binary(left=left, right=right):
            yield from nodes_in(left)
            yield from nodes_in(right)


class _Reader:
    def __init__(self, text: str) -> None:
        if len(text) > _MOST_TEXT:
            raise FormulaWrong(
                "too_long",
                gettext_noop("Vị trí {at}: công thức dài quá {most} ký tự. Chia thành nhiều ô."),
                at=_MOST_TEXT,
                most=_MOST_TEXT,
            )
        self.tokens = list(_tokens(text))
        self.place = 0
        self.length = len(text)
        self.depth = 0

    # --- tokens -----------------------------------------------------------------------------------------------------

    @property
    def is_over(self) -> bool:
        return self.place >= len(self.tokens)

    @property
    def at(self) -> int:
        return self.length + 1 if self.is_over else int(self.tokens[self.place][2])

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        place = self.place + ahead
        return ("end", "") if place >= len(self.tokens) else self.tokens[place][:2]

    def take(self) -> tuple[str, str, int]:
        if self.is_over:
            raise FormulaWrong(
                "unfinished", gettext_noop("Vị trí {at}: công thức còn thiếu một vế ở cuối."), at=self.length + 1
            )
        token = self.tokens[self.place]
        self.place += 1
        return token

    def take_any(self, signs: tuple[str, ...]) -> str | None:
        kind, text = self.peek()
        if kind == "sign" and text in signs:
            self.place += 1
            return text
        return None

    def expect(self, sign: str) -> None:
        if self.take_any((sign,)) is None:
            raise FormulaWrong("expected", gettext_noop("Vị trí {at}: ở đây cần dấu “{sign}”."), at=self.at, sign=sign)

    def end(self) -> None:
        if not self.is_over:
            raise FormulaWrong(
                "too_much", gettext_noop("Vị trí {at}: không hiểu phần từ “{text}”."), at=self.at, text=self.peek()[1]
            )

    # --- the language -----------------------------------------------------------------------------------------------

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise FormulaWrong("too_deep", gettext_noop("Vị trí {at}: quá nhiều dấu ngoặc lồng nhau."), at=self.at)
        node = self.term()
        while sign := self.take_any(("+", "-")):
            node = Binary(sign, node, self.term())
        self.depth -= 1
        return node

    def term(self) -> Node:
        node = self.factor()
        while self.take_any(("*",)):
            node = Binary("*", node, self.factor())
        return node

    def factor(self) -> Node:
        kind, text, at = self.take()
        if kind == "number":
            return Number(int(text))
        if kind == "name":
            return self.named(text, at)
        if text == "(":
            node = self.expression()
            self.expect(")")
            return node
        if text == "-":
            return Binary("-", Number(0), self.factor())
        raise FormulaWrong(
            "expected_value",
            gettext_noop("Vị trí {at}: ở đây cần một số, một ô hoặc một số liệu, không phải “{text}”."),
            at=at,
            text=text,
        )

    def named(self, text: str, at: int) -> Node:
        is_call = self.peek() == ("sign", "(")
        if text == "sum" and is_call:
            return self.sum()
        if text == "share" and is_call:
            self.expect("(")
            part = self.expression()
            self.expect(",")
            whole = self.expression()
            self.expect(")")
            return Share(part, whole)
        if is_call:
            self.expect("(")
            where = () if self.peek() == ("sign", ")") else self.conditions()
            self.expect(")")
            return Count(text, where, at)
        return self.reference(text, at)

    def reference(self, text: str, at: int) -> Ref:
        if self.take_any((".",)) is None:
            return Ref("", "", text, at)
        kind, column, place = self.take()
        if kind != "name":
            raise FormulaWrong(
                "expected_column", gettext_noop("Vị trí {at}: sau dấu chấm cần mã cột, như r1.c2."), at=place
            )
        return Ref(text, column, "", at)

    def sum(self) -> Sum:
        self.expect("(")
        parts: list[Ref | Run] = [self.part()]
        while self.take_any((",",)):
            parts.append(self.part())
        self.expect(")")
        return Sum(tuple(parts))

    def part(self) -> Ref | Run:
        first = self.cell()
        if self.take_any(("..",)) is None:
            return first
        return Run(first, self.cell())

    def cell(self) -> Ref:
        kind, text, at = self.take()
        if kind != "name":
            raise FormulaWrong(
                "expected_cell",
                gettext_noop("Vị trí {at}: trong sum(…) chỉ ghi ô hoặc dãy ô, như r1..r5.c2, không phải “{text}”."),
                at=at,
                text=text,
            )
        return self.reference(text, at)

    def conditions(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found: dict[str, tuple[str, ...]] = {}
        while True:
            kind, name, at = self.take()
            if kind != "name":
                raise FormulaWrong(
                    "expected_dimension",
                    gettext_noop("Vị trí {at}: ở đây cần tên một chiều phân tổ, như programme, không phải “{text}”."),
                    at=at,
                    text=name,
                )
            if name in found:
                raise FormulaWrong(
                    "repeated",
                    gettext_noop("Vị trí {at}: “{text}” đã có trong công thức. Ghép các giá trị bằng dấu |."),
                    at=at,
                    text=name,
                )
            self.expect("=")
            values = [self.value()]
            while self.take_any(("|",)):
                values.append(self.value())
            found[name] = tuple(sorted(set(values)))
            if self.take_any((",",)) is None:
                return tuple(sorted(found.items()))

    def value(self) -> str:
        kind, text, at = self.take()
        if kind not in {"name", "number", "quoted"}:
            raise FormulaWrong(
                "expected_code",
                gettext_noop("Vị trí {at}: ở đây cần một giá trị, như NTVD hoặc female, không phải “{text}”."),
                at=at,
                text=text,
            )
        return text


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    place = 0
    while place < len(text):
        if not text[place:].strip():
            return
        found = _TOKEN.match(text, place)
        if found is None:
            at = place + len(text[place:]) - len(text[place:].lstrip()) + 1
            raise FormulaWrong(
                "unknown_sign",
                gettext_noop("Vị trí {at}: không hiểu ký tự “{text}”. Tên có dấu hoặc dấu cách để trong ngoặc kép."),
                at=at,
                text=text[at - 1],
            )
        kind: Any = found.lastgroup
        yield str(kind), found.group(kind), found.start(kind) + 1
        place = found.end()
