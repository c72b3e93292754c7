from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FacultyConfig(AppConfig):
    name = "hocvien.faculty"
    label = "faculty"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units."""
        from hocvien.faculty.models import Lecturer  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        org.register_follower(org.standing_at(_("Giảng viên, báo cáo viên"), Lecturer, "unit"))
