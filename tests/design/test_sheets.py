"""Rules the style sheets, modules and templates keep."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from design.icons import ICONS

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "site/design/static/design"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
MODULES = sorted((STATIC / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))

CSS_BUDGET = 18 * 1024
COMMON_BUDGET = 12 * 1024
CORE_BUDGET = 8 * 1024
FONT_BUDGET = 35 * 1024
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:oklch|oklab|rgba?|hsla?|lab|lch)\(", re.IGNORECASE)
SYSTEM = {"ButtonText", "CanvasText", "GrayText", "Highlight", "currentColor", "currentcolor"}
NAMED = re.compile(r":\s*(?:white|black|red|green|blue|gray|grey|orange|yellow)\b", re.IGNORECASE)


def squeezed(files: list[Path]) -> int:
    return sum(len(brotli.compress(file.read_bytes())) for file in files)


def test_all_style_sheets_together_fit_the_budget() -> None:
    assert len(brotli.compress(b"".join(sheet.read_bytes() for sheet in SHEETS))) <= CSS_BUDGET


def test_the_sheets_every_page_links_fit_their_part_of_the_budget() -> None:
    base = (ROOT / "templates/base.html").read_text(encoding="utf-8")
    names = [name for names in re.findall(r"{% css ([^%]+) %}", base) for name in re.findall(r'"([^"]+)"', names)]
    assert len(names) == 12
    assert squeezed([STATIC / f"css/{name}.css" for name in names]) <= COMMON_BUDGET


def test_what_every_page_runs_fits_the_budget() -> None:
    core = [STATIC / "js" / f"{name}.js" for name in ("core", "theme", "menus", "favourites", "share")]
    assert squeezed(core) <= CORE_BUDGET


def test_a_preloaded_font_fits_the_budget() -> None:
    for name in ("latin", "cyrillic"):
        assert (STATIC / f"fonts/onest-{name}-wght-normal.woff2").stat().st_size <= FONT_BUDGET


VENDORED = {
    "htmx-4.0.1.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "leaflet/leaflet-1.9.4.js": "dc71f8a6880bc3ca1bd9fa8dc5f1af48c702dc510b0a78240a07c5feed7ce935",
    "leaflet/leaflet-1.9.4.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    "world/countries-110m.json": "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8",
}


@pytest.mark.parametrize("name", VENDORED)
def test_a_vendored_file_is_the_published_one(name: str) -> None:
    assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == VENDORED[name]


def test_what_is_not_ours_stands_beside_its_licence() -> None:
    assert "SIL Open Font License" in (STATIC / "fonts/OFL.txt").read_text(encoding="utf-8")
    assert "Zero-Clause BSD" in (STATIC / "vendor/htmx-LICENSE.txt").read_text(encoding="utf-8")
    assert "BSD 2-Clause License" in (STATIC / "vendor/leaflet/LICENSE.txt").read_text(encoding="utf-8")
    assert "Permission to use, copy, modify" in (STATIC / "vendor/world/LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_colours_live_in_the_tokens_alone(sheet: Path) -> None:
    if sheet.name == "tokens.css":
        return
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    css = re.sub(r"color-mix\(in oklab,", "color-mix(", css)
    assert COLOUR.findall(css) == []
    assert NAMED.findall(css) == []


def test_every_token_used_is_declared() -> None:
    text = "\n".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    declared = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) - declared == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_rule_lives_in_a_layer_and_files_stay_short(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert sheet.name == "fonts.css" or "@layer" in text
    assert "@import" not in text
    assert "!important" not in text
    assert text.count("\n") <= 300


def attributes(template: Path) -> Iterator[str]:
    text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    yield from re.findall(r"<[a-z][^<>]*>", re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL))


@pytest.mark.parametrize(
    "template",
    # A mail has nowhere else to put its style.
    [path for path in TEMPLATES if path.name != "message.html"],
    ids=lambda path: str(path.relative_to(ROOT / "templates")),
)
def test_no_template_writes_a_style_a_script_or_a_handler_inline(template: Path) -> None:
    if "/email/" in template.as_posix():
        return
    for tag in attributes(template):
        assert not re.search(r"\s(?:style|on[a-z]+)\s*=", tag), tag
        assert not tag.startswith("<style"), tag
        if tag.startswith("<script"):
            assert "src=" in tag or 'type="application/ld+json"' in tag, tag


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_first_what_it_takes(component: Path) -> None:
    first = component.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"{% comment %}.{20,}{% endcomment %}", first)


def test_every_icon_a_template_names_is_drawn() -> None:
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r'{% icon "([\w-]+)"', template.read_text(encoding="utf-8"))
    }
    assert named - set(ICONS) == set()
    assert {"sofa", "pot", "bath", "hammer", "roller", "plug", "cabinet", "leaf", "ruler", "lamp"} <= set(ICONS)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_modules_need_no_eval_and_stay_short(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function|\.style\.|setAttribute\(\"style", text)
    assert text.count("\n") <= 300
