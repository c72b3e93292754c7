"""Every write that a door offers leaves a line in the journal: read from the code, so that a new operation cannot forget it.

`accounts` lies below the journal: its writes are journalled by `access`, and by the screens of one's own account through it.
"""

import ast
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "hocvien"
BELOW_THE_JOURNAL = {"common", "accounts", "jobs", "journal"}
READS = ("get_", "list_", "find_", "count_")
# a roster on its way in, a batch before it is done: no record of anybody changes until then, and that is journalled
NOT_A_RECORD = (
    {
        ("exchange", name)
        for name in (
            "keep_roster",
            "plan_again",
            "edit_cells",
            "decide_rows",
            "choose_absent",
            "take_columns",
            "plan_roster",
            "change_unit",
            "forget_roster",
            "keep_nominations",
            "plan_nominations",
            "edit_nomination_cells",
            "keep_figures",
            "plan_figures",
        )
    }
    | {("figures", "keep_file")}
    | {("batches", name) for name in ("open_batch", "judge_batch", "forget_batch")}
    | {("org", "try_draft"), ("classes", "preview_proposal")}
)
APPS = sorted(
    path.name
    for path in SOURCE.iterdir()
    if path.name not in BELOW_THE_JOURNAL and (path / "api.py").exists() and list(path.glob("operations*"))
)


def functions_of(app: str) -> dict[str, ast.FunctionDef]:
    """Every function of the app's operations, by name."""
    place = SOURCE / app / "operations"
    files = sorted(place.glob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return {
        node.name: node
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def calls_in(function: ast.FunctionDef) -> set[str]:
    return {
        call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name)
    }


def journalled_functions() -> dict[str, set[str]]:
    """App → names of functions that reach `journal.record` or `record_many`, through whatever they call."""
    calls = {app: {name: calls_in(node) for name, node in functions_of(app).items()} for app in APPS}
    reached: set[str] = {"record", "record_many"}
    while True:
        more = {
            name
            for found in calls.values()
            for name, called in found.items()
            if name not in reached and called & reached
        }
        if not more:
            return {app: set(found) & reached for app, found in calls.items()}
        reached |= more


JOURNALLED = journalled_functions()


def offered_writes() -> list[tuple[str, str]]:
    """(app, function) of every operation at a door that takes an actor and opens or needs a transaction."""
    found = []
    for app in APPS:
        door = set(import_module(f"hocvien.{app}.api").__all__)
        for name, node in functions_of(app).items():
            takes_actor = any(argument.arg == "actor" for argument in (*node.args.args, *node.args.kwonlyargs))
            is_write = not name.startswith(READS) and (app, name) not in NOT_A_RECORD
            if name in door and takes_actor and is_write:
                found.append((app, name))
    return found


@pytest.mark.parametrize(("app", "name"), offered_writes())
def test_every_write_at_a_door_is_journalled(app, name):
    assert name in JOURNALLED[app], f"{app}.{name} takes an actor and writes, and never reaches journal.record"


def test_the_search_finds_the_writes():
    assert len(offered_writes()) > 50
