"""Bar charts drawn on the server as plain shapes; the template turns them into SVG. Readable in grey: fill, outline, thin bar."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from hocvien.web.ui import formats
from hocvien.web.ui.parts import BarChart, Series

STYLES = {"actual": "a1", "plan": "a2", "before": "a3"}
WIDTH = 384
_TOP, _FLOOR, _LEFT = 16, 140, 34
_ROW, _LABEL, _LETTER = 34, 132, 6.6


@dataclass(frozen=True, slots=True)
class Bar:
    css: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Text:
    css: str
    x: str
    y: str
    anchor: str
    words: str


@dataclass(slots=True)
class Drawing:
    """Everything an SVG needs, coordinates already as strings with a decimal point whatever the language."""

    width: int
    height: int
    bars: list[Bar] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    lines: list[tuple[str, str, str, str, str]] = field(default_factory=list)


def series_keys(chart: BarChart) -> list[tuple[str, str]]:
    """(CSS class, name) of the series, for the key; none when there is only one."""
    return [(_css(one), str(one.name)) for one in chart.series] if len(chart.series) > 1 else []


def draw_bars(chart: BarChart) -> Drawing:
    """Lay out the bars; a chart without a positive value draws its axis alone."""
    for one in chart.series:
        _css(one)
    return _draw_lying(chart) if chart.is_horizontal else _draw_standing(chart)


def _css(series: Series) -> str:
    if series.style not in STYLES:
        raise ValueError(f"unknown style {series.style!r}: one of {', '.join(STYLES)}")
    return STYLES[series.style]


def _n(value: float) -> str:
    return f"{value:.1f}"


def _ticks(highest: float) -> list[int]:
    step = 1
    while highest / step > 3:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return list(range(0, int(highest) + 1, step))


def _highest(chart: BarChart) -> float:
    return max((value for one in chart.series for value in one.values if value), default=0) or 1


def _value(series: Series, at: int) -> float | None:
    return series.values[at] if at < len(series.values) else None


def _draw_standing(chart: BarChart) -> Drawing:
    drawing = Drawing(WIDTH, 162)
    highest = _highest(chart)
    scale = (_FLOOR - _TOP - 12) / highest
    ticks = _ticks(highest)
    # room for the longest number of the axis
    left = max(_LEFT, len(formats.number(ticks[-1])) * _LETTER + 8)
    for tick in ticks:
        y = _FLOOR - tick * scale
        drawing.lines.append(("ax" if tick == 0 else "g", _n(left), _n(WIDTH), _n(y), _n(y)))
        drawing.texts.append(Text("", _n(left - 6), _n(y + 4), "end", formats.number(tick)))
    slot = (WIDTH - left) / max(1, len(chart.labels))
    longest = max((len(str(label)) for label in chart.labels), default=0)
    every = ceil((longest * _LETTER + 4) / slot)  # where they would run into one another, not every label is written
    gap = 0.5
    width = min(18.0, (slot * 0.78 - gap) / max(1, len(chart.series)))
    for at, label in enumerate(chart.labels):
        middle = left + slot * (at + 0.5)
        start = middle - (width + gap) * len(chart.series) / 2
        for index, one in enumerate(chart.series):
            value = _value(one, at)
            if not value:
                continue
            x, height = start + index * (width + gap), value * scale
            drawing.bars.append(Bar(_css(one), _n(x), _n(_FLOOR - height), _n(width), _n(height)))
            if one.style == "actual":
                top = _FLOOR - max(_value(s, at) or 0 for s in chart.series) * scale
                drawing.texts.append(Text("val", _n(x + width / 2), _n(top - 5), "middle", formats.number(value)))
        if at % every == 0:
            drawing.texts.append(Text("", _n(middle), "156.0", "middle", str(label)))
    return drawing


def _draw_lying(chart: BarChart) -> Drawing:
    left = min(190.0, max(_LABEL * 0.5, max((len(str(label)) for label in chart.labels), default=0) * _LETTER + 10))
    width = 560
    drawing = Drawing(width, _ROW * max(1, len(chart.labels)) + 6)
    scale = (width - left - 92) / _highest(chart)
    drawing.lines.append(("ax", _n(left), _n(left), "0.0", _n(drawing.height)))
    order = sorted(chart.series, key=lambda one: ("plan", "actual", "before").index(one.style))
    for at, label in enumerate(chart.labels):
        y = at * _ROW + 5
        lines = _lines(str(label), int((left - 8) / 7.4))
        for line, words in enumerate(lines):
            drawing.texts.append(
                Text("lbl", _n(left - 8), _n(y + (17 if len(lines) == 1 else 10 + 14 * line)), "end", words)
            )
        for one in order:
            value = _value(one, at)
            if not value:
                continue
            top, height = {"plan": (0, 25), "actual": (4, 11), "before": (17, 5)}[one.style]
            if len(order) == 1:
                top, height = 3, 19
            drawing.bars.append(Bar(_css(one), _n(left), _n(y + top), _n(value * scale), _n(height)))
        drawing.texts.append(
            Text("val", _n(left + _longest(order, at) * scale + 6), _n(y + 17), "start", _said(order, at))
        )
    return drawing


def _lines(label: str, letters: int) -> list[str]:
    """A label in at most two lines; what does not fit ends in an ellipsis, the table beside the chart has it whole."""
    first, second = "", ""
    for word in label.split():
        if not second and len(first) + len(word) < letters:
            first = f"{first} {word}".strip()
        else:
            second = f"{second} {word}".strip()
    if len(second) > letters:
        second = f"{second[: letters - 1].rstrip()}…"
    return [first, second] if first and second else [first or second]


def _longest(series: Sequence[Series], at: int) -> float:
    return max((_value(one, at) or 0 for one in series), default=0)


def _said(series: Sequence[Series], at: int) -> str:
    by_style = {one.style: _value(one, at) for one in series}
    said = formats.number(by_style.get("actual") or 0)
    plan = by_style.get("plan")
    return f"{said} / {formats.number(plan)}" if plan else said
