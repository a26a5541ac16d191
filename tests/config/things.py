"""One of everything that an address can name."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Collection, PageViewRestriction, Site, Task, Workflow

from blog.models import ArticlePage, Author
from marketplace.accounts.services import queue_mail
from marketplace.catalog.models import Category, CategoryAttribute, City, RoomType, Service, Style
from marketplace.media.models import SiteImage
from marketplace.reports.models import Report
from pages import tree
from pages.models import Brand, ContactMessage, StandardPage
from tests.api.world import World
from tests.media.corpus import PDF, jpeg
from tests.verification.papers import request_of

# The values of an address's parts, by the beginning of the routes they are meant for; longer beginnings win.
Things = dict[str, dict[str, Any]]


def build(world: World) -> Things:
    """The things, made."""
    return {**_pages(), **_files(), **_snippets(), **_desks(world), **_site(world), **_own(world)}


def _pages() -> Things:
    page = tree.home().add_child(instance=StandardPage(title="About", slug="about"))
    revision = page.save_revision()
    names = ("page_id", "parent_page_id", "page_to_move_id", "page_pk", "pk")
    values = {
        **dict.fromkeys(names, page.pk),
        **dict.fromkeys(("revision_id", "revision_id_a", "revision_id_b"), revision.pk),
        **dict.fromkeys(("content_type_app_name", "app_label", "app_name"), "pages"),
        **dict.fromkeys(("content_type_model_name", "model_name"), "standardpage"),
        "destination_id": tree.home().pk,
        "action_name": "unpublish",
    }
    wall = PageViewRestriction.objects.create(page=page, restriction_type="password", password="a")
    return {
        "": {
            "sign_in": "0" * 32,
            "restriction_id": wall.pk,
            "page_view_restriction_id": wall.pk,
            "page_id": page.pk,
            "path": "about/",
        },
        **dict.fromkeys(("admin/pages/", "admin/api/main/^pages/", "admin/choose-page/", "admin/editing-"), values),
        "admin/pages/create/": values | {"app_label": "blog", "model_name": "articlepage"},
        "admin/bulk/": {"app_label": "wagtailcore", "model_name": "page", "action": "delete"},
        "admin/tag-autocomplete/": {"app_name": "taggit", "model_name": "tag"},
        "admin/editing-sessions/": {"app_label": "pages", "model_name": "standardpage", "object_id": page.pk},
    }


def _files() -> Things:
    image = SiteImage.objects.create(title="A lamp", file=ContentFile(jpeg(), name="lamp.jpg"))
    document = Document.objects.create(title="Plan", file=ContentFile(b"%PDF-1.4", name="plan.pdf"))
    plans = Collection.get_first_root_node().add_child(name="Plans")
    return {
        "admin/images/": {"image_id": image.pk, "pk": image.pk, "filter_spec": "original"},
        "admin/api/main/^images/": {"pk": image.pk},
        "admin/documents/": {"document_id": document.pk, "doc_id": document.pk, "pk": document.pk},
        "admin/api/main/^documents/": {"pk": document.pk},
        "admin/collections/": {"collection_id": plans.pk, "pk": plans.pk},
    }


def _snippets() -> Things:
    CategoryAttribute.objects.create(category=Category.objects.get(), key="size", label_en="Size")
    Author.objects.create(name="Ann Oak")
    found = {}
    for model in (Category, CategoryAttribute, City, RoomType, Service, Style, Author):
        row, place = model._default_manager.get(), f"{model._meta.app_label}/{model._meta.model_name}/"
        found |= {f"admin/snippets/{place}": {"pk": row.pk}, f"admin/snippets/choose/{place}": {"pk": row.pk}}
    return found


def _desks(world: World) -> Things:
    message = ContactMessage.objects.create(name="N", email="n@example.com", subject="S", text="T", language="en")
    report = Report.objects.create(
        kind="project", subject_id=1, title="A", path="/a/", reason="spam", place="p", state="open"
    )
    proof = request_of(world.sam)
    paper = proof.documents.get()
    default_storage.save(str(paper.asset.file.name), ContentFile(PDF))
    return {
        "admin/contact-messages/": {"pk": message.pk},
        "admin/complaints/": {"pk": report.pk},
        "admin/verifications/": {"pk": proof.pk, "public_id": paper.asset.public_id},
        "specialist/verification/": {"kind": "identity"},
        "api/v1/^me/verifications/": {"public_id": proof.public_id},
        "admin/moderation/": {"kind": "project", "pk": world.projects["in_review"].pk},
        "admin/project_chooser/": {"pk": world.projects["published"].pk},
    }


def _site(world: World) -> Things:
    site, mail = Site.objects.get(), queue_mail(to="a@example.com", subject="S", text="T")
    task, _ = Task.objects.get_or_create(name="Look", defaults={"active": True})
    flow, _ = Workflow.objects.get_or_create(name="Looking", defaults={"active": True})
    return {
        "admin/settings/": {"app_name": "pages", "model_name": "brand", "pk": site.pk},
        "admin/sites/": {"pk": site.pk},
        "admin/users/": {"pk": world.clara.pk},
        "admin/people/": {"pk": world.clara.pk},
        "admin/groups/": {"pk": Group.objects.get(name="editor").pk},
        "admin/workflows/": {"pk": flow.pk, "workflow_pk": flow.pk, "page_pk": tree.home().pk},
        "admin/workflows/task": {"pk": task.pk, "task_id": task.pk, "app_label": "wagtailcore", "model_name": "task"},
        "admin/redirects/": {"redirect_id": Redirect.objects.create(old_path="/old", redirect_link="/").pk},
        "admin/mails/": {"name": "invited"},
        "demo/mail/": {"mail_id": mail.pk},
        "brand": {"pk": Brand.for_site(site).pk},
    }


def _own(world: World) -> Things:
    project, slugs = world.projects["published"], {"categories": "kitchens", "cities": "almaty", "rooms": "kitchen"}
    slugs |= {"services": "island", "styles": "loft"}
    return {
        **{f"api/v1/catalog/^{kind}/": {"slug": slug} for kind, slug in slugs.items()},
        "api/v1/^articles/": {"slug": ArticlePage.objects.get().slug},
        "api/v1/^projects/": {"public_id": project.public_id, "document": "z" * 12},
        "api/v1/^specialists/": {"public_id": world.profile.public_id},
        "api/v1/^me/offerings/": {"public_id": world.offering.public_id},
        "specialist/profile/": {"public_id": world.offering.public_id, "step": "bio", "action": "pause"},
        "specialist/projects/": {"public_id": project.public_id, "action": "archive"},
        "report/": {"kind": "project", "key": project.public_id},
        "projects/": {"address": project.get_absolute_url().split("/")[2]},
        "specialists/": {"address": world.profile.get_absolute_url().split("/")[2]},
        "favourites/projects/": {"public_id": project.public_id},
        "favourites/specialists/": {"public_id": world.profile.public_id},
        "sitemaps/": {"kind": "projects", "number": project.pk // 5000},
    }
