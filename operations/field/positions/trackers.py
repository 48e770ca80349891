"""A key of one's own for Traccar Client or OwnTracks, shown as a QR once."""

import base64
import json
from dataclasses import dataclass

from domain.access.access import require
from domain.field.phones import FieldDevice, Phone
from operations.access.devices import Devices
from operations.field.positions.sharing import Sharing

INTERVAL_S, DISTANCE_M = 30, 20


@dataclass(frozen=True, slots=True)
class Tracker:
    """How an app is set up; the key is told this once.

    Attributes:
        traccar: address to scan in Traccar Client, or to type with `unit_id`.
        owntracks: address that OwnTracks opens.
    """

    unit_id: str
    traccar: str
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
        traccar = (
            f"{server}/ingest/osmand/{key}?id={unit_id}&interval={INTERVAL_S}&distance={DISTANCE_M}"
        )
        owntracks = _owntracks(f"{server}/ingest/owntracks/{key}", unit_id)
        return Tracker(unit_id, traccar, owntracks, _qr(traccar), _qr(owntracks))

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


def _owntracks(url: str, unit_id: str) -> str:
    """The address that sets OwnTracks up, after owntracks.org/booklet/features/remoteconfig."""
    told = {
        "_type": "configuration", "mode": 3, "url": url, "deviceId": unit_id,
        "tid": unit_id[-2:], "monitoring": 1, "auth": False,
    }  # fmt: skip
    packed = base64.b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()
    return f"owntracks:///config?inline={packed}"


def _qr(text: str) -> str:
    import segno  # somebody sets an app up seldom

    return str(segno.make(text, error="m").svg_inline(scale=4, border=2, omitsize=True))
