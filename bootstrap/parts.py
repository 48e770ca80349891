"""Every part of the running product, made in order: the store, the picture, the desk, the figures.

Nothing runs yet (bootstrap/lifespan.py), and nothing is asked from outside (bootstrap/routes.py).
"""

import logging
from typing import Any

from bootstrap.progress import progress_bar
from bootstrap.rules import (
    account_rules,
    alarm_rules,
    desk_settings,
    statistic_rules,
    step_targets,
    wanted_basemap,
)
from bootstrap.startup_checks import check_links
from catalogues import read_catalogues
from data_folder import hold_data_dir, prepare_data_dir, read_account_key, read_ingest_token
from domain.statistics.briefs import read_hour
from geodata.district.departments import load_departments
from geodata.district.district import District
from geodata.district.holidays import load_calendar
from geodata.files.basemap import basemap_of
from geodata.files.versions import MapVersions
from operations.access.people import People
from operations.desk.parts import build_desk
from operations.dispatch.dispatching import Dispatching
from operations.dispatch.nearest import Nearest
from operations.incidents.acts import Desk
from operations.incidents.incidents import Incidents
from operations.ingest.ingest import Ingest
from operations.live.hub import Hub
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas
from operations.statistics.area_exports import AreaExports
from operations.statistics.area_statistics import AreaStatistics
from operations.statistics.briefs import Briefs
from operations.threads import Work
from operations.topics.topics import Topics
from operations.upkeep.first_start import check_map
from operations.upkeep.health import Health
from settings import ROOT, Settings
from store import Store, open_store

log = logging.getLogger("onescreen")


class House:
    """What the product is made of; each part is given the ones it needs.

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
        self.calendar = load_calendar(district)
        self.maps = MapVersions(settings.data_dir / "maps")
        check_map(district, self.maps)
        self.basemap, self.basemap_file = basemap_of(wanted_basemap(settings), settings.data_dir)
        self.store = _store(settings, district)
        self.work = Work()
        self.people = People(
            self.store,
            self.work,
            account_rules(settings, district),
            read_account_key(settings),
            alarms=alarm_rules(settings),
        )
        self._make_picture()
        self._make_doors()
        self._make_desk()
        self._make_figures()
        self.health = Health(
            self.store, self.work, self.ingest.health, self.hub.health, lambda: self.stopped
        )

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
        )
        self.topics = Topics([ROOT / "topics", self.settings.district / "topics"])
        self.topics.look()

    def _make_doors(self) -> None:
        """Where reports and positions come in."""
        self.ingest = Ingest(
            store=self.store,
            work=self.work,
            areas=self.areas,
            picture=self.picture,
            board=self.board,
            prefix=self.district.prefix,
            zone=self.district.zone,
        )

    def _make_desk(self) -> None:
        """What dispatchers do: who is near, the steps of an incident, coverage."""
        shared: dict[str, Any] = {
            "store": self.store,
            "work": self.work,
            "areas": self.areas,
            "picture": self.picture,
            "board": self.board,
            "district": self.district,
        }
        self.nearest = Nearest(self.picture, self.board, lambda: self.areas.roads)
        self.desk = Desk(self.store, self.work)
        self.desk_parts = build_desk(
            **shared,
            nearest=self.nearest,
            departments=load_departments(self.district.folder),
            settings=desk_settings(self.settings),
        )
        self.dispatching = Dispatching(**shared)

    def _make_figures(self) -> None:
        """What leaders read: the statistics of areas, their papers, the morning brief."""
        self.statistics = AreaStatistics(
            store=self.store,
            work=self.work,
            areas=self.areas,
            picture=self.picture,
            targets=step_targets(self.district),
            review_number=self.district.review_number,
            is_demo=self.settings.demo,
        )
        self.incidents = Incidents(self.store, self.work, self.areas)
        self.exports = AreaExports(self.statistics, self.areas, self.work)
        self.briefs = Briefs(
            store=self.store,
            work=self.work,
            areas=self.areas,
            statistics=self.statistics,
            exports=self.exports,
            hour=read_hour(self.settings.brief_at),
        )

    def close(self) -> None:
        """Close what is open; blocks until what was begun is done."""
        self.people.close()
        self.nearest.close()
        self.dispatching.close()
        self.work.close()
        self.store.close()
        self.lock.close()


def _store(settings: Settings, district: District) -> Store:
    url = settings.database_url.get_secret_value() if settings.database_url else None
    with progress_bar() as tell:
        store = open_store(
            url,
            settings.facts_dir,
            quarantine_limit=settings.quarantine_rows,
            high_water=settings.high_water,
            seals=settings.seals,
            rules=statistic_rules(district),
            progress=tell,
            is_server=True,
        )
    store.seal()  # where a server that was cut off had come to, before anything is written
    store.tell_sign_ins()
    return store
