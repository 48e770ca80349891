"""A recorded call: nobody before they agree, nobody after they do so no more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.field.calls.recordings import (
    ASKS_FOR,
    CALL_RECORDING,
    RECORDS_FOR,
    CallRecording,
    EndedBy,
    RecordingOverError,
    RecordingState,
    agree,
    due,
    ended,
    kept,
    refuse,
    removed,
    without_film,
)
from settings import Settings

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ASKED = CallRecording(
    "F-1", "R-1", "LS1", "340604101", "desk", RecordingState.ASKED, NOON, "desk", ("desk",)
)
ON = replace(ASKED, state=RecordingState.ON, began_at=NOON)


def test_it_is_off_unless_the_setting_says_so():
    assert Settings().call_recording is False


def test_it_begins_with_the_last_who_agrees_and_with_nobody_before():
    one = agree(ASKED, "张三", NOON, {"another"})
    assert (one.state, one.began_at) == (RecordingState.ASKED, None)
    both = agree(one, "李四", NOON, ())
    assert (both.state, both.began_at) == (RecordingState.ON, NOON)
    assert both.agreed == ("desk", "张三", "李四")
    with pytest.raises(RecordingOverError):
        agree(both, "王五", NOON, ())


def test_one_who_refuses_is_enough_and_consent_is_taken_back_at_any_time():
    refused = refuse(ASKED, "张三", NOON)
    assert (refused.state, refused.over_at) == (RecordingState.REFUSED, NOON)
    later = NOON + timedelta(seconds=7)
    back = refuse(ON, "张三", later)
    assert (back.state, back.why, back.seconds) == (RecordingState.ENDED, EndedBy.WITHDRAWN, 7)
    assert back.over_at is None  # what was agreed to until then is a film
    for over in (refused, back):
        with pytest.raises(RecordingOverError):
            refuse(over, "李四", later)


@pytest.mark.parametrize("why", [EndedBy.LEFT, EndedBy.CAME, EndedBy.NO_ANSWER])
def test_what_never_began_leaves_nothing(why: EndedBy):
    over = ended(ASKED, NOON, why)
    assert (over.state, over.over_at, over.seconds) == (RecordingState.DROPPED, NOON, None)


def test_time_ends_a_question_and_a_recording():
    assert due(ASKED, NOON + ASKS_FOR - timedelta(seconds=1)) is None
    assert due(ASKED, NOON + ASKS_FOR) is EndedBy.NO_ANSWER
    assert due(ON, NOON + RECORDS_FOR - timedelta(seconds=1)) is None
    assert due(ON, NOON + RECORDS_FOR) is EndedBy.TOO_LONG
    assert due(ended(ON, NOON, EndedBy.LEFT), NOON + 2 * RECORDS_FOR) is None


def test_a_film_is_kept_for_its_days_and_is_over_when_it_is_deleted():
    over = ended(ON, NOON, EndedBy.STOPPED)
    film = kept(over, "f", 7, NOON, 30)
    assert (film.until, film.over_at) == (NOON + timedelta(days=30), None)
    assert CALL_RECORDING.entity_of(CALL_RECORDING.state_of(film), {}) == film
    assert removed(film, NOON).over_at == NOON
    assert without_film(over, NOON).over_at == NOON
