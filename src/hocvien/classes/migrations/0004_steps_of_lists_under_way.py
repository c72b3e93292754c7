from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def stand_at_a_step(apps, schema_editor):
    """Names on their way stand where the chain of before had them: at the sender's committee, or at the opener."""
    nominations = apps.get_model("classes", "Nomination").objects.filter(step=0)
    opener = apps.get_model("classes", "TrainingClass").objects.filter(pk=OuterRef("training_class_id"))
    nominations.filter(status="proposed").update(
        step=2, step_kind="approve", step_unit_id=F("sending_unit_id"), step_since=F("proposed_at")
    )
    nominations.filter(status__in=["approved", "admitted"]).update(
        step=3,
        step_kind="admit",
        step_unit_id=Subquery(opener.values("opened_by_id")[:1]),
        step_since=F("approved_at"),
    )


class Migration(migrations.Migration):
    dependencies = [("classes", "0003_decision_chains")]

    operations = [migrations.RunPython(stand_at_a_step, migrations.RunPython.noop, elidable=True)]
