from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT
from rest_framework.viewsets import GenericViewSet

from marketplace.accounts.http import SignedInApiRequest
from marketplace.analytics import services as analytics
from marketplace.analytics.http import viewer_of
from marketplace.analytics.selectors import window
from marketplace.analytics.states import Metric
from marketplace.audit.api.idempotency import IDEMPOTENCY_KEY, repeatable_with
from marketplace.core.api.parsers import FormParser, JSONParser
from marketplace.core.api.preconditions import if_match, tag, tagged
from marketplace.core.api.shapes import DesiredIn, FavouriteOut, StatisticsOut, checked
from marketplace.core.errors import NotFound
from marketplace.core.ids import PATTERN
from marketplace.media.models import MediaAsset
from marketplace.projects import details, rules, saving, selectors, services, transitions, uploads
from marketplace.projects.api.serializers import (
    DocumentIn,
    DocumentOut,
    OwnProject,
    ProjectDetail,
    ProjectIn,
    UploadIn,
    UploadOut,
)
from marketplace.projects.gallery import MediaChange
from marketplace.projects.models import Project

IF_MATCH = OpenApiParameter("If-Match", str, "header", description="The ETag read before; 412 when it has changed.")


class ProjectParser(FormParser):
    lists = frozenset(
        {"rooms", "styles", "media_add", "media_delete", "media_order", "documents_add", "documents_delete"}
    )
    nullable = frozenset({"area_m2", "cost_from", "cost_to", "duration_days", "completed_on"})


Prepared = tuple[ProjectIn, uploads.Accepted]


@contextmanager
def checked_with_files(_view: object, request: SignedInApiRequest) -> Iterator[Prepared]:
    """What a call that makes a project says, and its files made safe; they go when it comes to nothing."""
    sent = checked(ProjectIn, request)
    with uploads.accepted(sent.files(), by=request.user) as files:
        yield sent, files


@contextmanager
def checked_with_file(_view: object, request: SignedInApiRequest) -> Iterator[MediaAsset]:
    """The one photo of a call, made safe and kept."""
    sent = checked(UploadIn, request)
    with uploads.accepted(uploads.Files(photos=[sent.validated_data["file"]]), by=request.user) as files:
        yield files.photos[0]


@contextmanager
def checked_document(view: "ProjectViewSet", request: SignedInApiRequest) -> Iterator[MediaChange]:
    """The one document of a call about the caller's own project, made safe and kept."""
    view.own(view.kwargs["public_id"])
    sent = checked(DocumentIn, request)
    with uploads.accepted(uploads.Files(documents=[sent.validated_data["file"]]), by=request.user) as files:
        titles = dict.fromkeys(files.document_ids, sent.validated_data.get("title", ""))
        yield MediaChange(documents_add=files.document_ids, titles=titles)


