"""Who calls the API: a bearer token of a phone app, or the session of a page."""

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication


class TokenAuthentication(JWTTokenAuthentication):
    """Bearer tokens issued by allauth headless."""
