"""Count the demonstration's figures from its data files alone, to hold against what the program answers.

    python tools/count_demo.py 2023-01-01 2023-08-31 --unit duc-tho

Deliberately simple and independent: it reads four files and imports nothing of the program. Dates are inclusive. Joint classes are those run
with a partner in which the unit, or one below it, opens, hosts, teaches or is the partner; they are told while they run. The unit's own classes
are the others opened by it or below it. Sent are its people in classes opened outside it.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "src/hocvien/demonstration/data_files/duc_tho_2023"

NAMES = {
    "NTVD": "Bồi dưỡng nhận thức về Đảng",
    "DVM": "Bồi dưỡng đảng viên mới",
    "NVCTD": "Bồi dưỡng nghiệp vụ công tác đảng",
    "DOAN": "Bồi dưỡng cán bộ đoàn",
    "SCLLCT": "Sơ cấp lý luận chính trị",
    "TCLLCT": "Trung cấp lý luận chính trị",
}


def read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def within(units: dict[str, Any], code: str | None, top: str) -> bool:
    """Whether a unit is `top` or stands below it."""
    while code:
        if code == top:
            return True
        code = units[code]["parent"]
    return False


def falls(entry: dict[str, Any], first: date, last: date, basis: str) -> bool:
    """Whether a class belongs to the period on this basis."""
    opened: date = entry["opened_on"]
    closed: date = entry["closes_on"]
    if basis == "opened":
        return first <= opened <= last
    if basis == "finished":
        return first <= closed <= last
    return opened <= last and closed >= first


def lines(
    classes: list[dict[str, Any]],
    by_class: dict[str, list[str]],
    sex_of: dict[str, str],
    partner_of: Callable[[dict[str, Any]], str] | None = None,
) -> list[dict[str, Any]]:
    """One line a programme."""
    grouped = defaultdict(list)
    for entry in classes:
        grouped[entry["programme"], partner_of(entry) if partner_of else ""].append(entry)
    result = []
    for (programme, with_whom), group in sorted(grouped.items()):
        people = [person for entry in group for person in by_class[entry["code"]]]
        line = {"code": programme, "name": NAMES[programme]}
        if partner_of:
            line["partner"] = with_whom
        line["classes"] = len(group)
        line["participations"] = len(people)
        line["persons"] = len(set(people))
        if not partner_of:
            line["female"] = sum(sex_of[person] == "female" for person in set(people))
        result.append(line)
    return result


def part_of(units: dict[str, Any], entry: dict[str, Any], unit: str, basis: str) -> tuple[str, str]:
    """Whether a class is joint, own or somebody else's for the unit, and on which basis it is counted."""
    roles = (entry["opened_by"], entry["hosted_by"], entry["taught_by"], entry.get("joint_with"))
    if entry.get("joint_with") and any(within(units, code, unit) for code in roles):
        return "joint", "finished" if basis == "finished" else "running"
    return ("own" if within(units, entry["opened_by"], unit) else "sent"), basis


def count(unit: str, first: date, last: date, basis: str = "opened") -> dict[str, Any]:
    """The figures of a unit and period as one dictionary."""
    units = {entry["code"]: entry for entry in yaml.safe_load((FOLDER / "units.yaml").read_text("utf-8"))["units"]}
    classes = yaml.safe_load((FOLDER / "classes.yaml").read_text("utf-8"))["classes"]
    sex_of = {row["key"]: row["sex"] for row in read_rows("people.csv")}
    admitted, sent_people = defaultdict(list), defaultdict(list)
    for row in read_rows("enrolments.csv"):
        if row["status"] == "admitted":
            admitted[row["class"]].append(row["person"])
            if within(units, row["sent_by"], unit):
                sent_people[row["class"]].append(row["person"])

    parts = defaultdict(list)
    for entry in classes:
        part, counted_by = part_of(units, entry, unit, basis)
        if (part != "sent" or sent_people[entry["code"]]) and falls(entry, first, last, counted_by):
            parts[part].append(entry)

    def partner(entry: dict[str, Any]) -> str:
        """The name of the first unit of a joint class that stands outside the one asked."""
        roles = [entry["joint_with"], entry["opened_by"], entry["hosted_by"], entry["taught_by"]]
        outside = [code for code in roles if not within(units, code, unit)]
        return str(units[(outside or roles)[0]]["name"])

    people = [person for entry in parts["own"] for person in admitted[entry["code"]]]
    return {
        "unit": unit,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "basis": basis,
        "totals": {
            "classes": len(parts["own"]),
            "participations": len(people),
            "persons": len(set(people)),
        },
        "programmes": lines(parts["own"], admitted, sex_of),
        "joint": lines(parts["joint"], admitted, sex_of, partner),
        "sent": lines(parts["sent"], sent_people, sex_of, lambda entry: units[entry["opened_by"]]["name"]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=date.fromisoformat)
    parser.add_argument("last", type=date.fromisoformat)
    parser.add_argument("--unit", default="duc-tho")
    parser.add_argument("--basis", choices=["opened", "running", "finished"], default="opened")
    chosen = parser.parse_args()
    print(
        json.dumps(
            count(chosen.unit, chosen.first, chosen.last, chosen.basis),
            ensure_ascii=False,
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
