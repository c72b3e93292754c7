from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "hocvien.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"
