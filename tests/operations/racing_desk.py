"""A desk in a process of its own: sends a unit whenever it is told to, and says what came of it.

`python -m tests.operations.racing_desk FOLDER NAME`; a line `number unit_id` is one sending.
"""

import asyncio
import json
import sys
from pathlib import Path

from domain.access.callers import Caller
from domain.errors import RefusedError
from operations.desk.steps.crews import DeskCrews
from operations.threads import Work
from store import Store, open_store


async def sent(store: Store, crews: DeskCrews, name: str, number: str, unit_id: str) -> list[str]:
    """The word `sent`, or the code and the log's words of the refusal."""
    try:
        await crews.assign(number, [unit_id], caller=Caller(name, "dispatcher"))
    except RefusedError as error:
        return [error.code, error.message]
    return ["sent", number]


def main(folder: str, name: str) -> None:
    """Answer each line with one line of JSON."""
    store, work = open_store(None, Path(folder)), Work()
    crews = DeskCrews(store, work)
    print("ready", flush=True)
    for line in sys.stdin:
        number, unit_id = line.split()
        print(json.dumps(asyncio.run(sent(store, crews, name, number, unit_id))), flush=True)
    work.close()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
