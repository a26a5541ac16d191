from django.db import models

from marketplace.media.models import MediaAsset, Rendition


def references() -> "list[models.Field[object, object]]":
    """Every key, of whatever app and hidden or not, that points to an asset; its own sizes do not count."""
    relations = MediaAsset._meta.get_fields(include_hidden=True)
    found = [relation for relation in relations if isinstance(relation, models.ManyToOneRel)]
    return [relation.field for relation in found if relation.related_model is not Rendition]
