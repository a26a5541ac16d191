"""The editors' upload forms, through the same doors as everybody's."""

from io import BytesIO
from typing import Any

import willow
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import Field, FileField
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from marketplace.media import documents, images, names
from marketplace.media.images import Refused, SafeFile


class SafeImageField(WagtailImageField):
    """Gives a picture of our own encoding instead of the file that was sent."""

    def to_python(self, data: Any) -> Any:
        sent = shortened(self, data)
        if sent is None:
            return None
        try:
            safe = images.read_image(sent, images.SITE)
        except Refused as refused:
            raise ValidationError(str(refused), code=refused.code) from refused
        file = SafeFile(safe.content, name=names.fresh("site", "webp").rsplit("/", 1)[-1])
        file.image = willow.Image.open(BytesIO(safe.content))
        return file


class SafeDocumentField(WagtailDocumentField):
    """Lets PDF and DOCX in, by content."""

    def to_python(self, data: Any) -> Any:
        sent = shortened(self, data)
        if sent is None:
            return None
        try:
            documents.read_document(sent)
        except Refused as refused:
            raise ValidationError(str(refused), code=refused.code) from refused
        sent.seek(0)
        return sent


def shortened(field: FileField, data: Any) -> Any:
    """What Django's own field makes of the upload, under a clean name; None when nothing was sent."""
    if isinstance(data, UploadedFile):
        data.name = names.clean(data.name or "")
    return FileField.to_python(field, data)


def instead(field: Field, kind: type[FileField]) -> FileField:
    """A field of that kind in the other's place: same label, widget and need."""
    return kind(label=field.label, required=field.required, widget=field.widget)


class SiteImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = instead(self.fields["file"], SafeImageField)


class SiteDocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = instead(self.fields["file"], SafeDocumentField)
