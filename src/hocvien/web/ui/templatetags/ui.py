"""Component tags: keyword-only arguments, so that a misspelt or missing one fails when the template compiles."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hocvien.web.ui import formats, links
from hocvien.web.ui.charts import draw_bars, series_keys
from hocvien.web.ui.fields import describe_field, list_errors
from hocvien.web.ui.parts import TONES, BarChart, Clause, Moment, Node, Series, Status, Step, Tab, TreeMap, WorkGroup
from hocvien.web.ui.tables import Table
from hocvien.web.ui.treemap import TREE_SHARES, draw_tree_map

register = template.Library()

BUTTON_KINDS = {"plain": "b", "primary": "b p", "quiet": "b t", "danger": "b d"}
ICONS = frozenset(
    [
        "work",
        "units",
        "people",
        "programmes",
        "plans",
        "classes",
        "certificates",
        "quality",
        "reports",
        "administration",
        "reorganise",
        "search",
        "print",
        "download",
        "upload",
        "calendar",
        "check",
        "close",
        "warning",
        "menu",
        "person",
        "add",
    ]
)
WIDTHS = ("", "s", "m", "l")
STEP_STATES = ("done", "current", "next")

register.filter("number", formats.number)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("weekday", formats.weekday)
register.filter("long_day", formats.long_day)


@register.filter("percent")
def percent_filter(share: Any, decimals: int = 2) -> str:
    """99,16% from 0.9916."""
    return formats.percent(share, decimals)


def _one_of(value: str, allowed: Sequence[str] | frozenset[str] | dict[str, str], what: str) -> str:
    if value not in allowed:
        raise ValueError(f"unknown {what} {value!r}: one of {', '.join(sorted(allowed))}")
    return value


# --- links, buttons, words ------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def screen_url(
    context: template.Context,
    name: str,
    *,
    query: Any = None,
    with_unit: str | None = links.KEEP,
    with_period: str | None = links.KEEP,
    **kwargs: Any,
) -> str:
    """The address of a screen, unit and period carried; `query` is a mapping or `a=1&b=2`."""
    if isinstance(query, str):
        query = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
    return links.screen_url(
        context["request"], name, query=query, with_unit=with_unit, with_period=with_period, **kwargs
    )


@register.simple_tag
def icon(*, name: str) -> SafeString:
    """An icon; always beside a word."""
    _one_of(name, ICONS, "icon")
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.inclusion_tag("ui/_status.html")
def status(*, tone: str = "", word: str = "", status: Status | None = None) -> dict[str, Any]:
    """A state: word and shape."""
    if status is None:
        status = Status(tone, word)
    return {"status": status}


@register.inclusion_tag("ui/_shape.html")
def shape(*, tone: str) -> dict[str, Any]:
    """The shape of a tone alone; the word stands beside it."""
    return {"tone": _one_of(tone, TONES, "tone")}


@register.inclusion_tag("ui/_button.html")
def button(
    *, label: str, kind: str = "plain", href: str = "", icon: str = "", name: str = "", value: str = "", form: str = ""
) -> dict[str, Any]:
    """A link that looks like a button, or a submit button."""
    if icon:
        _one_of(icon, ICONS, "icon")
    css = BUTTON_KINDS[_one_of(kind, BUTTON_KINDS, "kind of button")]
    return {"label": label, "css": css, "href": href, "icon": icon, "name": name, "value": value, "form": form}


@register.inclusion_tag("ui/_post_button.html", takes_context=True)
def post_button(
    context: template.Context,
    *,
    label: str,
    url: str,
    kind: str = "plain",
    icon: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A form with one button."""
    css = BUTTON_KINDS[_one_of(kind, BUTTON_KINDS, "kind of button")]
    if icon:
        _one_of(icon, ICONS, "icon")
    token = context.get("csrf_token", "")
    return {"label": label, "url": url, "css": css, "icon": icon, "name": name, "value": value, "csrf_token": token}


