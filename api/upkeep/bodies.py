"""What the routes of administrators and watchers read and answer."""

from typing import Any

from pydantic import Field

from api.typed import Answer, Body, Text


class DatabaseState(Answer):
    """Whether the database answers."""

    status: str


class FeedState(Answer):
    """A feed: its state, what it brought and when."""

    state: str
    accepted: int
    refused: int
    last_at: str | None
    last_refused_at: str | None
    fault: str | None
    odd_devices: dict[str, int] = Field(default_factory=dict)


class HealthAnswer(Answer):
    """How the server is; `stopped` names parts that have ended though they should run.

    `hub` tells of the live thread; `seq` and `epoch` are null while the database does not answer.
    """

    status: str
    epoch: str | None
    seq: int | None
    database: DatabaseState
    feeds: dict[str, FeedState]
    hub: dict[str, Any]
    stopped: list[str] = Field(default_factory=list)


class DeviceNote(Answer):
    """What is odd about a device."""

    device_id: str
    kind: str
    says: str
    off_s: int | None
    feed: str
    count: int
    first_at: str
    last_at: str


class StateAnswer(HealthAnswer):
    """The same with what is odd about devices, by name."""

    devices: list[DeviceNote]


class KindNamed(Answer):
    """A kind of record and its name."""

    kind: str
    title: str
    is_act: bool


class JournalRecord(Answer):
    """A record as the audit administrator reads it; personal fields are masked."""

    seq: int
    at: str
    occurred_at: str
    actor: str
    kind: str
    id: str
    action: str
    says: str
    message: str
    values: dict[str, Any]
    state: dict[str, Any]
    private: dict[str, Any]


class JournalPage(Answer):
    """A page of the record, newest first, and where it goes on."""

    items: list[JournalRecord]
    next: int | None
    kinds: list[KindNamed]


class RefusedMessage(Answer):
    """A message that was refused, cut and masked, and why."""

    at: str
    feed: str
    field: str | None
    reason: str
    sent: str


class Quarantine(Answer):
    """The newest refused messages."""

    items: list[RefusedMessage]


class HeldDevice(Answer):
    """A device that reports and belongs to no unit; `like` are the units that may be meant."""

    device_id: str
    like: list[str]
    last_seen_at: str
    times_seen: int
    lat: float | None
    lon: float | None


class HeldDevices(Answer):
    """Those devices, last heard first."""

    items: list[HeldDevice]


class Adopted(Answer):
    """The unit that was made of a held device."""

    unit_id: str
    call_sign: str
    is_new: bool


class MapKept(Answer):
    """A map that is kept."""

    version: str
    source: str
    added_at: str
    levels: list[str]
    is_complete: bool
    is_current: bool
    adopted_at: str | None


class MapsKept(Answer):
    """Every kept map, newest first, and the version of an unfinished import."""

    items: list[MapKept]
    draft: str | None


class SettingValue(Answer):
    """A setting; a secret says only whether it is set."""

    name: str
    value: str


class SettingValues(Answer):
    """Every setting."""

    items: list[SettingValue]


class SubjectAsked(Body):
    """Whose data, and why somebody asks."""

    kind: Text
    value: Text
    reason: Text


class SubjectShown(Answer):
    """A person, as far as it may be shown."""

    kind: str
    shown: str


class SubjectItem(Answer):
    """Something that is held about a person."""

    kind: str
    id: str


class SubjectFound(Answer):
    """How much of each kind is held about a person, and which."""

    subject: SubjectShown
    items: list[SubjectItem]
    counts: dict[str, int]


class SubjectErased(Answer):
    """How much of each kind was erased."""

    counts: dict[str, int]
