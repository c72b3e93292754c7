from django.db import migrations, models

import hocvien.common.identity


class Migration(migrations.Migration):
    dependencies = [("people", "0003_uuids_of_facts")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="uuid",
            field=models.UUIDField(default=hocvien.common.identity.new_uuid, editable=False, unique=True),
        )
        for name in ("qualification", "rating")
    ]
