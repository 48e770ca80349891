"""The record of who did what at the entrance: what a journal record of kind `audit` says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.kind import Audience, Ends, Kept, Kind
from domain.kind_fields import ANY, MOMENT, Field, Masking
from domain.live.records import Change

# What an act tells beside its moment and its subject; each act tells some of it.
_ABOUT = (
    *("what", "by", "who", "kind", "id", "role", "fields", "device_id", "call_sign", "sessions"),
    *("failures", "seconds", "signs_in", "count", "counts", "records", "minutes", "alarm"),
    *("values", "changed", "version", "second_factor", "area", "door", "why", "untold"),
    *("until", "fixes", "deleted", "to", "hash", "sealed_at"),
)
AUDIT: Kind[Any] = Kind(
    name="audit",
    fields=(
        Field("at", MOMENT),
        Field("subject"),
        *(Field(name, ANY, may_be_null=True, may_be_absent=True) for name in _ABOUT),
        Field("address", personal=Masking.WORDS),
        Field("name", personal=Masking.WORDS),
        Field("reason", personal=Masking.WORDS),
        Field("text", personal=Masking.WORDS),
    ),
    audience=Audience(("journal.read",)),
    ends=Ends("at"),
    kept=Kept.SIX_MONTHS,
    ids_are_shared=True,
)
KIND = AUDIT.name
NOBODY = "nobody"  # the actor before anybody has proved who they are
ACTIONS = frozenset(
    {
        "signed_in", "sign_in_failed", "locked", "signed_out", "session_revoked", "refused",
        "account_added", "account_changed", "account_disabled", "account_enabled",
        "account_unlocked",
        "password_changed", "password_reset", "second_factor_set", "second_factor_removed",
        "recovery_code_used", "wall_paired", "device_added", "device_rotated", "device_revoked",
        "setting_changed", "revealed", "looked_up", "exported", "erased_subject", "verified",
        "thinned", "journal_trimmed", "alarm", "alarm_seen",
    }
)  # fmt: skip


def audit(
    action: str,
    *,
    actor: str,
    subject: str,
    at: datetime,
    address: str | None = None,
    about: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> Change:
    """The record of one act.

    Args:
        action: a word of `ACTIONS`.
        actor: who did it, as the journal names them.
        subject: what it was done to, such as an account's name; one newest record is kept at
            hand for each, so keep them few.
        at: when.
        address: where the caller sits; personal, kept apart and erasable.
        about: plain facts without personal ones.
        personal: whatever else is personal (`name`, `reason`, `text`); kept apart.

    Raises:
        ValueError: the action is no word of the record.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action} is not an act the record knows")
    return Change(
        kind=KIND,
        id=subject,
        action=action,
        state={"at": at.isoformat(), "subject": subject, **(about or {})},
        actor=actor,
        occurred_at=at,
        private={"address": address, **(personal or {})},
    )
