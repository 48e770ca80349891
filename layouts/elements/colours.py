"""The colours of charts and of pictures in cells: tokens of assets/00_tokens.css, by theme.

Style sheets paint everything else. A test holds both to the same values.
"""

from collections.abc import Mapping

NAMES = (
    "text", "text-second", "accent", "ok", "warn", "bad", "bar", "line", "line-soft",
    "panel-solid", "panel-high",
)  # fmt: skip

COLOURS: Mapping[str, Mapping[str, str]] = {
    "dark": {
        "text": "#e8f3ff",
        "text-second": "#a9c2dd",
        "accent": "#35c8ff",
        "ok": "#2bd98f",
        "warn": "#ffb547",
        "bad": "#ff7d7a",
        "bar": "#2a86c8",
        "line": "#1b4a78",
        "line-soft": "#143456",
        "panel-solid": "#0d223a",
        "panel-high": "#12304f",
    },
    "bright": {
        "text": "#0d2136",
        "text-second": "#38516b",
        "accent": "#005f9e",
        "ok": "#0a6640",
        "warn": "#825000",
        "bad": "#b3201f",
        "bar": "#3a8fd0",
        "line": "#9fb9d2",
        "line-soft": "#cbd9e7",
        "panel-solid": "#ffffff",
        "panel-high": "#d9e7f4",
    },
}


def mixed(theme: str, high: str, low: str, share: float) -> str:
    """A colour between two tokens: `share` of the first, as `#rrggbb`."""
    one, other = (_rgb(COLOURS[theme][name]) for name in (high, low))
    parts = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def wants_dark_ink(colour: str) -> bool:
    """Whether black reads better than white on a colour (WCAG's relative luminance)."""
    light = [_linear(part / 255) for part in _rgb(colour)]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.179


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
