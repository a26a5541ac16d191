"""What accounts do when something has happened."""

from datetime import datetime

from marketplace.accounts import services, states, tasks
from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.audit.registry import on

# The mail that tells the person, by what happened to the account.
MAILS = {
    states.LIMIT.fact: "limited",
    states.SUSPEND.fact: "suspended",
    states.LIFT.fact: "lifted",
    states.DEACTIVATE.fact: "deactivated",
    states.REACTIVATE.fact: "reactivated",
    "account.second_factor_reset": "second_factor_reset",
}


@on("mail.requested")
def deliver(event: Event) -> None:
    """Asks a worker of the queue `mail` to send it: a slow mail server keeps no other handler waiting."""
    tasks.send_mail.delay(event.subject_id)


@on(*MAILS)
def tell_the_person(event: Event) -> None:
    """A mail about what became of the account, and why."""
    person = User.objects.filter(pk=event.subject_id).first()
    if person is None:
        return
    until = event.data.get("until")
    note = event.data.get("note", "")
    services.write_to(person, MAILS[event.kind], note=note, until=datetime.fromisoformat(until) if until else None)
