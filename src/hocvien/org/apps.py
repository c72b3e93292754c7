from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "hocvien.org"
    label = "org"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What is told of units over time ends with them."""
        from hocvien.org.operations.facts_that_end import facts_follower  # noqa: PLC0415 - models are ready only now
        from hocvien.org.operations.followers import register_follower  # noqa: PLC0415 - models are ready only now

        register_follower(facts_follower())
