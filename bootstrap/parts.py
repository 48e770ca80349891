"""Every part of the running product, made here and nowhere else, each given those made before it.

The store and the people, the picture, the desk, the figures, what administrators see, and what time
does by itself. Nothing runs yet (bootstrap/lifespan.py), and nothing is asked from outside
(bootstrap/routes.py lists the routers).
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bootstrap.inbox import inbox_sources
from bootstrap.inspections.parts import (
    build_inspections,
    build_rooms,
    build_sites,
    plans_of_sites,
)
from bootstrap.net.items import build_items
from bootstrap.net.party import build_party
from bootstrap.opened_store import opened_store
from bootstrap.rules import (
    account_rules,
    alarm_rules,
    desk_settings,
    gateway_of,
    step_targets,
    track_rules,
    tracks_kept,
    wanted_basemap,
)
from bootstrap.startup_checks import check_links, check_unit_kinds
from bootstrap.video import (
    build_cameras,
    build_leaving,
    build_look_register,
    build_looks,
    build_register,
    build_sights,
    build_streams,
    build_syncing,
    build_video_requests,
)
from catalogues import read_catalogues
from data_folder import (
    hold_data_dir,
    prepare_data_dir,
    read_account_key,
    read_backup_note,
    read_ingest_token,
)
from domain import named
from domain.dispatch.unit_kinds import learn_kinds
from domain.statistics.briefs import read_hour
from feeds.simulator.video import invented
from geodata.district.call_days import load_call_days, load_texts_by_itself
from geodata.district.centre import load_centre
from geodata.district.court_filings import load_filings
from geodata.district.departments import load_departments
from geodata.district.district import District
from geodata.district.holidays import load_calendar
from geodata.district.kept import load_kept
from geodata.district.mediation import load_houses
from geodata.district.net.credit import load_net_credit
from geodata.district.net.fusion import load_fusion
from geodata.district.net.people import load_net_people
from geodata.district.net.tasks import load_net_tasks
from geodata.district.papers import load_letterhead
from geodata.district.places import load_raising_rules
from geodata.files.basemap import basemap_of
from geodata.files.versions import MapVersions
from operations.access.passwords import PROOFS, Passwords
from operations.access.people import People
from operations.access.reveal import Reveal
from operations.centre.cases.cases import Cases
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.figures.exports import FigureExports
from operations.centre.figures.figures import CentreFigures
from operations.centre.figures.filings import CourtFilings
from operations.centre.figures.wall import CentreWall
from operations.centre.firms.station import FirmStation
from operations.centre.keeping.disposals import Disposals
from operations.centre.keeping.keeping import Keeping
from operations.centre.mediation.mediation import Mediation
from operations.centre.papers.parts import build_papers
from operations.centre.person.calling import Calling
from operations.centre.person.case_page import CasePages
from operations.centre.person.party_slips import PartySlips
from operations.centre.person.texting import Texting
from operations.centre.premises.bookings import Bookings
from operations.centre.premises.centres import Centres
from operations.centre.premises.queue import Queue
from operations.centre.premises.queue_feed import QueueFeed
from operations.centre.premises.rota import Rota
from operations.desk.pages import Pages
from operations.desk.parts import build_desk
from operations.desk.search import Search
from operations.dispatch.dispatching import Dispatching
from operations.dispatch.nearest import Nearest
from operations.dispatch.units import Units
from operations.files.decoding import Bounds, Decoding
from operations.incidents.acts import Desk
from operations.ingest.ingest import Ingest
from operations.ingest.sos import SosDesk
from operations.live.chimes import Chimes
from operations.live.hub import Hub
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas
from operations.net.credit.credit import Credit
from operations.net.credit.desk import CreditDesk
from operations.net.credit.from_posts import FromPosts
from operations.net.credit.gathering import FromTasks, from_cases, from_incidents, key_people
from operations.net.fusion.beats import grids_with_officer
from operations.net.fusion.fusion import Fusion
from operations.net.fusion.fusion_desk import FusionDesk
from operations.net.people.board import Board
from operations.net.people.gaps import NetGaps
from operations.net.people.listed_tasks import task_lines
from operations.net.people.net_desk import NetDesk
from operations.net.people.posts import Posts
from operations.net.people.register import NetRegister
from operations.net.people.rosters import Rosters
from operations.net.people.swaps import Swaps
from operations.net.people.views import Views
from operations.net.surveys.surveys import Surveys
from operations.net.tasks.net_tasks import NetTasks
from operations.net.tasks.task_desk import TaskDesk
from operations.notices.text_messages import TextMessages
from operations.statistics.area_exports import AreaExports
from operations.statistics.area_statistics import AreaStatistics
from operations.statistics.briefs import Briefs
from operations.statistics.kpis import Kpis
from operations.threads import Work
from operations.topics.topics import Topics
from operations.upkeep.admin import Admin
from operations.upkeep.first_start import check_map
from operations.upkeep.health import Health
from operations.upkeep.metrics import Metrics
from operations.upkeep.overview import Overview
from operations.upkeep.privacy import Privacy, Subjects
from operations.upkeep.retention import Retention
from operations.upkeep.sealing import Sealing
from operations.upkeep.sizes import Folders
from operations.upkeep.tracks import Tracks
from operations.video.cameras.layer import CameraLayer
from operations.video.cameras.states import CameraStates
from operations.video.places.near_card import sites_near
from operations.video.places.raise_near import RaiseNear
from operations.video.walls.parts import build_walls
from settings import ROOT, Settings, shown

log = logging.getLogger("onescreen")
Job = Callable[[], Awaitable[object]]


class Parts:
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
        learn_kinds(district.unit_kinds, district.shown_kinds)
        named.learn(district.names)
        self.catalogues.learn(district.names)
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
        self._make_centre()
        self._make_person()
        self._make_net()
        self._make_items()
        self._make_video()
        self._make_inspections()
        self._make_tasks()
        self._make_party()
        self._make_desk()
        self._make_figures()
        self._make_administration()
        self.jobs = self._jobs()

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
    def _fills_centre(self) -> bool:
        """Whether a demo fills the centre with cases and its hall with numbers."""
        return self.settings.demo and bool(self.settings.demo_case_days)

    def _make_centre(self) -> None:
        """The dispute centre."""
        first = load_centre(self.district.folder, is_demo=self._fills_centre)
        self.centres = Centres(self.store, self.work, first)
        self.centre_desk = CentreDesk(
            self.store,
            self.work,
            audit=self.people.audit,
            centre=self.centres,
            calendar=self.calendar,
            prefix=self.district.prefix,
            zone=self.district.zone,
            areas=lambda: self.areas.loaded.by_code,
            place=self.district.name,
            houses=load_houses(self.district.folder),
        )
        self.cases = Cases(self.centre_desk)
        self.bookings = Bookings(self.centre_desk)
        self.mediation = Mediation(
            self.centre_desk,
            self.cases.steps,
            self.bookings,
            Decoding(Bounds(at_once=1, waiting=4)),
        )
        # Not in the district's folder, which is the same in earnest: rooms are booked by its hours.
        self.queue = Queue(self.centre_desk, is_demo=self._fills_centre)
        self.rota = Rota(self.centre_desk, Decoding(Bounds(at_once=1, waiting=4)))
        self.queue_feed = QueueFeed(self.queue)
        self.centre_figures = CentreFigures(
            self.centre_desk, filings=load_filings(self.district.folder)
        )
        self.court_filings = CourtFilings(self.centre_desk)
        self.centre_wall = CentreWall(self.centre_desk, self.centre_figures)
        self.figure_exports = FigureExports(self.centre_desk, self.centre_figures)

    def _make_person(self) -> None:
        """What the parties of a case see by themselves, and how long their dossiers are kept."""
        self.firms = FirmStation(
            self.centre_desk, self.cases.intake, Decoding(Bounds(at_once=1, waiting=4))
        )
        self.keeping = Keeping(self.centre_desk, load_kept(self.district.folder))
        self.disposals = Disposals(
            self.centre_desk,
            self.keeping.rules,
            files=self.settings.facts_dir / "files",
            days=self.settings.disposal_days,
        )
        proofs = Passwords(PROOFS)
        texts = TextMessages(gateway_of(self.settings))
        folder = self.district.folder
        self.calling = Calling(self.centre_desk, texts, load_call_days(folder))
        self.texting = Texting(
            self.centre_desk, self.calling, texts, by_itself=load_texts_by_itself(folder)
        )
        self.case_pages = CasePages(self.centre_desk, proofs)
        self.party_slips = PartySlips(
            self.centre_desk, self.cases.looking, proofs, base=self.settings.public_address
        )

    def _make_net(self) -> None:
        """The one net: the people of the grids, and what hangs on them."""
        self.net_desk = desk = NetDesk(
            self.store,
            self.work,
            self.people.audit,
            self.district.zone,
            areas=lambda: self.areas.loaded.by_code,
            settings=load_net_people(self.district.folder),
        )
        self.posts = Posts(self.store, self.work, desk.today, self.areas.take_posts)
        self.net_gaps = NetGaps(
            desk, lambda grid: self.areas.branches.branch_of(grid), grids_with_officer
        )
        self.net_board = Board(desk, self.posts, self.net_gaps)
        self.net_register = NetRegister(desk, self.posts, self.net_gaps)
        self.net_swaps = Swaps(desk, self.posts, self.net_register)
        self.net_views = Views(
            desk,
            lambda: self.areas.loaded,
            load_departments(self.district.folder),
            task_lines,
        )
        self.net_rosters = Rosters(
            desk, self.posts, self.net_register, Decoding(Bounds(at_once=1, waiting=4))
        )
        departments = load_departments(self.district.folder)
        self.fusion_desk = FusionDesk(
            self.store,
            self.work,
            self.calendar,
            self.district.zone,
            departments={one.code: one for one in departments},
            areas=lambda: self.areas.loaded.by_code,
            settings=load_fusion(self.district.folder),
        )
        self.fusion = Fusion(self.fusion_desk, Decoding(Bounds(at_once=1, waiting=4)))
        self.surveys = Surveys(
            self.fusion_desk, self.cases.intake, base=self.settings.public_address
        )
        self.credit = Credit(
            CreditDesk(
                self.store,
                self.work,
                self.people.audit,
                self.district.zone,
                load_net_credit(self.district.folder),
                areas=lambda: self.areas.loaded.by_code,
                roster=FromPosts(self.posts),
                sources=[FromTasks(self.district.zone), from_incidents, from_cases],
                key_people=key_people,
            )
        )

    def _make_items(self) -> None:
        """Items of urban management."""
        self.net_items = build_items(self)

    def _make_tasks(self) -> None:
        """Work in the grids."""
        desk = TaskDesk(
            self.store,
            self.work,
            calendar=self.calendar,
            areas=self.areas,
            settings=load_net_tasks(self.district.folder),
            posts=self.posts,
            departments=lambda: self.department_names,
        )
        decoding = Decoding(Bounds(at_once=1, waiting=4))
        self.net_tasks = NetTasks(
            desk,
            self.ingest,
            self.cases.intake,
            decoding,
            self.people.audit,
            self.net_items.reporting,
        )
        self.board.late.on_late(self.net_tasks.late_patrols.heard)
        self.net_tasks.inbox.add(inbox_sources(self))
        self.net_tasks.doing.on_leave(self.credit.ledgers.away_from)

    def _make_inspections(self) -> None:
        """Inspections, key places and units, rooms of the video conference."""
        self.inspections = build_inspections(self)
        self.key_sites = build_sites(self)
        self.rooms = build_rooms(self)

    def _make_party(self) -> None:
        """Party organisations, which say of each grid which one it has."""
        self.party = build_party(self)
        self.areas.branches = self.party.wall

    def _make_video(self) -> None:
        """Cameras: the register, what they show, and who looked."""
        self.cameras = build_cameras(self)
        self.camera_desk = self.cameras.desk
        self.camera_register = build_register(self)
        self.camera_layer = CameraLayer(self.camera_desk)
        self.looks = build_looks(self)
        self.look_register = build_look_register(self)
        self.video = build_streams(self, self.cameras)
        self.camera_states = CameraStates(self.camera_desk, lambda: self.video.status.states)
        self.video_leaving = build_leaving(self)
        self.walls = build_walls(
            self.store,
            self.work,
            self.picture,
            cameras=self.cameras,
            streams=self.video.streams,
            is_demo=self.settings.demo,
        )
        self.camera_syncing = build_syncing(self)
        self.video_requests = build_video_requests(self)
        self.sights = build_sights(self)

    def _make_desk(self) -> None:
        """What dispatchers do: who is near, the steps of an incident, coverage."""
        self.nearest = Nearest(self.picture, self.board, self.areas.roads)
        self.desk = Desk(self.store, self.work)
        self.dispatching = Dispatching(**self._now, district=self.district)
        departments = load_departments(self.district.folder)
        self.department_names = {one.code: one.name for one in departments}
        self.desk_parts = build_desk(
            **self._now,
            district=self.district,
            stand_ins=self.dispatching.recommendations,
            audit=self.people.audit,
            departments=departments,
            settings=desk_settings(self.settings),
            more_timers={
                **self.cases.times.handlers,
                **self.fusion.whistles.handlers,
                **self.net_items.handling.handlers,
                **self.inspections.ordering.handlers,
            },
            raises=self.raises,
            sites=sites_near,
            pushes=self.fusion.pushes.on_card,
        )
        self.net_tasks.photos.put_on(self.desk_parts.shelf)
        self.surveys.official.put_on(self.desk_parts.shelf)
        self.party.photos.put_on(self.desk_parts.shelf)
        self.net_items.photos.put_on(self.desk_parts.shelf)
        self.inspections.put_on(self.desk_parts.shelf)
        plans_of_sites(self.key_sites, self.desk_parts.shelf)
        self.papers = build_papers(
            self.centre_desk,
            self.cases.looking,
            shelf=self.desk_parts.shelf,
            letterhead=load_letterhead(self.district.folder, self.district.name),
            folder=self.settings.facts_dir / "exports",
        )
        self.incidents = self.desk_parts.incidents
        self.search = Search(self.desk_parts.places, self.picture, self.work)
        self.pages = Pages(
            **self._facts,
            picture=self.picture,
            nearest=self.nearest,
            zone=self.district.zone,
            party=self.party.wall.here,
            police=self.fusion.here.police,
        )

    def _make_figures(self) -> None:
        """What leaders read: the statistics of areas, their papers, the morning brief."""
        self.statistics = AreaStatistics(
            **self._facts,
            picture=self.picture,
            targets=step_targets(self.district),
            review_number=self.district.review_number,
            is_demo=self.settings.demo,
        )
        self.exports = AreaExports(self.statistics, self.areas, self.work)
        self.briefs = Briefs(
            **self._facts,
            statistics=self.statistics,
            exports=self.exports,
            hour=read_hour(self.settings.brief_at),
        )
        self.kpis = Kpis(
            self.store,
            self.work,
            self.picture,
            self.areas,
            zone=self.district.zone,
            arrival_target=timedelta(seconds=self.district.targets.arrival_s),
        )

    def _make_administration(self) -> None:
        """How the product itself is, who did what in it, and what is held about a person."""
        self.health = Health(
            self.store, self.work, self.ingest.health, self.hub.health, lambda: self.stopped
        )
        self.metrics = Metrics(
            self.store,
            feeds=self.ingest.health,
            reasons=self.ingest.refused_by_reason,
            hub=self.hub.health,
            lanes=self.work.health,
            stopped=lambda: self.stopped,
        )
        self.admin = Admin(
            store=self.store,
            work=self.work,
            maps=self.maps,
            units=self.units,
            audit=self.people.audit,
            health=self.health.tell,
            settings=shown(self.settings),
            zone=self.district.zone,
            door=self.ingest,
        )
        self.reveal = Reveal(self.store, self.work, self.people.audit)
        files = self.settings.facts_dir / "files"
        self.privacy = Privacy(Subjects(self.store, files, rules=self.keeping.rules), self.work)
        self.overview = Overview(
            store=self.store,
            work=self.work,
            health=self.health.tell,
            door=self.ingest,
            maps=self.maps,
            people=self.people,
            folders=Folders(
                self.settings.data_dir, self.settings.facts_dir, tracks_kept(self.settings)
            ),
            backup=lambda: read_backup_note(self.settings),
            wants_backups=not self.settings.demo,
        )

    def _jobs(self) -> dict[str, Job]:
        """What runs by itself until the end, under the names `/healthz` calls it by."""
        tracks = Tracks(self.store, self.work, track_rules(self.settings))
        jobs: dict[str, Job] = {
            "areas": self.areas.run,
            "centre": self.centres.run,
            "disposals": self.disposals.run,
            "texts": self.texting.run,
            "refusals": self.people.audit.run,
            "seals": Sealing(self.store, self.work).run,
            "briefs": self.briefs.run,
            "timers": self.desk_parts.timers.run,
            "places": self.desk_parts.places.run,
            "posts": self.posts.run,
            "late patrols": self.net_tasks.late_patrols.run,
            "gaps": self.net_gaps.run,
            "ingest": self.ingest.run,
            "kpis": self.kpis.run,
            "centre_kpis": self.centre_wall.run,
            "party_kpis": self.party.wall.run,
            "item_kpis": self.net_items.wall.run,
            "credit": self.credit.run,
            "looks": self.looks.run,
            "recordings": self.video_requests.run,
            "video": self.video.streams.run,
            "video leaving": self.video_leaving.run,
            "wall tiles": self.walls.tiles.run,
            "camera_states": self.video.status.run,
            "coverage": self.dispatching.run,
            "topics": self.topics.run,
            "overview": self.overview.run,
            "tracks": tracks.run,
            "metrics": self.metrics.run,
            "database": self.health.run,
        }
        if self.settings.journal_days:
            jobs["retention"] = self.retention().run
        return jobs

    def retention(self) -> Retention:
        """What removes the oldest part of the journal."""
        return Retention(
            self.store,
            self.work,
            days=self.settings.journal_days,
            files=self.settings.facts_dir / "files",
        )

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

    def close(self) -> None:
        """Close what is open; blocks until what was begun is done."""
        self.people.close()
        self.case_pages.close()
        self.nearest.close()
        self.dispatching.close()
        self.work.close()
        self.store.close()
        self.lock.close()
