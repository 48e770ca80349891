"""The run of a month of credit: 356 workers with twenty checked outcomes a day."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bench.figures import Figure
from domain.access.callers import Caller
from domain.net.credit.outcomes import Outcome, OutcomeKind
from domain.net.credit.roster import Member
from geodata.district.net.credit import load_net_credit
from operations.net.credit.credit import Credit
from operations.net.credit.desk import CreditDesk
from operations.threads import Work
from store import open_store

WORKERS, A_DAY, RUN_S, PAGE_MS = 356, 20, 30.0, 500.0
MONTH = "2026-10"
ZONE = ZoneInfo("Asia/Shanghai")
CENTRE = Caller("centre", "dispatcher")
_KINDS = (
    OutcomeKind.FINDING,
    OutcomeKind.PATROL,
    OutcomeKind.VISIT,
    OutcomeKind.VISIT,
    OutcomeKind.OTHER_TASK,
)


class Crowd:
    """Everybody who works in the net."""

    def __init__(self) -> None:
        self.all = [
            Member(f"w{n:03d}", f"34060410{n % 8:01d}{n // 8 % 64:03d}{n % 9 + 1:03d}")
            for n in range(WORKERS)
        ]

    async def members(self, day: date) -> Sequence[Member]:
        """All of them."""
        return self.all


def outcomes(members: Sequence[Member], begins: datetime, ends: datetime) -> Iterator[Outcome]:
    """Twenty a day of everybody, far from each other."""
    days = (ends - begins).days
    for number, one in enumerate(members):
        for day in range(days):
            for at in range(A_DAY):
                kind = _KINDS[at % len(_KINDS)]
                yield Outcome(
                    f"o:{number}-{(begins + timedelta(days=day)):%m%d}-{at}", kind, one.person,
                    one.grid, begins + timedelta(days=day, hours=8, minutes=at * 20), "desk",
                    found="hazard" if kind is OutcomeKind.FINDING else "",
                    lat=33.0 + number * 0.002, lon=116.0 + at * 0.01 + day * 0.001,
                    is_proven=True if kind is OutcomeKind.PATROL else None,
                )  # fmt: skip


async def run(folder: Path) -> list[Figure]:
    """The figures; writes its own store into the folder."""
    store, work, crowd = open_store(None, folder), Work(), Crowd()

    def source(
        _: Connection, begins: datetime, ends: datetime, members: Sequence[Member]
    ) -> Iterable[Outcome]:
        return outcomes(members, begins, ends)

    desk = CreditDesk(
        store, work, cast(Any, None), ZONE, load_net_credit(Path("districts/lieshan")),
        areas=dict, roster=crowd, sources=[source],
        now=lambda: datetime(2026, 11, 10, tzinfo=UTC),
    )  # fmt: skip
    credit = Credit(desk)
    cpu, wall = time.process_time(), time.perf_counter()
    first = await credit.months.run(MONTH, CENTRE)
    run_s, run_cpu = time.perf_counter() - wall, time.process_time() - cpu
    wall = time.perf_counter()
    again = await credit.months.run(MONTH, CENTRE)
    again_s = time.perf_counter() - wall
    if again.entries != first.entries:
        raise AssertionError("a month that is run twice has other entries")
    found = [
        Figure("credit: run of a month", run_s, "s", RUN_S, f"{first.entries} entries"),
        Figure("credit: its processor time", run_cpu, "s"),
        Figure("credit: run again", again_s, "s", RUN_S),
    ]
    for name, ask in (
        ("own page", lambda: credit.ledgers.own(MONTH, Caller("w001", "grid_worker"))),
        ("people", lambda: credit.ledgers.people(MONTH, CENTRE)),
        ("towns", lambda: credit.comparing.towns(MONTH, CENTRE)),
        ("helpers", lambda: credit.comparing.helpers(MONTH, CENTRE)),
    ):
        wall = time.perf_counter()
        await ask()
        took_ms = 1000 * (time.perf_counter() - wall)
        found.append(Figure(f"credit: {name}", took_ms, "ms", PAGE_MS))
    work.close()
    store.close()
    return found
