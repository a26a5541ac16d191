"""The shape of projects in the API. Cards are plain dicts; these classes describe them and check input."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import File
from rest_framework import serializers

from marketplace.catalog.models import Category, City, RoomType, Style
from marketplace.core.api.fields import MoneyField, PublicId, ShortList, Slugs, Text, Whole
from marketplace.core.api.pages import PageIn
from marketplace.core.api.shapes import MoneyOut, PictureOut, TermOut
from marketplace.core.money import Money
from marketplace.projects import limits
from marketplace.projects.gallery import MediaChange, PhotoText
from marketplace.projects.models import Project
from marketplace.projects.states import ProjectState
from marketplace.projects.uploads import Accepted, Files
from marketplace.specialists.api.serializers import SpecialistFacts


class AuthorOut(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    initials = serializers.CharField()
    rating = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()


class ProjectCard(serializers.Serializer[Any]):
    """A project as lists show it."""

    public_id = serializers.CharField()
    url = serializers.CharField(help_text="The project's page.")
    title = serializers.CharField()
    city = serializers.CharField()
    city_slug = serializers.CharField()
    area_m2 = serializers.IntegerField(allow_null=True)
    price = MoneyOut(allow_null=True)
    photo_count = serializers.IntegerField()
    cover = PictureOut(allow_null=True)
    is_top = serializers.BooleanField()
    is_pro = serializers.BooleanField()
    is_favorite = serializers.BooleanField()
    views_count = serializers.IntegerField()
    favorites_count = serializers.IntegerField()
    to_profile_count = serializers.IntegerField()
    specialist = AuthorOut()


class SpecialistCard(SpecialistFacts):
    """A specialist as lists show them."""

    project_count = serializers.IntegerField()
    covers = PictureOut(many=True, help_text="Of the newest projects.")


class ProjectWindow(serializers.Serializer[Any]):
    results = ProjectCard(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of the next page.")
    previous = serializers.CharField(allow_null=True)


class SpecialistWindow(serializers.Serializer[Any]):
    results = SpecialistCard(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of the next page.")
    previous = serializers.CharField(allow_null=True)


class PhotoOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    alt = serializers.CharField()
    caption = serializers.CharField()
    picture = PictureOut(allow_null=True, help_text="null until its sizes are made.")


class DocumentOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(help_text="A download, for whoever may see the project.")
    kind = serializers.CharField(help_text="PDF or DOCX.")
    bytes = serializers.IntegerField()


class ProjectDetail(ProjectCard):
    """A project with its story, facts, photos and documents."""

    summary = serializers.CharField()
    story = serializers.CharField()
    language = serializers.CharField()
    category = TermOut()
    rooms = TermOut(many=True)
    styles = TermOut(many=True)
    cost_to = MoneyOut(allow_null=True)
    duration_days = serializers.IntegerField(allow_null=True)
    completed_on = serializers.DateField(allow_null=True)
    photos = PhotoOut(many=True)
    documents = DocumentOut(many=True)


class StandingOut(serializers.Serializer[Any]):
    """How one's own project stands."""

    state = serializers.CharField()
    version = serializers.IntegerField(help_text="Send it back in If-Match to notice changes made elsewhere.")
    has_pending_changes = serializers.BooleanField(help_text="Changes to a public project wait for a moderator.")
    note = serializers.CharField(help_text="What a moderator wrote last.")
    available_actions = serializers.ListField(child=serializers.CharField())


class OwnProject(StandingOut, ProjectDetail):
    """A project as its owner sees it: the newest content, and how it stands."""


class OwnProjectCard(StandingOut, ProjectCard):
    """One's own project in a list, in the words of what is public once it has been; and how it stands."""


