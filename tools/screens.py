"""`make screens`: pictures of every page at every size, into docs/screens/."""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.browser import FLAGS, chromium_path
from tools.running import ROOT, RunningServer

PAGES = {
    "wall": "/",
    "community": "/community/340604101006",
    "area": "/area/340604?period=7d",
    "brief": "/brief",
    "desk": "/desk",
}
SIZES = [(1920, 1080), (3840, 2160), (3840, 1080), (1366, 768), (390, 844)]
DRAWN = "() => document.documentElement.dataset.live === 'live'"


def take(browser: Browser, url: str, into: Path, *, settle_ms: int = 4000) -> list[Path]:
    """One picture per page and size, taken once the page is live and the map has settled."""
    taken = []
    for name, path in PAGES.items():
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(url + path)
            page.wait_for_function(DRAWN, timeout=30_000)
            page.wait_for_timeout(settle_ms)
            target = into / f"{name}-{width}x{height}.png"
            page.screenshot(path=target)
            taken.append(target)
            page.close()
    return taken


def main() -> None:
    """Take the pictures of a running server, or of one started for them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screens")
    chosen = parser.parse_args()
    chosen.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        if chosen.url:
            taken = take(browser, chosen.url, chosen.into)
        else:
            with tempfile.TemporaryDirectory() as folder, RunningServer(Path(folder)) as server:
                taken = take(browser, server.url, chosen.into)
        browser.close()
    print("\n".join(str(path) for path in taken))


if __name__ == "__main__":
    main()
