"""Notes on an entity of any kind: what people write down, kept as a personal text."""

import secrets
from collections.abc import Sequence

from domain.incidents.additions import NOTE
from domain.live.records import Change, Record
from domain.subject_key import SubjectKey
from store import Transaction


def put_note(
    tx: Transaction, about: SubjectKey, text: str, units: Sequence[str], *, actor: str
) -> Record:
    """Inside a transaction: journal a note about an entity; `units` are the ids it names."""
    note_id = f"{about.id}-note-{secrets.token_hex(6)}"
    return tx.append(
        Change(
            kind="note",
            id=note_id,
            action="write",
            state={"note_id": note_id, **about.stated(), "units": list(units)},
            actor=actor,
            occurred_at=tx.at,
            private={"text": text},
            v=NOTE.version,
        )
    )
