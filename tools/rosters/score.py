"""What is read right of the corpus: makes it, founds the organisation, plans every file and compares with the truth.

python -m tools.rosters.score                     the table, on the screen and into docs/rosters.md
python -m tools.rosters.score --only NAME --show  one file (part of its name), every difference
python -m tools.rosters.score --keep FOLDER       leaves the files and their truth there
python -m tools.rosters.score --hostile           the hostile files instead
python -m tools.rosters.score --held-out          the second set instead, onto the screen alone
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.rosters.hostile import Hostile

DOCUMENT = Path(__file__).parents[2] / "docs" / "rosters.md"
SECONDS = 10
# said beside a value that is right, because a clerk should look at it once more
_REMARKS = frozenset({"identity_padded", "party_card_unusual", "same_name_and_birth"})
Plan = Callable[[bytes, str], dict[str, Any]]


@dataclass(slots=True)
class Score:
    """One file. `silent` values are wrong and nothing says so; `asked` fields are right because a problem stands at the cell."""

    file: str
    shape: str
    people: int
    fields: int = 0
    right: int = 0
    asked: int = 0
    silent: int = 0
    missed: int = 0
    invented: int = 0
    false_problems: int = 0
    headers: tuple[int, int] = (0, 0)
    columns: tuple[int, int] = (0, 0)
    encodings: tuple[int, int] = (0, 0)
    refusal: str = ""
    seconds: float = 0
    differences: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.fields if self.fields else 1.0


def make(folder: Path, only: str = "", *, held_out: bool = False) -> None:
    """Every roster and beside it `NAME.json`, its truth."""
    from tools.rosters.shapes import HELD_OUT, ROSTERS  # noqa: PLC0415 - reads the demonstration's word lists
    from tools.rosters.writers import write  # noqa: PLC0415

    for roster in HELD_OUT if held_out else ROSTERS:
        if only in roster.file:
            book = roster.make(Random(roster.file))
            truth = {"file": roster.file, "shape": roster.shape} | book.truth()
            (folder / roster.file).write_bytes(write(book))
            (folder / f"{roster.file}.json").write_text(
                json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8"
            )


def truths(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def planner() -> Plan:
    """Founds the organisation; gives what reads a file for it, as `hocvien roster plan` prints."""
    from hocvien.exchange import api as exchange  # noqa: PLC0415 - Django must be set up first
    from tools.rosters.place import ON, found  # noqa: PLC0415

    unit = found()
    return lambda content, name: exchange.plan_roster(
        actor=None, content=content, filename=name, unit=unit, on=ON
    ).as_json()


def score_file(truth: dict[str, Any], content: bytes, plan: Plan) -> Score:
    """Read one file and compare."""
    from hocvien.exchange.api import RosterUnreadable  # noqa: PLC0415 - Django must be set up first

    score = Score(truth["file"], truth["shape"], len(truth["people"]))
    started = time.perf_counter()
    try:
        read = plan(content, truth["file"])
    except RosterUnreadable as refusal:
        score.refusal = f"{refusal.code}: {refusal}"
        read = None
    score.seconds = time.perf_counter() - started
    if read is None:
        _refused(score, truth)
    else:
        _compare(score, truth, read)
    return score


def _refused(score: Score, truth: dict[str, Any]) -> None:
    if truth["refused"]:
        return
    score.differences.append(f"refused: {score.refusal}")
    score.missed = score.people
    score.fields = sum(len(_stated(person)) for person in truth["people"])


def _stated(person: dict[str, Any]) -> list[str]:
    from tools.rosters.pages import FIELDS  # noqa: PLC0415

    return [name for name in FIELDS if name in person["cells"] or person[name]]


def _compare(score: Score, truth: dict[str, Any], read: dict[str, Any]) -> None:
    single = score.file.endswith(".csv") or truth["file"] == "van-ban-ten-xls.xls"
    at = (lambda _sheet, row: ("", row)) if single else (lambda sheet, row: (sheet, row))
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for one in read["people"]:
        if one["sheet"] not in truth["unseen"]:
            found.setdefault(at(one["sheet"], one["row"]), []).append(one)
    problems: dict[tuple[str, int], dict[str, list[str]]] = {}
    for problem in read["problems"]:
        row = int("".join(c for c in problem["cell"] if c.isdigit()) or 0)
        problems.setdefault(at(problem["sheet"], row), {}).setdefault(problem["cell"], []).append(problem["code"])
    repeated = {at(d["sheet"], d["row"]) for d in read["duplicates"]}
    if truth["refused"] == "must":
        score.invented = len(read["people"])
        score.differences.append("read, but should have been refused")
        return
    for person in truth["people"]:
        key = at(person["sheet"], person["row"])
        _person(score, person, _taken(found.get(key, []), person), problems, key)
        if person["repeats"] and key not in problems and key not in repeated:
            score.silent += 1
            score.differences.append(f"row {key[1]}: repeats row {person['repeats']} and nobody says so")
    left = [(key, person) for key, people in found.items() for person in people]
    score.invented = len(left)
    for key, person in left:
        score.differences.append(f"invented at {key}: {person['full_name']} {person['birth']}")
    _layout(score, truth, read, single=single)


def _taken(people: list[dict[str, Any]], person: dict[str, Any]) -> dict[str, Any] | None:
    """Whom the reader found in this person's row; where tables stand side by side, the one of this name."""
    at = next((index for index, one in enumerate(people) if one["full_name"] == person["full_name"]), 0)
    if person["beside"] and people and people[at]["full_name"] != person["full_name"]:
        return None
    return people.pop(at) if people else None


