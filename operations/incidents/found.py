"""What is named and must be there: an incident, a unit; one refusal where it is not."""

from domain.dispatch.units import Unit
from domain.errors import NotFoundError
from domain.incidents.incidents import Incident
from store import Transaction

LONGEST_NUMBER, LONGEST_ID = 32, 64


def no_incident(number: str) -> NotFoundError:
    """There is none of this number, or none for this caller."""
    return NotFoundError(says="no_incident", number=number[:LONGEST_NUMBER], field="number")


def no_unit(unit_id: str, *, field: str = "unit_id") -> NotFoundError:
    """There is none of this id, or none for this caller."""
    return NotFoundError(says="no_unit", unit=unit_id[:LONGEST_ID], field=field)


def incident_in(tx: Transaction, number: str) -> Incident:
    """The incident of a number, as this transaction sees it.

    Raises:
        NotFoundError: there is none.
    """
    incident = tx.incident(number)
    if incident is None:
        raise no_incident(number)
    return incident


def unit_in(tx: Transaction, unit_id: str) -> Unit:
    """The unit of an id, as this transaction sees it.

    Raises:
        NotFoundError: there is none (any more).
    """
    unit = tx.unit(unit_id)
    if unit is None:
        raise no_unit(unit_id)
    return unit
