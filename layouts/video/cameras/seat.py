"""For whom the page of the register is drawn, and what of it is looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.video.cameras.sync_times import LastSync
from domain.video.media.status import CameraState
from domain.words import Words
from layouts.reader import Reader


class Tab(StrEnum):
    """A part of the page, in the order in which they are offered."""

    LIST = "list"
    FIGURES = "figures"


def tab_names(words: Words) -> Mapping[Tab, str]:
    """What each part is called."""
    return {Tab.LIST: words("点位"), Tab.FIGURES: words("统计与缺项")}


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at; what is empty bounds nothing."""

    tab: Tab = Tab.LIST
    text: str = ""
    area: str = ""
    camera_class: str = ""
    owner_class: str = ""
    owner: str = ""
    gap: str = ""
    at: int = 0

    def asked(self, **more: Any) -> dict[str, Any]:
        """The same question, some of it otherwise."""
        told = {
            "tab": self.tab.value,
            "text": self.text,
            "area": self.area,
            "class": self.camera_class,
            "owner_class": self.owner_class,
            "owner": self.owner,
            "gap": self.gap,
            "at": self.at,
        }
        return {**told, **more}


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn.

    Attributes:
        now: the server's moment.
        key: of the forms drawn now.
        departments: of the district, code and name.
        areas: which may be chosen, code and name.
        may_manage: whether they keep cameras.
        sources: whose lists of cameras they may take.
        department: their own; empty for whoever acts for none.
        may_look: whether they may open a camera at all.
        synced: what the last list of each of these came to.
        states: how cameras are, by id, as far as it was measured.
    """

    reader: Reader
    zone_name: str
    now: datetime
    key: str
    area_name: Callable[[str], str]
    departments: Mapping[str, str]
    areas: Sequence[tuple[str, str]] = ()
    may_manage: bool = False
    sources: Sequence[str] = ()
    synced: Mapping[str, LastSync | None] = field(default_factory=dict)
    department: str = ""
    may_look: bool = False
    states: Mapping[str, CameraState] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words

    def state_of(self, camera_id: str) -> CameraState:
        """How a camera is; nothing is known of one that was never measured."""
        return self.states.get(camera_id) or CameraState(camera_id)

    def department_name(self, code: str | None) -> str:
        """What a department is called."""
        return self.departments.get(code or "", code or "")
