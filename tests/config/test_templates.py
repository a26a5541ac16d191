"""Templates say nothing that gettext does not see."""

import re
from pathlib import Path

import pytest

from config.env import ROOT

FOLDERS = ("templates", "site", "marketplace", "blog", "search")
# Read by developers, or in a demo alone.
FOR_US = {"templates/design/styleguide.html", "templates/emails/demo_detail.html", "templates/emails/demo_list.html"}
# The same everywhere.
NAMES = {"PRO"}
TRANSLATED = re.compile(
    r"{% comment.*?endcomment %}|{#.*?#}|{% blocktranslate.*?endblocktranslate %}|{%.*?%}|{{.*?}}|<!--.*?-->"
    r"|<(script|style|code|pre|svg)\b.*?</\1>",
    re.DOTALL,
)
SPOKEN = re.compile(r'\b(?:alt|title|placeholder|aria-label|aria-description)="([^"]*)"')


def bare_words(source: str) -> set[str]:
    """The words between tags, and in attributes that are read aloud or shown, that stand there as they are."""
    rest = TRANSLATED.sub(" ", source)
    said = [*SPOKEN.findall(rest), re.sub(r"<[^>]*>|&\w+;", " ", rest)]
    return {word for text in said for word in re.findall(r"[A-Za-z]{2,}", text)} - NAMES


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('{% translate "Area" %} {{ area }} <b class="wide">&nbsp;</b>', set()),
        ("{% blocktranslate %}{{ number }} days{% endblocktranslate %} | PRO", set()),
        ("<dt>Area</dt>", {"Area"}),
        ('<img alt="Round mirror" src="a.jpg">', {"Round", "mirror"}),
        ('<button {% if on %}title="Off"{% endif %}>{% icon "x" %}</button>', {"Off"}),
    ],
)
def test_words_that_nobody_translates_are_found(source: str, words: set[str]) -> None:
    assert bare_words(source) == words


def test_every_text_of_a_template_can_be_translated() -> None:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.html"))]
    found = {name_of(path): words for path in paths if (words := bare_words(path.read_text()))}
    assert {name: words for name, words in found.items() if name not in FOR_US} == {}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
