from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_questions_and_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="frozenanswer",
            name="is_of_paper",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
