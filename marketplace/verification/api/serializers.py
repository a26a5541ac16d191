"""The shape of verifications in the API."""

from typing import Any

from rest_framework import serializers

from marketplace.core.api.fields import ShortList, Text
from marketplace.core.api.parsers import FormParser
from marketplace.verification.models import TEXT_LONGEST
from marketplace.verification.rules import DOCUMENTS_MOST
from marketplace.verification.states import BADGES, Proof, VerificationState


class PapersParser(FormParser):
    lists = frozenset({"documents"})


class PaperOut(serializers.Serializer[Any]):
    """A document that was sent; only its sender and moderators can download it."""

    id = serializers.CharField()
    name = serializers.CharField()
    bytes = serializers.IntegerField()
    url = serializers.CharField()


class VerificationOut(serializers.Serializer[Any]):
    """A request to have something confirmed."""

    public_id = serializers.CharField()
    kind = serializers.ChoiceField(choices=Proof.choices)
    state = serializers.ChoiceField(choices=VerificationState.choices)
    text = serializers.CharField()
    note = serializers.CharField(help_text="What a moderator wrote last.")
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField()
    valid_until = serializers.DateField(allow_null=True)
    documents = PaperOut(many=True)
    available_actions = serializers.ListField(child=serializers.CharField())


class ProofOut(serializers.Serializer[Any]):
    """Something that can be confirmed: whether it is, and the latest request about it."""

    kind = serializers.ChoiceField(choices=Proof.choices)
    name = serializers.CharField()
    wanted = serializers.CharField(help_text="What to send.")
    badge = serializers.ChoiceField(choices=list(BADGES.values()), help_text="What others then see.")
    is_verified = serializers.BooleanField()
    valid_until = serializers.DateField(allow_null=True)
    can_send = serializers.BooleanField(help_text="Whether a new request can be sent now.")
    request = VerificationOut(allow_null=True)
    state_label = serializers.CharField()


class ProofList(serializers.Serializer[Any]):
    results = ProofOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class AnswerIn(serializers.Serializer[Any]):
    """Words and documents: PDF, JPEG, PNG, WebP or HEIC."""

    documents = ShortList(
        child=serializers.FileField(allow_empty_file=True), max_length=DOCUMENTS_MOST, required=False, default=list
    )
    text = Text(max_length=TEXT_LONGEST, allow_blank=True, required=False, default="")


class VerificationIn(AnswerIn):
    """What to confirm, with 1 to 5 documents."""

    kind = serializers.ChoiceField(choices=Proof.choices)
    documents = ShortList(child=serializers.FileField(allow_empty_file=True), min_length=1, max_length=DOCUMENTS_MOST)
