"""Names no account and no unit may have, because records are signed with them. Pure."""

from domain.access.roles import DEVICES

# Who writes into the journal without being a person (operations/upkeep/journal_words.py).
_SIGNED = frozenset(
    {
        "api", "server", "system", "operator", "nobody", "demo", "map", "kpis", "brief", "outbox",
        "escalation", "timers", "position", "simulator", "onescreen", "osmand", "ws", "unit",
        "site-rule",
    }
)  # fmt: skip
_OFFICE = frozenset({"admin", "administrator", "root", "superuser"})
_BEGINNINGS = ("demo-", "local-")


def is_reserved(name: str) -> bool:
    """Whether a name, in any case, is one that records are signed with, or claims an office."""
    folded = name.casefold()
    return folded in _SIGNED | _OFFICE | frozenset(DEVICES) or folded.startswith(_BEGINNINGS)


def actor_of_unit(unit_id: str) -> str:
    """How a record names a unit's own phone; no account's name has a colon."""
    return f"unit:{unit_id}"
