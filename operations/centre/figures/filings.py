"""What a court took in: entered by year and town, with its source, by whoever keeps the centre."""

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.figures.filings import COURT_FILING, CourtFiling, check_filing, filing_id
from domain.errors import InvalidError
from domain.fields import as_text
from domain.maps.areas import Level
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.figures.people import people_of
from operations.transactions import in_transaction
from store import Transaction
from store.measures import filings as kept

ACTION = "centre.edit"
LONGEST_SOURCE = 120


class CourtFilings:
    """Where filings are entered.

    Args:
        desk: what the operations of the centre share.
    """

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def enter(
        self, year: int, town: str, count: int, source: str, caller: Caller
    ) -> CourtFiling:
        """Enter what a court took in of a year; entered again it is a correction.

        Args:
            year: such as 2026.
            town: the code of a town; empty for the whole district.
            count: civil and administrative cases of first instance.
            source: who told the number, in which paper.
            caller: who enters it.

        Raises:
            NotAllowedError: the caller does not keep the centre.
            InvalidError: the year, the town, the number or the source does not do.
        """
        require(caller, ACTION)
        areas = self._desk.areas()
        if town and (town not in areas or areas[town].level is not Level.TOWN):
            raise InvalidError(says="field_not_valid", field="town")
        said = as_text(source, "source", longest=LONGEST_SOURCE)
        this_year = self._desk.now().astimezone(self._desk.zone).year
        check_filing(year, count, people_of(areas.values(), town), this_year=this_year)
        key = filing_id(year, town or None)

        def steps(tx: Transaction) -> CourtFiling:
            known = kept.entry_of(tx.connection, key)
            made = CourtFiling(key, year, count, said, tx.at, caller.actor, town or None)
            action = "change" if known else "add"
            tx.put(COURT_FILING, made, action=action, actor=caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)
