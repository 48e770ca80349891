"""That a map was adopted, as a fact: a replay shows the map of its day."""

from typing import Any

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
