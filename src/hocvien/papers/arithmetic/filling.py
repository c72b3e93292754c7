"""Fills a Word template that an office made; also the script a child process runs on one that nobody has vouched for.

What a template may say is a short list (`_ALLOWED`): a field, a field of a row, "for" over rows, "if", comparisons and four filters. No call, no
arithmetic, no range: it can compute nothing, run nothing and not run long. Checked where the text becomes a template, which everything in
the file passes, so that no part of it can be forgotten. Imports nothing of the program: the script stands alone.
"""

import difflib
import html
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.environment import Template
from jinja2.sandbox import SandboxedEnvironment

MOST_BYTES = 1_000_000
MOST_UNPACKED = 12_000_000
MOST_PARTS = 200
MOST_DEEP = 2
FILTERS = frozenset({"upper", "lower", "length", "default"})
_LOOP = {"index": None, "first": None, "last": None, "length": None}
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Compare, nodes.Operand,
    nodes.Not, nodes.And, nodes.Or, nodes.Const, nodes.Filter,
)  # fmt: skip
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
# "lớp" before a name that says it too; a space between, and in one paragraph
_CLASS_TWICE = re.compile(r"\b([Ll]ớp[ \u00a0]+(?:<(?!/w:p>)[^>]*>)*)[Ll]ớp[ \u00a0]+")
Shape = Mapping[str, Any]
Problem = dict[str, str]


class TemplateUnfit(Exception):
    """A template that cannot be used. `problems`: {"code", "tag", "near"}; the words are said above."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def _problem(code: str, tag: str = "", near: str = "") -> Problem:
    return {"code": code, "tag": tag[:80], "near": near[:80]}


def shape_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Names a template may use: None for a text, the shape of a row for a list of rows (read from the first)."""
    return {
        name: shape_of(value[0]) if isinstance(value, list) and value else ({} if isinstance(value, list) else None)
        for name, value in values.items()
    }


def fill(content: bytes, values: Mapping[str, Any], shape: Shape) -> bytes:
    """The template with the values in it, as a Word file. Raises TemplateUnfit. Values are texts and lists of rows of texts."""
    _open_safely(content)
    environment = _Environment(shape)
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.render(dict(values), jinja_env=environment, autoescape=True)
        out = io.BytesIO()
        template.save(out)
        Document(io.BytesIO(out.getvalue()))
    except TemplateUnfit:
        raise
    except TemplateSyntaxError as refused:
        raise TemplateUnfit(_problem("syntax", _tag_near(refused))) from refused
    except Exception as refused:
        # whatever a library makes of a broken file: the office is told to save it anew
        raise TemplateUnfit(_problem("broken", type(refused).__name__)) from refused
    return out.getvalue()


