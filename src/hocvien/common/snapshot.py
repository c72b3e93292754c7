"""Reading everything as of one moment."""

from django.db import connection


def see_one_moment(*, read_only: bool = False) -> None:
    """Let the transaction that has just begun read as of its first statement. SQLite does so by itself; inside another transaction it is the caller's."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ{', READ ONLY' if read_only else ''}")