def _person(
    score: Score,
    person: dict[str, Any],
    read: dict[str, Any] | None,
    problems: dict[tuple[str, int], dict[str, list[str]]],
    key: tuple[str, int],
) -> None:
    stated = _stated(person)
    here = problems.get(key, {})
    if read is None:
        score.fields += len(stated)
        if ("full_name" in person["doubtful"] or person["beside"]) and here:
            score.right += len(stated)
            score.asked += len(stated)
            return
        score.missed += 1
        score.differences.append(f"missed at {key}: {person['full_name']}")
        return
    where = {cell for name in person["cells"] for cell in person["cells"][name]}
    for name in dict.fromkeys([*stated, *(n for n in person["cells"]), *(n for n in _plain(person) if read[n])]):
        cells = person["cells"].get(name)
        is_asked = _is_asked(problems, key, name, cells, where)
        accepted = person[name] if isinstance(person[name], list) else [person[name]]
        is_right = read[name] in accepted
        score.fields += 1
        if name in person["doubtful"]:
            good = is_asked
        elif name in person["may_ask"]:
            good = is_right or is_asked
        else:
            good = is_right
        score.right += good
        score.asked += good and not is_right
        if not good:
            score.silent += not is_asked
            words = ", ".join(code for cell in (cells or here) for code in here.get(cell, []))
            score.differences.append(
                f"{'asked' if is_asked else 'SILENT'} {key} {name}: {read[name]!r}, truth {accepted!r}"
                f"{' (doubtful)' if name in person['doubtful'] else ''} {words}"
            )
        elif is_right and cells and not (person["doubtful"] or person["may_ask"] or person["repeats"]):
            codes = {c for cell in cells for c in here.get(cell, []) if c not in _REMARKS and not c.startswith("unit")}
            if codes and accepted != [""]:
                score.false_problems += 1
                score.differences.append(f"false problem {key} {name}: {read[name]!r} {sorted(codes)}")


def _plain(person: dict[str, Any]) -> Iterable[str]:
    from tools.rosters.pages import FIELDS  # noqa: PLC0415

    return (name for name in FIELDS if name in person)


