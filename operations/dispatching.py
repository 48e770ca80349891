"""Everything that chooses units for the desk, built together: one room, one thread."""

from datetime import timedelta

from domain.run_cards import RunCards
from geodata.district import District
from geodata.run_cards import load_run_cards
from operations.areas import Areas
from operations.force import Force
from operations.picture import Picture
from operations.plans import Plans
from operations.positions import PositionBoard
from operations.recommendations import Recommendations
from operations.work import Lane, Work
from store import Store

MOST_WAITING = 100


class Dispatching:
    """The recommendation and the joint plan.

    Raises:
        DistrictError: the district's run cards cannot be used.
    """

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        picture: Picture,
        board: PositionBoard,
        areas: Areas,
        district: District,
    ) -> None:
        self.cards: RunCards = load_run_cards(district.folder)
        # One thread: choosing never competes with a frame for more than one core.
        self._lane = Lane("choose", threads=1, backlog=MOST_WAITING)
        rest = timedelta(seconds=district.dispatch.rest_s)
        self.force = Force(picture, board, rest=rest)
        self.recommendations = Recommendations(
            picture=picture,
            areas=areas,
            force=self.force,
            cards=lambda: self.cards,
            zone=district.zone,
            lane=self._lane,
        )
        self.plans = Plans(
            store=store,
            work=work,
            picture=picture,
            areas=areas,
            force=self.force,
            cards=lambda: self.cards,
            lane=self._lane,
        )

    def close(self) -> None:
        """End the thread."""
        self._lane.close()
