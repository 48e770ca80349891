"""What a record of the journal tells of an account or a device: a hash of all that lets it in.

Rows of those who sign in are not rebuilt from the journal, so it proves them instead: whoever
changes one behind the server's back leaves a row that no record tells of. Pure.
Source: docs/decisions/0085-rows-and-files-are-proved.md
"""

import hashlib
import json

from domain.access.accounts import Account, Device


def account_hash(account: Account) -> str:
    """All that decides whether somebody may sign in, and as what.

    Left out is what changes with every sign-in (failures, moments, the step of a code). Of the
    second factor only that there is one: it is sealed anew each time, and bound to its account.
    """
    return _hash(
        account.account_id,
        account.name,
        account.role,
        account.area,
        account.department,
        account.password_hash,
        account.must_change,
        account.totp_secret is not None,
        account.recovery,
        account.is_enabled,
        account.oidc_subject,
        account.email,
    )


def device_hash(device: Device) -> str:
    """All that decides what the key of a wall or a feed may do."""
    return _hash(
        device.device_id,
        device.kind,
        device.name,
        device.key_hash,
        device.area,
        device.unit_id,
        device.revoked_at is not None,
        *([device.rights] if device.rights else []),  # a row without any is told as before
        *(["source", device.source] if device.source else []),
    )


def _hash(*said: object) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
