import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from marketplace.media import registry
from marketplace.media.models import MediaAsset
from marketplace.media.states import Kind

# Folders whose files we encoded ourselves. Anything else under MEDIA_ROOT is never served by its path.
PICTURE = re.compile(r"(?:images|site)(?:/[A-Za-z0-9][A-Za-z0-9_.-]*){1,4}\.(webp|avif|jpg|png)")
TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg", "png": "image/png"}
SANDBOX = "sandbox; default-src 'none'"


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture by its name, which never changes what it holds. In production nginx does this."""
    match = PICTURE.fullmatch(path)
    if match is None:
        raise Http404
    try:
        response = FileResponse(default_storage.open(path), content_type=TYPES[match[1]])
    except OSError as error:
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return sealed(response)


@require_safe
def document(request: HttpRequest, public_id: str, name: str) -> HttpResponseBase:
    """A document for who may read it; for everybody else there is none. The name is for people only."""
    asset = MediaAsset.objects.filter(public_id=public_id, kind=Kind.DOCUMENT).first()
    if asset is None or not registry.is_readable(asset, request.user):
        raise Http404
    return serve_document(asset)


def serve_document(asset: MediaAsset) -> HttpResponseBase:
    """The document as a download, whoever asks: the caller has checked that. Raises Http404 when it is gone."""
    if asset.kind != Kind.DOCUMENT:
        raise Http404
    try:
        file = default_storage.open(str(asset.file.name))
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=asset.original_name, content_type=asset.mime)
    response["Cache-Control"] = "private, no-store"
    return sealed(response)


def sealed(response: FileResponse) -> FileResponse:
    """Whatever it holds, a browser neither guesses its type nor runs anything in it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
