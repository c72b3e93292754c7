"""One language at a time: an English page holds no sentence of the source, a Vietnamese one no word of a library.

A visitor with every role follows the links of the program from its first page, each screen once or twice, in both languages;
then sends every form found empty, for the refusals. What the data says (names of units, people, programmes, classes) is not
the program's text and may be Vietnamese anywhere.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import polib
import pytest
import xlsxwriter
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.functional import Promise

from hocvien.access import api as access
from hocvien.exchange.constants import HEADERS
from hocvien.people import api as people
from hocvien.web.shell import nav
from tests import scenarios

# Asked for by every test, so that the module's fixture finds a database of the tests and never the real one.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

ENGLISH = polib.pofile(str(Path(__file__).parents[2] / "locale" / "en" / "LC_MESSAGES" / "django.po"))
VIETNAMESE_LETTERS = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
ENGLISH_WORDS = re.compile(
    r"\b(the|this|that|is|are|was|not|of|and|for|with|your|please|enter|select|valid|required|must|choose|add|save)\b",
    re.IGNORECASE,
)
PLACES = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+[^}]*\}")
# Text the program sets, as against what the data fills in.
CHROME = {"th", "button", "label", "legend", "summary", "dt", "option"}
# Screens of a class differ with its step; of the others one is like the next.
VISITS = {"classes": 2}
PASSES_BY = {"account_logout", "account:language", "administration:backup-make"}
AREAS = {"home", "units", "persons", "programmes", "plans", "classes", "certificates", "reports", "administration"}
ROLES = ("clerk", "class_head", "unit_officer", "committee_office", "inspector", "administrator")


ROSTER = ([names[0] for names in HEADERS.values()], ["Nguyễn Văn Mới", "31/02/1990", "x", *["?"] * (len(HEADERS) - 3)])
ROSTER_WORDS = {"danh-sach.xlsx", "Danh sách", *(value for row in ROSTER for value in row)}


@dataclass
class Page:
    url: str
    name: str
    texts: list[tuple[str, str]] = field(default_factory=list)  # (element, text)
    links: list[str] = field(default_factory=list)
    forms: bool = False


class Reader(HTMLParser):
    """The texts of a page with the element they stand in, its links, and whether it holds a form of its own."""

    ATTRIBUTES = ("title", "placeholder", "aria-label", "alt")
    VOID = {"br", "img", "input", "link", "meta", "hr", "col", "wbr"}

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open: list[str] = []
        self.mute = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
            # Parts that say themselves to be in another language (the switch, names) are not read.
            self.mute = self.mute + 1 if self.mute or ("lang" in given and tag != "html") else 0
        if not self.mute:
            self.page.texts += [(f"{tag}@{name}", given[name]) for name in self.ATTRIBUTES if given.get(name)]
        if tag == "a" and given.get("href"):
            self.page.links.append(given["href"])
        if tag == "form" and given.get("method", "").lower() == "post" and not given.get("action"):
            self.page.forms = True

    def handle_endtag(self, tag):
        while self.open:
            self.mute = max(self.mute - 1, 0)
            if self.open.pop() == tag:
                break

    def handle_data(self, data):
        text = " ".join(data.split())
        if text and not self.mute and not {"script", "style", "svg"} & set(self.open):
            inside = next((tag for tag in reversed(self.open) if tag in CHROME), self.open[-1] if self.open else "")
            self.page.texts.append((inside, text))


def read(url: str, name: str, response) -> Page:
    page = Page(url, name)
    Reader(page).feed(response.content.decode())
    return page


@dataclass
class Office:
    """What was found by following the links in each language, and the words that are data."""

    pages: dict[str, list[Page]]
    data: set[str]

    def data_on(self, page: Page) -> set[str]:
        """The screens of an import also show the file: its name, sheets, heads and cells."""
        return self.data | ROSTER_WORDS if page.name.startswith("persons:roster-") else self.data


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker, tmp_path_factory):
    """A class on each step of its way, a plan, lecturers, certificates; seen by somebody who has every role."""
    today = scenarios.CLOSES.isoformat()
    with (
        django_db_blocker.unblock(),
        translation.override("vi"),
        override_settings(HOCVIEN_TODAY=today, DATA_DIR=tmp_path_factory.mktemp("data")),
        transaction.atomic(),
    ):
        world = found_office()
        cache.clear()
        pages = {language: follow(visitor(world.everybody, language)) for language in ("vi", "en")}
        yield Office(pages, words_of_the_data())
        transaction.set_rollback(True)


def found_office():
    world = scenarios.found_place()
    line = scenarios.approved_line(world)
    scenarios.add_lecturer(world)
    done = scenarios.open_class(world, plan_line_id=line.pk, outside_plan_decision="")
    joined = scenarios.admit_people(world, done, 3)
    scenarios.teach(world, done, absent={1: joined[:1]})
    scenarios.enter(world, done, joined)
    scenarios.recognise(world, done)
    scenarios.issue(world, done)
    fresh = scenarios.open_class(world, name="Lớp thứ hai")
    scenarios.approved_list(world, fresh, 2)
    mixed = [
        *scenarios.add_candidates(world, 1),
        *scenarios.add_candidates(world, 1, education=""),
        *scenarios.add_members(world, 1),
    ]
    scenarios.propose(world, fresh, mixed)
    user = scenarios.give_account(world, "everybody", *[(role, "tinh") for role in ROLES])
    user.set_password("bay-con-cho-sua-trang")
    user.save()
    return world


def visitor(user, language):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["hocvien_language"] = language
    return client


def bad_roster():
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        for at, row in enumerate(ROSTER):
            sheet.write_row(at, 0, row)
    return SimpleUploadedFile("danh-sach.xlsx", stream.getvalue())


def follow(client) -> list[Page]:
    """The pages reached from the first one, each screen once or twice, and what its forms answer when sent empty."""
    queue, seen, visits, pages = ["/", "/account/password/", "/account/second-factor/"], set(), {}, []
    uploaded = client.post(
        reverse("persons:roster-upload"), {"unit": "xa-a", "file": bad_roster()}
    )  # for the screens of an import
    if uploaded.status_code == 302:
        queue.append(uploaded.url)
    while queue:
        url = urldefrag(queue.pop(0)).url
        if url in seen or "export=" in url:
            continue
        seen.add(url)
        try:
            name = resolve(urlsplit(url).path).view_name
        except Resolver404:
            continue
        if name in PASSES_BY or visits.get(name, 0) >= VISITS.get(name.split(":")[0], 1):
            continue
        visits[name] = visits.get(name, 0) + 1
        response = client.get(url, follow=True)
        assert response.status_code < 500, url
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        pages.append(read(url, name, response))
        queue += [urljoin(url, link) for link in pages[-1].links if not link.startswith(("http", "mailto", "data"))]
    for page in [page for page in pages if page.forms]:
        with transaction.atomic():
            response = client.post(page.url, {})
            transaction.set_rollback(True)
        if response.status_code in {200, 409, 422} and response.headers["Content-Type"].startswith("text/html"):
            pages.append(read(f"POST {page.url}", page.name, response))
    return pages


def words_of_the_data() -> set[str]:
    """Every text value in the database."""
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("hocvien."):
            continue
        texts = [f.attname for f in model._meta.fields if isinstance(f, models.CharField | models.TextField)]
        for row in model._default_manager.values_list(*texts) if texts else ():
            found.update(" ".join(str(value).split()) for value in row if value)
    return found


def sentences() -> tuple[set[str], list[re.Pattern[str]]]:
    """What the source says and English says otherwise: whole, and with places filled in."""
    whole, filled = set(), []
    for entry in ENGLISH:
        said = {entry.msgstr, *entry.msgstr_plural.values()}
        if entry.msgid in said or not VIETNAMESE_LETTERS.search(entry.msgid):
            continue
        parts = PLACES.split(entry.msgid)
        if len(parts) == 1:
            whole.add(" ".join(entry.msgid.replace("%%", "%").split()))
        elif len("".join(parts)) > 8:
            filled.append(re.compile(".+".join(re.escape(part) for part in parts) + "$"))
    return whole, filled


def test_every_area_is_reached_and_english_pages_hold_no_sentence_of_the_source(office):
    pages = office.pages["en"]
    reached = {page.name.split(":")[0] for page in pages}
    assert reached >= AREAS
    whole, filled = sentences()
    faults = set()
    for page in pages:
        data = office.data_on(page)
        for inside, text in page.texts:
            if text in data or not VIETNAMESE_LETTERS.search(text):
                continue
            if text in whole or any(pattern.match(text) for pattern in filled):
                faults.add((page.name, inside, text))
    assert not faults


def test_english_headings_buttons_and_labels_have_no_vietnamese_letters(office):
    faults = set()
    for page in office.pages["en"]:
        data = sorted(office.data_on(page), key=len, reverse=True)
        for inside, text in page.texts:
            if inside not in CHROME or not VIETNAMESE_LETTERS.search(text):
                continue
            left = text
            for value in data:
                left = left.replace(value, "")
            if VIETNAMESE_LETTERS.search(left):
                faults.add((page.name, inside, text))
    assert not faults


def test_vietnamese_pages_hold_no_english(office):
    faults = {
        (page.name, inside, text)
        for page in office.pages["vi"]
        for inside, text in page.texts
        if ENGLISH_WORDS.search(text) and not VIETNAMESE_LETTERS.search(text) and text not in office.data
        # what is typed into a Word template to repeat a row
        if not text.startswith("{%tr ")
    }
    assert not faults


@pytest.mark.parametrize("language", ["vi", "en"])
def test_navigation_and_choices_follow_the_language(language):
    """Labels evaluated when the program starts would stay in the language of that moment."""
    lazy = [item.label for item in nav.ITEMS]
    lazy += [label for choices in (access.Role, people.Sex) for _value, label in choices.choices]
    with translation.override(language):
        said = [str(label) for label in lazy]
    assert any(VIETNAMESE_LETTERS.search(word) for word in said) == (language == "vi")


def test_labels_of_models_choices_and_forms_are_lazy():
    fixed = [
        f"{model._meta.label}.{place}: {label}"
        for model in apps.get_models()
        if model.__module__.startswith("hocvien.")
        for place, label in [
            ("verbose_name", model._meta.verbose_name),
            *((f.name, f.verbose_name) for f in model._meta.fields),
            *((f.name, label) for f in model._meta.fields for _value, label in f.choices or ()),
        ]
        if not isinstance(label, Promise) and VIETNAMESE_LETTERS.search(str(label))
    ]
    assert fixed == []
