"""What is written down about reports."""

from marketplace.audit.registry import declare
from marketplace.reports.states import REPORT

declare("marketplace.reports", REPORT.facts() | {"report.made"})
