"""The site's addresses, and one whose view forgot about other sites: so a test knows that it would be found."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as ours
from marketplace.accounts.models import User

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@csrf_exempt
def rename(request: HttpRequest) -> HttpResponse:
    """Renames whoever is signed in."""
    User.objects.filter(pk=request.user.pk).update(display_name="Renamed")
    return HttpResponse("done")


urlpatterns = [path("careless/", rename), *ours]
