"""From the bytes of a file to its layout and its people by parts. The file is opened by a child process; see `arithmetic.workbook`."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hocvien.exchange import arithmetic
from hocvien.exchange.constants import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    PART_ROWS,
    READING_BYTES,
    READING_SECONDS,
    READING_SECONDS_PER_MEGABYTE,
)
from hocvien.exchange.errors import roster_refusal

_CHILD = Path(arithmetic.__file__).with_name("workbook.py")
_MARGIN_ROWS = 1000
# the child is stopped by its own time; by the clock only when the machine gives it less than this share of one
_BUSY = 4
_OUT_OF_TIME = -int(getattr(signal, "SIGXCPU", 0)) or None


@dataclass(frozen=True, slots=True)
class ReadPart:
    """At most PART_ROWS people. A person of `rows` is [sheet index, row number, [cells], group]; a cell is text, a number or {"d": day}.

    `reads`, where asked for: of each row [None, its values in the order of FIELDS], None where a cell of it is a problem.
    """

    rows: list[list[Any]]
    reads: list[list[Any] | None] | None = None


@dataclass(frozen=True, slots=True)
class ReadRoster:
    """A file as read. `layout`: {"sheets": [{"name", "header_row", "columns", "skipped", "rows"}]}; `parts` come while the child still reads."""

    layout: dict[str, Any]
    parts: Iterator[ReadPart]


def read_roster(
    content: bytes,
    filename: str,
    *,
    columns: Mapping[str, Mapping[str, str]] | None = None,
    reading: Mapping[str, Any] | None = None,
) -> ReadRoster:
    """Read a file of people: xlsx, xls, ods or text. `columns`: a person's choices, {sheet name: {letter: role}}.

    `reading`: what reading the rows needs, see `RosterUnits.reading`; then the child reads them too, on a processor of its own.
    Raises RosterUnreadable when it is none, locked, too big, too slow or without people. No query; a child process of at most
    READING_SECONDS of its own time until the layout is known, and a second more for each megabyte.
    """
    chosen = {name: dict(one) for name, one in (columns or {}).items()}
    layout, parts = open_in_child(content, filename, {"columns_chosen": chosen, "reading": reading})
    return ReadRoster(layout, (ReadPart(part["rows"], part.get("reads")) for part in parts))


def open_in_child(content: bytes, filename: str, more: Mapping[str, Any]) -> tuple[dict[str, Any], Iterator[Any]]:
    """What the child tells of a file, its first line and the parts; `more` goes beside the limits. Raises RosterUnreadable, also amid the parts."""
    if len(content) > MAX_BYTES:
        raise roster_refusal("too_big", filename)
    if not content:
        raise roster_refusal("not_a_workbook", filename)
    seconds = int(READING_SECONDS + READING_SECONDS_PER_MEGABYTE * len(content) / 1_000_000)
    limits = {
        "rows": MAX_ROWS + _MARGIN_ROWS,
        "people": MAX_ROWS,
        "columns": MAX_COLUMNS,
        "unpacked": MAX_UNPACKED_BYTES,
        "memory": READING_BYTES,
        "seconds": seconds,
        "part": PART_ROWS,
        **more,
    }
    child = _Child(filename, json.dumps(limits).encode() + b"\n", content, seconds * _BUSY)
    return child.layout, child


class _Child:
    """The process that reads a file: its first line, then a part a line. It ends with whoever asks for the parts."""

    def __init__(self, filename: str, limits: bytes, content: bytes, seconds: float) -> None:
        self.filename = filename
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
            [sys.executable, "-I", "-X", "utf8", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        is_late = threading.Event()
        watch = threading.Timer(seconds, self._stop, [is_late])
        watch.start()
        try:
            self._give(limits, content)
            self.layout = self._first(is_late)
        except BaseException:
            self.close()
            raise
        finally:
            watch.cancel()

    def _stop(self, is_late: threading.Event) -> None:
        is_late.set()
        self.process.kill()

    def _give(self, limits: bytes, content: bytes) -> None:
        assert self.process.stdin is not None
        # a child that is stopped by its limits reads no further
        with suppress(OSError), self.process.stdin as stream:
            stream.write(limits)
            stream.write(content)

    def _first(self, is_late: threading.Event) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            code = self.process.wait()
            if is_late.is_set() or code == _OUT_OF_TIME:
                raise roster_refusal("too_slow", self.filename)
            # the child was stopped by its memory limit, or broke on a hostile file
            raise roster_refusal("too_big" if code else "not_a_workbook", self.filename)
        layout: dict[str, Any] = json.loads(line)
        if "refused" in layout:
            raise roster_refusal(layout["refused"], self.filename, found=layout.get("found") or "–")
        return layout

    def __iter__(self) -> "_Child":
        return self

    def __next__(self) -> Any:
        assert self.process.stdout is not None
        line = b"" if self.process.stdout.closed else self.process.stdout.readline()
        if line.endswith(b"\n"):
            return json.loads(line)
        self.process.stdout.close()
        if code := self.process.wait():
            raise roster_refusal("too_slow" if code == _OUT_OF_TIME else "too_big", self.filename)
        raise StopIteration

    def close(self) -> None:
        """End the process, whatever it has left to tell."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self.process.wait()

    def __del__(self) -> None:
        if hasattr(self, "process"):
            self.close()