def _is_asked(
    problems: dict[tuple[str, int], dict[str, list[str]]],
    key: tuple[str, int],
    name: str,
    cells: list[str] | None,
    where: set[str],
) -> bool:
    """A problem stands at one of the field's cells; where the file has none for it, at any cell of the row that is no other field's.

    A missing unit may be said at any cell of the row: where no column was taken for it, it has none of its own.
    """
    sheet = key[0]
    if name == "unit_name" and any(
        code.startswith("unit") for codes in problems.get(key, {}).values() for code in codes
    ):
        return True
    if cells:
        rows = {int("".join(c for c in cell if c.isdigit())) for cell in cells} | {key[1]}
        return any(set(cells) & set(problems.get((sheet, row), {})) for row in rows)
    return any(cell not in where for cell in problems.get(key, {}))


def _layout(score: Score, truth: dict[str, Any], read: dict[str, Any], *, single: bool) -> None:
    def same(one: str, other: str) -> bool:
        return single or one == other

    blocks = [(sheet, block) for sheet, all_blocks in truth["header_row"].items() for block in all_blocks[:1]]
    hit = [any(same(s["name"], sheet) and s["header_row"] in block for s in read["sheets"]) for sheet, block in blocks]
    score.headers = (sum(hit), len(hit))
    score.differences += [
        f"header of {s}: not at {b}" for (s, b), is_hit in zip(blocks, hit, strict=True) if not is_hit
    ]
    alone = [
        c
        for c in truth["columns"]
        if len(c["fields"]) == 1
        and sum(o["fields"] == c["fields"] for o in truth["columns"] if o["sheet"] == c["sheet"]) == 1
    ]
    hits = 0
    for column in alone:
        is_hit = any(
            same(c["sheet"], column["sheet"]) and c["letter"] == column["letter"] and c["field"] == column["fields"][0]
            for c in read["columns"]
        )
        hits += is_hit
        if not is_hit:
            score.differences.append(
                f"column {column['sheet']}!{column['letter']} {column['header']!r}: not {column['fields'][0]}"
            )
    score.columns = (hits, len(alone))
    worded = {"full_name", "unit_name", "post", "ethnicity"}
    old = [c for c in truth["columns"] if c["encoding"] in {"tcvn3", "vni"} and worded & set(c["fields"])]
    hits = 0
    for column in old:
        is_hit = any(
            same(e["sheet"], column["sheet"])
            and e["letter"] == column["letter"]
            and column["encoding"] in str(e["from"]).lower()
            for e in read["encoding"]
        )
        hits += is_hit
        if not is_hit:
            score.differences.append(f"encoding of {column['sheet']}!{column['letter']}: not {column['encoding']}")
    score.encodings = (hits, len(old))


def score_corpus(folder: Path, plan: Plan, only: str = "") -> list[Score]:
    return [
        score_file(truth, (folder / truth["file"]).read_bytes(), plan)
        for truth in truths(folder)
        if only in truth["file"]
    ]


@dataclass(frozen=True, slots=True)
class HostileEnd:
    """How a hostile file ended: refused (`code`, `sentence`), or read."""

    file: str
    why: str
    ends: str
    code: str
    outcome: str
    sentence: str
    seconds: float

    @property
    def is_good(self) -> bool:
        is_refused = self.outcome == "refused" and self.sentence.startswith(self.code)
        return is_refused or (self.ends == "either" and self.outcome == "read")


def try_hostile(plan: Plan, cases: "Iterable[Hostile]") -> list[HostileEnd]:
    """Each case made, read and let go of before the next."""
    from hocvien.exchange.api import RosterUnreadable  # noqa: PLC0415 - Django must be set up first

    ends = []
    for case in cases:
        content = case.make()
        started = time.perf_counter()
        try:
            read = plan(content, case.file)
            outcome, sentence = "read", f"{len(read['people'])} people, {len(read['problems'])} problems"
        except RosterUnreadable as refusal:
            outcome, sentence = "refused", f"{refusal.code}: {refusal}"
        except Exception as error:  # noqa: BLE001 - whatever else it is, it is the defect that is looked for
            outcome, sentence = "CRASHED", repr(error)[:200]
        ends.append(
            HostileEnd(case.file, case.why, case.ends, case.code, outcome, sentence, time.perf_counter() - started)
        )
    return ends


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}" if pair[1] else "–"


