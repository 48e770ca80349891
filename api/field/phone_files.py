"""The files of the phone page: one script, one sheet, the English it needs, its worker and icons.

They lie behind no sign-in, each under an address that changes with its content, so that a phone
keeps them and is told when there are others.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.incidents.classes import CLASS_NAMES

# What is joined, in this order; then what else lies there by the order of names.
SHARED = ("04_t.js",)
FOLDERS = ("field", "call")
WORKER = "pages/field_worker/worker.js"
ICONS = (192, 512)


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it is sent."""

    body: bytes
    media: str


@dataclass(frozen=True, slots=True)
class PhoneFiles:
    """What the page loads: addresses, and what lies behind them by name."""

    script: str
    style: str
    english: str
    worker: str
    held: Mapping[str, Held]

    def manifest(self, name: str, short: str) -> dict[str, Any]:
        """What a phone needs to install the page as an app."""
        icons = [
            {"src": f"/m/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png",
             "purpose": "any maskable"}
            for size in ICONS
        ]  # fmt: skip
        return {
            "id": "/m",
            "name": name,
            "short_name": short,
            "start_url": "/m",
            "scope": "/m",
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#ffffff",
            "theme_color": "#0b4f8a",
            "icons": icons,
        }


def read_phone_files(assets: Path) -> PhoneFiles:
    """Join and name the files.

    Args:
        assets: the folder of scripts and styles.
    """
    held: dict[str, Held] = {}
    english = _english(assets, scripts := _joined(assets, ".js"))
    en_name = _keep(held, "en", "json", json.dumps(english, ensure_ascii=False), "application/json")
    script = f'window.onescreenPhone = {{ english: "/m/{en_name}" }};\n{scripts}'
    js_name = _keep(held, "app", "js", script, "text/javascript")
    css_name = _keep(held, "app", "css", _joined(assets, ".css"), "text/css")
    for size in ICONS:
        icon = (assets / "pages" / "field" / f"icon-{size}.png").read_bytes()
        held[f"icon-{size}.png"] = Held(icon, "image/png")
    kept = [
        "/m", "/m/manifest.webmanifest", "/assets/00_tokens.css",
        *(f"/m/{name}" for name in (js_name, css_name, en_name, "icon-192.png")),
    ]  # fmt: skip
    mark = hashlib.sha256("".join(kept).encode()).hexdigest()[:12]
    worker = (assets / WORKER).read_text("utf-8")
    told = f"self.VERSION = {json.dumps(mark)};\nself.KEPT = {json.dumps(kept)};\n{worker}"
    return PhoneFiles(f"/m/{js_name}", f"/m/{css_name}", f"/m/{en_name}", told, held)


def _keep(held: dict[str, Held], name: str, suffix: str, text: str, media: str) -> str:
    body = text.encode()
    full = f"{name}-{hashlib.sha256(body).hexdigest()[:12]}.{suffix}"
    held[full] = Held(body, media)
    return full


def _joined(assets: Path, suffix: str) -> str:
    files = [assets / name for name in SHARED if name.endswith(suffix)]
    for folder in FOLDERS:
        files += sorted((assets / "pages" / folder).glob(f"*{suffix}"))
    return "\n".join(file.read_text("utf-8") for file in files)


def _english(assets: Path, scripts: str) -> dict[str, str]:
    """What the scripts say, and what the server names in its answers, in English.

    The whole catalogue of the browser is larger than the page may be.
    """
    told = json.loads((assets / "locale" / "en.json").read_text("utf-8"))
    literals = set(re.findall(r'"((?:[^"\\\n]|\\.)*)"', scripts))
    named = set(CLASS_NAMES.values())
    return {text: words for text, words in told.items() if text in literals or text in named}
