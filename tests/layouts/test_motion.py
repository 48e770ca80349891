"""Motion in the style sheets ends, and moves only what needs neither layout nor paint."""

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SHEETS = sorted(ASSETS.rglob("*.css"))
CHEAP = {"transform", "opacity", "none", "all"}
_KEYFRAMES = re.compile(r"@keyframes\s+([\w-]+)\s*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def words(sheet: Path) -> str:
    return _COMMENT.sub("", sheet.read_text())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_animation_is_endless(sheet: Path):
    assert not re.search(r"animation[^;}]*\binfinite\b", words(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_key_frames_and_transitions_move_only_transform_and_opacity(sheet: Path):
    text = words(sheet)
    for name, body in _KEYFRAMES.findall(text):
        moved = set(re.findall(r"([\w-]+)\s*:", body))
        assert moved <= CHEAP, f"{sheet.name}: {name} moves {sorted(moved - CHEAP)}"
    for told in re.findall(r"transition\s*:\s*([^;}]+)", text):
        moved = {part.split()[0] for part in told.split(",")}
        assert moved <= CHEAP - {"all"}, f"{sheet.name}: transition of {sorted(moved)}"


def test_the_rules_are_looked_for_where_they_stand():
    assert sum(len(_KEYFRAMES.findall(words(sheet))) for sheet in SHEETS) >= 4
