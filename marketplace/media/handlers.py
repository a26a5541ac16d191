from marketplace.audit.models import Event
from marketplace.audit.registry import on
from marketplace.media import services, tasks
from marketplace.media.states import Kind


@on("media.uploaded")
def make_its_sizes(event: Event) -> None:
    if event.data.get("what") != Kind.DOCUMENT:
        tasks.make_renditions.delay(event.subject_id)


@on("media.refocused")
def crop_it_anew(event: Event) -> None:
    tasks.recrop.delay(event.subject_id)


@on("media.orphaned")
def delete_it(event: Event) -> None:
    services.remove(event.subject_id)
