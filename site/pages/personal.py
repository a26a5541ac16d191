"""What of editors' pages, and of Wagtail, is about people, and what becomes of it."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.users.models import UserProfile

from marketplace.accounts.selectors import addresses
from marketplace.core.personal import declare
from pages.models import ContactMessage


def _messages(person_id: int) -> "QuerySet[ContactMessage]":
    """What the person wrote on contact pages, signed in or under an address that is proved to be theirs."""
    return ContactMessage.objects.filter(Q(sender=person_id) | Q(email__in=addresses(person_id)))


def _forget_preferences(person_id: int) -> None:
    """The person's settings of the admin, and the portrait there after the commit."""
    profiles = UserProfile.objects.filter(user=person_id)
    pictures = [name for name in profiles.values_list("avatar", flat=True) if name]
    profiles.delete()
    for name in pictures:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)


declare(
    "pages.Brand",
    none="id site email phone address menu footer social terms privacy contact",
)
declare(
    "pages.CategoryPage",
    none="page_ptr category intro_en intro_ru intro_kk questions guides",
)
declare(
    "pages.ContactPage",
    none="page_ptr intro body thanks_title thanks_text",
)
declare(
    "pages.ContactMessage",
    find=_messages,
    none="id language sent_at answered_at answered_by",
    personal="name email subject text sender",
    exported_as="messages",
    withheld="answered_by",
)
declare(
    "pages.HomePage",
    none="page_ptr body hero_title hero_lead hero_image suggestions",
)
declare(
    "pages.LandingPage",
    none="page_ptr body lead image language",
)
declare(
    "pages.StandardPage",
    none="accept_since page_ptr intro body valid_from language",
)
declare(
    "wagtailusers.UserProfile",
    owner="user",
    none=(
        "id submitted_notifications approved_notifications rejected_notifications "
        "updated_comments_notifications theme contrast density keyboard_shortcuts"
    ),
    personal="user preferred_language current_time_zone avatar dismissibles",
    exported_as="admin_preferences",
    files="avatar",
    erase=_forget_preferences,
)
declare(
    "wagtailadmin.Admin",
    none="id",
)
declare(
    "wagtailadmin.EditingSession",
    owner="user",
    none="id content_type object_id is_editing",
    personal="user last_seen_at",
)
declare(
    "wagtailadmin.FormState",
    owner="user",
    none="id content_type object_id parent_object_id last_updated_at",
    personal="user data",
)
declare(
    "wagtailcore.APIToken",
    owner="user",
    none="id created revoked_at last_used_at",
    personal="user name",
    sensitive="key_hash prefix",
)
declare(
    "wagtailcore.PageSubscription",
    owner="user",
    none="id page comment_notifications",
    personal="user",
)
declare(
    "wagtailcore.Comment",
    owner="user",
    none="id page contentpath position created_at updated_at revision_created resolved_at resolved_by",
    personal="user text",
    exported_as="editors_comments",
    withheld="resolved_by",
)
declare(
    "wagtailcore.CommentReply",
    owner="user",
    none="id comment created_at updated_at",
    personal="user text",
    exported_as="editors_replies",
)
declare(
    "wagtailcore.UploadedFile",
    owner="uploaded_by_user",
    none="id for_content_type",
    personal="uploaded_by_user file",
)
declare(
    "wagtailcore.ModelLogEntry",
    none="id content_type action timestamp uuid revision content_changed deleted object_id",
    personal="label data",
    legal="user",
    why=(
        "What staff did stays on record; words about whose things it was are taken out by "
        "marketplace/audit/forgetting.py."
    ),
)
declare(
    "wagtailcore.PageLogEntry",
    none="id content_type label action data timestamp uuid revision content_changed deleted page",
    legal="user",
    why="What staff did to pages stays on record; the account behind it is a nameless number by then.",
)
declare(
    "wagtailcore.Revision",
    none="id content_type base_content_type object_id created_at approved_go_live_at",
    personal="content object_str",
    legal="user",
    why="Revisions of pages are the site's; those of a person's listings go with the listing.",
)
declare(
    "wagtailcore.WorkflowState",
    none="id content_type base_content_type object_id workflow status created_at current_task_state",
    legal="requested_by",
    why="What staff did to pages stays on record; the account behind it is a nameless number by then.",
)
declare(
    "wagtailcore.TaskState",
    none="id workflow_state revision task status started_at finished_at content_type",
    legal="finished_by comment",
    why="What staff did to pages stays on record; the account behind it is a nameless number by then.",
)
declare(
    "wagtailcore.Page",
    none=(
        "id path depth numchild translation_key locale latest_revision live has_unpublished_changes "
        "first_published_at last_published_at live_revision go_live_at expire_at expired locked locked_at "
        "title draft_title slug content_type url_path latest_revision_created_at alias_of show_in_menus "
        "seo_title search_description"
    ),
    legal="owner locked_by",
    why="What staff did to pages stays on record; the account behind it is a nameless number by then.",
)
declare(
    "wagtailsearch.IndexEntry",
    none="id content_type object_id title_norm",
    personal="title_text body_text title body autocomplete",
    why="Follows the listing it was made from, and goes with it.",
)
declare(
    "wagtailcore.Locale",
    none="id language_code",
)
declare(
    "wagtailcore.Site",
    none="id hostname port site_name root_page is_default_site",
)
declare(
    "wagtailcore.GroupSitePermission",
    none="id group site permission",
)
declare(
    "wagtailcore.CollectionViewRestriction",
    none="id restriction_type password collection groups",
)
declare(
    "wagtailcore.Collection",
    none="id path depth numchild name",
)
declare(
    "wagtailcore.GroupCollectionPermission",
    none="id group collection permission",
)
declare(
    "wagtailcore.WorkflowContentType",
    none="content_type workflow",
)
declare(
    "wagtailcore.Workflow",
    none="id name active",
)
declare(
    "wagtailcore.WorkflowTask",
    none="id sort_order workflow task",
)
declare(
    "wagtailcore.Task",
    none="id name content_type active",
)
declare(
    "wagtailcore.GroupApprovalTask",
    none="task_ptr groups",
)
declare(
    "wagtailcore.GroupPagePermission",
    none="id group page permission",
)
declare(
    "wagtailcore.PageViewRestriction",
    none="id restriction_type password page groups",
)
declare(
    "wagtailcore.WorkflowPage",
    none="page workflow",
)
declare(
    "wagtailcore.ReferenceIndex",
    none=(
        "id content_type base_content_type object_id to_content_type to_object_id model_path content_path "
        "content_path_hash"
    ),
)
declare(
    "wagtailredirects.Redirect",
    none=(
        "id old_path site is_permanent redirect_page redirect_page_route_path redirect_link "
        "automatically_created created_at"
    ),
)
declare(
    "wagtailembeds.Embed",
    none=(
        "id url max_width hash type html title author_name provider_name thumbnail_url width height "
        "last_updated cache_until"
    ),
)
declare(
    "wagtaildocs.Document",
    none="id collection title file created_at file_size file_hash tags",
    legal="uploaded_by_user",
    why="What staff did to pages stays on record; the account behind it is a nameless number by then.",
)
declare(
    "wagtailimages.Image",
    none=(
        "id collection title file description width height created_at focal_point_x focal_point_y "
        "focal_point_width focal_point_height file_size file_hash tags"
    ),
    legal="uploaded_by_user",
    why="What staff did to pages stays on record; the account behind it is a nameless number by then.",
)
declare(
    "wagtailimages.Rendition",
    none="id filter_spec file width height focal_point_key image",
)
declare(
    "taggit.Tag",
    none="id name slug",
)
declare(
    "taggit.TaggedItem",
    none="id tag content_type object_id",
)
