"""The shape of reports in the API."""

from typing import Any

from rest_framework import serializers

from marketplace.core.api.fields import Text
from marketplace.reports.models import TEXT_LONGEST
from marketplace.reports.states import Reason

KINDS = ("article", "project", "specialist")


class ReportIn(serializers.Serializer[Any]):
    """What is wrong with which public thing: the `public_id` of a project or specialist, the slug of an article."""

    kind = serializers.ChoiceField(choices=KINDS)
    id = Text(max_length=255)
    reason = serializers.ChoiceField(choices=Reason.choices)
    text = Text(max_length=TEXT_LONGEST, required=False, allow_blank=True, default="")


class ReportOut(serializers.Serializer[Any]):
    """What was told; a moderator reads it."""

    public_id = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    reason = serializers.ChoiceField(choices=Reason.choices)
    created_at = serializers.DateTimeField()
