"""Every template compiles, so every call of a component is right; and none carries what the browser would refuse."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

FOLDER = Path(__file__).parents[2] / "src" / "hocvien" / "web" / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt"})
INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|<style\b|\sstyle=|\son[a-z]+=["']|javascript:""",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_no_inline_style_or_script(name):
    found = INLINE.search((FOLDER / name).read_text("utf-8"))
    assert found is None, found and found.group()


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_trims_its_sentences(name):
    for tag in re.findall(r"{%\s*blocktrans(?:late)?\b[^%]*%}", (FOLDER / name).read_text("utf-8")):
        assert "trimmed" in tag.split(), tag


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_scrolls_sideways_is_reached_by_keyboard_and_has_a_name(name):
    for tag in re.findall(r'<\w+ class="scroll\b(?:{%.*?%}|[^>])*>', (FOLDER / name).read_text("utf-8")):
        assert 'tabindex="0"' in tag, tag
        assert "aria-label" in tag, tag


def test_no_field_is_judged_by_the_browser_in_its_own_words():
    """Chromium's sentence for a number out of bounds is in the browser's language, and hides ours: `web/ui/typed.py` has the fields to use."""
    web = FOLDER.parent
    sources = [*web.rglob("*.py"), *web.rglob("*.html")]
    own = re.compile(
        r"forms\.(?:Integer|Float|Email|URL)Field\(|forms\.(?:Number|Email|URL)Input|type=\"(?:number|email|url)\""
    )
    found = [
        f"{path.relative_to(web)}: {match.group()}"
        for path in sources
        if path.name != "typed.py"
        for match in own.finditer(path.read_text("utf-8"))
    ]
    found += [
        str(path)
        for path in web.rglob("*.html")
        if re.search(r"<(?:input|select|textarea)[^>]* required\b", path.read_text("utf-8"))
    ]
    assert found == []
