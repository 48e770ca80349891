"""Libraries that the first answer needs none of: imported when the product answers already.

They are imported where they are used, so that a start does not wait for them; and here, on a thread
of its own, so that nobody who uses them first waits either.
"""

import asyncio
import importlib

# Whoever waits for the first answer needs the processor more.
AFTER_START_S = 1.0
# What draws plans, papers, spreadsheets, and reads tokens of another server: half a second.
LATER = (
    "scipy.optimize",
    "joserfc.jwt",
    "operations.prints.paper",
    "operations.centre.slip_paper",
    "operations.centre.papers.signing",
    "openpyxl",
)


async def import_the_rest() -> None:
    """Import `LATER`, one after the other."""
    await asyncio.sleep(AFTER_START_S)
    for name in LATER:
        await asyncio.to_thread(importlib.import_module, name)
