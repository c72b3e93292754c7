"""Figures read from the prose of a report: JSON with the field names of published figures. Asks no database."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from hocvien.exchange import api as exchange
from hocvien.figures import api as figures


def run(args: Namespace) -> int:
    """Print `{"paragraphs": [...]}`; ProseUnreadable where the bytes are no text."""
    if args.file == "-":
        text = exchange.read_prose(sys.stdin.buffer.read(), name="stdin")
    else:
        path = Path(args.file)
        text = exchange.read_prose(path.read_bytes(), name=path.name)
    answer = {"paragraphs": [reading.as_json() for reading in figures.read_text(text)]}
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0
