"""`make screens`: pictures of every page at the sizes it is made for, into docs/screens/.

`--only desk,area` takes some of them; pictures keep their names, so that they replace the old.
"""

import argparse
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, Page, sync_playwright

from tools.browser import FLAGS, chromium_path
from tools.people import session_of
from tools.running import ROOT, RunningServer

HD, UHD, WIDE, LAPTOP, PHONE = (1920, 1080), (3840, 2160), (3840, 1080), (1366, 768), (390, 844)
COLOURS = 256  # one palette a picture: a third of the bytes, no difference to the eye
SETTLE_MS = 4000
TOKENS = ROOT / "assets" / "00_tokens.css"
COMMUNITY = "/community/340604101006"
TOPICS = (
    "party_building", "municipal", "emergency", "city_management", "rural", "peace", "rivers",
)  # fmt: skip
IS_DRAWN = """() => !document.getElementById("onescreen-page")
  || document.documentElement.dataset.live === "live" """

IS_ADMIN = """() => document.querySelector(
  ".admin-table, .admin-none, .admin-note, .overview, .ed-row, .entrance-card")"""


@dataclass(frozen=True)
class Shot:
    """One page and what it is called; the size is appended to the name of its file."""

    name: str
    path: str
    sizes: tuple[tuple[int, int], ...] = (HD,)
    is_whole_page: bool = False
    role: str = ""  # whose page it is; empty: the demo's dispatcher


def _wall() -> Iterator[Shot]:
    yield Shot("wall", "/", (HD, UHD, WIDE, LAPTOP, PHONE))
    yield Shot("wall-bright", "/?theme=bright", (HD, WIDE))
    yield Shot("wall-en", "/?lang=en", (HD, WIDE))
    for topic in TOPICS:
        yield Shot(f"topic-{topic}", f"/?topic={topic}", (HD, WIDE))


def _work() -> Iterator[Shot]:
    yield Shot("community", COMMUNITY, (HD, UHD, WIDE, LAPTOP, PHONE))
    yield Shot("community-bright", f"{COMMUNITY}?theme=bright")
    yield Shot("desk", "/desk", (HD, UHD, WIDE, LAPTOP))
    yield Shot("desk-bright", "/desk?theme=bright")


def _figures() -> Iterator[Shot]:
    yield Shot("area", "/area/340604?period=7d", (HD, UHD, WIDE, LAPTOP, PHONE))
    yield Shot("area-bright", "/area/340604?period=7d&theme=bright")
    yield Shot("area-en", "/area/340604?period=7d&lang=en")
    yield Shot("area-town", "/area/340604101?period=30d")
    yield Shot("area-village", "/area/340604101006?period=30d")
    yield Shot("area-grid", "/area/340604101006001?period=30d")
    yield Shot("area-whole", "/area/340604?period=7d", (HD,), is_whole_page=True)
    yield Shot("brief", "/brief", (HD, UHD, WIDE, LAPTOP, PHONE))


def _rest() -> Iterator[Shot]:
    yield Shot("design", "/design", is_whole_page=True)
    yield Shot("login", "/login", (HD, LAPTOP, PHONE))
    yield Shot("login-bright", "/login?theme=bright", (LAPTOP,))
    yield Shot("pair", "/pair", (HD, UHD, WIDE))


def _administrators() -> Iterator[Shot]:
    for role, names in (
        ("security_admin", ("", "accounts", "alarms", "privacy")),
        ("system_admin", ("feeds", "walls", "keys", "maps", "settings", "run-cards", "checklists")),
        ("audit_admin", ("journal",)),
    ):
        for name in names:
            sizes = (
                (LAPTOP, HD, UHD, WIDE, PHONE)
                if name in {"", "accounts", "run-cards"}
                else (LAPTOP,)
            )
            path, called = (f"/admin/{name}", f"admin-{name}") if name else ("/admin", "admin")
            yield Shot(called, path, sizes, role=role)
    yield Shot("admin-accounts-bright", "/admin/accounts?theme=bright&lang=en", (LAPTOP,),
               role="security_admin")  # fmt: skip
    yield Shot("account", "/account", (HD, LAPTOP, PHONE), role="security_admin")


