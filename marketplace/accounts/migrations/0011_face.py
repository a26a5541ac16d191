from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty, which PostgreSQL adds without touching a row."""

    dependencies = [
        ("accounts", "0010_erasure_and_copies"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="face",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
    ]
