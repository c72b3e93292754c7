from django.db import migrations


def mark_answers(apps, _schema_editor):
    """Answers that tables of papers lead to stand in no list."""
    kept = apps.get_model("official_papers", "FigureBlock").objects.exclude(facts=None).values("facts")
    apps.get_model("reporting", "FrozenAnswer").objects.filter(pk__in=kept).update(is_of_paper=True)


class Migration(migrations.Migration):
    dependencies = [
        ("official_papers", "0004_facts_behind_tables"),
        ("reporting", "0002_answers_of_papers"),
    ]

    operations = [migrations.RunPython(mark_answers, migrations.RunPython.noop, elidable=True)]
