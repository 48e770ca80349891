"""Scripts and styles that one page alone needs, so that the wall never carries them.

`assets/pages/<page>/` holds them; Dash leaves that folder alone, the browser loads a page's files
by the list in its head (assets/06_bundles.js), in the order of their names.
"""

import hashlib
from pathlib import Path

FOLDER = "pages"
TYPES = (".css", ".js")


def page_bundles(assets: Path) -> dict[str, list[str]]:
    """The addresses of each page's own files, by page; the fingerprint changes with the content.

    Args:
        assets: the folder served as `/assets/`.
    """
    bundles: dict[str, list[str]] = {}
    for file in sorted((assets / FOLDER).glob("*/*")):
        if file.suffix in TYPES:
            mark = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
            address = f"/assets/{file.relative_to(assets).as_posix()}?m={mark}"
            bundles.setdefault(file.parent.name, []).append(address)
    return bundles
