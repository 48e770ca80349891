"""Who decides next where a case is handed on, by the way that was told."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.centre.cases.case import Remedy

# A court is named by the letterhead.
NEXT_BODY: Mapping[Remedy, str] = MappingProxyType(
    {
        Remedy.LABOUR_ARBITRATION: "劳动人事争议仲裁委员会",
        Remedy.LAND_ARBITRATION: "农村土地承包仲裁委员会",
        Remedy.POLICE: "公安机关",
        Remedy.LEGAL_AID: "法律援助机构",
        Remedy.RECONSIDERATION: "行政复议机关",
    }
)
OF_COURT = frozenset(
    {Remedy.COURT, Remedy.JUDICIAL_CONFIRMATION, Remedy.PAYMENT_ORDER, Remedy.ENFORCEMENT}
)
