"""Every part of the running product, made here and nowhere else, each given those made before it.

The store and the people, the picture, the desk, the figures, what administrators see, and what time
does by itself. Nothing runs yet (bootstrap/lifespan.py), and nothing is asked from outside
(bootstrap/routes.py lists the routers).
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bootstrap.field.calls import calls_of
from bootstrap.field.parts import FieldParts
from bootstrap.field.reports import build_field_work
from bootstrap.field.talk import build_talk
from bootstrap.inspections.parts import plans_of_sites
from bootstrap.rules import (
    desk_settings,
    step_targets,
    track_rules,
    tracks_kept,
)
from data_folder import read_backup_note
from domain.statistics.briefs import read_hour
from geodata.district.district import District
from geodata.district.papers import load_letterhead
from operations.access.reveal import Reveal
from operations.centre.papers.parts import build_papers
from operations.desk.pages import Pages
from operations.desk.parts import build_desk
from operations.desk.search import Search
from operations.dispatch.dispatching import Dispatching
from operations.dispatch.nearest import Nearest
from operations.incidents.acts import Desk
from operations.statistics.area_exports import AreaExports
from operations.statistics.area_statistics import AreaStatistics
from operations.statistics.briefs import Briefs
from operations.statistics.kpis import Kpis
from operations.upkeep.admin import Admin
from operations.upkeep.health import Health
from operations.upkeep.metrics import Metrics
from operations.upkeep.overview import Overview
from operations.upkeep.privacy import Privacy, Subjects
from operations.upkeep.retention import Retention
from operations.upkeep.sealing import Sealing
from operations.upkeep.sizes import Folders
from operations.upkeep.tracks import Tracks
from operations.video.places.near_card import sites_near
from settings import Settings, shown

Job = Callable[[], Awaitable[object]]


class Parts(FieldParts):
    """What the product is made of; each part is given the ones it needs."""

    def __init__(self, settings: Settings, district: District) -> None:
        super().__init__(settings, district)
        self._make_centre()
        self._make_person()
        self._make_net()
        self._make_items()
        self._make_video()
        self._make_inspections()
        self._make_tasks()
        self._make_party()
        self._make_phones()
        self._make_desk()
        self._make_field(self.nearest)
        self.calls = calls_of(
            self, self.nearest, self.field.phones, self.push_key, self.walls.tiles
        )
        self.calls.films.put_on(self.desk_parts.shelf)
        self.field_work = build_field_work(self)
        self._make_figures()
        self._make_administration()
        self.jobs = self._jobs()

    def _make_desk(self) -> None:
        """What dispatchers do: who is near, the steps of an incident, coverage."""
        self.nearest = Nearest(self.picture, self.board, self.areas.roads)
        self.desk = Desk(self.store, self.work)
        self.talks = build_talk(self)
        self.dispatching = Dispatching(**self._now, district=self.district)
        self.desk_parts = build_desk(
            **self._now,
            district=self.district,
            stand_ins=self.dispatching.recommendations,
            audit=self.people.audit,
            departments=self.departments,
            settings=self._with_pushes(desk_settings(self.settings)),
            more_timers={
                **self.cases.times.handlers,
                **self.fusion.whistles.handlers,
                **self.net_items.handling.handlers,
                **self.inspections.ordering.handlers,
                **self.talks.handlers,
            },
            raises=self.raises,
            sites=sites_near,
            pushes=self.fusion.pushes.on_card,
        )
        self.talks.at_desk(self.desk_parts.bodies, self.desk_parts.shelf)
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
            "calls": self.calls.board.run,
            "call films": self.calls.keep_films,
            "camera_states": self.video.status.run,
            "camera_lists": self.camera_syncing.run,
            "coverage": self.dispatching.run,
            "field": self.field.feed.run,
            "field upkeep": self.field.upkeep.run,
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

    def close(self) -> None:
        """Close what is open; blocks until what was begun is done."""
        self.people.close()
        self.case_pages.close()
        self.nearest.close()
        self.dispatching.close()
        self.field.phones.close()
        self.work.close()
        self.store.close()
        self.lock.close()
