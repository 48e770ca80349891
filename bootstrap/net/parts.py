"""The parts of the one net."""

from bootstrap.centre.parts import CentreParts
from bootstrap.inbox import inbox_sources
from bootstrap.net.items import build_items
from bootstrap.net.party import build_party
from geodata.district.net.credit import load_net_credit
from geodata.district.net.fusion import load_fusion
from geodata.district.net.people import load_net_people
from geodata.district.net.tasks import load_net_tasks
from operations.files.decoding import Bounds, Decoding
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
from operations.video.inspections.inspections import Inspections


class NetParts(CentreParts):
    """The people of the grids, their work, and what hangs on them."""

    inspections: Inspections  # made before the tasks (bootstrap/video/parts.py)

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
            self.departments,
            task_lines,
        )
        self.net_rosters = Rosters(
            desk, self.posts, self.net_register, Decoding(Bounds(at_once=1, waiting=4))
        )
        self.fusion_desk = FusionDesk(
            self.store,
            self.work,
            self.calendar,
            self.district.zone,
            departments={one.code: one for one in self.departments},
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
            self.inspections.reporting,
        )
        self.board.late.on_late(self.net_tasks.late_patrols.heard)
        self.net_tasks.inbox.add(inbox_sources(self))
        self.net_tasks.doing.on_leave(self.credit.ledgers.away_from)

    def _make_party(self) -> None:
        """Party organisations, which say of each grid which one it has."""
        self.party = build_party(self)
        self.areas.branches = self.party.wall