def _open_safely(content: bytes) -> None:
    """Refuse what is no plain Word document before anything unpacks it."""
    if len(content) > MOST_BYTES:
        raise TemplateUnfit(_problem("too_big"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise TemplateUnfit(_problem("not_word"))
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise TemplateUnfit(_problem("too_big"))
            if any(name.lower().endswith((".bin", ".exe", ".js", ".vbs")) for name in names):
                raise TemplateUnfit(_problem("macro"))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _look_through(archive.read(part))
    except (zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError, OSError, ValueError) as broken:
        raise TemplateUnfit(_problem("not_word")) from broken


def _look_through(xml: bytes) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise TemplateUnfit(_problem("entities"))
    for link in _OUTSIDE.findall(xml):
        if b"/hyperlink" not in link:
            raise TemplateUnfit(_problem("outside"))


def _tag_near(refused: TemplateSyntaxError) -> str:
    """What stands in the line that could not be read, without the marks of the file."""
    lines = (refused.source or "").splitlines()
    at = (refused.lineno or 1) - 1
    line = re.sub(r"<[^>]+>", "", lines[at]) if 0 <= at < len(lines) else ""
    tag = re.search(r"\{[{%].*", line)
    return (tag.group(0) if tag else line).strip()


class _Template(Template):
    """Names of classes mostly begin with “Lớp”, and so do sentences about them: said once."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return _CLASS_TWICE.sub(r"\1", super().render(*args, **kwargs))


class _Environment(SandboxedEnvironment):
    """Every text of the file becomes a template here and nowhere else: first it is looked at."""

    template_class = _Template

    def __init__(self, shape: Shape) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.shape = shape
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        problems = [self._as_written(one, source) for one in _problems_of(self.parse(source), self.shape)]
        if problems:
            raise TemplateUnfit(*{tuple(one.values()): one for one in problems}.values())
        return super().from_string(source, *args, **kwargs)

    def _as_written(self, problem: Problem, source: Any) -> Problem:
        """What is not allowed, told by the text that stands in the file and not by the name of a part of the language."""
        if problem["code"] != "not_allowed":
            return problem
        tags = [html.unescape(re.sub(r"<[^>]+>", "", tag)) for tag in _TAG.findall(str(source))]
        return _problem("not_allowed", next((tag for tag in tags if not self._is_allowed(tag)), ""))

    def _is_allowed(self, tag: str) -> bool:
        """Of one tag alone; one that needs its end beside it is tried with that."""
        for end in ("", "{% endfor %}", "{% endif %}", "{% endmacro %}", "{% endblock %}"):
            try:
                tree = self.parse(tag + end)
            except TemplateSyntaxError:
                continue
            return not any(one["code"] == "not_allowed" for one in _problems_of(tree, self.shape))
        return True


def _problems_of(tree: nodes.Template, shape: Shape) -> Iterator[Problem]:
    yield from _walk(tree, dict(shape), 0)


def _walk(node: nodes.Node, names: dict[str, Any], depth: int) -> Iterator[Problem]:
    if not isinstance(node, _ALLOWED):
        yield _problem("not_allowed", type(node).__name__)
        return
    if isinstance(node, nodes.For):
        yield from _walk_loop(node, names, depth)
        return
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield _problem("filter", node.name, ", ".join(sorted(FILTERS)))
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        _found, problem = _look_up(node, names)
        if problem:
            yield problem
        return
    if isinstance(node, nodes.Output):
        for shown in node.nodes:
            if isinstance(shown, nodes.Name | nodes.Getattr) and isinstance(_look_up(shown, names)[0], dict):
                yield _problem("is_rows", _said(shown))
    for child in node.iter_child_nodes():
        yield from _walk(child, names, depth)


def _walk_loop(node: nodes.For, names: dict[str, Any], depth: int) -> Iterator[Problem]:
    if depth >= MOST_DEEP:
        yield _problem("too_deep", _said(node.iter))
        return
    if (
        not isinstance(node.iter, nodes.Name | nodes.Getattr)
        or not isinstance(node.target, nodes.Name)
        or node.test
        or node.recursive
    ):
        yield _problem("not_allowed", "for")
        return
    row, problem = _look_up(node.iter, names)
    if problem:
        yield problem
        return
    if not isinstance(row, dict):
        yield _problem("no_rows", _said(node.iter))
        return
    inner = {**names, node.target.name: row, "loop": _LOOP}
    for child in node.body:
        yield from _walk(child, inner, depth + 1)
    for child in node.else_:
        yield from _walk(child, names, depth)


def _look_up(node: nodes.Node, names: Mapping[str, Any]) -> tuple[Any, Problem | None]:
    """(None for a text, a shape for rows or a row; why it is not there)."""
    if isinstance(node, nodes.Name):
        if node.name not in names:
            return None, _problem("unknown", node.name, _nearest(node.name, names))
        return names[node.name], None
    if isinstance(node, nodes.Getattr):
        held, problem = _look_up(node.node, names)
        if problem:
            return None, problem
        if not isinstance(held, Mapping) or node.attr not in held:
            return None, _problem(
                "unknown", _said(node), _nearest(node.attr, held if isinstance(held, Mapping) else {})
            )
        return held[node.attr], None
    return None, _problem("not_allowed", type(node).__name__)


def _said(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_said(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else type(node).__name__


def _nearest(name: str, names: Mapping[str, Any]) -> str:
    return next(iter(difflib.get_close_matches(name, list(names), 1)), "")


def main() -> None:
    """Read a line of JSON (sample values) and the file; print the problems as JSON."""
    sample = json.loads(sys.stdin.buffer.readline())
    try:
        fill(sys.stdin.buffer.read(), sample, shape_of(sample))
    except TemplateUnfit as unfit:
        sys.stdout.write(json.dumps(list(unfit.problems)))
    else:
        sys.stdout.write("[]")


if __name__ == "__main__":
    main()
