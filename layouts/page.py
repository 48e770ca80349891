"""The HTML around every page, and what its browser may load."""

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dash import Dash

_THEME = "/assets/pages/entrance/theme.js"
_INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
    <head>
        {%metas%}
        <meta name="theme-color" content="#06121f">
        <meta name="onescreen-bundles" content="BUNDLES">
        <title>{%title%}</title>
        {%favicon%}
        <script src="THEME"></script>
        <!-- hints -->
        STYLES
        {%css%}
        <style>
            /* Dash says "Loading..." until it has drawn; the screen says it in Chinese. */
            ._dash-loading { font-size: 0; }
            ._dash-loading::after { content: "正在打开…"; font-size: 20px; }
        </style>
    </head>
    <body>
        {%app_entry%}
        <footer>
            {%config%}
            SCRIPTS
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""


_HINTS = "<!-- hints -->"
# Dash sends them to every page: for browsers of ten years ago, and for tables nobody draws here.
_NOT_NEEDED = re.compile(r'<script src="[^"]*/(?:deps/polyfill@|dash_table/)[^"]*"></script>\n?')
_FONTS = ("noto-core-400", "noto-core-700", "onescreen-digits")


class Screen(Dash):
    """Dash, whose page says early what it will ask for.

    Args:
        hints: asked at each page: addresses the scripts of that page are about to fetch.
        settings: Dash's own.
    """

    def __init__(self, *, hints: Callable[[], Sequence[str]], **settings: Any) -> None:
        super().__init__(**settings)
        self._hinted = hints

    def interpolate_index(self, **parts: str) -> str:
        """Dash's page without what is not needed, with the hints."""
        lean = _NOT_NEEDED.sub("", parts.pop("scripts"))
        page = super().interpolate_index(**parts, scripts=lean)
        return page.replace(_HINTS, _preloads(self._hinted()), 1)


def _preloads(fetched: Iterable[str]) -> str:
    """What is sure to be needed: else the browser learns of a font when it draws, of data later."""
    fonts = ((f"/assets/fonts/{name}.woff2", 'font" type="font/woff2') for name in _FONTS)
    data = ((html.escape(address), "fetch") for address in fetched)
    return "".join(
        f'<link rel="preload" href="{address}" as="{kind}" crossorigin>'
        for address, kind in (*data, *fonts)
    )


def index(bundles: Mapping[str, Sequence[str]], shell: Sequence[str] = ()) -> str:
    """The HTML around every page.

    Our own scripts stand before Dash's: the socket opens while Dash is still read.

    Args:
        bundles: the addresses of what each page alone needs.
        shell: the addresses of what every page has.
    """
    theme = next((path for path in bundles.get("entrance", ()) if "/theme.js" in path), _THEME)
    listed = html.escape(json.dumps(dict(bundles)), quote=True)
    styles = "".join(
        f'<link rel="stylesheet" href="{path}">' for path in shell if path.endswith(".css")
    )
    scripts = "".join(f'<script src="{path}"></script>' for path in shell if path.endswith(".js"))
    page = _INDEX.replace("BUNDLES", listed).replace("THEME", theme)
    return page.replace("STYLES", styles).replace("SCRIPTS", scripts)


def content_security_policy(script_hashes: Iterable[str], tile_host: str = "") -> str:
    """Only this server's own files; inline scripts by their hashes, inline styles as Dash needs.

    Args:
        script_hashes: of the scripts Dash writes into its pages.
        tile_host: the one origin pictures may come from besides, empty for none.
    """
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(script_hashes)}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {tile_host}".rstrip(),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
