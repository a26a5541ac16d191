import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('object_id', models.BigIntegerField()),
                ('public_id', models.TextField()),
                ('title', models.TextField()),
                ('subtitle', models.TextField()),
                ('keywords', models.TextField()),
                ('body', models.TextField()),
                ('category_path', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('styles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('rooms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('city', models.TextField()),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('radius_km', models.FloatField(null=True)),
                ('price_from', models.BigIntegerField(null=True)),
                ('price_to', models.BigIntegerField(null=True)),
                ('currency', models.CharField(max_length=3)),
                ('rating', models.FloatField(null=True)),
                ('rating_count', models.PositiveIntegerField(default=0)),
                ('area_m2', models.FloatField(null=True)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('published_at', models.DateTimeField()),
                ('saves', models.PositiveIntegerField(default=0)),
                ('version', models.BigIntegerField()),
                ('quality', models.FloatField()),
                ('standing', models.FloatField()),
                ('tsv', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'db_table': 'search_document',
                'indexes': [django.contrib.postgres.indexes.GinIndex(condition=models.Q(('kind', 'project')), fields=['tsv'], name='document_words_project'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('kind', 'specialist')), fields=['tsv'], name='document_words_specialist'), django.contrib.postgres.indexes.GinIndex(fields=['category_path', 'styles', 'rooms', 'languages'], name='document_slugs'), models.Index(fields=['kind', 'city'], name='document_city'), models.Index(fields=['kind', 'lat', 'lon'], name='document_place'), models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('title'), 'text_pattern_ops'), name='document_title'), models.Index(models.F('kind'), models.F('standing'), models.F('object_id'), name='document_recommended'), models.Index(models.F('kind'), models.F('published_at'), models.F('object_id'), name='document_newest'), models.Index(models.F('kind'), django.db.models.functions.comparison.Coalesce('price_from', 9223372036854775807), models.F('object_id'), name='document_price_low'), models.Index(models.F('kind'), django.db.models.functions.comparison.Coalesce('price_to', -1), models.F('object_id'), name='document_price_high'), models.Index(models.F('kind'), django.db.models.functions.comparison.Coalesce(models.F('rating'), 0.0), models.F('rating_count'), models.F('object_id'), name='document_rating'), models.Index(models.F('kind'), models.F('saves'), models.F('object_id'), name='document_saved')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='document_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['project', 'specialist'])), name='document_kind')],
            },
        ),
        # Ranking reads the vectors of thousands of rows: kept in the row they are read half as long as out of line.
        migrations.RunSQL("ALTER TABLE search_document ALTER COLUMN tsv SET STORAGE MAIN", migrations.RunSQL.noop),
    ]
