"""What is written down about pages."""

from marketplace.audit.registry import declare

declare("blog", ["article.published", "page.published"])
