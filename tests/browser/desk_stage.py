"""The dispatch desk over a scripted server, for tests and for looking at:

python -m tests.browser.desk_stage --incidents 200
"""

import argparse
import time
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from tests.browser import mock_map
from tests.browser.desk_api import DeskApi
from tests.browser.wall_stage import Stage


class DeskStage(Stage):
    """The stage with the desk's own routes; `change` keeps the picture and tells every screen."""

    def __init__(self, gpkg: Path | None = None) -> None:
        self.api = DeskApi(self)
        grids = [row["code"] for row in mock_map.AREAS if row["level"] == "grid"]
        self.api.coverage = {
            "version": 1,
            "targets_s": {"police": 600, "grid_worker": 480},
            "units": {"police": 31, "grid_worker": 118},
            "red": {"police": 1, "grid_worker": 0},
            "grids": {code: [3.2 if i else 14.0, 5.1] for i, code in enumerate(grids)},
        }
        super().__init__(gpkg)

    def more_routes(self, server: FastAPI) -> None:
        """The desk's routes."""
        self.api.install(server)

    def change(self, kind: str, entity_id: str, state: dict[str, Any]) -> None:
        """Put an entity into the picture and send it to every screen."""
        self.put(kind, entity_id, state)
        self.send(self.frame(self.record(kind, entity_id, state)))

    def run(self, work: Any) -> None:
        """Run a coroutine where the server runs."""
        self._call(work)


def main() -> None:
    """Show the desk until it is stopped."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--incidents", type=int, default=17)
    parser.add_argument("--map", type=Path)
    parser.add_argument("--seconds", type=float, default=3600)
    options = parser.parse_args()
    stage = DeskStage(options.map)
    stage.populate(incidents=options.incidents)
    with stage:
        print(stage.url, flush=True)
        end = time.monotonic() + options.seconds
        while time.monotonic() < end:
            stage.send({"beat": time.time() * 1000, "seq": stage.seq})
            time.sleep(2)


if __name__ == "__main__":
    main()
