"""The shape of articles in the API."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from marketplace.core.api.pages import PageIn
from marketplace.core.api.shapes import PictureOut, TermOut


class ArticleCard(serializers.Serializer[Any]):
    """An article as lists show it."""

    slug = serializers.CharField()
    url = serializers.CharField(help_text="The article's page.")
    title = serializers.CharField()
    intro = serializers.CharField()
    date = serializers.DateField()
    language = serializers.CharField()
    reading_minutes = serializers.IntegerField()
    author = serializers.CharField(help_text="Empty when nobody signs.")
    picture = PictureOut(allow_null=True)
    tags = TermOut(many=True)


class ArticleList(serializers.Serializer[Any]):
    results = ArticleCard(many=True)
    next = serializers.CharField(allow_null=True, help_text="Address of the next page.")
    previous = serializers.CharField(allow_null=True)


@extend_schema_serializer(component_name="ArticleAuthor")
class AuthorOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    bio = serializers.CharField()
    picture = PictureOut(allow_null=True)


class HeadingPart(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["heading"])
    text = serializers.CharField()
    anchor = serializers.CharField()


class ParagraphPart(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["paragraph"])
    html = serializers.CharField()
    text = serializers.CharField()


class QuotePart(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["quote"])
    text = serializers.CharField()
    by = serializers.CharField()


class ImagePart(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["image"])
    picture = PictureOut(allow_null=True)
    caption = serializers.CharField()


class TipPart(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["tip"])
    text = serializers.CharField()


class ShownProject(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()


class ProjectsPart(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["projects"])
    title = serializers.CharField()
    projects = ShownProject(many=True)


PART = PolymorphicProxySerializer(
    component_name="ArticlePart",
    serializers={
        "heading": HeadingPart,
        "paragraph": ParagraphPart,
        "quote": QuotePart,
        "image": ImagePart,
        "tip": TipPart,
        "projects": ProjectsPart,
    },
    resource_type_field_name="type",
    many=True,
)


class ArticleDetail(serializers.Serializer[Any]):
    """An article with its text, as HTML and as parts."""

    slug = serializers.CharField()
    url = serializers.CharField(help_text="The article's page.")
    title = serializers.CharField()
    intro = serializers.CharField()
    date = serializers.DateField()
    language = serializers.CharField()
    reading_minutes = serializers.IntegerField()
    author = AuthorOut(allow_null=True)
    picture = PictureOut(allow_null=True)
    tags = TermOut(many=True)
    html = serializers.CharField(help_text="The text without the projects, which are among the parts.")
    parts = serializers.SerializerMethodField()
    related = ArticleCard(many=True)

    @extend_schema_field(PART)
    def get_parts(self, article: Any) -> Any:
        """The text as plain parts."""
        return article["parts"]


class ListIn(PageIn):
    """What a list of articles may be asked."""

    search = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    tag = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
