from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    name = "hocvien.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hocvien.directory.operations import watch_changes  # noqa: PLC0415 - models must be loaded first

        # after every migrate, not in one migration: SQLite drops a table's triggers whenever a later migration rebuilds the table
        post_migrate.connect(lambda **given: watch_changes(using=given["using"]), sender=self, weak=False)
