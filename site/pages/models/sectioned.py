from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from blog.models import Illustrated
from pages import listings
from pages.blocks import Sections
from pages.parts import parts_of


class Sectioned(Illustrated):
    """A page of sections that editors chose, under one wide picture that is decoration."""

    body = StreamField(
        Sections(required=False),
        blank=True,
        verbose_name=_("sections"),
        help_text=_("In the order of the page. Sections with lists keep themselves up to date."),
    )

    class Meta:
        abstract = True

    @property
    def picture_id(self) -> int | None:
        """The picture at the top, None while editors have chosen none."""
        raise NotImplementedError

    def image_ids(self) -> set[int]:
        """The picture at the top; sections have no pictures of editors."""
        return {self.picture_id} if self.picture_id else set()

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with its picture and its sections, read for whoever asks."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "picture": listings.hero(self.picture_id), "sections": parts_of(self.body, request)}
