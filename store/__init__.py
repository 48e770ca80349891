"""Rows and journal: what happened, kept. Start at `open_store`; see docs/tour.md."""

from store.errors import StoreError
from store.ingest.refusals import PendingDevice, Quarantined
from store.live.newest import Records
from store.opening import open_store
from store.reads import Live
from store.store import Store
from store.transaction import Transaction

__all__ = [
    "Live",
    "PendingDevice",
    "Quarantined",
    "Records",
    "Store",
    "StoreError",
    "Transaction",
    "open_store",
]
