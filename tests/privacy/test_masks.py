"""No number of anybody, and nothing sensitive, reaches who may not read it: every page, file and answer that role can open is read through.

Somebody whose numbers are known is put into everything; then all links are followed, and every address is tried with what there is.
"""

import io
import re
import zipfile
from collections import Counter, deque
from datetime import date
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from hocvien.classes import api as classes
from hocvien.faculty import api as faculty
from hocvien.journal import api as journal
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.privacy import api as privacy
from hocvien.records import api as records
from tests import scenarios
from tests.contracts.test_routes import walk
from tests.kept import kept

IDENTITY, PHONE, EMAIL = "042190004471", "0918273645", "hoa.tran.44@example.vn"
CARD, PROFILE, TEACHES = "49773311", "331177AB", "0971239876"
NUMBERS = (IDENTITY, PHONE, EMAIL, CARD, PROFILE, TEACHES)
SENSITIVE = ("Xơ Đăng", "17/03/2014", "2014-03-17", "Nghỉ thai sản", "maternity")
# the roles that look and do not keep records
ROLES = ("inspector", "class_head", "administrator")
_MOST_OF_A_SCREEN = 12
# parameters of addresses that say what is shown, not of whom
_KINDS = {"kind", "key", "act", "what", "thing"}
MARKER = "00000000-0000-0000-0000-000000000007"
_LINK = re.compile(r'(?:href|action|data-url|src)="([^"#]+)"')
_NOT_READ = ("/account/", "/static/", "/demo")


@kept(today=date(2026, 6, 20))
def world():
    world = scenarios.found_place()
    training_class, participations = scenarios.finished_class(world, 3)
    person = participations[0].person
    person.sex = "female"
    person.save(update_fields=["sex"])
    changes = {
        "birth": "1990-02-03",
        "identity_number": IDENTITY,
        "phone": PHONE,
        "email": EMAIL,
        "party_card": CARD,
        "profile_number": PROFILE,
        "ethnicity": "Xơ Đăng",
        "admitted_on": date(2014, 3, 17),
        "official_on": date(2015, 3, 17),
    }
    people.update_person(actor=None, person=person, changes=changes)
    people.add_facts(actor=None, person=person, leaves=[people.NewLeave("maternity", date(2026, 6, 1))])
    scenarios.recognise(world, training_class)
    scenarios.issue(world, training_class)
    twin = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name=person.full_name,
            birth="1990-02-03",
            phone=PHONE,
            belongings=(people.NewBelonging(world.units["xa-b-cb1"].pk, "official_cell", scenarios.FOUNDED),),
        ),
    )
    merged = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name=person.full_name,
            birth="1990",
            belongings=(people.NewBelonging(world.units["xa-a-cb1"].pk, "employer", scenarios.FOUNDED),),
        ),
    )
    now = scenarios.at(date(2026, 6, 19))
    people.merge_people(actor=None, survivor=person, merged=merged, now=now)
    people.ask_transfer(actor=None, person=twin, to_unit=world.units["xa-a-cb1"], on=date(2026, 7, 1), now=now)
    people.ask_about_pair(actor=None, person=person, other=twin, now=now)
    open_class = scenarios.open_class(
        world,
        opens_on=date(2026, 7, 1),
        closes_on=date(2026, 7, 5),
        proposals_close_on=date(2026, 6, 28),
        today=date(2026, 6, 20),
    )
    scenarios.add_lecturer(world)
    lecturer = faculty.list_lecturers().first()
    faculty.update_lecturer(actor=None, lecturer=lecturer, changes={"phone": TEACHES})
    privacy.record_request(
        actor=None,
        person=person,
        unit=world.units["xa-a"],
        kind="correct",
        field="phone",
        value=PHONE,
        asked_on=date(2026, 6, 19),
        now=now,
    )
    world.person, world.twin, world.open_class, world.taught = person, twin, open_class, training_class
    for role in ROLES:
        scenarios.give_account(world, role, (role, "tinh"))
    return world


