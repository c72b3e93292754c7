"""The command `hocvien`: thin over the doors the screens use. Acts as the operator of the machine (actor None)."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from hocvien.common.errors import DomainError
from hocvien.console.arguments import build_parser

REFUSED = 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0, or 2 with one sentence in both languages. Never a traceback for an expected refusal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles start in a code page without Vietnamese
            stream.reconfigure(encoding="utf-8", errors="replace")
    args = build_parser().parse_args(arguments)
    _prepare_environment(args)
    try:
        _start_django()
        # Only now: the commands' own modules import the doors, which need Django to stand.
        command = import_module(f"hocvien.console.commands.{args.command.replace('-', '_')}")
        return int(command.run(args) or 0)
    except DomainError as refusal:
        _say_in_both_languages(refusal)
        return REFUSED
    except OSError as problem:
        print(f"Không đọc hoặc ghi được (cannot read or write): {problem.filename or problem}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except _database_errors() as problem:
        print(f"Cơ sở dữ liệu không dùng được (the database cannot be used): {problem}", file=sys.stderr)
        return REFUSED


def _prepare_environment(args: Namespace) -> None:
    """Settings are read from the environment, also by the worker processes of the server; so options become variables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if getattr(args, "today", None):
        os.environ["HOCVIEN_TODAY"] = args.today.isoformat()
    elif "HOCVIEN_TODAY" not in os.environ and (clock := _demonstration_clock()):
        os.environ["HOCVIEN_TODAY"] = clock
    if getattr(args, "host", None) and "HOCVIEN_HOSTS" not in os.environ:
        os.environ["HOCVIEN_HOSTS"] = ",".join(_names_of(args.host))


def _demonstration_clock() -> str:
    """The day a demonstration was built for, so that its work lists stay as they were meant; "" for real data."""
    path = Path(os.environ.get("HOCVIEN_DATA", Path(__file__).resolve().parents[3] / "var")) / "demo.json"
    try:
        return str(json.loads(path.read_text(encoding="utf-8")).get("today", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _names_of(host: str) -> list[str]:
    """The names under which browsers may reach an address: on all addresses, those this machine knows of itself."""
    import socket  # noqa: PLC0415 - only when serving

    names = ["localhost", "127.0.0.1", "[::1]"]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        own = socket.gethostname()
        names.append(own)
        with suppress(OSError):
            names += sorted({str(info[4][0]) for info in socket.getaddrinfo(own, None, socket.AF_INET)})
    elif host not in names:
        names.append(host)
    return names


def _start_django() -> None:
    import django  # noqa: PLC0415 - after the environment is prepared
    from django.utils import translation  # noqa: PLC0415

    django.setup()
    translation.activate("vi")


def _database_errors() -> type[Exception]:
    """Looked up only when something was raised: Django stands by then."""
    from django.db import OperationalError  # noqa: PLC0415

    return OperationalError


def _say_in_both_languages(refusal: DomainError) -> None:
    from django.utils import translation  # noqa: PLC0415

    sentences = []
    for language in ("vi", "en"):
        with translation.override(language):
            sentences.append(str(refusal))
    print("\n".join(dict.fromkeys(sentences)), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
