"""Every field of every table is declared: what it says about people, and what becomes of it when one is erased."""

from dataclasses import replace
from typing import Any

import pytest

from marketplace.core import personal
from marketplace.core.personal import Kind


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, personal.Table]:
    """The declarations, to be changed at will."""
    copy = dict(personal._tables)
    monkeypatch.setattr(personal, "_tables", copy)
    return copy


def test_nothing_is_undeclared_and_nothing_is_declared_that_is_not_there() -> None:
    assert "\n".join(personal.faults()) == ""


def changed(tables: dict[str, personal.Table], label: str, **values: Any) -> list[str]:
    tables[label] = replace(tables[label], **values)
    return list(personal.faults())


def test_a_new_field_is_named_with_the_place_to_declare_it(tables: dict[str, personal.Table]) -> None:
    fields = {name: kind for name, kind in tables["accounts.User"].fields.items() if name != "timezone"}
    assert changed(tables, "accounts.User", fields=fields, replaced={**(tables["accounts.User"].replaced or {})}) == [
        "accounts.User.timezone: write 'timezone' under none, personal, sensitive or legal of 'accounts.User' in"
        " marketplace/accounts/personal.py"
    ]


def test_a_new_table_is_named_with_its_fields(tables: dict[str, personal.Table]) -> None:
    del tables["specialists.RemovedSpecialist"]
    assert list(personal.faults()) == [
        "specialists.RemovedSpecialist: declare('specialists.RemovedSpecialist', ...) with its fields"
        " public_id removed_at in marketplace/specialists/personal.py"
    ]


def test_a_declaration_without_a_field_is_named(tables: dict[str, personal.Table]) -> None:
    fields = {**tables["text.Word"].fields, "shoe_size": Kind.NONE}
    assert changed(tables, "text.Word", fields=fields) == [
        "text.Word.shoe_size: there is no such field; take it out of marketplace/text/personal.py"
    ]


def test_a_personal_field_of_a_row_that_stays_needs_something_in_its_place(tables: dict[str, personal.Table]) -> None:
    said = {name: value for name, value in (tables["accounts.User"].replaced or {}).items() if name != "email"}
    assert changed(tables, "accounts.User", replaced=said) == [
        "accounts.User: the rows stay, so say what replaces email; see marketplace/accounts/personal.py"
    ]


def test_a_personal_field_is_somebodys(tables: dict[str, personal.Table]) -> None:
    assert changed(tables, "media.UploadCount", owner="") == [
        "media.UploadCount: uploader minute number are about a person, so say whose (owner or find), or why they are"
        " nobody's; see marketplace/media/personal.py"
    ]


def test_what_is_kept_has_a_reason(tables: dict[str, personal.Table]) -> None:
    assert changed(tables, "blog.ArticlePage", why="") == ["blog.ArticlePage: say why it is kept; see blog/personal.py"]


def test_secrets_are_in_no_copy() -> None:
    shown = {name for table in personal.tables() for name in table.exported}
    assert not shown & {"password", "session_key", "session_data", "jti", "sid", "token", "token_secret", "text_html"}
    user = personal._tables["accounts.User"]
    assert "password" not in user.exported
    assert "data" not in personal._tables["mfa.Authenticator"].exported