def texts_of(response):
    """The answer as text, and what is packed in it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    found = [unescape(body.decode("utf-8", "replace")), str(response.headers)]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            found += [unescape(packed.read(name).decode("utf-8", "replace")) for name in packed.namelist()]
    return found


def leaks(text, *, numbers=NUMBERS, sensitive=SENSITIVE):
    bare = re.sub(r"(?<=\d)[ .](?=\d)", "", text)
    return [value for value in (*numbers, *sensitive) if value in text or value in bare]


def samples(world):
    """Beginning of an address → the uuids that may stand in it."""
    persons = [world.person.uuid, world.twin.uuid]
    of_class = [
        *classes.TrainingClass.objects.values_list("uuid", flat=True),
        *classes.Participation.objects.filter(person=world.person).values_list("uuid", flat=True),
        *classes.Nomination.objects.filter(person=world.person).values_list("uuid", flat=True),
        *classes.Session.objects.values_list("uuid", flat=True)[:1],
    ]
    moves = [
        *people.Merge.objects.values_list("uuid", flat=True),
        *people.TransferRequest.objects.values_list("uuid", flat=True),
        *people.PairQuestion.objects.values_list("uuid", flat=True),
    ]
    return {
        "/people/": [*persons, *moves],
        "/privacy/": [*persons, *privacy.DataRequest.objects.values_list("uuid", flat=True)],
        "/classes/": of_class,
        "/certificates/": list(records.Certificate.objects.filter(person=world.person).values_list("uuid", flat=True)),
        "/programmes/": list(faculty.list_lecturers().values_list("uuid", flat=True)),
        "/plans/": list(planning.Plan.objects.values_list("uuid", flat=True)),
    }


def tried(world):
    """Every address, with what can stand in it."""
    known = samples(world)
    for name, route, _pattern in walk(get_resolver().url_patterns):
        if name.startswith(("account_", "mfa_")):
            continue
        there = next((uuids for start, uuids in known.items() if route.startswith(start)), [world.person.uuid])
        if route.count(MARKER) == 2:
            yield route.replace(MARKER, str(world.person.uuid), 1).replace(MARKER, str(world.twin.uuid), 1)
        elif MARKER in route:
            for uuid in there:
                yield route.replace(MARKER, str(uuid))
        else:
            yield route


def first_addresses(world):
    """Where the walk begins besides the first page: lists with every column, and searches by what must not be found."""
    columns = "&".join(
        f"cols={name}" for name in ("identity_number", "party_card", "phone", "ethnicity", "admitted_on")
    )
    yield from ("/", f"/people/?{columns}", f"/people/?{columns}&export=xlsx")
    for text in (IDENTITY, IDENTITY[:7], PHONE, CARD[:5], world.person.full_name):
        yield from (f"/people/?q={text}", f"/search/?q={text}", f"/administration/journal/?q={text}")
        for permission in ("person.view", "person.edit", "class.view"):
            yield f"/search/suggest/?kind=person&permission={permission}&q={text}"
    yield from tried(world)


class Walk:
    """Addresses still to be opened, each once; of one screen, besides the first, at most so many by their parameters: a sort more says nothing new."""

    def __init__(self, addresses):
        self.waiting, self.seen, self.shapes = deque(addresses), set(), Counter()
        self.first = set(self.waiting)

    def __iter__(self):
        while self.waiting:
            address = self.waiting.popleft()
            if address in self.seen or address.startswith(_NOT_READ):
                continue
            self.seen.add(address)
            parts = urlsplit(address)
            if parts.scheme:
                continue
            shape = self.screen_of(parts.path)
            self.shapes[shape] += bool(parts.query)
            if address in self.first or self.shapes[shape] <= _MOST_OF_A_SCREEN:
                yield address

    @staticmethod
    def screen_of(path):
        """The screen and what it is about, whichever person, class or unit is looked at."""
        try:
            found = resolve(path)
        except Resolver404:
            return path
        kinds = [str(found.kwargs[key]) for key in sorted(found.kwargs) if key in _KINDS]
        return (found.view_name, *kinds)

    def take_links(self, address, html):
        self.waiting.extend(unescape(link) for link in _LINK.findall(html))
        if "?" not in address and "export=xlsx" in html:
            self.waiting.append(f"{address}?export=xlsx")


def follow(client, world):
    """(address, response) of everything that answers: links followed from the first page, then every address tried."""
    steps = Walk(first_addresses(world))
    for address in steps:
        response = client.get(address)
        assert response.status_code < 500, address
        if response.status_code in {301, 302}:
            steps.waiting.append(response.headers["Location"])
        elif response.status_code == 200:
            yield address, response
            if "text/html" in response.headers.get("Content-Type", ""):
                steps.take_links(address, response.content.decode())


@pytest.mark.parametrize("role", ROLES)
def test_nothing_reaches_who_may_not_read_it(world, role):
    client = Client()
    client.force_login(world.users[role])
    found, read = [], 0
    for address, response in follow(client, world):
        read += 1
        for text in texts_of(response):
            shown = leaks(text)
            # what somebody typed into the search stands in its own box
            shown = [value for value in shown if value not in unquote(address)]
            if shown:
                found.append((address, shown))
    assert not found, "\n".join(f"{address}: {shown}" for address, shown in found[:40])
    assert read > 25
    assert not privacy.looks_at(world.person).exclude(kind="page").exists()


def test_the_walk_would_find_a_number(world):
    """The same walk as somebody who keeps records: it opens numbers, and each look is noted."""
    client = Client()
    client.force_login(world.committee)
    shown = set()
    for _address, response in follow(client, world):
        for text in texts_of(response):
            shown |= set(leaks(text))
    assert {IDENTITY, CARD, PHONE, "Xơ Đăng", "Nghỉ thai sản"} <= shown
    assert privacy.looks_at(world.person).exclude(kind="page").exists()


@pytest.mark.parametrize("permission", ["person.view", "person.edit"])
def test_a_picker_does_not_confirm_a_number_digit_by_digit(world, permission):
    client = Client()
    client.force_login(world.committee)
    ask = "/search/suggest/?kind=person&permission={}&q={}".format
    for length in range(4, len(IDENTITY)):
        assert client.get(ask(permission, IDENTITY[:length])).json()["groups"][0]["hits"] == []
    assert client.get(ask(permission, IDENTITY)).json()["groups"][0]["hits"] != []


def test_the_journal_does_not_confirm_values_either(world):
    client = Client()
    client.force_login(world.users["inspector"])
    for text in (IDENTITY, IDENTITY[:6], PHONE[:6], "Xơ", "maternity"):
        assert "Sửa hồ sơ" not in rows_of(client.get("/administration/journal/", {"q": text}))
    assert "Sửa hồ sơ" in rows_of(client.get("/administration/journal/", {"q": world.person.full_name}))
    assert journal.verify_chain().is_sound


def rows_of(response):
    return " ".join(re.findall(r"<tbody[^>]*>.*?</tbody>", response.content.decode(), re.DOTALL))


def test_leave_is_told_to_others_only_as_being_away(world):
    client = Client()
    client.force_login(world.users["inspector"])
    page = client.get(f"/people/{world.person.uuid}/").content.decode()
    assert "Tạm nghỉ" in page
    assert "Nghỉ thai sản" not in page
