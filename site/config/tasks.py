"""Wagtail's own background work through Celery, and the canary that shows whether the worker sings."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from celery import shared_task
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id
from kombu.exceptions import OperationalError

from config import growth
from marketplace.core import clock

log = logging.getLogger("lintel.tasks")

CANARY = "canary"


@shared_task
def run(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Do one piece of Wagtail's work (search index, references, files). Safe to run twice: each rebuilds or removes."""
    try:
        import_string(path).call(*args, **kwargs)
    except ObjectDoesNotExist:
        log.info("%s: what it was about is gone", path)


@shared_task
def canary() -> None:
    """Leave the time in the cache: `/readyz` says how long ago a worker last did anything. Safe to run twice."""
    cache.set(CANARY, clock.now().timestamp(), 3600)


@shared_task
def forget() -> None:
    """Delete what is over: sessions, tokens, deliveries, mail. Safe to run twice: what is gone is gone."""
    for name, rows in growth.forget().items():
        if rows:
            log.info("%s: %s went", name, rows)


def canary_age() -> int | None:
    """Seconds since a worker last sang; None when nobody remembers."""
    sung = cache.get(CANARY)
    return None if sung is None else max(0, int(clock.now().timestamp() - float(sung)))


class CeleryBackend(BaseTaskBackend):
    """Hands Wagtail's tasks to Celery once the transaction is committed."""

    def enqueue(self, task: "Task[Any, Any]", args: Sequence[Any], kwargs: Mapping[str, Any]) -> TaskResult[Any]:
        """Ask for the task after commit. While the broker is away it is done at once: nobody else would remember it."""
        self.validate_task(task)
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=clock.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        transaction.on_commit(lambda: _hand_over(task, result), robust=True)
        return result


def _hand_over(task: "Task[Any, Any]", result: "TaskResult[Any]") -> None:
    work = (task.module_path, result.args, result.kwargs)
    try:
        run.apply_async(work, queue=task.queue_name, task_id=result.id)
    except (OperationalError, OSError):
        log.warning("the broker is away: %s is done at once", task.module_path)
        run(*work)
