"""No folder holds more modules side by side than a reader takes in at a glance."""

import subprocess
from collections import Counter
from pathlib import PurePosixPath

from settings import ROOT
from tools.count_kind_places import MOST_MODULES

# Alembic's chain: each new step is one more file, and all lie in one folder.
CHAIN = "store/migrations/versions"


def modules() -> Counter[str]:
    """Folder → modules that lie flat in it, of all Python there is."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    names = [PurePosixPath(name) for name in listed if name and (ROOT / name).is_file()]
    return Counter(str(name.parent) for name in names if name.name != "__init__.py")


def test_a_folder_of_many_modules_is_cut_into_subjects() -> None:
    counted = modules()
    assert counted["tests"] > 5  # it looked
    crowded = {
        name: count
        for name, count in counted.items()
        if count > MOST_MODULES and not name.startswith(CHAIN)
    }
    assert crowded == {}, "cut into packages by subject: docs/decisions/0065"
