"""Workbooks of published figures that came in, and what is in force of them."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hocvien.accounts.api import User
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