def total(scores: list[Score]) -> Score:
    whole = Score("Total", f"{len(scores)} files", sum(s.people for s in scores))
    for name in ("fields", "right", "asked", "silent", "missed", "invented", "false_problems"):
        setattr(whole, name, sum(getattr(s, name) for s in scores))
    for name in ("headers", "columns", "encodings"):
        setattr(whole, name, tuple(sum(getattr(s, name)[i] for s in scores) for i in (0, 1)))
    return whole


def as_table(scores: list[Score]) -> str:
    """Markdown, aligned enough to be read on a terminal too."""
    lines = [
        "| File | Shape | People | Fields | Right | Asked | Silent wrong | Missed | Invented | Needless | Header | Columns | Encodings |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for s in [*scores, total(scores)]:
        shape = s.shape.replace("|", "\\|") + (f" (refused: {s.refusal.partition(':')[0]})" if s.refusal else "")
        lines.append(
            f"| {s.file} | {shape} | {s.people} | {s.fields} | {100 * s.share:.2f} % | {s.asked} | {s.silent} | {s.missed} "
            f"| {s.invented} | {s.false_problems} | {_of(s.headers)} | {_of(s.columns)} | {_of(s.encodings)} |"
        )
    return "\n".join(lines)


def write_document(scores: list[Score], ends: list[HostileEnd]) -> None:
    rows = "\n".join(
        f"| {e.file} | {e.why} | {e.outcome} | {e.sentence.partition(':')[0] if e.outcome == 'refused' else e.sentence} |"
        for e in ends
    )
    # what was measured by `bench.rosters` stands below and stays
    measured = DOCUMENT.read_text(encoding="utf-8").partition("\n## Speed\n")
    DOCUMENT.write_text(
        f"""# Rosters: what is read right

Written by `python -m tools.rosters.score`; the files are made by `tools/rosters`, all their people are generated. A field counts as right when
its value is the truth, or when the file leaves it in doubt and a problem stands at its cell ("asked"). "Silent wrong" is a value that is not the
truth and about which nothing is said: there must be none. "Needless" problems stand at values that are right and leave no doubt.

{as_table(scores)}

## Hostile files

Each ends in a sentence within {SECONDS} seconds, or is read where that harms nobody.

| File | What it is | End | Code |
|---|---|---|---|
{rows}
{"".join(measured[1:])}""",
        encoding="utf-8",
    )


def _set_up(data: str) -> None:
    """A database of this run alone, never the office's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["HOCVIEN_DATA"] = data
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="files with this in their name")
    parser.add_argument("--show", action="store_true", help="every difference")
    parser.add_argument("--keep", type=Path, help="make the files into this folder and leave them")
    parser.add_argument("--hostile", action="store_true", help="the hostile files alone")
    parser.add_argument("--held-out", action="store_true", help="the second set alone, not written into the document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hocvien-rosters-") as place:
        _set_up(place)
        from django.utils import translation  # noqa: PLC0415

        from tools.rosters.hostile import HOSTILE  # noqa: PLC0415

        translation.activate("vi")
        folder = options.keep or Path(place) / "corpus"
        folder.mkdir(parents=True, exist_ok=True)
        make(folder, options.only, held_out=options.held_out)
        plan = planner()
        scores = [] if options.hostile else score_corpus(folder, plan, options.only)
        if scores:
            print(as_table(scores))
        for s in scores if options.show else ():
            for line in s.differences:
                print(f"{s.file}: {line}")
        cases = [case for case in HOSTILE if options.only in case.file]
        ends = try_hostile(plan, cases) if options.hostile or not (options.only or options.held_out) else []
        for end in ends:
            print(
                f"{'  ' if end.is_good and end.seconds < SECONDS else '! '}{end.file:28} {end.outcome:8} {end.seconds:5.1f} s  {end.sentence}"
            )
        if scores and not (options.only or options.held_out):
            write_document(scores, ends)
    return 0


if __name__ == "__main__":
    sys.exit(main())
