"""Why somebody decided something, in words for whom it concerns."""

from django.utils.translation import gettext as _

from marketplace.core.errors import Invalid


def clean_reason(text: str, longest: int, missing: str, *, field: str = "note") -> str:
    """The reason without spaces around it, of at most `longest` characters. Raises Invalid, for none with `missing`.

    Browsers count the end of a line once and send it as two characters: here, too, it is one.
    """
    reason = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if not reason:
        raise Invalid(missing, code="required", field=field)
    if len(reason) > longest:
        raise Invalid(_("Say it in at most %(most)s characters.") % {"most": longest}, code="too_long", field=field)
    return reason
