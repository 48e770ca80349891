"""Several files as one, for the process that reads files of others (joining.py)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a dossier. `name` is said where it cannot be read."""

    name: str
    media_type: str
    content: bytes


def packed(facts: dict[str, Any], parts: Sequence[Part]) -> bytes:
    """Parts and what is said with them, as one file that goes through a pipe."""
    heads = [{"name": p.name, "media_type": p.media_type, "size": len(p.content)} for p in parts]
    head = json.dumps({**facts, "parts": heads}).encode() + b"\n"
    return b"".join([head, *(part.content for part in parts)])


def unpacked(raw: bytes) -> tuple[dict[str, Any], list[Part]]:
    """What `packed` made."""
    end = raw.index(b"\n")
    facts = json.loads(raw[:end])
    at, parts = end + 1, []
    for head in facts["parts"]:
        content = raw[at : at + head["size"]]
        parts.append(Part(head["name"], head["media_type"], content))
        at += head["size"]
    return facts, parts
