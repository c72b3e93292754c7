from django.db import migrations

import hocvien.common.identity


def give_uuids(apps, schema_editor):
    """One of its own to every row that was there, a thousand at a time."""
    for name in ("Qualification", "Rating"):
        model = apps.get_model("people", name)
        last = 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk").only("pk")[:1000]):
            for row in rows:
                row.uuid = hocvien.common.identity.new_uuid()
            model.objects.bulk_update(rows, ["uuid"], batch_size=300)
            last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("people", "0002_record_of_a_person")]

    operations = [migrations.RunPython(give_uuids, migrations.RunPython.noop, elidable=True)]