@register.simple_block_tag(end_name="endpage_head")
def page_head(content: str, *, title: str, sub: str = "", up_url: str = "", up_label: str = "") -> SafeString:
    """The h1 of the page and its actions."""
    context = {
        "title": title,
        "sub": sub,
        "up_url": up_url,
        "up_label": up_label,
        "actions": SafeString(content.strip()),
    }
    return render_to_string("ui/_page_head.html", context)


@register.simple_block_tag(end_name="endsection_head")
def section_head(content: str, *, title: str, sub: str = "", id: str = "") -> SafeString:  # noqa: A002 - HTML's own word
    """An h2 with actions."""
    return render_to_string(
        "ui/_section_head.html", {"title": title, "sub": sub, "id": id, "actions": SafeString(content.strip())}
    )


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, *, tone: str, title: str = "") -> SafeString:
    """A notice that stays on the page."""
    _one_of(tone, TONES, "tone")
    return render_to_string("ui/_notice.html", {"tone": tone, "title": title, "content": SafeString(content.strip())})


@register.simple_block_tag(end_name="enddialog_note")
def dialog_note(content: str, *, title: str) -> SafeString:
    """More words, opened in place."""
    return format_html('<details class="more"><summary>{}</summary><div>{}</div></details>', title, content)


@register.inclusion_tag("ui/_empty.html")
def empty_state(*, title: str, text: str = "", action_label: str = "", action_url: str = "") -> dict[str, Any]:
    """What belongs here and the first step."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("ui/_generated.html")
def generated_mark(*, shown: bool) -> dict[str, Any]:
    """The mark of a generated person; nothing when it does not apply."""
    return {"shown": shown}


# --- forms ----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/_field.html")
def field(*, field: BoundField, help: str = "", width: str = "") -> dict[str, Any]:  # noqa: A002 - the label of the help
    """Label above, help beside, errors in words."""
    _one_of(width, WIDTHS, "width")
    return describe_field(field, help_text=help, width=width)


@register.inclusion_tag("ui/_form_fields.html")
def form_fields(*, form: BaseForm) -> dict[str, Any]:
    """Every field of a form in order."""
    return {"hidden": form.hidden_fields(), "fields": form.visible_fields()}


@register.inclusion_tag("ui/_form_errors.html")
def form_errors(*, form: BaseForm, title: str = "", rows: Sequence[BaseForm] = ()) -> dict[str, Any]:
    """The summary of what is wrong, each a link to its field; `rows`: forms that are the lines of a table below."""
    errors = list_errors(form) if form.is_bound else []
    for number, row in enumerate(rows, start=1):
        errors += [
            (_("{label}, dòng {n}").format(label=label, n=number) if label else "", target, sentence)
            for label, target, sentence in (list_errors(row) if row.is_bound else [])
        ]
    return {"errors": errors, "title": title}


# --- tables ---------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/_data_table.html")
def data_table(*, table: Table) -> dict[str, Any]:
    """Tools, count, table, totals, pager."""
    return {"table": table, "bulk": ""}


@register.simple_block_tag(takes_context=True, end_name="endbulk_table")
def bulk_table(context: template.Context, content: str, *, table: Table, url: str) -> SafeString:
    """The same inside a form that posts the ticked rows as `row`."""
    token = context.get("csrf_token", "")
    return render_to_string("ui/_data_table.html", {"table": table, "bulk": content, "url": url, "csrf_token": token})


@register.inclusion_tag("ui/_table_head.html")
def table_head(*, table: Table, key: str) -> dict[str, Any]:
    """One sortable head cell."""
    column = table.column(key)
    if column is None:
        raise ValueError(f"table {table.name!r} has no column {key!r}")
    return {"head": table.head(column)}


@register.inclusion_tag("ui/_pager.html")
def pager(*, table: Table) -> dict[str, Any]:
    """The pages of a table, with the whole count."""
    return {"table": table}


@register.inclusion_tag("ui/_figure_link.html")
def figure_link(*, value: Any, url: str = "") -> dict[str, Any]:
    """A count that opens the people behind it."""
    return {"text": formats.number(value) if value else formats.DASH, "url": url if value else ""}


# --- parts of a page ------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/_tabs.html")
def tabs(*, items: Sequence[Tab], label: str) -> dict[str, Any]:
    """Links between the sides of one thing."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/_steps.html")
