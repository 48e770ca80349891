"""Which way a petition's request goes: sorted six ways before it is handled as a petition.

Source: 信访工作条例, articles 29 to 31.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Matter(StrEnum):
    """What is brought: a dispute between people, or one of the three kinds of petition."""

    DISPUTE = "dispute"
    REQUEST = "request"  # 申诉求决
    SUGGESTION = "suggestion"  # 建议意见
    REPORT = "report"  # 检举控告: sealed


class Way(StrEnum):
    """The six ways of a request (申诉求决)."""

    JUDICIAL = "judicial"
    ARBITRATION = "arbitration"
    PARTY_APPEAL = "party_appeal"
    ADMINISTRATIVE_PROCEDURE = "administrative_procedure"
    STATUTORY_DUTY = "statutory_duty"
    PETITION = "petition"


WAY_NAMES: Mapping[Way, str] = MappingProxyType(
    {
        Way.JUDICIAL: "法院、检察院、公安机关的法定程序",
        Way.ARBITRATION: "仲裁",
        Way.PARTY_APPEAL: "党员申诉、党内法规程序",
        Way.ADMINISTRATIVE_PROCEDURE: "行政复议、裁决、确认、许可、处罚等程序",
        Way.STATUTORY_DUTY: "申请查处违法行为、履行法定职责",
        Way.PETITION: "信访程序（出具处理意见书）",
    }
)
# The clock of a petition's answer runs for these only; the other ways have clocks of their own.
PETITION_CLOCK = "petition.handle"


class Handled(StrEnum):
    """As what a matter is handled, by which it may end."""

    MEDIATION = "mediation"  # a dispute, and a request that goes another of the six ways
    PETITION = "petition"  # a request by the sixth way: it ends with an opinion
    SUGGESTION = "suggestion"  # it is studied and answered
    REPORT = "report"  # the discipline body looks into it


def handled_as(matter: Matter, way: Way | None) -> Handled:
    """As what a matter is handled."""
    if matter is Matter.SUGGESTION:
        return Handled.SUGGESTION
    if matter is Matter.REPORT:
        return Handled.REPORT
    is_petition = matter is Matter.REQUEST and way is Way.PETITION
    return Handled.PETITION if is_petition else Handled.MEDIATION


def needs_way(matter: Matter) -> bool:
    """Whether a matter must be sorted before it is routed."""
    return matter is Matter.REQUEST


def may_run(clock: str, matter: Matter, way: Way | None) -> bool:
    """Whether a clock fits: the petition's only where it is handled as a petition."""
    if clock != PETITION_CLOCK:
        return True
    return matter is Matter.SUGGESTION or (matter is Matter.REQUEST and way is Way.PETITION)
