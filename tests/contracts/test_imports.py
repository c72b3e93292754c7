"""The import contracts hold, and each of them catches what it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).parent / "lint-imports"

PLANTED = [
    # (contract, file that gets a line, line, what the linter must name)
    ("floors", "org/queries.py", "from hocvien.classes import api", "hocvien.org is not allowed to import hocvien.classes"),
    ("floors", "cellar/__init__.py", "", "hocvien.cellar"),
    ("rooms", "journal/helpers.py", "", "hocvien.journal.helpers"),
    ("rooms", "journal/signals.py", "", "hocvien.journal.signals"),
    ("rooms", "journal/models.py", "import hocvien.journal.operations", "hocvien.journal.models is not allowed to import hocvien.journal.operations"),
    ("rooms", "journal/queries.py", "import hocvien.journal.api", "hocvien.journal.queries is not allowed to import hocvien.journal.api"),
    ("web", "web/home/views.py", "import hocvien.web.classes.views", "hocvien.web.home is not allowed to import hocvien.web.classes"),
    ("web", "web/ui/screens.py", "import hocvien.web.shell", "hocvien.web.ui is not allowed to import hocvien.web.shell"),
    ("pure", "common/text.py", "from django.db import models", "hocvien.common.text is not allowed to import django"),
    ("pure", "journal/arithmetic.py", "import hocvien.common.clock", "hocvien.journal.arithmetic is not allowed to import django"),
    ("doors", "org/operations/changes.py", "from hocvien.journal.models import Entry", "hocvien.org.operations.changes enters hocvien.journal.models past its door"),
    ("doors", "org/operations/changes.py", "import hocvien.journal", "hocvien.org.operations.changes enters hocvien.journal past its door"),
]  # fmt: skip


def lint(folder, *arguments):
    run = subprocess.run([LINTER, "--no-cache", *arguments], cwd=folder, capture_output=True, text=True, check=False, env={
        "PYTHONPATH": f"{folder / 'src'}:{folder}", "COLUMNS": "240", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
    })  # fmt: skip
    return run.returncode, " ".join((run.stdout + run.stderr).split())


@pytest.fixture
def copy(tmp_path):
    """The packages and the contracts, to plant violations in."""
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("*.pyc", "static", "templates", "*.egg-info")
    )
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_import_contracts_hold():
    code, said = lint(ROOT)
    assert code == 0, said


@pytest.mark.parametrize(("contract", "file", "line", "named"), PLANTED)
def test_import_contracts_catch_a_planted_violation(copy, contract, file, line, named):
    path = copy / "src" / "hocvien" / file
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{line}\n{before}" if "__future__" not in before else f"{before}\n{line}\n", encoding="utf-8")
    code, said = lint(copy, "--contract", contract)
    assert code != 0
    assert named in said
