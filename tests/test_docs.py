"""What the documents point at is there, and no file knows the machine it was written on."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.running import ROOT

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "districts").rglob("*.md")]
)
LINK = re.compile(r"\]\(<?([^)\s>]+)>?\)|(?:src|href)=\"([^\"]+)\"")
CODE = re.compile(r"`([^`\n]+)`")
# A path in code is a claim when it begins with a folder of the project or is one of its files.
FOLDERS = "api assets bench callbacks districts docs domain feeds geodata layouts operations store"
PATH = re.compile(rf"(?:{'|'.join([*FOLDERS.split(), 'tests', 'tools'])})/[\w./-]*")
# Words that may stand for many files.
PATTERN = re.compile(r"[<>*{}…]")
NOT_OURS = ("http://", "https://", "mailto:")

# A user's or a machine's own folder, as it would read in any file.
MACHINE_PATH = re.compile(r"(?<![\w.<}])/(?:home|Users|root|work|mnt|media)/[\w.-]+")
TEXT = {".py", ".md", ".js", ".css", ".toml", ".txt", ".sh", ".json", ".csv", ".ini", ".html"}


def without_fences(text: str) -> str:
    """The text without its blocks of code, whose paths are examples."""
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def links(document: Path) -> Iterator[str]:
    for match in LINK.finditer(without_fences(document.read_text(encoding="utf-8"))):
        target = match[1] or match[2]
        if not target.startswith(NOT_OURS):
            yield target


def anchors(document: Path) -> set[str]:
    """The names under which a document's headings can be reached."""
    text = without_fences(document.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ +(.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def paths_in_code(document: Path) -> Iterator[str]:
    for match in CODE.finditer(without_fences(document.read_text(encoding="utf-8"))):
        word = match[1]
        if PATH.fullmatch(word) and not PATTERN.search(word):
            yield word


def stands(path: Path) -> bool:
    """Whether a file is there, or, for `operations/history.write_history`, its module."""
    return path.exists() or (path.suffix not in TEXT and path.with_suffix(".py").is_file())


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    lost = []
    for link in links(document):
        file, _, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_file_named_in_a_document_is_there(document: Path) -> None:
    assert [word for word in paths_in_code(document) if not stands(ROOT / word)] == []


def test_the_readmes_open_with_the_commands_that_exist() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for readme in ("README.md", "README.zh-CN.md"):
        said = re.findall(r"\bmake ([a-z-]+)", (ROOT / readme).read_text(encoding="utf-8"))
        assert {"run", "test"} <= set(said)
        assert set(said) <= targets


def test_no_file_names_a_folder_of_one_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        is_text = path.suffix in TEXT or path.name in {"Makefile", "run"}
        if name.startswith("tests/cases/R/"):
            continue  # rosters as people keep them, in every encoding
        if not is_text or not path.is_file() or path == Path(__file__).resolve():
            continue
        for n, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        ):
            if MACHINE_PATH.search(line):
                found.append(f"{name}:{n}: {line.strip()[:100]}")
    assert found == []
