from django.apps import AppConfig


class FacultyConfig(AppConfig):
    name = "hocvien.faculty"
    label = "faculty"
    default_auto_field = "django.db.models.BigAutoField"
