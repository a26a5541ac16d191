"""What is written down about messages from the contact page."""

from marketplace.audit.registry import declare

declare("pages", ["message.received", "message.changed"])
