"""Both places entered through the doors, once; and the published answer."""

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from hocvien.classes import api as classes
from hocvien.demonstration import api as demonstration
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.reporting import api as reporting

TODAY = date(2026, 9, 8)
ROOT = Path(__file__).resolve().parents[2]
PERIODS = [
    (date(2023, 1, 1), date(2023, 8, 31)),
    (date(2023, 1, 1), date(2023, 6, 30)),
    (date(2023, 7, 1), date(2023, 7, 31)),
    (date(2022, 1, 1), date(2022, 12, 31)),
]


@pytest.fixture(scope="module")
def counter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("count_demo", ROOT / "tools/count_demo.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _figures(rows: list[dict], keys: tuple[str, ...]) -> set[tuple]:
    return {tuple(row[key] for key in keys) for row in rows}


def _assert_same(ours: dict, counted: dict) -> None:
    """The same figures; only the programmes' names and the order of rows are the program's own affair."""
    assert ours["totals"] == counted["totals"]
    own = ("code", "classes", "participations", "persons", "female")
    beside = ("code", "partner", "classes", "participations", "persons")
    assert _figures(ours["programmes"], own) == _figures(counted["programmes"], own)
    assert _figures(ours["joint"], beside) == _figures(counted["joint"], beside)
    assert _figures(ours["sent"], beside) == _figures(counted["sent"], beside)


@pytest.mark.django_db
def test_build_enters_both_places_once_and_answers_as_published(settings, tmp_path, counter):
    settings.DATA_DIR = tmp_path
    summary = demonstration.build(today=TODAY, echo=print)
    assert summary.built
    assert summary.differences == ()
    assert "10 lớp" in summary.answer
    assert "915" in summary.answer

    for first, last in PERIODS:
        for code in ("duc-tho", "tung-anh", "lam-trung-thuy", "duc-tho-ttct", "truong-tran-phu"):
            for basis in ("opened", "running", "finished"):
                report = reporting.compute_report(unit=org.get_unit(code), from_=first, to=last, basis=basis)
                _assert_same(report.as_json(), counter.count(code, first, last, basis))

    assert not people.people().filter(is_generated=False).exists()
    told = json.loads((tmp_path / "demo.json").read_text("utf-8"))
    assert {entry["username"] for entry in told["accounts"]} >= {"ductho.giaovu", "minhthuan.giaovu", "minhthuan.capuy"}
    assert journal.verify_chain().is_sound

    kinds = {item.kind for item in classes.work_items(None, TODAY, None)}
    assert kinds

    again = demonstration.build(today=TODAY, echo=print)
    assert not again.built
    assert again.sign_ins == summary.sign_ins
    assert again.seconds < 10
