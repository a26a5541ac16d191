"""What accounts say that concerns consents: whichever way somebody signs up, it is told here."""

from marketplace.audit.models import Event
from marketplace.audit.registry import on
from marketplace.consents import services


@on("account.created")
def accept_what_is_published(event: Event) -> None:
    """Sign-up says so beside its button."""
    services.accept_by_signing_up(event.subject_id)


@on("account.taken_over")
def ask_whom_the_address_belongs_to(event: Event) -> None:
    """Whoever signed up was not the person whose address it is."""
    services.withdraw_all(event.subject_id)
