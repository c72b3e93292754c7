from django.db import migrations, models


def forget(apps, schema_editor):
    """Nothing is kept until it is built again."""
    for name in ("Index", "Note", "Span", "Ledger", "Group", "Kept"):
        apps.get_model("rollup", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("rollup", "0003_joint_classes")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="group", name="rollup_group_once"),
        migrations.RemoveConstraint(model_name="ledger", name="rollup_ledger_once"),
        migrations.RemoveField(model_name="ledger", name="is_class"),
        migrations.AddField(model_name="group", name="name", field=models.CharField(default="", max_length=200)),
        migrations.AddField(model_name="ledger", name="of", field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(model_name="note", name="notice_id", field=models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                fields=("unit_id", "kind", "first_key", "second_key", "name"), name="rollup_group_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledger",
            constraint=models.UniqueConstraint(fields=("of", "block"), name="rollup_ledger_once"),
        ),
    ]
