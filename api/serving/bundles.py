"""Scripts and styles, many files sent as few.

The files of `assets/` are what every page has; those of `assets/pages/<page>/` one page alone
needs, so that the wall never carries them. Each set is joined in the order of its names when the
server starts, one script and one style sheet a set, under an address that changes with the content.
A browser's tools still show the single files: a source map goes with every joined script.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

from domain.contract import contract, desk_contract
from domain.errors import NotFoundError

FOLDER, SHELL = "pages", "shell"
# Reached before anybody signed in: each of its files has an address that is open to all.
LOOSE = "entrance"
# A library is worth keeping when our own lines beside it change.
LARGEST_JOINED = 100_000
# Parts that the glass loads before those of a page; a working page names its own (domain/pages/).
BEFORE: Mapping[str, tuple[str, ...]] = {
    "desk": ("uploads",),
    "wall_tile": ("player", "inset"),
    "wall_call": ("call", "inset"),
}
TYPES: Mapping[str, str] = {".css": "text/css", ".js": "text/javascript"}
FOREVER = "public, max-age=31536000, immutable"
_LIBRARY = re.compile(r"00_.*-\d")
_HEADING = re.compile(r"/\*.*?\*/", re.DOTALL)
_LOCAL_URL = re.compile(r'url\("(?!/|data:)([^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Pack:
    """Some files as one."""

    name: str
    body: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Bundles:
    """What the pages load: addresses in order, and the packs behind them by name.

    `contract` is the address of the browser's contract alone; the shell's script begins with it.
    """

    shell: Sequence[str] = ()
    pages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)
    contract: str = ""

    @property
    def addresses(self) -> list[str]:
        """Everything that may be asked for."""
        return [*self.shell, *(address for page in self.pages.values() for address in page)]


def read_bundles(assets: Path) -> Bundles:
    """Join the files of a folder.

    Args:
        assets: the folder served as `/assets/`.
    """
    rules = RULES[SHELL]()
    alone = f"contract-{_mark(rules.encode())}.js"
    packs: dict[str, Pack] = {alone: Pack(alone, rules, TYPES[".js"])}
    shell = _loaded(SHELL, _files(assets.iterdir()), assets, packs)
    pages: dict[str, Sequence[str]] = {}
    for folder in sorted((assets / FOLDER).glob("*/")):
        files = _files(folder.iterdir())
        loose = folder.name == LOOSE
        pages[folder.name] = (
            [_address(file, assets) for file in files]
            if loose
            else _loaded(folder.name, files, assets, packs)
        )
    for name, before in BEFORE.items():
        pages[name] = [path for one in (*before, name) for path in pages.get(one, ())]
    return Bundles(shell, pages, packs, f"/assets/packs/{alone}")


def router(bundles: Bundles) -> APIRouter:
    """`/assets/packs/<name>`; a name carries its content's fingerprint."""
    routes = APIRouter(prefix="/assets/packs")

    @routes.get("/{name}")
    def read_pack(name: str) -> Response:
        pack = bundles.packs.get(name)
        if pack is None:
            raise NotFoundError(says="nothing_at_path", field="path")
        headers = {"cache-control": FOREVER}
        return Response(pack.body, media_type=pack.media_type, headers=headers)

    return routes


def _files(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if path.suffix in TYPES)


def _loaded(name: str, files: list[Path], assets: Path, packs: dict[str, Pack]) -> list[str]:
    """The addresses of a set: styles, then libraries, then our own scripts."""
    large = [file for file in files if file.stat().st_size > LARGEST_JOINED]
    addresses = [_address(file, assets) for file in large]
    for suffix, join in ((".css", _joined_styles), (".js", _joined_scripts)):
        mine = [file for file in files if file.suffix == suffix and file not in large]
        if not mine:
            continue
        for pack in join(name, mine, assets):
            packs[pack.name] = pack
        address = f"/assets/packs/{next(reversed(packs))}"
        addresses = [address, *addresses] if suffix == ".css" else [*addresses, address]
    return addresses


def _address(file: Path, assets: Path) -> str:
    return f"/assets/{file.relative_to(assets).as_posix()}?m={_mark(file.read_bytes())}"


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _joined_styles(name: str, files: Sequence[Path], assets: Path) -> list[Pack]:
    """One sheet; what a file names beside itself keeps its place."""
    body = "\n".join(_placed(file, assets) for file in files)
    return [Pack(f"{name}-{_mark(body.encode())}.css", body, TYPES[".css"])]


def _placed(file: Path, assets: Path) -> str:
    folder = file.parent.relative_to(assets).as_posix()
    start = "/assets/" if folder == "." else f"/assets/{folder}/"
    return _LOCAL_URL.sub(lambda found: f'url("{start}{found[1]}")', file.read_text())


def _contract_script() -> str:
    """The rules the browser asks instead of repeating them: `onescreen.contract`."""
    told = _json(contract())
    return f"window.onescreen = Object.assign(window.onescreen || {{}}, {{ contract: {told} }});"


def _desk_script() -> str:
    """Those that only the desk asks: `onescreen.contract.desk`."""
    return f"window.onescreen.contract.desk = {_json(desk_contract())};"


def _json(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


# What a set of scripts begins with.
RULES: Mapping[str, Callable[[], str]] = {SHELL: _contract_script, "desk": _desk_script}


def _joined_scripts(name: str, files: Sequence[Path], assets: Path) -> list[Pack]:
    """One script and its source map. A file that throws is reported and the rest still run."""
    lines: list[str] = [RULES[name]()] if name in RULES else []
    sections: list[dict[str, object]] = []
    for file in files:
        own = _unheaded(file).rstrip("\n").split("\n")
        source = f"/assets/{file.relative_to(assets).as_posix()}"
        sections.append({"offset": {"line": len(lines), "column": 0}, "map": _map(source, own)})
        lines += [f"try {{ {own[0]}", *own[1:], "} catch (error) { reportError(error); }"]
    script = "\n".join(lines)
    named = f"{name}-{_mark(script.encode())}.js"
    sources = json.dumps({"version": 3, "file": named, "sections": sections})
    return [
        Pack(f"{named}.map", sources, "application/json"),
        Pack(named, f"{script}\n//# sourceMappingURL={named}.map\n", TYPES[".js"]),
    ]


def _unheaded(file: Path) -> str:
    """A script without the comment it begins with: for readers of the file, which is served whole.

    Every line keeps its number, so that the source map stays true. A library keeps its licence.
    """
    script = file.read_text()
    heading = None if _LIBRARY.match(file.name) else _HEADING.match(script)
    return "\n" * heading[0].count("\n") + script[heading.end() :] if heading else script


def _map(source: str, lines: Sequence[str]) -> dict[str, object]:
    """Line by line: the first to the first, each next one to the next."""
    mappings = ";".join(["AAAA", *["AACA"] * (len(lines) - 1)])
    return {"version": 3, "sources": [source], "names": [], "mappings": mappings}
