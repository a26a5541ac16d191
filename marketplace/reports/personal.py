"""What of a complaint is about people, and what becomes of it."""

from marketplace.core.personal import declare
from marketplace.reports import selectors, services

declare(
    "reports.Report",
    find=selectors.told_by,
    none="id state_since public_id created_at",
    personal="title path text reporter email place",
    legal="note state reason kind subject_id",
    replaced={"title": "", "path": "", "text": "", "reporter": None, "email": "", "place": services.nowhere},
    exported_as="reports",
    withheld="note place",
    erase=services.forget,
    why="What was decided about a complaint stays, without whoever complained and without their words.",
)