def shots() -> list[Shot]:
    """Every picture of the folder."""
    return [*_wall(), *_work(), *_figures(), *_rest(), *_administrators()]


def _show_whole(page: Page, width: int) -> None:
    """A page that scrolls inside itself is shown at its full height."""
    height = page.evaluate(
        """() => Math.max(document.documentElement.scrollHeight, ...Array.from(
             document.querySelectorAll("#area-page"), (box) => box.scrollHeight + 150))"""
    )
    page.add_style_tag(content="html { font-size: 16px !important }")
    page.set_viewport_size({"width": width, "height": min(int(height), 6000)})
    page.wait_for_timeout(SETTLE_MS // 2)


class Sessions:
    """Cookies of administrators, each signed in when the first of their pages is wanted."""

    def __init__(self, url: str, data_dir: Path | None) -> None:
        self._url = url
        self._data_dir = data_dir
        self._held: dict[str, str] = {}

    def of(self, role: str) -> list[SetCookieParam]:
        """What a browser of this role carries; nothing for the demo's dispatcher."""
        if not role or self._data_dir is None:
            return []
        if role not in self._held:
            self._held[role] = session_of(self._data_dir, role)
        return [{"name": "onescreen", "value": self._held[role], "url": self._url}]


def take(
    browser: Browser, url: str, into: Path, chosen: Iterable[Shot], sessions: Sessions
) -> Iterator[Path]:
    """One picture per page and size, taken once the page is live and the map has settled."""
    for shot in chosen:
        for width, height in shot.sizes:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.context.add_cookies(sessions.of(shot.role))
            page.goto(url + shot.path)
            page.wait_for_function(IS_ADMIN if shot.role else IS_DRAWN, timeout=60_000)
            page.wait_for_timeout(SETTLE_MS)
            if shot.is_whole_page:
                _show_whole(page, width)
            suffix = "" if shot.is_whole_page else f"-{width}x{height}"
            target = into / f"{shot.name}{suffix}.png"
            save(page.screenshot(), target)
            page.close()
            yield target


def _named_colours() -> list[tuple[int, int, int]]:
    """The colours of the tokens: a small symbol must keep its own, however rare it is."""
    found = re.findall(r"#([0-9a-f]{6})\b", TOKENS.read_text("utf-8"))
    return [(int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for c in sorted(set(found))]


def save(picture: bytes, target: Path) -> None:
    """Write a screenshot with a palette of its own: the tokens' colours and what else it needs."""
    named = _named_colours()
    with Image.open(io.BytesIO(picture)) as image:
        full = image.convert("RGB")
    usual = full.quantize(COLOURS - len(named), dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(([part for colour in named for part in colour] + usual)[: 3 * COLOURS])
    full.quantize(palette=palette, dither=Image.Dither.NONE).save(target, optimize=True)


@contextmanager
def serving(url: str | None) -> Iterator[tuple[str, Path | None]]:
    """The address of a server that runs already, or of one started for the pictures.

    Of one that runs already the data folder is not known: its administrators' pages are left out.
    """
    if url:
        yield url, None
        return
    with tempfile.TemporaryDirectory() as folder, RunningServer(Path(folder)) as server:
        yield server.url, Path(folder)


def main() -> None:
    """Take the pictures of a running server, or of one started for them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--only", default="", help="names, by comma; a name stands for its kin")
    given = parser.parse_args()
    names = [name for name in given.only.split(",") if name]
    chosen = [shot for shot in shots() if not names or shot.name in names]
    given.into.mkdir(parents=True, exist_ok=True)
    with serving(given.url) as (url, data_dir), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        seen = [shot for shot in chosen if data_dir is not None or not shot.role]
        for path in take(browser, url, given.into, seen, Sessions(url, data_dir)):
            print(path, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
