from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "hocvien.obligations"
    label = "obligations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units, and have changes of people noted."""
        from hocvien.obligations.operations import choosing, keeping  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        # after every migrate, not in one migration: SQLite drops a table's triggers whenever a later migration rebuilds the table
        post_migrate.connect(lambda **given: keeping.watch_changes(using=given["using"]), sender=self, weak=False)
        org.register_follower(
            org.Follower(
                key="obligations.choices",
                label=_("Chu kỳ học tập do cấp ủy chọn"),
                fields=("obligations.ClockChoice.unit",),
                count=choosing.count_there,
                built_on=choosing.count_ever_there,
                carry=choosing.end_choices_of_ended_units,
                give_back=choosing.give_back_choices,
            )
        )
        org.register_follower(
            org.Follower(
                key="obligations.standings",
                label=_("Nghĩa vụ học tập chưa xong (theo người)"),
                # derived rows without keys: they go where their people go, and hinder no undoing
                fields=(),
                count=keeping.count_open_there,
                built_on=lambda _unit_ids: 0,
            )
        )
