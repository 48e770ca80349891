"""Notes on an entity of any kind: what people write down, kept as a personal text."""

import hashlib
import secrets
from collections.abc import Sequence

from domain.incidents.additions import NOTE
from domain.live.records import Change, Record
from domain.subject_key import SubjectKey
from store import Transaction


def note_id_of(number: str, key: str, actor: str) -> str:
    """The id of the note that somebody sends with a key: sent twice, it is one note."""
    made = hashlib.sha256(f"{actor}\n{key}".encode()).hexdigest()
    return f"{number}-note-{made[:12]}"


def put_note(
    tx: Transaction,
    about: SubjectKey,
    text: str,
    units: Sequence[str],
    *,
    actor: str,
    note_id: str | None = None,
) -> Record:
    """Inside a transaction: journal a note about an entity; `units` are the ids it names."""
    note_id = note_id or f"{about.id}-note-{secrets.token_hex(6)}"
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
