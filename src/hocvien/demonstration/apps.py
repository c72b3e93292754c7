from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "hocvien.demonstration"
    label = "demonstration"
    default_auto_field = "django.db.models.BigAutoField"
