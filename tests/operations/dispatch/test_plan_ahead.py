"""Searching ahead takes one place and mode at a time, so that nothing waits for all of them."""

from types import SimpleNamespace

from domain.dispatch.units import TravelMode
from operations.dispatch import plan_ahead
from operations.dispatch.plan_ahead import USUAL_MODES, SearchAhead
from operations.live.picture import Picture
from operations.threads import Lane
from tests.operations.hub_fakes import a_record, incident_state


class Roads:
    def __init__(self) -> None:
        self.bites: list[tuple[int, tuple[TravelMode, ...]]] = []

    def search_ahead(self, lats, lons, modes):
        self.bites.append((len(lats), tuple(modes)))


def a_map(roads):
    async def read():
        return roads

    return SimpleNamespace(version="a", roads=read)


async def test_places_are_searched_one_at_a_time_and_once(monkeypatch):
    monkeypatch.setattr(plan_ahead, "waits", lambda record: True)
    picture, roads = Picture(), Roads()
    states = [incident_state(f"LS{n}") | {"lat": 33.8 + n / 100} for n in range(5)]
    picture.apply([a_record(n + 1, "incident", f"LS{n}", state) for n, state in enumerate(states)])
    lane = Lane("rank", threads=1, backlog=5)
    ahead = SearchAhead(picture, a_map(roads), lane)
    assert await ahead.look() == 5
    assert roads.bites == [(1, (mode,)) for _ in range(5) for mode in USUAL_MODES]
    assert await ahead.look() == 0
    assert len(roads.bites) == 5 * len(USUAL_MODES)
    lane.close()


async def test_an_incident_is_read_again_only_when_it_has_changed(monkeypatch):
    """Thousands of open incidents held the loop for 20 ms each second."""
    read: list[str] = []
    monkeypatch.setattr(plan_ahead, "waits", lambda record: read.append(record.id) or False)
    picture, lane = Picture(), Lane("rank", threads=1, backlog=5)
    picture.apply([a_record(n, "incident", f"LS{n}", incident_state(f"LS{n}")) for n in (1, 2)])
    ahead = SearchAhead(picture, a_map(Roads()), lane)
    await ahead.look()
    await ahead.look()
    assert read == ["LS1", "LS2"]
    picture.apply([a_record(3, "incident", "LS2", incident_state("LS2") | {"lat": 33.9})])
    await ahead.look()
    assert read == ["LS1", "LS2", "LS2"]
    lane.close()
