"""The catalogue's forms in the admin."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from marketplace.catalog import services
from marketplace.catalog.models import KEY, Category
from marketplace.catalog.names import LANGUAGES, write_options
from marketplace.catalog.states import DEPTH


class HeardForm(WagtailAdminModelForm):
    """A form whose saving is told to everybody, in the same transaction. A new row goes to the end of its list.

    An address is chosen once: links, saved searches and the index know the entry by it, whatever it is called later.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            last = type(self.instance)._default_manager.aggregate(last=Max("sort_order"))["last"]
            self.initial["sort_order"] = 0 if last is None else last + 1
        elif "slug" in self.fields:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("Part of links and filters, so it stays whatever the name is.")

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's own
        entry = super().save(commit)
        if commit:
            services.changed(entry, by=self.for_user)
        return entry


class CategoryForm(HeardForm):
    """Offers only parents that leave room for another level, in the order of the tree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Category.objects.in_tree_order().select_related("parent__parent")
        self.fields["parent"].queryset = parents.exclude(path__regex=f"^([^/]+/){{{DEPTH}}}$")
        self.fields["parent"].label_from_instance = lambda category: category.trail


class TreeField(forms.ModelChoiceField[Category]):
    """A category of the tree: deeper ones behind dashes."""

    def label_from_instance(self, category: Any) -> str:
        return f"{'— ' * (category.depth - 1)}{category.name}"


class Trees(forms.models.ModelChoiceIterator[Category]):
    """A group of choices for each root and what is below it."""

    def __iter__(self) -> Iterator[Any]:
        for root, categories in groupby(self.queryset, key=lambda category: category.path.split("/")[0]):
            yield root, [self.choice(category) for category in categories]


class TreesField(TreeField, forms.ModelMultipleChoiceField[Category]):
    """Any number of them, each root beside what is below it."""

    iterator = Trees

    def label_from_instance(self, category: Any) -> str:
        return f"{'— ' * (category.depth - 2)}{category.name}"


class ColumnsOfBoxes(forms.CheckboxSelectMultiple):
    """Check boxes in two columns where there is room; a group stays together under its first."""

    template_name = "django/forms/columns.html"


class OptionsField(forms.CharField):
    """Options as lines of text, each `key | English | Russian | Kazakh`."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return write_options(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        found = [self._option(line) for line in (value or "").splitlines() if line.strip()]
        if len({option["key"] for option in found}) != len(found):
            raise forms.ValidationError(_("Two options have the same key."))
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)

    def _option(self, line: str) -> dict[str, str]:
        key, *names = (part.strip() for part in line.split("|"))
        if not re.match(KEY, key) or not names or not names[0] or len(names) > len(LANGUAGES):
            raise forms.ValidationError(_("Write each option as: key | English | Russian | Kazakh."))
        return {"key": key, **dict(zip(LANGUAGES, [*names, "", ""], strict=False))}


class AttributeForm(HeardForm):
    """An attribute, its options as lines of text."""

    options = OptionsField(
        label=_("options"),
        required=False,
        help_text=_(
            "For lists only, one on each line: key | English | Russian | Kazakh. Keys stay as they are once used."
        ),
    )
