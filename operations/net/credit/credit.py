"""Credit whole: what its page and time ask for."""

import asyncio
from datetime import timedelta
from time import monotonic

from operations.net.credit.comparing import Comparing
from operations.net.credit.deductions import AT_ONCE, Deductions
from operations.net.credit.desk import CreditDesk
from operations.net.credit.ledgers import CreditLedgers
from operations.net.credit.months import CreditMonths
from operations.net.credit.residents import ResidentPoints
from operations.net.credit.revisits import Revisits
from operations.net.credit.rules import CreditRules
from operations.net.credit.sheets import CreditSheets

EVERY_S = 600.0
DRAW_EVERY_S = 3_600.0


class Credit:
    """Credit.

    Args:
        desk: what its operations share.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self.desk = desk
        self.rules = CreditRules(desk)
        self.ledgers = CreditLedgers(desk)
        self.deductions = Deductions(desk)
        self.revisits = Revisits(desk)
        self.months = CreditMonths(desk)
        self.sheets = CreditSheets(desk)
        self.residents = ResidentPoints(desk)
        self.comparing = Comparing(desk)

    async def run(self) -> None:
        """Until the end: appeals run out, and second visits are drawn of the day before."""
        draw_at = 0.0
        while True:
            while await self.deductions.make_final() == AT_ONCE:
                pass
            # A draw compares a day's photos with those of a year: not every ten minutes.
            if monotonic() >= draw_at:
                draw_at = monotonic() + DRAW_EVERY_S
                await self.revisits.draw(self.desk.today() - timedelta(days=1))
            await asyncio.sleep(EVERY_S)
