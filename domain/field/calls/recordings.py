"""A call that is recorded: asked for, agreed to by each who is in it, ended by any of them.

Nobody is recorded before each side has pressed that they agree, and nobody after one of them is
gone or another has come in: that one was not asked.

Source: docs/calls.md, "Recording"; docs/decisions/0152-a-call-is-recorded-when-all-agree.md
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import ConflictError
from domain.kind import AN_INCIDENT, Audience, Ends, Kept, Kind, Live, Owned
from domain.kind_fields import AREA, fields_of

# So long the others may think about it; unanswered it is no consent.
ASKS_FOR = timedelta(seconds=60)
# At the rate the desk records a film of this length has some 25 MB.
RECORDS_FOR = timedelta(minutes=10)


class RecordingState(StrEnum):
    """Where a recording stands."""

    ASKED = "asked"
    ON = "on"
    ENDED = "ended"  # its film is put together
    KEPT = "kept"
    REFUSED = "refused"
    DROPPED = "dropped"  # it never began, or nothing of it arrived
    REMOVED = "removed"


class EndedBy(StrEnum):
    """Why a recording is over, or never began."""

    STOPPED = "stopped"  # by the desk that asked
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # somebody who had agreed does so no more
    LEFT = "left"  # one of the call is gone
    CAME = "came"  # somebody came in who was not asked
    NO_ANSWER = "no_answer"
    TOO_LONG = "too_long"
    FAILED = "failed"  # what records it does so no more
    RESTARTED = "restarted"


OPEN = frozenset({RecordingState.ASKED, RecordingState.ON})


@dataclass(frozen=True, slots=True)
class CallRecording:
    """A recording of a call about an incident.

    Attributes:
        by: the account of the desk that asked, and records.
        who: whom the newest step is by, as the others read it: a call sign, an account.
        agreed: who has agreed, the desk that asked first.
        over_at: since when there is nothing of it, or never was; None while its film is kept.
        until: when its film is deleted.
    """

    recording_id: str
    room_id: str
    number: str
    area_code: str | None
    by: str
    state: RecordingState
    at: datetime
    who: str
    agreed: tuple[str, ...] = ()
    began_at: datetime | None = None
    ended_at: datetime | None = None
    why: EndedBy | None = None
    seconds: int | None = None
    file_id: str | None = None
    size: int | None = None
    until: datetime | None = None
    over_at: datetime | None = None
    is_demo: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is asked for or goes on."""
        return self.state in OPEN


CALL_RECORDING = Kind(
    name="call_recording",
    entity=CallRecording,
    fields=fields_of(CallRecording, area_code={"shape": AREA}, who={"is_loose": True}),
    id_field="recording_id",
    audience=Audience(("desk.see", "journal.read"), area_field="area_code", owned=Owned.SUBJECT),
    live=Live.UNTIL_ENDED,
    ends=Ends("over_at"),
    is_streamed=False,
    kept=Kept.NEWEST,
    hangs_on=AN_INCIDENT,
    timeline=True,
    title="通话录音录像",
    says={
        "asked": "请求对通话录音录像",
        "agreed": "{who} 同意录音录像",
        "refused": "{who} 不同意录音录像",
        "withdrawn": "{who} 不再同意录音录像",
        "begun": "全体同意，录音录像开始",
        "ended": "录音录像结束，{seconds} 秒",
        "dropped": "录音录像没有进行",
        "kept": "录音录像已保存",
        "removed": "录音录像已删除",
    },
)


class RecordingOverError(ConflictError):
    """What was to be done to a recording that is over, or is not so far."""

    code = "recording_over"


def agree(
    recording: CallRecording, who: str, at: datetime, members: Collection[str]
) -> CallRecording:
    """The recording after one more has agreed; it begins when each of the call has.

    Args:
        recording: as it stands.
        who: agrees, as the others read it.
        at: when.
        members: of the call who have not agreed yet, this one left out.

    Raises:
        RecordingOverError: it is not asked for any more.
    """
    if recording.state is not RecordingState.ASKED:
        raise RecordingOverError(says="recording_over", field="recording")
    agreed = replace(recording, who=who, agreed=(*recording.agreed, who))
    return agreed if members else replace(agreed, state=RecordingState.ON, began_at=at)


def refuse(recording: CallRecording, who: str, at: datetime) -> CallRecording:
    """One does not agree, or does so no more: it never begins, or ends.

    Raises:
        RecordingOverError: it is over.
    """
    is_on = recording.state is RecordingState.ON
    return replace(ended(recording, at, EndedBy.WITHDRAWN if is_on else EndedBy.REFUSED), who=who)


def ended(recording: CallRecording, at: datetime, why: EndedBy) -> CallRecording:
    """The recording is over; one that never began leaves nothing.

    Raises:
        RecordingOverError: it is over already.
    """
    if not recording.is_open:
        raise RecordingOverError(says="recording_over", field="recording")
    at = max(at, recording.at)
    if recording.began_at is None:
        state = RecordingState.REFUSED if why is EndedBy.REFUSED else RecordingState.DROPPED
        return replace(recording, state=state, ended_at=at, over_at=at, why=why)
    spoke = int((at - recording.began_at).total_seconds())
    return replace(
        recording, state=RecordingState.ENDED, ended_at=at, why=why, seconds=max(0, spoke)
    )


def due(recording: CallRecording, now: datetime) -> EndedBy | None:
    """Why time ends it now; None while it does not."""
    if recording.state is RecordingState.ASKED and now - recording.at >= ASKS_FOR:
        return EndedBy.NO_ANSWER
    began = recording.began_at
    is_on = recording.state is RecordingState.ON and began is not None
    return EndedBy.TOO_LONG if is_on and began and now - began >= RECORDS_FOR else None


def kept(
    recording: CallRecording, file_id: str, size: int, at: datetime, days: int
) -> CallRecording:
    """Its film is kept, for so many days from now."""
    until = at + timedelta(days=days)
    state = RecordingState.KEPT
    return replace(recording, state=state, file_id=file_id, size=size, until=until)


def without_film(recording: CallRecording, at: datetime) -> CallRecording:
    """Nothing of it arrived."""
    return replace(recording, state=RecordingState.DROPPED, over_at=at)


def removed(recording: CallRecording, at: datetime) -> CallRecording:
    """Its film is deleted."""
    return replace(recording, state=RecordingState.REMOVED, over_at=at)
