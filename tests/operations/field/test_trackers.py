"""Addresses that set apps up, read as the apps themselves read them."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from domain.access.callers import Caller
from domain.field.phones import FieldDevice, Phone
from operations.clock import utc_now
from operations.field.positions.trackers import Tracker, Trackers

SERVER = "https://one.example:8443"


class Sharing:
    """Everybody agreed."""

    def __init__(self) -> None:
        self.on_withdrawn: list[Any] = []

    async def agreed(self, phone: Phone) -> tuple[None, str]:
        return None, str(phone.unit_id)


class Devices:
    """Keys that are all alike."""

    async def own_key(self, *_: Any, **__: Any) -> str:
        return "key-0123456789"


async def tracker_of(unit_id: str) -> Tracker:
    device = FieldDevice("phone-1", account="w", bound_at=utc_now(), unit_id=unit_id)
    trackers: Any = Trackers(Devices(), Sharing(), SERVER)  # type: ignore[arg-type]
    made: Tracker = await trackers.key(Phone(device, Caller("w", "grid_worker")), "http://inside")
    return made


def settings_of(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}


@pytest.mark.parametrize("unit_id", ["WG-1", "网格+1号@镇"])
async def test_traccar_client_takes_server_device_and_pace(unit_id: str):
    # lib/configuration_service.dart: of an address it scans, origin and path are the server's; of
    # one that opens the app, the parameter `url`. The rest it reads from the query, by these names.
    made = await tracker_of(unit_id)
    scanned, opened = urlsplit(made.traccar), urlsplit(made.traccar_app)
    server = f"{SERVER}/ingest/osmand/key-0123456789"
    assert f"{scanned.scheme}://{scanned.netloc}{scanned.path}" == server
    assert (opened.scheme, opened.netloc) == ("org.traccar.client", "config")  # not "action"
    pace = settings_of(scanned.query)
    assert settings_of(opened.query) == pace | {"url": server}
    assert pace == {
        "id": unit_id, "accuracy": "high", "interval": "30", "distance": "20", "heartbeat": "240",
    }  # fmt: skip
    assert "+" not in opened.query  # a blank to some, a plus to others


@pytest.mark.parametrize("unit_id", ["WG-1", "网格+1号@镇", "WG~~~~"])
async def test_owntracks_takes_its_configuration_on_both_makers_phones(unit_id: str):
    made = await tracker_of(unit_id)
    assert made.owntracks.startswith("owntracks:///config?inline=")
    query = urlsplit(made.owntracks).query
    # NSURLComponents leaves a plus alone, Android's URIBuilder makes a blank of it
    as_ios, as_android = unquote(query.partition("=")[2]), settings_of(query)["inline"]
    assert as_ios == as_android
    told = json.loads(base64.b64decode(as_ios, validate=True))  # as iOS: the plain alphabet alone
    assert told == {
        "_type": "configuration", "mode": 3, "auth": False, "monitoring": 1,
        "url": f"{SERVER}/ingest/owntracks/key-0123456789", "tid": unit_id[-2:],
        "deviceId": unit_id if unit_id.startswith("WG") else "phone",
        "locatorInterval": 30, "locatorDisplacement": 20,
    }  # fmt: skip
    assert told["deviceId"].isascii()  # sent in the header X-Limit-D
    assert ("+" in as_ios) is ("~" in unit_id)  # that sign is what this is about
