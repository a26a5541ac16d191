"""What the filters and tags of the templates write, to the letter."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

from design.money import currency_sign
from design.templatetags import ui


@dataclass(frozen=True)
class Amount:
    minor: int
    currency: str


@pytest.mark.parametrize(
    ("minor", "currency", "english", "russian"),
    [
        (420_000_000, "KZT", "4,200,000\u00a0₸", "4\u00a0200\u00a0000\u00a0₸"),
        (2_190_000, "EUR", "€21,900", "21\u00a0900\u00a0€"),
        (2_190_050, "EUR", "€21,900.50", "21\u00a0900,50\u00a0€"),
        (5, "USD", "$0.05", "0,05\u00a0$"),
        (-150_000, "EUR", "\u2212€1,500", "\u22121\u00a0500\u00a0€"),
        (1_200, "JPY", "¥1,200", "1\u00a0200\u00a0¥"),
        (100_00, "CHF", "100\u00a0CHF", "100\u00a0CHF"),
        (0, "KZT", "0\u00a0₸", "0\u00a0₸"),
    ],
)
def test_money_speaks_the_readers_language(minor: int, currency: str, english: str, russian: str) -> None:
    with override("en"):
        assert ui.money(Amount(minor, currency)) == english
        assert ui.money((minor, currency)) == english
    for language in ("ru", "kk"):
        with override(language):
            assert ui.money(Amount(minor, currency)) == russian


@pytest.mark.parametrize(("code", "sign"), [("KZT", "₸"), ("EUR", "€"), ("CHF", "CHF")])
def test_a_currency_is_named_by_its_sign_where_it_has_one(code: str, sign: str) -> None:
    assert currency_sign(code) == sign


@pytest.mark.parametrize(("code", "name"), [("kk", "Қазақша"), ("tr", "Türkçe"), ("pl", "Polski"), ("xx", "xx")])
def test_a_language_is_named_in_its_own_words(code: str, name: str) -> None:
    assert ui.language_name(code) == name


CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
FIREFOX = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:142.0) Gecko/20100101 Firefox/142.0"
SAMSUNG = "Mozilla/5.0 (Linux; Android 14; SM-S911B) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (CHROME, "Chrome on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        (FIREFOX, "Firefox on macOS"),
        (SAMSUNG, "Samsung Internet on Android"),
        ("Dalvik/2.1.0 (Linux; U; Android 14)", "Android"),
        ("curl/8.5.0", "A device we do not know"),
        ("", "A device we do not know"),
    ],
)
def test_a_device_is_named_as_people_say_it(user_agent: str, said: str) -> None:
    assert ui.device(user_agent) == said


def test_no_money_writes_nothing() -> None:
    assert ui.money(None) == ""


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (Decimal("4.974"), "4.97", "4,97"),
        (4.9, "4.9", "4,9"),
        (5, "5.0", "5,0"),
        (Decimal("4.995"), "5.0", "5,0"),
        (None, "", ""),
    ],
)
def test_a_rating_has_one_or_two_decimals(value: Decimal | float | None, english: str, russian: str) -> None:
    with override("en"):
        assert ui.rating(value) == english
    with override("ru"):
        assert ui.rating(value) == russian


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Atelier Moura", "AM"),
        ("Oak & Line", "OL"),
        ("әсел нұрланқызы", "ӘН"),
        ("anna@lintel.example", "AL"),
        ("Studio", "S"),
        ("", ""),
        (None, ""),
    ],
)
def test_initials_are_the_first_letters_of_two_words(name: str | None, letters: str) -> None:
    assert ui.initials(name) == letters


def test_the_avatars_colour_depends_on_the_id_alone() -> None:
    assert ui.avatar_colour("s_8fK2") == ui.avatar_colour("s_8fK2")
    assert {ui.avatar_colour(number) for number in range(60)} == {"a1", "a2", "a3", "a4", "a5", "a6"}


def page(text: str, address: str = "/") -> str:
    return Template("{% load ui %}" + text).render(Context({"request": RequestFactory().get(address)}))


@pytest.mark.parametrize(
    ("tag", "query"),
    [
        ('{% querystring sort="new" %}', "?style=loft&amp;style=eco&amp;q=oak&amp;sort=new"),
        ("{% querystring q=None %}", "?style=loft&amp;style=eco"),
        ('{% querystring drop="style" value="loft" %}', "?style=eco&amp;q=oak"),
        ('{% querystring drop="style" %}', "?q=oak"),
        ('{% querystring cursor="b" %}', "?style=loft&amp;style=eco&amp;q=oak&amp;cursor=b"),
    ],
)
def test_a_change_of_the_query_keeps_the_rest_and_starts_paging_anew(tag: str, query: str) -> None:
    assert page(tag, "/projects/?style=loft&style=eco&q=oak&cursor=a") == query


def test_taking_the_last_parameter_out_still_leaves_an_address() -> None:
    assert page('{% querystring drop="q" %}', "/projects/?q=oak") == "?"


def test_the_sprite_holds_each_icon_of_the_page_once() -> None:
    html = page('{% icon "heart" %}{% icon "star" "fill" %}{% icon "heart" %}{% icon_sprite "close" %}')
    assert html.count('<use href="#i-heart"/>') == 2
    assert [html.count(f'<symbol id="i-{name}"') for name in ("close", "heart", "star", "search")] == [1, 1, 1, 0]


def test_an_icon_nobody_drew_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="unicorn"):
        page('{% icon "unicorn" %}')


def test_a_picture_carries_its_size_and_loads_late_unless_it_is_first() -> None:
    mapping = {
        "sources": [{"type": "image/avif", "srcset": "/m/a.avif 320w"}],
        "src": "/m/a.jpg",
        "width": 640,
        "height": 480,
        "alt": 'A "green" room',
        "sizes": "50vw",
    }
    html = Template("{% load ui %}{% picture p %}{% picture p eager=True alt='' %}").render(Context({"p": mapping}))
    assert html.count('<source type="image/avif" srcset="/m/a.avif 320w" sizes="50vw">') == 2
    late, first = html.split("</picture>")[:2]
    assert 'width="640" height="480" alt="A &quot;green&quot; room" loading="lazy"' in late
    assert 'width="640" height="480" alt="" fetchpriority="high"' in first


def test_a_missing_picture_is_a_placeholder() -> None:
    html = Template("{% load ui %}{% picture p %}").render(Context({"p": None}))
    assert 'class="no-picture"' in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("link", "path", "mark"),
    [
        ("/projects/", "/projects/", ' aria-current="page"'),
        ("/projects/", "/projects/oak-kitchen-8fK2/", ' aria-current="true"'),
        ("/projects/", "/my/projects/", ""),
        ("/ru/projects/", "/ru/projects/x/", ' aria-current="true"'),
        ("/", "/", ' aria-current="page"'),
        ("/", "/projects/", ""),
        ("/ru/", "/ru/projects/", ""),
    ],
)
def test_navigation_knows_where_the_reader_is(link: str, path: str, mark: str) -> None:
    assert page(f'{{% current "{link}" %}}', path) == mark


def test_units_of_the_catalogue_are_translated_and_others_stay_as_typed() -> None:
    with override("ru"):
        said = page('{{ "room"|unit_name }}, {{ "m²"|unit_name }}, {{ "staircase"|unit_name }}')
        assert said == "комната, м², staircase"


@pytest.mark.parametrize(("language", "written"), [("en", "July 2025"), ("ru", "июль 2025"), ("kk", "шілде 2025")])
def test_only_english_writes_a_month_inside_a_sentence_with_a_capital(language: str, written: str) -> None:
    with override(language):
        assert ui.month_in_words(date(2025, 7, 14)) == written
