"""Building the places once, and telling the published answer beside ours."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction

from hocvien.catalogue import api as catalogue
from hocvien.common import clock
from hocvien.demonstration.arithmetic import generate_population
from hocvien.demonstration.constants import (
    COMMUNE_CENTRE,
    COMMUNE_CENTRE_UNIT,
    DEMO_FILE,
    DEMO_TITLE,
    DUC_THO,
    DUC_THO_UNIT,
    MINISTRY,
    MINISTRY_UNIT,
    PLACE_PERIODS,
    PLACE_TITLES,
    PROVINCE_UNIT,
    PUBLISHED,
    PUBLISHED_UNIT,
    SENDING_UNIT,
)
from hocvien.demonstration.data import DemoSummary, PlaceFile, Population, SignIn
from hocvien.demonstration.errors import RealDataHere
from hocvien.demonstration.operations.answers import enter_answers
from hocvien.demonstration.operations.cast import Cast, new_password
from hocvien.demonstration.operations.classes import Office, enter_classes
from hocvien.demonstration.operations.learners import enter_learners
from hocvien.demonstration.operations.lists import PROGRAMME as LIST_PROGRAMME
from hocvien.demonstration.operations.lists import enter_lists
from hocvien.demonstration.operations.ministry import enter_ministry
from hocvien.demonstration.operations.official import enter_district_papers, enter_reviews
from hocvien.demonstration.operations.people import (
    enter_facts,
    enter_lecturers,
    enter_people,
    enter_plans,
    enter_units,
)
from hocvien.demonstration.operations.planning import enter_planning
from hocvien.demonstration.operations.published import enter_history, enter_published
from hocvien.demonstration.operations.reform import enter_province, enter_reform
from hocvien.demonstration.operations.returns import enter_returns
from hocvien.demonstration.operations.seats import enter_seats
from hocvien.demonstration.operations.sendings import enter_sendings
from hocvien.demonstration.operations.study import enter_study
from hocvien.demonstration.queries import read_ministry, read_name_book, read_place, read_population, read_published
from hocvien.eligibility import api as eligibility
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.returns import api as returns

_CENTRE, _EIGHT_MONTHS = "duc-tho-ttct", "2023-8m"

Echo = Callable[[str], None]


def build(*, today: date, echo: Echo) -> DemoSummary:
    """Enter the places unless they are there, and answer the published question. A place is entered whole or not at all."""
    started = time.monotonic()
    told = _read_sign_ins()
    if not told and org.children_ids_as_of(None, today):
        raise RealDataHere
    password = told[0].password if told else new_password()
    built = False
    if org.find_unit(DUC_THO_UNIT) is None:
        echo("Đang nhập dữ liệu mẫu: huyện Đức Thọ năm 2023 …")
        place = read_place(DUC_THO, today)
        told += _enter_place(place, read_population(DUC_THO), DUC_THO_UNIT, password, today)
        # after each place, so that an interrupted build never leaves accounts whose password nobody knows
        _write_sign_ins(told, today)
        built = True
    if org.find_unit(COMMUNE_CENTRE_UNIT) is None:
        echo("Đang nhập dữ liệu mẫu: trung tâm chính trị xã …")
        place = read_place(COMMUNE_CENTRE, today)
        told += _enter_place(place, generate_population(place, read_name_book()), COMMUNE_CENTRE_UNIT, password, today)
        _write_sign_ins(told, today)
        built = True
    if org.find_unit(MINISTRY_UNIT) is None:
        echo("Đang nhập dữ liệu mẫu: đảng bộ một bộ, nhiệm kỳ 2015–2020 …")
        told += _enter_ministry(password)
        _write_sign_ins(told, today)
        built = True
    if org.find_unit(PUBLISHED_UNIT) is None:
        echo("Đang nhập dữ liệu mẫu: số liệu đã công bố …")
        told += _enter_published(password, today)
        _write_sign_ins(told, today)
        built = True
    answer, published, differences = compare_with_published()
    both_ways, apart = ask_both_ways(today)
    seconds = time.monotonic() - started
    return DemoSummary(built, tuple(told), answer, published, differences + apart, both_ways, seconds)


@transaction.atomic
def _enter_place(place: PlaceFile, population: Population, code: str, password: str, today: date) -> list[SignIn]:
    catalogue.load_seed(actor=None)
    eligibility.load_seed(actor=None)
    obligations.load_seed(actor=None)
    returns.load_seed(actor=None)
    units = enter_units(place)
    if place.reform is not None:
        enter_province(place, place.reform)
    enter_facts(place, units, today)
    cast = Cast(place, units)
    cast.enter(password)
    lecturers = enter_lecturers(place, units, cast, today)
    people = enter_people(place, population, units, cast)
    lines = enter_plans(place, units, cast, today)
    enter_classes(Office(place, cast, units, people, lecturers, lines, today), population)
    enter_study(place, units, cast)
    if code == COMMUNE_CENTRE_UNIT:
        enter_planning(place, units, cast, today)
        enter_returns(units, cast, today)
        enter_reviews(units, cast, today)
    if SENDING_UNIT in units:
        enter_sendings(units[SENDING_UNIT], cast, today)
        enter_seats(units[SENDING_UNIT], units, cast, today)
    if code == DUC_THO_UNIT:
        enter_history(cast)
        enter_district_papers(units, cast)
    if (line := lines.get((today.year, LIST_PROGRAMME))) is not None:
        enter_lists(units, cast, line, today)
    if place.reform is not None:
        enter_reform(place, place.reform, cast)
    if code == DUC_THO_UNIT:
        enter_answers(cast, _CENTRE, _EIGHT_MONTHS, today)
    told = cast.sign_ins(password, PLACE_TITLES[code], PLACE_PERIODS.get(code, ""))
    if code == COMMUNE_CENTRE_UNIT:
        told += enter_learners(units[code], password, PLACE_TITLES[code], today, clock.now())
    return told


@transaction.atomic
def _enter_ministry(password: str) -> list[SignIn]:
    place = read_ministry(MINISTRY)
    units = enter_units(place)
    enter_facts(place, units, place.valid_from)
    cast = Cast(place, units)
    cast.enter(password)
    enter_ministry(place, units, cast, read_name_book())
    return cast.sign_ins(password, PLACE_TITLES[MINISTRY_UNIT], PLACE_PERIODS[MINISTRY_UNIT])


@transaction.atomic
def _enter_published(password: str, today: date) -> list[SignIn]:
    place = read_published(PUBLISHED)
    units = enter_units(place)
    enter_facts(place, units, place.valid_from)
    cast = Cast(place, units)
    cast.enter(password)
    enter_published(cast, today)
    return cast.sign_ins(password, PLACE_TITLES[PUBLISHED_UNIT], PLACE_PERIODS[PUBLISHED_UNIT])


def compare_with_published() -> tuple[str, str, tuple[str, ...]]:
    """(our paragraph, the published one, what differs in figures), from the reporting door."""
    raw = yaml.safe_load((DUC_THO / "published.yaml").read_text("utf-8"))
    report = reporting.compute_report(unit=org.get_unit(raw["unit"]), from_=raw["from"], to=raw["to"])
    figures = report.as_json()
    expected = {"totals": raw["totals"], "programmes": raw["programmes"], "joint": raw["joint"]}
    found = {
        "totals": {key: figures["totals"][key] for key in raw["totals"]},
        "programmes": {row["code"]: [row["classes"], row["participations"]] for row in figures["programmes"]},
        "joint": {row["code"]: [row["classes"], row["participations"]] for row in figures["joint"]},
    }
    differences = tuple(
        f"{part} {key}: công bố {expected[part].get(key)}, chương trình {found[part].get(key)}"
        for part in expected
        for key in {**expected[part], **found[part]}
        if expected[part].get(key) != found[part].get(key)
    )
    return reporting.paragraph(report), raw["text"], differences


def ask_both_ways(today: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(the published period by the structure of then and through that of today, a line each; what differs), of the district and its province."""
    raw = yaml.safe_load((DUC_THO / "published.yaml").read_text("utf-8"))
    lines, apart = [], []
    for code in (raw["unit"], PROVINCE_UNIT):
        asked = {"unit": org.get_unit(code), "from_": raw["from"], "to": raw["to"]}
        then, now = reporting.compute_report(**asked), reporting.compute_report(**asked, seen_on=today)
        for words, report in (("khi đó (then)", then), ("hiện nay (now)", now)):
            senders = " + ".join(f"{row.participations} {row.name}" for row in report.by_sending_unit)
            lines.append(
                f"{report.unit_name}, theo tổ chức {words}: {report.classes} lớp, {report.totals.participations} lượt = {senders}"
            )
        if (then.classes, then.totals) != (now.classes, now.totals):
            apart.append(f"{code}: khi đó {then.classes} lớp, {then.totals}, hiện nay {now.classes} lớp, {now.totals}")
    return tuple(lines), tuple(apart)


def _demo_file() -> Path:
    return Path(settings.DATA_DIR) / DEMO_FILE


def _read_sign_ins() -> list[SignIn]:
    path = _demo_file()
    if not path.exists():
        return []
    return [
        SignIn(**entry | {"role_codes": tuple(entry["role_codes"])})
        for entry in json.loads(path.read_text("utf-8"))["accounts"]
    ]


def _write_sign_ins(told: list[SignIn], today: date) -> None:
    path = _demo_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    content = {"title": DEMO_TITLE, "today": today.isoformat(), "accounts": [asdict(sign_in) for sign_in in told]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8")
