from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED
from rest_framework.viewsets import GenericViewSet

from marketplace.accounts.http import SignedInApiRequest
from marketplace.core.api.shapes import checked
from marketplace.core.errors import NotFound
from marketplace.reports import services, subjects
from marketplace.reports.api.serializers import ReportIn, ReportOut
from marketplace.reports.http import place_of
from marketplace.reports.models import Report


class ReportViewSet(GenericViewSet[Report]):
    """What people tell moderators."""

    permission_classes = (IsAuthenticated,)
    serializer_class = ReportOut
    queryset = Report.objects.none()

    @extend_schema(request=ReportIn, responses={201: ReportOut, 200: ReportOut})
    def create(self, request: SignedInApiRequest) -> Response:
        """Report a public project, specialist or article. Who did so before gets the first report again (200)."""
        said = checked(ReportIn, request).validated_data
        subject = subjects.find(said["kind"], said["id"])
        if subject is None:
            raise NotFound(_("There is no such thing to report."))
        report, is_new = services.make(
            subject, reason=said["reason"], text=said["text"], place=place_of(request), reporter=request.user
        )
        return Response(ReportOut(report).data, status=HTTP_201_CREATED if is_new else HTTP_200_OK)
