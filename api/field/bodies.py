"""What phones say and are told."""

from typing import Annotated, Any

from pydantic import Field

from api.typed import Answer, Body, Longest

KEY = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")


class Pressed(Body):
    """An act: `key` names it for good, `age_ms` says how long ago it was pressed."""

    key: Annotated[str, KEY]
    age_ms: Annotated[float, Field(ge=0)] = 0


class PhoneBind(Body):
    """Which unit this phone speaks for, none for nobody's, and the PIN that opens it."""

    unit_id: Annotated[str | None, Longest(64)] = None
    pin: Annotated[str, Field(max_length=12)]
    label: Annotated[str | None, Longest(64)] = None


class PhonePin(Body):
    """The PIN."""

    pin: Annotated[str, Field(max_length=12)]


class PhonePasskey(Body):
    """What a browser made of a question about a passkey, as `toJSON` of its credential tells it."""

    id: Annotated[str, Field(max_length=1400)]
    rawId: Annotated[str, Field(max_length=1400)]  # noqa: N815 - as browsers write it
    type: Annotated[str, Field(max_length=16)]
    response: Annotated[dict[str, Annotated[str, Field(max_length=20_000)]], Field(max_length=8)]


class PhonePush(Body):
    """Where this browser takes pushes; none for nowhere any more."""

    endpoint: Annotated[str | None, Longest(1000)] = None


class PhoneDuty(Pressed):
    """On duty, or off."""

    on: bool


class OrderAct(Pressed):
    """What a unit says of an order; a decline says why."""

    act: Annotated[str, Field(max_length=16)]
    reason: Annotated[str | None, Longest(200)] = None


class PhoneSos(Pressed):
    """An alarm, WGS 84 where the phone knows its place."""

    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None


class StandbyAct(Pressed):
    """What a unit says of a standby."""

    act: Annotated[str, Field(max_length=16)]


class StandbyActed(Answer):
    """An act was done; what it was."""

    act: str
    standby_id: str


class UnitOffered(Answer):
    """A unit one may speak for."""

    unit_id: str
    call_sign: str
    kind: str


class UnitsOffered(Answer):
    """The units one may speak for."""

    items: list[UnitOffered]


class PhoneUnit(UnitOffered):
    """The unit of a phone."""

    status: str


class PhoneMe(Answer):
    """Who a phone is, and how it stands."""

    account: str
    role: str
    device_id: str | None
    unit: PhoneUnit | None
    others: list[str]
    on_duty: bool
    is_open: bool
    is_pinned: bool
    has_passkey: bool
    passkey_origin: str | None
    open_for_s: float
    now: str
    push_key: str | None


class PasskeyAsked(Answer):
    """What a browser is asked with; its bytes are URL-safe base64."""

    options: dict[str, Any]


class PhonePasskeyKept(Answer):
    """Whether the phone has a passkey now."""

    has_passkey: bool


class PhoneOpened(Answer):
    """Until when personal data are shown."""

    open_until: str | None


class OrderActed(Answer):
    """An act was done; what it was."""

    act: str
    number: str
    assignment_id: str


class PhoneOnDuty(Answer):
    """Whether the phone is on duty."""

    on_duty: bool


class PhoneSosState(Answer):
    """An alarm, and whether somebody at the desk has taken it."""

    number: str
    status: str
    is_taken: bool


class PhoneOrders(Answer):
    """The open orders of a phone's unit."""

    on_duty: bool
    orders: list[dict[str, Any]]
    standby: dict[str, Any] | None = None


class FieldPhoneListed(Answer):
    """A binding, as the desk lists it; `unanswered`: notices it got and nobody answered."""

    device_id: str
    account: str
    bound_at: str
    unit_id: str | None
    call_sign: str | None
    area_code: str | None
    label: str
    on_duty_at: str | None
    is_on_duty: bool
    revoked_at: str | None
    revoked_by: str | None
    gone: str | None
    seen_at: str | None
    is_demo: bool
    unanswered: list[str]


class FieldPhoneList(Answer):
    """Bindings, the newest first."""

    items: list[FieldPhoneListed]


class PhoneUnanswered(Answer):
    """What reached a lost phone and nobody answered."""

    unanswered: list[str]
