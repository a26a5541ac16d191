from celery import shared_task

from marketplace.verification import services, transitions


@shared_task
def expire_due() -> None:
    """Confirmations whose last day is over. Safe to run twice."""
    transitions.expire_due()


@shared_task
def forget_old_papers() -> None:
    """Documents of what is over for a month. Safe to run twice."""
    services.forget_old_papers()
