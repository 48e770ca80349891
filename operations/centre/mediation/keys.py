"""Ids of what is made by a request that carries a key: sent again, it is the same."""

import hashlib


def keyed(letter: str, case_code: str, key: str) -> str | None:
    """The id of what a key makes at a case; None without a key."""
    if not key:
        return None
    digest = hashlib.sha256(f"{case_code}\0{key}".encode()).hexdigest()
    return f"{letter}-{digest[:16]}"
