"""Presets of a camera that turns, as its form holds and tells them."""

import pytest

from domain.errors import InvalidError
from domain.video.cameras.camera import Preset
from domain.video.cameras.presets import written
from domain.video.cameras.table import read_field
from domain.video.cameras.vocabulary import Mount
from layouts.video.cameras.forms import edit_form
from tests.domain.video.cameras import a_camera
from tests.video.test_camera_state_shown import seat

KNOWN = (Preset(1, "东门 2 号", 90.0), Preset(7, "操场"))


def test_what_a_form_holds_is_read_again_as_it_was():
    assert written(KNOWN) == "1，东门 2 号，90\n7，操场"
    assert read_field("presets", written(KNOWN), {}) == KNOWN


def test_lines_are_read_as_people_type_them():
    told = " 7, 操场 ,\n\n1，东门，东北\n"
    assert read_field("presets", told, {}) == (Preset(1, "东门", 45.0), Preset(7, "操场"))


@pytest.mark.parametrize(
    "line", ["东门", "0,门", "256,门", "1,", "1,门,361", "1,门,90,x", "1,a\n1,b"]
)
def test_what_cannot_be_read_is_refused(line: str):
    with pytest.raises(InvalidError):
        read_field("presets", line, {})


def test_only_what_turns_is_asked_for_presets():
    turns = a_camera(mount=next(one for one in Mount if a_camera(mount=one).turns), presets=KNOWN)
    assert "东门 2 号" in str(edit_form(turns, 1, seat()))
    assert "presets" not in str(edit_form(a_camera(mount=Mount.FIXED), 1, seat()))
