import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("classes", "0008_class_audience"),
        ("org", "0007_deadlines_of_learning"),
    ]

    operations = [
        migrations.AddField(
            model_name="exceptionrequest",
            name="decider",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.unit",
                verbose_name="Đơn vị quyết định",
            ),
        ),
        migrations.AddField(
            model_name="exceptionrequest",
            name="is_decider_named",
            field=models.BooleanField(default=False, verbose_name="Quy định nêu cấp quyết định"),
        ),
        migrations.AddIndex(
            model_name="exceptionrequest",
            index=models.Index(fields=["decider", "status"], name="classes_exception_decider"),
        ),
    ]