@extend_schema_view(
    submission=extend_schema(summary="Ask for publication"),
    archival=extend_schema(summary="Take a public project out of sight"),
    restoration=extend_schema(summary="Show an archived project again"),
)
class ProjectViewSet(GenericViewSet[Project]):
    """Portfolio projects: public ones for everybody, one's own in any state."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticatedOrReadOnly,)
    parser_classes = (JSONParser, ProjectParser)
    serializer_class = OwnProject
    queryset = Project.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = PATTERN

    @extend_schema(responses={200: ProjectDetail, 304: OpenApiResponse(description="Unchanged since If-None-Match.")})
    def retrieve(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """One project. Others' private projects do not exist; of one that was public, 404 says `gone`."""
        project = selectors.public(public_id, request.user)
        if project is None:
            project = self.own(public_id)
            return self.answer(project)
        owner = project.specialist.user_id
        analytics.seen(Metric.VIEW, project.tally_id, viewer_of(request), owner_id=owner)
        body = details.detail(project)
        return tagged(request, body, project.standing.version)

    @extend_schema(
        request={"multipart/form-data": ProjectIn, "application/json": ProjectIn},
        responses={201: OwnProject},
        parameters=[IDEMPOTENCY_KEY],
    )
    @repeatable_with(checked_with_files)
    def create(self, request: SignedInApiRequest, prepared: Prepared) -> Response:
        """A new draft, with photos and documents when the call brings some."""
        sent, files = prepared
        change = sent.media_change(files)
        project = services.create(by=request.user, fields=sent.fields_of_model(), change=change)
        return self.answer(self.own(project.public_id), status=HTTP_201_CREATED)

    @extend_schema(
        request={"multipart/form-data": ProjectIn, "application/json": ProjectIn},
        responses={200: OwnProject},
        parameters=[IF_MATCH],
    )
    def partial_update(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Change fields and add, delete, reorder photos and documents in one call: all or nothing.

        1 to 12 photos must remain, and at most 10 documents.
        """
        project = self.own(public_id)
        sent = checked(ProjectIn, request, partial=True)
        with uploads.accepted(sent.files(), by=request.user) as files:
            change, fields = sent.media_change(files), sent.fields_of_model()
            services.update(project.pk, by=request.user, fields=fields, change=change, version=if_match(request))
        return self.answer(self.own(public_id))

    @extend_schema(responses={204: None})
    def destroy(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Delete a project that is not public, with its files."""
        transitions.delete(self.own(public_id).pk, by=request.user)
        return Response(status=HTTP_204_NO_CONTENT)

    @extend_schema(responses={200: OwnProject})
    @action(detail=True, permission_classes=[IsAuthenticated], url_path="draft")
    def draft(self, request: SignedInApiRequest, public_id: str) -> Response:
        """One's own project with the newest content, published or not, and how it stands."""
        return self.answer(self.own(public_id))

    @extend_schema(request=None, responses={200: OwnProject})
    @action(detail=True, methods=["post"])
    def submission(self, request: SignedInApiRequest, public_id: str) -> Response:
        transitions.submit(self.own(public_id).pk, by=request.user)
        return self.answer(self.own(public_id))

    @extend_schema(request=None, responses={200: OwnProject})
    @action(detail=True, methods=["post"])
    def archival(self, request: SignedInApiRequest, public_id: str) -> Response:
        transitions.archive(self.own(public_id).pk, by=request.user)
        return self.answer(self.own(public_id))

    @extend_schema(request=None, responses={200: OwnProject})
    @action(detail=True, methods=["post"])
    def restoration(self, request: SignedInApiRequest, public_id: str) -> Response:
        transitions.restore(self.own(public_id).pk, by=request.user)
        return self.answer(self.own(public_id))

    @extend_schema(
        request={"multipart/form-data": DocumentIn},
        responses={201: DocumentOut},
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"], parser_classes=[FormParser])
    @repeatable_with(checked_document)
    def documents(self, request: SignedInApiRequest, change: MediaChange, public_id: str) -> Response:
        """Add a PDF or DOCX to one's own project. On a public one it waits for a moderator, as photos do."""
        project, version = self.own(public_id), if_match(request)
        draft = services.update(project.pk, by=request.user, fields={}, change=change, version=version)
        headers = {"ETag": tag(self.own(public_id).standing.version)}
        return Response(details.documents(draft)[-1], status=HTTP_201_CREATED, headers=headers)

    @extend_schema(responses={204: None}, parameters=[IF_MATCH])
    @action(detail=True, methods=["delete"], url_path=f"documents/(?P<document>{PATTERN})", url_name="document")
    def document(self, request: SignedInApiRequest, public_id: str, document: str) -> Response:
        """Take a document away from one's own project."""
        project, change = self.own(public_id), MediaChange(documents_delete=[document])
        services.update(project.pk, by=request.user, fields={}, change=change, version=if_match(request))
        return Response(status=HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={200: FavouriteOut})
    @action(detail=True, methods=["put", "delete"], permission_classes=[IsAuthenticated])
    def favourite(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Save the project, or forget it. Saying it twice changes nothing."""
        return self.save_as(public_id, desired=request.method == "PUT")

    @extend_schema(request=DesiredIn, responses={200: FavouriteOut})
    @action(
        detail=True,
        methods=["post"],
        permission_classes=[IsAuthenticated],
        parser_classes=[JSONParser],
        url_path="favourite/toggle",
    )
    def toggle(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Save or forget, as `desired` says."""
        sent = checked(DesiredIn, request)
        return self.save_as(public_id, desired=sent.validated_data["desired"])

    @extend_schema(
        responses={200: StatisticsOut},
        parameters=[OpenApiParameter("window", int, enum=[7, 30], required=True, description="Days, today included.")],
    )
    @action(detail=True, permission_classes=[IsAuthenticated])
    def statistics(self, request: SignedInApiRequest, public_id: str) -> Response:
        """What one's own project brought in the last 7 or 30 days, day by day."""
        days = window(request.query_params.get("window", ""))
        return Response(asdict(selectors.statistics(self.own(public_id), days)))

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[AllowAny], url_path="profile-visit")
    def profile_visit(self, request: SignedInApiRequest, public_id: str) -> Response:
        """Tell that somebody went from this project to its specialist's profile. Counts once the project was read."""
        project = selectors.public(public_id, request.user)
        if project is None:
            raise Http404
        viewer, owner = replace(viewer_of(request), is_reading=True), project.specialist.user_id
        for tally in (project.tally_id, project.specialist.tally_id):
            analytics.seen(Metric.TO_PROFILE, tally, viewer, owner_id=owner, after=project.tally_id)
        return Response(status=HTTP_204_NO_CONTENT)

    def save_as(self, public_id: str, *, desired: bool) -> Response:
        count = saving.favourite(public_id, user=self.request.user, desired=desired)
        return Response({"is_favorite": desired, "favorites_count": count})

    def own(self, public_id: str) -> Project:
        """The caller's own project. Anybody else's does not exist, or is gone when it once was public."""
        project = selectors.known(public_id, self.request.user)
        if project is not None and rules.owns(project, self.request.user):
            return project
        if selectors.was_public(public_id):
            raise NotFound(_("This project is gone."), code="gone")
        raise Http404

    def answer(self, project: Project, status: int = 200) -> Response:
        body: dict[str, Any] = details.own(project, rules.party(project, self.request.user))
        return Response(body, status=status, headers={"ETag": tag(project.standing.version)})


class UploadViewSet(GenericViewSet[Project]):
    """Photos sent one by one before the project they belong to is saved."""

    request: SignedInApiRequest
    permission_classes = (IsAuthenticated,)
    parser_classes = (FormParser,)
    serializer_class = UploadIn
    queryset = Project.objects.none()

    @extend_schema(request={"multipart/form-data": UploadIn}, responses={201: UploadOut}, parameters=[IDEMPOTENCY_KEY])
    @repeatable_with(checked_with_file)
    def create(self, request: SignedInApiRequest, asset: MediaAsset) -> Response:
        """Keep one photo for a day: JPEG, PNG, WebP, AVIF or HEIC, 15 MB, long side 600 to 12,000 px."""
        body = {"id": asset.public_id, "width": asset.width, "height": asset.height}
        return Response(body, status=HTTP_201_CREATED)
