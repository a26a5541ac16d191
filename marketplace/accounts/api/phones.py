"""One's own telephone number: kept, removed, proved by a code in a text message."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from marketplace.accounts import limits, numbers, phones
from marketplace.accounts.api.authentication import signed_in_recently
from marketplace.accounts.api.serializers import Me
from marketplace.accounts.http import SignedInApiRequest
from marketplace.accounts.models import PhoneCode, User
from marketplace.core.api.fields import Text
from marketplace.core.api.shapes import checked


class PhoneIn(serializers.Serializer[Any]):
    """A number, with + and the country's code; spaces and dashes may be there."""

    phone = Text(max_length=numbers.TYPED)


class CodeIn(serializers.Serializer[Any]):
    """The six digits of the text message."""

    code = Text(max_length=20)


class CodeSent(serializers.ModelSerializer[PhoneCode]):
    """Where a code was sent, and until when it is good."""

    class Meta:
        model = PhoneCode
        fields = ["phone", "expires_at"]
        read_only_fields = fields


class PhoneView(GenericAPIView[User]):
    """Your number."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = Me

    @extend_schema(operation_id="me_phone_update", request=PhoneIn, responses={200: Me})
    def put(self, request: SignedInApiRequest) -> Response:
        """Keep this number; it is not proved yet. Giving up a proved one takes a recent sign-in."""
        typed = checked(PhoneIn, request).validated_data["phone"]
        phones.change(request.user, typed, is_recent=signed_in_recently(request))
        return Response(self.get_serializer(request.user).data)

    @extend_schema(operation_id="me_phone_destroy", request=None, responses={200: Me})
    def delete(self, request: SignedInApiRequest) -> Response:
        """Keep no number. Giving up a proved one takes a recent sign-in."""
        phones.remove(request.user, is_recent=signed_in_recently(request))
        return Response(self.get_serializer(request.user).data)


class VerificationView(GenericAPIView[PhoneCode]):
    """Your number, to be proved."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = CodeSent

    @extend_schema(operation_id="me_phone_verification_create", request=None, responses={202: CodeSent})
    def post(self, request: SignedInApiRequest) -> Response:
        """Have a code sent to your number: once a minute, 3 in an hour, 5 in a day. The one before is over.

        409 `no_text_messages` where the site sends none.
        """
        phones.require_provable(request.user)
        limits.take_turn(request, "send", person=request.user, key=request.user.phone)
        return Response(self.get_serializer(phones.send_code(request.user)).data, status=202)


class CodeView(GenericAPIView[User]):
    """The code that was sent."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    serializer_class = Me

    @extend_schema(operation_id="me_phone_verification_code_create", request=CodeIn, responses={200: Me})
    def post(self, request: SignedInApiRequest) -> Response:
        """Prove your number. A code is tried three times: 422 `code_wrong`, then 409 `code_over`.

        409 `phone_taken` when the code is right and another account has proved the number.
        """
        typed = checked(CodeIn, request).validated_data["code"]
        limits.take_turn(request, "judge", person=request.user)
        phones.prove(request.user, typed)
        return Response(self.get_serializer(request.user).data)
