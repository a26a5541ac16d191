"""What of a profile is about people, and what becomes of it."""

from marketplace.core.personal import declare
from marketplace.specialists import transitions

declare(
    "specialists.SpecialistProfile",
    owner="user",
    none="id latest_revision public_id tally",
    personal=(
        "user kind name headline bio avatar city latitude longitude radius_km categories languages years_experience"
    ),
    exported_as="profile",
    withheld="tally latest_revision",
    erase=transitions.remove,
)
declare(
    "specialists.SpecialistStanding",
    owner="specialist__user",
    none="state state_since submitted_at published_at version",
    personal="specialist note draft",
    exported_as="profile_standing",
)
declare(
    "specialists.SpecialistRating",
    owner="specialist__user",
    personal="specialist average count",
    exported_as="rating",
)
declare(
    "specialists.Offering",
    owner="specialist__user",
    none="id public_id service currency position",
    personal="specialist title price_type price_minor unit duration_minutes",
    exported_as="offerings",
)
declare(
    "specialists.RemovedSpecialist",
    none="public_id removed_at",
)
declare(
    "specialists.SpecialistFavourite",
    owner="user",
    none="id",
    personal="user specialist created_at",
    exported_as="favorite_specialists",
)
