"""Sections of editors' pages: drawn once a minute, then remembered."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from design.templatetags.fragments import recalled
from design.templatetags.ui import current_request
from pages.parts import Part

register = template.Library()


@register.simple_tag(takes_context=True)
def section(context: Context, part: Part) -> SafeString:
    """One section. Like Wagtail's own {% wagtailcache %} it draws previews anew each time; besides, it spares the reads
    of a section that is remembered, and keeps its icons for the page's sprite."""
    if not part.key:
        return mark_safe(_drawn(context, part))  # noqa: S308 - our own template's output
    return recalled(context, part.key, lambda: _drawn(context, part))


def _drawn(context: Context, part: Part) -> str:
    request = current_request(context)
    listed = part.listed(request.user)
    values = {**listed, "user": request.user, "request": request, "navigation": context.get("navigation")}
    engine = context.template.engine  # type: ignore[union-attr]
    return str(engine.get_template(listed["template"]).render(context.new(values)))
