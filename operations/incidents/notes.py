"""Notes on an incident: what people write down, kept as a personal text."""

import secrets
from collections.abc import Sequence

from domain.live.records import Change, Record
from store import Transaction


def put_note(
    tx: Transaction, number: str, text: str, units: Sequence[str], *, actor: str
) -> Record:
    """Inside a transaction: journal a note of an incident; `units` are the ids it names."""
    note_id = f"{number}-note-{secrets.token_hex(6)}"
    return tx.append(
        Change(
            kind="note",
            id=note_id,
            action="write",
            state={"note_id": note_id, "number": number, "units": list(units)},
            actor=actor,
            occurred_at=tx.at,
            private={"text": text},
        )
    )
