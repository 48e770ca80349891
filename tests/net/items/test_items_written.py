"""The demo's items are written in bites, once, and go on where they were cut off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.net.items.items import NET_ITEM
from domain.net.items.parts import CITY_PART
from domain.upkeep.history import HistoryPlan
from feeds.simulator.net.items import tell_items
from operations.net.items.demo import AT_ONCE, DemoItems, Told
from store.net.items import is_any
from tests.access.two_towns import TwoTowns
from tests.net.items.test_items_demo import GROUND, UNTIL

PLAN = HistoryPlan(UNTIL, 365, 7, version="1")


def few() -> list[Told]:
    """Things and items, as many as three bites."""
    every = list(tell_items(GROUND))
    items = [one for one in every if one[0] is NET_ITEM]
    return [one for one in every if one[0] is CITY_PART][: AT_ONCE + 1] + items[: 2 * AT_ONCE - 1]


async def test_items_are_written_in_bites_and_once(tmp_path: Path, monkeypatch: Any):
    net = TwoTowns(tmp_path)
    await net.start()
    desk, told, sizes = net.parts.net_items.desk, few(), []
    commit = desk.work.commit

    async def counted(store: Any, step: Callable[[Any], Any]) -> Any:
        if len(sizes) == 2 and not is_cut:
            is_cut.append(True)
            raise OSError("the server ends")
        before = store.head()[1]
        made = await commit(store, step)
        sizes.append(store.head()[1] - before)
        return made

    monkeypatch.setattr(desk.work, "commit", counted)

    is_cut: list[bool] = []
    with pytest.raises(OSError, match="ends"):
        await DemoItems(desk, lambda _: iter(told), PLAN).run()
    assert await desk.read(is_any)
    await DemoItems(desk, lambda _: iter(told), replace(PLAN, until=datetime.now(UTC))).run()
    assert max(sizes) <= AT_ONCE + 1  # and how far it has come
    seq = net.parts.store.head()[1]
    await DemoItems(desk, lambda _: iter(told), PLAN).run()
    assert net.parts.store.head()[1] == seq
    assert sum(sizes) == len(told) + len(sizes)
    await net.stop()
