"""Editors keep the catalogue: lists, forms, order, export, and deletion that offers hiding instead."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from marketplace.accounts.middleware import StaffSecondFactor
from marketplace.accounts.models import User
from marketplace.audit.models import Event
from marketplace.catalog import selectors
from marketplace.catalog.forms import OptionsField
from marketplace.catalog.models import Category, CategoryAttribute, Style
from tests.catalog.conftest import Shelf

MODELS = ["category", "service", "categoryattribute", "style", "roomtype", "city"]


@pytest.fixture
def editor(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    """An editor who has shown the second factor, with what the group of editors may do to the catalogue."""
    monkeypatch.setattr(StaffSecondFactor, "missing_step", lambda self, request: "")
    editor = User.objects.create_user("edda@example.com", "a long enough phrase", is_staff=True)
    group = Group.objects.create(name="editors of the catalogue")
    group.permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(group)
    return editor


@pytest.fixture
def desk(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def url(model: str, view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_catalog_{model}:{view}", args=args)


def words(**changes: Any) -> dict[str, Any]:
    blank = {
        f"{part}_{language}": "" for part in ("name", "description", "synonyms") for language in ("en", "ru", "kk")
    }
    return {**blank, "sort_order": 0, "is_active": "on", **changes}


def question(shelf: Shelf) -> CategoryAttribute:
    options = [
        {"key": "one_wall", "en": "One wall", "ru": "Прямая", "kk": ""},
        {"key": "corner", "en": "Corner", "ru": "", "kk": ""},
    ]
    return CategoryAttribute.objects.create(
        category=shelf.kitchens, key="layout", label_en="Layout", type="choice", options=options
    )


def sheet(body: bytes) -> list[list[Any]]:
    rows = load_workbook(BytesIO(body), read_only=True).worksheets[0].iter_rows(values_only=True)
    return [list(row) for row in rows]


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_form_opens(desk: Client, shelf: Shelf, model: str) -> None:
    for view in ("list", "add"):
        answer = desk.get(url(model, view))
        assert (answer.status_code, "Catalogue" in answer.content.decode()) == (200, True)


def test_the_list_of_categories_is_the_tree(desk: Client, shelf: Shelf) -> None:
    answer = desk.get(url("category", "list"))
    trails = ["Kitchens", "Kitchens / Bespoke kitchens", "Kitchens / Kitchen fitting", "Bathrooms"]
    assert [category.trail for category in answer.context["object_list"]] == trails
    assert "Kitchens / Bespoke kitchens" in answer.content.decode()


@pytest.mark.parametrize("typed", ["hob", "Установка", "kitchen-fitting"])
def test_search_looks_into_names_and_synonyms(desk: Client, shelf: Shelf, typed: str) -> None:
    assert list(desk.get(url("category", "list"), {"q": typed}).context["object_list"]) == [shelf.fitting]


@pytest.mark.parametrize("model", MODELS)
def test_the_first_row_of_a_list_leads_to_its_form(desk: Client, shelf: Shelf, model: str) -> None:
    question(shelf)
    answer = desk.get(url(model, "list"))
    first = answer.context["object_list"][0]
    page = " ".join(answer.content.decode().split())
    title = page[page.index("title-wrapper") :].split("</div>")[0]
    assert f'href="{url(model, "edit", first.pk)}"' in title


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", MODELS)
def test_every_list_is_exported_whole(desk: Client, shelf: Shelf, model: str, kind: str) -> None:
    question(shelf)
    answer = desk.get(url(model, "list"), {"export": kind})
    body = b"".join(answer.streaming_content)
    rows = [*csv.reader(StringIO(body.decode()))] if kind == "csv" else sheet(body)
    assert (answer.status_code, len(rows)) == (200, 1 + len(desk.get(url(model, "list")).context["object_list"]))
    assert [head for head in rows[0] if "." in head or "_" in head] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_options_are_exported_as_they_are_written(desk: Client, shelf: Shelf, kind: str) -> None:
    question(shelf)
    body = b"".join(desk.get(url("categoryattribute", "list"), {"export": kind}).streaming_content)
    rows = [*csv.reader(StringIO(body.decode()))] if kind == "csv" else sheet(body)
    assert rows[1][rows[0].index("Options")] == "one_wall | One wall | Прямая\ncorner | Corner"


def test_a_list_is_exported_with_all_languages(desk: Client, shelf: Shelf) -> None:
    answer = desk.get(url("category", "list"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert text.splitlines()[1].startswith("kitchens/,kitchens,Kitchens,Кухни,Ас үй")


def test_a_category_is_made_translated_and_heard_of(
    desk: Client, editor: User, shelf: Shelf, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sent = words(slug="worktops", name_en="Worktops", name_ru="Столешницы", parent=shelf.kitchens.pk, sort_order=5)
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(url("category", "add"), sent).status_code == 302
    assert Category.objects.get(slug="worktops").path == "kitchens/worktops/"
    assert selectors.names("category", ["worktops"], "ru") == {"worktops": "Столешницы"}
    event = Event.objects.get(kind="catalog.changed")
    assert (event.actor_id, event.data) == (editor.pk, {"slug": "worktops"})


def test_a_renamed_entry_keeps_its_address(desk: Client, shelf: Shelf) -> None:
    page = desk.get(url("category", "edit", shelf.bathrooms.pk)).content.decode()
    assert "w-sync#apply" not in page
    sent = words(slug="wet-rooms", name_en="Wet rooms", parent="")
    assert desk.post(url("category", "edit", shelf.bathrooms.pk), sent).status_code == 302
    shelf.bathrooms.refresh_from_db()
    assert (shelf.bathrooms.name_en, shelf.bathrooms.slug) == ("Wet rooms", "bathrooms")


def test_a_new_entry_gets_its_address_from_its_name(desk: Client, shelf: Shelf) -> None:
    assert "w-sync#apply" in desk.get(url("category", "add")).content.decode()


def test_a_fourth_level_is_a_message_not_an_error(desk: Client, shelf: Shelf) -> None:
    Category.objects.create(slug="third", name_en="Third", parent=shelf.making)
    sent = words(slug="kitchens", name_en="Kitchens", parent=shelf.bathrooms.pk)
    answer = desk.post(url("category", "edit", shelf.kitchens.pk), sent)
    assert (answer.status_code, "at most three levels" in answer.content.decode()) == (200, True)
    shelf.kitchens.refresh_from_db()
    assert shelf.kitchens.parent is None


def test_a_new_entry_goes_to_the_end_of_its_list(desk: Client, shelf: Shelf) -> None:
    assert desk.get(url("category", "add")).context["form"].initial["sort_order"] == 4


def test_a_row_is_dragged_to_another_place(
    desk: Client, shelf: Shelf, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    second = Style.objects.create(slug="boho", name_en="Boho", sort_order=1)
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(f"{url('style', 'reorder', second.pk)}?position=0")
    assert answer.status_code == 200
    assert [slug for slug, _ in selectors.choices("style")] == ["boho", "loft"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_what_is_used_is_a_friendly_page(desk: Client, shelf: Shelf, method: str) -> None:
    answer = getattr(desk, method)(url("category", "delete", shelf.making.pk))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "In use, so it cannot be deleted" in page
    assert "services: 1" in page
    assert Category.objects.filter(pk=shelf.making.pk, is_active=True).exists()


def test_hiding_is_offered_instead_and_done(desk: Client, shelf: Shelf) -> None:
    address = url("category", "delete", shelf.making.pk)
    assert 'name="hide"' in desk.get(address).content.decode()
    assert desk.post(address, {"hide": "1"})["Location"] == url("category", "list")
    assert Category.objects.get(pk=shelf.making.pk).is_active is False


def test_several_at_once_are_refused_together(desk: Client, shelf: Shelf) -> None:
    address = reverse("wagtail_bulk_action", args=("catalog", "category", "delete"))
    ids = f"?id={shelf.making.pk}&id={shelf.bathrooms.pk}"
    answer = desk.post(address + ids)
    assert (answer.status_code, "In use" in answer.content.decode()) == (200, True)
    assert Category.objects.count() == 4


def test_what_nothing_uses_is_deleted(
    desk: Client, shelf: Shelf, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(url("style", "delete", shelf.loft.pk)).status_code == 302
    assert (Style.objects.count(), selectors.choices("style")) == (0, [])


@pytest.mark.parametrize("model", MODELS)
def test_staff_without_the_permission_are_turned_away(
    mona: User, shelf: Shelf, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StaffSecondFactor, "missing_step", lambda self, request: "")
    mona.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(mona)
    assert client.get(url(model, "list")).status_code == 302


def test_a_question_is_written_with_one_option_on_each_line(desk: Client, shelf: Shelf) -> None:
    sent = {
        "category": shelf.kitchens.pk,
        "key": "layout",
        "label_en": "Layout",
        "label_ru": "Форма",
        "label_kk": "",
        "type": "choice",
        "options": "one_wall | One wall | Прямая\n\ncorner|Corner",
        "unit": "",
        "minimum": "",
        "maximum": "",
        "filterable": "on",
        "sort_order": 0,
    }
    assert desk.post(url("categoryattribute", "add"), sent).status_code == 302
    attribute = CategoryAttribute.objects.get()
    assert attribute.options == [
        {"key": "one_wall", "en": "One wall", "ru": "Прямая", "kk": ""},
        {"key": "corner", "en": "Corner", "ru": "", "kk": ""},
    ]
    page = desk.get(url("categoryattribute", "edit", attribute.pk)).content.decode()
    assert "one_wall | One wall | Прямая\ncorner | Corner" in page
    refused = desk.post(url("categoryattribute", "add"), {**sent, "key": "other", "options": ""})
    assert (refused.status_code, CategoryAttribute.objects.count()) == (200, 1)


@pytest.mark.parametrize("text", ["corner", "Corner | Corner", "a | A | B | C | D", "a | A\na | B", "| A"])
def test_options_that_cannot_be_read_are_refused(text: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        OptionsField().clean(text)


def test_a_list_costs_the_same_for_many_rows(
    desk: Client, shelf: Shelf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        Category.objects.create(slug=f"more-{number}", name_en=f"More {number}", parent=shelf.bathrooms)
    with django_assert_max_num_queries(25):
        assert len(desk.get(url("category", "list")).context["object_list"]) == 34
