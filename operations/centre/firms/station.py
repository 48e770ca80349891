"""The enterprise station: its page, and where each thing of it is done.

A firm is seen by the centre's lead, the units with a request of it, and its contacts; what hangs on
it is seen with it. Figures are over all, and name no firm.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.centre.firms.books import Books
from domain.centre.firms.figures import StationFigures, due_of, figures_of, today_in
from domain.centre.firms.firms import (
    FIRM,
    FIRM_ENFORCEMENT,
    FIRM_REQUEST,
    FIRM_VISIT,
    FIRM_WAIVER,
)
from domain.centre.firms.matching import matches
from domain.centre.firms.station import (
    FIRM_POLICY,
    RECEPTION_DAY,
    TECHNOLOGY_ENVOY,
)
from domain.fields import as_text
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.intake import Intake
from operations.centre.firms.books import FirmBooks
from operations.centre.firms.entries import LONGEST_NAME, FirmEntries
from operations.centre.firms.register import FirmRegister
from operations.centre.firms.requests import FirmRequests
from operations.files.decoding import Decoding
from store.centre import firms as kept

_OF_LATE = timedelta(days=30)


class FirmStation:
    """The station.

    Args:
        desk: what the operations of the centre share.
        intake: takes in the case a request becomes.
        decoding: takes tables of others apart.

    Attributes:
        register: which firms there are.
        requests: what they ask for.
        books: what is written down of them, and what the station itself has.
    """

    def __init__(self, desk: CentreDesk, intake: Intake, decoding: Decoding) -> None:
        self._desk = desk
        entries = FirmEntries(desk)
        self.register = FirmRegister(desk, entries, decoding)
        self.requests = FirmRequests(desk, entries, intake)
        self.books = FirmBooks(entries)

    async def page(self, caller: Caller, q: str = "") -> Books:
        """Everything of the station that is its reader's to see.

        Args:
            caller: whose page it is.
            q: words by which every book is searched; empty for all of it.

        Raises:
            NotAllowedError: nothing is.
            InvalidError: the words are too long.
        """
        require(caller, "firms.see")
        words = as_text(q, "q", longest=LONGEST_NAME) if q else ""
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: self._page(one, caller, words))
        )

    def _page(self, one: Connection, caller: Caller, q: str) -> Books:
        now = self._desk.now()
        today = today_in(self._desk.zone, now)
        known = kept.seen(one, FIRM, caller, "name")
        seen_last = kept.seen(one, FIRM_VISIT, caller, "-at")
        policies = kept.seen(one, FIRM_POLICY, caller, "policy_id")
        firms = kept.seen(one, FIRM, caller, "name", q=q) if q else known
        codes = {firm.credit_code for firm in firms}
        found = matches(known, policies, today)
        return Books(
            figures=self._figures(one, now, today) if may(caller, "firms.figures") else None,
            known=known,
            firms=firms,
            due=[due for due in due_of(known, seen_last, now) if due.firm.credit_code in codes],
            requests=kept.seen(one, FIRM_REQUEST, caller, "-at", q=q),
            policies=kept.seen(one, FIRM_POLICY, caller, "policy_id", q=q) if q else policies,
            matches=[
                hit for hit in found if hit.firm.credit_code in codes or q in hit.policy.title
            ],
            enforcements=kept.seen(one, FIRM_ENFORCEMENT, caller, "-at", q=q),
            waivers=kept.seen(one, FIRM_WAIVER, caller, "-at", q=q),
            visits=kept.seen(one, FIRM_VISIT, caller, "-at", q=q) if q else seen_last,
            receptions=kept.seen(one, RECEPTION_DAY, caller, "-day", q=q),
            envoys=kept.seen(one, TECHNOLOGY_ENVOY, caller, "envoy_id", q=q),
        )

    @staticmethod
    def _figures(one: Connection, now: datetime, today: date) -> StationFigures:
        count, of_late = kept.counted(one, now - _OF_LATE)
        requests, enforced = kept.all_requests(one), kept.all_enforcements(one)
        return figures_of(count, requests, enforced, of_late, today)
