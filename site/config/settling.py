"""What a web process would read at its first pages: languages, addresses, templates.

Read before the workers part, it is there once for all of them. Needs neither database nor cache.
"""

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext, override

from config.env import ROOT

# Where visitors' pages are drawn from; the admin's are read when somebody opens it.
FOLDERS = ("components", "pages", "screens", "search", "blog", "projects", "specialists")


def settle() -> None:
    """Read them all."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext("Projects")
            reverse("project_list")
    for folder in FOLDERS:
        for path in sorted((ROOT / "templates" / folder).rglob("*.html")):
            get_template(str(path.relative_to(ROOT / "templates")))
