"""The HTML around every page, and what its browser may load."""

import html
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from dash import Dash
from dash._utils import to_json
from dash.html import Div

from domain.pages.page import PLAIN, Headers
from domain.pages.pages import COMMUNITY, Found, glass_at, page_at
from domain.words import Words
from layouts import ids

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
        <!-- page styles -->
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
            <!-- page scripts -->
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""


_HINTS, _STYLES, _SCRIPTS = "<!-- hints -->", "<!-- page styles -->", "<!-- page scripts -->"
# Dash sends it to every page: tables nobody draws here.
_NEVER = ("dash_table/",)
# Nor are the core components, a fifth of what a wall would read before its map, on the glass.
_NEVER_ON_GLASS = (*_NEVER, "dash/dcc/")
# Component libraries are registered for all pages at once; each page is sent its own.
LIBRARIES: Mapping[str, str] = {
    "leaflet": "dash_leaflet/",
    # for browsers of ten years ago; the code of dcc.Graph was made for them
    "graph": "deps/polyfill@",
    "mantine": "dash_mantine_components/",
    "ag_grid": "dash_ag_grid/",
}
GLASS = frozenset({"leaflet"})
# dash-leaflet asks for this part only when it draws its first layer; fetched by then, it does not
# hold up the map. Asked without `crossorigin`, as the script tag will be.
_SUITES, _QUESTIONS = "/_dash-component-suites/", ("/_dash-layout", "/_dash-dependencies")
LATE = "/_dash-component-suites/dash_leaflet/async-GeoJSON.js"
_LATE_SCRIPT = f'<link rel="preload" href="{LATE}" as="script">'
# What `document.cookie` would say, without asking another process of the browser.
_LANGUAGE = '<meta name="onescreen-lang" content="{}">'
_TAG = re.compile(r'<(?:script src|link[^>]*href)="([^"]*)"[^>]*>(?:</script>)?\n?')
_FONTS = ("noto-core-400", "noto-core-700", "onescreen-digits")


