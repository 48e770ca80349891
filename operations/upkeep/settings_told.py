"""What the settings said at the last start, and what of it is different now: for the record."""

from collections.abc import Mapping
from datetime import UTC, datetime

from domain.audit.audit import KIND, audit
from store import Store

ACTOR, SUBJECT = "operator", "settings"


def tell_settings(store: Store, shown: Mapping[str, str]) -> list[str]:
    """Write down which settings have changed since the last start; their names.

    The first start writes them down as they are. Secrets are told only as set or not.

    Args:
        store: whose journal it is.
        shown: every setting as an administrator may see it.
    """
    told = [one for one in store.history(KIND, SUBJECT) if "values" in one.state]
    before = told[-1].state["values"] if told else None
    changed = [] if before is None else _different(before, shown)
    if before is not None and not changed:
        return []
    with store.transaction() as tx:
        about = {"values": dict(shown), "changed": changed}
        now = datetime.now(UTC)
        tx.append(audit("setting_changed", actor=ACTOR, subject=SUBJECT, at=now, about=about))
    return changed


def _different(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    names = sorted(before.keys() | now.keys())
    return [name for name in names if before.get(name) != now.get(name)]
