"""Taking a call, doubles, links, merges and splits."""

from pydantic import Field

from api.desk.bodies.incidents import DeskIncident
from api.desk.bodies.shapes import CalledIncident, Noted, PlaceSent
from api.typed import Answer, Body, Flag, Moment, Text, Texts


class CallSent(CalledIncident):
    """A call as the form holds it. `restore` (of a split) takes a merge back."""

    key: Text
    incident_class: Text = Field(alias="class")
    call_started_at: Moment = None
    accept: Flag = None
    links: Texts = None
    owner: Text = None
    restore: Flag = None


class DoublesAsked(PlaceSent):
    """What a call is about, before it is an incident."""

    incident_class: Text = Field(alias="class")
    at: Moment = None


class CallerAsked(Body):
    """The number of whoever rings."""

    phone: Text


class Link(Body):
    """The other incident."""

    other: Text


class Merge(Noted):
    """The incident it is merged into."""

    into: Text


class HandedOn(Answer):
    """Who has a call of another area now."""

    area_code: str
    name: str
    text: str


class CallHandedOn(Answer):
    """A call that lies outside the caller's area: its number, and who has it now."""

    number: str
    area_code: str
    status: str
    handed_on: HandedOn


class MergedAnswer(Answer):
    """An incident that was merged, and the one it is part of now."""

    merged: DeskIncident
    into: DeskIncident


class Suspect(Answer):
    """An incident that may be the same."""

    number: str
    title: str | None
    incident_class: str = Field(alias="class")
    status: str
    severity: int
    reported_at: str
    distance_m: int
    minutes: int
    score: float
    reasons: list[str]


class Suspects(Answer):
    """The likely doubles of a call."""

    items: list[Suspect]


class PhoneFound(Answer):
    """Where the phone of one of our own units is."""

    lat: float
    lon: float
    at: str
    source: str
    call_sign: str
