"""Who answers on the socket server, and whom it refuses."""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter
from channels.security.websocket import OriginValidator
from django.conf import settings

NO_TICKET = 4401


class Door(AsyncWebsocketConsumer):
    """Nobody comes in without a ticket. The handshake is completed first: only then can a client read the code."""

    async def connect(self) -> None:
        await self.accept()
        await self.close(code=NO_TICKET)


async def health(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """`/livez` answers ok; every other page is 404 here."""
    status, body = (200, b"ok") if scope["path"] == "/livez" else (404, b"not here")
    headers = [(b"content-type", b"text/plain"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def nobody(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Refuses a socket under any other address before it opens."""
    await send({"type": "websocket.close", "code": 4404})


async def by_address(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The one address there is, or a refusal."""
    await (door if scope["path"] == "/ws/" else nobody)(scope, receive, send)


door = Door.as_asgi()
application = ProtocolTypeRouter({"http": health, "websocket": OriginValidator(by_address, [settings.SITE_URL])})
