"""What is written down about consents."""

from marketplace.audit.registry import declare

declare("marketplace.consents", ["consent.given", "consent.withdrawn"])
