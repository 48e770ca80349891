"""What a new kind of fact costs, and the shape of the code: `python -m tools.count_kind_places`.

Prints how many existing files the trial kind edits (tests/trial_kind/trial.diff), how many modules
lie in one flat folder, how much JavaScript no linter reads, and how much Python the type checker
reads. With the name of a kind, such as `standby`, the files and places that name it as well. With
`--at COMMIT` an older state of the repository is counted.
"""

import argparse
import ast
import io
import json
import re
import statistics
import subprocess
import tarfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import PurePosixPath

from settings import ROOT

TRIAL = ROOT / "tests" / "trial_kind" / "trial.diff"
# A flat folder of more modules than this is cut into subjects.
MOST_MODULES = 20
_CODE = (".py", ".js", ".css")
_LEFT_OUT = ("tests/", "docs/", "tools/", "bench/")
# Written for every change: words, documents, and the list of changes.
_NOT_COUNTED = re.compile(r"^(locale/|assets/locale/|docs/|CHANGELOG\.md|README)")
# JavaScript of others that is served with the product.
_VENDORED = re.compile(r"/(plotly|pmtiles|pmtiles_vector)/|dayjs|\.min\.js$")


@dataclass(frozen=True, slots=True)
class Touched:
    """The files a diff edits, and those it adds; catalogues, documents and changes left out."""

    edited: tuple[str, ...]
    added: tuple[str, ...]


def touched(diff: str) -> Touched:
    """What a diff in git's format touches."""
    edited, added = [], []
    for part in re.split(r"^diff --git ", diff, flags=re.MULTILINE)[1:]:
        name = part.splitlines()[0].rpartition(" b/")[2]
        if not _NOT_COUNTED.match(name):
            (added if "\nnew file mode " in part else edited).append(name)
    return Touched(tuple(edited), tuple(added))


def read_tree(commit: str) -> dict[str, str]:
    """File → text of everything at a commit that is text.

    Raises:
        CalledProcessError: there is no such commit.
    """
    ran = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=ROOT, capture_output=True, check=True
    )
    found: dict[str, str] = {}
    with tarfile.open(fileobj=io.BytesIO(ran.stdout)) as packed:
        for member in packed:
            if member.isfile() and member.name.endswith((*_CODE, ".toml", ".json")):
                body = packed.extractfile(member)
                found[member.name] = body.read().decode("utf-8", "replace") if body else ""
    return found


def places(tree: Mapping[str, str], kind: str) -> dict[str, int]:
    """File → lines of code that name the kind as a word of its own or as part of a name."""
    word = re.compile(re.escape(kind), re.IGNORECASE)
    counted = {
        name: sum(1 for line in text.splitlines() if word.search(line))
        for name, text in tree.items()
        if name.endswith(_CODE) and not name.startswith(_LEFT_OUT)
    }
    return {name: lines for name, lines in counted.items() if lines}


def product(tree: Mapping[str, str]) -> dict[str, str]:
    """The Python of the product, without tests, tools, benches and migrations."""
    return {
        name: text
        for name, text in tree.items()
        if name.endswith(".py") and not name.startswith((*_LEFT_OUT, "store/migrations/"))
    }


def modules(tree: Mapping[str, str]) -> Counter[str]:
    """Folder of the product → modules that lie flat in it."""
    names = [PurePosixPath(name) for name in product(tree)]
    return Counter(str(name.parent) for name in names if name.name != "__init__.py")


def typed_share(tree: Mapping[str, str]) -> float:
    """The share of the product's lines that the type checker reads."""
    read = tomllib.loads(tree["pyproject.toml"])["tool"]["mypy"]["files"]
    lines = {name: len(text.splitlines()) for name, text in product(tree).items()}
    inside = sum(
        count
        for name, count in lines.items()
        if any(name == one or name.startswith(f"{one}/") for one in read)
    )
    return inside / sum(lines.values())


def unchecked_javascript(tree: Mapping[str, str]) -> tuple[int, int]:
    """Lines of JavaScript that no linter reads, and all there are; of others' scripts none."""
    ours = {
        name: len(text.splitlines())
        for name, text in tree.items()
        if name.endswith(".js") and name.startswith("assets/") and not _VENDORED.search(name)
    }
    patterns = json.loads(tree.get("biome.json", "{}")).get("files", {}).get("includes", [])
    unread = sum(count for name, count in ours.items() if not _includes(patterns, name))
    return unread, sum(ours.values())


def _includes(patterns: list[str], name: str) -> bool:
    """As biome reads its list: the last pattern that fits decides."""
    is_in = False
    for pattern in patterns:
        if fnmatch(name, pattern.lstrip("!").replace("**/", "*")):
            is_in = not pattern.startswith("!")
    return is_in


def lengths(tree: Mapping[str, str]) -> list[int]:
    """The lines of every function of the product."""

    def found() -> Iterator[int]:
        for text in product(tree).values():
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield (node.end_lineno or node.lineno) - node.lineno + 1

    return sorted(found())


def told(tree: Mapping[str, str]) -> list[str]:
    """The counts, a line each."""
    flat = [(count, name) for name, count in modules(tree).items()]
    crowded = sorted((one for one in flat if one[0] > MOST_MODULES), reverse=True)
    largest = max(flat)
    unread, javascript = unchecked_javascript(tree)
    of_function = lengths(tree)
    return [
        f"modules in the largest flat folder: {largest[0]} ({largest[1]})",
        f"flat folders of more than {MOST_MODULES} modules: "
        + (", ".join(f"{name} {count}" for count, name in crowded) or "none"),
        f"JavaScript no linter reads: {unread} of {javascript} lines",
        f"Python the type checker reads: {typed_share(tree):.1%} of the product's lines",
        f"functions: {len(of_function)}, median {statistics.median(of_function):.0f} lines, "
        f"longest {of_function[-1]}",
    ]


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", help="a kind of fact whose places are wanted too")
    parser.add_argument("--at", default="HEAD", help="the commit to count, HEAD unless said")
    asked = parser.parse_args()
    tree = read_tree(asked.at)
    if asked.kind:
        found = places(tree, asked.kind)
        for name, count in sorted(found.items()):
            print(f"{count:4}  {name}")
        total = sum(found.values())
        print(f"{asked.kind} at {asked.at}: {total} places in {len(found)} files")
    if asked.at == "HEAD":
        trial = touched(TRIAL.read_text(encoding="utf-8"))
        print(
            "existing files a new kind with page, table and figure edits: "
            f"{len(trial.edited)} (and adds {len(trial.added)})"
        )
    print("\n".join(told(tree)))


if __name__ == "__main__":
    main()
