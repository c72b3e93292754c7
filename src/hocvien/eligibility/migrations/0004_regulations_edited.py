from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0003_rule_trials")]

    operations = [
        migrations.AddField(
            model_name="regulation",
            name="is_edited",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
