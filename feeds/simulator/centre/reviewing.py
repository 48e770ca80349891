"""How some of the demo's petitions go on after their answer: review, and recheck of a few."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.cases.stages import Step
from domain.centre.loop.said import Said

Move = tuple[timedelta, Step, Caller, Said]
# Beyond which fate of a petition a review is asked for, and then a recheck too.
REVIEWED, RECHECKED = 0.5, 0.65


class Standing(Protocol):
    """The case as the rules have left it."""

    @property
    def case(self) -> Case:
        """As it stands."""
        ...

    @property
    def local(self) -> datetime:
        """When its last step was taken, by the district's clock."""
        ...


def reviewed(
    telling: Standing, chance: Random, fate: float, clerk: Caller, duty: Caller
) -> Iterator[Move]:
    """The petitioner asks the body above, and of some of them the one above that.

    Args:
        telling: a petition that was answered.
        chance: of this case.
        fate: between `REVIEWED` and 1.
        clerk: who takes in what is asked for.
        duty: who writes down what the bodies above have said.
    """
    ask_by = telling.case.ask_by
    if ask_by is None or ask_by - telling.local < timedelta(days=8):
        return
    why = Said(text="对处理意见不服（演示）", review_by="演示上级机关")
    yield timedelta(days=chance.randint(1, 3)), Step.ASK_REVIEW, clerk, why
    said = Said(text="复查意见：维持处理意见（演示）")
    yield timedelta(days=chance.randint(12, 27)), Step.REVIEW_OPINION, duty, said
    if fate < RECHECKED:
        return
    why = Said(text="对复查意见不服（演示）", review_by="演示再上一级机关")
    yield timedelta(days=chance.randint(2, 12)), Step.ASK_RECHECK, clerk, why
    said = Said(text="复核意见：维持复查意见（演示）")
    yield timedelta(days=chance.randint(12, 27)), Step.RECHECK_OPINION, duty, said
