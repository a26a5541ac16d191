"""Imported by the worker of the broker test (`celery worker --include`), and by nobody else."""

from marketplace.audit.registry import on
from tests.audit import listeners

on(listeners.KIND)(listeners.note)
on(listeners.SLOW_KIND)(listeners.note_slowly_at_first)
