"""Collect the sentences of the source into locale/en, keeping what is translated; needs gettext.

What gettext guesses for a new sentence is dropped: a wrong sentence is worse than a missing one, which the check names.
"""

import os
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
IGNORED = (".venv", "var", "tests", "bench", "tools", "build", "dist")
HEADER = {
    "Project-Id-Version": "hocvien",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def main() -> None:
    """Rewrites the catalogue and names the sentences that still lack English."""
    arguments = ["--locale=en", "--no-obsolete", "--no-location", "--no-wrap", "--verbosity=0"]
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", *arguments, *(f"--ignore={name}" for name in IGNORED)],
        cwd=ROOT,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
    )
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    catalogue.metadata = HEADER
    catalogue.metadata_is_fuzzy = False
    for entry in catalogue.fuzzy_entries():
        entry.flags.remove("fuzzy")
        entry.msgstr = ""
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    catalogue.save()
    missing = catalogue.untranslated_entries()
    for entry in missing:
        print(f"no English: {entry.msgid}")
    print(f"{len(catalogue)} sentences, {len(missing)} without English")


if __name__ == "__main__":
    main()
