"""The parts of the dispute centre."""

from bootstrap.ground import Ground
from bootstrap.rules import gateway_of
from geodata.district.call_days import load_call_days, load_texts_by_itself
from geodata.district.centre import load_centre
from geodata.district.court_filings import load_filings
from geodata.district.kept import load_kept
from geodata.district.mediation import load_houses
from operations.access.passwords import PROOFS, Passwords
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
from operations.centre.person.calling import Calling
from operations.centre.person.case_page import CasePages
from operations.centre.person.party_slips import PartySlips
from operations.centre.person.texting import Texting
from operations.centre.premises.bookings import Bookings
from operations.centre.premises.centres import Centres
from operations.centre.premises.queue import Queue
from operations.centre.premises.queue_feed import QueueFeed
from operations.centre.premises.rota import Rota
from operations.files.decoding import Bounds, Decoding
from operations.notices.text_messages import TextMessages


class CentreParts(Ground):
    """The dispute centre, and what the parties of a case see."""

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
