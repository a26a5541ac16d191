"""The shape of consents in the API."""

from typing import Any

from rest_framework import serializers

from marketplace.consents.states import Kind
from marketplace.core.api.fields import Whole


class ConsentOut(serializers.Serializer[Any]):
    """That you accepted a version of a text."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    version = serializers.IntegerField()
    given_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class AskedOut(serializers.Serializer[Any]):
    """A text that has changed and is to be accepted: until then calls that change something answer 403
    `terms_changed`."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    version = serializers.IntegerField()
    title = serializers.CharField()
    url = serializers.CharField()


class ConsentList(serializers.Serializer[Any]):
    results = ConsentOut(many=True)
    missing = AskedOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ConsentIn(serializers.Serializer[Any]):
    """The text you accept, in the version you have read."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    version = Whole(min_value=0, max_value=2**62)
