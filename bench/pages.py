"""Server time and query count of the main pages over a large generated installation.

Rows below the doors are written in bulk with the models on purpose: the doors are measured by their own tests, this measures reading.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bench.start import start

TODAY = date(2026, 9, 8)
MOST_QUERIES = 20
WARM_UPS = 2
REQUESTS = 20
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLES = "Văn Thị Đức Minh Ngọc Thanh Hữu Xuân Thu Quang".split()
GIVENS = "Anh Bình Chi Dũng Giang Hà Hải Hạnh Hòa Hùng Hương Khánh Lan Linh Long Mai Nam Nga Phương Quân Sơn Thảo Trang Tuấn Vân Yến".split()


def main() -> int:
    """Fill, measure, print one table; 1 when a page asks more than MOST_QUERIES queries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--classes", type=int, default=1_000)
    options = parser.parse_args()
    _place = start(TODAY)
    from django.db import connection

    started = time.perf_counter()
    made = fill(options.people, options.classes)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(
        f"\n{connection.vendor}: {made['people']:,} people, {made['classes']:,} classes, "
        f"{made['participations']:,} participations; filled in {time.perf_counter() - started:.0f} s"
    )
    return measure(made)


def fill_place(people_count: int) -> dict:
    """A province of 10 districts × 20 communes × 10 cells with its people, and an account with every role there."""
    """A province of 10 districts × 20 communes × 10 cells, its people and classes; returns what the pages need."""
    from hocvien.access import api as access
    from hocvien.catalogue import api as catalogue
    from hocvien.common.text import fold, sort_key
    from hocvien.eligibility import api as eligibility
    from hocvien.org import api as org
    from hocvien.people import models as p

    rng = Random(2026)
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)
    born = date(2010, 1, 1)
    new = [org.NewUnit(code="tinh", name="Tỉnh ủy mẫu", kind="province_committee", valid_from=born)]
    for d in range(10):
        new.append(
            org.NewUnit(
                code=f"h{d}", name=f"Huyện ủy {d}", kind="district_committee", valid_from=born, parent_code="tinh"
            )
        )
        new.append(
            org.NewUnit(
                code=f"h{d}-tt",
                name=f"Trung tâm chính trị {d}",
                kind="political_centre",
                valid_from=born,
                parent_code=f"h{d}",
            )
        )
        for x in range(20):
            new.append(
                org.NewUnit(
                    code=f"h{d}-x{x}",
                    name=f"Đảng ủy xã {d}.{x}",
                    kind="commune_committee",
                    valid_from=born,
                    parent_code=f"h{d}",
                )
            )
            new += [
                org.NewUnit(
                    code=f"h{d}-x{x}-c{k}",
                    name=f"Chi bộ {d}.{x}.{k}",
                    kind="cell",
                    valid_from=born,
                    parent_code=f"h{d}-x{x}",
                )
                for k in range(10)
            ]
    units = {u.code: u for u in org.found_units(actor=None, units=new)}
    cells = [u for code, u in units.items() if "-c" in code]
    rows = []
    for n in range(people_count):
        sex = "female" if rng.random() < 0.45 else "male"
        name = f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES)} {rng.choice(GIVENS)}"
        admitted = born + timedelta(days=rng.randrange(5000))
        rows.append(
            p.Person(
                full_name=name,
                name_folded=fold(name),
                name_key=sort_key(name),
                birth_on=date(1965, 1, 1) + timedelta(days=rng.randrange(14000)),
                sex=sex,
                ethnicity="Kinh",
                education="university",
                admitted_on=admitted,
                official_on=admitted + timedelta(days=366),
                is_generated=True,
            )
        )
        if len(rows) == 5000 or n == people_count - 1:
            p.Person.objects.bulk_create(rows)
            p.Belonging.objects.bulk_create(
                [
                    p.Belonging(person=row, unit=cells[(n + i) % len(cells)], kind="official_cell", valid_from=born)
                    for i, row in enumerate(rows)
                ]
            )
            rows = []
    people_ids = list(p.Person.objects.order_by("pk").values_list("pk", flat=True))
    home_cell = dict(p.Belonging.objects.values_list("person_id", "unit_id"))
    user = access.open_account(actor=None, username="clerk", full_name="Giáo vụ mẫu", password=None)
    for role in access.Role.values:
        access.give_grant(actor=None, user=user, role=role, unit=units["tinh"], valid_from=born)
    return {"units": units, "people_ids": people_ids, "home_cell": home_cell, "user": user}


