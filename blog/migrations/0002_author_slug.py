"""Authors get pages, and so addresses: those who are there already from their names."""

from itertools import chain, count

from django.db import migrations, models

from marketplace.core.ids import readable


def fill(apps, schema_editor):
    taken = set()
    for author in apps.get_model("blog", "Author").objects.order_by("pk"):
        wanted = readable(author.name, otherwise="author")[:70]
        author.slug = next(slug for slug in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if slug not in taken)
        taken.add(author.slug)
        author.save(update_fields=["slug"])


def field(**options):
    return models.SlugField(
        blank=True, help_text="Left empty, it is made from the name.", max_length=80, verbose_name="address", **options
    )


class Migration(migrations.Migration):
    dependencies = [("blog", "0001_initial")]

    operations = [
        migrations.AddField("author", "slug", field(default="", db_index=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("author", "slug", field(unique=True)),
    ]
