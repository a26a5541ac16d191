"""The editor of one project: fields and photos in one form."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.catalog.forms import TreeField
from marketplace.catalog.models import Category, City, RoomType, Style
from marketplace.core.errors import Invalid
from marketplace.core.ids import is_public_id
from marketplace.core.money import Money
from marketplace.projects import limits
from marketplace.projects.gallery import MediaChange, PhotoText
from marketplace.projects.models import Project
from marketplace.projects.uploads import Accepted, Files


class ProjectForm(forms.Form):
    """What a project says about itself. Money is in whole units of the site's currency."""

    title = forms.CharField(
        label=_("Title"),
        min_length=limits.TITLE_SHORTEST,
        max_length=limits.TITLE_LONGEST,
        help_text=_("What was made, in a few words: “Oak kitchen for a family of five”."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=limits.SUMMARY_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences. Shown in search results."),
    )
    story = forms.CharField(
        label=_("Story"),
        max_length=limits.STORY_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What the client asked for, what was difficult, what you did. Leave a blank line between paragraphs."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    category = TreeField(label=_("Category"), queryset=Category.objects.active().in_tree_order(), to_field_name="slug")
    city = forms.ModelChoiceField(label=_("City"), queryset=City.objects.active(), to_field_name="slug")
    rooms = forms.ModelMultipleChoiceField(
        label=_("Rooms"),
        queryset=RoomType.objects.active(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    styles = forms.ModelMultipleChoiceField(
        label=_("Styles"),
        queryset=Style.objects.active(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    area_m2 = forms.IntegerField(label=_("Area, m²"), min_value=1, max_value=limits.AREA_MOST, required=False)
    cost_from = forms.DecimalField(label=_("Cost from"), min_value=1, max_digits=12, decimal_places=2, required=False)
    cost_to = forms.DecimalField(label=_("Cost to"), min_value=1, max_digits=12, decimal_places=2, required=False)
    duration_days = forms.IntegerField(
        label=_("Duration, days"), min_value=1, max_value=limits.DAYS_MOST, required=False
    )
    completed_on = forms.DateField(
        label=_("Finished on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def values(self) -> dict[str, Any]:
        """The cleaned values by model field, money in minor units."""
        said = dict(self.cleaned_data)
        for name in ("cost_from", "cost_to"):
            amount = said.pop(name)
            said[f"{name}_minor"] = None if amount is None else Money.of(amount, settings.CURRENCY).minor
        return {**said, "currency": settings.CURRENCY}

    @staticmethod
    def said_by(project: Project) -> dict[str, Any]:
        """What the form starts with for a project."""
        plain = ("title", "summary", "story", "language", "area_m2", "duration_days", "completed_on")
        return {
            **{name: getattr(project, name) for name in plain},
            "category": project.category.slug,
            "city": project.city.slug,
            "rooms": [room.slug for room in project.rooms.all()],
            "styles": [style.slug for style in project.styles.all()],
            "cost_from": project.cost_from.digits if project.cost_from else None,
            "cost_to": project.cost_to.digits if project.cost_to else None,
        }


def change_of(data: Any, present: list[str], accepted: Accepted) -> MediaChange:
    """What the form asks of photos and documents: `data` is what was posted, `present` the ids of the photos now.

    With scripts the order names every photo that stays, new ones too. Without, removals are ticked, files come along.
    """
    order = order_of(data)
    ticked = set(data.getlist("media_remove"))
    gone = [one for one in present if one in ticked or (order and one not in order)]
    staged = [one for one in order if one not in present and one not in ticked]
    kept = [one for one in order if one not in ticked]
    texts = {one: PhotoText(alt=_alt_of(data[f"media_alt_{one}"])) for one in kept if f"media_alt_{one}" in data}
    return MediaChange(
        add=[*staged, *accepted.photo_ids],
        delete=gone,
        order=kept,
        texts=texts,
        documents_add=accepted.document_ids,
        documents_delete=[one for one in data.getlist("documents_remove") if is_public_id(one)],
    )


def order_of(data: Any) -> list[str]:
    """The ids of the photos that the form names, in its order."""
    return [one for one in data.getlist("media_order") if is_public_id(one)]


def version_of(data: Any) -> int:
    """The version of the project that the form was made from; 0, which no project has, when it does not say."""
    said = data.get("version", "")
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else 0


def _alt_of(text: str) -> str:
    try:
        return str(forms.CharField(max_length=limits.ALT_LONGEST, required=False).clean(text))
    except ValidationError as error:
        raise Invalid(error.messages[0], field="media_add") from None


def files_of(files: Any) -> Files:
    """The photos and documents that came with the form itself."""
    return Files(*([file for file in files.getlist(name) if file] for name in ("photos", "documents")))
