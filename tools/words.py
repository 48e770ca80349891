"""Keeps the gettext catalogues in step with the code: `python -m tools.words`.

Every message that layouts, callbacks and the words of figures say is looked for in the syntax tree,
and added without a translation to the catalogue of each other language; what nobody says any more
is taken out. `tests/layouts/test_words.py` refuses a message without a translation.

What the browser says stands in the same file: a message with the comment `#. screen`, which stays
until it is taken out by hand; where the browser says it otherwise than the server, it has the
context `screen`. From these `assets/locale/en.json` is written, which nobody edits.
"""

import ast
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from catalogues import DOMAIN, po_file, read_catalogue
from domain import told
from domain.words import LANGUAGES, SOURCE, is_han
from settings import ROOT

# Where messages are said with `words("…")`.
SPOKEN = ("layouts", "callbacks")
# Where Chinese stands as data and is said elsewhere: each of its words is a message.
WRITTEN = (
    "operations/upkeep/journal_words.py",
    "domain/centre/loop/reminders.py",
    "domain/centre/papers/slips.py",
    "domain/centre/keeping/rules.py",
    "domain/statistics/area_words.py",
    "operations/statistics/brief_words.py",
    "operations/statistics/area_lines.py",
    "domain/incidents/incidents.py",
    "layouts/office/office.py",
    "domain/access/role_names.py",
    "layouts/access/alarms.py",
    "layouts/access/accounts.py",
    "layouts/access/devices.py",
    "layouts/access/privacy.py",
    "layouts/upkeep/overview.py",
    "layouts/upkeep/feeds.py",
    "layouts/upkeep/held.py",
    "layouts/upkeep/settings.py",
    "layouts/upkeep/setting_words.py",
    "layouts/upkeep/checklists.py",
    "layouts/upkeep/codes.py",
    "layouts/upkeep/run_cards.py",
    "domain/dispatch/dispatch_words.py",
    "domain/codes/area_codes.py",
    "domain/codes/source_words.py",
    "callbacks/access/persons.py",
    "domain/centre/premises/rota.py",
    "domain/video/looks/reasons.py",
    "domain/video/looks/looks.py",
    "domain/video/sight.py",
    "domain/video/exports/requests.py",
    "domain/pages/video.py",
    "layouts/centre/links.py",
    "layouts/field/frame.py",
    "domain/pages/net.py",
    "domain/pages/field.py",
    "domain/video/places/sites.py",
    "domain/video/places/raising.py",
    "domain/video/cameras/vocabulary.py",
    "domain/video/cameras/filing.py",
    "domain/net/people/post_names.py",
    "bootstrap/inbox.py",
    "operations/net/fusion/inbox.py",
    "operations/net/people/swaps.py",
    "operations/net/credit/waiting.py",
    "domain/net/fusion/pushes.py",
    "feeds/simulator/net/people.py",
    "domain/net/people/roster.py",
    "layouts/centre/premises/editing.py",
)

# The comment of a message the browser says, and the context where it says it otherwise.
SCREEN = "screen"
BROWSER = ROOT / "assets" / "locale" / "en.json"

# A date would be in the way of every merge.
_SAME = datetime(2026, 1, 1, tzinfo=UTC)


def files(folder: str) -> list[Path]:
    """The modules of a layer, those of its packages among them."""
    return sorted((ROOT / folder).rglob("*.py"))


def spoken(tree: ast.AST) -> Iterator[str]:
    """The first words of every `words(…)` and the two of `words.plural(…)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if name == "words" or name.endswith(".words"):
            yield from texts(node.args[:1])
        elif name.endswith("words.plural"):
            yield from texts(node.args[:2])


def texts(nodes: list[ast.expr]) -> Iterator[str]:
    """The strings an expression may become, of a condition both."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from texts([node.body, node.orelse])


def written(tree: ast.Module) -> Iterator[str]:
    """Every Chinese string that is no docstring and no part of a larger one."""
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                skipped.add(first.value)
        if isinstance(node, ast.JoinedStr):
            skipped |= set(node.values)
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and node not in skipped and is_han(node.value):
            yield node.value


def messages() -> list[str]:
    """All messages of the code, in order."""
    found: set[str] = set()
    for folder in SPOKEN:
        for file in files(folder):
            found |= set(spoken(ast.parse(file.read_text())))
    for name in WRITTEN:
        found |= set(written(ast.parse((ROOT / name).read_text())))
    found |= {text for text in told.messages() if is_han(text)}
    return sorted(found)


def update(catalogue: Catalog, wanted: list[str]) -> Catalog:
    """The catalogue with what is said now; sentences of codes (with a context) stay.

    So does what the browser says.
    """
    made = Catalog(
        locale=catalogue.locale,
        domain=DOMAIN,
        project="OneScreen",
        version="1",
        header_comment="# Words of OneScreen, kept in step with the code by: python -m tools.words",
        creation_date=_SAME,
        revision_date=_SAME,
        last_translator="OneScreen",
        language_team=str(catalogue.locale),
        fuzzy=False,
    )
    for message in catalogue:
        if message.id and (message.context or SCREEN in message.auto_comments):
            made.add(
                message.id,
                message.string,
                context=message.context,
                auto_comments=message.auto_comments,
            )
    for text in wanted:
        held = catalogue.get(text)
        if not (held and SCREEN in held.auto_comments):
            made.add(text, held.string if held else "")
    return made


def of_the_screen(catalogue: Catalog) -> dict[str, str]:
    """What the browser says, by what is written in the code; a single blank is nothing."""
    found: dict[str, str] = {}
    for message in catalogue:
        own = message.context == SCREEN
        is_said = own or (not message.context and SCREEN in message.auto_comments)
        if message.id and is_said and (own or message.id not in found):
            found[message.id] = message.string if message.string != " " else ""
    return found


def write_browser(words: dict[str, str], file: Path = BROWSER) -> None:
    """Write what the browser fetches; what is held keeps its place, so that changes stay small."""
    held = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    order = [
        *(text for text in held if text in words),
        *(text for text in words if text not in held),
    ]
    told = {text: words[text] for text in order}
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> None:
    """Write the catalogues anew and say what lacks a translation."""
    for language in LANGUAGES:
        file = po_file(language)
        held = read_catalogue(file) if file.is_file() else Catalog(locale=language)
        made = update(held, [] if language == SOURCE else messages())
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            write_po(stream, made, width=100, sort_output=True, omit_header=False)
        missing = [message.id for message in made if message.id and not message.string]
        print(f"{file.relative_to(ROOT)}: {len(made)} messages, without words: {missing}")
        if language != SOURCE:
            write_browser(of_the_screen(made))


if __name__ == "__main__":
    main()
