"""What is answered in JSON may be keyed by a word of an enumeration."""

from enum import StrEnum

from api.errors import answer


class Word(StrEnum):
    AHEAD = "ahead"


def test_a_key_that_is_a_word_of_an_enumeration_is_written_as_the_word():
    assert answer({"odd": {Word.AHEAD: 1}}).body == b'{"odd":{"ahead":1}}'
