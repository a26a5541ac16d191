"""The ways in: pages, the headless API of phone apps, and that of browsers. One visitor of a test uses one of them."""

from typing import Any

from django.test import Client

from tests.accounts.conftest import PASSWORD, code_for

DOORS = ["page", "app", "browser"]
PAGES = {
    "signup": "signup/",
    "email/verify": "confirm-email/",
    "login": "login/",
    "code/request": "login/code/",
    "code/confirm": "login/code/confirm/",
    "password/request": "password/reset/",
}
# What the pages call the fields of the headless API.
FIELDS = {
    "signup": {"password": "password1"},
    "email/verify": {"key": "code"},
    "login": {"email": "login"},
}


class Visitor:
    """Somebody with a browser or an app of their own, at one door."""

    def __init__(self, door: str, address: str = "127.0.0.1") -> None:
        self.door, self.address = door, address
        self.client = Client(REMOTE_ADDR=address)
        self.headers: dict[str, str] = {}
        self.is_in = False

    def do(self, step: str, **body: str) -> Any:
        """One step of getting in; remembers whether the visitor is signed in after it."""
        if self.door == "page":
            names = FIELDS.get(step, {})
            form = {names.get(name, name): value for name, value in body.items()}
            answer = self.client.post(f"/accounts/{PAGES[step]}", form)
            self.is_in = "_auth_user_id" in self.client.session
            return answer
        path = f"/_allauth/{self.door}/v1/auth/{step}"
        client = self.client if self.door == "browser" else Client(REMOTE_ADDR=self.address)
        answer = client.post(path, body, content_type="application/json", headers=self.headers)
        meta = answer.json().get("meta", {})
        self.is_in = bool(meta.get("is_authenticated"))
        if meta.get("session_token"):
            self.headers = {"X-Session-Token": meta["session_token"]}
        return answer

    def join(self, email: str, name: str, password: str = PASSWORD) -> Any:
        return self.do("signup", email=email, password=password, display_name=name)

    def confirm(self, email: str) -> bool:
        """Types the code of the latest mail into the page that sign-up ends with."""
        self.do("email/verify", key=code_for(email))
        return self.is_in

    def log_in(self, email: str, password: str = PASSWORD) -> bool:
        self.do("login", email=email, password=password)
        return self.is_in

    def come_by_code(self, email: str) -> bool:
        self.do("code/request", email=email)
        self.do("code/confirm", code=code_for(email))
        return self.is_in
