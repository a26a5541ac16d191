"""What the pages need done on time."""

from celery import shared_task
from django.core.management import call_command

from pages import contact


@shared_task
def publish_scheduled() -> None:
    """Publish and take down what editors scheduled up to now. Safe to run twice: what is done is not due any more."""
    call_command("publish_scheduled")


@shared_task
def forget_messages() -> None:
    """Forget what visitors wrote more than a year ago. Safe to run twice: what is gone is not found again."""
    contact.forget_old()
