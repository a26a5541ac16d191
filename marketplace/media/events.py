"""What is written down about files."""

from marketplace.audit.registry import declare

declare("marketplace.media", ["media.uploaded", "media.refocused", "media.orphaned"])
