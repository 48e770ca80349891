"""Libraries that the first answer needs none of: imported when the product answers already.

They are imported where they are used, so that a start does not wait for them; and here, on a thread
of its own, so that nobody who uses them first waits either.
"""

import asyncio
import importlib
from collections.abc import Awaitable, Callable

from operations.calm import Calm

Job = Callable[[], Awaitable[object]]

# Whoever waits for the first answer needs the processor more.
AFTER_START_S = 1.0
# What draws plans, papers, spreadsheets, asks gateways and other servers, reads maps of others.
LATER = (
    "httpx",
    "pyproj",
    "scipy.optimize",
    "joserfc.jwt",
    "operations.prints.paper",
    "operations.centre.slip_paper",
    "operations.centre.papers.signing",
    "openpyxl",
)


async def later(job: Job) -> None:
    """Begin a job whose work nobody waits for when the first answers are given."""
    await asyncio.sleep(AFTER_START_S)
    await job()


async def import_the_rest(calm: Calm) -> None:
    """Import `LATER`, one after the other."""
    await asyncio.sleep(AFTER_START_S)
    for name in LATER:
        async with calm.turn():
            await asyncio.to_thread(importlib.import_module, name)
