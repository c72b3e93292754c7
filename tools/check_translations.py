"""Whether every sentence of the source is in the English catalogue, translated, and nothing else is.

Collects the sentences anew with Django's own command in a copy of the source; needs gettext.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
_SHOWN = 20


def collect(folder: Path) -> set[tuple[str, str]]:
    for name in ("src", "config"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc", "static", "*.egg-info", "data_files")
        )
    (folder / "locale").mkdir()
    arguments = ["makemessages", "--locale=en", "--no-location", "--no-wrap", "--verbosity=0"]
    subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=folder,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": ""},
    )
    return {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(folder / CATALOGUE))}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        wanted = collect(Path(folder))
    path = ROOT / CATALOGUE
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete] if path.exists() else []
    done = {(entry.msgctxt or "", entry.msgid) for entry in entries if entry.translated()}
    problems = [f"no English: {msgid}" for _context, msgid in sorted(wanted - done)]
    problems += [
        f"said nowhere: {entry.msgid}" for entry in entries if (entry.msgctxt or "", entry.msgid) not in wanted
    ]
    for problem in problems[:_SHOWN]:
        print(problem)
    print(f"{len(wanted)} sentences, {len(problems)} problems" + ("" if not problems else ": run `make messages`"))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
