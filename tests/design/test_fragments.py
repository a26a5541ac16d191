"""A piece of a page is drawn once; what is of one request alone is nevertheless of this one."""

from collections.abc import Iterator
from sys import getsizeof
from typing import Any

import pytest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

from design.fragments import Piece, Pieces, key_of, pieces


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    pieces.clear()
    yield
    pieces.clear()


class Drawn:
    """Counts how often it is read."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return f"drawn {self.times}"


def draw(source: str, path: str = "/projects/?q=a&b", **values: Any) -> str:
    request = RequestFactory().get(path)
    return Template(source).render(RequestContext(request, values))


def test_a_piece_is_drawn_once_for_the_same_values() -> None:
    drawn, source = Drawn(), '{% remember "piece" number %}{{ drawn }}{% endremember %}'
    assert [draw(source, number=n, drawn=drawn) for n in (1, 1, 2, 1)] == ["drawn 1", "drawn 1", "drawn 2", "drawn 1"]


def test_each_language_has_its_own() -> None:
    drawn, source = Drawn(), '{% remember "piece" %}{{ drawn }}{% endremember %}'
    assert draw(source, drawn=drawn) == "drawn 1"
    with override("ru"):
        assert draw(source, drawn=drawn) == "drawn 2"


def test_the_page_s_address_is_that_of_each_request() -> None:
    source = '{% remember "piece" %}{% here %} {% here quoted=True %}{% endremember %}'
    assert draw(source, "/a/?x=1&y=2") == "/a/?x=1&amp;y=2 /a/%3Fx%3D1%26y%3D2"
    assert draw(source, "/b/") == "/b/ /b/"


def test_outside_a_piece_the_address_is_written_at_once() -> None:
    assert draw("{% here %} {% here quoted=True %}", "/a/?x=1&y=2") == "/a/?x=1&amp;y=2 /a/%3Fx%3D1%26y%3D2"


def test_the_link_of_the_page_itself_is_marked_anew_each_time() -> None:
    source = '{% remember "piece" %}<a{% current "/projects/" %}>{% endremember %}'
    assert draw(source, "/projects/") == '<a aria-current="page">'
    assert draw(source, "/projects/a-1/") == '<a aria-current="true">'
    assert draw(source, "/blog/") == "<a>"


def test_nobody_gets_another_s_token() -> None:
    source = '{% remember "piece" %}{% csrf_token %}{% endremember %}'
    first, second = draw(source), draw(source)
    assert 'name="csrfmiddlewaretoken" value="' in first
    assert first != second


def test_a_piece_in_a_piece_keeps_its_holes() -> None:
    source = '{% remember "outer" %}[{% remember "inner" %}{% here %}{% endremember %}]{% endremember %}'
    assert [draw(source, path) for path in ("/a/", "/b/")] == ["[/a/]", "[/b/]"]


def test_icons_of_a_piece_are_on_every_page_that_shows_it() -> None:
    source = '{% remember "piece" %}{% icon "heart" %}{% endremember %}{% icon_sprite %}'
    assert [draw(source).count('id="i-heart"') for _ in range(2)] == [1, 1]


def test_what_was_not_used_for_longest_falls_out() -> None:
    some = Pieces(most=2 * getsizeof("a"))
    for name in ("a", "b", "b"):
        some.keep(name.encode(), Piece(name, ()))
    assert some.get(b"a") == Piece("a", ())
    some.keep(b"c", Piece("c", ()))
    assert [some.get(name) for name in (b"a", b"b", b"c")] == [Piece("a", ()), None, Piece("c", ())]


def test_equal_values_have_the_same_key_and_others_another() -> None:
    assert key_of("a", {"b": [1, None]}) == key_of("a", {"b": [1, None]})
    assert len({key_of("a", 1), key_of("a", "1"), key_of("a", None), key_of("a")}) == 4


def test_a_tag_without_its_end_is_a_mistake_of_the_template() -> None:
    with pytest.raises(TemplateSyntaxError, match="remember"):
        Template("{% remember 1 %}").render(Context())
