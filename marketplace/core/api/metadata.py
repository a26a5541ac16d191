from typing import TYPE_CHECKING, Any

from rest_framework.metadata import BaseMetadata
from rest_framework.request import Request

if TYPE_CHECKING:  # views read this class while they are imported themselves
    from rest_framework.views import APIView


class NameOnly(BaseMetadata):
    """What OPTIONS says: the resource's name. What it takes and answers is in the document."""

    def determine_metadata(self, request: Request, view: "APIView") -> dict[str, Any]:
        return {"name": view.get_view_name()}
