from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_nomination_files")]

    operations = [
        migrations.AddField(
            model_name="nominationfile",
            name="edits",
            field=models.JSONField(default=dict),
        ),
    ]
