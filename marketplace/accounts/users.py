"""People in the Wagtail admin: Wagtail's own screens without the columns that our accounts do not have."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Listed instead of wagtail.users."""

    default = False
    user_viewset = "marketplace.accounts.users_viewset.PeopleViewSet"
