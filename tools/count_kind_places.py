"""How many files and places name a kind of fact: `python -m tools.count_kind_places standby`.

A kind that is declared once is named in few of them. Counted is code only: tests, documents and
catalogues are left out. With `--at COMMIT` an older state of the repository is counted.
"""

import argparse
import re
import subprocess

from settings import ROOT

_CODE = (".py", ".js", ".css")
_LEFT_OUT = ("tests/", "docs/", "tools/", "bench/")


def _git(*words: str) -> str:
    ran = subprocess.run(
        ["git", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def count(kind: str, commit: str = "HEAD") -> dict[str, int]:
    """File → lines that name the kind as a word of its own or as part of a name.

    Raises:
        CalledProcessError: there is no such commit.
    """
    word = re.compile(re.escape(kind), re.IGNORECASE)
    found: dict[str, int] = {}
    for name in _git("ls-tree", "-r", "--name-only", commit).splitlines():
        if not name.endswith(_CODE) or name.startswith(_LEFT_OUT):
            continue
        lines = _git("show", f"{commit}:{name}").splitlines()
        places = sum(1 for line in lines if word.search(line))
        if places:
            found[name] = places
    return found


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind")
    parser.add_argument("--at", default="HEAD", help="the commit to count, HEAD unless said")
    asked = parser.parse_args()
    found = count(asked.kind, asked.at)
    for name, places in sorted(found.items()):
        print(f"{places:4}  {name}")
    print(f"{asked.kind} at {asked.at}: {sum(found.values())} places in {len(found)} files")


if __name__ == "__main__":
    main()
