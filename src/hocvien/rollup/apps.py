from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RollupConfig(AppConfig):
    name = "hocvien.rollup"
    label = "rollup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have changes noted where a roll-up is kept."""
        from hocvien.rollup.operations.keeping import watch_changes  # noqa: PLC0415 - models are ready only now

        # after every migrate, not in one migration: SQLite drops a table's triggers whenever a later migration rebuilds the table
        post_migrate.connect(lambda **given: watch_changes(using=given["using"]), sender=self, weak=False)
