"""Calls that have hurt others stand where they were thought through, and nowhere else: one table says where."""

import ast
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from config.env import ROOT

OURS = ("marketplace", "search", "blog", "site")


def name_of(node: ast.expr) -> str:
    """The last word of what is called: `delay` of `tasks.deliver.delay(...)`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def called(*names: str) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, ast.Call) and name_of(node.func) in names


def named(*names: str) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, ast.Attribute | ast.Name) and name_of(node) in names


def imported(*names: str) -> Callable[[ast.AST], bool]:
    def is_one(module: str) -> bool:
        return any(module == name or module.startswith(f"{name}.") for name in names)

    def met(node: ast.AST) -> bool:
        if isinstance(node, ast.Import):
            return any(is_one(alias.name) for alias in node.names)
        return isinstance(node, ast.ImportFrom) and is_one(node.module or "")

    return met


def what_was_sent(node: ast.AST) -> bool:
    """`**request.data`: whoever sends a request would choose the columns."""
    spread = [one.value for one in node.keywords if one.arg is None] if isinstance(node, ast.Call) else []
    return any(isinstance(one, ast.Attribute) and one.attr in ("data", "POST", "GET") for one in spread)


DANGERS: dict[str, Callable[[ast.AST], bool]] = {
    "text that is not escaped": called("mark_safe", "SafeString"),
    "a form without a token": named("csrf_exempt"),
    "an API for everybody": named("AllowAny"),
    "SQL of one's own": called("raw", "extra", "RawSQL", "RunSQL", "execute", "executemany"),
    "columns chosen by the sender": what_was_sent,
    "work handed to the broker": called("delay", "apply_async", "send_task"),
    "a call over the network": imported("requests", "httpx", "urllib.request", "urllib3", "smtplib", "http.client"),
    "code from text": called("eval", "exec", "import_string"),
    "unpickling": imported("pickle", "marshal", "shelve", "dill"),
    "a shell": called("system", "popen", "Popen", "check_output"),
}


def found() -> dict[str, set[str]]:
    """Of each danger, the files it stands in."""
    seen: dict[str, set[str]] = {danger: set() for danger in DANGERS}
    for path in files():
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for danger, is_met in DANGERS.items():
            if any(is_met(node) for node in nodes):
                seen[danger].add(str(path.relative_to(ROOT)))
    return seen


def files() -> Iterator[Path]:
    for folder in OURS:
        yield from (path for path in (ROOT / folder).rglob("*.py") if not {"migrations", "local"} & set(path.parts))


FOUND = found()
# Where each may stand, by pattern, and why it does no harm there.
ALLOWED: dict[str, dict[str, str]] = {
    "text that is not escaped": {
        "site/design/templatetags/*.py": "built with format_html or from our own drawings",
        "site/pages/templatetags/sections.py": "a section that a template has drawn and escaped",
    },
    "an API for everybody": {
        "blog/api/views.py": "published articles",
        "marketplace/catalog/api/views.py": "the catalogue",
        "marketplace/projects/api/views.py": "public listings; a row of tests/authz.yml for each method",
        "search/api/views.py": "public lists",
    },
    "SQL of one's own": {
        "marketplace/analytics/services.py": "counts added in one statement",
        "marketplace/audit/forgetting.py": "tells the trigger, for one transaction, that an erasure is at work",
        "marketplace/core/prepared.py": "statements planned once, built by the ORM",
        "marketplace/media/rules.py": "an advisory lock",
        "marketplace/text/*.py": "words and trigrams; values are bound",
        "search/*.py": "the engine; what people send is bound (search/engines/postgres/sql.py)",
        "search/engines/postgres/sql.py": "the one place that runs it",
        "site/config/backup/*.py": "tables of a backup, read and compared",
        "site/config/views.py": "SELECT 1 for /readyz",
        "site/pages/world/*.py": "rows for measuring",
    },
    "work handed to the broker": {
        "*/handlers.py": "runs after the commit of what it hears of",
        "*/tasks.py": "a task that hands over more",
        "marketplace/audit/services.py": "the outbox itself, after the commit",
    },
    "code from text": {
        "marketplace/analytics/counting.py": "Valkey's EVAL of a script of our own",
        "site/config/tasks.py": "the names of management commands in our own table",
    },
    "a call over the network": {
        "marketplace/accounts/letters.py": "the mail server's errors; sent by workers, outside transactions",
        "marketplace/accounts/sms.py": "the provider of texts; asked by workers, outside transactions, with a time-out",
        "site/config/health.py": "asks /livez of its own container",
        "site/config/deploy/smoke.py": "asks the site that was just deployed",
    },
}


@pytest.mark.parametrize("danger", sorted(DANGERS))
def test_what_is_dangerous_stands_where_it_was_thought_through(danger: str) -> None:
    allowed = ALLOWED.get(danger, {})
    where = FOUND[danger]
    assert [file for file in sorted(where) if not any(fnmatch(file, pattern) for pattern in allowed)] == []
    assert [pattern for pattern in allowed if not any(fnmatch(file, pattern) for file in where)] == []


@pytest.mark.parametrize(
    ("danger", "code"),
    [
        ("text that is not escaped", "mark_safe(title)"),
        ("a form without a token", "@csrf_exempt\ndef view(): ..."),
        ("an API for everybody", "class V:\n    permission_classes = (AllowAny,)"),
        ("SQL of one's own", "Project.objects.raw(text)"),
        ("columns chosen by the sender", "Project.objects.create(**request.data)"),
        ("work handed to the broker", "send.delay(1)"),
        ("a call over the network", "from urllib.request import urlopen"),
        ("code from text", "eval(text)"),
        ("unpickling", "import pickle"),
        ("a shell", "os.system(text)"),
    ],
)
def test_control_each_would_be_seen(danger: str, code: str) -> None:
    assert any(DANGERS[danger](node) for node in ast.walk(ast.parse(code)))
