"""The cases of the field: files as people really have them, and the manifest that lists them.

`MANIFEST.tsv` holds a line per file: the case, the file, how it is fed and what should come out.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the manifest."""

    name: str
    file: str
    how: str

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return HERE / self.file


def cases(first_letters: str, folder: Path = HERE) -> list[Case]:
    """The lines of a folder's manifest whose case begins with one of the letters, in order.

    Without letters all of them.
    """
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = [Case(*row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [row for row in rows if not first_letters or row.name[0] in first_letters]