class OwnProjectWindow(serializers.Serializer[Any]):
    results = OwnProjectCard(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of the next page.")
    previous = serializers.CharField(allow_null=True)


class OwnProjectsIn(PageIn):
    """What the list of one's own projects may be asked."""

    state = serializers.ChoiceField(choices=ProjectState.choices, required=False, default="")


class PhotoTextIn(serializers.Serializer[Any]):
    alt = Text(max_length=limits.ALT_LONGEST, allow_blank=True, required=False)
    caption = Text(max_length=limits.CAPTION_LONGEST, allow_blank=True, required=False)


class FileOrId(PublicId):
    """A file that comes with the call, or the id of one uploaded before."""

    def to_internal_value(self, data: Any) -> Any:
        return data if isinstance(data, File) else super().to_internal_value(data)

    def run_validators(self, value: Any) -> None:
        if not isinstance(value, File):
            super().run_validators(value)


# DRF's own sentence, which it says in every language.
MOST_PHOTOS = serializers.ListField.default_error_messages["max_length"]


class TextsById(serializers.DictField):
    """Texts by photo id; in a form, as JSON."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            try:
                data = json.loads(data[:20_000])
            except (ValueError, RecursionError):
                self.fail("not_a_dict", input_type="str")
        if isinstance(data, dict) and len(data) > limits.PHOTOS_MAX:
            raise serializers.ValidationError(MOST_PHOTOS.format(max_length=limits.PHOTOS_MAX), "max_length")
        return super().to_internal_value(data)


class ProjectIn(serializers.Serializer[Project]):
    """Fields and media of one call. All of it is done, or nothing."""

    title = Text(min_length=limits.TITLE_SHORTEST, max_length=limits.TITLE_LONGEST)
    summary = Text(max_length=limits.SUMMARY_LONGEST, allow_blank=True, required=False)
    story = Text(max_length=limits.STORY_LONGEST, allow_blank=True, required=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    category = serializers.SlugRelatedField(slug_field="slug", queryset=Category.objects.active())
    city = serializers.SlugRelatedField(slug_field="slug", queryset=City.objects.active())
    rooms = Slugs(queryset=RoomType.objects.active(), max_length=limits.TERMS_MAX, required=False)
    styles = Slugs(queryset=Style.objects.active(), max_length=limits.TERMS_MAX, required=False)
    area_m2 = Whole(min_value=1, max_value=limits.AREA_MOST, allow_null=True, required=False)
    cost_from = MoneyField(allow_null=True, required=False)
    cost_to = MoneyField(allow_null=True, required=False)
    duration_days = Whole(min_value=1, max_value=limits.DAYS_MOST, allow_null=True, required=False)
    completed_on = serializers.DateField(allow_null=True, required=False)
    media_add = ShortList(
        child=FileOrId(),
        required=False,
        max_length=limits.PHOTOS_MAX,
        help_text="New photos: files (multipart only; JPEG, PNG, WebP, AVIF, HEIC, 15 MB each) or ids of uploads.",
    )
    media_delete = ShortList(child=PublicId(), required=False, max_length=limits.PHOTOS_MAX)
    media_order = ShortList(child=PublicId(), required=False, max_length=limits.PHOTOS_MAX)
    media_texts = TextsById(
        child=PhotoTextIn(), required=False, help_text="Alt text and caption by photo id; what is left out stays."
    )

    documents_add = ShortList(
        child=FileOrId(),
        required=False,
        max_length=limits.DOCUMENTS_MAX,
        help_text="New documents: files (multipart only; PDF or DOCX, 20 MB each) or ids of documents of one's own.",
    )
    documents_delete = ShortList(child=PublicId(), required=False, max_length=limits.DOCUMENTS_MAX)

    def fields_of_model(self) -> dict[str, Any]:
        """The validated values by model field: money in minor units of the site's currency."""
        values = {k: v for k, v in self.validated_data.items() if not k.startswith(("media_", "documents_", "cost_"))}
        for name in ("cost_from", "cost_to"):
            if name in self.validated_data:
                amount = self.validated_data[name]
                values[f"{name}_minor"] = None if amount is None else Money.of(amount, settings.CURRENCY).minor
        return values

    def files(self) -> Files:
        """The photos and documents that came with the call, in order."""
        sent = (self.validated_data.get(name, ()) for name in ("media_add", "documents_add"))
        return Files(*([item for item in items if isinstance(item, File)] for items in sent))

    def media_change(self, accepted: Accepted) -> MediaChange:
        """What the call asks of photos and documents; `accepted` are the files that came with it."""
        data = self.validated_data
        return MediaChange(
            add=_ids(data.get("media_add", ()), accepted.photo_ids),
            delete=data.get("media_delete", ()),
            order=data.get("media_order", ()),
            texts={key: PhotoText(**text) for key, text in data.get("media_texts", {}).items()},
            documents_add=_ids(data.get("documents_add", ()), accepted.document_ids),
            documents_delete=data.get("documents_delete", ()),
        )


def _ids(items: Sequence[Any], accepted: Sequence[str]) -> list[str]:
    """The ids that were sent, with those of the accepted files in the places of the files."""
    ready = iter(accepted)
    return [next(ready) if isinstance(item, File) else item for item in items]


class DocumentIn(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True, help_text="PDF or DOCX, 20 MB.")
    title = Text(max_length=120, allow_blank=True, required=False, help_text="The file's name when there is none.")


class UploadIn(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True)


class UploadOut(serializers.Serializer[Any]):
    """A photo that waits for the project it is meant for: a day, then it is deleted."""

    id = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
