"""What accounts do when something has happened."""

from datetime import datetime

from marketplace.accounts import services, states, tasks
from marketplace.accounts.models import DataRequest, User
from marketplace.accounts.states import AccountState, DataKind, DataState
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


@on("text.requested")
def deliver_text(event: Event) -> None:
    """The same for a text message."""
    tasks.send_text.delay(event.subject_id)


# The mail that tells the person, by what became of a number that was proved.
PHONES = {"phone.changed": "phone_changed", "phone.removed": "phone_removed"}


@on(*PHONES)
def tell_of_the_phone(event: Event) -> None:
    """A mail when a number goes that was proved: whoever changed it may be somebody else."""
    person = User.objects.filter(pk=event.subject_id).exclude(state=AccountState.ERASED).first()
    if person is not None and event.data["proved"]:
        services.write_to(person, PHONES[event.kind], when=event.at)


@on("data.asked")
def begin(event: Event) -> None:
    """Has the copy made, or tells the person when the account will be erased."""
    request = DataRequest.objects.select_related("person").filter(pk=event.subject_id).first()
    if request is None or request.state != DataState.REQUESTED:
        return
    if request.kind == DataKind.EXPORT:
        tasks.make_copy.delay(request.pk)
    else:
        is_own = request.asked_by_id == request.person_id
        services.write_to(request.person, "erasure_asked", request=request, is_own=is_own)


# The mail that tells the person, by what became of the request.
ANSWERS = {states.MAKE.fact: "copy_ready", states.FAIL.fact: "copy_failed", states.CANCEL.fact: "erasure_cancelled"}


@on(*ANSWERS)
def answer(event: Event) -> None:
    """A mail about what became of the copy, or that the account stays."""
    request = DataRequest.objects.select_related("person").filter(pk=event.subject_id).first()
    if request is not None and request.person.state != AccountState.ERASED:
        services.write_to(request.person, ANSWERS[event.kind], request=request)


@on(*MAILS)
def tell_the_person(event: Event) -> None:
    """A mail about what became of the account, and why."""
    person = User.objects.filter(pk=event.subject_id).first()
    if person is None:
        return
    until = event.data.get("until")
    note = event.data.get("note", "")
    services.write_to(person, MAILS[event.kind], note=note, until=datetime.fromisoformat(until) if until else None)
