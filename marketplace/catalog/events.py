"""What is written down about the catalogue."""

from marketplace.audit.registry import declare

declare("marketplace.catalog", ["catalog.changed"])
