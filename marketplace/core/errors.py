"""What the trade can refuse, in words a person and a program understand."""

from http import HTTPStatus
from typing import ClassVar


class Refusal(Exception):
    """A rule said no. `code` is stable for programs; the message is for people; `field` names the input at fault."""

    code: str = "refused"
    status: ClassVar[HTTPStatus] = HTTPStatus.CONFLICT

    def __init__(self, message: str, *, code: str = "", field: str = "") -> None:
        super().__init__(message)
        self.code = code or self.code
        self.field = field

    @property
    def headers(self) -> dict[str, str]:
        """What an answer with this refusal says beside its words."""
        return {}


class Invalid(Refusal):
    """What was sent cannot be taken as it is."""

    code = "invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotAllowed(Refusal):
    """The person may not do this."""

    code = "not_allowed"
    status = HTTPStatus.FORBIDDEN


class NotFound(Refusal):
    """There is no such thing, or none this person may know of."""

    code = "not_found"
    status = HTTPStatus.NOT_FOUND


class IllegalTransition(Refusal):
    """The thing is in another state by now."""

    code = "illegal_transition"


class Stale(Refusal):
    """Somebody changed the thing since it was read."""

    code = "stale"
    status = HTTPStatus.PRECONDITION_FAILED


class LimitReached(Refusal):
    """A limit is used up."""

    code = "limit_reached"


class TooMany(Refusal):
    """Too many calls in too short a time; `seconds` tell when to come back, where that is known."""

    code = "too_many"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, message: str, *, seconds: int = 0, code: str = "", field: str = "") -> None:
        super().__init__(message, code=code, field=field)
        self.seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.seconds)} if self.seconds else {}


class InProgress(Refusal):
    """The same thing is being done by an earlier call; `seconds` tell when to ask again."""

    code = "in_progress"

    def __init__(self, message: str, *, seconds: int, code: str = "", field: str = "") -> None:
        super().__init__(message, code=code, field=field)
        self.seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.seconds)}


class StorageFull(Refusal):
    """There is no room to keep the file."""

    code = "storage_full"
    status = HTTPStatus.INSUFFICIENT_STORAGE
