"""What is written down about specialists."""

from marketplace.audit.registry import declare
from marketplace.specialists.states import PROFILE

declare("marketplace.specialists", PROFILE.facts() | {"specialist.created", "specialist.changed", "specialist.deleted"})
