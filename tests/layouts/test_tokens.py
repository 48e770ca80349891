"""The look can be read: contrast of the tokens, sizes on the wall, glyphs for every word."""

import re
from pathlib import Path

import pytest

from layouts.elements.colours import COLOURS, NAMES

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SHEET = (ASSETS / "00_tokens.css").read_text("utf-8")
DARK_PART, BRIGHT_PART = SHEET.split('[data-theme="bright"]')


def tokens_of(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", part))


TOKENS = tokens_of(DARK_PART)
THEMES = {"dark": TOKENS, "bright": TOKENS | tokens_of(BRIGHT_PART)}
TEXTS = ("text", "text-second", "text-third", "accent", "ok", "warn", "bad", "open")
GROUNDS = (
    "ground", "ground-high", "panel-solid", "panel-high", "head-from", "head-to", "band", "field",
    "pop",
)  # fmt: skip
SYMBOLS = ("unit-police", "unit-car", "unit-grid", "unit-other", "camera")
MOST_FONT_BYTES = 12 * 2**20
MOST_CORE_BYTES = 220 * 2**10


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(theme: str, one: str, other: str) -> float:
    held = THEMES[theme]
    light, dark = sorted((luminance(held[one]), luminance(held[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_colour_is_readable_on_every_ground(text: str, ground: str, theme: str):
    assert contrast(theme, text, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_numeral_is_readable_on_its_severity(level: int, theme: str):
    assert contrast(theme, "severity-ink", f"severity-{level}") >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_what_stands_on_the_accent_and_on_an_alarm_is_readable(theme: str):
    assert contrast(theme, "on-accent", "accent") >= 4.5
    assert contrast(theme, "alarm-ink", "alarm") >= 4.5
    assert contrast(theme, "alarm-ink", "caution") >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("symbol", SYMBOLS)
def test_the_edge_parts_every_symbol_from_what_lies_under_it(symbol: str, theme: str):
    assert contrast(theme, "symbol-edge", symbol) >= 3


def test_the_bright_room_renames_nothing_and_changes_every_colour_of_the_grounds_and_texts():
    bright = tokens_of(BRIGHT_PART)
    assert set(bright) <= set(TOKENS)
    assert [name for name in TEXTS + GROUNDS if name not in bright] == []


def test_no_style_sheet_names_a_colour_of_its_own():
    kept = {"00_tokens.css", "00_tokens_map.css", "01_fonts.css"}
    kept |= {"14_print.css", "case.css", "survey.css"}  # paper is white; phone pages without shell
    sheets = [s for s in sorted(ASSETS.rglob("*.css")) if s.name not in kept]
    found = [
        (sheet.name, colour)
        for sheet in sheets
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", sheet.read_text("utf-8"))
    ]
    assert found == []


def test_text_on_the_wall_is_18_px_and_kpi_digits_are_44_px_or_more_at_1080p():
    rem = {
        name: float(value.removesuffix("rem")) * 16
        for name, value in TOKENS.items()
        if value.endswith("rem")
    }
    assert min(rem[name] for name in ("text-s", "text-m", "text-l", "text-xl")) >= 18
    assert rem["kpi-digits"] >= 44


def test_no_rule_sets_a_font_smaller_than_18_px_at_1080p():
    sheets = [
        s for s in sorted(ASSETS.glob("*.css")) if s.name not in {"01_fonts.css", "08_small.css"}
    ]
    small = [
        (sheet.name, size)
        for sheet in sheets
        for size in re.findall(r"font-size:\s*([\d.]+)rem", sheet.read_text("utf-8"))
        if float(size) * 16 < 18
    ]
    assert small == []


def slices() -> list[tuple[str, int, set[int]]]:
    """(file, weight, codes) of every face of the text family."""
    found = []
    for rule in (ASSETS / "01_fonts.css").read_text("utf-8").split("@font-face")[1:]:
        if "OneScreen Sans" not in rule and "OneScreen More" not in rule:
            continue
        codes: set[int] = set()
        for part in re.search(r"unicode-range:([^}]+)", rule)[1].split(","):
            first, _, last = part.removeprefix("U+").partition("-")
            codes |= set(range(int(first, 16), int(last or first, 16) + 1))
        file = re.search(r'url\("fonts/([^"]+)"', rule)[1]
        found.append((file, int(re.search(r"font-weight:(\d+)", rule)[1]), codes))
    return found


def hanzi(*patterns: str) -> set[int]:
    root = ASSETS.parent
    text = "".join(p.read_text("utf-8") for pattern in patterns for p in root.glob(pattern))
    return {ord(letter) for letter in text if "\u4e00" <= letter <= "\u9fff"}


def test_the_words_and_place_names_of_the_wall_need_only_the_core_slice():
    core = next(codes for file, weight, codes in slices() if file == "noto-core-400.woff2")
    used = hanzi(
        "layouts/words.py",
        "layouts/live/wall.py",
        "assets/15_words.js",
        "districts/lieshan/inputs/divisions.csv",
    )
    assert {chr(code) for code in used - core} == set()


def test_every_character_of_the_basic_block_has_a_slice_and_every_slice_a_file():
    covered = set().union(*(codes for _, weight, codes in slices() if weight == 400))
    assert set(range(0x4E00, 0xA000)) <= covered
    assert ord("疃") in covered
    assert all((ASSETS / "fonts" / file).is_file() for file, _, _ in slices())


def test_fonts_are_light_and_carry_their_licences():
    files = list((ASSETS / "fonts").glob("*.woff2"))
    assert sum(file.stat().st_size for file in files) <= MOST_FONT_BYTES
    core = [file for file in files if "core" in file.name or "digits" in file.name]
    assert sum(file.stat().st_size for file in core) <= MOST_CORE_BYTES
    for name in ("LICENSE-NotoSansCJK.txt", "LICENSE-BarlowCondensed.txt"):
        assert "SIL" in (ASSETS / "fonts" / name).read_text("utf-8")


@pytest.mark.parametrize("theme", COLOURS)
def test_charts_are_drawn_in_the_colours_of_the_style_sheet(theme: str):
    assert set(COLOURS[theme]) == set(NAMES)
    assert COLOURS[theme] == {name: THEMES[theme][name] for name in NAMES}
