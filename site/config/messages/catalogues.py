"""locale/<language>/LC_MESSAGES/: django.po for translators, django.mo for Django. Both are kept in the repository."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

from config.env import ROOT
from config.messages.texts import Text, all_texts

LOCALE = ROOT / "locale"
# Django's own rules, so that our catalogue and Django's can be laid over each other.
PLURALS = {
    "kk": "nplurals=2; plural=(n!=1);",
    "ru": (
        "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
        "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
    ),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")

Key = tuple[str, str]


def update(language: str) -> bool:
    """Bring both files of a language in line with the code, translations kept. Answers whether a file has changed."""
    wanted = all_texts()
    po_path, mo_path = paths(language)
    merged = _merged(language, wanted, read(po_path))
    written = _write(po_path, str(merged).encode() + b"\n")
    return _write(mo_path, merged.to_binary()) or written


def problems(language: str) -> list[str]:
    """What is wrong with a language, a sentence each: texts missing or left over, translations that do not fit."""
    po_path, mo_path = paths(language)
    catalogue = read(po_path)
    wanted, there = {_key(text) for text in all_texts()}, {_key_of(entry) for entry in catalogue}
    found = [f"missing: {text!r}" for _, text in sorted(wanted - there)]
    found += [f"no longer in the code: {text!r}" for _, text in sorted(there - wanted)]
    found += [f"{fault}: {entry.msgid!r}" for entry in catalogue for fault in faults(entry, forms(language))]
    if not mo_path.exists() or mo_path.read_bytes() != catalogue.to_binary():
        found.append("django.mo does not say what django.po says")
    return [f"{language}: {fault}" for fault in found]


def faults(entry: polib.POEntry, number_of_forms: int) -> Iterator[str]:
    """What is wrong with one entry's translations."""
    if entry.fuzzy:
        yield "fuzzy"
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(said) != number_of_forms:
        yield f"needs {number_of_forms} forms"
    if not all(said):
        yield "untranslated"
        return
    source = entry.msgid_plural or entry.msgid
    for name, pattern in (("placeholders", PLACEHOLDER), ("tags", TAG)):
        if any(Counter(pattern.findall(words)) != Counter(pattern.findall(source)) for words in said):
            yield f"other {name} than the English text"
    if any(_edges(words) != _edges(source) for words in said):
        yield "begins or ends with other white space than the English text"


def forms(language: str) -> int:
    """How many plural forms a language has."""
    return int(PLURALS[language].split(";")[0].removeprefix("nplurals="))


def paths(language: str) -> tuple[Path, Path]:
    """Where a language's django.po and django.mo are."""
    folder = LOCALE / language / "LC_MESSAGES"
    return folder / "django.po", folder / "django.mo"


def read(path: Path) -> polib.POFile:
    """The catalogue of a file, an empty one when there is none."""
    return polib.pofile(str(path), wrapwidth=118, encoding="utf-8") if path.exists() else polib.POFile(wrapwidth=118)


def _merged(language: str, wanted: dict[Text, list[str]], old: polib.POFile) -> polib.POFile:
    """A new catalogue of what the code says now, with the old one's translations. It holds no dates or line numbers."""
    translated = {_key_of(entry): entry for entry in old if not entry.obsolete}
    entries: dict[Key, polib.POEntry] = {}
    for text, files in sorted(wanted.items(), key=lambda item: (item[1], item[0])):
        entry = entries.setdefault(_key(text), polib.POEntry(msgid=text.text, msgctxt=text.context or None))
        entry.msgid_plural = entry.msgid_plural or text.plural
        entry.occurrences = sorted({*entry.occurrences, *((file, "") for file in files)})
    for key, entry in entries.items():
        _take_over(entry, translated.get(key), forms(language))
    catalogue = polib.POFile(wrapwidth=118)
    catalogue.metadata = {
        "Project-Id-Version": "Lintel",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    catalogue.extend(
        sorted(entries.values(), key=lambda entry: (entry.occurrences[0], entry.msgid, entry.msgctxt or ""))
    )
    return catalogue


def _take_over(entry: polib.POEntry, old: polib.POEntry | None, number_of_forms: int) -> None:
    """Give a new entry the translation it had. A text that has become countable, or no longer is, starts anew."""
    if entry.msgid_plural:
        said = old.msgstr_plural if old else {}
        entry.msgstr_plural = {form: said.get(form, "") for form in range(number_of_forms)}
    else:
        entry.msgstr = old.msgstr if old and not old.msgid_plural else ""
    if PLACEHOLDER.search(entry.msgid_plural or entry.msgid) and "%(" in (entry.msgid_plural or entry.msgid):
        entry.flags.append("python-format")
    if old:
        entry.tcomment = old.tcomment
        entry.flags += ["fuzzy"] if old.fuzzy else []


def _write(path: Path, content: bytes) -> bool:
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def _key(text: Text) -> Key:
    return text.context, text.text


def _key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid


def _edges(words: str) -> tuple[str, str]:
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
