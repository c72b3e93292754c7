"""English is complete, both languages fill the same places, and what the libraries say is said in Vietnamese too."""

import inspect
import re
from pathlib import Path

import polib
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.contrib.auth import password_validation
from django.core import validators
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

LOCALE = Path(__file__).parents[2] / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
PLACES = re.compile(r"%\([a-z_0-9]+\)[sdr]|%[sd]\b|\{[a-z_]+[^}]*\}|%%")
COUNTED = re.compile(r"%\((n|num|count|counter)\)[sd]|%d|\{(n|count|days)\}")
VIETNAMESE_LETTERS = re.compile("[ạảãăằắẳẵặầấẩẫậẹẻẽềếểễệỉĩịọỏõồốổỗộơờớởỡợụủũưừứửữựỳỷỹỵđ]", re.IGNORECASE)
# Words of the data or of an office's file, which English quotes as they are.
QUOTED = re.compile(r"“[^”]*”|Example: .*|Họ và tên|Nữ|khóa|đồng chí")
# Said about mail, telephone, keys and other sign-in that this program does not have.
ELSEWHERE = re.compile("email|phone|reset token|authentication until", re.IGNORECASE)


def entries():
    return [
        pytest.param(path, id=path.parent.parent.name) for path in CATALOGUES if path.parent.parent.name in {"en", "vi"}
    ]


def said_by(entry):
    return [said for said in (entry.msgstr, *entry.msgstr_plural.values()) if said]


def test_no_sentence_goes_by_a_name_that_the_collector_does_not_know():
    """`gettext` under another name than `_` would be said in Vietnamese for ever."""
    source = Path(__file__).parents[2] / "src"
    known = re.compile(r"\b(\w*gettext\w*) as (?!_\b)\w+")
    assert [str(path) for path in source.rglob("*.py") if known.search(path.read_text("utf-8"))] == []


def test_both_languages_are_there_and_no_other():
    assert {path.parent.parent.name for path in CATALOGUES} == {"en", "vi"}


@pytest.mark.parametrize("path", entries())
def test_catalogue_is_complete(path):
    catalogue = polib.pofile(str(path))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


@pytest.mark.parametrize("path", entries())
def test_translations_fill_the_same_places(path):
    for entry in polib.pofile(str(path)):
        wanted = set(PLACES.findall(entry.msgid)) | set(PLACES.findall(entry.msgid_plural or ""))
        for said in said_by(entry):
            filled = set(PLACES.findall(said))
            assert filled <= wanted, entry.msgid
            # "1 person" may be said without its number; nothing else may be left out.
            left = {place for place in wanted - filled if not (entry.msgid_plural and COUNTED.fullmatch(place))}
            assert not left, entry.msgid


@pytest.mark.parametrize("path", entries())
def test_catalogue_names_no_person_and_no_machine(path):
    text = path.read_text(encoding="utf-8")
    assert "EMAIL@ADDRESS" not in text
    assert not re.search(r"^#: ", text, re.MULTILINE)


def test_english_is_english():
    catalogue = polib.pofile(str(LOCALE / "en" / "LC_MESSAGES" / "django.po"))
    assert [
        said for entry in catalogue for said in said_by(entry) if VIETNAMESE_LETTERS.search(QUOTED.sub("", said))
    ] == []


def library_sentences():
    """The refusals of fields, validators, password rules and the sign-in, lazily, each once."""
    found = {}
    for module in (forms.fields, forms.models, models.fields, validators):
        for _name, one in inspect.getmembers(module, inspect.isclass):
            messages = getattr(one, "default_error_messages", None) or getattr(one, "messages", None)
            said = [*(messages.values() if isinstance(messages, dict) else ()), getattr(one, "message", "")]
            found |= {repr(each): each for each in said if isinstance(each, Promise)}
    for adapter in (DefaultAccountAdapter, DefaultMFAAdapter):
        found |= {repr(each): each for each in adapter.error_messages.values()}
    return list(found.values())


def test_libraries_speak_vietnamese():
    english = []
    for sentence in library_sentences():
        with translation.override("en"):
            source = str(sentence)
        with translation.override("vi"):
            if source and str(sentence) == source and not ELSEWHERE.search(source):
                english.append(source)
    assert english == []


def test_password_rules_speak_vietnamese():
    with translation.override("vi"):
        helps = password_validation.password_validators_help_texts()
    assert helps
    assert all(VIETNAMESE_LETTERS.search(text) for text in helps)
