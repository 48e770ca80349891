"""Chinese words in the code that reach a screen, and whether the English catalogue holds them."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "assets" / "locale" / "en.json"
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
