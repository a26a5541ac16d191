"""Every text is there in every language, says the same things, and pages really show it."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation
from rest_framework.exceptions import APIException

from config.env import ROOT
from config.messages import catalogues, texts
from config.messages.texts import Text
from marketplace.accounts.models import User
from marketplace.catalog.models import Category, City
from marketplace.core.errors import Refusal
from search import indexing
from tests.cast import almaty, kitchens, profile_of, project_of

LANGUAGES = sorted(catalogues.PLURALS)
MODULE = """
from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, pgettext

def say(name, number):
    return [_("Short " "words"), later("Later"), ngettext("One", "Many", number), pgettext("bank", "Note"), _(name)]
"""
TEMPLATE = """{% load i18n %}{# _("Not me") #}<p title="{% trans 'It''s' %}">Plain {{ word|default:_("Given") }}</p>
{% translate "Note" context "bank" %}{% blocktranslate count number=n trimmed %}
  {{ number }} photo{% plural %}
  {{ number }} photos
{% endblocktranslate %}"""


class TestReading:
    def test_a_module_is_read_under_the_names_it_imports(self) -> None:
        assert set(texts.in_module(MODULE)) == {
            Text("Short words"),
            Text("Later"),
            Text("One", plural="Many"),
            Text("Note", context="bank"),
        }

    def test_a_template_is_read_with_plurals_and_contexts(self) -> None:
        assert set(texts.in_template(TEMPLATE.replace("''", "’"))) == {
            Text("It’s"),
            Text("Given"),
            Text("Note", context="bank"),
            Text("%(number)s photo", plural="%(number)s photos"),
        }

    def test_mails_are_read_too(self) -> None:
        assert texts.all_texts()[Text("Your %(site)s code")] == [
            "templates/account/email/email_confirmation_signup_subject.txt",
            "templates/account/email/email_confirmation_subject.txt",
            "templates/account/email/login_code_subject.txt",
            "templates/account/email/password_reset_code_subject.txt",
        ]


class TestFaults:
    @pytest.mark.parametrize(
        ("source", "said", "fault"),
        [
            ("Save", "", "untranslated"),
            ("from %(price)s", "от %(cost)s", "other placeholders than the English text"),
            ("{name} removed.", "Удалено.", "other placeholders than the English text"),
            ("Write to <b>us</b>", "Напишите <i>нам</i>", "other tags than the English text"),
            ("Error: ", "Ошибка:", "begins or ends with other white space than the English text"),
        ],
    )
    def test_a_translation_that_does_not_fit_is_named(self, source: str, said: str, fault: str) -> None:
        assert list(catalogues.faults(polib.POEntry(msgid=source, msgstr=said), 4)) == [fault]

    def test_a_missing_plural_form_is_named(self) -> None:
        entry = polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s день"})
        assert list(catalogues.faults(entry, 4)) == ["needs 4 forms"]

    def test_a_guess_is_named(self) -> None:
        assert list(catalogues.faults(polib.POEntry(msgid="Save", msgstr="Сохранить", flags=["fuzzy"]), 4)) == ["fuzzy"]


class TestUpdating:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
        return tmp_path

    def test_new_texts_come_empty_vanished_ones_go_and_translations_stay(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(catalogues, "all_texts", lambda: {Text("Save"): ["a.py"], Text("Old"): ["a.py"]})
        assert catalogues.update("ru")
        path, _ = catalogues.paths("ru")
        path.write_text(path.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Сохранить"'))
        monkeypatch.setattr(catalogues, "all_texts", lambda: {Text("Save"): ["a.py"], Text("Day", "Days"): ["b.py"]})
        assert catalogues.update("ru")
        assert [(entry.msgid, entry.msgstr, entry.msgstr_plural) for entry in catalogues.read(path)] == [
            ("Save", "Сохранить", {}),
            ("Day", "", {0: "", 1: "", 2: "", 3: ""}),
        ]
        assert catalogues.problems("ru") == ["ru: untranslated: 'Day'"]

    def test_a_second_run_changes_nothing(self, folder: Path) -> None:
        assert catalogues.update("ru")
        before = [path.read_bytes() for path in catalogues.paths("ru")]
        assert not catalogues.update("ru")
        assert [path.read_bytes() for path in catalogues.paths("ru")] == before

    def test_checking_without_catalogues_fails_and_writes_nothing(self, folder: Path) -> None:
        with pytest.raises(CommandError, match="Run make messages"):
            call_command("messages", check=True)
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
class TestTheCatalogues:
    def test_nothing_is_missing_left_over_or_unfit(self, language: str) -> None:
        assert catalogues.problems(language) == []

    def test_plural_rules_are_those_of_django(self, language: str) -> None:
        with translation.override(language):
            ours = [translation.ngettext("%(number)s day", "%(number)s days", number) for number in (1, 2, 5, 21)]
        entry = catalogues.read(catalogues.paths(language)[0]).find("%(number)s day")
        assert entry is not None
        chosen = {"ru": [0, 1, 2, 0], "kk": [0, 1, 1, 1]}[language]
        assert ours == [entry.msgstr_plural[form] for form in chosen]


class Words(HTMLParser):
    """What a page says: its texts, and the attributes that are read aloud or shown."""

    SPOKEN = ("alt", "aria-label", "placeholder", "title", "content")
    SILENT = ("script", "style")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        given = dict(attrs)
        meta = tag == "meta" and given.get("name") != "description"
        self.said += [] if meta else [given[name] or "" for name in self.SPOKEN if name in given]

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] not in self.SILENT:
            self.said.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass


def latin(html: str) -> set[str]:
    """The words of a page that are written in Latin letters, without those that are the same everywhere."""
    same = {"Lintel", "English", "ru", "kk", "sam", "example", "com"}
    same |= {"JPEG", "PNG", "WebP", "AVIF", "HEIC", "PDF", "Word", "docx"}
    return {word for said in Words(html).said for word in re.findall(r"[A-Za-z]{2,}", said)} - same


@pytest.mark.django_db
class TestAPageInAnotherLanguage:
    @pytest.fixture
    def made(self, sam: User) -> None:
        City.objects.filter(pk=almaty().pk).update(name_kk="Алматы")
        Category.objects.filter(pk=kitchens().pk).update(name_kk="Ас үйлер")
        sam.display_name = "Сәуле"
        sam.save()
        profile = profile_of(sam, headline="Кухни", bio="Двадцать лет.")
        for number in range(5):
            project_of(profile, title=f"Кухня {number}", summary="Спокойная кухня.", story="Просто.")
        list(indexing.rebuild("project"))
        list(indexing.rebuild("specialist"))

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        "address",
        [
            "projects/",
            "projects/?city=almaty&category=kitchens&price_min=1000",
            "projects/?q=ванна",
            "specialists/",
            "favourites/",
            "accounts/signup/",
            "accounts/login/",
            "accounts/password/reset/",
            "no-such-page/",
        ],
    )
    def test_no_english_word_is_left_for_visitors(
        self, client: Client, made: None, language: str, address: str
    ) -> None:
        assert latin(client.get(f"/{language}/{address}").content.decode()) == set()

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        "address",
        [
            "specialist/projects/",
            "specialist/projects/new/",
            "specialist/profile/",
            "specialist/profile/offerings/new/",
            "account/",
            "accounts/password/change/",
        ],
    )
    def test_no_english_word_is_left_for_specialists(
        self, client: Client, made: None, sam: User, language: str, address: str
    ) -> None:
        client.force_login(sam)
        page = client.get(f"/{language}/{address}", follow=True).content.decode()
        assert f'<html lang="{language}"' in page
        assert latin(page) == set()

    def test_the_list_of_projects_is_russian(self, client: Client, made: None) -> None:
        page = client.get("/ru/projects/").content.decode()
        assert '<html lang="ru"' in page
        assert "<h1>Готовые проекты</h1>" in page
        for words in (
            "5 проектов",
            "Фильтры",
            "Категория",
            "Кухни",
            "Город",
            "Цена",
            "от 4\u00a0200\u00a0000\u00a0₸",
            "22 м²",
        ):
            assert words in page

    def test_choosing_a_language_opens_the_same_page_and_is_remembered(self, client: Client, db: None) -> None:
        answer = client.post("/language/", {"language": "ru", "next": "/projects/"})
        assert answer["Location"] == "/ru/projects/"
        assert client.cookies["language"].value == "ru"

    @pytest.mark.parametrize("address", ["signup", "login", "login/code", "password/reset"])
    def test_no_english_word_is_left_at_the_russian_door(self, client: Client, db: None, address: str) -> None:
        response = client.get(f"/ru/accounts/{address}/")
        assert response.status_code == 200
        assert latin(response.content.decode()) - {"mail"} == set()


class TestRefusals:
    """What people read when something is refused goes through gettext: a bare literal stays English for everybody."""

    BARE = """
raise Invalid("Bare.", code="x")
raise errors.NotFound(f"Bare {name}.")
raise ValidationError({"q": ["Bare.", _("Said.")]})
raise NotAllowed(_("Said."))
raise Invalid(_("Said %(name)s.") % {"name": name}, field="name")
wrong = {name: ["Bare."] for name in unknown}
raise Stale(MESSAGES["stale"])
raise Refused(message("image_type", limits))
class TooLarge(APIException):
    default_detail = "Bare."
    default_code = "too_large"
"""

    def test_bare_literals_are_found_wherever_they_stand(self) -> None:
        assert [node.lineno for node in bare_texts(ast.parse(self.BARE))] == [2, 3, 4, 7, 11]

    def test_no_refusal_takes_a_bare_literal(self) -> None:
        found = [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for folder in ("marketplace", "blog", "search", "site")
            for path in sorted((ROOT / folder).rglob("*.py"))
            for node in bare_texts(ast.parse(path.read_text()))
        ]
        assert found == []


def names_below(*classes: type) -> set[str]:
    """The names of these classes and of all that descend from them."""
    return {name for one in classes for name in (one.__name__, *names_below(*one.__subclasses__()))}


def bare_texts(tree: ast.AST) -> list[ast.expr]:
    """Sentences that gettext does not see: given to a refusal, kept as an exception's own, listed for a field."""
    refusals = names_below(Refusal, APIException, ValidationError)
    kept = {"default_detail", "wrong", "unknown"}
    given: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in refusals:
            given += node.args[:1]
        elif isinstance(node, ast.Assign | ast.AugAssign) and kept & set(map(name_of, targets_of(node))):
            given.append(node.value)
    return sorted({text for expression in given for text in literals(expression)}, key=lambda text: text.lineno)


def literals(value: ast.expr) -> list[ast.expr]:
    """The literals that are said: a text itself, and those in lists and in the values of mappings."""
    if isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        return [value]
    inside: list[ast.expr] = []
    if isinstance(value, ast.List | ast.Tuple):
        inside = value.elts
    elif isinstance(value, ast.Dict):
        inside = value.values
    elif isinstance(value, ast.DictComp):
        inside = [value.value]
    elif isinstance(value, ast.ListComp):
        inside = [value.elt]
    return [text for part in inside for text in literals(part)]


def targets_of(node: ast.Assign | ast.AugAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
