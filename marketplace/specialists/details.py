"""One's own profile in full, as plain values: the same for its pages and for the API."""

from typing import Any

from marketplace.core.machine import Party
from marketplace.media.selectors import picture
from marketplace.moderation.listing import draft_of, told
from marketplace.specialists import rules, selectors
from marketplace.specialists.models import SpecialistProfile

Values = dict[str, Any]


def own(specialist: SpecialistProfile, party: Party) -> Values:
    """The profile of selectors.own() with the newest content, how it stands, what is missing and what can be done."""
    draft, standing = draft_of(specialist), specialist.standing
    return {
        "public_id": specialist.public_id,
        "url": specialist.get_absolute_url(),
        **_content(draft),
        "offerings": selectors.offerings(specialist.pk),
        "views_count": specialist.tally.views,
        "favorites_count": specialist.tally.favourites,
        "to_profile_count": specialist.tally.to_profile,
        **told(standing, party),
        "submitted_at": standing.submitted_at,
        "published_at": standing.published_at,
        "missing": rules.missing(draft),
    }


def _content(draft: SpecialistProfile) -> Values:
    return {
        "kind": draft.kind,
        "name": draft.name,
        "headline": draft.headline,
        "bio": draft.bio,
        "city": {"slug": draft.city.slug, "name": draft.city.name} if draft.city else None,
        "latitude": draft.latitude,
        "longitude": draft.longitude,
        "radius_km": draft.radius_km,
        "categories": [{"slug": one.slug, "name": one.name} for one in draft.categories.all()],
        "languages": draft.languages,
        "years_experience": draft.years_experience,
        "avatar": picture(draft.avatar, "avatar"),
    }
