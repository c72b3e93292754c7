from datetime import date, datetime
from decimal import Decimal

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils import translation

from hocvien.web.ui import formats
from hocvien.web.ui.charts import draw_bars
from hocvien.web.ui.parts import BarChart, Series, Status


def compiled(text):
    return engines["django"].from_string("{% load ui %}" + text)


def rendered(text, **context):
    return compiled(text).render(context)


@pytest.mark.parametrize(
    "text",
    [
        '{% status tone="met" %}{% status tone="met" wrod="x" %}',
        '{% button lable="Mở" %}',
        "{% button %}",
        '{% button "Mở" %}',
        '{% page_head tilte="x" %}{% endpage_head %}',
        "{% field feild=f %}",
        "{% data_table rows=x %}",
        '{% notice tone="info" tittle="x" %}{% endnotice %}',
        '{% empty_state text="x" %}',
    ],
)
def test_wrong_arguments_fail_when_the_template_compiles(text):
    with pytest.raises(TemplateSyntaxError):
        compiled(text)


@pytest.mark.parametrize(
    "text",
    [
        '{% status tone="danger" word="x" %}',
        '{% button label="x" kind="big" %}',
        '{% icon name="rocket" %}',
        '{% notice tone="x" %}{% endnotice %}',
    ],
)
def test_wrong_values_fail_when_rendered(text):
    with pytest.raises(ValueError, match="unknown"):
        rendered(text)


def test_status_is_a_word_and_a_shape():
    html = rendered("{% status status=s %}", s=Status("warn", "Thiếu <giấy>"))
    assert '<use href="#s-warn"/>' in html
    assert "Thiếu &lt;giấy&gt;" in html


def test_blocks_keep_their_markup_and_escape_their_values():
    html = rendered(
        '{% facts %}{% fact label=l %}<b>{{ v }}</b>{% endfact %}{% fact label="Trống" %} {% endfact %}{% endfacts %}',
        l="A&B",
        v="<i>",
    )
    assert "<dt>A&amp;B</dt><dd><b>&lt;i&gt;</b></dd>" in html
    assert "Trống" not in html


def test_figure_link_is_a_dash_for_nothing():
    assert rendered('{% figure_link value=0 url="/x" %}').strip() == "–"
    assert rendered('{% figure_link value=1234 url="/x" %}').strip() == '<a href="/x">1.234</a>'


@pytest.mark.parametrize(
    ("language", "number", "share"), [("vi", "1.234.567", "99,16%"), ("en", "1,234,567", "99.16%")]
)
def test_numbers_follow_the_language(language, number, share):
    with translation.override(language):
        assert formats.number(1234567) == number
        assert formats.percent(Decimal("0.99158")) == share


def test_shares_are_rounded_not_cut():
    assert formats.percent(2 / 3) == "66,67%"
    assert formats.number(Decimal("12.345")) == "12,35"
    assert formats.number(12.5) == "12,5"
    assert formats.number(None) == formats.percent(None) == "–"


def test_days_are_said_with_two_digits_and_the_open_end_is_a_dash():
    assert formats.day(date(2026, 9, 7)) == "07/09/2026"
    assert formats.day(date(9999, 12, 31)) == formats.day(None) == "–"
    assert formats.long_day(date(2026, 9, 8)) == "Thứ Ba, 08/09/2026"
    assert formats.moment(datetime(2026, 9, 8, 14, 5)) == "14:05 08/09/2026"


def test_chart_draws_a_bar_a_value_and_survives_emptiness():
    chart = BarChart("x", ["1", "2"], (Series("Kế hoạch", [3, 0], "plan"), Series("Thực hiện", [2, None])))
    assert [bar.css for bar in draw_bars(chart).bars] == ["a2", "a1"]
    assert draw_bars(BarChart("x", [], (Series("n", []),))).bars == []
    assert draw_bars(BarChart("x", ["a"], (Series("n", [0]),), is_horizontal=True)).bars == []
    with pytest.raises(ValueError, match="unknown style"):
        draw_bars(BarChart("x", ["1"], (Series("n", [1], "fancy"),)))
