from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED
from rest_framework.viewsets import GenericViewSet

from marketplace.accounts.http import SignedInApiRequest
from marketplace.core.api.shapes import checked
from marketplace.core.ids import PATTERN
from marketplace.verification import details, selectors, services, transitions
from marketplace.verification.api.serializers import (
    AnswerIn,
    PapersParser,
    ProofList,
    VerificationIn,
    VerificationOut,
)
from marketplace.verification.models import VerificationRequest


class VerificationViewSet(GenericViewSet[VerificationRequest]):
    """What one has confirmed about oneself as a specialist."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    parser_classes = (PapersParser,)
    serializer_class = VerificationOut
    queryset = VerificationRequest.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = PATTERN

    @extend_schema(responses={200: ProofList})
    def list(self, request: SignedInApiRequest) -> Response:
        """Everything that can be confirmed, and how each stands."""
        return Response({"results": details.overview(request.user), "next": None, "previous": None})

    @extend_schema(request={"multipart/form-data": VerificationIn}, responses={201: VerificationOut})
    def create(self, request: SignedInApiRequest) -> Response:
        """Send documents for a moderator to look at. One request of a kind is open at a time."""
        said = checked(VerificationIn, request).validated_data
        made = services.send(said["kind"], by=request.user, files=said["documents"], text=said["text"])
        return self.answer_with(made.public_id, HTTP_201_CREATED)

    @extend_schema(responses={200: VerificationOut})
    def retrieve(self, request: SignedInApiRequest, public_id: str) -> Response:
        """One of your requests."""
        return self.answer_with(public_id)

    @extend_schema(request={"multipart/form-data": AnswerIn}, responses={200: VerificationOut})
    @action(detail=True, methods=["post"])
    def answer(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Answer what a moderator asked; documents stand beside those sent before, 5 in all."""
        said = checked(AnswerIn, request).validated_data
        services.answer(public_id, by=request.user, files=said["documents"], text=said["text"])
        return self.answer_with(public_id)

    @extend_schema(request=None, responses={200: VerificationOut})
    @action(detail=True, methods=["post"])
    def withdrawal(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Take an open request back; its documents are deleted."""
        transitions.withdraw(services.own_id(public_id, request.user), by=request.user)
        return self.answer_with(public_id)

    def answer_with(self, public_id: str, status: int = HTTP_200_OK) -> Response:
        found = selectors.own(self.request.user).filter(public_id=public_id).first()
        if found is None:
            raise Http404
        return Response(details.one(found, self.request.user), status=status)
