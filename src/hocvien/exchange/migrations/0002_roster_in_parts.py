import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hocvien.common.identity


def forget_kept(apps, schema_editor):
    """Rosters kept in the old way cannot be shown in the new one; what they wrote is in the records and the journal."""
    apps.get_model("exchange", "StoredRoster").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_initial"),
        ("jobs", "0001_initial"),
        ("org", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(forget_kept, migrations.RunPython.noop),
        migrations.CreateModel(
            name="RosterFile",
            fields=[
                (
                    "roster",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="exchange.storedroster",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.RemoveField(
            model_name="storedroster",
            name="source",
        ),
        migrations.AddField(
            model_name="storedroster",
            name="absent",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="storedroster",
            name="counts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="storedroster",
            name="is_edited",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="storedroster",
            name="job",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job"
            ),
        ),
        migrations.AddField(
            model_name="storedroster",
            name="layout",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="storedroster",
            name="planned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="storedroster",
            name="state",
            field=models.CharField(
                choices=[
                    ("reading", "Đang đọc"),
                    ("ready", "Chờ ghi"),
                    ("executing", "Đang ghi"),
                    ("executed", "Đã ghi"),
                ],
                default="reading",
                max_length=10,
                verbose_name="Tình trạng",
            ),
        ),
        migrations.AlterField(
            model_name="storedroster",
            name="created_at",
            field=models.DateTimeField(verbose_name="Lúc"),
        ),
        migrations.CreateModel(
            name="RosterPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("rows", models.JSONField()),
                ("repeated", models.JSONField(default=dict)),
                ("plan", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("found", models.JSONField(default=dict)),
                ("executed_at", models.DateTimeField(blank=True, null=True)),
                ("seq", models.BigIntegerField(blank=True, null=True)),
                ("marks", models.JSONField(default=dict)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="exchange.storedroster"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RosterEffect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=hocvien.common.identity.new_uuid, editable=False, unique=True)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("row", models.PositiveIntegerField(null=True)),
                ("person", models.UUIDField()),
                ("full_name", models.CharField(max_length=120)),
                (
                    "action",
                    models.CharField(
                        choices=[("create", "Thêm mới"), ("update", "Sửa hồ sơ"), ("end", "Kết thúc sinh hoạt")],
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="effects", to="exchange.rosterpart"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ColumnMemory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("header", models.CharField(max_length=200)),
                ("field", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="org.unit"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("unit", "header"), name="exchange_column_once")],
            },
        ),
        migrations.CreateModel(
            name="RosterDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.PositiveIntegerField()),
                ("row", models.CharField(max_length=30)),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("same", "Cùng một người: sửa hồ sơ đã có"),
                            ("another", "Người khác: thêm hồ sơ mới"),
                            ("skip", "Bỏ qua hàng này"),
                        ],
                        max_length=10,
                    ),
                ),
                ("person", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="exchange.storedroster",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("roster", "row"), name="exchange_decision_once")],
            },
        ),
        migrations.CreateModel(
            name="RosterEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.PositiveIntegerField()),
                ("cell", models.CharField(max_length=40)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="exchange.storedroster"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("roster", "cell"), name="exchange_edit_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="rosterpart",
            constraint=models.UniqueConstraint(fields=("roster", "number"), name="exchange_part_once"),
        ),
        migrations.AddIndex(
            model_name="rostereffect",
            index=models.Index(fields=["person"], name="exchange_effect_person"),
        ),
    ]
