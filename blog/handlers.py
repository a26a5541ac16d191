from blog import tasks
from marketplace.audit.models import Event
from marketplace.audit.registry import on


@on("article.published", "page.published")
def make_its_pictures(event: Event) -> None:
    tasks.make_pictures.delay(event.subject_id)
