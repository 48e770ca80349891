"""A new incident near a key place: it is raised by rule in the transaction that reports it.

What was told stands in its first record, the rule in a record of its own, the new severity in the
next: whoever reads the timeline sees all three, and may set another severity as always.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain.incidents.incidents import Incident
from domain.live.records import Change
from domain.video.places.raising import SITE_ALARM, RaisingRule, raised
from store import Transaction
from store.video.places import near

ACTOR = "site-rule"


class RaiseNear:
    """What is done with every new incident.

    Args:
        rules: of the district.
    """

    def __init__(self, rules: Sequence[RaisingRule]) -> None:
        self.rules = tuple(rules)
        self._farthest = max((one.within_m for one in rules), default=0)

    def __call__(self, tx: Transaction, incident: Incident) -> Incident:
        """Inside a transaction: the incident, raised where a rule says so."""
        if not self.rules or not incident.is_placed:
            return incident
        sites = near(tx.connection, incident.lat, incident.lon, self._farthest)
        if not sites:
            return incident
        told = raised(incident, sites, self.rules)
        if told is None:
            return incident
        state = {
            "number": incident.number,
            "site_id": told.site.site_id,
            "rule": told.rule.name,
            "metres": told.metres,
            "before": incident.severity.value,
            "after": told.severity.value,
        }
        change = Change(
            SITE_ALARM.name, incident.number, "raise", state, ACTOR, tx.at, v=SITE_ALARM.version
        )
        tx.append(change)
        after = replace(incident, severity=told.severity)
        tx.put_incident(after, action="severity", actor=ACTOR)
        return after
