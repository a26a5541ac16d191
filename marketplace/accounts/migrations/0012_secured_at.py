from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_face")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="secured_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