def steps(*, items: Sequence[Step], label: str = "") -> dict[str, Any]:
    """Where one stands in a job of several steps."""
    for item in items:
        _one_of(item.state, STEP_STATES, "state of a step")
    return {"items": items, "label": label}


@register.simple_block_tag(end_name="endfacts")
def facts(content: str, *, lines: bool = False) -> SafeString:
    """Pairs of label and value, in a flow or one a line."""
    return format_html('<dl class="{}">{}</dl>', "facts lines" if lines else "facts", content)


@register.simple_block_tag(end_name="endfact")
def fact(content: str, *, label: str) -> SafeString:
    """One pair; nothing when the value is empty."""
    said = SafeString(content.strip())
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, said) if said else SafeString("")


@register.inclusion_tag("ui/_clauses.html")
def clauses(*, items: Sequence[Clause]) -> dict[str, Any]:
    """Why someone may or may not, clause by clause."""
    return {"items": items}


@register.inclusion_tag("ui/_timeline.html")
def timeline(*, items: Sequence[Moment]) -> dict[str, Any]:
    """What happened, in the order given."""
    return {"items": [(item, _words_of_when(item.when)) for item in items]}


def _words_of_when(when: date | datetime | str) -> str:
    if isinstance(when, datetime):
        return formats.moment(when)
    return formats.day(when) if isinstance(when, date) else str(when)


@register.inclusion_tag("ui/_tree.html")
def tree(*, nodes: Sequence[Node], label: str) -> dict[str, Any]:
    """A tree that opens and closes without JavaScript."""
    return {"nodes": nodes, "label": label}


@register.inclusion_tag("ui/_work_list.html")
def work_list(*, groups: Sequence[WorkGroup]) -> dict[str, Any]:
    """What waits, by when."""
    return {"groups": [group for group in groups if group.items]}


@register.inclusion_tag("ui/_figure.html")
def figure(*, label: str, value: Any, url: str = "", note: str = "", of: Any = "") -> dict[str, Any]:
    """One big figure."""
    text = value if isinstance(value, str) else formats.number(value)
    whole = of if isinstance(of, str) else formats.number(of)
    return {"label": label, "value": text, "url": url, "note": note, "of": whole}


@register.inclusion_tag("ui/_bar_chart.html")
def bar_chart(*, chart: BarChart) -> dict[str, Any]:
    """Bars drawn on the server, the table behind them below."""
    return {"chart": chart, "drawing": draw_bars(chart), "keys": series_keys(chart), "rows": _chart_rows(chart)}


@register.inclusion_tag("ui/_tree_map.html")
def tree_map(*, map: TreeMap) -> dict[str, Any]:  # noqa: A002 - the tag's argument
    """Rectangles drawn on the server, each with its title; the table with the same figures is the caller's."""
    return {"map": map, "drawing": draw_tree_map(map), "key": TREE_SHARES}


@register.inclusion_tag("ui/_bar_chart.html")
def bands(*, rows: Sequence[tuple[str, int]], title: str) -> dict[str, Any]:
    """How many in each band, as one horizontal chart."""
    series = Series(name=title, values=[count for _label, count in rows])
    chart = BarChart(title=title, labels=[str(label) for label, _count in rows], series=(series,), is_horizontal=True)
    return {"chart": chart, "drawing": draw_bars(chart), "keys": [], "rows": _chart_rows(chart)}


def _chart_rows(chart: BarChart) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = []
    for at, label in enumerate(chart.labels):
        cells = []
        for one in chart.series:
            value = one.values[at] if at < len(one.values) else None
            cells.append((formats.number(value), one.urls[at] if at < len(one.urls) and value else ""))
        rows.append((label, cells))
    return rows
