"""The style guide: every component on one page, in the demo alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from design.icons import ICONS
from design.samples import sample_context


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components with invented data; the page does not exist outside the demo and the tests."""
    if settings.LINTEL_ENV not in {"demo", "test"}:
        raise Http404
    return render(request, "design/styleguide.html", sample_context() | {"icons": sorted(ICONS)})
