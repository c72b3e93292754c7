"""Workbooks of published figures that came in, their rows as they are read, and what is in force of them."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hocvien.accounts.api import User
from hocvien.figures.data import FileRow
from hocvien.figures.errors import StatementFileNotFound
from hocvien.figures.models import StatementFile


def list_files(actor: User | None) -> QuerySet[StatementFile]:
    """The actor's files, the latest first, without their rows, with `taken_over` and `in_force`: statements of it ever, and still."""
    in_force = Q(statements__withdrawn_on=None, statements__isnull=False)
    rows = StatementFile.objects.filter(owner=actor).defer("rows").order_by("-created_at", "-pk")
    return rows.annotate(taken_over=Count("statements"), in_force=Count("statements", filter=in_force))


def get_file_for(actor: User | None, uuid: UUID) -> StatementFile:
    """The actor's own file; StatementFileNotFound (a 404)."""
    found = StatementFile.objects.filter(uuid=uuid, owner=actor).first()
    if found is None:
        raise StatementFileNotFound
    return found


def rows_of(file: StatementFile) -> list[FileRow]:
    """Every row of the file in its order, what was typed over its cells laid over them. No query."""
    typed: dict[int, dict[str, str]] = {}
    for cell, text in file.edits.items():
        field, number = place_of(cell)
        typed.setdefault(number, {})[field] = text
    left_out = set(file.left_out)
    rows = []
    for number, cells in file.rows:
        came = {field: cells[place] if place < len(cells) else "" for field, place in file.columns.items()}
        rows.append(FileRow(number, came, came | typed.get(number, {}), number in left_out))
    return rows


def cell_name(field: str, number: int) -> str:
    """What a cell is called in corrections: "participants5". A field the file has no column for has cells too."""
    return f"{field}{number}"


def place_of(cell: str) -> tuple[str, int]:
    """The field and the row of a cell; ("", 0) for what is no name of one."""
    field = cell.rstrip("0123456789")
    number = cell.removeprefix(field)
    return (field, int(number)) if field and number and number.isascii() and len(number) < 8 else ("", 0)
