"""The timeline of an incident: the journal's records of it, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.kinds import names_where
from domain.live.records import Record, signed
from domain.net.fusion.pushes import GridPush
from domain.private import mask_loose
from domain.told import TIES, Message, message_of
from domain.told import message as message_of_record
from domain.words import Words

NOTHING: Mapping[int, Mapping[str, Any]] = {}
KINDS = tuple(sorted(names_where(timeline=True)))


def entry(
    record: Record,
    names: Mapping[str, str],
    words: Words | None = None,
    message: Message | None = None,
    before: Record | None = None,
) -> dict[str, Any]:
    """One line of the timeline; personal words are masked.

    Args:
        record: of a kind of the timeline.
        names: call signs by unit id, departments by code.
        words: the reader's.
        before: what the entity was before, where it is known.
        message: what is told of it here, where that is not what the record tells.
    """
    tells = message or message_of_record(record, names, before)
    return {
        **signed(record),
        "text": tells.said(words or Words()),
        "message": tells.id,
        "values": dict(tells.values),
        "detail": mask_loose(record.kind, record.state),
    }


def entries(
    story: Sequence[Record],
    names: Mapping[str, str],
    words: Words | None = None,
    raised: Mapping[int, Mapping[str, Any]] = NOTHING,
) -> list[dict[str, Any]]:
    """The lines of a story in order, each told with what its entity was before.

    Args:
        story: records.
        names: call signs by unit id, departments by code.
        words: the reader's.
        raised: by the number of a record, the key place that raised the incident, as far as the
            reader may see it.
    """
    last: dict[tuple[str, str], Record] = {}
    found = []
    for record in sorted(story, key=lambda one: one.seq):
        key = record.kind, record.id
        near = raised.get(record.seq)
        tie = message_of(TIES["raise_near"], near) if near else None
        found.append(entry(record, names, words, tie, before=last.get(key)))
        last[key] = record
    return found


def ties_of(
    number: str, others: Sequence[Record], words: Words | None = None
) -> list[dict[str, Any]]:
    """When other incidents were merged into one, and taken out again: it stays in its story.

    Args:
        number: the incident that is read.
        others: records of incidents linked to it, in order.
        words: the reader's.
    """
    found: list[dict[str, Any]] = []
    inside: set[str] = set()
    for record in others:
        if record.action == "merge" and record.state.get("merged_into") == number:
            inside.add(record.id)
        elif record.action == "split" and record.id in inside:
            inside.discard(record.id)
        else:
            continue
        tie = message_of(TIES[record.action], {"id": record.id})
        found.append(entry(record, {}, words, tie))
    return found


def pushes_of(
    story: Sequence[tuple[Record, GridPush]],
    names: Mapping[str, str],
    words: Words | None = None,
) -> list[dict[str, Any]]:
    """What was pushed to the police or to the grids, its receipt and what came of it.

    Args:
        story: records of what the reader may see, each with how it stands now.
        names: departments by code.
        words: the reader's.
    """
    found = []
    for record, push in story:
        tie = TIES.get(f"push_{record.action}")
        if record.action == "send":
            tie = TIES[f"push_{push.direction.value}"]
        if tie is None:
            continue
        told = {"basis": push.basis, "reason": push.reason or "", "outcome": push.outcome or ""}
        line = entry(record, names, words, message_of(tie, told))
        found.append({**line, "detail": {}})
    return found


def cases_of(records: Sequence[Record], words: Words | None = None) -> list[dict[str, Any]]:
    """That a case began as an incident: its code and when, and nothing else of it.

    Args:
        records: the first of each case that the reader may see.
        words: the reader's.
    """
    found = []
    for record in records:
        line = entry(record, {}, words, message_of(TIES["register"], {"id": record.id}))
        found.append({**line, "detail": None})
    return found
