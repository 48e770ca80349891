"""An incident that becomes a case: which incidents somebody at a window may name.

Clerks see no incidents. Of a dispute in their area they may learn that its number is one: no more
is told, and every other number is refused like one that does not exist.
"""

from domain.access.access import may
from domain.access.callers import Caller
from domain.incidents.incidents import INCIDENT, Incident, IncidentClass


def may_become_case(caller: Caller, incident: Incident) -> bool:
    """Whether a caller may take a case in that names this incident."""
    if INCIDENT.admits(caller, incident):
        return True
    is_theirs = may(caller, "cases.register", incident.area_code)
    return is_theirs and incident.incident_class is IncidentClass.DISPUTE
