"""A key of one's own for Traccar Client or OwnTracks, shown as a QR once."""

import base64
import json
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from domain.access.access import require
from domain.field.phones import FieldDevice, Phone
from operations.access.devices import Devices
from operations.field.positions.sharing import Sharing

INTERVAL_S, DISTANCE_M = 30, 20
# A phone that lies still says so before its position counts as stale.
HEARTBEAT_S = 240
_SETTINGS = {
    "accuracy": "high", "interval": INTERVAL_S, "distance": DISTANCE_M, "heartbeat": HEARTBEAT_S,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tracker:
    """How an app is set up; the key is told this once.

    Attributes:
        traccar: address to scan in Traccar Client, or to type with `unit_id`.
        traccar_app: the same for the phone itself, whose browser would open that address alone.
        owntracks: address that OwnTracks opens.
    """

    unit_id: str
    traccar: str
    traccar_app: str
    owntracks: str
    traccar_qr: str
    owntracks_qr: str


class Trackers:
    """Keys of people's own phones for apps that send in the background.

    Args:
        devices: the register of keys.
        sharing: says who agreed; whoever takes that back ends their keys.
        address: of this server as phones reach it; empty: as the request named it.
    """

    def __init__(self, devices: Devices, sharing: Sharing, address: str = "") -> None:
        self._devices, self._sharing, self._address = devices, sharing, address
        sharing.on_withdrawn.append(lambda account: devices.end_own_keys(account, account))

    async def key(self, phone: Phone, base: str, *, address: str | None = None) -> Tracker:
        """Give the unit of a phone a key; one they had before ends at once.

        Args:
            phone: which.
            base: how the request named this server.
            address: where the caller sits.

        Raises:
            NotAllowedError: the caller is not in the field.
            ConflictError: they have no unit, or did not agree to share their position.
        """
        _, unit_id = await self._sharing.agreed(phone)
        key = await self._devices.own_key(phone.caller, unit_id, address=address)
        server = (self._address or base).rstrip("/")
        door = f"{server}/ingest/osmand/{key}"
        traccar = f"{door}?{urlencode({'id': unit_id, **_SETTINGS})}"
        owntracks = _owntracks(f"{server}/ingest/owntracks/{key}", unit_id)
        return Tracker(
            unit_id, traccar, _traccar_app(door, unit_id), owntracks, _qr(traccar), _qr(owntracks)
        )

    async def end(self, phone: Phone, *, address: str | None = None) -> int:
        """End the keys a phone's person has given themselves; how many there were.

        Raises:
            NotAllowedError: the caller is not in the field.
        """
        require(phone.caller, "field.use")
        return await self._devices.end_own_keys(phone.caller.actor, phone.caller.actor, address)

    async def phone_ended(self, device: FieldDevice, actor: str) -> None:
        """A phone was lost or signed out: what it sends with keys of its person ends with it."""
        await self._devices.end_own_keys(device.account, actor)


def _traccar_app(door: str, unit_id: str) -> str:
    """The address Traccar Client is opened by; a scanned one it takes apart itself.

    Source: traccar/traccar-client lib/configuration_service.dart, AndroidManifest.xml
    """
    told = {"url": door, "id": unit_id, **_SETTINGS}
    return f"org.traccar.client://config?{urlencode(told, quote_via=quote)}"


def _owntracks(url: str, unit_id: str) -> str:
    """The address that sets OwnTracks up.

    Plain base64, as iOS reads no other, and its signs escaped: `+` would be read as a blank by
    Android. The device's name goes into a header, which takes ASCII alone; the key says who it is.

    Source: owntracks.org/booklet/tech/json (configuration); owntracks/android LoadViewModel.kt,
        owntracks/ios OwnTracksAppDelegate.m
    """
    told = {
        "_type": "configuration", "mode": 3, "url": url, "auth": False, "monitoring": 1,
        "deviceId": unit_id if unit_id.isascii() else "phone", "tid": unit_id[-2:],
        "locatorInterval": INTERVAL_S, "locatorDisplacement": DISTANCE_M,
    }  # fmt: skip
    packed = base64.b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()
    return f"owntracks:///config?inline={quote(packed, safe='')}"


def _qr(text: str) -> str:
    import segno  # somebody sets an app up seldom

    return str(segno.make(text, error="m").svg_inline(scale=4, border=2, omitsize=True))
