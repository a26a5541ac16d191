"""Writing the price list: what a specialist sells, and for how much. It shows at once."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.core.errors import Invalid, NotFound
from marketplace.moderation.transitions import touch
from marketplace.specialists import rules
from marketplace.specialists.limits import PRICE_MAX_MINOR
from marketplace.specialists.models import Offering, SpecialistProfile

Fields = Mapping[str, Any]
FIELDS = frozenset({"service", "title", "price_type", "price_minor", "unit", "duration_minutes", "position"})


@transaction.atomic
def add(specialist_id: int, *, by: User, fields: Fields) -> Offering:
    """A new line of the person's price list. `fields` are model fields by name, the price in minor units.

    Raises NotFound, IllegalTransition, LimitReached, Invalid; then nothing is kept.
    """
    specialist = _own(specialist_id, by)
    rules.require_room(specialist)
    offering = Offering(specialist=specialist, currency=settings.CURRENCY)
    offering.position = min(specialist.offerings.count(), 1000)
    return _keep(offering, specialist, fields, by)


@transaction.atomic
def change(specialist_id: int, public_id: str, *, by: User, fields: Fields) -> Offering:
    """Change a line of the person's price list. Raises as add()."""
    specialist = _own(specialist_id, by)
    return _keep(_line(specialist, public_id), specialist, fields, by)


@transaction.atomic
def remove(specialist_id: int, public_id: str, *, by: User) -> None:
    """Take a line off the person's price list. Raises NotFound, IllegalTransition."""
    specialist = _own(specialist_id, by)
    _line(specialist, public_id).delete()
    _noted(specialist, by)


def _own(specialist_id: int, by: User) -> SpecialistProfile:
    specialist = SpecialistProfile.objects.lock(specialist_id)
    rules.require_owner(specialist, by)
    rules.require_editable(specialist)
    return specialist


def _line(specialist: SpecialistProfile, public_id: str) -> Offering:
    offering: Offering | None = specialist.offerings.filter(public_id=public_id).select_related("service").first()
    if offering is None:
        raise NotFound(_("There is no such service on your price list."))
    return offering


def _keep(offering: Offering, specialist: SpecialistProfile, fields: Fields, by: User) -> Offering:
    unknown = set(fields) - FIELDS
    if unknown:
        raise Invalid(_("There is no such field."), field=min(unknown))
    for name, value in fields.items():
        setattr(offering, name, value)
    _check(offering)
    offering.save()
    _noted(specialist, by)
    return offering


def _check(offering: Offering) -> None:
    """The first problem of a field becomes the refusal."""
    _check_price(offering)
    try:
        offering.full_clean(exclude={"specialist", "currency", "public_id"}, validate_constraints=False)
    except ValidationError as error:
        field, texts = next(iter(error.message_dict.items()))
        raise Invalid(texts[0], field=field) from None
    same = Offering.objects.filter(specialist=offering.specialist_id, service=offering.service_id)
    twins = same.annotate(lowered=Lower("title")).filter(lowered=Lower(Value(offering.title)))
    if twins.exclude(pk=offering.pk).exists():
        raise Invalid(_("This is on your price list already. Give it another title."), code="duplicate", field="title")


def _check_price(offering: Offering) -> None:
    price = offering.price_minor
    if offering.price_type == Offering.PriceType.QUOTE:
        if price is not None:
            raise Invalid(_("Leave the price empty when it is given on request."), field="price")
    elif price is None or price <= 0:
        raise Invalid(_("Say what it costs, or choose “price on request”."), code="required", field="price")
    elif price > PRICE_MAX_MINOR:
        raise Invalid(_("This price is too high."), field="price")


def _noted(specialist: SpecialistProfile, by: User) -> None:
    touch(specialist.standing)
    record("specialist.changed", subject=specialist, actor=by, fields=["offerings"])
