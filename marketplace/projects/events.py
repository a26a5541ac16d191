"""What is written down about projects."""

from marketplace.audit.registry import declare
from marketplace.projects.states import PROJECT

declare("marketplace.projects", PROJECT.facts() | {"project.created", "project.changed", "project.deleted"})
