"""The second floor: a Django view without middleware, settings or templates that does the SQL of a row of ours."""

import json
import os
from pathlib import Path

import orjson
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.settings.data import DATABASES
from marketplace.core.prepared import planned

DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 3  # type: ignore[index, assignment]
STATEMENTS = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())


def answer(request: HttpRequest, name: str) -> HttpResponse:
    """The rows of the named statements as JSON."""
    found = []
    # As cheap as ours where ours are planned once: the floor is what Django itself costs.
    with planned() as cursor:
        for sql, params in STATEMENTS[name]:
            cursor.execute(sql, params)
            names = [column.name for column in cursor.description or ()]
            found.append([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
    return HttpResponse(orjson.dumps(found, default=str), content_type="application/json")


urlpatterns = [path("livez", lambda request: HttpResponse("ok")), path("<str:name>/", answer)]
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, DATABASES=DATABASES, USE_I18N=False)
application = get_wsgi_application()