def fill(people_count: int, class_count: int) -> dict:
    """The place and its classes; returns what the pages need."""
    from hocvien.catalogue import api as catalogue
    from hocvien.classes import models as c
    from hocvien.common.text import fold

    place = fill_place(people_count)
    units, people_ids, home_cell, user = place["units"], place["people_ids"], place["home_cell"], place["user"]
    moment = datetime(2026, 1, 1, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    programmes = [catalogue.get_programme(code) for code in ("NTVD", "DVM", "NVCTD", "DOAN")]
    participations = 0
    last = None
    for n in range(class_count):
        centre = units[f"h{n % 10}-tt"]
        programme = programmes[n % 4]
        opens = date(2026, 1, 5) + timedelta(days=n % 250)
        name = f"Lớp {programme.name.lower()} số {n}"
        status = "finished" if opens + timedelta(days=5) < TODAY else "running"
        row = c.TrainingClass.objects.create(
            code=f"{programme.code}-26-{n:04d}",
            name=name,
            name_folded=fold(name),
            programme=programme,
            curriculum=catalogue.curriculum_as_of(programme.pk, opens),
            opened_by=centre,
            hosted_by=centre,
            taught_by=centre,
            paid_by=centre,
            certified_by=centre,
            outside_plan_decision="QĐ mẫu",
            seats=90,
            opens_on=opens,
            closes_on=opens + timedelta(days=5),
            place="Hội trường",
            head=user,
            status=status,
            is_generated=True,
        )
        chosen = [people_ids[(n * 84 + i) % len(people_ids)] for i in range(84)]
        nominations = c.Nomination.objects.bulk_create(
            [
                c.Nomination(
                    training_class=row,
                    person_id=pk,
                    sending_unit_id=home_cell[pk],
                    status="admitted",
                    verdict="met",
                    judged_on=opens,
                    proposed_by=user,
                    proposed_at=moment,
                )
                for pk in chosen
            ]
        )
        taken = c.Participation.objects.bulk_create(
            [
                c.Participation(
                    training_class=row,
                    person_id=x.person_id,
                    nomination=x,
                    sending_unit_id=x.sending_unit_id,
                    group=1 + i // 13,
                    admitted_on=opens,
                )
                for i, x in enumerate(nominations)
            ]
        )
        participations += len(taken)
        sessions = c.Session.objects.bulk_create(
            [
                c.Session(
                    training_class=row,
                    on=opens + timedelta(days=i // 2),
                    half=("1_morning", "2_afternoon")[i % 2],
                    title=f"Bài {i // 2 + 1}",
                    roll_recorded_at=moment if i < 9 else None,
                )
                for i in range(10)
            ]
        )
        c.RollMark.objects.bulk_create(
            [
                c.RollMark(session=s, participation=x, status="present" if (i + j) % 23 else "absent_with_leave")
                for j, s in enumerate(sessions[:9])
                for i, x in enumerate(taken)
            ]
        )
        last = (row, sessions[-1])
    return {
        "people": people_count,
        "classes": class_count,
        "participations": participations,
        "user": user,
        "class": last[0].uuid,
        "session": last[1].uuid,
    }


def measure(made: dict) -> int:
    """Ask the main pages, with the sets of people made that the worker keeps."""
    from hocvien.directory import api as directory

    for _done in directory.make_sets(on=TODAY):
        pass
    scope = "?unit=tinh&period=2026"
    frozen = freeze_year(made["user"])
    return measure_pages(
        made["user"],
        [
            ("home", f"/{scope}"),
            ("people list", f"/people/{scope}"),
            ("people list, name sought", f"/people/{scope}&q=nguyen+van+hoa"),
            ("people list, a commune", "/people/?unit=h3-x7&period=2026"),
            ("class list", f"/classes/{scope}"),
            ("class page", f"/classes/{made['class']}/{scope}"),
            ("roll", f"/classes/{made['class']}/roll/{made['session']}/{scope}"),
            ("report, a year of the province", f"/reports/{scope}"),
            ("report, a commune", "/reports/?unit=h3-x7&period=2026"),
            ("measures by programme", f"/reports/breakdown/{scope}&rows=programme"),
            ("measures by branch and sex", f"/reports/breakdown/{scope}&rows=sender_branch&columns=sex"),
            ("measures by age, a commune", "/reports/breakdown/?unit=h3-x7&period=2026&rows=age_band"),
            ("compared with last year", f"/reports/breakdown/{scope}&rows=month&compare=last_year"),
            ("questions kept", f"/reports/questions/{scope}"),
            ("a fixed answer and what changed", f"/reports/frozen/{frozen}/{scope}"),
            ("official papers", f"/reports/papers/{scope}"),
            ("returns", f"/returns/{scope}"),
            ("forms of returns", f"/returns/forms/{scope}"),
        ],
    )


def freeze_year(user: object) -> str:
    """A table of the year by programme and sex, fixed with its facts; the uuid of the answer."""
    from hocvien.common import clock
    from hocvien.org import api as org
    from hocvien.reporting import api as reporting

    unit = org.get_unit("tinh")
    frozen = reporting.freeze_answer(
        actor=user,
        unit=unit,
        question=reporting.ask(unit=unit, from_=date(2026, 1, 1), to=date(2026, 12, 31), known_on=TODAY),
        breakdowns=[reporting.Breakdown(("classes", "participations", "persons"), rows="programme", columns="sex")],
        title="Năm 2026",
        now=clock.now(),
        on=TODAY,
    )
    return str(frozen.uuid)


def measure_pages(user: object, asked_for: list[tuple[str, str]]) -> int:
    """Ask each page as this account and print its line, the sign-in first; 1 when one fails or asks more than MOST_QUERIES queries."""
    from django.conf import settings
    from django.core.signals import request_started
    from django.db import connection, reset_queries
    from django.test import Client

    # each request would otherwise empty the log it is counted by
    request_started.disconnect(reset_queries)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    signed_in, anonymous = Client(), Client()
    signed_in.force_login(user)
    pages: list[tuple[str, Client, str]] = [("sign-in", anonymous, "/account/login/")]
    pages += [(label, signed_in, url) for label, url in asked_for]
    failed = 0
    base = None
    print(f"{'page':34} {'p50 ms':>8} {'p95 ms':>8} {'/sign-in':>8} {'queries':>8} {'KB':>6}")
    for label, client, url in pages:
        asked: Callable = lambda client=client, url=url: client.get(url)  # noqa: E731
        for _ in range(WARM_UPS):
            response = asked()
        if response.status_code != 200:
            print(f"{label:34} answered {response.status_code}")
            failed += 1
            continue
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        asked()
        queries = len(connection.queries_log)
        connection.force_debug_cursor = False
        times = []
        for _ in range(REQUESTS):
            started = time.perf_counter()
            asked()
            times.append((time.perf_counter() - started) * 1000)
        p50 = statistics.median(times)
        p95 = sorted(times)[int(len(times) * 0.95) - 1]
        base = base or p50
        note = "  more than 20 queries" if queries > MOST_QUERIES else ""
        failed += bool(note)
        print(
            f"{label:34} {p50:8.1f} {p95:8.1f} {p50 / base:8.1f} {queries:8d} {len(response.content) / 1024:6.0f}{note}"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
