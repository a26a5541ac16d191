"""Our home page takes the place of Wagtail's welcome page; below it, the list of articles."""

from django.db import migrations

ROOT = "0001"
WELCOME = "Welcome to your new Wagtail site!"


def make(apps, model, **values):
    app, name = model.split(".")
    types = apps.get_model("contenttypes", "ContentType")
    kind = types.objects.get_or_create(app_label=app, model=name.lower())[0]
    return apps.get_model(app, name).objects.create(
        content_type=kind, draft_title=values["title"], live=True, has_unpublished_changes=False, **values
    )


def add(apps, schema_editor):
    Page, Site = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "Site")
    welcome = Page.objects.filter(depth=2, title=WELCOME, numchild=0, content_type__model="page").first()
    if welcome is None or Page.objects.filter(depth=2).exclude(pk=welcome.pk).exists():
        return
    locale, path = welcome.locale_id, welcome.path
    host = Site.objects.filter(root_page=welcome).values("hostname", "port", "site_name", "is_default_site").first()
    Site.objects.filter(root_page=welcome).delete()
    welcome.delete()
    home = make(
        apps, "pages.HomePage", title="Lintel", slug="home", path=path, depth=2, numchild=1, url_path="/home/",
        locale_id=locale, hero_title="Find the people who make good homes.",
        hero_lead="Look through finished rooms, and meet the person behind the one you like.",
    )
    make(
        apps, "blog.BlogIndexPage", title="Ideas", slug="blog", path=f"{path}0001", depth=3, numchild=0,
        url_path="/home/blog/", locale_id=locale, intro="What we learnt from finished homes.",
    )
    Site.objects.create(**{**(host or {"hostname": "localhost", "is_default_site": True}), "root_page_id": home.pk})


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("blog", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
