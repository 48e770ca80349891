"""What machines say to a running server: reports, units, phones' positions."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

import httpx

from tools.running import RunningServer

HERE = (33.9052, 116.9318)  # in 烈山镇, on the district's roads
_serial = itertools.count(int(datetime.now(UTC).timestamp() * 1000))


class Machine:
    """A caller with the ingest token; what it reported is cancelled when it leaves."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self._http = httpx.Client(base_url=server.url, timeout=30)
        self._bearer = {"Authorization": f"Bearer {server.token}"}
        self._reported: list[str] = []
        self._sent_at = datetime.now(UTC)

    def __enter__(self) -> "Machine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number in self._reported:
            self.change(number, status="cancelled")
        self._http.close()

    def report(self, title: str, *, at: tuple[float, float] = HERE, **fields: Any) -> str:
        """Post an incident; returns its number."""
        lat, lon = at
        body = {"source": "walk", "source_id": str(next(_serial)), "class": "fire", "severity": 1}
        body |= {"title": title, "lat": lat, "lon": lon} | fields
        answer = self._http.post("/api/v1/incidents", json=body, headers=self._bearer)
        assert answer.status_code == 201, answer.text
        number = str(answer.json()["number"])
        self._reported.append(number)
        return number

    def cancel_later(self, number: str) -> None:
        """Cancel an incident raised in another way, too."""
        self._reported.append(number)

    def change(self, number: str, **fields: Any) -> httpx.Response:
        """Patch an incident."""
        return self._http.patch(f"/api/v1/incidents/{number}", json=fields, headers=self._bearer)

    def put_unit(self, call_sign: str, kind: str, **fields: Any) -> str:
        """Add a unit; returns its id."""
        unit_id = f"walk-{next(_serial)}"
        body = {"call_sign": call_sign, "kind": kind, "status": "available"} | fields
        answer = self._http.put(f"/api/v1/units/{unit_id}", json=body, headers=self._bearer)
        assert answer.status_code == 201, answer.text
        return unit_id

    def phone(self, unit_id: str, lat: float, lon: float, **location: Any) -> None:
        """Send a position the way Traccar Client does; each a little later than the last."""
        self._sent_at = max(datetime.now(UTC), self._sent_at + timedelta(milliseconds=1))
        body = {
            "device_id": unit_id,
            "location": {
                "timestamp": self._sent_at.isoformat(timespec="milliseconds").replace(
                    "+00:00", "Z"
                ),
                "coords": {"latitude": lat, "longitude": lon, "accuracy": 8, "speed": 1.2},
                "is_moving": True,
                "extras": {},
            }
            | location,
        }
        answer = self._http.post(f"/ingest/osmand/{self.server.token}", json=body)
        assert answer.status_code == 200, answer.text

    def get(self, path: str, **query: Any) -> Any:
        """The body of a GET."""
        answer = self._http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def machine_of(server: RunningServer) -> Iterator[Machine]:
    """A machine for as long as it is needed."""
    with Machine(server) as made:
        yield made
