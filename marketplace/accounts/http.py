"""Requests whose person is known, for the type checker."""

from django.http import HttpRequest
from rest_framework.request import Request

from marketplace.accounts.models import User


class SignedInRequest(HttpRequest):
    """A page request that passed login_required."""

    user: User


class SignedInApiRequest(Request):
    """An API request that passed IsAuthenticated."""

    user: User
