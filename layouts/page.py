"""The HTML around every page, and what its browser may load."""

import html
import json
from collections.abc import Iterable, Mapping, Sequence

_THEME = "/assets/pages/entrance/theme.js"
_INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
    <head>
        {%metas%}
        <meta name="theme-color" content="#06121f">
        <meta name="onescreen-bundles" content="BUNDLES">
        <title>{%title%}</title>
        {%favicon%}
        {%css%}
        <script src="THEME"></script>
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
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""


def index(bundles: Mapping[str, Sequence[str]]) -> str:
    """The HTML around every page; `bundles` are the addresses of what each page alone needs."""
    theme = next((path for path in bundles.get("entrance", ()) if "/theme.js" in path), _THEME)
    listed = html.escape(json.dumps(dict(bundles)), quote=True)
    return _INDEX.replace("BUNDLES", listed).replace("THEME", theme)


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
