"""That a map was adopted, as a fact: a replay shows the map of its day."""

from typing import Any

from domain.errors import NotReadyError
from domain.kind import EVERY_FIELD, Audience, Kind, Live
from domain.kind_fields import Field

MAP: Kind[Any] = Kind(
    name="map",
    fields=(Field("id"), Field("version"), Field("sha256"), Field("file")),
    id_field="id",
    audience=Audience(("map.see", "journal.read")),
    wall=EVERY_FIELD,
    live=Live.ALWAYS,
    title="地图",
    changes={"settings.manage": ()},
    says={
        "adopt": "启用地图 {version}",
    },
)


class NoMapError(NotReadyError):
    """No map was built or imported yet; its detail says which command makes one."""

    code = "no_map"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, says="no_map")
