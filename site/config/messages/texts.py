"""The texts of the code that readers see: what `gettext` and its family are given in modules and templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

from config.env import ROOT

FOLDERS = ("blog", "marketplace", "search", "site", "templates")
TEMPLATES = (".html", ".txt")
TRANSLATION = "django.utils.translation"
# Which arguments of a function are the context, the text, and the text for many.
ROLES = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
QUOTED = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
# What templatize leaves of a template: calls with quoted texts, everything else is X.
CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(\s*({QUOTED}(?:\s*,\s*{QUOTED})*)")


@dataclass(frozen=True, order=True)
class Text:
    """What is to be translated; `context` and `plural` are empty for most."""

    text: str
    plural: str = ""
    context: str = ""


def all_texts() -> dict[Text, list[str]]:
    """Every text of the product, with the files (from the root, in order) that show it."""
    found: dict[Text, set[str]] = {}
    for path in sources():
        read = in_module if path.suffix == ".py" else in_template
        for text in read(path.read_text(encoding="utf-8")):
            found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return {text: sorted(found[text]) for text in found}


def sources() -> Iterator[Path]:
    """Every module and template of the product; migrations speak to nobody."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            is_template = path.suffix in TEMPLATES and "templates" in path.relative_to(ROOT).parts
            if is_template or (path.suffix == ".py" and "migrations" not in path.parts):
                yield path


def in_template(source: str) -> Iterator[Text]:
    """The texts of a template's source: {% translate %}, {% blocktranslate %} and _("...")."""
    for name, quoted in CALL.findall(templatize(source)):
        words = [ast.literal_eval(word) for word in re.findall(QUOTED, quoted)]
        yield _text("gettext" if name == "_" else name, words)


def in_module(source: str) -> Iterator[Text]:
    """The texts of a module's source, under whatever names it has imported gettext's functions."""
    tree = ast.parse(source)
    known = _imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            name = known[node.func.id]
            words = [word.value for word in node.args[: len(ROLES[name])] if isinstance(word, ast.Constant)]
            if len(words) == len(ROLES[name]):
                yield _text(name, [str(word) for word in words])


def _imported(tree: ast.Module) -> dict[str, str]:
    """Gettext's function behind each name of a module: `_` is `gettext` after `from … import gettext_lazy as _`."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION:
            for alias in node.names:
                name = alias.name.removesuffix("_lazy").removesuffix("_noop")
                if name in ROLES:
                    known[alias.asname or alias.name] = name
    return known


def _text(function: str, words: list[str]) -> Text:
    return Text(**dict(zip(ROLES[function], words, strict=False)))
