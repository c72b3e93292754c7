"""Everybody's obligations computed for a day, and what a unit's page of them costs.

    python -m bench.obligations [--people 1000000]

One INSERT … SELECT for each obligation over everybody, the figures of every unit, a hundred people who changed, and the pages of a province, a district,
a commune and a cell. A fifth of the people hold a post, a twentieth are proposed, one in a hundred was on leave; papers as an office of some years
has them. Rows are written past the doors: computing and reading are what is measured.
"""

import argparse
import importlib
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

from bench.people import BORN, TODAY, insert, persons, units
from bench.start import start

GOAL_SECONDS, GOAL_MS, MOST_QUERIES = 60, 100, 20
NOW = datetime(2026, 9, 8, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
POSTS = {
    "cell_secretary": 25,
    "cell_committee_member": 30,
    "committee_member": 15,
    "committee_secretary": 2,
    "leader": 18,
    "teacher": 10,
}
PROGRAMMES = {
    "cell_secretary": "NVCTD",
    "committee_member": "NVCTD",
    "committee_secretary": "NVCTD",
    "leader": "CNKT",
}
PAGES = (
    "/obligations/?unit={unit}",
    "/obligations/list/?unit={unit}",
    "/obligations/list/?unit={unit}&state=late",
    "/obligations/list/?unit={unit}&due=year&obligation=cell-secretary",
    "/units/{unit}/?unit={unit}",
    "/?unit={unit}",
)


def main() -> int:
    """Fill, compute, measure, print; 1 when a page asks more than MOST_QUERIES queries or the kept rows differ from a new computation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=7)
    options = parser.parse_args()
    _place = start(TODAY)
    from django.db import connection

    started = time.perf_counter()
    user = fill(options.people)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(f"\n{connection.vendor}: {options.people:,} people; filled in {time.perf_counter() - started:.0f} s")
    file_people()
    compute()
    return bring_up() | measure(user, options.requests)


def fill(count: int):
    """A province with its people, posts, papers, leaves, terms and choices; returns an account that sees it all."""
    from hocvien.access import api as access
    from hocvien.catalogue import api as catalogue
    from hocvien.eligibility import api as eligibility
    from hocvien.obligations import api as obligations
    from hocvien.org import api as org
    from hocvien.people import models as p
    from hocvien.records import models as r

    found = {unit.code: unit for unit in org.found_units(actor=None, units=units())}
    cells = [unit.pk for code, unit in found.items() if "-c" in code]
    communes = [unit for code, unit in found.items() if "-x" in code and "-c" not in code]
    for load in (catalogue.load_seed, eligibility.load_seed, obligations.load_seed):
        load(actor=None)
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    for role in access.Role.values:
        access.give_grant(actor=None, user=user, role=role, unit=found["tinh"], valid_from=BORN)
    for at, unit in enumerate([found["tinh"], *communes]):
        # one commune in five has told no term of its own
        if at == 0 or at % 5:
            for year in (2015, 2020, 2025):
                first, last = date(year, 6, 1), date(year + 5, 6, 1)
                org.record_fact(
                    actor=None, unit=unit, value=org.Term(f"{year}–{year + 5}"), valid_from=first, valid_to=last
                )
        if at and at % 4 == 0:
            for code in ("cell-secretary", "committee-member"):
                chosen = {"clock": "year", "valid_from": date(2022, 1, 1), "today": TODAY}
                obligations.choose_clock(actor=None, unit=unit, obligation=obligations.get_obligation(code), **chosen)
    rng = Random(2026)
    insert(p.Person, persons(rng, count))
    ids = range(1, count + 1)
    home = [cells[pk * 7919 % len(cells)] for pk in range(count + 1)]
    insert(
        p.Belonging,
        (
            {
                "person_id": pk,
                "unit_id": home[pk],
                "kind": "proposing_cell" if pk % 20 == 7 else "official_cell",
                "valid_from": BORN,
            }
            for pk in ids
        ),
    )
    # who is proposed is no member, and few members lack the day of admission
    p.Person.objects.extra(where=["MOD(id, 20) = 7"]).update(admitted_on=None, official_on=None, left_party_on=None)
    lacking = p.Person.objects.filter(admitted_on=None).extra(where=["MOD(id, 20) <> 7", "MOD(id, 50) <> 3"])
    lacking.update(admitted_on=date(2005, 3, 1), official_on=date(2006, 3, 1))
    kinds = rng.choices(list(POSTS), list(POSTS.values()), k=count // 5 + 1)
    begun = [date(2016, 1, 1) + timedelta(days=rng.randrange(3900)) for _ in range(count // 5 + 1)]
    insert(
        p.Post,
        (
            {
                "person_id": pk,
                "unit_id": home[pk],
                "kind": kinds[pk // 5],
                "title": "Chức vụ mẫu",
                "valid_from": begun[pk // 5],
            }
            for pk in ids
            if pk % 5 == 0
        ),
    )
    insert(
        p.Leave,
        (
            {"person_id": pk, "kind": "other", "valid_from": first, "valid_to": first + timedelta(days=180)}
            for pk in ids
            if pk % 100 == 5
            for first in (date(2022, 3, 1), date(2025, 10, 1))
        ),
    )
    programmes = {one.code: one.pk for one in catalogue.list_programmes()}
    register = r.Register.objects.create(authority=found["tinh"], code="MAU", year=2020)
    insert(r.Certificate, papers(rng, count, kinds, begun, programmes, register))
    insert(
        r.ExternalTraining,
        (
            {
                "person_id": pk,
                "programme_id": programmes["NVCTD"],
                "title": "Khóa học mẫu",
                "evidence": "certificate",
                "issued_on": date(2024, 1, 1) + timedelta(days=rng.randrange(900)),
                "recorded_at": NOW,
                "confirmed_at": NOW if pk % 3 else None,
            }
            for pk in ids
            if pk % 25 == 0
        ),
    )
    return user


def papers(rng: Random, count: int, kinds: list, begun: list, programmes: dict, register) -> Iterator[dict]:
    """Of two thirds of those with a post, of half of the proposed and of every tenth, on some day of the last years."""
    number = 0
    for pk in range(1, count + 1):
        programme, first = "", date(2019, 1, 1)
        if pk % 5 == 0:
            programme, first = PROGRAMMES.get(kinds[pk // 5], ""), begun[pk // 5] - timedelta(days=300)
        elif pk % 20 == 7:
            programme = "NTVD"
        elif pk % 10 == 1:
            programme = "DVM"
        if not programme or rng.random() < 0.33:
            continue
        number += 1
        day = min(first + timedelta(days=rng.randrange(1800)), TODAY)
        yield {
            "register_id": register.pk,
            "authority_id": register.authority_id,
            "number": number,
            "number_text": "mẫu",
            "programme_id": programmes[programme],
            "person_id": pk,
            "source_uuid": uuid4() if _is_plain() else uuid4().hex,
            "kind": "certificate",
            "title": "Giấy mẫu",
            "programme_title": "Chương trình mẫu",
            "full_name": "Mẫu",
            "issued_on": day,
            "first_issued_on": day,
            "valid_until": date(day.year + 5, day.month, min(day.day, 28)) if programme == "NTVD" else None,
            "authority_name": "Tỉnh ủy mẫu",
            "qr_place": "none",
            "payload": "",
            "created_at": NOW,
        }


def _is_plain() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def file_people() -> None:
    """Make the sets of people, as the worker of every office of this size does; the figures of large units come from them."""
    from hocvien.directory import api as directory

    began = time.perf_counter()
    for _done in directory.make_sets(on=TODAY):
        pass
    print(f"sets of people made in {time.perf_counter() - began:.0f} s")


def compute() -> None:
    """Everybody, each statement by itself."""
    from django.db import connection
    from django.db.models import Count

    from hocvien.obligations import api as obligations
    from hocvien.obligations.models import Standing

    spent: list[tuple[str, float]] = []

    def watch(execute, sql, params, many, context):
        began = time.perf_counter()
        answer = execute(sql, params, many, context)
        if sql.startswith(
            ("INSERT INTO obligations_standing", "WITH here", "DELETE FROM obligations", "ANALYZE", "VACUUM")
        ):
            spent.append((sql[:40], time.perf_counter() - began))
        return answer

    for run in ("first", "again"):
        spent.clear()
        began = time.perf_counter()
        with connection.execute_wrapper(watch):
            rows = obligations.compute_all(on=TODAY)
        taken = time.perf_counter() - began
        mark = " *" if taken > GOAL_SECONDS else ""
        print(f"computed {run}: {rows:,} rows in {taken:.1f} s; the goal is {GOAL_SECONDS} s{mark}")
    names = iter(obligations.list_obligations())
    for beginning, seconds in spent:
        what = next(names).code if "standing" in beginning and beginning.startswith("INSERT") else beginning
        print(f"    {what:32} {seconds:7.1f} s")
    states = dict(Standing.objects.values_list("state").annotate(n=Count("pk")))
    print("   ", ", ".join(f"{state} {number:,}" for state, number in sorted(states.items())))


def bring_up() -> int:
    """A hundred people change; 1 when what is kept then differs from a computation of everybody."""
    from hocvien.obligations import api as obligations
    from hocvien.obligations.models import Standing
    from hocvien.obligations.queries.compiler.statement import COLUMNS
    from hocvien.people.models import Post

    posts = list(Post.objects.order_by("pk")[:100])
    for post in posts:
        post.valid_from = date(2026, 2, 1)
    Post.objects.bulk_update(posts, ["valid_from"])
    began = time.perf_counter()
    done = obligations.bring_up(on=TODAY)
    print(f"a hundred who changed: {(time.perf_counter() - began) * 1000:.0f} ms")

    def kept() -> list:
        touched = [post.person_id for post in posts]
        return list(
            Standing.objects.filter(person_id__in=touched).order_by("person_id", "obligation_id").values_list(*COLUMNS)
        )

    before = kept()
    obligations.compute_all(on=TODAY)
    return 0 if done and before == kept() else 1


def measure(user, requests: int) -> int:
    """Pages of units of every size."""
    from django.conf import settings
    from django.core.signals import request_started
    from django.db import connection, reset_queries
    from django.test import Client

    importlib.import_module("config.wsgi")
    request_started.disconnect(reset_queries)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    client.force_login(user)
    failed = 0
    print(f"{'page':72} {'p50 ms':>7} {'max ms':>7} {'queries':>7}")
    for page in PAGES:
        for unit in ("tinh", "h3", "h3-x7", "h3-x7-c2"):
            url = page.format(unit=unit)
            client.get(url)
            connection.force_debug_cursor = True
            connection.queries_log.clear()
            response = client.get(url)
            queries = len(connection.queries_log)
            slowest = max(connection.queries_log, key=lambda one: float(one["time"]))
            connection.force_debug_cursor = False
            if response.status_code != 200:
                raise SystemExit(f"{url} answered {response.status_code}")
            times = []
            for _ in range(requests):
                began = time.perf_counter()
                client.get(url)
                times.append((time.perf_counter() - began) * 1000)
            p50 = statistics.median(times)
            failed += queries > MOST_QUERIES
            mark = " *" if p50 > GOAL_MS else ""
            print(f"{url:72} {p50:7.1f} {max(times):7.1f} {queries:7d}{mark}")
            if mark:
                print(f"        slowest statement {slowest['time']} s: {slowest['sql'][:300]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
