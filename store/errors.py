"""What the store refuses or cannot do: refusals name their sentence, failures tell an operator."""

from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.errors import ConflictError, FullError, OneScreenError


class StoreError(OneScreenError):
    """The database cannot be used; the text says why and what may help.

    Attributes:
        says: what a person who asked is told (context `error` of the catalogues).
    """

    says = "store_failed"


class StoreBusyError(StoreError):
    """Another writer held the database for too long; the same may succeed in a moment."""

    says = "store_busy"


_REFUSALS = (
    # what PostgreSQL calls it, what SQLite names, code and sentence, field
    ("one_open_assignment_per_unit", "assignment.unit_id", "unit_busy", "unit_id"),
    ("one_open_standby_per_unit", "standby.unit_id", "on_standby", "unit_id"),
    (
        "one_open_incident_per_source_id",
        "incident.source, incident.source_id",
        "duplicate",
        "source_id",
    ),
    (
        "one_booking_per_slot",
        "booking_slot.resource, booking_slot.slot",
        "booking_taken",
        "begins_at",
    ),
    ("one_ticket_per_window", "ticket.window", "window_has_ticket", "window"),
    (
        "one_window_per_turn",
        "ticket_turn.ticket_id, ticket_turn.turn",
        "ticket_called_elsewhere",
        "ticket",
    ),
    (
        "one_case_number_per_serial",
        "case_number.body, case_number.year, case_number.serial",
        "case_number_taken",
        "body",
    ),
)


def unit_is_busy(unit_id: str) -> ConflictError:
    """The refusal to send a unit that has not cleared its last assignment."""
    return ConflictError(
        f"unit {unit_id} has an open assignment; clear it first",
        says="unit_busy",
        field="unit_id",
        code="unit_busy",
    )


def translated(error: DBAPIError) -> OneScreenError:
    """The project's own error for what the database driver raised."""
    text = str(error.orig)
    if isinstance(error, IntegrityError):
        return _broken_promise(error.orig, text)
    if "disk is full" in text or "No space left" in text:
        return FullError("the disk is full", says="server_disk_full", code="disk_full")
    if "database is locked" in text or "lock timeout" in text:
        return StoreBusyError("the database is busy with another writer; try again")
    if "malformed" in text or "not a database" in text:
        return StoreError(
            f"the database file is damaged ({text}); it was left as it is, restore a backup"
        )
    return StoreError(f"the database failed: {text.splitlines()[0] if text else error!r}")


def _broken_promise(original: Any, text: str) -> OneScreenError:
    name = getattr(getattr(original, "diag", None), "constraint_name", None)
    for constraint, columns, code, field in _REFUSALS:
        if name == constraint or text.endswith(f"failed: {columns}"):
            return ConflictError(says=code, field=field, code=code)
    if "FOREIGN KEY" in text or "foreign key" in text:
        return ConflictError(says="unknown_reference", code="unknown_reference")
    return StoreError(f"the database kept a promise the code had broken: {text.splitlines()[0]}")
