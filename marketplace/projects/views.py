"""My projects: the list, the editor, what may be done, and what each has brought."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from design.money import currency_sign
from marketplace.accounts.http import SignedInRequest, signed_in_to_send
from marketplace.analytics.charts import charts_of
from marketplace.analytics.selectors import window
from marketplace.core.errors import Invalid, Refusal, Stale
from marketplace.moderation.listing import draft_of
from marketplace.projects import details, rules, selectors, services, transitions, uploads
from marketplace.projects.forms import ProjectForm, change_of, files_of, order_of, version_of
from marketplace.projects.limits import ALT_LONGEST, DOCUMENTS_MAX
from marketplace.projects.models import Project
from marketplace.projects.states import DELETABLE
from marketplace.specialists import selectors as specialists

ACTIONS = {
    "submit": (transitions.submit, gettext_lazy("Sent to our moderators. They usually answer within a day.")),
    "archive": (transitions.archive, gettext_lazy("The project is out of sight. You can show it again at any time.")),
    "restore": (transitions.restore, gettext_lazy("The project is public again.")),
    "delete": (transitions.delete, gettext_lazy("The project is deleted.")),
}
STALE = gettext_lazy(
    "This project was changed elsewhere while you were editing. Your texts are still here: "
    "look through them and the photos, then save again."
)


@require_safe
@login_required
def my_projects(request: SignedInRequest) -> HttpResponse:
    """All of the person's projects with how they stand; a way to become a specialist for those who are not."""
    if specialists.own(request.user) is None:
        return render(request, "projects/no_profile.html")
    projects = list(selectors.own(request.user))
    covers = selectors.covers(projects)
    rows = [{"project": project, "cover": covers.get(project.pk)} for project in projects]
    return render(request, "projects/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_project_new(request: SignedInRequest) -> HttpResponse:
    """A new draft."""
    profile = specialists.own(request.user)
    if profile is None:
        return redirect("my_projects")
    start = {"language": (get_language() or "en")[:2], "city": profile.city.slug if profile.city else None}
    return _editor(request, None, start)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_project(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The editor: the newest content, and what may be done with the project."""
    project = _own(request, public_id)
    return _editor(request, project, ProjectForm.said_by(draft_of(project)))


def _editor(request: SignedInRequest, project: Project | None, start: dict[str, Any]) -> HttpResponse:
    form = ProjectForm(request.POST or None, initial=start)
    media_errors: dict[str, list[str]] = {"photo_errors": [], "document_errors": []}
    is_stale, headers = False, dict[str, str]()
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, project, form)
        except Stale:
            is_stale = True
            form.add_error(None, STALE)
        except Refusal as refusal:
            _tell(form, media_errors, refusal)
            headers = refusal.headers
        else:
            messages.success(request, _("Saved."))
            return redirect("my_project", saved.public_id)
    context = _editor_context(request, project, form, is_stale=is_stale) | media_errors
    status = 429 if headers else 422 if form.errors or any(media_errors.values()) else 200
    page = render(request, "projects/editor.html", context, status=status)
    for name, value in headers.items():
        page[name] = value
    return page


def _tell(form: ProjectForm, media_errors: dict[str, list[str]], refusal: Refusal) -> None:
    """Say the refusal beside what it is about."""
    if refusal.code.startswith("document_"):
        media_errors["document_errors"].append(str(refusal))
    elif refusal.field == "media_add" or not isinstance(refusal, Invalid):
        media_errors["photo_errors"].append(str(refusal))
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _save(request: SignedInRequest, project: Project | None, form: ProjectForm) -> Project:
    present = [photo["id"] for photo in _media(request, project)[0]]
    version = version_of(request.POST)
    with uploads.accepted(files_of(request.FILES), by=request.user) as accepted:
        change = change_of(request.POST, present, accepted)
        if project is None:
            return services.create(by=request.user, fields=form.values(), change=change)
        return services.update(project.pk, by=request.user, fields=form.values(), change=change, version=version)


def _media(request: SignedInRequest, project: Project | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The photos and the documents of the newest content."""
    if project is None:
        return [], []
    shown = details.own(project, rules.party(project, request.user))
    photos = [_tile(photo["id"], photo["alt"], photo["picture"], shown["title"]) for photo in shown["photos"]]
    ticked = request.POST.getlist("documents_remove")
    return photos, [one | {"is_ticked": one["id"] in ticked} for one in shown["documents"]]


def _tile(public_id: str, alt: str, picture: Any, name: str = "") -> dict[str, Any]:
    return {"id": public_id, "alt": alt, "name": alt or name, "url": picture["src"] if picture else ""}


def _posted_photos(request: SignedInRequest, present: list[dict[str, Any]], *, is_stale: bool) -> list[dict[str, Any]]:
    """The photos as the person left them in a form that was refused; those that it did not know come last."""
    order, ticked = order_of(request.POST), request.POST.getlist("media_remove")
    sent = selectors.staged(request.user, [one for one in order if one not in {photo["id"] for photo in present}])
    known = {photo["id"]: photo for photo in present} | {key: _tile(key, "", one) for key, one in sent.items()}
    rest = [key for key in known if key not in order] if is_stale or not order else []
    return [
        known[key] | {"alt": request.POST.get(f"media_alt_{key}", known[key]["alt"]), "is_ticked": key in ticked}
        for key in dict.fromkeys([*order, *rest])
        if key in known
    ]


def _editor_context(
    request: SignedInRequest, project: Project | None, form: ProjectForm, *, is_stale: bool
) -> dict[str, Any]:
    standing = project.standing if project else None
    (photos, documents), is_posted = _media(request, project), request.method == "POST"
    party = rules.party(project, request.user) if project else None
    return {
        "form": form,
        "project": project,
        "standing": standing,
        "actions": standing.machine.actions(standing.state, party) if standing and party else [],
        "can_delete": bool(standing and standing.state in DELETABLE),
        "photos": _posted_photos(request, photos, is_stale=is_stale) if is_posted else photos,
        "version": version_of(request.POST) if is_posted and not is_stale else standing and standing.version,
        "alt_longest": ALT_LONGEST,
        "documents": documents,
        "documents_max": DOCUMENTS_MAX,
        "upload_url": reverse("upload-list"),
        "currency": currency_sign(settings.CURRENCY),
    }


@require_POST
@signed_in_to_send
def my_project_action(request: SignedInRequest, public_id: str, action: str) -> HttpResponse:
    """Submit, archive, restore or delete."""
    project = _own(request, public_id)
    if action not in ACTIONS:
        raise Http404
    transition, done = ACTIONS[action]
    try:
        transition(project.pk, by=request.user)
        messages.success(request, str(done))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("my_project", public_id)
    return redirect("my_projects") if action == "delete" else redirect("my_project", public_id)


@require_safe
@login_required
def my_project_statistics(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What the project brought in the last 7 or 30 days."""
    project = _own(request, public_id)
    try:
        days = window(request.GET.get("window", "30"))
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    series = selectors.statistics(project, days)
    context = {"project": project, "series": series, "days": days, "charts": charts_of(series)}
    return render(request, "projects/statistics.html", context)


def _own(request: SignedInRequest, public_id: str) -> Project:
    project = selectors.known(public_id, request.user)
    if project is None or not rules.owns(project, request.user):
        raise Http404
    return project
