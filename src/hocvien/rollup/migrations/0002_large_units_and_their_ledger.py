from django.db import migrations, models

_TABLES = ("classes_trainingclass", "classes_participation", "people_person", "org_closure", "catalogue_programme")


def remove_triggers(apps, schema_editor):
    """They write columns that go; those that are wanted are made after migrating."""
    for table in _TABLES:
        for event in ("insert", "delete", "update"):
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP FUNCTION IF EXISTS rollup_{table}_{event}() CASCADE")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS rollup_{table}_{event}")


def forget(apps, schema_editor):
    """Nothing is kept until it is built again."""
    for name in ("Index", "Note"):
        apps.get_model("rollup", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("rollup", "0001_initial")]

    operations = [
        migrations.RunPython(remove_triggers, migrations.RunPython.noop),
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.DeleteModel(name="Odd"),
        migrations.DeleteModel(name="Span"),
        migrations.RemoveField(model_name="note", name="opens_on"),
        migrations.AddField(model_name="index", name="least", field=models.PositiveIntegerField(default=10000)),
        migrations.AddField(model_name="index", name="counted_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="index", name="checked_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="index", name="checked_rows", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="index", name="differing", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="index", name="is_repaired", field=models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Kept",
            fields=[("unit_id", models.BigIntegerField(primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("kind", models.PositiveSmallIntegerField()),
                ("first_key", models.BigIntegerField(default=0)),
                ("second_key", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit_id", "kind", "first_key", "second_key"), name="rollup_group_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Span",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("first_on", models.DateField()),
                ("is_year", models.BooleanField(default=False)),
                ("content", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["is_year", "first_on"], name="rollup_span_days")],
                "constraints": [
                    models.UniqueConstraint(fields=("unit_id", "is_year", "first_on"), name="rollup_span_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ledger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_class", models.BooleanField()),
                ("block", models.BigIntegerField()),
                ("content", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("is_class", "block"), name="rollup_ledger_once")],
            },
        ),
    ]
