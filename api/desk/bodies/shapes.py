"""Shapes that several bodies of the desk have in common; none is told by itself."""

from api.typed import Answer, Body, Number, Text, Whole


class Noted(Body):
    """What may be said beside a step."""

    note: Text = None


class PlaceSent(Body):
    """Where it is: a point with its system of coordinates, an area, an address."""

    address: Text = None
    lat: Number = None
    lon: Number = None
    area_code: Text = None
    crs: Text = None


class CalledIncident(PlaceSent):
    """What a caller tells of an incident, and who called."""

    severity: Whole = None
    title: Text = None
    description: Text = None
    caller_name: Text = None
    caller_phone: Text = None


class Signed(Answer):
    """When, and who."""

    at: str
    actor: str


class OfSpan(Answer):
    """From when until when."""

    since: str
    until: str


class OfSubject(Answer):
    """The entity it belongs to."""

    subject_kind: str
    subject_id: str


class UnitNamed(Answer):
    """A unit by its id and as it is called."""

    unit_id: str
    call_sign: str
