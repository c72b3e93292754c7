"""What planning read of a part's rows is kept until the part is written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_roster_in_parts")]

    operations = [
        migrations.AddField(model_name="rosterpart", name="read", field=models.TextField(default="")),
    ]
