"""The ground: settings, map, store, people, the picture, and where reports come in."""

from typing import Any

from bootstrap.opened_store import opened_store
from bootstrap.rules import (
    account_rules,
    alarm_rules,
    wanted_basemap,
)
from bootstrap.startup_checks import check_links, check_unit_kinds
from catalogues import read_catalogues
from data_folder import (
    hold_data_dir,
    prepare_data_dir,
    read_account_key,
    read_ingest_token,
)
from domain import named
from domain.dispatch.unit_kinds import learn_kinds
from feeds.simulator.video import invented
from geodata.district.departments import load_departments
from geodata.district.district import District
from geodata.district.holidays import load_calendar
from geodata.district.places import load_raising_rules
from geodata.files.basemap import basemap_of
from geodata.files.versions import MapVersions
from operations.access.people import People
from operations.dispatch.units import Units
from operations.ingest.ingest import Ingest
from operations.ingest.sos import SosDesk
from operations.live.chimes import Chimes
from operations.live.hub import Hub
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas
from operations.threads import Work
from operations.topics.topics import Topics
from operations.upkeep.first_start import check_map
from operations.video.places.raise_near import RaiseNear
from settings import ROOT, Settings


class Ground:
    """What every room is built on.

    Attributes:
        stopped: names of jobs that have failed, told by `/healthz`.
    """

    def __init__(self, settings: Settings, district: District) -> None:
        check_links(settings)
        prepare_data_dir(settings)
        self.lock = hold_data_dir(settings)
        self.settings = settings
        self.district = district
        self.token = read_ingest_token(settings)
        self.stopped: list[str] = []
        self.catalogues = read_catalogues()
        learn_kinds(district.unit_kinds, district.shown_kinds)
        named.learn(district.names)
        self.catalogues.learn(district.names)
        self.departments = load_departments(district.folder)
        self.department_names = {one.code: one.name for one in self.departments}
        self.calendar = load_calendar(district)
        self.maps = MapVersions(settings.data_dir / "maps")
        check_map(district, self.maps)
        self.basemap, self.basemap_file = basemap_of(wanted_basemap(settings), settings.data_dir)
        self.store = opened_store(settings, district)
        check_unit_kinds(self.store)
        self.work = Work()
        self.people = People(
            self.store,
            self.work,
            account_rules(settings, district),
            read_account_key(settings),
            alarms=alarm_rules(settings),
        )
        self._make_picture()
        self._make_ingest()

    def _make_picture(self) -> None:
        """What is so now, on which map, and who is told."""
        self.picture = Picture()
        self.board = PositionBoard(self.store, self.work, self.picture.entities["unit"])
        self.hub = Hub(
            self.store,
            self.picture,
            self.board,
            self.work,
            max_clients=self.settings.max_live_clients,
        )
        self.areas = Areas(
            self.store,
            self.work,
            self.maps,
            shows_demo=self.settings.demo,
            district=self.district,
            invent=invented,
        )
        self.people.register.areas = lambda: self.areas.loaded.by_code
        self.topics = Topics([ROOT / "topics", self.settings.district / "topics"])
        self.topics.look()
        self.chimes = Chimes(self.picture)

    @property
    def _facts(self) -> dict[str, Any]:
        """What most operations read and write."""
        return {"store": self.store, "work": self.work, "areas": self.areas}

    @property
    def _now(self) -> dict[str, Any]:
        """The same, and what is so at this moment."""
        return self._facts | {"picture": self.picture, "board": self.board}

    def _make_ingest(self) -> None:
        """Where reports and positions come in."""
        self.raises = RaiseNear(load_raising_rules(self.district.folder))
        self.ingest = Ingest(
            **self._now,
            prefix=self.district.prefix,
            zone=self.district.zone,
            raises=self.raises,
        )
        self.sos = SosDesk(ingest=self.ingest, **self._now)
        self.units = Units(**self._facts)

    @property
    def zone_name(self) -> str:
        """The district's time zone, by its IANA name."""
        return str(self.district.zone)

    def area_name(self, code: str) -> str:
        """What an area is called; its code where no map is loaded that knows it."""
        area = self.areas.area(code)
        return area.name if area else code

    def department_name(self, code: str) -> str:
        """What a department is called; its code where the district has none of it."""
        return self.department_names.get(code, code)
