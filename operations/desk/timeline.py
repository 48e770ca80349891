"""The timeline of an incident: the journal's records of it, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.kinds import names_where
from domain.live.records import Record
from domain.moments import to_iso
from domain.private import mask_loose
from domain.told import GENERAL, told
from domain.words import Words

KINDS = tuple(sorted(names_where(timeline=True)))


def entry(
    record: Record, call_signs: Mapping[str, str], words: Words | None = None
) -> dict[str, Any]:
    """One line of the timeline; personal words are masked."""
    return {
        "seq": record.seq,
        "at": to_iso(record.at),
        "actor": record.actor,
        "kind": record.kind,
        "id": record.id,
        "action": record.action,
        "text": in_words(record, call_signs, words or Words()),
        "detail": mask_loose(record.kind, record.state),
    }


def in_words(record: Record, call_signs: Mapping[str, str], words: Words) -> str:
    """What a record tells, without who did it and to which incident.

    Raises:
        KeyError, ValueError, TypeError: the state has not the shape of its kind.
    """
    message, values = told(record, call_signs)
    if not message:
        return words(GENERAL.get(record.action, record.action))
    # Names of codes are messages themselves; what people wrote is in no catalogue.
    named = {key: words(value) if key.endswith("_name") else value for key, value in values.items()}
    # Blanks inside what people wrote stay: the values are put in after the words.
    return words(message).format(**named)


def ties_of(number: str, others: Sequence[Record]) -> list[dict[str, Any]]:
    """When other incidents were merged into one, and taken out again: it stays in its story.

    Args:
        number: the incident that is read.
        others: records of incidents linked to it, in order.
    """
    found, inside = [], set()
    for record in others:
        if record.action == "merge" and record.state.get("merged_into") == number:
            inside.add(record.id)
            found.append(entry(record, {}) | {"text": f"{record.id} 并入本事件"})
        elif record.action == "split" and record.id in inside:
            inside.discard(record.id)
            found.append(entry(record, {}) | {"text": f"{record.id} 从本事件拆回，单独办理"})
    return found
