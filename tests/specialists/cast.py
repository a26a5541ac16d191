"""What the tests of specialists need on top of the common cast."""

from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.catalog.models import Service
from marketplace.media.models import MediaAsset
from marketplace.specialists import offerings, services, transitions
from marketplace.specialists.models import Offering, SpecialistProfile, SpecialistStanding
from tests.cast import almaty, kitchens, picture_of


def avatar_of(user: User) -> MediaAsset:
    """A portrait that was accepted; the file itself is not there."""
    asset = picture_of(user)
    asset.kind = "avatar"
    asset.save()
    return asset


def fitting() -> Service:
    """The service most tests sell."""
    values = {"name_en": "Kitchen fitting", "name_ru": "Монтаж кухни", "category": kitchens()}
    return Service.objects.get_or_create(slug="kitchen-fitting", defaults=values)[0]


def offering_of(profile: SpecialistProfile, title: str = "Fit a kitchen", minor: int = 150_000_00) -> Offering:
    """A line of the price list, added as its owner does it."""
    fields = {"service": fitting(), "title": title, "price_type": "from", "price_minor": minor}
    return offerings.add(profile.pk, by=profile.user, fields=fields)


def complete(user: User) -> SpecialistProfile:
    """A draft with nothing missing, written as its owner writes it."""
    profile = services.create(by=user)
    texts = {"name": "Sam Fitter", "headline": "Kitchens that work", "bio": "Twenty years of kitchens."}
    services.update(profile.pk, by=user, fields={**texts, "city": almaty(), "categories": [kitchens()]})
    services.change_avatar(profile.pk, by=user, asset=avatar_of(user).public_id)
    return again(profile)


def published(user: User, moderator: User) -> SpecialistProfile:
    """The same after a moderator has approved it."""
    profile = complete(user)
    submitted = transitions.submit(profile.pk, by=user)
    transitions.approve(profile.pk, revision_id=submitted.standing.draft_id, by=moderator)
    return again(profile)


def again(profile: SpecialistProfile) -> SpecialistProfile:
    """The profile as the database has it now."""
    return SpecialistProfile.objects.select_related("user", "standing__draft").get(pk=profile.pk)


def standing(profile: SpecialistProfile) -> SpecialistStanding:
    """How it stands now."""
    return SpecialistStanding.objects.get(pk=profile.pk)


def kinds(profile: SpecialistProfile) -> list[str]:
    """The facts written down about it, in order."""
    events = Event.objects.filter(subject_type="specialists.specialistprofile", subject_id=profile.pk)
    return list(events.order_by("pk").values_list("kind", flat=True))
