from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassesConfig(AppConfig):
    name = "hocvien.classes"
    label = "classes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `people` what of a person stands here, so that a merge of two records takes it along."""
        from hocvien.classes.rules import refuse_merge_of_learners  # noqa: PLC0415 - models are ready only now
        from hocvien.people import api as people  # noqa: PLC0415

        people.register_person_reference(
            people.PersonReference("classes.Nomination", "person", _("Lần cử đi học"), refuse_merge_of_learners)
        )
        people.register_person_reference(people.PersonReference("classes.Participation", "person", _("Lượt học")))
