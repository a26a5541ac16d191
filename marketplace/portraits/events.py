"""What is written down about people's pictures."""

from marketplace.audit.registry import declare

declare("marketplace.portraits", ["portrait.changed", "portrait.removed"])