@contextmanager
def _without_flask() -> Iterator[None]:
    """Dash looks whether its server is one of Flask's, and would import all of Flask for that."""
    held = {"flask": sys.modules["flask"]} if "flask" in sys.modules else {}
    sys.modules["flask"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["flask"]
        sys.modules.update(held)


def is_of_glass(path: str, drawn: str) -> bool:
    """Whether a request is of the glass, or of no page at all.

    Args:
        path: what is asked for.
        drawn: the page Dash is asked to draw, as the browser says it beside its question.
    """
    if path.startswith(_SUITES):
        return not any(part in path for name, part in LIBRARIES.items() if name not in GLASS)
    if path.startswith("/_dash-"):
        return path in _QUESTIONS and page_at(drawn) is None
    return page_at(path) is None


class Screen(Dash):
    """Dash for two kinds of page: the live glass, one shell for all, and working pages.

    A working page (domain/pages/) has a layout, callbacks and scripts of its own. Dash asks for
    layout and callbacks without saying of which page; assets/06_asked.js adds `?path=`.

    Args:
        hints: asked at each page: addresses the scripts of that page are about to fetch.
        names: asked at each page: what the browser's tab is called before the page has drawn.
        bundles: addresses by folder of `assets/pages/`, for the pages that name them.
        settings: Dash's own.
    """

    def __init__(
        self,
        *,
        hints: Callable[[], Sequence[str]],
        names: Callable[[], str],
        bundles: Mapping[str, Sequence[str]] | None = None,
        **settings: Any,
    ) -> None:
        with _without_flask():
            super().__init__(backend="fastapi", **settings)
        self._hinted = hints
        self._named = names
        self._bundles = bundles or {}
        # Whose a callback is: the names of its pages by its output, as Dash lists it.
        self.owners: dict[str, frozenset[str]] = {}

    def asked(self) -> Found | None:
        """The working page that is being drawn, None for the glass."""
        if not self.backend.has_request_context():
            return None
        path = str(self.backend.request_adapter().path)
        return page_at(self.query("path") if path.startswith("/_dash-") else path)

    def _language(self) -> str:
        """The language chosen before, as the browser keeps it; empty for none."""
        return str(self.backend.request_adapter().cookies.get("onescreen-lang", ""))

    def query(self, name: str) -> str:
        """What the browser says beside its question; empty where it says nothing or none asks."""
        if not self.backend.has_request_context():
            return ""
        return str(self.backend.request_adapter().args.get(name, ""))

    def dependencies(self) -> Any:
        """The callbacks of the page that asks, and of no other."""
        found = self.asked()
        mine = [one for one in self._callback_list if self._is_of(one["output"], found)]
        return self.backend.make_response(to_json(mine), content_type="application/json")  # type: ignore[no-untyped-call]

    def _is_of(self, output: str, found: Found | None) -> bool:
        """Whether a callback is of a page; what is no working page's is of the glass."""
        owners = self.owners.get(output)
        if found is not None:
            return found.page.name in (owners or ())
        path = self.query("path")
        is_drawn = not path or glass_at(path) == COMMUNITY or ids.COMMUNITY_MONTH not in output
        return owners is None and is_drawn

    def list_libraries(self) -> None:
        """Let files of libraries be asked for that were imported after the start."""
        self._generate_scripts_html()
        self._generate_css_dist_html()  # type: ignore[no-untyped-call]

    def _config(self) -> dict[str, Any]:
        """Dash's own, without the layout of the glass, which no page checks itself against.

        On the glass Dash would check its callbacks before what stands around the map is drawn
        (layouts/drawn.py): it is told what they name, and tests see to it that this is drawn.
        """
        config: dict[str, Any] = super()._config()  # type: ignore[no-untyped-call]
        config.pop("validation_layout", None)
        if self.asked() is None:
            named = [Div(id=name) for name in self._named_on_glass()]
            config["validation_layout"] = Div(named)
        return config

    def _named_on_glass(self) -> list[str]:
        """The elements that callbacks of the glass listen to or fill."""
        mine = [one for one in self._callback_list if self.owners.get(one["output"]) is None]
        asked = {part["id"] for one in mine for part in one["inputs"]}
        filled = {name for one in mine for name in _filled(one["output"])}
        return sorted(asked | filled)

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Dash's page with the scripts of this page alone, and the hints."""
        found = self.asked()
        libraries = found.page.libraries if found else GLASS
        never = _NEVER if found else _NEVER_ON_GLASS
        scripts, css = (_of(libraries, parts.pop(name), never) for name in ("scripts", "css"))
        page: str = super().interpolate_index(  # type: ignore[no-untyped-call]
            **parts | {"title": html.escape(self._named())}, scripts=scripts, css=css
        )
        hinted = self._hinted()
        language = _LANGUAGE.format(html.escape(self._language()))
        if found is None:
            path = quote(str(self.backend.request_adapter().path), safe="")
            fetched = [f"{one}?path={path}" if one in _QUESTIONS else one for one in hinted]
            first = language + _first_sheets(page) + _first_scripts(page)
            return page.replace(_HINTS, first + _preloads(fetched) + _LATE_SCRIPT, 1)
        fetched = [address for address in hinted if not address.startswith("/_dash-")]
        mark = f'<meta name="onescreen-page" content="{html.escape(json.dumps(_told(found)))}">'
        own = [
            path for name in ("working", *found.page.assets) for path in self._bundles.get(name, ())
        ]
        page = page.replace(_HINTS, language + mark + _preloads(fetched), 1)
        return page.replace(_STYLES, _styles(own), 1).replace(_SCRIPTS, _scripts(own), 1)


def _filled(output: str) -> list[str]:
    """The elements of an output, as Dash lists it: one, or several between dots."""
    names = output[2:-2].split("...") if output.startswith("..") else [output]
    return [name.rpartition(".")[0] for name in names]


def tab_name(district: str, words: Words) -> str:
    """What the tab of a page is called, in the reader's language, until the page names itself."""
    return words("{district} 一屏总览", district=district)


def _told(found: Found) -> dict[str, Any]:
    """What the browser must know of a page before it is drawn."""
    return {
        "page": found.page.name,
        "area": found.named.get("code", ""),
        "news": list(found.page.news),
        "isLive": found.page.is_live,
    }


def _of(libraries: Iterable[str], tags: str, never: Sequence[str] = _NEVER) -> str:
    """Script or style tags without those of libraries this page does not draw with."""
    unwanted = [path for name, path in LIBRARIES.items() if name not in libraries]

    def kept(tag: re.Match[str]) -> str:
        return "" if any(part in tag[1] for part in (*never, *unwanted)) else tag[0]

    return _TAG.sub(kept, tags)


def _styles(addresses: Iterable[str]) -> str:
    return "".join(
        f'<link rel="stylesheet" href="{path}">'
        for path in addresses
        if path.split("?")[0].endswith(".css")
    )


def _scripts(addresses: Iterable[str]) -> str:
    return "".join(
        f'<script src="{path}"></script>'
        for path in addresses
        if path.split("?")[0].endswith(".js")
    )


def _first_sheets(page: str) -> str:
    """The page's own style sheets before its scripts, none of which runs before they are there."""
    return "".join(
        f'<link rel="preload" href="{address}" as="style">'
        for address in re.findall('<link rel="stylesheet" href="([^"]+)"', page)
    )


def _first_scripts(page: str) -> str:
    """The page's own scripts before all else that is fetched: six are asked for at a time."""
    return "".join(
        f'<link rel="preload" href="{address}" as="script">'
        for address in re.findall('<script src="([^"]+)"', page)
    )


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
    page = _INDEX.replace("BUNDLES", listed).replace("THEME", theme)
    return page.replace("STYLES", _styles(shell)).replace("SCRIPTS", _scripts(shell))


def content_security_policy(
    script_hashes: Iterable[str], tile_host: str = "", of_page: Headers = PLAIN
) -> str:
    """Only this server's own files; inline scripts by their hashes, inline styles as Dash needs.

    Args:
        script_hashes: of the scripts Dash writes into its pages.
        tile_host: the one origin pictures may come from besides, empty for none.
        of_page: what this page may use besides.
    """
    more = (
        ("media-src", of_page.media),
        ("worker-src", of_page.workers),
        ("connect-src", of_page.connect),
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(script_hashes)}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {tile_host}".rstrip(),
            *(f"{name} 'self' {' '.join(sources)}" for name, sources in more if sources),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
