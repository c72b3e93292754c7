"""What a template may say, what is refused and in which words, and which one a unit's papers are made from."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import translation
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvien.access import api as access
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.papers.arithmetic.defaults import default_template
from hocvien.papers.arithmetic.filling import TemplateUnfit, fill, shape_of
from hocvien.papers.errors import problem_words
from tests.kept import kept
from tests.scenarios import TODAY, at, found_place

KINDS = list(papers.SAMPLES)
NOW = at(TODAY)


def word_file(*paragraphs, header=""):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(content):
    """Everything a reader sees of the body, tables included, and the header."""
    document = Document(io.BytesIO(content))
    body = [paragraph.text for paragraph in document.paragraphs]
    body += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(body + [paragraph.text for paragraph in document.sections[0].header.paragraphs])


def codes(content, kind="call"):
    with pytest.raises(TemplateUnfit) as unfit:
        fill(content, papers.SAMPLES[kind], shape_of(papers.SAMPLES[kind]))
    return {one["code"] for one in unfit.value.problems}


@pytest.mark.parametrize("is_party", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_each_template_of_the_program_fills_with_every_sample(kind, is_party):
    sample = papers.SAMPLES[kind]
    text = text_of(fill(default_template(kind, is_party=is_party), sample, shape_of(sample)))
    assert "{" not in text
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in text) is is_party
    assert sample["nguoi_ky"] in text
    for rows in (value for value in sample.values() if isinstance(value, list)):
        for row in rows:
            assert row.get("ho_ten", row.get("ten", row.get("chuong_trinh"))) in text


def test_every_field_of_every_kind_has_words_of_its_own():
    for sample in papers.SAMPLES.values():
        for name, value in sample.items():
            assert str(papers.field_words(name)) != name
            for inner in value[0] if isinstance(value, list) else ():
                assert str(papers.field_words(inner)) != inner


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ ten_lopp }}", "unknown"),
        ("{{ ten_lop.upper }}", "unknown"),
        ("{{ ten_lop.__class__ }}", "unknown"),
        ("{{ don_vi_cu }}", "is_rows"),
        ("{% for x in ten_lop %}{{ x }}{% endfor %}", "no_rows"),
        ("{% for x in don_vi_cu %}{{ x.khong_co }}{% endfor %}", "unknown"),
        (
            "{% for x in don_vi_cu %}{% for y in don_vi_cu %}{% for z in don_vi_cu %}{% endfor %}{% endfor %}{% endfor %}",
            "too_deep",
        ),
        ("{% for x in range(9) %}{% endfor %}", "not_allowed"),
        ("{{ ten_lop() }}", "not_allowed"),
        ("{{ ten_lop * 1000000 }}", "not_allowed"),
        ("{{ 'a' ~ ten_lop }}", "not_allowed"),
        ("{% set a = ten_lop %}", "not_allowed"),
        ("{% include 'etc' %}", "not_allowed"),
        ("{% macro a() %}{% endmacro %}", "not_allowed"),
        ("{{ ten_lop|attr('x') }}", "filter"),
        ("{{ cycler }}", "unknown"),
        ("{{ self }}", "unknown"),
        ("{% if ten_lop %}", "syntax"),
        ("{{ ten_lop", "syntax"),
    ],
)
def test_what_a_template_may_not_say(text, code):
    assert codes(word_file(text)) == {code}
    assert codes(word_file("ổn", header=text)) == {code}


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.upper }}",
        "{{ 'a'.b }}",
        "{{ ten_lop() }}",
        "{% set a = ten_lop %}",
        "{% for x in range(9) %}",
        "{{ ten_lop * 7 }}",
    ],
)
def test_what_is_not_allowed_is_told_by_what_stands_in_the_file(tag):
    text = f"{{{{ ten_lop }}}} {tag}" + ("{% endfor %}" if "for" in tag else "")
    with pytest.raises(TemplateUnfit) as unfit:
        fill(word_file(text), papers.SAMPLES["call"], shape_of(papers.SAMPLES["call"]))
    assert tag in {one["tag"] for one in unfit.value.problems}
    assert "Const" not in " ".join(problem_words(one) for one in unfit.value.problems)


def test_all_that_is_wrong_is_said_at_once_each_once():
    with pytest.raises(TemplateUnfit) as unfit:
        fill(
            word_file("{{ a }} {{ b }} {{ a }}", "{{ ten_lo }}"),
            papers.SAMPLES["call"],
            shape_of(papers.SAMPLES["call"]),
        )
    assert [one["tag"] for one in unfit.value.problems] == ["a", "b", "ten_lo"]
    assert unfit.value.problems[2]["near"] == "ten_lop"


def with_part(name, content):
    source = zipfile.ZipFile(io.BytesIO(word_file("{{ ten_lop }}")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in source.infolist():
            if item.filename != name:
                archive.writestr(item, source.read(item))
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_word"),
        (b"%PDF-1.7 not a Word file", "not_word"),
        (b"PK\x03\x04 broken", "not_word"),
        (b"x" * 1_000_001, "too_big"),
        (with_part("word/vbaProject.bin", b"macro"), "macro"),
        (with_part("word/media/bomb.xml", b"\0" * 20_000_000), "too_big"),
        (with_part("docProps/custom.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "entities"),
        (
            with_part(
                "word/_rels/settings.xml.rels",
                b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://x/y.dotm" TargetMode="External"/></Relationships>',
            ),
            "outside",
        ),
        (with_part("word/document.xml", b"<w:document>"), "broken"),
        (with_part("docProps/core.xml", word_file("x")[:0] + b"not xml {{ 7*7 }}"), "broken"),
    ],
)
def test_a_hostile_file_is_refused(content, code):
    assert codes(content) == {code}


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60))
def test_no_text_of_an_office_breaks_a_template_or_is_lost(text):
    """What somebody typed as a name stands in the paper as typed, braces, signs and all, and is never read as a field."""
    sample = papers.SAMPLES["call"] | {"ten_lop": text}
    filled = text_of(fill(word_file("[{{ ten_lop }}]"), sample, shape_of(sample)))
    # the library's own way of writing braces for those who want to see them
    said = text.replace("{_{", "{{").replace("}_}", "}}").replace("{_%", "{%").replace("%_}", "%}")
    assert f"[{said}]" in filled


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_problem_is_a_sentence(language):
    with translation.override(language):
        for code in (
            "not_word", "too_big", "macro", "entities", "outside", "unknown", "is_rows", "no_rows", "too_deep", "filter", "not_allowed",
            "syntax", "broken", "slow",
        ):  # fmt: skip
            said = problem_words({"code": code, "tag": "ten_lop", "near": "ten"})
            assert said.endswith((".", "?"))
            assert "{" not in said


# --- kept ---------------------------------------------------------------------------------------------------------------


@kept()
def world():
    return found_place()


def save(world, unit="huyen", actor=None, content=None, now=NOW, **more):
    return papers.save_template(
        actor=actor, unit=world.units[unit], kind="call", name="mau.docx", now=now, today=TODAY,
        content=word_file("Của đơn vị: {{ ten_lop }}") if content is None else content, **more,
    )  # fmt: skip


def in_use(world, unit="ttct"):
    return papers.template_in_use("call", world.units[unit].pk, TODAY)


@pytest.mark.django_db
def test_a_unit_uses_its_own_else_the_nearest_aboves_else_the_programs(world):
    assert in_use(world).row is None
    district = save(world)
    assert (in_use(world).row, in_use(world).is_own) == (district, False)
    own = save(world, "ttct", now=NOW - timedelta(days=9))
    newer = save(world, "ttct")
    assert (in_use(world).row, in_use(world).is_own) == (newer, True)
    assert in_use(world, "xa-a").row == district
    assert in_use(world, "huyen-khac").row is None
    papers.withdraw_template(actor=None, template=newer, now=NOW, today=TODAY)
    assert in_use(world).row == own
    papers.withdraw_template(actor=None, template=own, now=NOW, today=TODAY)
    assert in_use(world).row == district
    with pytest.raises(papers.TemplateWithdrawn):
        papers.withdraw_template(actor=None, template=own, now=NOW, today=TODAY)


@pytest.mark.django_db
def test_the_programs_own_follows_the_layout_of_the_unit(world):
    unit = world.units["ttct"]
    assert "ĐẢNG CỘNG SẢN" in text_of(papers.content_in_use("call", unit.pk, TODAY))
    org.record_fact(
        actor=None, unit=unit, value=org.Layout(org.PaperLayout.STATE), valid_from=TODAY - timedelta(days=1)
    )
    assert "ĐẢNG CỘNG SẢN" not in text_of(papers.content_in_use("call", unit.pk, TODAY))


@pytest.mark.django_db
def test_a_refused_file_leaves_what_was_used_and_writes_nothing(world):
    kept = save(world)
    entries = journal.list_entries().count()
    with pytest.raises(papers.TemplateRefused) as refused:
        save(world, content=word_file("{{ ten_lo }} {{ 7 * 7 }}"))
    said = str(refused.value)
    assert "có phải “ten_lop”?" in said
    assert "Mẫu đang dùng vẫn giữ nguyên" in said
    assert in_use(world).row == kept
    assert journal.list_entries().count() == entries


@pytest.mark.django_db
def test_who_may_edit_and_see_templates(world):
    with pytest.raises(access.NotAllowed):
        save(world, actor=world.commune)
    with pytest.raises(access.NotAllowed):
        save(world, "huyen", actor=world.centre)
    row = save(world, "ttct", actor=world.centre)
    assert papers.get_template_for(world.centre, row.uuid, TODAY) == row
    with pytest.raises(papers.TemplateNotFound):
        papers.get_template_for(world.commune, row.uuid, TODAY)
    with pytest.raises(papers.TemplateNotFound):
        papers.get_template_for(world.outsider, row.uuid, TODAY)


@pytest.mark.django_db
def test_which_template_costs_the_same_at_one_and_three(world, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            save(world)
        with django_assert_num_queries(2):
            papers.templates_in_use(world.units["ttct"].pk, TODAY)
