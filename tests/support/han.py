"""Chinese words in the code that reach a screen, and whether the English catalogue holds them."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "assets" / "locale" / "en.json"
CODES = ROOT / "locale" / "zh" / "LC_MESSAGES" / "onescreen.po"
HAN = re.compile(r"[\u3400-\u9fff]")
BLANK = "\x01"
_PIECES = re.compile(r"[·▸；。，、：（）“”\s\x01|/—…]+")
_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", re.DOTALL
)
_IN_TEMPLATE = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
_BLANKS = re.compile(r"\{\w*\}|\d+(?:[.,:/–-]\d+)*")


def read_catalogue() -> dict[str, str]:
    """Chinese → English."""
    return dict(json.loads(CATALOGUE.read_text("utf-8")))


def in_script(source: str) -> Iterator[str]:
    """Chinese literals of a script, what a template puts in as a blank; comments left out."""
    for token in _TOKEN.findall(source):
        if token.startswith(("//", "/*")) or not HAN.search(token):
            continue
        text = _IN_TEMPLATE.sub(BLANK, token[1:-1]) if token[0] == "`" else token[1:-1]
        yield text.replace('\\"', '"').replace("\\n", "\n")


def in_python(source: str) -> Iterator[str]:
    """Chinese literals of a module without its docstrings; what an f-string puts in is a blank."""
    tree = ast.parse(source)
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in node.values}
            parts = [p.value if isinstance(p, ast.Constant) else BLANK for p in node.values]
            text = "".join(str(part) for part in parts)
            if HAN.search(text):
                yield text
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in left_out and HAN.search(node.value):
            yield node.value


class Known:
    """What the catalogue holds: whole texts, and texts as parts of those somebody puts together."""

    def __init__(self, catalogue: dict[str, str]) -> None:
        self._forms = {_BLANKS.sub(BLANK, key) for key in catalogue}
        self._all = "\n".join(sorted(self._forms))

    def holds(self, text: str) -> bool:
        """Whether every Chinese piece of the text stands in the catalogue."""
        form = _BLANKS.sub(BLANK, text.strip())
        if form in self._forms:
            return True
        pieces = [piece for piece in _PIECES.split(form) if HAN.search(piece)]
        return all(piece in self._all for piece in pieces)


# Working pages say their words from the gettext catalogues.
_WORKING = re.compile(
    r"(layouts|callbacks)/(upkeep|access|statistics|office)/|callbacks/office|layouts/working"
)
_LAYERS = ("api", "bootstrap", "callbacks", "domain", "feeds", "geodata", "layouts", "operations")


def sources() -> Iterator[str]:
    """Every Chinese text a browser may be told: by a script, the glass, the API, or a folder."""
    for folder in _LAYERS:
        for file in (ROOT / folder).rglob("*.py"):
            if not _WORKING.match(file.relative_to(ROOT).as_posix()):
                yield from in_python(file.read_text("utf-8"))
    for file in (ROOT / "assets").rglob("*.js"):
        if ".min." not in file.name:
            yield from in_script(file.read_text("utf-8"))
    for folder in ("districts", "topics"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in {".toml", ".csv", ".json"}:
                yield file.read_text("utf-8")
    for message in read_po(CODES.read_bytes().splitlines(keepends=True)):
        yield str(message.string)


class Said:
    """What the code says: whole texts, and the pieces others are put together of."""

    def __init__(self, texts: Iterable[str]) -> None:
        forms = [_BLANKS.sub(BLANK, text) for text in texts]
        self._all = "\n".join(forms)
        self._pieces = {
            piece for form in forms for piece in _PIECES.split(form) if HAN.search(piece)
        }
        self._longest = max(map(len, self._pieces), default=0)

    def says(self, key: str) -> bool:
        """Whether a text, or each Chinese piece of it, is said or put together of what is."""
        form = _BLANKS.sub(BLANK, key)
        pieces = [piece for piece in _PIECES.split(form) if HAN.search(piece)]
        return form in self._all or all(self._is_made(piece) for piece in pieces)

    def _is_made(self, piece: str) -> bool:
        if piece in self._all:
            return True
        made = [True]
        for end in range(1, len(piece) + 1):
            begins = range(max(0, end - self._longest), end)
            made.append(any(made[at] and piece[at:end] in self._pieces for at in begins))
        return made[-1]


def in_toml(source: str) -> Iterator[str]:
    """Chinese texts of a topic's file, comments left out."""
    for text in re.findall(r'^[^#"]*"([^"]*)"', source, re.MULTILINE):
        if HAN.search(text):
            yield text


READERS = {".py": in_python, ".toml": in_toml}


def untranslated(files: list[Path], known: Known) -> list[str]:
    """`file: text` of every literal the catalogue does not hold, in order."""
    found = []
    for file in sorted(files):
        read = READERS.get(file.suffix, in_script)
        name = file.relative_to(ROOT).as_posix()
        texts = dict.fromkeys(read(file.read_text("utf-8")))
        found += [f"{name}: {text}" for text in texts if not known.holds(text)]
    return found


def files_of_the_screen() -> list[Path]:
    """Every script and every module of which words reach a screen."""
    scripts = [*ROOT.glob("assets/*.js"), *ROOT.glob("assets/pages/**/*.js")]
    scripts = [script for script in scripts if ".min." not in script.name]
    scripts += ROOT.glob("topics/*.toml")
    return [*scripts, *ROOT.glob("layouts/**/*.py"), *ROOT.glob("callbacks/**/*.py")]
