"""Whether a row of the closure is past stands in its index: who stands below is counted from the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0005_drafts_of_reorganisations"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="closure", name="org_closure_down"),
        migrations.AddIndex(
            model_name="closure",
            index=models.Index(
                fields=["ancestor", "valid_to", "valid_from", "is_past", "descendant"], name="org_closure_down"
            ),
        ),
    ]
