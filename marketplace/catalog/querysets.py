from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from marketplace.core.errors import Refusal

if TYPE_CHECKING:
    from marketplace.catalog.models import Category  # noqa: F401

Row = TypeVar("Row", bound=models.Model)


class InUse(Refusal):
    """Something still refers to the entry: it can be hidden, not deleted."""

    code = "in_use"


class EntryQuerySet(models.QuerySet[Row]):
    def active(self) -> Self:
        """What visitors are offered. A hidden entry stays on what already has it."""
        return self.filter(is_active=True)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises InUse when any row refers to any of the entries; then none is deleted."""
        for entry in self:
            refuse_when_used(entry)
        return super().delete()


class CategoryQuerySet(EntryQuerySet["Category"]):
    def under(self, path: str) -> CategoryQuerySet:
        """The category with this path and everything below it: one range of one index."""
        return self.filter(path__startswith=path)

    def in_tree_order(self) -> CategoryQuerySet:
        """Each parent before its children, each level in the order that editors gave it."""
        first = Coalesce(F("parent__parent__sort_order"), F("parent__sort_order"), F("sort_order"))
        root = Coalesce(F("parent__parent_id"), F("parent_id"), F("id"))
        second = models.Case(
            models.When(parent__isnull=True, then=-1),
            models.When(parent__parent__isnull=True, then=F("sort_order")),
            default=F("parent__sort_order"),
            output_field=models.IntegerField(),
        )
        branch = models.Case(
            models.When(parent__isnull=True, then=0),
            models.When(parent__parent__isnull=True, then=F("id")),
            default=F("parent_id"),
            output_field=models.BigIntegerField(),
        )
        third = models.Case(
            models.When(parent__parent__isnull=True, then=-1),
            default=F("sort_order"),
            output_field=models.IntegerField(),
        )
        return self.order_by(first, root, second, branch, third, "id")


def uses(entry: models.Model) -> list[tuple[str, int]]:
    """What refers to the entry, whoever holds the key: the kind of thing in words and how many of them."""
    counted = (
        (relation.related_model, relation.field)
        for relation in entry._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel) and not isinstance(relation, models.ManyToManyRel)
    )
    found = [(_holder(model), model._base_manager.filter(**{field.name: entry.pk}).count()) for model, field in counted]
    return [(words, number) for words, number in found if number]


def _holder(model: Any) -> str:
    """The name of what holds the key; for the table between two things, of the thing on the other side."""
    created: Any = model._meta.auto_created
    return str((created or model)._meta.verbose_name_plural)


def refuse_when_used(entry: models.Model) -> None:
    """Raises InUse, saying by what, when any row refers to the entry."""
    found = uses(entry)
    if found:
        holders = ", ".join(f"{words} ({number})" for words, number in found)
        raise InUse(_("“%(entry)s” is in use: %(holders)s. Hide it instead.") % {"entry": entry, "holders": holders})
