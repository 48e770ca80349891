"""What forms say is read, or refused in words; nothing else comes of it."""

import pytest

from callbacks import fields
from callbacks.office import Asked
from domain.errors import InvalidError


@pytest.mark.parametrize(("said", "read"), [("", 0), ("7", 7), ("-7", -7), ("+7", 7)])
def test_a_number_that_may_be_below_zero(said, read):
    assert fields.signed(Asked({"points": said}), "points") == read


@pytest.mark.parametrize("said", ["-+7", "--7", "+-7", "-", "7-", "٣", "1234567", "1.5"])
def test_what_is_no_such_number_is_refused(said):
    with pytest.raises(InvalidError):
        fields.signed(Asked({"points": said}), "points")


@pytest.mark.parametrize("said", ["nan", "inf", "91", "x", "-90.1"])
def test_what_is_no_latitude_is_refused(said):
    with pytest.raises(InvalidError):
        fields.degrees(Asked({"lat": said}), "lat")


def test_several_words_stand_between_commas_of_both_languages_and_blanks():
    assert fields.several(Asked({"a": "x,y，z x"}), "a") == ("x", "y", "z")
